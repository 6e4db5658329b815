"""One story per call: which message belongs to which call."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.telepo.cti import Party

from .line import BOB, CAROL, Line, at, call, message


def test_the_same_caller_twice_within_a_minute_is_two_calls() -> None:
    """Whichever source tells of them."""
    line = Line()
    for second, number in ((0, "1"), (20, "2")):
        crm, rest = f"crm{number}", f"rest{number}"
        line.hears(second, message(call_id=crm))
        line.shows(second + 0.3, call(call_id=rest))
        line.hears(second + 8, message("TERMINATED", call_id=crm))
        line.shows(second + 8.3)
    assert line.types == ["incoming", "missed"] * 2
    assert [finished.call_id for finished in line.finished] == ["crm1", "crm2"]


def test_two_calls_at_once_keep_their_own_messages() -> None:
    """One rings while the other one talks."""
    line = Line()
    carol = Party(tel_uri=f"tel:{CAROL}")
    line.shows(0, call("ACTIVE", call_id="bob"))
    both = (
        call("ACTIVE", call_id="bob"),
        call(call_id="carol", remote_party=carol),
    )
    line.shows(10, *both)
    line.hears(10.1, message(remote_number=CAROL))
    over = message("TERMINATED", remote_number=CAROL, termination_reason="REJECTED")
    line.hears(15, over)
    line.shows(15.2, both[0])
    assert line.types == ["incoming", "answered", "incoming", "rejected"]
    assert line.finished[0].call_id == "carol"


def test_several_new_calls_find_their_messages_by_number() -> None:
    """One message call to one snapshot call, the surest first."""
    line = Line()
    carol = Party(tel_uri=f"tel:{CAROL}")
    line.hears(0, message(call_id="a", remote_number=None))
    line.hears(0.1, message(call_id="b", remote_number=CAROL))
    line.shows(1, call(call_id="bob"), call(call_id="carol", remote_party=carol))
    assert line.types == ["incoming", "incoming"]
    assert line.tracker.rest_call_id("a") == "bob"
    assert line.tracker.rest_call_id("b") == "carol"


@pytest.mark.parametrize(
    ("party", "changes", "same"),
    [
        pytest.param(None, {}, True, id="unknown-party"),
        pytest.param(Party(display_number="Private"), {}, True, id="withheld"),
        pytest.param(Party(tel_uri="tel:0555-0100"), {}, True, id="national"),
        pytest.param(Party(tel_uri=f"tel:{CAROL}"), {}, False, id="another-number"),
        pytest.param(
            Party(tel_uri=f"tel:{BOB}"),
            {"direction": "OUTGOING"},
            False,
            id="another-direction",
        ),
        pytest.param(
            Party(tel_uri=f"tel:{BOB}"), {"direction": "ODD"}, True, id="odd-direction"
        ),
        pytest.param(
            Party(type="USER_ID", party_id="bob@organization.org", tel_uri="tel:999"),
            {"remote_user_id": "Bob"},
            True,
            id="same-user",
        ),
        pytest.param(
            Party(type="USER_ID", party_id="carol@organization.org"),
            {"remote_user_id": "bob@organization.org"},
            False,
            id="another-user",
        ),
    ],
)
def test_nothing_that_both_know_may_differ(
    party: Party | None, changes: dict[str, Any], same: bool
) -> None:
    """What only one of them knows is no difference."""
    line = Line()
    line.shows(0, call(remote_party=party))
    line.hears(0.2, message(**changes))
    assert line.types.count("incoming") + line.types.count("outgoing") == 2 - same


def test_a_late_message_of_a_finished_call_changes_nothing() -> None:
    """By its id, or by its time where no message came before."""
    line = Line(messages_alive=False)
    line.shows(0, call())
    line.shows(5, call("ACTIVE"))
    line.shows(9)
    late = [
        message("CONFIRMED", timestamp=at(4)),
        message("TERMINATED", timestamp=at(8.8)),
        message("TERMINATED", timestamp=at(8.8)),
    ]
    line.hears(40, *late)
    line.waits(400)
    assert line.types == ["incoming", "answered", "ended"]
    assert line.tracker.rest_call_id("crm") == "rest"


@pytest.mark.parametrize("state", ["EARLY", "CONFIRMED", "TERMINATED"])
def test_a_later_call_is_not_mistaken_for_a_late_message(state: str) -> None:
    """The time stamp tells them apart."""
    line = Line(messages_alive=False)
    line.shows(0, call())
    line.shows(9)
    line.hears(30, message(state, timestamp=at(29.8)))
    line.waits(40)
    assert line.types[2:]


def test_a_confirmed_from_before_the_last_ring_is_of_another_call() -> None:
    """The snapshot showed this one ringing after it."""
    line = Line()
    line.shows(0, call())
    line.shows(20, call())
    line.hears(21, message("CONFIRMED", timestamp=at(10)))
    assert line.types == ["incoming", "incoming", "answered"]


def test_an_early_from_after_the_answer_is_of_another_call() -> None:
    """The same number calls on a second line."""
    line = Line()
    line.shows(0, call())
    line.shows(5, call("ACTIVE"))
    line.hears(30, message("EARLY", timestamp=at(30)))
    assert line.types == ["incoming", "answered", "incoming"]


def test_a_slow_clock_at_the_exchange_makes_no_message_late() -> None:
    """What all messages share is the clock, not the way."""
    line = Line()
    for number in range(10):
        begin = number * 100
        crm = f"crm{number}"
        line.hears(begin, message(call_id=crm, timestamp=at(begin - 30)))
        over = message("TERMINATED", call_id=crm, timestamp=at(begin - 25))
        line.hears(begin + 5, over)
        line.shows(begin + 6)
    line.shows(2000, call())
    line.hears(2000.1, message(call_id="last", timestamp=at(1970)))
    assert line.types[-2:] == ["missed", "incoming"]
    line.restarts()
    line.shows(2010, call(call_id="other", remote_party=None))
    line.hears(2010.1, message(call_id="later", timestamp=at(1980.1)))
    assert line.tracker.rest_call_id("later") == "other"


def test_an_incredible_time_stamp_counts_as_none() -> None:
    """The vendor's sample is of 2018."""
    line = Line()
    line.shows(0, call())
    line.hears(1, message(timestamp=datetime(2018, 2, 2, tzinfo=UTC)))
    assert line.types == ["incoming"]


