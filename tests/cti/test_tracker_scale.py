"""One story per call: what it costs does not grow with how much is remembered."""

from collections.abc import Callable
import sys
from types import FrameType

import pytest

from custom_components.telepo.cti import CallTracker, UserCalls

from .line import Line, at, call, message

_KNOWN_BY = ["messages", "snapshots", "both"]


def work(do: Callable[[], object]) -> int:
    """Return how many calls of functions something takes: no clock, the same every time."""
    calls = 0

    def notice(_frame: FrameType, event: str, _function: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(notice)
    try:
        do()
    finally:
        sys.setprofile(None)
    return calls


def live_one(line: Line, number: int, second: float, known_by: str) -> None:
    """Let a call come, be answered and end, as one source or both tell it."""
    crm, rest = f"crm{number}", f"rest{number}"
    if known_by != "snapshots":
        line.hears(second, message(call_id=crm))
    if known_by != "messages":
        line.shows(second + 0.01, call(call_id=rest))
        line.shows(second + 0.02, call("ACTIVE", call_id=rest))
    if known_by != "snapshots":
        line.hears(second + 0.03, message("CONFIRMED", call_id=crm))
        line.hears(second + 0.04, message("TERMINATED", call_id=crm))
    line.shows(second + 0.05)


@pytest.mark.parametrize("readable", [True, False])
def test_a_flood_of_new_calls_costs_in_proportion(readable: bool) -> None:
    """One webhook body has room for 1,600 of them, and the event loop waits meanwhile."""

    def flood(calls: int) -> int:
        tracker = CallTracker()
        tracker.read_snapshot(UserCalls(), at(-5), messages_alive=True)
        messages = [message(call_id=f"forged{number}") for number in range(calls)]

        def take() -> None:
            for forged in messages:
                tracker.take_message(forged, at(0), readable=readable)
                assert tracker.wake_at

        return work(take)

    assert flood(3200) < 4.4 * flood(800)


def test_more_calls_at_once_than_anybody_has_cost_no_more_than_they_must() -> None:
    """A thousand in a snapshot, and a thousand that only messages tell of."""

    def cost(shown: int) -> int:
        line = Line(readable=False)
        for number in range(1000):
            line.hears(0, message(call_id=f"crm{number}"))
        calls = [call(call_id=f"rest{number}") for number in range(shown)]
        return work(lambda: line.shows(1, *calls))

    assert cost(1000) < 2 * cost(20)


@pytest.mark.parametrize("known_by", _KNOWN_BY)
def test_a_call_costs_the_same_however_many_there_were_before(known_by: str) -> None:
    """Hundreds are remembered after a busy minute."""
    line = Line(messages_alive=False, readable=False)
    first = work(lambda: live_one(line, 0, 0, known_by))
    for number in range(1, 600):
        live_one(line, number, number / 10, known_by)
    assert len(line.finished) == 600
    assert work(lambda: live_one(line, 600, 80, known_by)) < 1.1 * first


@pytest.mark.parametrize("known_by", _KNOWN_BY)
def test_polls_cost_the_same_however_many_calls_there_were_before(
    known_by: str,
) -> None:
    """Nothing of the past is looked at when nothing happens."""
    line = Line(messages_alive=False, readable=False)
    first = work(lambda: line.shows(0))
    for number in range(600):
        live_one(line, number, 1 + number / 10, known_by)
    line.shows(80)
    assert work(lambda: line.shows(90)) < 1.1 * first


def test_a_late_message_of_a_call_among_hundreds_finds_it() -> None:
    """Also one that only snapshots told of until then."""
    line = Line(messages_alive=False)
    for number in range(600):
        live_one(line, number, number, "snapshots")
    told = line.hears(
        600, message(call_id="late", timestamp=at(300.02), direction="INCOMING")
    )
    assert told.moments == ()
    assert line.tracker.rest_call_id("late") == "rest300"


@pytest.mark.parametrize("restarts", [False, True])
def test_what_is_still_told_of_is_remembered_longer(*, restarts: bool) -> None:
    """Each late message counts, and those that nothing came of are forgotten before."""
    line = Line()
    live_one(line, 1, 0, "both")
    live_one(line, 2, 10, "both")
    line.hears(500, message("TERMINATED", call_id="crm1"))
    if restarts:
        line.restarts()
    line.hears(650, message("TERMINATED", call_id="crm1"))
    assert line.tracker.rest_call_id("crm2") is None
    assert line.tracker.rest_call_id("crm1") == "rest1"
    assert line.types == ["incoming", "answered", "ended"] * 2


def test_a_snapshots_id_means_that_call_whatever_messages_call_another() -> None:
    """An action must not reach the other."""
    line = Line()
    line.hears(0, message(call_id="other"))
    line.shows(0.1, call(call_id="one"))
    line.shows(20, call(call_id="one"), call(call_id="other"))
    assert line.tracker.rest_call_id("other") == "other"


def test_a_clock_put_back_again_and_again_is_followed() -> None:
    """Each step too small to count."""
    line = Line()
    line.shows(10, call("ACTIVE"))
    for step in range(1, 200):
        line.shows(10 - 0.9 * step, call("ACTIVE"))
    line.shows(-170)
    assert line.tracker.wake_at is not None
    assert line.tracker.wake_at <= at(-167)
    line.waits(-160)
    assert line.types == ["incoming", "answered", "ended"]
