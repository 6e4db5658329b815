"""The user's calls as the snapshots tell of them, one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice

from .models import Call, CallState, Snapshot

# Which of several calls is the user's primary one, first wins.
_PRIMARY_ORDER = (
    CallState.RINGING,
    CallState.ACTIVE,
    CallState.DIALING,
    CallState.HELD,
    CallState.PARKED,
    CallState.UNKNOWN,
)

# A call said to be older is a fault in the answer, not a call.
_LONGEST_CALL = timedelta(days=2)
# Nobody has more calls at once; an answer has room for a hundred times as many.
_MOST_CALLS = 1000


@dataclass(frozen=True, slots=True)
class LiveCall:
    """A call and when it started (aware UTC); the start never moves while the call lasts."""

    call: Call
    started: datetime


@dataclass(frozen=True)
class UserCalls:
    """Every call of the user at one moment."""

    calls: tuple[LiveCall, ...] = ()

    @cached_property
    def primary(self) -> LiveCall | None:
        """The call that matters most, the newest of equals; None when idle.

        Of calls that one snapshot brought, the one listed last counts as the newest.
        """
        return min(
            reversed(self.calls),
            key=lambda live: (
                _PRIMARY_ORDER.index(live.call.state),
                -live.started.timestamp(),
            ),
            default=None,
        )

    def get(self, call_id: str) -> LiveCall | None:
        """Return the call with this id, None when there is none."""
        return next((live for live in self.calls if live.call.call_id == call_id), None)

    def in_any(self, states: Iterable[CallState]) -> bool:
        """Tell whether some call is in one of the states."""
        wanted = frozenset(states)
        return any(live.call.state in wanted for live in self.calls)


class LiveCalls:
    """Remembers the calls between snapshots; a failed poll forgets none."""

    def __init__(self) -> None:
        """Start without calls."""
        self._calls: dict[str, LiveCall] = {}

    def apply(self, snapshot: Snapshot, now: datetime) -> UserCalls:
        """Take in a snapshot read at `now` (aware UTC) and return the calls that are left.

        A partial snapshot (`fullState` false) adds and changes calls but ends none. Of
        more than a thousand calls those that were first seen count.
        """
        known = self._calls
        told = {
            call.call_id: LiveCall(call, self._started(call, now))
            for call in snapshot.calls
        }
        # In the order they were first seen in: a server that lists the same calls in
        # another order has not changed anything.
        stays = known if not snapshot.full_state else known.keys() & told.keys()
        kept = {call_id: live for call_id, live in known.items() if call_id in stays}
        self._calls = dict(islice((kept | told).items(), _MOST_CALLS))
        return UserCalls(tuple(self._calls.values()))

    def _started(self, call: Call, now: datetime) -> datetime:
        if known := self._calls.get(call.call_id):
            return known.started
        duration = timedelta(seconds=call.duration or 0)
        if duration > _LONGEST_CALL:
            duration = timedelta()
        return now - duration
