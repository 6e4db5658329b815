"""Good weather: the same calls again and again, and what is left in memory of each lap."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from scripts.demo_lib.failure import DemoError
from simulator import Call, RefusalError, Simulator

from .home import Home, Json
from .life import COLLEAGUE, NUMBER, USERS
from .storms import Storms

_CALLS_OF_A_USER = 10
# In the first lap a poll of a call sees each state; the others are about memory alone.
_SLOW, _FAST = 2.2, 0.4
# Longer than the integration remembers a call that is over.
_FORGOTTEN = 2 * 3600.0
_QUIET = 0.5


class Laps:
    """Plays laps in which nothing goes wrong."""

    def __init__(self, home: Home, simulator: Simulator, storms: Storms) -> None:
        """Play at both sides."""
        # What there was after each lap.
        self.inspections: list[Json] = []
        self._home = home
        self._simulator = simulator
        self._storms = storms
        self._number = 0

    @property
    def calls(self) -> int:
        """Return how many calls of the users each lap has."""
        return len(USERS) * (_CALLS_OF_A_USER + 1)

    async def run(self, laps: int) -> None:
        """Play a slow lap, which warms everything up, and so many that count."""
        await self._home.trace()
        for pause in (_SLOW, *[_FAST] * laps):
            await self._play(pause)
            await self._forget()
            self.inspections.append(await self._home.inspection())

    async def _play(self, pause: float) -> None:
        """Let everybody be called, and every call have the same life."""
        exchange = self._simulator.exchange
        people = (*USERS, COLLEAGUE)
        begun = [self._ring(user) for user in people for _ in range(_CALLS_OF_A_USER)]
        for step in (exchange.answer, exchange.hold, exchange.resume, exchange.end):
            await asyncio.sleep(pause)
            _each(begun, step)
        await self._simulator.crm.settled()
        await self._quiet()

    async def _forget(self) -> None:
        """Let two hours pass, and one more call make the integration notice."""
        await self._storms.pass_time(_FORGOTTEN)
        begun = [self._ring(user) for user in USERS]
        await asyncio.sleep(_FAST)
        _each(begun, self._simulator.exchange.cancel)
        await self._simulator.crm.settled()
        await self._quiet()

    async def _quiet(self) -> None:
        """Wait until the last ending has been told."""
        for user in USERS:
            with suppress(DemoError):
                target = {"entity_id": f"sensor.{user}_call"}
                await self._home.client.act("telepo.get_calls", target)
        await asyncio.sleep(_QUIET)

    def _ring(self, user: str) -> Call:
        self._number += 1
        number = f"{NUMBER}6{self._number:06}"
        return self._simulator.exchange.inbound(user, number, "Bob Bobson")


def _each(calls: list[Call], step: Callable[[str], object]) -> None:
    """Take a step with all calls that it can be taken with."""
    for call in calls:
        with suppress(RefusalError):
            step(call.call_id)
