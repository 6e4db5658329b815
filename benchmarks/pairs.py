"""Pairs: the thing and its floor measured in turns, so that the machine's mood hits both."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import statistics

# Measures once: seconds, bytes, messages per second; the same unit on both sides.
type Sample = Callable[[], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: thoroughly, or only to see that everything works."""

    quick: bool = False

    def of(self, thorough: int, quick: int) -> int:
        """Return a number of rounds, messages or users for this effort."""
        return quick if self.quick else thorough


@dataclass(frozen=True, slots=True)
class Ratio:
    """The medians of both sides, their ratio, and the quartiles of the pairs' own ratios."""

    ours: float
    floor: float
    low: float
    high: float

    @property
    def value(self) -> float:
        """The ratio of the medians."""
        return self.ours / self.floor


def ratio_of(pairs: list[tuple[float, float]]) -> Ratio:
    """Return the ratio of pairs (ours, floor); raises ValueError without pairs."""
    if not pairs:
        raise ValueError("Nothing was measured")
    each = [ours / floor for ours, floor in pairs]
    low, _, high = statistics.quantiles(each, n=4) if len(each) > 1 else each * 3
    return Ratio(
        ours=statistics.median(ours for ours, _ in pairs),
        floor=statistics.median(floor for _, floor in pairs),
        low=low,
        high=high,
    )


async def interleaved(
    ours: Sample, floor: Sample, *, rounds: int, warm_up: int = 1
) -> Ratio:
    """Measure A B B A …: `rounds` pairs that count, after `warm_up` pairs that do not."""
    pairs: list[tuple[float, float]] = []
    for number in range(warm_up + rounds):
        if number % 2 == 0:
            first, second = await ours(), await floor()
        else:
            second, first = await floor(), await ours()
        if number >= warm_up:
            pairs.append((first, second))
    return ratio_of(pairs)
