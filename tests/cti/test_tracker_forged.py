"""One story per call: what forged messages can make of it, and what not."""

from datetime import timedelta

import pytest

from custom_components.telepo.cti import MomentType, Party, Source

from .line import CAROL, Line, at, call, message


def flood(line: Line, second: float, *, calls: int, readable: bool) -> list[bool]:
    """Tell of so many calls in one moment; return whether each was distrusted."""
    return [
        line.tracker.take_message(
            message(call_id=f"forged{second}-{number}"), at(second), readable=readable
        ).distrusted
        for number in range(calls)
    ]


def test_an_answer_is_told_when_the_snapshot_agrees() -> None:
    """It counts from the message, which was first."""
    line = Line()
    line.shows(0, call())
    assert line.hears(3, message("CONFIRMED")).moments == ()
    (answered,) = line.shows(3.2, call("ACTIVE")).moments
    assert (answered.type, answered.source) == (MomentType.ANSWERED, Source.BOTH)
    (ended,) = line.shows(10).moments or line.hears(10, message("TERMINATED")).moments
    assert ended.duration == 7


def test_a_forged_answer_of_a_call_that_rings_is_not_told() -> None:
    """And the call that nobody answered is a missed one."""
    line = Line()
    line.shows(0, call())
    line.hears(1, message("CONFIRMED"))
    for second in (1.2, 3.2, 5.2, 7.2):
        line.shows(second, call())
    line.shows(9)
    line.waits(60)
    assert line.types == ["incoming", "missed"]


def test_after_a_forged_answer_the_true_one_is_told() -> None:
    """From its own moment on."""
    line = Line()
    line.shows(0, call())
    line.hears(1, message("CONFIRMED"))
    line.shows(5, call())
    line.hears(20, message("CONFIRMED"))
    line.shows(20.2, call("ACTIVE"))
    line.hears(30, message("TERMINATED"))
    line.shows(30.2)
    assert line.types == ["incoming", "answered", "ended"]
    assert line.finished[0].duration == 10


def test_an_answer_shortly_after_a_forged_one_counts_from_the_snapshot() -> None:
    """Which showed that it rang after the message."""
    line = Line()
    line.shows(0, call())
    line.hears(1, message("CONFIRMED"))
    line.shows(1.5, call())
    line.shows(3.5, call("ACTIVE"))
    line.shows(13.5)
    line.waits(60)
    assert line.finished[0].duration == 10


def test_an_answer_between_two_snapshots_is_told_with_the_ending() -> None:
    """Nothing denies it."""
    line = Line()
    line.shows(0, call())
    line.hears(2, message("CONFIRMED"))
    line.hears(2.1, message("TERMINATED"))
    line.shows(2.3)
    assert line.types == ["incoming", "answered", "ended"]


def test_without_snapshots_an_answer_is_believed_after_a_while() -> None:
    """The exchange may be away when somebody picks up."""
    line = Line()
    line.shows(0, call())
    line.hears(2, message("CONFIRMED"))
    line.restarts()
    assert line.tracker.wake_at == at(12)
    line.waits(12)
    assert line.types == ["incoming", "answered"]
    line.hears(30, message("TERMINATED"))
    line.waits(60)
    assert line.finished[0].duration == 28


def test_an_old_snapshot_denies_no_answer() -> None:
    """It says nothing of now."""
    line = Line()
    line.shows(0, call())
    line.hears(20, message("CONFIRMED"))
    assert line.types == ["incoming", "answered"]


@pytest.mark.parametrize("reason", ["REJECTED", "ANSWERED_ELSEWHERE"])
def test_the_reason_of_an_end_that_was_none_is_forgotten(reason: str) -> None:
    """A forged end hides no missed call."""
    line = Line()
    line.shows(0, call())
    line.hears(1, message("TERMINATED", termination_reason=reason))
    for second in (1.2, 3.2, 5.2, 7.2):
        line.shows(second, call())
    line.shows(9)
    assert line.types == ["incoming"]
    line.hears(9.5, message("TERMINATED", termination_reason="CANCELLED"))
    assert line.types == ["incoming", "missed"]
    assert line.finished[0].ended == at(9)