@pytest.mark.parametrize("device_type", ["VOICEMAIL", "SOFT"])
def test_a_message_without_time_stamp_is_of_the_call_that_is_there(
    device_type: str,
) -> None:
    """Its arrival is all there is to go by."""
    line = Line()
    line.shows(0, call())
    line.shows(20, call())
    line.hears(21, message("CONFIRMED", device_type=device_type))
    assert line.tracker.rest_call_id("crm") == "rest"


def test_the_voicemail_may_answer_while_the_call_still_rings() -> None:
    """The ring proves nothing against a message of the mailbox."""
    line = Line()
    line.shows(0, call())
    line.shows(20, call())
    line.hears(30, message("CONFIRMED", device_type="VOICEMAIL", timestamp=at(10)))
    assert line.tracker.rest_call_id("crm") == "rest"
    assert line.types == ["incoming"]


def test_an_echo_of_a_finished_call_is_not_a_new_one() -> None:
    """The answer was under way when the messages said that the call is over."""
    line = Line()
    line.hears(0, message())
    line.hears(1, message("TERMINATED"))
    line.waits(3)
    line.shows(4, call(), started=0)
    line.shows(5, call(), started=0)
    line.shows(6)
    line.waits(30)
    assert line.types == ["incoming", "missed"]


def test_an_id_that_is_used_again_names_a_new_call() -> None:
    """It started well after the end of the other one."""
    line = Line(messages_alive=False)
    line.shows(0, call())
    line.shows(2)
    line.shows(4, call(), started=0)
    assert line.types == ["incoming", "missed"]
    line.shows(6)
    line.shows(60, call("ACTIVE"))
    line.shows(70)
    assert line.types == ["incoming", "missed", "incoming", "answered", "ended"]


@pytest.mark.parametrize(
    "spelling",
    ["tel:+15550100;ext=12", "sip:+15550100@10.1.2.3;user=phone", "+1 (0)555-0100"],
)
def test_a_number_is_recognised_however_a_message_spells_it(spelling: str) -> None:
    """What surrounds the number is none of it."""
    line = Line()
    line.hears(0, message(remote_number=spelling))
    line.shows(0.3, call())
    assert line.types == ["incoming"]


