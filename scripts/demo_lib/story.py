"""The story: one call, from the first ring to its end, step by step."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from simulator import Call, Simulator, What

from .failure import DemoError
from .hass_api import HassApi, Json

ALICE, BOB = "alice", "bob"
CALLER, CALLER_NAME = "+46277464", "Carol Carlson"

ALICE_CALL, BOB_CALL = "sensor.alice_call", "sensor.bob_call"


@dataclass(slots=True)
class Stage:
    """Where the story plays, and what it has come to so far."""

    simulator: Simulator
    hass: HassApi
    _call: Call | None = None
    _transfer: asyncio.Task[None] | None = field(default=None, repr=False)

    async def carol_calls(self) -> None:
        """A caller from outside rings Alice."""
        self._call = self.simulator.exchange.inbound(ALICE, CALLER, CALLER_NAME)

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
        """Home Assistant passes the call on; its action lasts until Bob has answered."""
        destination = f"tel:{self.simulator.exchange.user(BOB).number}"
        self._transfer = asyncio.create_task(
            self._act("telepo.transfer", {"destination": destination})
        )
        # Only an error is over before Bob's telephone has rung.
        await asyncio.wait([self._transfer], timeout=0.5)
        if self._transfer.done():
            await self._transfer

    async def bob_answers(self) -> None:
        """Bob takes the call over, and Alice's action has its answer."""
        self.simulator.exchange.answer(self._of(BOB).call_id)
        if self._transfer:
            await self._transfer

    async def bob_hangs_up(self) -> None:
        """The call is over."""
        self.simulator.exchange.end(self._of(BOB).call_id)

    def close(self) -> None:
        """Give up an action that still waits."""
        if self._transfer:
            self._transfer.cancel()

    def _of(self, user: str) -> Call:
        """Return the one call of a user; raises DemoError without one."""
        for call in self.simulator.exchange.calls(user):
            return call
        raise DemoError(f"{user} has no call at the exchange")

    async def _act(self, action: str, data: Json | None = None) -> None:
        """Call an action for Alice and insist on its confirmation."""
        response = await self.hass.act(action, {"entity_id": ALICE_CALL}, data)
        (answer,) = response["users"].values()
        if not answer["confirmed"]:
            raise DemoError(f"{action} was accepted, but its effect was not seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, and what it has to lead to.

    The clock starts with the change `what` of `user` at the exchange. `shows` are states by
    entity id, `lamp` is the brightness in percent that the lamp takes on, None if it stays.
    """

    title: str
    play: Callable[[Stage], Awaitable[None]]
    user: str
    what: What
    shows: dict[str, str]
    lamp: int | None = None
    by_action: bool = False


STORY: tuple[Step, ...] = (
    Step(
        title="Carol calls Alice",
        play=Stage.carol_calls,
        user=ALICE,
        what=What.RINGING,
        shows={
            ALICE_CALL: "ringing",
            "binary_sensor.alice_ringing": "on",
            "sensor.alice_other_party": CALLER_NAME,
        },
        lamp=50,
    ),
    Step(
        title="Alice answers",
        play=Stage.alice_answers,
        user=ALICE,
        what=What.ANSWERED,
        shows={
            ALICE_CALL: "active",
            "binary_sensor.alice_ringing": "off",
            "binary_sensor.alice_on_a_call": "on",
        },
        lamp=15,
    ),
    Step(
        title="telepo.hold holds it",
        play=Stage.hold,
        user=ALICE,
        what=What.HELD,
        shows={ALICE_CALL: "held", "switch.alice_hold": "on"},
        lamp=50,
        by_action=True,
    ),
    Step(
        title="telepo.resume resumes it",
        play=Stage.resume,
        user=ALICE,
        what=What.RESUMED,
        shows={ALICE_CALL: "active", "switch.alice_hold": "off"},
        lamp=15,
        by_action=True,
    ),
    Step(
        title="telepo.transfer rings Bob",
        play=Stage.transfer,
        user=BOB,
        what=What.RINGING,
        shows={BOB_CALL: "ringing", "sensor.bob_other_party": CALLER_NAME},
        by_action=True,
    ),
    Step(
        title="Bob answers: transferred",
        play=Stage.bob_answers,
        user=ALICE,
        what=What.TRANSFERRED,
        shows={
            ALICE_CALL: "idle",
            "binary_sensor.alice_on_a_call": "off",
            BOB_CALL: "active",
        },
        lamp=80,
    ),
    Step(
        title="Bob hangs up: ended",
        play=Stage.bob_hangs_up,
        user=BOB,
        what=What.ENDED,
        shows={BOB_CALL: "idle", "binary_sensor.bob_on_a_call": "off"},
    ),
)