def test_a_forged_end_that_was_denied_ends_nothing_in_an_outage() -> None:
    """However long no snapshot comes."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.hears(1, message("TERMINATED"))
    line.shows(5, call("ACTIVE"))
    line.restarts()
    assert line.tracker.wake_at is None
    line.shows(300, call("ACTIVE"))
    line.shows(302)
    assert line.types == ["incoming", "answered", "ended"]
    assert line.finished[0].duration == 302


def test_a_forged_end_does_not_shorten_a_talk() -> None:
    """The snapshot that shows no call any more says when."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.hears(1, message("TERMINATED"))
    line.shows(5, call("ACTIVE"))
    line.shows(9)
    assert line.finished[0].ended == at(9)


def test_a_call_that_goes_on_is_not_taken_for_an_echo_for_ever() -> None:
    """Somebody tells of an end that was none, just before the call is first shown."""
    line = Line()
    line.hears(1, message("TERMINATED"))
    line.waits(4)
    line.shows(4.2, call(), started=0)
    assert line.types == ["missed"]
    line.shows(10.2, call())
    assert line.types == ["missed"]
    (incoming,) = line.shows(12.2, call()).moments
    assert (incoming.type, incoming.call_id) == (MomentType.INCOMING, "rest")
    line.shows(15)
    line.waits(60)
    assert line.types == ["missed", "incoming", "missed"]


def test_an_end_without_a_caller_hides_no_call() -> None:
    """A snapshot in between showed that there was none yet."""
    line = Line()
    line.hears(1, message("TERMINATED", remote_number=None, direction=None))
    line.shows(1.2)
    line.shows(5, call(), started=0.9)
    assert line.types == ["cancelled", "incoming"]


@pytest.mark.parametrize(("readable", "most"), [(True, 100), (False, 1000)])
def test_messages_alone_tell_of_so_many_calls_an_hour(
    readable: bool, most: int
) -> None:
    """More while no snapshot can be had: then nobody else tells of them."""
    line = Line()
    distrusted = flood(line, 0, calls=most + 20, readable=readable)
    assert distrusted == [False] * most + [True] * 20
    # What they tell of a call that was told already still counts.
    told = line.tracker.take_message(
        message("CONFIRMED", call_id="forged0-0"), at(1), readable=readable
    )
    assert [moment.type for moment in told.moments] == [MomentType.ANSWERED]
    line.restarts()
    assert flood(line, 3500, calls=1, readable=readable) == [True]
    assert flood(line, 3601, calls=1, readable=readable) == [False]


def test_a_call_that_snapshots_show_is_told_through_a_flood() -> None:
    """By them; its messages join it."""
    line = Line()
    flood(line, 0, calls=150, readable=True)
    carol = Party(tel_uri=f"tel:{CAROL}")
    assert line.tracker.take_message(
        message(remote_number=CAROL), at(60), readable=True
    ).distrusted
    line.shows(60.1, call(remote_party=carol))
    assert line.types[-1] == "incoming"
    line.tracker.take_message(
        message("CONFIRMED", remote_number=CAROL), at(65), readable=True
    )
    told = line.shows(65.1, call("ACTIVE", remote_party=carol)).moments
    assert [m.source for m in told if m.call_id == "rest"] == [Source.BOTH]


def test_calls_that_snapshots_show_do_not_use_up_the_trust() -> None:
    """However busy the user is."""
    line = Line()
    for number in range(150):
        second = number * 10
        crm, rest = f"crm{number}", f"rest{number}"
        told = line.tracker.take_message(
            message(call_id=crm), at(second), readable=True
        )
        assert [moment.type for moment in told.moments] == [MomentType.INCOMING]
        line.shows(second + 0.2, call(call_id=rest), started=second)
        line.hears(second + 4, message("TERMINATED", call_id=crm))
        line.shows(second + 4.2)
    assert line.types == ["missed"] * 150


def test_forged_time_stamps_do_not_make_true_messages_late() -> None:
    """Ten of them say that the clock is slow; one true one says that it is not."""
    line = Line()
    for number in range(20):
        stamp = at(number) - timedelta(minutes=9)
        line.hears(number, message(call_id=f"forged{number}", timestamp=stamp))
    line.hears(30, message(call_id="true", remote_number=CAROL, timestamp=at(30)))
    line.shows(30.2, call(remote_party=Party(tel_uri=f"tel:{CAROL}")))
    assert line.tracker.rest_call_id("true") == "rest"
