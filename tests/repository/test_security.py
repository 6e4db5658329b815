"""The page about security names tests that exist, and the workflows trust nobody."""

import ast
import re
from typing import Any

from homeassistant.util.yaml import parse_yaml
import pytest

from .readme import codes, sections, tables
from .source import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
THREATS = [
    "A stolen webhook address",
    "Forged messages",
    "Hostile names of callers",
    "Hostile answers of the exchange",
    "Redirects",
    "Downgrade to plain http",
    "Leaks by logs, diagnostics and backups",
    "Toll fraud by voice or by a model",
    "Users who are no administrators",
    "A stolen ticket",
    "Malicious names in sentences and contacts",
    "Hostile dashboards",
    "What the code is made of",
]
# "owner/action@commit # the tag that it was".
SHA = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # \S+")


def names_in(path: str) -> set[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("threat", THREATS)
def test_every_threat_has_a_test(threat: str) -> None:
    """Which is where the page says it is."""
    (rows,) = tables(sections(PAGE)[threat])
    assert rows
    for row in rows:
        (name,), (path,) = codes(row["shown by"]), codes(row["in"])
        assert name in names_in(path), f"{path} has no {name}"


def test_every_section_with_a_table_is_a_threat() -> None:
    """A new one has to be added above."""
    assert [
        heading for heading, text in sections(PAGE).items() if list(tables(text))
    ] == THREATS


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_to_commits(path: Any) -> None:
    """A tag can be moved; the comment says which one it was."""
    uses = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert [action for action in uses if not SHA.fullmatch(action)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_can_write_nothing_but_the_release(path: Any) -> None:
    """And leave no credentials in the working copy."""
    workflow: Any = parse_yaml(path.read_text(encoding="utf-8"))
    granted = [workflow["permissions"]]
    granted += [job.get("permissions", {}) for job in workflow["jobs"].values()]
    # In one word, "write-all", everything is granted.
    assert [scopes for scopes in granted if not isinstance(scopes, dict)] == []
    writes = [name for scopes in granted for name in scopes if scopes[name] == "write"]
    assert writes == (["contents"] if path.stem == "release" else [])
    for step in steps(workflow):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize(
    "path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.stem
)
def test_every_requirement_is_pinned_and_hashed(path: Any) -> None:
    """An index cannot give anything else than what was looked at."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert lines
    for line in lines:
        assert re.match(r"[\w.\[\],-]+==[\w.+!]+ ", line), line
        assert "--hash=sha256:" in line, line
