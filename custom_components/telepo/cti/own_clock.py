"""Notices when our own clock is put."""

from datetime import datetime, timedelta
from typing import Final

# Less than that is no clock that was put.
_STEP: Final = timedelta(seconds=1)
_NONE: Final = timedelta()


class OwnClock:
    """What our clock showed, to be compared with what it shows."""

    def __init__(self, latest: datetime | None) -> None:
        """Start with the latest time that is remembered: it is past."""
        self._latest = latest
        # What our clock and a steady one showed together when ours was last put.
        self._together: tuple[datetime, float] | None = None

    def put(self, now: datetime, steady: float) -> timedelta:
        """Return by how much it was put: a steady clock, in seconds, went on."""
        then, seconds = self._together or (now, steady)
        step = now - then - timedelta(seconds=steady - seconds)
        if abs(step) <= _STEP and self._together is not None:
            # Of many small steps each counts.
            return _NONE
        self._together = (now, steady)
        if self._latest is not None:
            self._latest += step
        return step

    def put_back(self, now: datetime) -> timedelta:
        """Return by how much it was put back: what is remembered would be yet to come."""
        latest = self._latest or now
        step = now - latest
        # Here as well each of many small steps counts.
        if not -_STEP <= step < _NONE:
            self._latest = now
        return step if step < -_STEP else _NONE
