"""What is told of a call: its moments, and in the end the whole of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from .models import Direction


class MomentType(StrEnum):
    """What can happen in a call; contract of the integration, section 5."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    ENDED = "ended"
    MISSED = "missed"
    REJECTED = "rejected"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    CANCELLED = "cancelled"
    FAILED = "failed"


# How a call can come out, in the order to list it.
OUTCOMES: Final = (
    MomentType.ENDED,
    MomentType.MISSED,
    MomentType.REJECTED,
    MomentType.ANSWERED_ELSEWHERE,
    MomentType.CANCELLED,
    MomentType.FAILED,
)
ENDINGS: Final = frozenset(OUTCOMES)


class Source(StrEnum):
    """Who knew of the call when something was told."""

    SNAPSHOT = "snapshot"
    WEBHOOK = "webhook"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened in a call; times are aware, in our clock.

    `call_id` is the same in all moments of a call. `duration` is the whole seconds talked
    until this moment, 0 before the answer.
    """

    type: MomentType
    call_id: str
    direction: Direction | None
    remote_name: str | None
    remote_number: str | None
    remote_uri: str | None
    started: datetime
    at: datetime
    duration: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedCall:
    """A whole call; `outcome` is one of OUTCOMES, `duration` the whole seconds talked.

    `voicemail` tells that the voicemail took a call which the user did not answer.
    """

    call_id: str
    direction: Direction | None
    outcome: MomentType
    remote_name: str | None
    remote_number: str | None
    remote_uri: str | None
    started: datetime
    answered: datetime | None
    ended: datetime
    duration: int
    source: Source
    voicemail: bool

    def as_dict(self) -> dict[str, Any]:
        """Return what JSON can hold, the times as ISO 8601."""
        # Written out: `asdict` copies deeply, and a history has thousands of calls.
        return {
            "call_id": self.call_id,
            "direction": None if self.direction is None else self.direction.value,
            "outcome": self.outcome.value,
            "remote_name": self.remote_name,
            "remote_number": self.remote_number,
            "remote_uri": self.remote_uri,
            "started": self.started.isoformat(),
            "answered": None if self.answered is None else self.answered.isoformat(),
            "ended": self.ended.isoformat(),
            "duration": self.duration,
            "source": self.source.value,
            "voicemail": self.voicemail,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FinishedCall:
        """Read what `as_dict` wrote; raises KeyError, TypeError or ValueError on nonsense."""
        direction, answered = data["direction"], data["answered"]
        return cls(
            call_id=data["call_id"],
            direction=None if direction is None else Direction(direction),
            outcome=MomentType(data["outcome"]),
            remote_name=data["remote_name"],
            remote_number=data["remote_number"],
            remote_uri=data["remote_uri"],
            started=datetime.fromisoformat(data["started"]),
            answered=None if answered is None else datetime.fromisoformat(answered),
            ended=datetime.fromisoformat(data["ended"]),
            duration=int(data["duration"]),
            source=Source(data["source"]),
            voicemail=bool(data["voicemail"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one step of the tracker brought, in the order to tell it."""

    moments: tuple[Moment, ...] = ()
    finished: tuple[FinishedCall, ...] = ()
    # A message was left out: too many calls that no snapshot shows.
    distrusted: bool = False
