"""One story per call: messages that overtake each other on the way."""

import pytest

from custom_components.telepo.cti import CallTracker

from .line import Line, at, call, message


def test_an_answer_that_its_own_end_overtook_still_counts() -> None:
    """A short talk between two snapshots is no missed call; the numbers show the gap."""
    line = Line()
    line.hears(0, message(seq_num=1))
    line.shows(0.2, call())
    line.hears(3, message("TERMINATED", seq_num=3))
    line.shows(3.2)
    assert line.types == ["incoming"]
    line.hears(3.9, message("CONFIRMED", seq_num=2))
    assert line.types == ["incoming", "answered", "ended"]
    assert line.finished[0].ended == at(3.9)


def test_a_restart_does_not_shorten_the_wait() -> None:
    line = Line()
    line.hears(0, message(seq_num=1))
    line.shows(0.2, call())
    line.hears(3, message("TERMINATED", seq_num=3))
    line.shows(3.2)
    line.restarts()
    assert line.tracker.wake_at == at(5)
    line.hears(3.9, message("CONFIRMED", seq_num=2))
    assert line.types == ["incoming", "answered", "ended"]


def test_a_memory_without_numbers_is_good_all_the_same() -> None:
    """An earlier version wrote none."""
    line = Line()
    line.hears(0, message(seq_num=1))
    memory = line.tracker.dump()
    del memory["stories"][0]["seq_nums"]
    line.tracker = CallTracker(memory)
    line.hears(3, message("TERMINATED", seq_num=3))
    line.waits(6)
    assert line.types == ["incoming", "missed"]


def test_an_answer_that_never_comes_is_not_waited_for_long() -> None:
    """Two seconds, and the call was missed."""
    line = Line()
    line.hears(0, message(seq_num=1))
    line.shows(0.2, call())
    line.hears(3, message("TERMINATED", seq_num=3))
    line.shows(3.2)
    assert line.tracker.wake_at == at(5)
    line.waits(5)
    assert line.types == ["incoming", "missed"]
    assert line.finished[0].ended == at(3)


@pytest.mark.parametrize("last", [2, None])
def test_without_a_gap_in_the_numbers_an_ending_is_told_at_once(
    last: int | None,
) -> None:
    line = Line()
    line.hears(0, message(seq_num=1))
    line.shows(0.2, call())
    line.hears(3, message("TERMINATED", seq_num=last))
    line.shows(3.2)
    assert line.types == ["incoming", "missed"]


def test_the_end_of_an_answered_call_waits_for_no_message() -> None:
    """None could change how it ended."""
    line = Line()
    line.hears(0, message(seq_num=1))
    line.shows(0.2, call("ACTIVE"))
    line.hears(3, message("TERMINATED", seq_num=9))
    line.shows(3.2)
    assert line.types == ["incoming", "answered", "ended"]


def test_a_call_that_no_snapshot_shows_waits_for_what_was_overtaken() -> None:
    line = Line()
    line.hears(0, message(seq_num=1))
    line.shows(0.2)
    line.hears(3, message("TERMINATED", seq_num=3))
    line.hears(3.5, message("CONFIRMED", seq_num=2))
    line.waits(10)
    assert line.types == ["incoming", "answered", "ended"]


def test_in_an_outage_an_ending_waits_for_what_came_a_moment_later() -> None:
    """The voicemail answered just before the caller hung up."""
    box = {"branch_id": "box", "device_type": "VOICEMAIL"}
    line = Line()
    line.hears(0, message())
    line.shows(0.2, call())
    line.hears(30, message(**box), message("TERMINATED"), message("TERMINATED", **box))
    assert line.types == ["incoming"]
    line.hears(30.1, message("CONFIRMED", **box))
    line.waits(32)
    assert line.types == ["incoming", "missed"]
    assert line.finished[0].voicemail is True


def test_numbers_that_somebody_made_up_delay_an_ending_by_no_more() -> None:
    """And take no room."""
    line = Line()
    for number in range(200):
        line.hears(number / 100, message(seq_num=number * 10**9))
    line.hears(3, message("TERMINATED", seq_num=-(2**62)))
    line.waits(5)
    assert line.types == ["incoming", "missed"]
