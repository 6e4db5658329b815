"""One address of the repository, in every file; links within it lead somewhere."""

from pathlib import PurePosixPath
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from .source import DOMAIN, PACKAGE, ROOT, read_json, tracked_texts

ADDRESS = read_json(PACKAGE / "manifest.json")["documentation"]
OWNER, REPOSITORY = urlsplit(ADDRESS).path.strip("/").split("/")

# github.com, raw.githubusercontent.com, badges: owner and repository follow each other.
REPOSITORY_LINK = re.compile(
    r"(?:github(?:usercontent)?\.com|shields\.io/github(?:/[\w-]+)+?)[/:]([\w.-]+)/([\w-]+)"
)
MY_LINK = re.compile(r"https://my\.home-assistant\.io/redirect/[^\s)\"'>]+")
MARKDOWN_LINK = re.compile(r"\]\(([^)\s]+)\)")
DOCUMENTS = sorted(name for name in tracked_texts() if name.endswith(".md"))


def test_every_link_to_the_repository_agrees_with_the_manifest() -> None:
    """One replacement changes the address everywhere."""
    differing = {
        (file, link.group())
        for file, text in tracked_texts().items()
        for link in REPOSITORY_LINK.finditer(text)
        if DOMAIN in link.group(2) and link.groups() != (OWNER, REPOSITORY)
    }
    assert not differing


def test_every_button_that_names_a_repository_names_ours() -> None:
    """The My buttons carry owner and repository as arguments."""
    for file, text in tracked_texts().items():
        for link in MY_LINK.findall(text):
            query = parse_qs(urlsplit(link).query)
            if "hacs_repository" in link:
                assert query["owner"] == [OWNER], file
                assert query["repository"] == [REPOSITORY], file
            for blueprint in query.get("blueprint_url", []):
                assert blueprint.startswith(ADDRESS), file


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    """To a file that is there, and to a heading that it has."""
    for link in MARKDOWN_LINK.findall(tracked_texts()[document]):
        if re.match(r"[a-z+-]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (
            (ROOT / PurePosixPath(document).parent / path) if path else ROOT / document
        )
        assert target.exists(), f"{document}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text()), f"{document}: {link}"


def test_every_link_to_a_heading_of_the_readme_has_its_heading() -> None:
    """Forms on GitHub point there too."""
    headings = anchors((ROOT / "README.md").read_text())
    for file, text in tracked_texts().items():
        for anchor in re.findall(rf"{re.escape(ADDRESS)}#([\w-]+)", text):
            assert anchor in headings, f"{file}: {anchor}"


def anchors(markdown: str) -> set[str]:
    """Return the anchors GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ +(.+?) *$", markdown, flags=re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in headings
    }
