"""How long the next poll is waited for."""

from hypothesis import given, strategies as st
import pytest

from custom_components.telepo.pace import (
    IDLE,
    IDLE_WITH_WEBHOOK,
    IN_CALL,
    JITTER,
    LONGEST,
    Pace,
    PollBudget,
)

TEN_MINUTES = 600.0


def middle(low: float, high: float) -> float:
    """Draw the middle, for numbers that can be told beforehand."""
    return (low + high) / 2


def latest(_low: float, high: float) -> float:
    """Draw the upper end."""
    return high


def earliest(low: float, _high: float) -> float:
    """Draw the lower end."""
    return low


@pytest.mark.parametrize(
    ("in_call", "webhook_alive", "seconds"),
    [
        pytest.param(False, False, 5, id="idle"),
        pytest.param(False, True, 60, id="idle-and-messages-arrive"),
        pytest.param(True, False, 2, id="call"),
        pytest.param(True, True, 2, id="call-and-messages-arrive"),
    ],
)
def test_the_pace_is_that_of_what_happens(
    in_call: bool, webhook_alive: bool, seconds: float
) -> None:
    pace = Pace(middle)
    assert pace.after_success(in_call=in_call, webhook_alive=webhook_alive) == seconds


@pytest.mark.parametrize(
    ("in_call", "webhook_alive", "seconds"),
    [
        pytest.param(False, False, IDLE, id="idle"),
        pytest.param(False, True, IDLE_WITH_WEBHOOK, id="webhook"),
        pytest.param(True, False, IN_CALL, id="call"),
    ],
)
def test_polls_are_spread_by_a_tenth_either_way(
    in_call: bool, webhook_alive: bool, seconds: float
) -> None:
    drawn = {
        Pace().after_success(in_call=in_call, webhook_alive=webhook_alive)
        for _ in range(200)
    }
    assert len(drawn) > 100
    assert min(drawn) >= seconds * (1 - JITTER)
    assert max(drawn) <= seconds * (1 + JITTER)


def test_the_pace_doubles_while_the_server_is_away_up_to_ten_minutes() -> None:
    pace = Pace(middle)
    waits = [pace.after_failure() for _ in range(10)]
    assert waits[:7] == [5, 10, 20, 40, 80, 160, 320]
    assert waits[7:] == [LONGEST] * 3
    assert LONGEST < TEN_MINUTES


def test_tries_in_an_outage_are_spread_as_well() -> None:
    """All users lose the exchange at the same moment."""
    first = {Pace().after_failure() for _ in range(200)}
    assert len(first) > 100
    assert min(first) >= IDLE * (1 - JITTER)
    assert max(first) <= IDLE * (1 + JITTER)


def test_the_pace_comes_back_step_by_step() -> None:
    pace = Pace(middle)
    for _ in range(10):
        pace.after_failure()
    waits = [pace.after_success(in_call=False, webhook_alive=False) for _ in range(9)]
    halves = [LONGEST / 2**step for step in range(1, 7)]
    assert waits == [*halves, 5, 5, 5]


def test_a_failure_on_the_way_back_doubles_from_there() -> None:
    pace = Pace(middle)
    for _ in range(5):
        pace.after_failure()
    assert pace.after_success(in_call=False, webhook_alive=False) == 40
    assert pace.after_failure() == 80


def test_what_is_over_leaves_no_trace() -> None:
    pace = Pace(middle)
    pace.after_failure()
    assert pace.after_success(in_call=False, webhook_alive=False) == 5
    assert pace.after_failure() == 5


@pytest.mark.parametrize("seconds", [0.5, 7.0, 30.0, 544.0])
def test_the_server_is_never_asked_before_it_said(seconds: float) -> None:
    assert Pace(earliest).after_failure(seconds) >= seconds
    assert seconds <= Pace(latest).after_failure(seconds) <= seconds * (1 + JITTER)


def test_the_server_is_asked_within_ten_minutes_whatever_it_said() -> None:
    pace = Pace(latest)
    assert pace.after_failure(86_400.0) == LONGEST
    assert pace.after_failure(86_400.0) == LONGEST


def test_after_a_wait_that_the_server_named_the_pace_is_slower_for_a_while() -> None:
    pace = Pace(middle)
    pace.after_failure(100.0)
    waits = [pace.after_success(in_call=False, webhook_alive=False) for _ in range(6)]
    assert waits == [50, 25, 12.5, 6.25, 5, 5]


def test_a_short_wait_that_the_server_names_does_not_undo_the_slowness() -> None:
    pace = Pace(middle)
    for _ in range(6):
        pace.after_failure()
    assert pace.after_failure(1.0) <= 1 + JITTER
    assert pace.after_failure() == LONGEST


@given(
    story=st.lists(
        st.one_of(
            st.tuples(st.just("good"), st.booleans(), st.booleans()),
            st.tuples(
                st.just("bad"),
                st.none() | st.floats(min_value=0.001, max_value=86_400.0),
                st.none(),
            ),
        ),
        max_size=60,
    )
)
def test_no_story_makes_the_pace_faster_than_in_a_call_or_slower_than_ten_minutes(
    story: list[tuple[str, bool | float | None, bool | None]],
) -> None:
    pace = Pace()
    for weather, first, second in story:
        if weather == "good":
            seconds = pace.after_success(
                in_call=bool(first), webhook_alive=bool(second)
            )
            assert IN_CALL * (1 - JITTER) <= seconds < TEN_MINUTES
        else:
            seconds = pace.after_failure(first)
            assert min(first or IDLE * (1 - JITTER), LONGEST) <= seconds < TEN_MINUTES


@given(failures=st.integers(0, 40))
def test_the_normal_pace_is_back_after_at_most_eight_answers(failures: int) -> None:
    pace = Pace(middle)
    for _ in range(failures):
        pace.after_failure()
    waits = [pace.after_success(in_call=False, webhook_alive=False) for _ in range(8)]
    assert waits == sorted(waits, reverse=True)
    assert waits[-1] == IDLE


def test_a_burst_of_polls_goes_through_at_once() -> None:
    budget = PollBudget(burst=4, per_second=2.0)
    assert [budget.take(100.0) for _ in range(4)] == [0, 0, 0, 0]


def test_a_storm_of_polls_is_slowed_down_to_the_rate() -> None:
    budget = PollBudget(burst=4, per_second=2.0)
    for _ in range(4):
        budget.take(100.0)
    assert [budget.take(100.0) for _ in range(3)] == [0.5, 1.0, 1.5]


def test_the_budget_recovers_with_time_and_never_beyond_the_burst() -> None:
    budget = PollBudget(burst=2, per_second=2.0)
    for _ in range(3):
        budget.take(100.0)
    assert budget.take(101.0) == 0
    for _ in range(2):
        assert budget.take(10_000.0) == 0
    assert budget.take(10_000.0) == 0.5


@given(
    gaps=st.lists(st.floats(min_value=0, max_value=3), min_size=1, max_size=200),
    burst=st.integers(1, 10),
)
def test_whoever_waits_as_told_keeps_to_the_rate(gaps: list[float], burst: int) -> None:
    budget = PollBudget(burst=burst, per_second=2.0)
    now = begin = 1_000.0
    for taken, gap in enumerate(gaps, start=1):
        now += gap
        now += budget.take(now)
        assert taken <= burst + (now - begin) * 2.0 + 1e-6
