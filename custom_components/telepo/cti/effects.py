"""Whether a command worked: what a snapshot shows of it, and watching until one does."""

import asyncio
from collections.abc import Awaitable, Callable

from .errors import TelepoError, TelepoRateLimitedError, TelepoServerError
from .live_calls import UserCalls
from .matching import is_other_party
from .models import Call, CallState, Direction

type ReadCalls = Callable[[], Awaitable[UserCalls]]
# The call before the command, and now; None when it is gone.
type Effect = Callable[[Call, Call | None], bool]

# Watching begins at once, since most servers have done it by then, and gets calmer.
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 1.0


async def watch(
    read_calls: ReadCalls, look: Callable[[UserCalls], bool], patience: float
) -> bool:
    """Tell whether `look` found it in a snapshot within `patience` s; what it raises passes."""
    pause = _FIRST_PAUSE
    try:
        async with asyncio.timeout(patience):
            while True:
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
                        return True
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)
    except TimeoutError:
        return False


def is_held(_before: Call, now: Call | None) -> bool:
    """Tell whether the call is on hold."""
    return now is not None and now.state is CallState.HELD


def is_resumed(_before: Call, now: Call | None) -> bool:
    """Tell whether the call goes on."""
    return now is not None and now.state is CallState.ACTIVE


def is_transferred(before: Call, now: Call | None) -> bool:
    """Tell whether the call has left the user or has got another party."""
    return now is None or is_other_party(before.remote_party, now.remote_party)


def dials_anew(before: UserCalls, now: UserCalls) -> bool:
    """Tell whether there is an outgoing call that was not there before."""
    return any(
        live.call.direction is Direction.OUTGOING
        and before.get(live.call.call_id) is None
        for live in now.calls
    )
