"""Finished calls, kept in Home Assistant's storage."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from homeassistant.util import dt as dt_util

from .cti import OUTCOMES, FinishedCall, MomentType
from .privacy import Privacy, shown_name, shown_number, shown_uri

# A busy switchboard's month; more would make the file slow to write.
_MOST_CALLS = 10_000
_MOST_UNREAD = 500
# A call that goes on after a false end is among the last ones.
_LATELY = 50
# There is room to move a time from zone to zone.
_YEARS = (2000, 3000)


class CallHistory:
    """The calls of the last days, the missed ones not yet read, and today's totals."""

    def __init__(self, *, days: int, privacy: Privacy) -> None:
        """Keep calls for `days`, showing of callers what `privacy` allows."""
        self._days = days
        self._privacy = privacy
        # Each with its stored form: written again and again, made once.
        self._calls: list[tuple[FinishedCall, dict[str, Any]]] = []
        self._unread: list[FinishedCall] = []
        self._day: date | None = None
        self._counts: Counter[str] = Counter()
        self._talk: Counter[str] = Counter()

    @property
    def unread(self) -> tuple[FinishedCall, ...]:
        """The missed calls since they were last marked as read, oldest first."""
        return tuple(self._unread)

    def add(self, call: FinishedCall) -> None:
        """Keep a finished call."""
        call = _masked(call, self._privacy)
        self._take_back(call)
        self._count(call)
        if call.outcome is MomentType.MISSED:
            self._unread = [*self._unread, call][-_MOST_UNREAD:]
        self._calls.append((call, call.as_dict()))
        # The old ones leave when somebody looks: with each call would be too often.
        del self._calls[:-_MOST_CALLS]

    def unread_by_uid(self) -> dict[str, FinishedCall]:
        """Return the missed calls not yet read, oldest first, by what tells them apart.

        That is the id, and for a call whose id an earlier one has, its end as well: an
        exchange may use its ids again.
        """
        calls: dict[str, FinishedCall] = {}
        for call in self._unread:
            known = call.call_id in calls
            suffix = f" {call.ended.isoformat()}" if known else ""
            calls[f"{call.call_id}{suffix}"] = call
        return calls

    def _take_back(self, call: FinishedCall) -> None:
        """Forget that the call ended before, as messages said while nobody could know better."""
        for index in range(len(self._calls) - 1, -1, -1)[:_LATELY]:
            former, _ = self._calls[index]
            if (former.call_id, former.started) == (call.call_id, call.started):
                del self._calls[index]
                self._unread = [each for each in self._unread if each != former]
                self._count(former, -1)
                return

    def mark_read(self, uids: Iterable[str] | None = None) -> None:
        """Mark missed calls as read: those of `unread_by_uid`, without ids all."""
        unread = {} if uids is None else self.unread_by_uid()
        for uid in uids or ():
            unread.pop(uid, None)
        self._unread = list(unread.values())

    def find(
        self,
        *,
        since: datetime | None = None,
        direction: str | None = None,
        outcome: str | None = None,
        limit: int | None = None,
        unread: bool = False,
    ) -> list[FinishedCall]:
        """Return the calls that fit, newest first; `unread`: of the missed ones not yet read."""
        calls = self._unread if unread else [call for call, _ in self._recent()]
        found = (
            call
            for call in reversed(calls)
            if (since is None or call.ended >= since)
            and direction in (None, call.direction)
            and outcome in (None, call.outcome)
        )
        return list(islice(found, limit))

    def calls_today(self) -> Mapping[str, int]:
        """Return today's calls by direction and by outcome, and in all as `total`."""
        return self._counts if self._day == _today() else {}

    def talk_today(self) -> Mapping[str, int]:
        """Return today's seconds of talk by direction, and in all as `total`."""
        return self._talk if self._day == _today() else {}

    def dump(self) -> dict[str, Any]:
        """Return what is stored, as JSON."""
        return {
            "calls": [stored for _, stored in self._recent()],
            "unread": [call.as_dict() for call in self._unread],
            "day": self._day.isoformat() if self._day else None,
            "counts": dict(self._counts),
            "talk": dict(self._talk),
        }

    def restore(self, stored: object) -> None:
        """Take over what was stored, leaving out what makes no sense."""
        if not isinstance(stored, dict):
            return
        calls = self._readable(stored.get("calls"))[-_MOST_CALLS:]
        self._calls = [(call, call.as_dict()) for call in calls]
        self._unread = self._readable(stored.get("unread"))[-_MOST_UNREAD:]
        self._day = dt_util.parse_date(str(stored.get("day")))
        self._counts = _counter(stored.get("counts"))
        self._talk = _counter(stored.get("talk"))

    def _readable(self, stored: object) -> list[FinishedCall]:
        calls = []
        for item in stored if isinstance(stored, list) else ():
            try:
                call = FinishedCall.from_dict(item)
            except KeyError, TypeError, ValueError:
                continue
            if _makes_sense(call):
                calls.append(_masked(call, self._privacy))
        return calls

    def _recent(self) -> list[tuple[FinishedCall, dict[str, Any]]]:
        oldest = dt_util.utcnow() - timedelta(days=self._days)
        self._calls = [kept for kept in self._calls if kept[0].ended > oldest]
        return self._calls

    def _count(self, call: FinishedCall, times: int = 1) -> None:
        if dt_util.as_local(call.ended).date() != _today():
            # Learnt of after midnight: it was yesterday's all the same.
            return
        if self._day != _today():
            self._day = _today()
            self._counts.clear()
            self._talk.clear()
        kinds = ["total", *([call.direction.value] if call.direction else [])]
        for kind in (*kinds, call.outcome.value):
            self._counts[kind] += times
        for kind in kinds:
            self._talk[kind] += times * call.duration


def _today() -> date:
    return dt_util.now().date()


def _masked(call: FinishedCall, privacy: Privacy) -> FinishedCall:
    """Return the call with as much of its caller as may be shown; twice is as once."""
    return replace(
        call,
        remote_name=shown_name(call.remote_name, privacy),
        remote_number=shown_number(call.remote_number, privacy),
        remote_uri=shown_uri(call.remote_uri, privacy),
    )


def _makes_sense(call: FinishedCall) -> bool:
    """Tell whether a stored call has what is counted on."""
    texts = (call.remote_name, call.remote_number, call.remote_uri)
    times = (call.started, call.ended, call.answered or call.ended)
    return (
        isinstance(call.call_id, str)
        and call.outcome in OUTCOMES
        and all(text is None or isinstance(text, str) for text in texts)
        and all(time.tzinfo is not None for time in times)
        and all(_YEARS[0] <= time.year < _YEARS[1] for time in times)
    )


def discreet(memory: dict[str, Any], privacy: Privacy) -> dict[str, Any]:
    """Return what the tracker stores with as much of callers as may be kept.

    After a restart such a call is known by its ids alone.
    """
    if privacy is Privacy.FULL:
        return memory
    unknown: dict[str, Any] = {
        "party": None,
        "numbers": [],
        "user": None,
        "said_numbers": [],
        "said_user": None,
    }
    stories = {
        kind: [
            story
            | unknown
            | {
                "remote_name": shown_name(story["remote_name"], privacy),
                "remote_number": shown_number(story["remote_number"], privacy),
                "remote_uri": shown_uri(story["remote_uri"], privacy),
            }
            for story in memory[kind]
        ]
        for kind in ("stories", "finished")
    }
    return memory | stories


def _counter(stored: object) -> Counter[str]:
    if not isinstance(stored, dict):
        return Counter()
    return Counter(
        {str(key): value for key, value in stored.items() if isinstance(value, int)}
    )
