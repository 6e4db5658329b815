"""One story per call: what forged messages can make of it, and what not."""

from typing import Any

import pytest

from custom_components.telepo.cti import CrmMessage, MomentType, Party, Source

from .line import CAROL, Line, at, call, message


def flood(line: Line, second: float, *, calls: int, readable: bool) -> list[bool]:
    """Tell of so many calls in one moment; return whether each was distrusted."""
    return [
        line.tracker.take_message(
            message(call_id=f"forged{second}-{number}"), at(second), readable=readable
        ).distrusted
        for number in range(calls)
    ]


def flood_of_ends(line: Line, second: float, *call_ids: str) -> list[bool]:
    """Tell that these calls are over, and wait; return whether each was distrusted."""
    line.waits(second)
    told = [
        line.tracker.take_message(
            message("TERMINATED", call_id=call_id), at(second), readable=True
        )
        for call_id in call_ids
    ]
    line.waits(second + 3)
    return [one.distrusted for one in told]


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
    assert line.tracker.rest_call_id("crm") is None
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
    line.restarts()
    assert flood(line, 3601, calls=1, readable=readable) == [False]


def test_trust_begins_anew_with_a_new_address() -> None:
    """Not for what came before, but for what comes now."""
    line = Line()
    flood(line, 0, calls=60, readable=True)
    flood(line, 10, calls=30, readable=True)
    line.tracker.trust_anew(at(5))
    assert flood(line, 20, calls=71, readable=True) == [False] * 70 + [True]
    line.tracker.trust_anew(at(20))
    assert flood(line, 21, calls=101, readable=True) == [False] * 100 + [True]


def test_an_hour_is_one_when_our_clock_is_put_back_in_it() -> None:
    """Half an hour after the flood, when nothing else is remembered of it."""
    line = Line()
    flood_of_ends(line, 4000, *(f"forged{number}" for number in range(100)))
    line.shows(5800)
    line.shows(4000)
    assert flood(line, 5750, calls=1, readable=True) == [True]
    assert flood(line, 5850, calls=1, readable=True) == [False]


def test_a_restart_does_not_renew_the_trust() -> None:
    """Though nothing else is remembered of the calls."""
    line = Line()
    flood_of_ends(line, 0, *(f"forged{number}" for number in range(100)))
    line.shows(1000)
    assert line.tracker.dump()["finished"] == []
    line.restarts()
    line.restarts()
    assert flood(line, 3500, calls=1, readable=True) == [True]
    assert flood(line, 3601, calls=1, readable=True) == [False]


def test_what_is_seen_too_late_does_not_use_up_the_trust() -> None:
    """The snapshot lags behind the end, and shows the call all the same."""
    line = Line()
    for number in range(150):
        second, crm = number * 10, f"crm{number}"
        (told,) = flood_of_ends(line, second, crm)
        assert not told
        line.shows(second + 3.2, call(call_id=f"rest{number}"), started=second - 1)
        line.shows(second + 5)
    assert line.types == ["missed"] * 150


def test_an_end_that_was_none_uses_up_the_trust() -> None:
    """The call that it was taken for goes on: it was another."""
    line = Line()
    for number in range(100):
        second, shown = number * 30, call(call_id=f"rest{number}")
        assert flood_of_ends(line, second, f"crm{number}") == [False]
        for after in (3.2, 11.2):
            line.shows(second + after, shown, started=second - 1)
        line.shows(second + 15)
    assert flood_of_ends(line, 3010, "crm") == [True]
    assert line.types == ["missed", "incoming", "missed"] * 100


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


def stamped(second: float, state: str, slow: float, **changes: Any) -> CrmMessage:
    """Return a message that an exchange with a slow clock sends at that second."""
    return message(state, timestamp=at(second - slow), **changes)


def tell_of_carol(line: Line, second: float, slow: float, first: str) -> None:
    """Let Carol call for 30 s; `first` is what is first heard of her call."""
    known: dict[str, Any] = {"call_id": f"crm{second}", "remote_number": CAROL}
    shown: dict[str, Any] = {
        "call_id": f"rest{second}",
        "remote_party": Party(tel_uri=f"tel:{CAROL}"),
    }
    line.shows(second - 1)
    if first == "EARLY":
        line.hears(second, stamped(second, "EARLY", slow, **known))
    line.shows(second + 0.2, call(**shown))
    if first != "TERMINATED":
        line.hears(second + 5, stamped(second + 5, "CONFIRMED", slow, **known))
    line.shows(second + 5.2, call("ACTIVE", **shown))
    line.hears(second + 30, stamped(second + 30, "TERMINATED", slow, **known))
    line.shows(second + 30.2)


