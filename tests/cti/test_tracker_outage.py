"""One story per call: ends that messages tell of while no snapshot can be had."""

from typing import Any

import pytest

from custom_components.telepo.cti import MomentType, Party, Source

from .line import BOB, CAROL, Line, at, call, message

FORGED: dict[str, Any] = {"call_id": "forged", "remote_number": None}
WITH_CAROL = Party(tel_uri=f"tel:{CAROL}")


@pytest.mark.parametrize("restarts", [False, True])
def test_a_false_end_does_not_silence_a_call_for_good(*, restarts: bool) -> None:
    """What comes later is told, with the id of before, and nothing a second time."""
    line = Line()
    line.shows(0, call())
    line.shows(5, call("ACTIVE"))
    line.hears(30, message("TERMINATED", **FORGED))
    line.waits(35)
    assert line.types == ["incoming", "answered", "ended"]
    line.shows(39, call("ACTIVE"))
    if restarts:
        line.restarts()
    line.shows(45, call("ACTIVE"), started=0)
    line.shows(50, call("ACTIVE"), started=0)
    assert line.types == ["incoming", "answered", "ended"]
    line.shows(55, call("HELD"), started=0)
    line.shows(65, started=0)
    line.waits(100)
    assert line.types == ["incoming", "answered", "ended", "held", "ended"]
    assert {finished.call_id for finished in line.finished} == {"rest"}
    assert [finished.duration for finished in line.finished] == [25, 60]
    assert line.finished[1].source is Source.SNAPSHOT


def test_a_call_that_still_rings_after_a_false_end_is_answered() -> None:
    """Whatever else messages said of it; its own are heard again."""
    line = Line()
    line.shows(0, call())
    forged: dict[str, Any] = {**FORGED, "branch_id": None}
    line.hears(20, message("CONFIRMED", **forged), message("TERMINATED", **forged))
    line.waits(30)
    assert line.types == ["incoming", "answered", "ended"]
    line.shows(40, call(), started=0)
    line.shows(45, call(), started=0)
    assert len(line.told[-1].moments) == 0
    line.hears(50, message("CONFIRMED"))
    (answered,) = line.shows(50.2, call("ACTIVE"), started=0).moments
    assert (answered.type, answered.source) == (MomentType.ANSWERED, Source.BOTH)
    assert (answered.at, answered.started) == (at(50.2), at(0))
    line.hears(60, message("TERMINATED"))
    line.shows(60.2)
    assert line.finished[1].duration == 10


def test_a_true_end_in_an_outage_is_one() -> None:
    """A snapshot that was under way then brings nothing back."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.hears(30, message("TERMINATED"))
    line.waits(32)
    line.shows(39.9, call("ACTIVE"), started=0)
    for second in (42, 50, 60):
        line.shows(second)
    line.waits(100)
    assert line.types == ["incoming", "answered", "ended"]


def test_a_false_end_in_an_outage_uses_up_the_trust() -> None:
    """It was told of a call that was not over."""
    line = Line()
    for number in range(100):
        second, shown = number * 30, call("ACTIVE", call_id=f"rest{number}")
        line.shows(second, shown)
        line.hears(second + 11, message("TERMINATED", call_id=f"crm{number}"))
        line.waits(second + 13)
        line.shows(second + 22, shown, started=second)
        line.shows(second + 25)
    told = line.tracker.take_message(message("TERMINATED"), at(3005), readable=True)
    assert told.distrusted


def test_a_call_on_hold_that_is_not_over_after_all_is_not_held_again() -> None:
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.shows(5, call("HELD"), started=0)
    line.hears(30, message("TERMINATED"))
    line.waits(35)
    for second in (39, 45, 50):
        line.shows(second, call("HELD"), started=0)
    assert line.types == ["incoming", "answered", "held", "ended"]
    line.shows(55, call("ACTIVE"), started=0)
    assert line.types[4:] == ["resumed"]


def test_a_transferred_call_that_is_not_over_after_all_is_not_transferred_again() -> (
    None
):
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.shows(5, call("ACTIVE", remote_party=WITH_CAROL), started=0)
    line.hears(30, message("TERMINATED"))
    line.waits(35)
    for second in (39, 45, 50):
        line.shows(second, call("ACTIVE", remote_party=WITH_CAROL), started=0)
    line.tracker.note_transfer("rest", at(55))
    line.shows(56)
    line.waits(100)
    assert line.types == ["incoming", "answered", "transferred", "ended", "ended"]


def test_a_call_that_is_not_over_after_all_can_have_got_another_party() -> None:
    """It was answered before what messages said of its end."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.hears(30, message("TERMINATED"))
    line.waits(35)
    for second in (39, 45):
        line.shows(second, call("ACTIVE", remote_party=WITH_CAROL), started=0)
    assert line.types == ["incoming", "answered", "ended", "transferred"]


@pytest.mark.parametrize(
    ("number", "told"), [(None, ["incoming", "answered"]), (BOB, [])]
)
def test_a_message_of_before_a_false_end_is_of_the_rest_if_its_number_says_so(
    number: str | None, told: list[str]
) -> None:
    """The exchange's clock may be slow; the time alone does not speak for it."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.hears(30, message("TERMINATED"))
    line.waits(35)
    for second in (39, 45):
        line.shows(second, call("ACTIVE"), started=0)
    late = message("CONFIRMED", call_id="late", remote_number=number, timestamp=at(20))
    line.hears(46, late)
    assert line.types == ["incoming", "answered", "ended", *told]
