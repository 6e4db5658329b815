"""Whether a command worked: what a snapshot shows of it, and watching until one does."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum, auto

from .errors import TelepoError, TelepoRateLimitedError, TelepoServerError
from .live_calls import UserCalls
from .matching import is_other_party, may_lead_to
from .models import Call, CallState, Direction

type ReadCalls = Callable[[], Awaitable[UserCalls]]
# The call before the command, and now; None when it is gone.
type Effect = Callable[[Call, Call | None], bool]

# Watching begins at once, since most servers have done it by then, and gets calmer.
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 1.0
# Soon enough for whoever waits while the user is unloaded.
_LONGEST_NAP = 0.2


class Sight(Enum):
    """What came of watching."""

    SEEN = auto()
    NOT_SEEN = auto()
    # No snapshot could be read.
    BLIND = auto()


async def watch(
    read_calls: ReadCalls,
    look: Callable[[UserCalls], bool],
    patience: float,
    *,
    is_over: Callable[[], bool],
) -> Sight:
    """Tell whether `look` found it in a snapshot within `patience` s; what it raises passes.

    Ends early when `is_over`: then no other snapshot can be read.
    """
    sight = Sight.BLIND
    pause = _FIRST_PAUSE
    try:
        async with asyncio.timeout(patience):
            while not is_over():
                try:
                    calls = await read_calls()
                except TelepoRateLimitedError as error:
                    pause = max(pause, error.retry_after or patience)
                except TelepoServerError as error:
                    pause = max(pause, error.retry_after or 0)
                except TelepoError:
                    # The next reading may get through; until then nothing is known.
                    pass
                else:
                    if look(calls):
                        return Sight.SEEN
                    sight = Sight.NOT_SEEN
                await _rest(pause, is_over)
                pause = min(_LONGEST_PAUSE, pause * 2)
    except TimeoutError:
        pass
    return sight


async def _rest(seconds: float, is_over: Callable[[], bool]) -> None:
    """Sleep, but not on when it is over."""
    while seconds > 0 and not is_over():
        nap = min(seconds, _LONGEST_NAP)
        await asyncio.sleep(nap)
        seconds -= nap


def is_held(_before: Call, now: Call | None) -> bool:
    """Tell whether the call is on hold."""
    return now is not None and now.state is CallState.HELD


def is_resumed(_before: Call, now: Call | None) -> bool:
    """Tell whether the call goes on."""
    return now is not None and now.state is CallState.ACTIVE


def is_transferred(before: Call, now: Call | None) -> bool:
    """Tell whether the call has left the user or has got another party."""
    return now is None or is_other_party(before.remote_party, now.remote_party)


def dials_anew(before: UserCalls, now: UserCalls, destination: str) -> bool:
    """Tell whether there is an outgoing call to the destination that was not there before."""
    return any(
        live.call.direction is Direction.OUTGOING
        and before.get(live.call.call_id) is None
        and may_lead_to(destination, live.call.remote_party)
        for live in now.calls
    )
