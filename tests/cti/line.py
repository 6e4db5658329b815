"""A line with a tracker on it, for examples that read like stories."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

from custom_components.telepo.cti import (
    Call,
    CallTracker,
    CrmMessage,
    FinishedCall,
    LiveCall,
    Party,
    Told,
    UserCalls,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BOB = "+15550100"
CAROL = "+15550211"


def at(second: float) -> datetime:
    """Return the time so many seconds after noon."""
    return NOON + timedelta(seconds=second)


def call(status: str = "RINGING", **changes: Any) -> Call:
    """Return a call from Bob."""
    known: dict[str, Any] = {
        "call_id": "rest",
        "inbound": True,
        "status": status,
        "remote_party": Party(tel_uri=f"tel:{BOB}", display_name="Bob Bobson"),
    }
    return Call(**known | changes)


def message(state: str = "EARLY", **changes: Any) -> CrmMessage:
    """Return a message of a call from Bob."""
    known: dict[str, Any] = {
        "call_id": "crm",
        "branch_id": "desk",
        "direction": "INCOMING",
        "remote_number": BOB,
    }
    return CrmMessage(state=state, **known | changes)


class Line:
    """A tracker, and all it told."""

    def __init__(
        self,
        *,
        idle: bool = True,
        messages_alive: bool = True,
        readable: bool = True,
    ) -> None:
        """Start; `idle` reads a snapshot without calls first."""
        self.tracker = CallTracker()
        self.told: list[Told] = []
        self.messages_alive = messages_alive
        self.readable = readable
        if idle:
            self.shows(-5)

    @property
    def types(self) -> list[str]:
        """Every moment told, in order."""
        return [moment.type.value for told in self.told for moment in told.moments]

    @property
    def finished(self) -> list[FinishedCall]:
        """Every call that ended."""
        return [call for told in self.told for call in told.finished]

    def shows(self, second: float, *calls: Call, started: float | None = None) -> Told:
        """Read a snapshot."""
        self._wake_until(second)
        began = at(second if started is None else started)
        live = UserCalls(tuple(LiveCall(call, began) for call in calls))
        alive = self.messages_alive
        return self._took(
            self.tracker.read_snapshot(live, at(second), messages_alive=alive)
        )

    def hears(self, second: float, *messages: CrmMessage) -> Told:
        """Take messages."""
        self._wake_until(second)
        for taken in messages:
            told = self._took(
                self.tracker.take_message(taken, at(second), readable=self.readable)
            )
        return told

    def clock_is_put(self, second: float, *, by: float, steady: float) -> None:
        """Let our clock be put; `steady` is when by the one that nobody puts."""
        self.tracker.follow_clock(at(second), steady)
        self.tracker.follow_clock(at(second + by), steady)

    def waits(self, second: float) -> None:
        """Let time pass."""
        self._wake_until(second)

    def restarts(self) -> None:
        """Go on with what JSON kept."""
        self.tracker = CallTracker(json.loads(json.dumps(self.tracker.dump())))

    def _wake_until(self, second: float) -> None:
        while (when := self.tracker.wake_at) is not None and when <= at(second):
            self._took(self.tracker.wake(when))

    def _took(self, told: Told) -> Told:
        self.told.append(told)
        return told
