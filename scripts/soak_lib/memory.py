"""Judges whether memory stays flat: lap by lap after equal work, and minute by minute."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from .told import Weight

type Inspection = Mapping[str, Any]

MEGABYTE = 2.0**20

# One for each call in the history, which is kept for days on purpose.
_KEPT = ("FinishedCall",)
# More objects of a kind than one for every fourth call of a lap is too much. The last
# snapshot with calls may be held, and what a poll is just about to use.
_CALLS_PER_OBJECT = 4
# A call of the history, its stored form, and the numbers of its three messages.
MOST_BYTES_PER_CALL = 8 * 1024

_MINUTE = 60.0
# A start is over, and what is used all the time has been used; then it takes some minutes
# to tell growth from chance.
_WARM_UP, _LONG_LIFE = 1.5 * _MINUTE, 3 * _MINUTE
_MOST_GROWTH_A_MINUTE = 1.5 * MEGABYTE


def lap_complaints(inspections: Sequence[Inspection], calls: int) -> Iterator[str]:
    """Yield what grows from lap to lap, each with so many calls; the first warms up."""
    if len(inspections) < 2:
        yield "no lap was played to see whether memory grows"
        return
    objects = [each["objects"] for each in inspections]
    for name in sorted(objects[-1]):
        counts = [each.get(name, 0) for each in objects]
        # What is leaked grows with every lap, what is kept for a while does not.
        grown = min(after - before for before, after in pairwise(counts))
        if grown > (calls if name in _KEPT else calls / _CALLS_PER_OBJECT):
            yield f"{grown} objects {name} more after each lap of {calls} calls"
    if (held := bytes_per_call(inspections, calls)) > MOST_BYTES_PER_CALL:
        yield f"each call leaves {held:.0f} bytes behind"


def bytes_per_call(inspections: Sequence[Inspection], calls: int) -> float:
    """Return how much of what the integration asks for each call leaves behind."""
    laps = len(inspections) - 1
    grown = inspections[-1]["traced"] - inspections[0]["traced"]
    return float(grown) / (laps * calls) if laps > 0 else 0.0


def growth_a_minute(weights: Sequence[Weight]) -> float | None:
    """Return the bytes a minute by which a process grew; None if it lived too shortly."""
    warm = [each for each in weights if each.at - weights[0].at >= _WARM_UP]
    if not warm or warm[-1].at - warm[0].at < _LONG_LIFE:
        return None
    third = len(warm) // 3
    first, last = warm[:third], warm[-third:]
    seconds = median(each.at for each in last) - median(each.at for each in first)
    grown = median(each.resident for each in last) - median(
        each.resident for each in first
    )
    return grown / seconds * _MINUTE


def life_complaints(weights: Sequence[Weight]) -> Iterator[str]:
    """Yield that a process grew all its life."""
    growth = growth_a_minute(weights)
    if growth is not None and growth > _MOST_GROWTH_A_MINUTE:
        yield f"the memory grows by {growth / MEGABYTE:.1f} MB a minute"