def tell_too_late(line: Line, second: float) -> None:
    """Let Carol call for 5 s; the messages come minutes later."""
    known: dict[str, Any] = {"call_id": f"crm{second}", "remote_number": CAROL}
    line.shows(second, call(remote_party=Party(tel_uri=f"tel:{CAROL}")))
    line.shows(second + 5)
    for number, state in enumerate(("EARLY", "CONFIRMED", "TERMINATED")):
        line.hears(
            second + 200 + number, message(state, timestamp=at(second + 2), **known)
        )


@pytest.mark.parametrize("first", ["EARLY", "CONFIRMED", "TERMINATED"])
@pytest.mark.parametrize("slow", [0, 60], ids=["right", "slow"])
@pytest.mark.parametrize("forged", [1, 2, 20])
@pytest.mark.parametrize("age", [0, -50, 540], ids=["fresh", "ahead", "old"])
def test_forged_time_stamps_do_not_make_true_messages_late(
    age: float, forged: int, slow: float, first: str
) -> None:
    """Nor late ones prompt: each call is told once, and each of its messages joins it."""
    line = Line()
    for number in range(12):
        line.hears(0, stamped(0, "TERMINATED", slow, call_id=f"true{number}"))
    for number in range(forged):
        forgery = stamped(number, "TERMINATED", age, call_id=f"forged{number}")
        line.hears(number, forgery)
    line.waits(300)
    line.told.clear()
    tell_of_carol(line, 400, slow, first)
    line.waits(500)
    assert line.types == ["incoming", "answered", "ended"]
    assert line.tracker.rest_call_id("crm400") == "rest400"


@pytest.mark.parametrize(("true", "forged"), [(0, 0), (0, 1), (0, 8), (12, 10)])
def test_forged_time_stamps_do_not_make_late_messages_prompt(
    true: int, forged: int
) -> None:
    """Neither fewer than ten, nor ten among true ones, say anything of the clock."""
    line = Line()
    for number in range(true):
        line.hears(0, stamped(0, "TERMINATED", 0, call_id=f"true{number}"))
    for number in range(forged):
        forgery = stamped(number, "TERMINATED", 540, call_id=f"forged{number}")
        line.hears(number, forgery)
    line.waits(300)
    line.told.clear()
    tell_too_late(line, 400)
    line.waits(700)
    assert line.types == ["incoming", "missed"]
    assert line.tracker.rest_call_id("crm400") == "rest"


def test_a_caller_without_a_number_is_told_once_after_a_forged_time_stamp() -> None:
    """Only the time says that both are one call, and the exchange's clock is slow."""
    line = Line()
    for number in range(20):
        line.hears(0, stamped(0, "TERMINATED", 60, call_id=f"true{number}"))
    for number in range(2):
        line.hears(10, stamped(10, "TERMINATED", 0, call_id=f"forged{number}"))
    line.waits(90)
    line.told.clear()
    line.shows(99)
    line.shows(100, call(remote_party=None))
    line.hears(108, stamped(108, "CONFIRMED", 60, remote_number=None))
    line.shows(108.2, call("ACTIVE", remote_party=None))
    line.hears(120, stamped(120, "TERMINATED", 60, remote_number=None))
    line.shows(120.2)
    assert line.types == ["incoming", "answered", "ended"]


@pytest.mark.parametrize("state", ["CONFIRMED", "TERMINATED"])
def test_a_message_that_a_snapshot_denies_does_not_keep_the_call_from_its_own(
    state: str,
) -> None:
    """It was forged, or of an earlier call of the same number, and came late."""
    line = Line()
    line.shows(0, call())
    line.hears(1, message(state, call_id="other"))
    for second in (1.2, 3.2, 5.2):
        line.shows(second, call())
    line.restarts()
    assert line.tracker.rest_call_id("other") is None
    line.hears(8, message("CONFIRMED"))
    line.shows(8.2, call("ACTIVE"))
    line.hears(20, message("TERMINATED"))
    line.shows(20.2)
    line.waits(60)
    assert line.types == ["incoming", "answered", "ended"]
    assert line.tracker.rest_call_id("crm") == "rest"


def test_a_call_keeps_its_messages_though_a_forged_one_is_denied() -> None:
    """They told of its beginning."""
    line = Line()
    line.shows(0, call())
    line.hears(0.1, message())
    line.hears(1, message("TERMINATED"))
    for second in (1.2, 3.2, 5.2):
        line.shows(second, call())
    assert line.tracker.rest_call_id("crm") == "rest"
