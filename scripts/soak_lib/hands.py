"""Random commands of the users, one after the other, most of them in bad weather."""

import asyncio
from dataclasses import dataclass
from random import Random
import time

from aiohttp import ClientError

from scripts.demo_lib.failure import DemoError
from scripts.demo_lib.hass_api import Json
from simulator import Simulator

from .faults import FaultBook
from .home import Home
from .life import NUMBER

# An action and what it posts to.
_ACTIONS = {
    "hold": "hold",
    "resume": "resume",
    "transfer": "singlesteptransfer",
    "transfer_to_call": "transfer",
    "dial": "make",
    "get_calls": "snapshot",
}
_WEIGHTS = (4, 4, 3, 2, 2, 1)


@dataclass(slots=True)
class Command:
    """An action that was given at a monotonic time, and what came of it."""

    user: str
    action: str
    began: float
    answer: str = "lost"
    confirmed: bool = False


class Hands:
    """One user's hands."""

    def __init__(
        self, home: Home, simulator: Simulator, faults: FaultBook, user: str, seed: str
    ) -> None:
        """Act for a user."""
        self.commands: list[Command] = []
        self._home = home
        self._simulator = simulator
        self._faults = faults
        self._user = user
        self._random = Random(f"{seed}/hands/{user}")

    async def work(self) -> None:
        """Give one command after the other until cancelled."""
        while True:
            (action,) = self._random.choices(list(_ACTIONS), _WEIGHTS)
            bad, target = self._random.random() < 0.6, self._random.randrange(10**6)
            await asyncio.sleep(self._random.uniform(0.2, 1.5))
            if await self._possible(action):
                await self._give(action, self._fields(action, target), bad=bad)

    async def _possible(self, action: str) -> bool:
        """Wait a little for a call that allows the action; the rest is given at random."""
        wanted = {"hold": "HOLD", "resume": "RESUME"}.get(action, "TRANSFER")
        if action in ("dial", "get_calls"):
            return len(self._simulator.exchange.calls(self._user)) < 4
        for _ in range(30):
            calls = self._simulator.exchange.calls(self._user)
            fit = [call for call in calls if wanted in call.actions]
            if len(fit) >= (2 if action == "transfer_to_call" else 1):
                return True
            await asyncio.sleep(0.1)
        return False

    def _fields(self, action: str, target: int) -> Json:
        """Return the action's data."""
        if action == "transfer":
            return {"destination": f"tel:{NUMBER}8{target:06}", "blind": target % 2 > 0}
        if action == "dial":
            device = self._simulator.exchange.user(self._user).devices[0]
            number = f"tel:{NUMBER}7{target:06}"
            return {"destination": number, "telephone_id": device.device_id}
        return {}

    async def _give(self, action: str, fields: Json, *, bad: bool) -> None:
        if (api := self._home.api) is None:
            return
        if bad:
            self._faults.hit(_ACTIONS[action], self._user)
        command = Command(self._user, action, time.monotonic())
        self.commands.append(command)
        target = {"entity_id": f"sensor.{self._user}_call"}
        try:
            response = await api.act(f"telepo.{action}", target, fields)
        except (DemoError, ClientError, ConnectionError) as problem:
            command.answer = str(problem) or type(problem).__name__
        else:
            command.answer = "done"
            answers = response["users"].values()
            command.confirmed = any(each.get("confirmed") for each in answers)
        finally:
            self._faults.forget(_ACTIONS[action], self._user)
