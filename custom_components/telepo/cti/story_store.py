"""Stories ↔ JSON, so that a restart in mid-call neither repeats nor forgets."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Final

from .far_end import FarEnd
from .legs import Leg, Legs
from .likeness import CREDIBLE
from .models import Direction, Party
from .story import Story

_VERSION: Final = 1

_TIMES: Final = (
    "started",
    "known",
    "not_before",
    "answered",
    "claimed",
    "transfer_noted",
    "last_shown",
    "last_alerting",
    "vanished",
    "last_message",
    "terminated",
    "unseen_since",
    "last_told",
    "done",
)
_TEXTS: Final = ("call_id", "rest_id", "crm_id")
_FLAGS: Final = (
    "start_told",
    "held",
    "transferred",
    "failed",
    "unsure",
    "ending_alone",
    "waits",
    "outlived",
    "overlooked",
    "shown_answered",
)
_PLAIN: Final = (*_TEXTS, *_FLAGS, "unseen")
# Each user's calls are written down every second in a storm: one by one takes twice as long.
_plain = attrgetter(*_PLAIN)
_times = attrgetter(*_TIMES)
# More snapshots are not read while a call is told of.
_HIGHEST_COUNT: Final = 1_000_000_000
# There is room to move them, and to wait.
_YEARS: Final = (2000, 3000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the tracker knows: stories in progress and finished, and what the clocks told."""

    stories: list[Story] = field(default_factory=list)
    finished: list[Story] = field(default_factory=list)
    # When the calls began that count as unseen and are neither of these any more.
    unseen: list[datetime] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    last_read: datetime | None = None

    @property
    def latest(self) -> datetime | None:
        """The latest time in it, which was past already when it was written down."""
        stories = (*self.stories, *self.finished)
        told = (getattr(story, name) for story in stories for name in _TIMES)
        return max(filter(None, (self.last_read, *self.unseen, *told)), default=None)


