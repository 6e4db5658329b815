"""An ordered list of what happened, for the page and the demo to read."""

import asyncio
from collections import deque
from contextlib import suppress
import time

from .models import Change
from .wire import JsonObject

MAX_EVENTS = 2_000


class EventLog:
    """What the exchange did and what the CRM connector posted, in order."""

    def __init__(self) -> None:
        """Start empty."""
        self._events: deque[JsonObject] = deque(maxlen=MAX_EVENTS)
        self._last = 0
        self._news = asyncio.Event()

    @property
    def last(self) -> int:
        """Return the number of the newest event, 0 before the first."""
        return self._last

    def add(self, kind: str, details: JsonObject) -> None:
        """Append an event with its number and the wall-clock time in seconds."""
        self._last += 1
        self._events.append(
            {"id": self._last, "time": time.time(), "kind": kind, **details}
        )
        self.wake()

    def add_change(self, change: Change) -> None:
        """Append a change of a call."""
        call = change.call
        self.add(
            "change",
            {
                "user": change.user.name,
                "call_id": call.call_id,
                "what": change.what,
                "state": call.state,
                "reason": change.reason,
                "remote": call.remote.label,
                "event": call.event_description,
            },
        )

    def since(self, number: int) -> list[JsonObject]:
        """Return the events after the one with this number."""
        missing = min(self._last - number, len(self._events))
        return list(self._events)[-missing:] if missing > 0 else []

    async def wait(self, number: int, seconds: float) -> list[JsonObject]:
        """Return the events after a number, waiting for one if there is none."""
        if number >= self._last:
            news = self._news
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await news.wait()
        return self.since(number)

    def wake(self) -> None:
        """Let everybody who waits look again."""
        self._news.set()
        self._news = asyncio.Event()
