"""The tracker alone: moments per second after ten thousand calls, and with nothing before.

Both sides are the same tracker taking in the same calls, each told by both sources: a call
comes in, is answered, held, resumed and ends. What differs is what the tracker has seen
before: nothing, or ten thousand such calls within the last minutes, of which it remembers
the last five hundred.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
import time

from custom_components.telepo.cti import (
    Call,
    CallTracker,
    CrmMessage,
    LiveCall,
    Party,
    Told,
    UserCalls,
)

from .pairs import Effort, interleaved
from .table import Aim, Row

_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_BEFORE = 10_000
# As many calls as leave the empty tracker nearly empty.
_CALLS = 20
# So close that none is too old to be remembered: only their number bounds how many are.
_APART = timedelta(milliseconds=40)


async def measure(effort: Effort) -> list[Row]:
    """Measure the one row; none of it needs Home Assistant."""
    busy = CallTracker()
    for number in range(_BEFORE):
        _live(busy, number)
    memory = busy.dump()

    async def with_ten_thousand() -> float:
        return _moments_per_second(CallTracker(memory))

    async def with_none() -> float:
        return _moments_per_second(CallTracker())

    ratio = await interleaved(
        with_ten_thousand, with_none, rounds=effort.of(200, 5), warm_up=10
    )
    return [
        Row.of(
            ratio,
            what="moments of calls per second after 10,000 calls, of which 500 are remembered",
            floor="the same tracker, empty",
            aim=Aim("≥", 0.9),
            unit="/s",
            scale=1,
        )
    ]


def _moments_per_second(tracker: CallTracker) -> float:
    # What is found at the start is no news: nothing is to be found.
    tracker.read_snapshot(UserCalls(), _NOON + _BEFORE * _APART, messages_alive=True)
    begun = time.process_time()
    moments = sum(_live(tracker, _BEFORE + number) for number in range(_CALLS))
    return moments / (time.process_time() - begun)


def _live(tracker: CallTracker, number: int) -> int:
    """Let one call happen; return how many moments were told."""
    return sum(len(told.moments) for told in _steps(tracker, number))


def _steps(tracker: CallTracker, number: int) -> Iterator[Told]:
    begun = _NOON + number * _APART
    for step, (state, status) in enumerate(
        [
            ("EARLY", "RINGING"),
            ("CONFIRMED", "ACTIVE"),
            (None, "HELD"),
            (None, "ACTIVE"),
            ("TERMINATED", None),
        ]
    ):
        now = begun + step * timedelta(milliseconds=5)
        if state:
            message = _message(number, step, state, now)
            yield tracker.take_message(message, now, readable=True)
        calls = (LiveCall(_call(number, status), begun),) if status else ()
        yield tracker.read_snapshot(UserCalls(calls), now, messages_alive=True)
        # As Home Assistant asks after every step.
        assert tracker.wake_at is None or tracker.wake_at > now


def _message(number: int, step: int, state: str, now: datetime) -> CrmMessage:
    return CrmMessage(
        seq_num=step,
        call_id=f"crm-{number}",
        branch_id="desk",
        timestamp=now,
        state=state,
        termination_reason="HANGUP" if state == "TERMINATED" else None,
        direction="INCOMING",
        remote_number=_number(number),
    )


def _call(number: int, status: str) -> Call:
    return Call(
        call_id=f"rest-{number}",
        inbound=True,
        status=status,
        remote_party=Party(tel_uri=f"tel:{_number(number)}"),
    )


def _number(number: int) -> str:
    return f"+1555{number:07}"
