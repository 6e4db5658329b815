"""Calls made from a word each, for tests of what is done with them."""

from custom_components.telepo.cti import AvailableAction, Call

OFFERS = {
    "RINGING": "ANSWER",
    "ACTIVE": "HOLD MOVE TRANSFER PARK",
    "HELD": "MOVE TRANSFER RESUME PARK",
    "PARKED": "RESUME",
    "DIALING": "",
    "QUEUED": "",
}


def make_call(
    call_id: str,
    status: str,
    actions: str | None = None,
    *,
    duration: int | None = None,
) -> Call:
    """Return a call with the actions its status usually has, or other ones."""
    offered = OFFERS[status] if actions is None else actions
    return Call(
        call_id=call_id,
        inbound=status != "DIALING",
        status=status,
        duration=duration,
        actions=tuple(AvailableAction(action=action) for action in offered.split()),
    )
