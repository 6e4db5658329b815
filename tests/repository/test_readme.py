"""What README.md tells an owner is what the code does."""

import re
from urllib.parse import parse_qs, urlsplit

from homeassistant.core import HomeAssistant
import pytest
import voluptuous as vol

from custom_components.telepo.const import EVENT_CRM_MESSAGE
from custom_components.telepo.cti import CrmMessage
from custom_components.telepo.options_flow import OPTIONS_SCHEMA
from custom_components.telepo.services import async_register_services

from .readme import (
    README,
    Example,
    actions,
    automations,
    codes,
    examples,
    sections,
    table,
    tables,
)
from .source import DOMAIN, PACKAGE, ROOT, read_json, read_yaml

ENGLISH = read_json(PACKAGE / "translations" / "en.json")
MANIFEST = read_json(PACKAGE / "manifest.json")
SERVICES = read_yaml(PACKAGE / "services.yaml")

# The order that owners know from Home Assistant's own pages.
ORDER = [
    "What it looks like",
    "Try it without an exchange",
    "Use cases",
    "What is supported",
    "Requirements",
    "Installation",
    "Set-up",
    "The CRM connector (webhook)",
    "Options",
    "Entities",
    "Events",
    "Actions",
    "Ten automations",
    "How data is updated",
    "Known limitations",
    "Troubleshooting",
    "Privacy and security",
    "Removal",
]

HOSTS = {"github.com", "hacs.xyz", "my.home-assistant.io", "www.home-assistant.io"}


def as_shown(message: str) -> str:
    """Return a message with an ellipsis for every placeholder."""
    return re.sub(r"\{\w+\}", "…", message)


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(page: str) -> set[str]:
    """Return the anchors of all headings of a page."""
    return {anchor(heading) for heading in sections(page)}


def messages(heading: str, column: str = "message begins with") -> list[str]:
    """Return how the messages of a troubleshooting table begin."""
    return [row[column].rstrip("…").rstrip() for row in table(heading)]


def test_the_sections_come_in_the_order_owners_know() -> None:
    """From what it is to how it is removed."""
    order = [heading for heading in sections() if heading in ORDER]
    assert order == ORDER


def test_every_link_leads_somewhere() -> None:
    """To a heading, to a file, or to one of the few hosts an owner needs."""
    headings = anchors(README)
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if target.startswith("#"):
            assert target[1:] in headings, target
        elif target.startswith("https:"):
            assert urlsplit(target).hostname in HOSTS, target
        else:
            page, _, heading = target.partition("#")
            assert (ROOT / page).is_file(), target
            text = (ROOT / page).read_text(encoding="utf-8") if heading else ""
            assert not heading or heading in anchors(text), target


def test_the_buttons_open_this_repository_and_this_integration() -> None:
    """The address of the repository stands in the manifest."""
    owner, repository = urlsplit(MANIFEST["documentation"]).path.strip("/").split("/")
    links = re.findall(r"https://my\.home-assistant\.io/redirect/[^)\s]+", README)
    queries = {
        urlsplit(link).path.split("/")[2]: urlsplit(link).query for link in links
    }
    assert parse_qs(queries["hacs_repository"]) == {
        "owner": [owner],
        "repository": [repository],
        "category": ["integration"],
    }
    assert parse_qs(queries["config_flow_start"]) == {"domain": [DOMAIN]}


def test_the_version_needed_is_the_one_that_hacs_demands() -> None:
    """An older Home Assistant is not offered the integration at all."""
    (row,) = [
        row for row in table("What is supported") if row["what"] == "Home Assistant"
    ]
    assert row["supported"].split()[0] == read_json(ROOT / "hacs.json")["homeassistant"]


def test_the_set_up_table_names_the_fields_of_the_form() -> None:
    """In the order of the form, by the words on the screen."""
    step = ENGLISH["config"]["step"]["user"]
    fields = step["data"] | step["sections"]["advanced"]["data"]
    described = {codes(row["key"])[0]: row["field"] for row in table("Set-up")}
    assert described == fields


