"""The calls from one snapshot to the next."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from custom_components.telepo.cti import (
    Call,
    CallState,
    LiveCall,
    LiveCalls,
    Snapshot,
    UserCalls,
)

from .calls import make_call

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

# The contract's order, best first; outgoing is told by the status here.
ORDER = ("RINGING", "ACTIVE", "DIALING", "HELD", "PARKED", "QUEUED")


def _snapshot(*calls: Call, full: bool = True) -> Snapshot:
    return Snapshot(full_state=full, calls=calls)


def _ids(calls: UserCalls) -> list[str]:
    return [live.call.call_id for live in calls.calls]


def test_without_calls_there_is_no_primary() -> None:
    calls = LiveCalls().apply(_snapshot(), NOON)
    assert calls == UserCalls()
    assert calls.primary is None
    assert calls.get("x") is None
    assert not calls.in_any(CallState)


@pytest.mark.parametrize(("better", "worse"), combinations(ORDER, 2))
@pytest.mark.parametrize("better_is_newer", [True, False])
def test_the_better_state_wins_whichever_is_newer(
    better: str, worse: str, better_is_newer: bool
) -> None:
    calls = UserCalls(
        (
            LiveCall(make_call("better", better), NOON + MINUTE * better_is_newer),
            LiveCall(make_call("worse", worse), NOON + MINUTE * (not better_is_newer)),
        )
    )
    for order in (calls, UserCalls(calls.calls[::-1])):
        assert order.primary is not None
        assert order.primary.call.call_id == "better"


def test_of_equals_the_newest_wins_and_then_the_one_listed_last() -> None:
    calls = LiveCalls()
    calls.apply(_snapshot(make_call("a", "RINGING")), NOON)
    told = calls.apply(
        _snapshot(*(make_call(name, "RINGING") for name in "bca")), NOON + MINUTE
    )
    assert told.primary == told.get("c")


def test_a_start_stays_whatever_the_duration_says_later() -> None:
    calls = LiveCalls()
    for minute, duration in enumerate((60, 0, 5, 7200, None)):
        call = make_call("a", "ACTIVE", duration=duration)
        told = calls.apply(_snapshot(call), NOON + MINUTE * minute)
        assert told.calls == (LiveCall(call, NOON - MINUTE),)


@pytest.mark.parametrize(
    ("duration", "age"),
    [
        pytest.param(None, timedelta(), id="none"),
        pytest.param(0, timedelta(), id="zero"),
        pytest.param(90, timedelta(seconds=90), id="some"),
        pytest.param(2 * 86400, timedelta(days=2), id="longest"),
        pytest.param(2 * 86400 + 1, timedelta(), id="senseless"),
        pytest.param(10**12, timedelta(), id="more-than-a-date-holds"),
    ],
)
def test_a_call_found_under_way_began_its_duration_ago(
    duration: int | None, age: timedelta
) -> None:
    call = make_call("a", "ACTIVE", duration=duration)
    (live,) = LiveCalls().apply(_snapshot(call), NOON).calls
    assert live.started == NOON - age


def test_a_full_snapshot_ends_what_it_does_not_list() -> None:
    calls = LiveCalls()
    calls.apply(_snapshot(make_call("a", "ACTIVE"), make_call("b", "HELD")), NOON)
    told = calls.apply(_snapshot(make_call("b", "HELD")), NOON + MINUTE)
    assert _ids(told) == ["b"]
    assert _ids(calls.apply(_snapshot(), NOON + MINUTE)) == []


def test_a_partial_snapshot_adds_and_changes_but_ends_nothing() -> None:
    calls = LiveCalls()
    calls.apply(_snapshot(make_call("a", "ACTIVE"), make_call("b", "HELD")), NOON)
    told = calls.apply(
        _snapshot(make_call("a", "HELD"), make_call("c", "RINGING"), full=False),
        NOON + MINUTE,
    )
    assert _ids(told) == ["a", "b", "c"]
    first = told.get("a")
    assert first is not None
    assert (first.call.state, first.started) == (CallState.HELD, NOON)
    assert _ids(calls.apply(_snapshot(full=False), NOON)) == ["a", "b", "c"]


@pytest.mark.parametrize("full", [True, False], ids=["full", "partial"])
@pytest.mark.parametrize("later", ["bac", "cab", "cba"])
def test_the_same_calls_in_another_order_change_nothing(later: str, full: bool) -> None:
    """Of calls that began at one moment the primary one would else jump about."""
    calls = LiveCalls()
    first = calls.apply(
        _snapshot(*(make_call(name, "RINGING") for name in "abc")), NOON
    )
    turned = (make_call(name, "RINGING") for name in later)
    told = calls.apply(_snapshot(*turned, full=full), NOON + MINUTE)
    assert told == first
    assert told.primary == first.primary == first.get("c")


def test_a_new_call_is_the_last_wherever_the_server_lists_it() -> None:
    calls = LiveCalls()
    calls.apply(_snapshot(make_call("a", "HELD"), make_call("b", "HELD")), NOON)
    told = calls.apply(
        _snapshot(*(make_call(name, "HELD") for name in "cba")), NOON + MINUTE
    )
    assert _ids(told) == ["a", "b", "c"]


def test_a_call_that_comes_back_starts_anew() -> None:
    calls = LiveCalls()
    calls.apply(_snapshot(make_call("a", "ACTIVE")), NOON)
    calls.apply(_snapshot(), NOON + MINUTE)
    told = calls.apply(_snapshot(make_call("a", "ACTIVE")), NOON + 2 * MINUTE)
    assert told.calls[0].started == NOON + 2 * MINUTE


def test_a_running_clock_leaves_the_calls_equal() -> None:
    calls = LiveCalls()
    first = calls.apply(_snapshot(make_call("a", "ACTIVE", duration=1)), NOON)
    later = calls.apply(_snapshot(make_call("a", "ACTIVE", duration=61)), NOON + MINUTE)
    assert first == later


def test_in_any_looks_at_every_call() -> None:
    calls = LiveCalls().apply(
        _snapshot(make_call("a", "RINGING"), make_call("b", "HELD")), NOON
    )
    assert calls.in_any((CallState.ACTIVE, CallState.HELD))
    assert not calls.in_any((CallState.ACTIVE,))
    assert not calls.in_any(())


def test_the_newest_of_equals_may_be_listed_first() -> None:
    """The other one says that it is ten minutes old."""
    calls = LiveCalls().apply(
        _snapshot(make_call("new", "ACTIVE"), make_call("old", "ACTIVE", duration=600)),
        NOON,
    )
    assert calls.primary is not None
    assert calls.primary.call.call_id == "new"
