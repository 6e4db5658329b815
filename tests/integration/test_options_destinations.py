"""Contacts and patterns in the options form: what may be typed, and what it then opens."""

from typing import Any

from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.translation import async_get_translations
import pytest

from custom_components.telepo.destinations import (
    DestinationError,
    Destinations,
    Reached,
)

from .house import House

REST = {"history_days": 30, "privacy": "full"}


async def save(house: House, **typed: Any) -> Any:
    """Fill in alice's options."""
    flow = house.hass.config_entries.options
    result = await flow.async_init(house.entry().entry_id)
    answer = await flow.async_configure(result["flow_id"], {**REST, **typed})
    await house.hass.async_block_till_done()
    return answer


@pytest.mark.parametrize(
    ("destination", "uri"),
    [
        ("0046 277 464", "tel:+46277464"),
        ("+46 (0)277 464", "tel:+46277464"),
        ("+46 8 123 ext 45", "tel:+468123;ext=45"),
        ("+46 8 123 x45", "tel:+468123;ext=45"),
    ],
)
async def test_a_contact_s_number_may_be_typed_as_it_is_printed(
    alice: House, destination: str, uri: str
) -> None:
    contact = {"name": "Anna", "destination": destination}
    assert (await save(alice, contacts=[contact]))[
        "type"
    ] is FlowResultType.CREATE_ENTRY
    destinations = Destinations.from_options(alice.entry().options)
    assert destinations.resolve("anna") == uri
    assert destinations.resolve_hands_free("Anna", "SE") == Reached(uri, "Anna")


@pytest.mark.parametrize(
    "destination", ["+46 8 123 ext", "+46 8 123 ext bob", "ext 45", "x45"]
)
async def test_an_extension_that_cannot_be_is_named(
    alice: House, destination: str
) -> None:
    result = await save(alice, contacts=[{"name": "Anna", "destination": destination}])
    assert result["errors"] == {"base": "contact_destination"}
    assert result["description_placeholders"]["value"] == "Anna"
    assert alice.entry().options == {}


@pytest.mark.parametrize(
    ("number", "key"),
    [("112", "emergency_number"), ("+46 900 123 456", "premium_number")],
)
async def test_a_dangerous_contact_serves_automations_and_no_voice(
    alice: House, number: str, key: str
) -> None:
    contact = {"name": "Anna", "destination": number}
    result = await save(alice, contacts=[contact], allowed_destinations=[number, "*"])
    assert result["type"] is FlowResultType.CREATE_ENTRY
    destinations = Destinations.from_options(alice.entry().options)
    assert destinations.resolve("Anna").startswith("tel:")
    for said in ("Anna", number):
        with pytest.raises(DestinationError, match=key):
            destinations.resolve_hands_free(said, "SE")


async def test_the_form_says_that_no_voice_reaches_dangerous_numbers(
    alice: House,
) -> None:
    texts = await async_get_translations(alice.hass, "en", "options", {"telepo"})
    description = texts["component.telepo.options.step.init.description"]
    assert "never an emergency or premium-rate number" in description


@pytest.mark.parametrize(
    ("pattern", "opened", "closed"),
    [
        ("0046*", "+46 277 464", "+15555"),
        ("00*", "+46 277 464", "0277464"),
        ("+46 (0)277*", "+46 277 464", "+46 8 123"),
        ("+1*", "001 5555", "+46 277 464"),
    ],
)
async def test_a_pattern_matches_every_spelling_of_a_foreign_number(
    alice: House, pattern: str, opened: str, closed: str
) -> None:
    result = await save(alice, allowed_destinations=[pattern])
    assert result["type"] is FlowResultType.CREATE_ENTRY
    destinations = Destinations.from_options(alice.entry().options)
    assert destinations.resolve(opened)
    assert destinations.resolve_hands_free(opened, "SE").contact_name is None
    with pytest.raises(DestinationError, match="destination_not_allowed"):
        destinations.resolve(closed)
    with pytest.raises(DestinationError, match="destination_not_a_contact"):
        destinations.resolve_hands_free(closed, "SE")
