"""The story of each call in the logbook, in lines a person likes to read.

What stands in the events is masked already as the privacy option asks; nothing is
added here.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ENTITY_ID,
    LOGBOOK_ENTRY_ICON,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .const import ATTR_DIRECTION, ATTR_TYPE, DOMAIN, EVENT_CALL, NAME

_OUTGOING: Final = "outgoing"

# Type of moment → what the user did or met, and the icon.
_LINES: Final[dict[str, tuple[str, str]]] = {
    "incoming": ("is called by {party}", "mdi:phone-ring"),
    "outgoing": ("calls {party}", "mdi:phone-outgoing"),
    "answered": ("answered the call from {party}", "mdi:phone-in-talk"),
    "held": ("put {party} on hold", "mdi:phone-paused"),
    "resumed": ("took the call with {party} off hold", "mdi:phone-in-talk"),
    "transferred": ("transferred the call with {party}", "mdi:phone-forward"),
    "ended": ("talked {duration} with {party}", "mdi:phone-hangup"),
    "missed": ("missed a call from {party}", "mdi:phone-missed"),
    "rejected": ("rejected a call from {party}", "mdi:phone-cancel"),
    "answered_elsewhere": (
        "let somebody else answer the call from {party}",
        "mdi:phone-forward",
    ),
    "cancelled": ("did not reach {party}", "mdi:phone-cancel"),
    "failed": ("could not be connected with {party}", "mdi:phone-alert"),
}

# Where the same moment reads otherwise from the calling side.
_OUTGOING_LINES: Final = {
    "answered": "reached {party}",
    "rejected": "was turned down by {party}",
}
_NO_TALK: Final = "ended the call with {party}"
_OTHER: Final = ("had a call with {party}: {type}", "mdi:phone-outline")


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[
        [str, str, Callable[[Event[Any]], dict[str, str]]], None
    ],
) -> None:
    """Say how the moments of calls read."""
    devices = dr.async_get(hass)

    @callback
    def describe(event: Event[Any]) -> dict[str, str]:
        """Return name, message, icon and entity of one moment."""
        data = event.data
        device = devices.async_get(str(data.get(ATTR_DEVICE_ID)))
        message, icon = _line(data)
        described = {
            LOGBOOK_ENTRY_NAME: (device and (device.name_by_user or device.name))
            or NAME,
            LOGBOOK_ENTRY_MESSAGE: message,
            LOGBOOK_ENTRY_ICON: icon,
        }
        if entity_id := data.get(ATTR_ENTITY_ID):
            described[LOGBOOK_ENTRY_ENTITY_ID] = str(entity_id)
        return described

    async_describe_event(DOMAIN, EVENT_CALL, describe)


def _line(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the message and the icon of a moment."""
    moment = str(data.get(ATTR_TYPE))
    outgoing = data.get(ATTR_DIRECTION) == _OUTGOING
    duration = _seconds(data.get("duration"))
    line, icon = _LINES.get(moment, _OTHER)
    if outgoing:
        line = _OUTGOING_LINES.get(moment, line)
    if moment == "ended" and not duration:
        line = _NO_TALK
    message = line.format(
        party=_party(data, outgoing=outgoing),
        duration=_spoken(duration),
        type=moment.replace("_", " "),
    )
    return message, icon


def _party(data: Mapping[str, Any], *, outgoing: bool) -> str:
    """Return the other party's name, else number or address, else words for nobody known."""
    for key in ("remote_name", "remote_number", "remote_uri"):
        if text := data.get(key):
            return str(text)
    return "somebody" if outgoing else "an unknown caller"


def _seconds(duration: object) -> int:
    """Return a duration; nought for none, and for what anybody else may have fired."""
    return max(duration, 0) if isinstance(duration, int) else 0


def _spoken(seconds: int) -> str:
    """Return whole seconds as `1 h 2 min 5 s`, without the parts that are nought."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    parts = ((hour, "h"), (minute, "min"), (second, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
