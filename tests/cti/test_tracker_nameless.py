"""One story per call: forged messages that name no caller, and callers that show no number."""

from typing import Any

import pytest

from custom_components.telepo.cti import MomentType, Party, Source

from .line import BOB, CAROL, Line, at, call, message

WHOLE = ["incoming", "answered", "ended"]
NAMELESS: dict[str, Any] = {"call_id": "forged", "remote_number": None}
SIP_ONLY = Party(tel_uri="sip:carol@partner.example")


def tell_the_rest(line: Line) -> None:
    """Let Bob's call, which rings, be answered and end, with its own messages."""
    line.hears(5, message("CONFIRMED", seq_num=2))
    line.shows(5.1, call("ACTIVE"))
    line.hears(20, message("TERMINATED", seq_num=3, termination_reason="HANGUP"))
    line.shows(20.1)
    line.waits(20_000)


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("state", ["EARLY", "CONFIRMED", "TERMINATED"])
def test_a_nameless_message_does_not_keep_a_call_from_its_own(
    state: str, *, restarts: bool
) -> None:
    """Only the time spoke for it; for the call's own messages its number does."""
    line = Line()
    line.shows(0, call())
    line.hears(0.5, message(state, **NAMELESS))
    if restarts:
        line.restarts()
    line.hears(1, message(seq_num=1))
    tell_the_rest(line)
    assert line.types == WHOLE
    assert line.finished[0].source is Source.BOTH
    assert line.finished[0].duration == 15


def test_a_nameless_message_before_a_call_does_not_keep_it_from_its_own() -> None:
    """Which come when a snapshot has shown the call."""
    line = Line()
    line.hears(0, message(**NAMELESS))
    line.shows(1, call())
    line.hears(1.1, message(seq_num=1))
    tell_the_rest(line)
    assert line.types == WHOLE
    assert line.tracker.rest_call_id("crm") == "rest"


def test_what_a_nameless_message_claimed_goes_with_it() -> None:
    """Though no snapshot came to deny it."""
    line = Line()
    line.shows(0, call())
    line.hears(0.5, message("CONFIRMED", **NAMELESS))
    line.hears(1, message())
    line.waits(100)
    assert line.types == ["incoming"]


def test_one_nameless_message_does_not_make_way_for_another() -> None:
    """Nothing speaks for it more; the call's own still finds its place."""
    line = Line()
    line.shows(0, call())
    line.hears(0.5, message(**NAMELESS))
    line.hears(0.6, message(**NAMELESS | {"call_id": "other"}))
    assert line.types == ["incoming", "incoming"]
    line.hears(1, message())
    line.shows(4, call("ACTIVE"))
    assert line.types == ["incoming", "incoming", "answered"]
    assert line.told[-1].moments[0].source is Source.BOTH


@pytest.mark.parametrize("party", [None, Party(tel_uri=f"tel:{BOB}")])
def test_a_nameless_message_makes_way_for_the_calls_own_id(party: Party | None) -> None:
    """Where both sources call it the same, no number is needed."""
    line = Line()
    line.shows(0, call(remote_party=party))
    line.hears(0.5, message(**NAMELESS))
    line.hears(1, message(**NAMELESS | {"call_id": "rest"}))
    line.hears(3, message("TERMINATED", call_id="rest", termination_reason="REJECTED"))
    line.shows(3.1)
    assert line.types == ["incoming", "rejected"]


def test_late_messages_of_a_call_that_a_nameless_one_joined_tell_nothing() -> None:
    """It has been told already."""
    line = Line()
    line.shows(0, call())
    line.hears(1, message(**NAMELESS))
    line.shows(9)
    line.waits(20)
    late = [message(timestamp=at(0)), message("TERMINATED", timestamp=at(9))]
    line.hears(30, *late)
    line.waits(400)
    assert line.types == ["incoming", "missed"]
    assert line.tracker.rest_call_id("crm") == "rest"


def test_a_second_call_does_not_take_the_first_ones_story() -> None:
    """Whose messages have its number."""
    line = Line()
    line.shows(0, call())
    line.hears(0.1, message())
    line.hears(1, message(call_id="second"))
    assert line.types == ["incoming", "incoming"]
    line.hears(4, message("TERMINATED"))
    line.shows(4.1)
    assert [call.call_id for call in line.finished] == ["rest"]


@pytest.mark.parametrize("party", [None, SIP_ONLY, Party(display_number="Private")])
@pytest.mark.parametrize("state", ["EARLY", "CONFIRMED", "TERMINATED"])
@pytest.mark.parametrize("second", [0.5, 10])
def test_a_message_puts_no_number_on_a_call_that_snapshots_show(
    party: Party | None, state: str, second: float
) -> None:
    """They know best who is there, and who is nobody's business."""
    line = Line()
    withheld = call(remote_party=party)
    line.shows(0, withheld)
    line.hears(second, message(state, call_id="forged", remote_number=CAROL))
    for after in (1, 2, 3, 4):
        line.shows(second + after, withheld)
    line.shows(second + 5)
    line.waits(100)
    told = [moment for one in line.told for moment in one.moments]
    shown = [moment for moment in told if moment.call_id == "rest"]
    assert [moment.type for moment in shown] == ["incoming", "missed"]
    known = withheld.remote_party.number if withheld.remote_party else None
    assert {moment.remote_number for moment in shown} == {known}
    assert CAROL not in {moment.remote_uri for moment in shown}


def test_a_second_callers_ring_is_not_the_first_ones_who_shows_no_number() -> None:
    """It came too late for that, and has a number."""
    line = Line()
    withheld = call(remote_party=None, call_id="withheld")
    line.shows(0, withheld)
    line.hears(10, message(seq_num=1))
    line.shows(10.2, withheld, call(), started=10)
    line.hears(15, message("TERMINATED", seq_num=2, termination_reason="REJECTED"))
    line.shows(15.2, withheld)
    line.shows(30)
    line.waits(100)
    told = {finished.call_id: finished for finished in line.finished}
    assert told["crm"].outcome is MomentType.REJECTED
    assert told["crm"].remote_number == BOB
    assert told["withheld"].outcome is MomentType.MISSED
    assert told["withheld"].remote_number is None


def test_a_denied_number_does_not_keep_a_call_from_its_own_messages() -> None:
    """The next ones have another number, and the call shows none."""
    line = Line()
    withheld = call(remote_party=None)
    line.shows(0, withheld)
    line.hears(5, message("TERMINATED", call_id="forged", remote_number=CAROL))
    for second in (6, 8, 10):
        line.shows(second, withheld)
    line.hears(12, message("CONFIRMED"))
    line.shows(12.2, call("ACTIVE", remote_party=None))
    line.hears(20, message("TERMINATED"))
    line.shows(20.2)
    assert line.types == WHOLE
    assert line.finished[0].source is Source.BOTH