def dump_memory(memory: Memory, finished: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the memory as JSON can hold it; `finished` are what `dump_story` made of those."""
    return {
        "version": _VERSION,
        "stories": [dump_story(story) for story in memory.stories],
        "finished": finished,
        "unseen": [time.isoformat() for time in memory.unseen],
        "delays": list(memory.delays),
        "last_read": _iso(memory.last_read),
    }


def load_memory(data: Mapping[str, Any] | None) -> Memory:
    """Read what `dump_memory` wrote; an empty memory for anything else."""
    try:
        if data is None or data["version"] != _VERSION:
            return Memory()
        return Memory(
            stories=_load_stories(data["stories"], over=False),
            finished=_load_stories(data["finished"], over=True),
            unseen=list(filter(None, map(_time, data.get("unseen", ())))),
            delays=[_delay(delay) for delay in data["delays"]],
            last_read=_time(data["last_read"]),
        )
    except AttributeError, KeyError, OverflowError, TypeError, ValueError:
        return Memory()


def move_story(story: Story, by: timedelta) -> None:
    """Move all times of a story."""
    for name in _TIMES:
        if (time := getattr(story, name)) is not None:
            setattr(story, name, time + by)


def dump_story(story: Story) -> dict[str, Any]:
    """Return a story as JSON can hold it."""
    times = zip(_TIMES, _times(story), strict=True)
    return {
        **dict(zip(_PLAIN, _plain(story), strict=True)),
        **_dump_far_end(story.far_end),
        "legs": [_dump_leg(leg) for leg in story.legs],
        "seq_nums": story.legs.numbers,
        **{name: time and time.isoformat() for name, time in times},
    }


def _load_stories(data: Iterable[Mapping[str, Any]], *, over: bool) -> list[Story]:
    """Read the stories that are over, or those that are not; others have no place here."""
    stories = map(_load_story, data)
    return [story for story in stories if (story.done is not None) is over]


def _load_story(data: Mapping[str, Any]) -> Story:
    """Read a story; raises what `load_memory` knows as nonsense."""
    # Earlier versions knew of fewer.
    times = {name: _time(data.get(name)) for name in _TIMES}
    if (
        not isinstance(data["call_id"], str)
        or not times["started"]
        or not times["known"]
    ):
        raise ValueError("A story has an id and a beginning")
    known: dict[str, Any] = {name: _text_or_none(data[name]) for name in _TEXTS}
    known |= {name: data.get(name) is True for name in _FLAGS}
    known |= times
    known |= {
        "far_end": _load_far_end(data),
        "legs": _load_legs(data),
        # What ended while we were away is over with the first snapshot without it.
        "unseen": max(_count(data["unseen"]), 1),
    }
    return Story(**known)


def _dump_far_end(far_end: FarEnd) -> dict[str, Any]:
    return {
        "direction": far_end.direction and far_end.direction.value,
        "remote_name": far_end.name,
        "remote_number": far_end.number,
        "remote_uri": far_end.uri,
        "party": far_end.party and asdict(far_end.party),
        "numbers": sorted(far_end.numbers),
        "user": far_end.user,
        "said_numbers": sorted(far_end.said_numbers),
        "said_user": far_end.said_user,
        "conference": far_end.conference,
        "came_by_transfer": far_end.came_by_transfer,
    }


def _load_far_end(data: Mapping[str, Any]) -> FarEnd:
    direction, party = data["direction"], data["party"]
    return FarEnd(
        direction=None if direction is None else Direction(direction),
        name=_text_or_none(data["remote_name"]),
        number=_text_or_none(data["remote_number"]),
        uri=_text_or_none(data["remote_uri"]),
        party=None if party is None else Party(**_texts(party)),
        numbers=_load_numbers(data["numbers"]),
        user=_text_or_none(data["user"]),
        # Earlier versions did not keep these apart.
        said_numbers=_load_numbers(data.get("said_numbers", ())),
        said_user=_text_or_none(data.get("said_user")),
        shown=data["rest_id"] is not None,
        conference=data["conference"] is True,
        came_by_transfer=data["came_by_transfer"] is True,
    )


def _load_numbers(data: Iterable[str | None]) -> frozenset[str]:
    return frozenset(filter(None, map(_text_or_none, data)))


def _load_legs(data: Mapping[str, Any]) -> Legs:
    # Earlier versions kept no numbers.
    numbers = data.get("seq_nums", ())
    return Legs(
        [_load_leg(leg) for leg in data["legs"]],
        [number for number in numbers if isinstance(number, int)],
    )


def _dump_leg(leg: Leg) -> dict[str, Any]:
    # `asdict` takes longer than all the rest of a story.
    return {
        "branch_id": leg.branch_id,
        "reason": leg.reason,
        "voicemail": leg.voicemail,
        "confirmed": leg.confirmed,
        "terminated": leg.terminated,
    }


def _load_leg(data: Mapping[str, Any]) -> Leg:
    return Leg(
        branch_id=_text_or_none(data["branch_id"]),
        reason=_text_or_none(data["reason"]),
        voicemail=data["voicemail"] is True,
        confirmed=data["confirmed"] is True,
        terminated=data["terminated"] is True,
    )


def _texts(data: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: _text_or_none(value) for name, value in data.items()}


def _text_or_none(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise TypeError("This is no text")


def _count(value: object) -> int:
    """Return a number that JSON can still hold when it has grown."""
    if isinstance(value, int) and value <= _HIGHEST_COUNT:
        return value
    raise ValueError("Nobody counts so far")


def _delay(value: object) -> float:
    """Return a delay in seconds, of those that a message can have; "not a number" is none."""
    if isinstance(value, int | float) and 0 <= value <= CREDIBLE.total_seconds():
        return float(value)
    raise ValueError("This is no delay")


def _iso(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _time(text: str | None) -> datetime | None:
    """Read an aware time that leaves room for waiting."""
    if text is None:
        return None
    time = datetime.fromisoformat(text)
    if time.tzinfo is None or not _YEARS[0] <= time.year <= _YEARS[1]:
        raise ValueError("This is no time of a call")
    return time
