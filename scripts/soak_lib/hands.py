"""Random commands of the users, one after the other, most of them in bad weather."""

import asyncio
from dataclasses import dataclass, field
from random import Random
import time

from aiohttp import ClientError

from scripts.demo_lib.failure import DemoError
from scripts.demo_lib.hass_api import Json
from simulator import Simulator

from .faults import FaultBook
from .home import Home
from .life import NUMBER

_TYPES = ("basic", "basic", "voicemail", "camp_on", "diversion_bypass")
_MOST_CALLS = 4


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a user can do: how often, what it posts, what the call must allow."""

    weight: int
    posts: str | None = None
    needs: str | None = None
    calls: int = 1


DEEDS = {
    "telepo.hold": Deed(4, "hold", "HOLD"),
    "telepo.resume": Deed(4, "resume", "RESUME"),
    "switch.turn_on": Deed(2, "hold", "HOLD"),
    "switch.turn_off": Deed(2, "resume", "RESUME"),
    "telepo.transfer": Deed(4, "singlesteptransfer", "TRANSFER"),
    "telepo.transfer_to_call": Deed(3, "transfer", "TRANSFER", calls=2),
    "telepo.dial": Deed(3, "make", calls=0),
    "answer": Deed(2, "answer", "ANSWER"),
    "park": Deed(1, "park", "PARK"),
    "terminate": Deed(1, "terminate"),
    "telepo.get_calls": Deed(1, "snapshot", calls=0),
    "telepo.mark_missed_calls_read": Deed(1, calls=0),
}
_SEND = "telepo.send_call_command"


@dataclass(slots=True)
class Command:
    """An action that was given at a monotonic time, and what came of it."""

    user: str
    action: str
    began: float
    # What it may post, once; nothing when it only asks or rehearses.
    posts: str | None = None
    answer: str = "lost"
    # The calls of which it was said that the effect has been seen.
    confirmed: list[str] = field(default_factory=list)


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
        weights = [deed.weight for deed in DEEDS.values()]
        while True:
            (name,) = self._random.choices(list(DEEDS), weights)
            bad, chance = self._random.random() < 0.7, self._random.randrange(10**6)
            await asyncio.sleep(self._random.uniform(0.2, 1.5))
            if (fit := await self._fitting(DEEDS[name])) is not None:
                await self._give(name, self._fields(name, fit, chance), bad=bad)

    async def _fitting(self, deed: Deed) -> list[str] | None:
        """Wait a little for calls that allow a deed; the rest is given at random."""
        for _ in range(30):
            calls = self._simulator.exchange.calls(self._user)
            fit = [c.call_id for c in calls if deed.needs in (None, *c.actions)]
            if deed.calls == 0:
                return fit if len(calls) < _MOST_CALLS else None
            if len(fit) >= deed.calls:
                return fit
            await asyncio.sleep(0.1)
        return None

    def _fields(self, name: str, fit: list[str], chance: int) -> Json:
        """Return the action's data."""
        match name:
            case "telepo.transfer":
                return {
                    "destination": f"tel:{NUMBER}8{chance:06}",
                    "type": _TYPES[chance % len(_TYPES)],
                    "blind": chance % 2 > 0,
                    "dry_run": chance % 7 == 0,
                }
            case "telepo.dial":
                device = self._simulator.exchange.user(self._user).devices[0]
                number = {"destination": f"tel:{NUMBER}7{chance:06}"}
                named = {"telephone_id": device.device_id} if chance % 2 else {}
                return number | named
            case "answer" | "park" | "terminate":
                return {
                    "command": name,
                    "call_id": fit[chance % len(fit)],
                    "data": {"why": "soak"},
                }
        return {}

    async def _give(self, name: str, fields: Json, *, bad: bool) -> None:
        if self._home.api is None:
            return
        deed = DEEDS[name]
        operation = deed.posts
        if name == "telepo.dial" and self._random.random() < 0.5:
            operation = "shortlist"
        if bad and operation:
            self._faults.hit(operation, self._user)
        only_asks = operation == "snapshot" or fields.get("dry_run")
        command = Command(
            self._user, name, time.monotonic(), None if only_asks else deed.posts
        )
        self.commands.append(command)
        try:
            await self._send(command, fields)
        except (DemoError, ClientError, ConnectionError) as problem:
            command.answer = str(problem) or type(problem).__name__
        else:
            command.answer = "done"
        finally:
            if operation:
                self._faults.forget(operation, self._user)

    async def _send(self, command: Command, fields: Json) -> None:
        """Call the action; note what it says to have seen."""
        if (api := self._home.api) is None:
            return
        if command.action.startswith("switch."):
            await api.switch(command.action, f"switch.{self._user}_hold")
            return
        action = command.action if "." in command.action else _SEND
        target = {"entity_id": f"sensor.{self._user}_call"}
        response = await api.act(action, target, fields)
        command.confirmed = [
            each["call_id"]
            for each in response["users"].values()
            if each.get("confirmed")
        ]
