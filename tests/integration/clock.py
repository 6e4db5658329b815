"""A clock of the event loop that a test moves: an hour passes in a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise
import math

from homeassistant.core import HomeAssistant

from simulator import Request, Tally

# Lets so many seconds pass.
type Pass = Callable[[float], Awaitable[None]]


class Clock:
    """Time for everything that waits in the event loop, Home Assistant and sockets alike.

    Unlike fired time events it moves `loop.time()` itself, so that code which compares
    moments sees the same time as code which sets timers.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Take over the loop's clock."""
        self._hass = hass
        self._loop = hass.loop
        self._real = hass.loop.time
        self._ahead = 0.0
        self._loop.time = self._time  # type: ignore[method-assign]
        # Every jump would look like work that blocks the loop.
        self._loop.slow_callback_duration = math.inf

    def close(self) -> None:
        """Give the real clock back; what waits by ours must be gone by then."""
        self._loop.time = self._real  # type: ignore[method-assign]

    def now(self) -> float:
        """Return the loop's time in seconds."""
        return self._time()

    def times_of_polls(self, tally: Tally) -> list[float]:
        """Return the list that every snapshot asked for from now on adds its time to."""
        times: list[float] = []
        add = tally.add

        def noted(request: Request) -> Request:
            if request.operation == "snapshot":
                times.append(self._time())
            return add(request)

        tally.add = noted  # type: ignore[method-assign]
        return times

    def just_before_a_second(self) -> None:
        """Move to where rounding down costs most."""
        self._ahead += 0.9 - math.modf(self._time())[0]

    def jump(self, seconds: float) -> None:
        """Let time pass while something is under way; what waits goes on in the next turn."""
        self._ahead += seconds

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await self._hass.async_block_till_done(wait_background_tasks=True)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass from timer to timer, and let each one's work end before the next."""
        # First: the seconds that a busy machine takes do not come on top.
        end = self._time() + seconds
        await self.settle()
        while (due := min(self._dues(), default=end)) < end:
            await self._jump_to(due)
        await self._jump_to(end)

    async def _jump_to(self, moment: float) -> None:
        self._ahead += max(0.0, moment - self._time())
        # Two turns of the loop: one finds the timers that are due, one runs them.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await self.settle()

    def _dues(self) -> list[float]:
        # Of the loop's own list: nothing public tells which timers there are.
        return [
            handle.when()
            for handle in self._loop._scheduled  # type: ignore[attr-defined]
            if not handle.cancelled()
        ]

    def _time(self) -> float:
        return self._real() + self._ahead


def gaps(times: list[float]) -> list[float]:
    """Return the seconds between the polls."""
    return [later - earlier for earlier, later in pairwise(times)]
