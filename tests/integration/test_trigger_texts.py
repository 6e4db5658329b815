"""What the editor and the page tell of the triggers."""

from typing import Any

from homeassistant.helpers.translation import async_get_translations
from homeassistant.helpers.trigger import async_get_all_descriptions
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest

from custom_components.telepo.const import DOMAIN
from tests.repository.readme import codes, sections, tables
from tests.repository.source import PACKAGE, ROOT, read_json

from .bystander import DIRECTED, TRIGGERS, Bystander
from .commands import NAME, NUMBER, ringing
from .house import House

PAGE = sections((ROOT / "docs" / "triggers.md").read_text(encoding="utf-8"))


@pytest.fixture
def bystander(alice: House) -> Bystander:
    """Return who watches alice's home."""
    return Bystander(alice)


async def test_the_editor_gets_every_trigger_with_its_fields(alice: House) -> None:
    """What it is not told, nobody can choose."""
    descriptions = await async_get_all_descriptions(alice.hass)
    ours = {
        key.removeprefix(f"{DOMAIN}."): description
        for key, description in descriptions.items()
        if key.partition(".")[0] == DOMAIN
    }
    assert ours.keys() == set(TRIGGERS)
    for key, description in ours.items():
        assert description is not None
        fields = {"remote", "direction"} if key in DIRECTED else {"remote"}
        assert description["fields"].keys() == fields
        (entities,) = description["target"]["entity"]
        assert entities == {"domain": ["event"], "integration": DOMAIN}


async def test_every_trigger_has_words_and_an_icon(alice: House) -> None:
    texts = dict(await async_get_translations(alice.hass, "en", "triggers", [DOMAIN]))
    for key in TRIGGERS:
        root = f"component.{DOMAIN}.triggers.{key}"
        assert texts.pop(f"{root}.name")
        assert texts.pop(f"{root}.description")
        for field in ("remote", *(("direction",) if key in DIRECTED else ())):
            assert texts.pop(f"{root}.fields.{field}.name")
            assert texts.pop(f"{root}.fields.{field}.description")
    assert texts == {}
    assert read_json(PACKAGE / "icons.json")["triggers"].keys() == set(TRIGGERS)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("ringing", "incoming"),
        ("incoming", "incoming"),
        ("missed", "missed"),
        ("hold", "held"),
        ("dialing", "outgoing"),
        ("answered", "answered"),
        ("transferred", "transferred"),
        ("call ended", "ended"),
    ],
)
async def test_everyday_words_find_a_trigger(
    alice: House, words: str, key: str
) -> None:
    """The editor searches in names, and few people search for the brand."""
    texts = await async_get_translations(alice.hass, "en", "triggers", [DOMAIN])
    name = texts[f"component.{DOMAIN}.triggers.{key}.name"].casefold()
    assert words in name
    assert "phone" in name


def _example(part: str) -> dict[str, Any]:
    """Return the YAML of a part of the page."""
    _, _, rest = PAGE[part].partition("```yaml\n")
    example = parse_yaml(rest.partition("```")[0])
    assert isinstance(example, dict)
    return example


@pytest.mark.parametrize("key", TRIGGERS)
async def test_the_page_tells_of_every_trigger_what_it_is(
    bystander: Bystander, key: str
) -> None:
    """Its name, its options, and an example that fires."""
    house = bystander.house
    texts = await async_get_translations(house.hass, "en", "triggers", [DOMAIN])
    part = PAGE[f"{DOMAIN}.{key}"]
    assert texts[f"component.{DOMAIN}.triggers.{key}.name"] in part
    (options,) = tables(part)
    fields = {"remote", "direction"} if key in DIRECTED else {"remote"}
    assert {codes(row["option"])[0] for row in options} == fields
    (trigger,) = _example(f"{DOMAIN}.{key}")["triggers"]
    await bystander.wait_for(
        trigger["trigger"].partition(".")[2],
        options=trigger["options"],
        target=trigger["target"],
    )
    direction = trigger["options"].get("direction", "incoming")
    await bystander.tell(key, direction=direction)
    assert len(bystander.ran) == 1


async def test_the_pages_automation_names_who_was_missed(alice: House) -> None:
    """As an owner would paste it."""
    said: list[str] = []
    alice.hass.services.async_register(
        "notify", "send_message", lambda call: said.append(call.data["message"])
    )
    assert await async_setup_component(
        alice.hass,
        "automation",
        {"automation": [_example("What the automation learns")]},
    )
    bystander = Bystander(alice)
    await bystander.tell("missed")
    await bystander.tell("missed", remote_name=None)
    await bystander.tell("missed", remote_name=None, remote_uri=None)
    assert said == [NAME, f"tel:{NUMBER}", "Somebody without a number"]


async def test_the_page_tells_all_that_an_automation_learns(
    bystander: Bystander,
) -> None:
    ringing(bystander.house)
    await bystander.house.poll()
    (rows,) = tables(PAGE["What the automation learns"])
    told = {code for row in rows for code in codes(row["attribute"])}
    shown = bystander.house.state("event", "call").attributes.keys()
    assert told == shown - {"event_types", "friendly_name"}