def test_the_options_table_names_options_and_defaults() -> None:
    """By the words on the screen; a default that changes has to change here."""
    described = {codes(row["key"])[0]: row for row in table("Options")}
    names = ENGLISH["options"]["step"]["init"]["data"]
    assert {key: row["option"] for key, row in described.items()} == names
    for marker in OPTIONS_SCHEMA.schema:
        missing = isinstance(marker.default, vol.Undefined)
        default = "none" if missing else str(marker.default())
        assert described[str(marker)]["default"] == default


def test_the_event_table_names_the_fields_that_are_fired() -> None:
    """The message's own, and where it belongs in Home Assistant."""
    fields = CrmMessage(call_id="a", state="EARLY").as_dict()
    where = ["config_entry_id", "device_id", "entity_id"]
    heading = "Messages of the CRM connector"
    assert [codes(row["field"])[0] for row in table(heading)] == [*fields, *where]
    (example,) = [example for example in examples() if example.heading == heading]
    assert example.data["event_type"] == EVENT_CRM_MESSAGE
    assert list(example.data["data"]) == [*fields, *where]


def test_every_action_has_a_section_and_no_other() -> None:
    """Each with an example of itself."""
    headings = [heading for heading in sections() if heading.startswith(f"{DOMAIN}.")]
    assert headings == [f"{DOMAIN}.{service}" for service in SERVICES]
    shown = {example.heading for example in examples()}
    assert shown.issuperset(headings)


@pytest.mark.parametrize("service", SERVICES)
def test_the_fields_of_an_action_stand_in_its_table(service: str) -> None:
    """With what may be left out, and the default then."""
    found = list(tables(sections()[f"{DOMAIN}.{service}"]))
    rows = {codes(row["field"])[0]: row for row in found[0]} if found else {}
    fields = SERVICES[service].get("fields", {})
    assert rows.keys() == fields.keys()
    for name, field in fields.items():
        assert rows[name]["optional"] == ("no" if field.get("required") else "yes"), (
            name
        )
        if isinstance(default := field.get("default"), bool):
            assert f"Default: {str(default).lower()}" in rows[name]["description"], name
        elif default is not None:
            assert f"`{default}` (default)" in rows[name]["description"], name
        options = field["selector"].get("select", {}).get("options", [])
        assert set(options) <= set(codes(rows[name]["description"])), name


@pytest.mark.parametrize(
    "example",
    [pytest.param(each, id=f"{each.heading}-{n}") for n, each in enumerate(examples())],
)
async def test_every_example_uses_actions_as_they_are(
    hass: HomeAssistant, example: Example
) -> None:
    """It parses, and what it asks of an action of ours is what the action takes."""
    async_register_services(hass)
    assert isinstance(example.data, dict)
    registered = hass.services.async_services_for_domain(DOMAIN)
    for step in actions(example.data):
        domain, _, service = step["action"].partition(".")
        if domain == DOMAIN:
            schema = registered[service].schema
            assert schema is not None
            schema(step.get("data", {}) | step.get("target", {}))


def test_there_are_ten_automations() -> None:
    """As the heading promises; each stands under a heading of its own."""
    headings = [example.heading for example in automations()]
    assert [heading.partition(".")[0] for heading in headings] == [
        str(number) for number in range(1, 11)
    ]


@pytest.mark.parametrize(
    ("heading", "texts"),
    [
        pytest.param(
            "When setting up",
            [
                *ENGLISH["config"]["error"].values(),
                ENGLISH["config"]["abort"]["already_configured"],
            ],
            id="form",
        ),
        pytest.param(
            "When saving the options",
            ENGLISH["options"]["error"].values(),
            id="options",
        ),
        pytest.param(
            "When using actions and the hold switch",
            [text["message"] for text in ENGLISH["exceptions"].values()],
            id="actions",
        ),
    ],
)
def test_every_error_has_a_remedy(heading: str, texts: list[str]) -> None:
    """By the words it begins with, each in one row, and no row is about nothing."""
    beginnings = messages(heading)
    for text in texts:
        fitting = [begin for begin in beginnings if as_shown(text).startswith(begin)]
        assert len(fitting) == 1, (text, fitting)
    assert len(beginnings) == len(texts)


def test_every_repair_has_a_remedy() -> None:
    """By its title."""
    titles = {as_shown(issue["title"]) for issue in ENGLISH["issues"].values()}
    assert {row["repair"] for row in table("Repairs")} == titles
