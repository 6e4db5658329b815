"""Reading README.md: its sections, tables and examples as data."""

from collections.abc import Iterator
from dataclasses import dataclass
import re
from typing import Any

from homeassistant.util.yaml import parse_yaml

from .source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")

_HEADING = re.compile(r"#{1,4} (.+)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Example:
    """A YAML block, and under which heading it stands."""

    heading: str
    text: str

    @property
    def data(self) -> Any:
        """What the block says."""
        return parse_yaml(self.text)


def sections(text: str = README) -> dict[str, str]:
    """Return heading → everything down to the next heading, of any depth."""
    result: dict[str, str] = {}
    heading = ""
    fenced = False
    for line in text.splitlines(keepends=True):
        fenced ^= line.startswith("```")
        if not fenced and (found := _HEADING.match(line)):
            heading = found[1]
            assert heading not in result, f"two headings {heading}"
        else:
            result[heading] = result.get(heading, "") + line
    return result


def tables(text: str) -> Iterator[list[dict[str, str]]]:
    """Yield every table as its rows, each cell under the heading of its column."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if re.fullmatch(r"\|(-+\|)+", line):
            columns = cells(lines[number - 1])
            rows = []
            for row in lines[number + 1 :]:
                if not row.startswith("|"):
                    break
                rows.append(dict(zip(columns, cells(row), strict=True)))
            yield rows


def table(heading: str) -> list[dict[str, str]]:
    """Return the only table of a section."""
    (rows,) = tables(sections()[heading])
    return rows


def cells(line: str) -> list[str]:
    """Return the cells of a table's line."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def codes(text: str) -> list[str]:
    """Return everything that stands in `code`."""
    return _CODE.findall(text)


def examples() -> list[Example]:
    """Return every YAML block."""
    return [
        Example(heading, body)
        for heading, text in sections().items()
        for language, body in _FENCE.findall(text)
        if language == "yaml"
    ]


def automations() -> list[Example]:
    """Return the examples that are automations."""
    return [example for example in examples() if "triggers" in (example.data or {})]


def actions(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every call of an action, however deep it stands."""
    match data:
        case dict():
            if "action" in data:
                yield data
            for value in data.values():
                yield from actions(value)
        case list():
            for value in data:
                yield from actions(value)
