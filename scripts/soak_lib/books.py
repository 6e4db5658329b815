"""Compares what the exchange did with what Home Assistant told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from simulator import What

from .call_book import CallBook, Evidence
from .forms import GIVEN_UP
from .told import Told, Watch
from .truth import Leg, Posted, Sight, Truth

# What was answered so shortly before an end may still have been on its way.
_ON_THE_WAY = 0.5
# A call that was gone right after a snapshot has shown it: another answer may have been
# read in its place.
_LASTING = 0.3
# Clocks that differ by less say when a message was sent, and so does one that came so soon.
_SAME_CLOCK, _IN_TIME = 2.0, 1.5
_LATER = frozenset({"CONFIRMED", "TERMINATED"})


class Books:
    """Both sides' books of one soak."""

    def __init__(
        self,
        truth: Truth,
        told: Told,
        kills: Sequence[float],
        *,
        trials: Sequence[tuple[float, float]],
        moves: Sequence[tuple[float, float]],
        exchange_clock: Sequence[tuple[float, float]],
    ) -> None:
        """Compare; in the times of `trials` snapshots may have been read by a form.

        In those of `moves` messages may have gone to an address that was given up.
        `exchange_clock` tells by how much that clock was off from when on.
        """
        self._exchange_clock = exchange_clock
        self._moves = moves
        self._told = told
        self._posted = truth.posted()
        self._kills = kills
        legs = truth.all_legs()
        self._by_id = {(leg.user, each): leg for leg in legs for each in leg.ids}
        sights = [each for each in truth.sights if not _within(each.at, trials)]
        evidence = self._evidence(sights)
        self.calls = [self._book(leg, evidence.get(leg.call_id, ())) for leg in legs]

    def complaints(self) -> list[str]:
        """Return every difference."""
        found = [
            f"{book.leg.user}'s call {book.leg.call_id}: {problem}"
            for book in self.calls
            if self._watched(book)
            for problem in book.complaints()
        ]
        return [*found, *self._strange_moments(), *self._messages()]

    def history_complaints(
        self, user: str, kept: Sequence[Mapping[str, Any]]
    ) -> Iterator[str]:
        """Yield how a user's stored history differs from the endings that were told."""
        found = Counter(
            self._by_id.get((user, call["call_id"])) is not None
            and self._by_id[user, call["call_id"]].call_id
            for call in kept
        )
        outcomes = {call["call_id"]: call["outcome"] for call in kept}
        for book in self.calls:
            if book.leg.user != user or (ending := book.ending()) is None:
                continue
            count = found[book.leg.call_id]
            if (count > 1 and not book.ambiguous) or (
                count == 0 and not book.unsaved(ending.at)
            ):
                yield f"{user}'s call {book.leg.call_id} is {count} times in the history"
            elif count == 1 and outcomes.get(ending.call_id) not in (ending.type, None):
                yield f"{user}'s call {book.leg.call_id} is kept with another outcome"

    def counts(self) -> dict[str, int]:
        """Return how much was compared."""
        return {
            "calls": len(self.calls),
            "moments": len(self._told.moments),
            "messages": len(self._posted),
            "ambiguous calls": sum(book.ambiguous for book in self.calls),
        }

    def seen(self) -> int:
        """Return how often a call was seen in a snapshot or a message."""
        return sum(len(book.evidence) for book in self.calls)

    def _watched(self, book: CallBook) -> bool:
        return bool(self._told.of(book.leg.user))

    def _book(self, leg: Leg, evidence: Sequence[Evidence]) -> CallBook:
        told = [
            moment
            for moment in self._told.moments
            if moment.user == leg.user and moment.call_id in leg.ids
        ]
        sure = list(self._sure(leg, evidence))
        ambiguous = len(sure) < len(evidence)
        return CallBook(leg, sure, told, self._kills, ambiguous=ambiguous)

    def _sure(self, leg: Leg, evidence: Iterable[Evidence]) -> Iterator[Evidence]:
        """Yield what can be of this call alone.

        The sources share no id. With clocks that differ, a message that came late, or one
        that is the first heard of a call in progress, can be of another call, and so can
        what follows it.
        """
        first, sure = True, True
        for each in evidence:
            if (sent := _sent(leg, each.fact)) is None:
                yield each
                continue
            differ = abs(self._difference(each.at)) > _SAME_CLOCK
            late = each.at - sent > _IN_TIME or (first and each.fact in _LATER)
            sure = sure and not (differ and late)
            first = False
            if sure:
                yield each

    def _difference(self, at: float) -> float:
        clocks = (self._exchange_clock, self._told.clock)
        one, other = (
            [off for since, off in clock if since <= at][-1:] or [0.0]
            for clock in clocks
        )
        return one[0] - other[0]

    def _evidence(self, sights: Iterable[Sight]) -> dict[str, list[Evidence]]:
        """Return what was carried of each call, in order."""
        found: dict[str, list[Evidence]] = {}
        for sight in sights:
            if (watch := self._watch(sight.user, sight.at)) is None:
                continue
            for call_id, state in sight.states.items():
                if self._lasts(self._by_id[sight.user, call_id], sight.at):
                    new = Evidence(sight.at, state, watch)
                    found.setdefault(call_id, []).append(new)
        for message in self._told.messages:
            leg = self._by_id.get((message.user, message.key[0]))
            watch = self._watch(message.user, message.at)
            if leg is not None and watch is not None:
                new = Evidence(message.at, message.state, watch)
                found.setdefault(leg.call_id, []).append(new)
        return {call_id: sorted(all_, key=_at) for call_id, all_ in found.items()}

    def _watch(self, user: str, at: float) -> Watch | None:
        watches = self._told.of(user)
        return next((w for w in watches if w.has(at, spare=_ON_THE_WAY)), None)

    def _lasts(self, leg: Leg, at: float) -> bool:
        return not any(at <= step.at <= at + _LASTING for step in leg.steps)

    def _strange_moments(self) -> Iterator[str]:
        for moment in self._told.moments:
            if (moment.user, moment.call_id) not in self._by_id:
                yield f"{moment.type} told to {moment.user} of a call that never was"

    def _messages(self) -> Iterator[str]:
        """Yield what was lost or repeated between the connector and the bus."""
        if self._posted and not any(self._taken(each) for each in self._posted):
            yield "no CRM message arrived at all"
        heard = Counter((each.process, each.key) for each in self._told.messages)
        if repeated := [key for key, count in heard.items() if count > 1]:
            yield f"{len(repeated)} CRM messages were told more than once"
        told = {each.key for each in self._told.messages}
        if any(str(key[0]).startswith(GIVEN_UP) for key in told):
            yield "a CRM message to an address that was given up was told"
        lost = [
            each for each in self._posted if self._taken(each) and each.key not in told
        ]
        if lost:
            yield f"{len(lost)} CRM messages were answered 200 and never told"

    def _taken(self, message: Posted) -> bool:
        """Tell whether a message was accepted by somebody who listened all the time."""
        moved = _within(message.began, self._moves) or _within(
            message.ended, self._moves
        )
        return (message.status == 200 and not moved) and any(
            watch.has(message.began) and watch.has(message.ended)
            for watch in self._told.watches
        )


def _within(at: float, times: Iterable[tuple[float, float]]) -> bool:
    return any(begin <= at <= end for begin, end in times)


def _sent(leg: Leg, state: str) -> float | None:
    """Return when a message with this state was due; None for what no message says."""
    if state in ("TRYING", "PROCEEDING", "EARLY"):
        return leg.steps[0].at
    if state == "CONFIRMED":
        return next(iter(leg.times(What.ANSWERED)), None)
    return leg.steps[-1].at if state == "TERMINATED" else None


def _at(evidence: Evidence) -> float:
    return evidence.at
