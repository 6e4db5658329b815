"""When each of many things is due, without looking at all of them each time."""

from collections.abc import Hashable
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Final

# So many outdated entries may lie about before they are cleared away.
_FEW: Final = 64


class Agenda[Thing: Hashable]:
    """Each thing has at most one time; setting and taking cost little, however many there are."""

    def __init__(self) -> None:
        """Start with nothing due."""
        self._times: dict[Thing, datetime] = {}
        # Also holds times that were changed since; the number decides between equal ones.
        self._heap: list[tuple[datetime, int, Thing]] = []
        self._number = count()

    @property
    def earliest(self) -> datetime | None:
        """The earliest time; None when nothing is due ever."""
        while self._heap and self._is_outdated(*self._heap[0]):
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def set(self, thing: Thing, when: datetime | None) -> None:
        """Let the thing be due then and at no other time, with None never."""
        if when == self._times.get(thing):
            return
        if when is None:
            del self._times[thing]
            return
        self._times[thing] = when
        heappush(self._heap, (when, next(self._number), thing))
        if len(self._heap) > 2 * len(self._times) + _FEW:
            self._heap = [
                entry for entry in self._heap if not self._is_outdated(*entry)
            ]
            heapify(self._heap)

    def take_due(self, now: datetime) -> list[Thing]:
        """Take out and return what is due by now, the earliest first."""
        due: list[Thing] = []
        while (when := self.earliest) is not None and when <= now:
            _, _, thing = heappop(self._heap)
            del self._times[thing]
            due.append(thing)
        return due

    def _is_outdated(self, when: datetime, _number: int, thing: Thing) -> bool:
        return self._times.get(thing) != when
