"""One story per call: legs, outcomes, transfers and ghosts."""

from typing import Any

import pytest

from custom_components.telepo.cti import HistoryInfo, Party

from .line import BOB, CAROL, Line, at, call, message


def test_legs_are_one_call_and_one_answer_counts() -> None:
    """ANSWERED_ELSEWHERE of the other device is no outcome."""
    line = Line()
    line.hears(0, message(), message(branch_id="mobile"))
    line.hears(4, message("CONFIRMED", branch_id="mobile"))
    line.hears(4, message("TERMINATED", termination_reason="ANSWERED_ELSEWHERE"))
    line.shows(5)
    assert line.types == ["incoming", "answered"]
    line.hears(9, message("TERMINATED", branch_id="mobile"))
    assert line.types == ["incoming", "answered", "ended"]


def test_legs_that_disagree_end_by_what_tells_most() -> None:
    """REJECTED before ANSWERED_ELSEWHERE before the rest."""
    line = Line()
    line.hears(0, *(message(branch_id=branch) for branch in "abc"))
    reasons = ("CANCELLED", "ANSWERED_ELSEWHERE", "REJECTED")
    for branch, reason in zip("abc", reasons, strict=True):
        over = message("TERMINATED", branch_id=branch, termination_reason=reason)
        line.hears(3, over)
    line.shows(3.2)
    assert line.types == ["incoming", "rejected"]


def test_terminated_without_a_branch_ends_every_leg() -> None:
    """It speaks of the call."""
    line = Line()
    line.hears(0, message(), message(branch_id="mobile"))
    line.hears(3, message("TERMINATED", branch_id=None))
    line.shows(3.2)
    assert line.types == ["incoming", "missed"]


def test_the_voicemail_is_not_the_user() -> None:
    """The call is missed, and says who took it."""
    line = Line()
    line.hears(0, message())
    line.hears(9, message("CONFIRMED", branch_id="box", device_type="VOICEMAIL"))
    over = message("TERMINATED", termination_reason="ANSWERED_ELSEWHERE")
    line.hears(9, over)
    line.hears(30, message("TERMINATED", branch_id="box", device_type="VOICEMAIL"))
    line.shows(30.2)
    assert line.types == ["incoming", "missed"]
    assert line.finished[0].voicemail is True


def test_a_call_that_failed_says_so() -> None:
    """By what the exchange showed of it last."""
    line = Line(messages_alive=False)
    line.shows(0, call("DIALING", inbound=False))
    line.shows(2, call("DIALING", inbound=False, event="FAILED"))
    line.shows(4)
    assert line.types == ["outgoing", "failed"]


def test_another_party_on_an_answered_call_is_a_transfer() -> None:
    """Told once, before the ending, with the new party."""
    line = Line(messages_alive=False)
    carol = Party(tel_uri=f"tel:{CAROL}")
    line.shows(0, call())
    line.shows(2, call("ACTIVE"))
    told = line.shows(4, call("ACTIVE", remote_party=carol))
    line.shows(5, call("ACTIVE"))
    line.shows(6)
    assert line.types == ["incoming", "answered", "transferred", "ended"]
    assert told.moments[0].remote_number == CAROL
    assert told.moments[0].remote_name is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"remote_party": None}, id="nobody"),
        pytest.param({"remote_party": Party(display_name="Bob B.")}, id="less-known"),
        pytest.param(
            {"remote_party": Party(tel_uri="tel:1"), "conference": True},
            id="conference",
        ),
    ],
)
def test_what_is_only_told_otherwise_is_no_transfer(changes: dict[str, Any]) -> None:
    """Only what both snapshots know can differ."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.shows(2, call("ACTIVE", **changes))
    assert line.types == ["incoming", "answered"]


def test_a_ringing_call_that_changes_its_party_is_not_transferred() -> None:
    """Nobody has talked yet."""
    line = Line()
    line.shows(0, call())
    line.shows(2, call(remote_party=Party(tel_uri=f"tel:{CAROL}")))
    assert line.types == ["incoming"]


def test_the_history_of_an_answered_call_can_tell_of_the_transfer() -> None:
    """A call that came by transfer is not transferred by that."""
    line = Line()
    transferred = HistoryInfo(previous_retarget_reason="TRANSFERRED")
    line.shows(0, call("ACTIVE", call_id="one", history_info=transferred))
    line.shows(2, call("ACTIVE", call_id="one", history_info=transferred))
    assert line.types == ["incoming", "answered"]
    line.hears(3, message())
    line.shows(4, call("ACTIVE", call_id="one", history_info=HistoryInfo()))
    line.shows(5, call("ACTIVE", call_id="one", history_info=transferred))
    assert line.types == ["incoming", "answered", "transferred"]


def test_who_answers_an_outgoing_call_is_no_transfer() -> None:
    """Only what an earlier snapshot showed answered can change hands."""
    line = Line()
    outgoing = message(direction="OUTGOING")
    line.hears(0, outgoing)
    line.shows(0.5, call("DIALING", inbound=False))
    line.hears(5, message("CONFIRMED", direction="OUTGOING"))
    line.restarts()
    carol, bob = Party(tel_uri=f"tel:{CAROL}"), Party(tel_uri=f"tel:{BOB}")
    line.shows(5.5, call("ACTIVE", inbound=False, remote_party=carol))
    assert line.types == ["outgoing", "answered"]
    line.restarts()
    line.shows(8, call("ACTIVE", inbound=False, remote_party=bob))
    assert line.types == ["outgoing", "answered", "transferred"]


def test_whom_a_conference_leaves_is_no_transfer() -> None:
    """Nor is the conference the call's party."""
    line = Line()
    carol = Party(tel_uri=f"tel:{CAROL}")
    line.shows(0, call("ACTIVE"))
    line.shows(2, call("ACTIVE", remote_party=carol, conference=True))
    told = line.shows(4, call("HELD"))
    assert line.types == ["incoming", "answered", "held"]
    assert told.moments[0].remote_number == BOB
    line.shows(6, call("HELD", remote_party=carol))
    assert line.types[-1] == "transferred"


