"""The stage on which a call is played, and what makes a step of its story."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from simulator import Call, Simulator, What

from .failure import DemoError
from .hass_api import HassApi, Json

ALICE, BOB = "alice", "bob"
CALLER, CALLER_NAME = "+46277464", "Carol Carlson"

ALICE_CALL, BOB_CALL = "sensor.alice_call", "sensor.bob_call"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence, and Home Assistant's answer to it."""

    sentence: str
    answer: str


@dataclass(slots=True)
class Stage:
    """Where the story plays, and what it has come to so far."""

    simulator: Simulator
    hass: HassApi
    _transfer: asyncio.Task[None] | None = field(default=None, repr=False)
    _spoken: list[Spoken] = field(default_factory=list, repr=False)

    async def carol_calls(self) -> None:
        """A caller from outside rings Alice."""
        self.simulator.exchange.inbound(ALICE, CALLER, CALLER_NAME)

    async def alice_answers(self) -> None:
        """Alice lifts the receiver."""
        self.simulator.exchange.answer(self._of(ALICE).call_id)

    async def hold(self) -> None:
        """Home Assistant holds the call."""
        await self._act("telepo.hold")

    async def resume(self) -> None:
        """Home Assistant takes the call back."""
        await self._act("telepo.resume")

    async def transfer(self) -> None:
        """Home Assistant passes the call on.

        The action lasts until Bob has answered, or five seconds while he is still rung.
        """
        destination = f"tel:{self.simulator.exchange.user(BOB).number}"
        await self._begin_transfer(
            self._act("telepo.transfer", {"destination": destination}, confirmed=False)
        )

    async def say_hold(self) -> None:
        """Somebody asks for the call to be held."""
        await self._say("Hold Alice's call")

    async def say_resume(self) -> None:
        """Somebody asks for the call back, and who it is."""
        await self._say("Resume Alice's call")
        await self._say("Who is Alice talking to?")

    async def say_transfer(self) -> None:
        """Somebody asks for an emergency number, which is refused, and then for Bob."""
        await self._say("Transfer Alice's call to 112")
        if self.simulator.exchange.transfers:
            raise DemoError("an emergency number was reached by voice")
        await self._begin_transfer(self._say("Transfer Alice's call to Bob"))

    async def bob_answers(self) -> None:
        """Bob takes the call over, and Alice's action has its answer."""
        self.simulator.exchange.answer(self._of(BOB).call_id)
        if self._transfer:
            await self._transfer

    async def bob_hangs_up(self) -> None:
        """The call is over."""
        self.simulator.exchange.end(self._of(BOB).call_id)

    async def carol_gives_up(self) -> None:
        """Nobody has answered."""
        self.simulator.exchange.cancel(self._of(ALICE).call_id)

    def take_spoken(self) -> list[Spoken]:
        """Return what was said since the last time."""
        spoken, self._spoken = self._spoken, []
        return spoken

    def close(self) -> None:
        """Give up an action that still waits."""
        if self._transfer:
            self._transfer.cancel()

    def _of(self, user: str) -> Call:
        """Return the one call of a user; raises DemoError without one."""
        for call in self.simulator.exchange.calls(user):
            return call
        raise DemoError(f"{user} has no call at the exchange")

    async def _begin_transfer(self, transfer: Coroutine[Any, Any, None]) -> None:
        self._transfer = asyncio.create_task(transfer)
        # Only an error is over before Bob's telephone has rung.
        await asyncio.wait([self._transfer], timeout=0.5)
        if self._transfer.done():
            await self._transfer

    async def _say(self, sentence: str) -> None:
        """Speak to Home Assistant's own conversation agent; raises DemoError at a deaf ear."""
        answer = await self.hass.command(
            "conversation/process", text=sentence, language="en"
        )
        response = answer["response"]
        speech = str(response["speech"]["plain"]["speech"])
        self._spoken.append(Spoken(sentence, speech))
        if response["response_type"] == "error":
            raise DemoError(f"Home Assistant did not understand: {sentence}")

    async def _act(
        self, action: str, data: Json | None = None, *, confirmed: bool = True
    ) -> None:
        """Call an action for Alice; `confirmed` insists on its confirmation."""
        response = await self.hass.act(action, {"entity_id": ALICE_CALL}, data)
        (answer,) = response["users"].values()
        if confirmed and not answer["confirmed"]:
            raise DemoError(f"{action} was accepted, but its effect was not seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, and what it has to lead to.

    The clock starts with the change `what` of `user` at the exchange. `shows` are states by
    entity id, `tells` are moments as (user, type), each told exactly once, `lamp` is the
    brightness in percent that the lamp takes on, None if it stays.
    """

    title: str
    play: Callable[[Stage], Awaitable[None]]
    user: str
    what: What
    shows: dict[str, str]
    tells: tuple[tuple[str, str], ...] = ()
    lamp: int | None = None
    by_action: bool = False
