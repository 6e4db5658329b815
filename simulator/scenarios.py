"""Named stories to play on the exchange."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .models import Call, Reason, TransferType
from .switchboard import Switchboard

type Pause = Callable[[float], Awaitable[None]]

CALLER, CALLER_NAME = "+46277464", "Carol Carlson"
SECOND, SECOND_NAME = "+15558473", "Nathan Hughes"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a story plays: `pause(beats)` lets time go by between two steps."""

    exchange: Switchboard
    user: str
    colleague: str
    pause: Pause

    async def incoming(self) -> Call:
        """Let a caller ring and be answered."""
        call = self.exchange.inbound(self.user, CALLER, CALLER_NAME)
        await self.pause(2)
        self.exchange.answer(call.call_id)
        await self.pause(2)
        return call


type Scenario = Callable[[Stage], Awaitable[None]]


async def incoming_answered(stage: Stage) -> None:
    """A caller rings, is answered and hangs up."""
    call = await stage.incoming()
    stage.exchange.end(call.call_id)


async def missed(stage: Stage) -> None:
    """A caller gives up."""
    call = stage.exchange.inbound(stage.user, CALLER, CALLER_NAME)
    await stage.pause(3)
    stage.exchange.cancel(call.call_id)


async def rejected(stage: Stage) -> None:
    """The user turns a call down."""
    call = stage.exchange.inbound(stage.user, CALLER, CALLER_NAME)
    await stage.pause(1)
    stage.exchange.reject(call.call_id)


async def answered_elsewhere(stage: Stage) -> None:
    """Somebody else takes the call."""
    call = stage.exchange.inbound(stage.user, CALLER, CALLER_NAME)
    await stage.pause(2)
    stage.exchange.answered_elsewhere(call.call_id)


async def outgoing(stage: Stage) -> None:
    """The user calls somebody, who answers."""
    call = stage.exchange.outbound(stage.user, SECOND, SECOND_NAME)
    await stage.pause(2)
    stage.exchange.far_answers(call.call_id)
    await stage.pause(2)
    stage.exchange.end(call.call_id)


async def held_and_resumed(stage: Stage) -> None:
    """A call is held and taken back."""
    call = await stage.incoming()
    stage.exchange.hold(call.call_id)
    await stage.pause(2)
    stage.exchange.resume(call.call_id)
    await stage.pause(2)
    stage.exchange.end(call.call_id)


async def transferred_blind(stage: Stage) -> None:
    """A call is passed on to a colleague without asking."""
    call = await stage.incoming()
    colleague = stage.exchange.user(stage.colleague)
    target = f"tel:{colleague.number}"
    stage.exchange.single_step_transfer(call.call_id, target, blind=True)
    await stage.pause(2)
    await _talk_and_end(stage)


async def transferred_attended(stage: Stage) -> None:
    """The user asks a colleague first, then connects the two calls."""
    call = await stage.incoming()
    stage.exchange.hold(call.call_id)
    await stage.pause(1)
    asking, asked = stage.exchange.internal(stage.user, stage.colleague)
    await stage.pause(2)
    stage.exchange.answer(asked.call_id)
    await stage.pause(2)
    stage.exchange.transfer(call.call_id, asking.call_id)
    await stage.pause(2)
    stage.exchange.end(asked.call_id)


async def camp_on(stage: Stage) -> None:
    """A call waits for a colleague who is on the telephone."""
    exchange = stage.exchange
    other = exchange.inbound(stage.colleague, SECOND, SECOND_NAME)
    exchange.answer(other.call_id)
    call = await stage.incoming()
    target = f"tel:{exchange.user(stage.colleague).number}"
    exchange.single_step_transfer(call.call_id, target, type_=TransferType.CAMP_ON)
    await stage.pause(2)
    exchange.end(other.call_id)
    await stage.pause(1)
    await _talk_and_end(stage)


async def two_overlapping_calls(stage: Stage) -> None:
    """A second caller rings during a call; the first is held meanwhile."""
    exchange = stage.exchange
    first = await stage.incoming()
    second = exchange.inbound(stage.user, SECOND, SECOND_NAME)
    await stage.pause(2)
    exchange.hold(first.call_id)
    exchange.answer(second.call_id)
    await stage.pause(2)
    exchange.end(second.call_id)
    await stage.pause(1)
    exchange.resume(first.call_id)
    await stage.pause(1)
    exchange.end(first.call_id)


async def busy_day(stage: Stage) -> None:
    """One story after the other."""
    for story in STORIES_OF_A_DAY:
        await story(stage)
        await stage.pause(2)


async def _talk_and_end(stage: Stage) -> None:
    """Let the colleague answer what rings there, talk and hang up."""
    for leg in stage.exchange.calls(stage.colleague):
        stage.exchange.answer(leg.call_id)
        await stage.pause(2)
        stage.exchange.end(leg.call_id, Reason.HANGUP)


STORIES_OF_A_DAY: tuple[Scenario, ...] = (
    incoming_answered,
    missed,
    outgoing,
    held_and_resumed,
    rejected,
    transferred_blind,
    two_overlapping_calls,
    answered_elsewhere,
    transferred_attended,
    camp_on,
)

SCENARIOS: dict[str, Scenario] = {
    "incoming_answered": incoming_answered,
    "missed": missed,
    "rejected": rejected,
    "answered_elsewhere": answered_elsewhere,
    "outgoing": outgoing,
    "held_and_resumed": held_and_resumed,
    "transferred_blind": transferred_blind,
    "transferred_attended": transferred_attended,
    "camp_on": camp_on,
    "two_overlapping_calls": two_overlapping_calls,
    "busy_day": busy_day,
}
