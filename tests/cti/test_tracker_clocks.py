"""Clocks that are slow, or were put: a call is told once all the same."""

import json

import pytest

from custom_components.telepo.cti import CallTracker

from .line import Line, at, call, message

WHOLE = ["incoming", "answered", "ended"]


@pytest.mark.parametrize("slow", [3, 20, 300])
@pytest.mark.parametrize("message_first", [True, False])
def test_the_first_call_from_an_exchange_with_a_slow_clock_is_told_once(
    slow: float, *, message_first: bool
) -> None:
    """Nobody has had the time to learn how slow it is."""
    line = Line()
    line.shows(29)
    for steps in ("message", "snapshot") if message_first else ("snapshot", "message"):
        if steps == "message":
            line.hears(30, message(seq_num=1, timestamp=at(30 - slow)))
        else:
            line.shows(30, call())
    line.hears(35, message("CONFIRMED", seq_num=2, timestamp=at(35 - slow)))
    line.shows(36, call("ACTIVE"))
    line.hears(40, message("TERMINATED", seq_num=3, timestamp=at(40 - slow)))
    line.shows(41)
    assert line.types == WHOLE
    assert len(line.finished) == 1


@pytest.mark.parametrize("back", [-2, -80, -100_000])
def test_a_call_is_told_once_when_our_clock_is_put_back_during_it(back: float) -> None:
    """Everything that is remembered would be yet to come."""
    line = Line()
    line.shows(10, call())
    line.shows(20, call("ACTIVE"))
    line.hears(back + 25, message("TERMINATED", seq_num=3, timestamp=at(back + 25)))
    line.shows(back + 26)
    assert line.types == WHOLE


def test_a_new_call_is_told_once_when_our_clock_was_just_put_back() -> None:
    """The last snapshot was read in what is now the future."""
    line = Line()
    line.shows(100)
    line.hears(20, message(seq_num=1, timestamp=at(20)))
    line.shows(20.1, call())
    line.shows(30)
    line.waits(60)
    assert line.types == ["incoming", "missed"]


@pytest.mark.parametrize("back", [2, 60])
def test_a_clock_put_back_does_not_make_an_ending_wait_longer(back: float) -> None:
    """Three seconds for the reason are three seconds."""
    line = Line()
    line.hears(9, message(seq_num=1, timestamp=at(9)))
    line.shows(10, call())
    line.shows(70)
    line.shows(70 - back)
    assert line.tracker.wake_at == at(70 - back + 3)


def test_a_clock_put_back_by_small_steps_does_not_make_an_ending_wait_longer() -> None:
    """None counts alone, but together they do."""
    line = Line()
    line.shows(10, call())
    line.shows(70)
    for step in range(1, 51):
        line.shows(70 - 0.9 * step)
    assert line.tracker.wake_at is not None
    assert at(25 + 3) <= line.tracker.wake_at <= at(25 + 3 + 1)


@pytest.mark.parametrize("by", [-100_000, -3600, -2, 2, 3600, 400 * 24 * 3600])
def test_a_clock_that_is_put_makes_a_talk_neither_longer_nor_shorter(by: float) -> None:
    """Where a steady clock says that it was put."""
    line = Line(idle=False)
    line.tracker.follow_clock(at(-6), 51)
    line.shows(-5)
    line.shows(0, call())
    line.hears(0.1, message())
    line.shows(5, call("ACTIVE"))
    line.clock_is_put(20, by=by, steady=77)
    line.shows(by + 25, call("ACTIVE"))
    line.hears(by + 35, message("TERMINATED"))
    line.shows(by + 35.2)
    assert line.types == WHOLE
    assert line.finished[0].duration == 30
    assert line.finished[0].started == at(by)


def test_a_clock_that_is_put_ahead_makes_no_wait_shorter() -> None:
    """Three seconds for the reason are three seconds."""
    line = Line()
    line.shows(0, call())
    line.shows(5)
    line.clock_is_put(6, by=3600, steady=0)
    assert line.tracker.wake_at == at(3608)


def test_what_is_over_is_forgotten_when_a_clock_is_put_ahead() -> None:
    """Nothing that comes so late is of it."""
    line = Line()
    line.shows(0, call())
    line.shows(5)
    line.waits(10)
    line.clock_is_put(20, by=3600, steady=0)
    line.shows(3630)
    assert line.tracker.dump()["finished"] == []


def test_a_clock_put_ahead_by_small_steps_is_followed() -> None:
    """None counts alone, but together they do."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    for step in range(51):
        line.tracker.follow_clock(at(10 + step * 1.9), step)
        line.shows(10 + step * 1.9, call("ACTIVE"))
    line.shows(105.5)
    line.waits(200)
    assert 60 <= line.finished[0].duration <= 62


def test_a_steady_clock_is_believed_from_the_first_look_on() -> None:
    """What it showed before a restart says nothing after it."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.tracker.follow_clock(at(1), 5000)
    line.restarts()
    line.tracker.follow_clock(at(31), 20)
    line.shows(31, call("ACTIVE"), started=0)
    line.tracker.follow_clock(at(61), 50)
    line.shows(61)
    line.waits(100)
    assert line.finished[0].duration == 61


def test_a_clock_put_back_by_less_than_a_second_does_not_move_a_call() -> None:
    """Its beginning was told already."""
    line = Line()
    line.shows(10, call())
    line.shows(9.5, call("ACTIVE"))
    begun = {moment.started for told in line.told for moment in told.moments}
    assert begun == {at(10)}


def test_a_clock_that_is_behind_after_a_restart_is_followed() -> None:
    """A machine without a clock of its own begins in the past."""
    line = Line()
    line.shows(1000, call("ACTIVE"))
    line.tracker = CallTracker(json.loads(json.dumps(line.tracker.dump())))
    line.shows(10)
    line.waits(20)
    assert line.types == ["incoming", "answered", "ended"]
    (finished,) = line.finished
    assert at(0) <= finished.ended <= at(20)


def test_a_clock_that_is_behind_after_a_restart_is_followed_by_messages() -> None:
    """No snapshot was read before the restart, for hours or ever."""
    line = Line(idle=False)
    line.hears(7200, message("TERMINATED", call_id="first"))
    line.waits(7210)
    line.restarts()
    for second in (3600, 5400):
        line.hears(second, message())
        line.hears(second + 1, message("TERMINATED"))
        line.waits(second + 9)
    assert line.types == ["missed"] + ["incoming", "missed"] * 2


def test_a_time_far_in_the_future_is_no_reason_to_wait_for_it() -> None:
    """What was written down was past then."""
    line = Line()
    line.hears(0, message())
    memory = line.tracker.dump()
    memory["stories"][0]["last_message"] = "2999-12-31T23:59:59+00:00"
    line.tracker = CallTracker(memory)
    line.shows(10)
    line.shows(20)
    assert line.tracker.wake_at is not None
    assert line.tracker.wake_at <= at(20 + 180)


def test_a_call_is_not_taken_for_a_late_message_of_a_conference_that_is_over() -> None:
    """Of the conference nobody is known, and the exchange's clock is slow by a minute."""
    line = Line()
    line.shows(0, call("ACTIVE", conference=True))
    line.shows(30)
    line.waits(40)
    line.told.clear()
    line.hears(80, message(call_id="next", seq_num=1, timestamp=at(2)))
    line.hears(80.2, message("TERMINATED", call_id="next", seq_num=2, timestamp=at(3)))
    line.waits(90)
    assert line.types == ["incoming", "missed"]
