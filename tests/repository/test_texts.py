"""What hassfest would say about the texts, in every language."""

from collections.abc import Callable, Iterator
import re
import string
from typing import Any

import pytest

from .source import PACKAGE, leaves, read_json

FILES = {
    file.stem: read_json(file)
    for file in sorted((PACKAGE / "translations").glob("*.json"))
}
ENGLISH = FILES["en"]

KEY = re.compile(r"(?!.+[_-]{2})(?![_-])[a-z0-9-_]+(?<![_-])")
URL = re.compile(r"(?i)\b(?:(?:ftps?|scp|https?|mqtts?|socks5?)://|www\.)\S*[a-z0-9]")
HTML = re.compile(r"<[a-zA-Z/!][^>]*>")

FAULTS: dict[str, Callable[[str], object]] = {
    "is empty": lambda text: not text,
    "begins or ends with a space": lambda text: text != text.strip(),
    "holds an address; use a placeholder": URL.search,
    "holds HTML": HTML.search,
    "has a placeholder in single quotes": re.compile(r"'\{\w+\}'").search,
    "refers to another key, which only core resolves": re.compile(r"\[%|%\]").search,
    "has a placeholder that is no identifier": lambda text: any(
        not name.isidentifier() for name in placeholders(text)
    ),
}

every_language = pytest.mark.parametrize("language", FILES)


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {
        name for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }


def steps(texts: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every form, and every section of one, with a name for messages."""
    flows: dict[str, Any] = {name: texts[name] for name in ("config", "options")}
    for key, issue in texts["issues"].items():
        if "fix_flow" in issue:
            flows[f"issues.{key}"] = issue["fix_flow"]
    for flow, content in flows.items():
        for name, step in content["step"].items():
            yield f"{flow}.{name}", step
            for section, part in step.get("sections", {}).items():
                yield f"{flow}.{name}.{section}", part


def test_texts_stand_in_translations_only() -> None:
    """A strings.json is core's; nobody reads it in a custom integration."""
    assert not list(PACKAGE.rglob("strings*.json"))


@every_language
def test_a_language_has_the_keys_of_english(language: str) -> None:
    """A missing text shows as a raw key, a superfluous one is never seen."""
    assert dict(leaves(FILES[language])).keys() == dict(leaves(ENGLISH)).keys()


@every_language
def test_a_language_has_the_placeholders_of_english(language: str) -> None:
    """Home Assistant shows English instead of a text whose placeholders differ."""
    texts = dict(leaves(FILES[language]))
    differing = {
        path
        for path, text in leaves(ENGLISH)
        if placeholders(text) != placeholders(texts[path])
    }
    assert not differing


@every_language
@pytest.mark.parametrize("fault", FAULTS)
def test_no_text_has_a_fault_that_hassfest_refuses(language: str, fault: str) -> None:
    """Each fault by its name, with the texts that have it."""
    assert not {
        path: text for path, text in leaves(FILES[language]) if FAULTS[fault](text)
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is empty"),
        ("Hello ", "begins or ends with a space"),
        ("See https://example.org", "holds an address; use a placeholder"),
        ("See www.example.org/x", "holds an address; use a placeholder"),
        ("<b>Hello</b>", "holds HTML"),
        ("The user '{user}'", "has a placeholder in single quotes"),
        ("[%key:common::x%]", "refers to another key, which only core resolves"),
        ("The user {user name}", "has a placeholder that is no identifier"),
    ],
)
def test_the_check_knows_each_fault(text: str, fault: str) -> None:
    """Nothing above passes because it looks for nothing."""
    assert FAULTS[fault](text)


@every_language
def test_keys_are_lower_case_words(language: str) -> None:
    """The frontend looks for no others."""
    keys = {key for path, _ in leaves(FILES[language]) for key in path.split(".")}
    assert not {key for key in keys if not KEY.fullmatch(key)}


@pytest.mark.parametrize(
    ("name", "step"), [pytest.param(*step, id=step[0]) for step in steps(ENGLISH)]
)
def test_every_field_of_a_form_is_described(name: str, step: dict[str, Any]) -> None:
    """The quality scale asks for it, and a description without its field is an error."""
    assert step.get("data_description", {}).keys() == step.get("data", {}).keys(), name


def test_no_form_is_titled_with_the_bare_brand() -> None:
    """The dialogue shows the integration's name already."""
    name = read_json(PACKAGE / "manifest.json")["name"]
    assert name not in {step.get("title") for _, step in steps(ENGLISH)}


def test_an_issue_has_a_description_or_a_form() -> None:
    """Not both: a fixable one is explained by its form."""
    for key, issue in ENGLISH.get("issues", {}).items():
        assert issue["title"], key
        assert ("description" in issue) != ("fix_flow" in issue), key


def test_a_selectors_fields_are_named_and_described() -> None:
    """A plain text there is the old form."""
    for key, selector in ENGLISH.get("selector", {}).items():
        for field, texts in selector.get("fields", {}).items():
            assert texts.keys() == {"name", "description"}, f"{key}.{field}"
