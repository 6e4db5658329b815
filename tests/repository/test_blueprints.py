"""The blueprints: each is complete, told to the owner, and behind a button that finds it."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint import Blueprint
from homeassistant.components.blueprint.schemas import BLUEPRINT_SCHEMA
from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import load_yaml_dict
import pytest

from .readme import codes, sections, table, tables
from .source import DOMAIN, PACKAGE, ROOT, read_json, read_yaml

FOLDER = ROOT / "blueprints" / "automation" / DOMAIN
FILES = sorted(FOLDER.iterdir())
TEXTS = {file: file.read_text(encoding="utf-8") for file in FILES}
ADDRESS = read_json(PACKAGE / "manifest.json")["documentation"]
DOCS = sections((ROOT / "docs" / "blueprints.md").read_text(encoding="utf-8"))
ACTIONS = read_yaml(PACKAGE / "services.yaml")
TRIGGERS = read_yaml(PACKAGE / "triggers.yaml")

EIGHT = 8

JARGON = re.compile(
    r"\b(API|boolean|CRM|entit\w+|JSON|payload|poll\w*|REST|script|service|snapshot"
    r"|string|templates?|tracker|triggers?|URI|webhooks?|YAML)\b",
    re.IGNORECASE,
)

each_blueprint = pytest.mark.parametrize(
    "file", [pytest.param(file, id=file.stem) for file in FILES]
)


def head(file: Path) -> dict[str, Any]:
    """Return what a blueprint says about itself."""
    described: dict[str, Any] = load_yaml_dict(file)["blueprint"]
    return described


def parts(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every section and every input with its key."""
    for key, part in head(file)["input"].items():
        yield key, part
        yield from part.get("input", {}).items()


def inputs(file: Path) -> dict[str, dict[str, Any]]:
    """Return every input, those in sections as well."""
    return {key: part for key, part in parts(file) if "input" not in part}


def leaves(data: Any) -> Iterator[tuple[str, str]]:
    """Yield the key and the text of every leaf, however deep."""
    match data:
        case dict():
            for key, value in data.items():
                if isinstance(value, str):
                    yield key, value
                yield from leaves(value)
        case list():
            for value in data:
                yield from leaves(value)


def test_there_are_eight_of_them() -> None:
    """And nothing else is in the folder that people import from."""
    assert len(FILES) == EIGHT
    assert {file.suffix for file in FILES} == {".yaml"}


@each_blueprint
async def test_home_assistant_can_import_it(hass: HomeAssistant, file: Path) -> None:
    """Every input is used, and what is used is an input."""
    blueprints = async_get_blueprints(hass)
    blueprint = Blueprint(
        load_yaml_dict(file),
        expected_domain=blueprints.domain,
        path=file.name,
        schema=BLUEPRINT_SCHEMA,
    )
    assert blueprint.validate() is None
    asked = set(blueprint.inputs)
    assert asked == set(re.findall(r"!input (\w+)", TEXTS[file]))


@each_blueprint
def test_it_says_where_it_comes_from_and_what_it_needs(file: Path) -> None:
    """The address lets Home Assistant fetch a newer version."""
    said = head(file)
    where = file.relative_to(ROOT).as_posix()
    assert said["source_url"] == f"{ADDRESS}/blob/main/{where}"
    assert said["author"] == "MiCloud Telepo for Home Assistant"
    needed = read_json(ROOT / "hacs.json")["homeassistant"]
    assert said["homeassistant"]["min_version"] == needed


@each_blueprint
def test_every_field_has_a_name_and_a_way_to_fill_it_in(file: Path) -> None:
    """A folded section can stay folded."""
    for key, part in parts(file):
        assert part["name"], key
        assert "input" in part or part["selector"], key
        if part.get("collapsed"):
            assert all("default" in field for field in part["input"].values()), key


@each_blueprint
def test_only_users_of_this_integration_can_be_chosen(file: Path) -> None:
    """As a device, or as the sensor that shows the calls."""
    filters = [
        selector["filter"]
        for field in inputs(file).values()
        for selector in field["selector"].values()
        if selector and "filter" in selector
    ]
    (chosen,) = (one for (one,) in filters if one.get("integration") == DOMAIN)
    sensor = {"integration": DOMAIN, "domain": "sensor", "device_class": "enum"}
    assert chosen in ({"integration": DOMAIN}, sensor)


@each_blueprint
def test_it_is_told_without_jargon(file: Path) -> None:
    """Who fills in the form does not program."""
    texts = [head(file)["name"], head(file)["description"]]
    for _, part in parts(file):
        texts += [part["name"], part.get("description", "")]
    found = {word[0] for text in texts for word in JARGON.finditer(text)}
    assert not found


@each_blueprint
def test_it_uses_what_the_integration_offers(file: Path) -> None:
    """A renamed trigger or action would leave it dead."""
    used = list(leaves(load_yaml_dict(file)))
    for kind, offered in (("trigger", TRIGGERS), ("action", ACTIONS)):
        for key, value in used:
            domain, _, name = value.partition(".")
            if key == kind and domain == DOMAIN:
                assert name in offered, value


@each_blueprint
def test_the_readme_has_a_button_that_imports_it(file: Path) -> None:
    """The row has its name, and the address of the very file."""
    rows = {row["name"]: row for row in table("Blueprints")}
    assert len(rows) == len(FILES)
    row = rows[head(file)["name"]]
    assert row["what it does"].endswith(".")
    button = re.fullmatch(r"\[!\[Import\]\((.+)\)\]\((.+)\)", row["import"])
    assert button is not None
    assert button[1] == "https://my.home-assistant.io/badges/blueprint_import.svg"
    link = urlsplit(button[2])
    assert (link.hostname, link.path) == (
        "my.home-assistant.io",
        "/redirect/blueprint_import/",
    )
    assert parse_qs(link.query) == {"blueprint_url": [head(file)["source_url"]]}


@each_blueprint
def test_its_page_names_every_field_and_its_default(file: Path) -> None:
    """In the order of the form."""
    text = DOCS[head(file)["name"]]
    assert f"File: `{file.name}`" in text
    (rows,) = tables(text)
    told = {codes(row["field"])[0]: row["default"] for row in rows}
    fields = inputs(file)
    assert list(told) == list(fields)
    for key, field in fields.items():
        default = field.get("default")
        assert bool(told[key]) is ("default" in field), key
        if default is not None and default != "" and not isinstance(default, list):
            assert told[key] == shown(default), key


def shown(default: object) -> str:
    """Return a default as the page writes it."""
    return str(default).lower() if isinstance(default, bool) else str(default)