def test_a_call_that_snapshots_overlooked_is_not_the_next_one() -> None:
    """The same caller rings again, and the first end was lost."""
    line = Line()
    line.hears(0, message())
    line.shows(1)
    line.shows(8)
    line.shows(9, call())
    assert line.types == ["incoming", "incoming"]


def test_a_messages_id_can_be_the_snapshots_id_of_another_call() -> None:
    """Which the messages call otherwise."""
    line = Line()
    line.shows(0, call())
    line.hears(0.1, message())
    line.hears(1, message(call_id="rest", remote_number=CAROL))
    assert line.types == ["incoming", "incoming"]


def test_a_new_caller_is_no_echo_of_another_ones_call() -> None:
    """Though the snapshot says nothing of the call's age."""
    line = Line()
    line.hears(0, message())
    line.hears(1, message("TERMINATED"))
    line.waits(3)
    carol = Party(tel_uri=f"tel:{CAROL}")
    (incoming,) = line.shows(3.5, call(call_id="new", remote_party=carol)).moments
    assert incoming.remote_number == CAROL


def test_a_late_message_without_a_number_is_of_no_call_that_began_later() -> None:
    """Snapshots showed that there was none when it was sent."""
    line = Line()
    line.shows(100)
    line.shows(102, call())
    line.hears(102.5, message(remote_number=None, timestamp=at(50)))
    assert line.types == ["incoming", "incoming"]


def test_a_message_of_after_the_end_is_of_another_call() -> None:
    """Of two seconds it may be late by the clocks, but not of four."""
    line = Line(messages_alive=False)
    line.shows(0, call())
    line.shows(9)
    line.hears(14, message(timestamp=at(13)))
    assert line.types == ["incoming", "missed", "incoming"]


def test_a_call_that_a_snapshot_saw_vanish_does_not_come_back() -> None:
    """However long after its end another one shows it once more."""
    line = Line()
    line.shows(0, call())
    line.hears(5, message("TERMINATED"))
    line.shows(5.2)
    line.shows(20, call(), started=0)
    line.shows(22)
    line.waits(40)
    assert line.types == ["incoming", "missed"]


def test_the_snapshots_name_of_a_call_is_no_message() -> None:
    line = Line()
    line.hears(0, message(call_id="rest", remote_number=CAROL))
    carol = Party(tel_uri=f"tel:{CAROL}")
    line.shows(0.3, call(call_id="carol", remote_party=carol))
    line.shows(1, call(call_id="carol", remote_party=carol), call())
    assert line.tracker.rest_call_id("rest") == "rest"


def test_whom_a_conference_shows_does_not_speak_against_its_message() -> None:
    """The call began with another one."""
    line = Line()
    line.hears(0, message())
    carol = Party(tel_uri=f"tel:{CAROL}")
    line.shows(0.3, call(remote_party=carol, conference=True))
    assert line.types.count("incoming") == 1
    assert line.tracker.rest_call_id("crm") == "rest"


def test_a_snapshot_may_show_a_call_seconds_after_its_message() -> None:
    """One in between did not show it yet."""
    line = Line()
    line.hears(0, message(remote_number=None))
    line.shows(3)
    line.shows(4, call())
    assert line.types == ["incoming"]


def test_an_id_is_not_used_again_for_a_call_of_before_its_end() -> None:
    """The sources' clocks may be seconds apart."""
    line = Line(messages_alive=False)
    line.shows(0, call())
    line.shows(2)
    line.shows(6, call(), started=4)
    assert line.types == ["incoming", "missed"]


def test_a_call_of_a_known_age_is_no_echo_that_says_nothing_of_it() -> None:
    line = Line()
    line.hears(0, message())
    line.hears(1, message("TERMINATED"))
    line.waits(3)
    line.shows(3.5, call(call_id="next", duration=1), started=2.5)
    assert line.types == ["incoming", "missed", "incoming"]


def test_an_echo_that_says_nothing_of_its_age_is_one_for_seconds_only() -> None:
    line = Line()
    line.hears(0, message())
    line.hears(1, message("TERMINATED"))
    line.waits(3)
    line.shows(5, call(call_id="next"))
    assert line.types == ["incoming", "missed", "incoming"]
