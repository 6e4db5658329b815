"""What was told is on disk soon, whatever else goes on: the plug may be pulled."""

from typing import Any

from .clock import Clock
from .commands import active
from .house import House
from .storybook import TOLD, storage_key, types


async def test_moments_that_follow_closely_do_not_put_the_writing_off(
    alice: House, clock: Clock, hass_storage: dict[str, Any]
) -> None:
    """Each asks for the file to be written a second later; the first one's second counts."""
    told = alice.heard(TOLD)
    call = active(alice)
    await alice.act("get_calls")
    for step in (alice.exchange.hold, alice.exchange.resume) * 3:
        await clock.pass_time(0.6)
        step(call.call_id)
        await alice.act("get_calls")
    assert types(told) == ["incoming", "answered", *(["held", "resumed"] * 3)]
    tracker = hass_storage[storage_key(alice)]["data"]["tracker"]
    (story,) = tracker["stories"]
    assert story["call_id"] == call.call_id
    assert story["start_told"] is True
    assert story["answered"] is not None
