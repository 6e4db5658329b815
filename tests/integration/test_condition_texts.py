"""What the editor and the page tell of the conditions."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.condition import async_get_all_descriptions
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest

from custom_components.telepo.const import DOMAIN
from tests.repository.readme import sections
from tests.repository.source import PACKAGE, ROOT, read_json

from .bystander import checker_of
from .commands import active, held, ringing
from .house import House

PAGE = sections((ROOT / "docs" / "conditions.md").read_text(encoding="utf-8"))
CONDITIONS = {"is_held", "is_idle", "is_on_call", "is_ringing"}


async def test_the_editor_gets_every_condition_with_its_fields(
    hass: HomeAssistant, alice: House
) -> None:
    """What it is not told, nobody can choose."""
    descriptions = await async_get_all_descriptions(hass)
    ours = {
        key.removeprefix(f"{DOMAIN}."): description
        for key, description in descriptions.items()
        if key.partition(".")[0] == DOMAIN
    }
    assert ours.keys() == CONDITIONS
    for description in ours.values():
        assert description is not None
        assert description["fields"].keys() == {"behavior", "for"}
        (entities,) = description["target"]["entity"]
        assert entities["integration"] == DOMAIN


async def test_every_condition_has_words_and_an_icon(alice: House) -> None:
    """Everyday words: the editor searches in names."""
    texts = dict(await async_get_translations(alice.hass, "en", "conditions", [DOMAIN]))
    words = {
        "is_held": "on hold",
        "is_idle": "idle",
        "is_on_call": "on a phone call",
        "is_ringing": "ringing",
    }
    for key in CONDITIONS:
        root = f"component.{DOMAIN}.conditions.{key}"
        name = texts.pop(f"{root}.name").casefold()
        assert words[key] in name
        assert "phone" in name
        assert texts.pop(f"{root}.description")
        for field in ("behavior", "for"):
            assert texts.pop(f"{root}.fields.{field}.name")
            assert texts.pop(f"{root}.fields.{field}.description")
    assert texts == {}
    assert read_json(PACKAGE / "icons.json")["conditions"].keys() == CONDITIONS


def _example(part: str) -> dict[str, Any]:
    """Return the YAML of a part of the page."""
    _, _, rest = PAGE[part].partition("```yaml\n")
    example = parse_yaml(rest.partition("```")[0])
    assert isinstance(example, dict)
    return example


@pytest.mark.parametrize("key", sorted(CONDITIONS))
async def test_the_page_tells_of_every_condition_what_it_is(
    alice: House, freezer: FrozenDateTimeFactory, key: str
) -> None:
    """Its name, and an example that becomes true with the telephone's state."""
    texts = await async_get_translations(alice.hass, "en", "conditions", [DOMAIN])
    part = PAGE[f"{DOMAIN}.{key}"]
    assert texts[f"component.{DOMAIN}.conditions.{key}.name"] in part
    (example,) = _example(f"{DOMAIN}.{key}")["conditions"]
    assert example["condition"] == f"{DOMAIN}.{key}"
    checker = await checker_of(alice, key, example["target"], example["options"])
    assert checker.async_check() is (key == "is_idle")
    {"is_ringing": ringing}.get(key, held)(alice)
    await alice.poll()
    freezer.tick(timedelta(minutes=3))
    assert checker.async_check() is (key != "is_idle")
    checker.async_unload()


@pytest.mark.parametrize(("busy", "rung"), [(False, 1), (True, 0)])
async def test_the_pages_doorbell_is_silent_during_a_call(
    alice: House, *, busy: bool, rung: int
) -> None:
    """As an owner would paste it."""
    rings: list[object] = []
    alice.hass.services.async_register("siren", "turn_on", rings.append)
    alice.hass.states.async_set("binary_sensor.doorbell", "off")
    assert await async_setup_component(
        alice.hass, "automation", {"automation": [_example("Options")]}
    )
    if busy:
        active(alice)
        await alice.poll()
    alice.hass.states.async_set("binary_sensor.doorbell", "on")
    await alice.hass.async_block_till_done()
    assert len(rings) == rung
