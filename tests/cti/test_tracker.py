"""One story per call: its moments, and how it comes to an end."""

import json

import pytest

from custom_components.telepo.cti import Direction, FinishedCall, MomentType, Source

from .line import BOB, Line, at, call, message


def test_an_answered_call_is_told_from_ring_to_end() -> None:
    """The moments carry who, which way, since when and how long."""
    line = Line(messages_alive=False)
    line.shows(0, call())
    line.shows(4, call("ACTIVE"))
    line.shows(30, call("HELD"))
    line.shows(40, call("ACTIVE"))
    told = line.shows(64.9)
    assert line.types == ["incoming", "answered", "held", "resumed", "ended"]
    (ended,) = told.moments
    assert (ended.call_id, ended.direction) == ("rest", Direction.INCOMING)
    assert (ended.remote_name, ended.remote_number) == ("Bob Bobson", BOB)
    assert ended.remote_uri == f"tel:{BOB}"
    assert (ended.started, ended.at, ended.duration) == (at(0), at(64.9), 60)
    assert ended.source is Source.SNAPSHOT
    (finished,) = told.finished
    assert (finished.outcome, finished.answered) == (MomentType.ENDED, at(4))
    assert (finished.ended, finished.duration) == (at(64.9), 60)
    assert (
        FinishedCall.from_dict(json.loads(json.dumps(finished.as_dict()))) == finished
    )


def test_both_sources_together_tell_each_moment_once() -> None:
    """The ids differ; direction, number and time say that it is one call."""
    line = Line()
    line.hears(0, message())
    line.shows(0.4, call())
    line.shows(3, call("ACTIVE"))
    line.hears(3.1, message("CONFIRMED"))
    line.hears(20, message("TERMINATED", termination_reason="HANGUP"))
    line.shows(20.3)
    line.waits(100)
    assert line.types == ["incoming", "answered", "ended"]
    sources = [moment.source for told in line.told for moment in told.moments]
    assert sources == [Source.WEBHOOK, Source.BOTH, Source.BOTH]
    assert {m.call_id for told in line.told for m in told.moments} == {"crm"}


@pytest.mark.parametrize(
    ("inbound", "reason", "outcome"),
    [
        pytest.param(True, None, "missed", id="in-no-reason"),
        pytest.param(True, "CANCELLED", "missed", id="in-cancelled"),
        pytest.param(True, "HANGUP", "missed", id="in-hangup"),
        pytest.param(True, "REJECTED", "rejected", id="in-rejected"),
        pytest.param(True, "ANSWERED_ELSEWHERE", "answered_elsewhere", id="in-else"),
        pytest.param(False, None, "cancelled", id="out-no-reason"),
        pytest.param(False, "HANGUP", "cancelled", id="out-hangup"),
        pytest.param(False, "REJECTED", "rejected", id="out-rejected"),
        pytest.param(False, "ANSWERED_ELSEWHERE", "cancelled", id="out-else"),
    ],
)
@pytest.mark.parametrize("shown", [True, False], ids=["shown", "not-shown"])
def test_an_unanswered_call_ends_by_its_reason(
    inbound: bool, reason: str | None, outcome: str, shown: bool
) -> None:
    """Whether a snapshot knows of the call makes no difference."""
    line = Line()
    direction = "INCOMING" if inbound else "OUTGOING"
    line.hears(0, message(direction=direction))
    if shown:
        line.shows(0.3, call("RINGING", inbound=inbound))
    line.hears(9, message("TERMINATED", direction=direction, termination_reason=reason))
    line.shows(9.3)
    assert line.types == [direction.lower(), outcome]
    assert [finished.outcome for finished in line.finished] == [outcome]


def test_a_vanished_call_waits_for_the_message_that_says_why() -> None:
    """But not where no messages come."""
    line = Line()
    line.shows(0, call())
    line.shows(5)
    assert line.types == ["incoming"]
    assert line.tracker.wake_at == at(8)
    line.hears(6, message("TERMINATED", termination_reason="REJECTED"))
    assert line.types == ["incoming", "rejected"]
    assert line.finished[0].ended == at(5)


def test_the_wait_for_a_reason_ends() -> None:
    """The message is lost."""
    line = Line()
    line.shows(0, call())
    line.shows(5)
    line.waits(8)
    assert line.types == ["incoming", "missed"]
    assert line.finished[0].ended == at(5)


def test_a_call_that_is_back_in_the_next_snapshot_has_not_ended() -> None:
    """One snapshot without it was a mistake."""
    line = Line()
    line.shows(0, call())
    line.shows(2)
    line.shows(4, call("ACTIVE"))
    line.waits(60)
    assert line.types == ["incoming", "answered"]


