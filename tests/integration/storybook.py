"""What tests of stories share: short lives of calls, and what is told of them."""

from collections.abc import Iterable
from typing import Any

from homeassistant.core import Event

from simulator import Call

from .commands import NAME, NUMBER
from .house import House

TOLD = "telepo_call_event"

# A call that ended a moment ago, as it is stored.
STORED_CALL: dict[str, Any] = {
    "call_id": "kept",
    "direction": "incoming",
    "outcome": "missed",
    "remote_name": NAME,
    "remote_number": NUMBER,
    "remote_uri": f"tel:{NUMBER}",
    "started": "2026-10-12T09:30:00+00:00",
    "answered": None,
    "ended": "2026-10-12T09:30:20+00:00",
    "duration": 0,
    "source": "both",
    "voicemail": False,
}


def types(events: Iterable[Event[Any]]) -> list[str]:
    """Return the types of the moments told, in order."""
    return [event.data["type"] for event in events]


def storage_key(house: House, user: str = "alice") -> str:
    """Return the name of the file with the user's calls."""
    return f"telepo.{house.entry(user).entry_id}"


async def missed(
    house: House, number: str | None = NUMBER, name: str | None = NAME
) -> Call:
    """Let a caller give up."""
    call = house.exchange.inbound("alice", number, name)
    await house.poll()
    house.exchange.cancel(call.call_id)
    await house.poll()
    return call


async def talked(house: House, number: str = NUMBER, name: str | None = NAME) -> Call:
    """Let a caller talk and hang up."""
    call = house.exchange.inbound("alice", number, name)
    await house.poll()
    house.exchange.answer(call.call_id)
    await house.poll()
    house.exchange.end(call.call_id)
    await house.poll()
    return call


async def given_up(house: House) -> Call:
    """Let alice dial a number and give up."""
    call = house.exchange.outbound("alice", NUMBER, NAME)
    await house.poll()
    house.exchange.cancel(call.call_id)
    await house.poll()
    return call