def test_another_spelling_of_the_number_is_no_transfer() -> None:
    """The display may change its mind."""
    line = Line()
    line.shows(0, call("ACTIVE", remote_party=Party(display_number="555-0100")))
    line.shows(2, call("ACTIVE", remote_party=Party(display_number=BOB)))
    assert line.types == ["incoming", "answered"]
    line.shows(4, call("ACTIVE", remote_party=Party(display_number=CAROL)))
    assert line.types[-1] == "transferred"


def test_our_own_transfer_of_a_call_that_came_back_is_not_told() -> None:
    """The user talks on, and hangs up."""
    line = Line(messages_alive=False)
    line.shows(0, call("HELD"))
    line.tracker.note_transfer("rest", at(1))
    line.shows(30, call("ACTIVE"))
    line.shows(300)
    assert line.types == ["incoming", "answered", "held", "resumed", "ended"]


def test_our_own_transfer_is_told_when_the_call_vanishes() -> None:
    """The snapshot cannot show it."""
    line = Line(messages_alive=False)
    line.shows(0, call("ACTIVE"))
    line.tracker.note_transfer("rest", at(3))
    line.tracker.note_transfer("nonsense", at(3))
    line.shows(4)
    assert line.types == ["incoming", "answered", "transferred", "ended"]


@pytest.mark.parametrize(
    ("event", "second"), [("FAILED", 4), (None, 1000)], ids=["failed", "long-ago"]
)
def test_a_transfer_that_came_to_nothing_is_not_told(
    event: str | None, second: float
) -> None:
    """The call goes on and ends like any other."""
    line = Line(messages_alive=False)
    line.shows(0, call("ACTIVE"))
    line.tracker.note_transfer("rest", at(1))
    line.shows(second - 1, call("ACTIVE", event=event))
    line.shows(second)
    assert line.types == ["incoming", "answered", "ended"]


def test_a_lost_terminated_leaves_no_ghost() -> None:
    """Where snapshots are known to show what messages tell of, two are enough."""
    line = Line(idle=False)
    line.hears(-60, message(call_id="other"))
    line.shows(-59, call())
    line.hears(-55, message("TERMINATED", call_id="other"))
    line.shows(-50)
    line.hears(0, message())
    line.shows(0.3)
    assert line.tracker.wake_at == at(4 * 3600)
    line.shows(2)
    assert line.tracker.wake_at == at(15)
    line.waits(15)
    assert line.types == ["incoming", "missed"] * 2
    assert line.finished[-1].ended == at(0.3)


@pytest.mark.parametrize(
    ("state", "device_type", "patience"),
    [
        pytest.param("EARLY", "SOFT", 180, id="rings"),
        pytest.param("CONFIRMED", "SOFT", 4 * 3600, id="answered"),
        pytest.param("CONFIRMED", "VOICEMAIL", 4 * 3600, id="voicemail"),
    ],
)
def test_a_call_that_snapshots_may_never_show_has_time(
    state: str, device_type: str, patience: int
) -> None:
    """Nothing proves that they tell of what the messages tell of."""
    line = Line()
    line.hears(0, message(state, device_type=device_type))
    line.shows(1)
    line.shows(3)
    line.shows(60)
    assert line.tracker.wake_at == at(patience)
    assert line.finished == []


def test_without_any_snapshot_a_silent_call_ends_after_hours() -> None:
    """Somebody has to say so."""
    line = Line()
    line.hears(0, message("CONFIRMED"))
    line.waits(4 * 3600 - 1)
    assert line.types == ["incoming", "answered"]
    line.waits(4 * 3600)
    assert line.types == ["incoming", "answered", "ended"]
    assert line.finished[0].duration == 0


def test_a_message_alone_ends_at_once_what_a_snapshot_did_not_show() -> None:
    """Nobody contradicts it."""
    line = Line()
    line.hears(0, message())
    line.shows(1)
    line.hears(2, message("TERMINATED", termination_reason="REJECTED"))
    assert line.types == ["incoming", "rejected"]


def test_a_call_that_snapshots_show_after_its_end_is_no_witness() -> None:
    """That they show calls while messages tell of them is not known by it."""
    line = Line()
    line.hears(0, message())
    line.hears(1, message("TERMINATED"))
    line.shows(1.2, call(), started=0)
    line.shows(9)
    line.hears(100, message(call_id="other", remote_number=CAROL))
    for second in (101, 106, 111):
        line.shows(second)
    assert line.tracker.wake_at == at(280)


def test_a_call_that_ended_in_a_gap_of_minutes_ended_when_it_was_last_seen() -> None:
    line = Line(messages_alive=False)
    line.shows(0, call("ACTIVE"))
    line.shows(10, call("ACTIVE"), started=0)
    line.shows(10 + 120)
    assert line.finished[0].ended == at(10)


def test_a_call_that_the_user_took_after_the_voicemail_is_not_the_voicemails() -> None:
    """Whose own message of it was lost."""
    line = Line()
    line.hears(0, message())
    box = message("CONFIRMED", branch_id="box", device_type="VOICEMAIL")
    line.hears(1, box)
    line.shows(2, call("ACTIVE"))
    line.hears(9, message("TERMINATED", branch_id=None))
    line.shows(9.2)
    assert line.finished[0].answered is not None
    assert line.finished[0].voicemail is False