def test_a_terminated_does_not_end_what_a_fresh_snapshot_shows() -> None:
    """A forged message can only hurry a poll."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.hears(1, message("TERMINATED"))
    line.shows(2, call("ACTIVE"))
    line.shows(11, call("ACTIVE"))
    line.shows(20, call("ACTIVE"))
    assert line.types == ["incoming", "answered"]
    line.shows(22)
    assert line.types == ["incoming", "answered", "ended"]
    assert line.finished[0].ended == at(22)


def test_without_further_snapshots_a_terminated_ends_the_call() -> None:
    """Nobody contradicts it any more."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.hears(1, message("TERMINATED"))
    assert line.tracker.wake_at == at(10)
    line.waits(10)
    assert line.types == ["incoming", "answered", "ended"]
    assert line.finished[0].ended == at(1)
    # The snapshot that comes after all brings no second call.
    line.shows(12, call("ACTIVE"))
    assert line.types == ["incoming", "answered", "ended"]


def test_a_call_met_while_running_tells_start_and_answer() -> None:
    """It was picked up between two polls."""
    line = Line()
    told = line.shows(0, call("HELD"), started=-20)
    assert line.types == ["incoming", "answered", "held"]
    assert told.moments[-1].duration == 20


def test_a_call_found_at_the_start_tells_its_later_moments_only() -> None:
    """Who starts Home Assistant in mid-call wants no announcement."""
    line = Line(idle=False, messages_alive=False)
    line.shows(0, call("HELD"), started=-50)
    line.shows(5, call("ACTIVE"))
    line.shows(10)
    assert line.types == ["resumed", "ended"]
    assert line.finished[0].duration == 60


@pytest.mark.parametrize(
    ("status", "inbound", "types"),
    [
        ("RINGING", True, ["incoming", "answered"]),
        ("DIALING", False, ["outgoing", "answered"]),
        ("SOMETHING", True, ["answered"]),
    ],
    ids=["ringing", "dialing", "unknown"],
)
def test_a_call_that_still_alerts_at_the_start_is_told(
    status: str, inbound: bool, types: list[str]
) -> None:
    """It is not too late for it."""
    line = Line(idle=False)
    line.shows(0, call(status, inbound=inbound))
    line.shows(5, call("ACTIVE", inbound=inbound))
    assert line.types == types


def test_a_first_message_that_is_terminated_tells_the_ending_alone() -> None:
    """With the next snapshot, or a moment later."""
    line = Line()
    line.hears(0, message("TERMINATED", termination_reason="REJECTED"))
    assert line.tracker.wake_at == at(2)
    line.waits(2)
    assert line.types == ["rejected"]


def test_what_comes_late_within_the_wait_still_tells_how_it_ended() -> None:
    """The ending stays alone."""
    line = Line()
    line.hears(0, message("TERMINATED", termination_reason="HANGUP"))
    line.hears(0.5, message("CONFIRMED"))
    line.hears(0.6, message())
    line.shows(1)
    assert line.types == ["ended"]


def test_a_call_that_is_shown_after_a_first_terminated_is_alive() -> None:
    """The snapshot is the truth about live calls, once it cannot lag any more."""
    line = Line()
    line.hears(0, message("TERMINATED"))
    line.shows(1.5, call())
    assert line.types == []
    line.shows(3.5, call("ACTIVE"))
    assert line.types == ["incoming", "answered"]


@pytest.mark.parametrize(
    ("status", "outcome", "duration"),
    [("RINGING", "rejected", 0), ("ACTIVE", "ended", 30)],
)
def test_a_snapshot_behind_a_first_terminated_brings_no_start(
    status: str, outcome: str, duration: int
) -> None:
    """The ending stays alone, and knows what the snapshot knew."""
    line = Line()
    line.hears(0, message("TERMINATED", termination_reason="REJECTED"))
    line.shows(0.2, call(status), started=-30)
    line.shows(2.2)
    line.waits(30)
    assert line.types == [outcome]
    assert line.finished[0].duration == duration


def test_a_snapshot_behind_a_call_that_is_over_brings_no_second_call() -> None:
    """Unless it still shows the call when no snapshot can lag any more."""
    line = Line()
    line.hears(0, message("TERMINATED"))
    line.waits(2)
    line.shows(2.5, call())
    assert line.types == ["missed"]
    line.shows(4, call(), started=2.5)
    assert line.types == ["missed", "incoming"]


def test_a_first_message_confirmed_tells_start_and_answer() -> None:
    """The message before it was lost."""
    line = Line()
    line.hears(0, message("CONFIRMED", direction="OUTGOING"))
    assert line.types == ["outgoing", "answered"]
