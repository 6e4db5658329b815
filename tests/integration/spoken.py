"""Speaking to the house: intents as a sentence of any language hands them over."""

from typing import Any

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    intent,
)
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telepo.const import DOMAIN

from .house import House

ASSISTANT = "conversation"

HOLD, RESUME, TRANSFER = "TelepoHoldCall", "TelepoResumeCall", "TelepoTransferCall"
STATUS, MISSED, DIAL = "TelepoCallStatus", "TelepoMissedCalls", "TelepoDial"
INTENTS = {HOLD, RESUME, TRANSFER, STATUS, MISSED, DIAL}
NEEDED = {TRANSFER: {"destination": "Anna"}, DIAL: {"destination": "Anna"}}

ANNA = "+15559999"
CONTACTS = [
    {"name": "Anna", "destination": ANNA},
    {"name": "Bob Bobson", "destination": "+46277464"},
]


class Room:
    """A room with a device that people speak to."""

    def __init__(self, house: House, name: str) -> None:
        """Furnish it."""
        self._house = house
        hass = house.hass
        self.area_id = ar.async_get(hass).async_get_or_create(name).id
        entry = MockConfigEntry(domain="test")
        entry.add_to_hass(hass)
        devices = dr.async_get(hass)
        device = devices.async_get_or_create(
            config_entry_id=entry.entry_id, identifiers={("test", name)}
        )
        devices.async_update_device(device.id, area_id=self.area_id)
        self.device_id = device.id

    def satellite(self, *, on_the_device: bool) -> str:
        """Add a voice satellite, as part of the device or by itself, and return its id."""
        entities = er.async_get(self._house.hass)
        entity = entities.async_get_or_create(
            "assist_satellite",
            "test",
            str(on_the_device),
            device_id=self.device_id if on_the_device else None,
        )
        if not on_the_device:
            entities.async_update_entity(entity.entity_id, area_id=self.area_id)
        return entity.entity_id

    def belongs_to(self, user: str) -> None:
        """Put a user's telephone there."""
        dr.async_get(self._house.hass).async_update_device(
            self._house.device_id(user), area_id=self.area_id
        )


async def listen(house: House) -> None:
    """Make Home Assistant understand intents."""
    assert await async_setup_component(house.hass, "intent", {})
    await house.hass.async_block_till_done()


async def ask(
    house: House,
    intent_type: str,
    language: str = "en",
    *,
    assistant: str | None = None,
    device_id: str | None = None,
    satellite_id: str | None = None,
    **slots: Any,
) -> intent.IntentResponse:
    """Hand over an intent and return the response."""
    return await intent.async_handle(
        house.hass,
        DOMAIN,
        intent_type,
        {name: {"value": value} for name, value in slots.items()},
        language=language,
        assistant=assistant,
        device_id=device_id,
        satellite_id=satellite_id,
    )


def speech_of(response: intent.IntentResponse) -> str:
    """Return what is spoken; it is the response's only content."""
    assert response.card == {}
    assert response.reprompt == {}
    assert response.speech.keys() == {"plain"}
    return str(response.speech["plain"]["speech"])


async def said(
    house: House, intent_type: str, language: str = "en", **slots: Any
) -> str:
    """Hand over an intent that succeeds and return what is spoken."""
    response = await ask(house, intent_type, language, **slots)
    assert response.error_code is None, speech_of(response)
    return speech_of(response)


async def failed(
    house: House, intent_type: str, language: str = "en", **slots: Any
) -> str:
    """Hand over an intent that fails and return what is spoken."""
    response = await ask(house, intent_type, language, **slots)
    assert response.response_type is intent.IntentResponseType.ERROR
    assert response.error_code is intent.IntentResponseErrorCode.FAILED_TO_HANDLE
    return speech_of(response)


def expose(house: House, *, shown: bool, user: str = "alice") -> None:
    """Show a user's hold switch and call list to the assistant, or hide them."""
    for platform, key in (("switch", "hold"), ("todo", "missed_calls")):
        entity_id = house.entity_id(platform, key, user)
        async_expose_entity(house.hass, ASSISTANT, entity_id, shown)
