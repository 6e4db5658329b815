"""Measured delays of push and poll, for the diagnostics."""

from collections import deque
import statistics
from typing import TypedDict


class LatencySummary(TypedDict):
    """Seconds; None before the first measurement."""

    count: int
    last: float | None
    median: float | None
    p95: float | None


class Latency:
    """The last hundred measured delays."""

    def __init__(self) -> None:
        """Start without a measurement."""
        self._seconds: deque[float] = deque(maxlen=100)

    def add(self, seconds: float) -> None:
        """Remember one delay."""
        self._seconds.append(seconds)

    def summary(self) -> LatencySummary:
        """Return last, median and 95th percentile in seconds."""
        if not self._seconds:
            return LatencySummary(count=0, last=None, median=None, p95=None)
        ordered = sorted(self._seconds)
        return LatencySummary(
            count=len(ordered),
            last=round(self._seconds[-1], 3),
            median=round(statistics.median(ordered), 3),
            p95=round(ordered[(len(ordered) * 95 - 1) // 100], 3),
        )
