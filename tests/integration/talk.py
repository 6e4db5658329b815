"""Speaking to Home Assistant, as a voice assistant does."""

from typing import Any

from homeassistant.components.conversation import async_converse
from homeassistant.core import Context
from homeassistant.helpers.intent import IntentResponseErrorCode
from homeassistant.setup import async_setup_component

from .house import House

CONTACTS: list[dict[str, str]] = [
    {"name": "Carol Carolson", "destination": "+15557777"},
    {"name": "Anna", "destination": "+15558888"},
]

# Home Assistant has other errors for what it cannot make sense of.
_UNDERSTOOD = (None, IntentResponseErrorCode.FAILED_TO_HANDLE)


async def listen(house: House) -> None:
    """Have Home Assistant listen."""
    assert await async_setup_component(house.hass, "conversation", {})
    await house.hass.async_block_till_done()


async def say(house: House, text: str, language: str = "en", **speaker: Any) -> str:
    """Say something and return the answer, "" when it was not understood."""
    result = await async_converse(
        house.hass, text, None, Context(), language=language, **speaker
    )
    if result.response.error_code not in _UNDERSTOOD:
        return ""
    speech = result.response.speech["plain"]["speech"]
    assert isinstance(speech, str)
    assert speech
    return speech
