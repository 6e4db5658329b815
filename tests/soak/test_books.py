"""Both sides' books together: messages lost, repeated or taken from a dead address."""

from collections.abc import Sequence

import pytest

from scripts.soak_lib.books import Books
from scripts.soak_lib.forms import GIVEN_UP
from scripts.soak_lib.told import Message, Moment, Told, Watch
from scripts.soak_lib.truth import Leg, Sight, Step, Truth
from simulator import Reason, Simulator, What
from simulator.crm_connector import Delivery

STATES = ("EARLY", "CONFIRMED", "TERMINATED")
POSTED = [(10.0 + number, number, state) for number, state in enumerate(STATES, 1)]

type Times = Sequence[tuple[float, float]]


def written(status: int = 200) -> Truth:
    """Return the exchange's book: one call with three messages, shown once."""
    truth = Truth(Simulator())
    truth.legs["rest"] = Leg(
        user="alice",
        call_id="rest",
        inbound=True,
        steps=[
            Step(11.0, What.RINGING),
            Step(12.0, What.ANSWERED),
            Step(13.0, What.ENDED, Reason.HANGUP),
        ],
        crm_id="crm",
    )
    truth.sights.append(Sight(11.4, "alice", {"rest": "ringing"}))
    for at, number, state in POSTED:
        message: dict[str, str | int] = {
            "call_id": "crm",
            "branch_id": "leg",
            "seq_num": number,
            "state": state,
            "local_user_id": "alice@organization.org",
        }
        truth._simulator.crm.deliveries.append(
            Delivery(at + truth._behind, message, status, 1.0)
        )
    return truth


def heard() -> Told:
    """Return what Home Assistant told of that: everything, once."""
    told = Told(clock=[(0.0, 0.0)])
    told.watches.append(Watch("alice", 0.0, 99.0, killed=False))
    for at, kind in ((11.0, "incoming"), (12.0, "answered"), (13.0, "ended")):
        told.moments.append(Moment(at, "alice", kind, "crm", "incoming", "both", 1))
    for at, number, state in POSTED:
        key = ("crm", "leg", number)
        told.messages.append(Message(at, "alice", key, state, process=0))
    return told


def complaints(told: Told, truth: Truth | None = None, moves: Times = ()) -> list[str]:
    """Compare."""
    books = Books(
        truth or written(), told, (), trials=(), moves=moves, exchange_clock=[(0.0, 0)]
    )
    return books.complaints()


def test_equal_books_are_no_complaint() -> None:
    assert complaints(heard()) == []


def overheard(clock_off: float) -> Books:
    """Return the books of which only the ending's message came, and nothing was told."""
    truth, told = written(), heard()
    truth.sights.clear()
    del truth._simulator.crm.deliveries[:2], told.messages[:2], told.moments[:]
    clock = [(0.0, clock_off)]
    return Books(truth, told, (), trials=(), moves=(), exchange_clock=clock)


def test_an_ending_whose_message_can_be_anothers_is_not_lost() -> None:
    """The clocks differ by a minute, and it is the first that is heard of the call."""
    lost = ["alice's call rest: ending was never told"]
    assert overheard(clock_off=0.0).complaints() == lost
    books = overheard(clock_off=60.0)
    assert books.complaints() == []
    assert books.counts()["ambiguous calls"] == 1
    assert books.seen() == 0


def test_a_sight_in_a_snapshot_and_each_message_are_counted_as_seen() -> None:
    books = Books(
        written(), heard(), (), trials=(), moves=(), exchange_clock=[(0.0, 0.0)]
    )
    assert books.seen() == 1 + len(POSTED)


def test_what_a_snapshot_showed_is_lost_though_the_messages_are_doubtful() -> None:
    truth, told = written(), heard()
    del told.moments[:]
    books = Books(truth, told, (), trials=(), moves=(), exchange_clock=[(0.0, 60.0)])
    assert "alice's call rest: ending was never told" in books.complaints()


def test_a_message_that_was_accepted_and_not_told_is_lost() -> None:
    told = heard()
    del told.messages[1]
    assert complaints(told) == ["1 CRM messages were answered 200 and never told"]


def test_a_message_that_went_to_the_address_before_is_not_lost() -> None:
    told = heard()
    del told.messages[1]
    assert complaints(told, moves=[(11.5, 12.5)]) == []


def test_a_message_that_is_told_twice_is_found_but_not_after_a_restart() -> None:
    told = heard()
    again = told.messages[0]
    told.messages.append(again)
    assert complaints(told) == ["1 CRM messages were told more than once"]
    told.messages[-1] = Message(14.0, again.user, again.key, again.state, process=1)
    assert complaints(told) == []


def test_messages_that_nobody_accepted_are_no_proof_of_anything() -> None:
    told = heard()
    assert complaints(told, written(status=404)) == ["no CRM message arrived at all"]


def test_a_message_to_an_address_that_was_given_up_is_not_to_be_told() -> None:
    told = heard()
    key = (f"{GIVEN_UP}-1", None, None)
    told.messages.append(Message(20.0, "", key, "EARLY", process=0))
    assert complaints(told) == [
        "a CRM message to an address that was given up was told"
    ]


def test_a_moment_of_a_call_that_never_was_is_found() -> None:
    told = heard()
    told.moments.append(
        Moment(20.0, "alice", "incoming", "ghost", "incoming", "both", 0)
    )
    assert complaints(told) == [
        "incoming told to alice of a call that never was",
    ]


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_lost_and_a_doubled_moment_are_found(index: int) -> None:
    told = heard()
    moment = told.moments.pop(index)
    assert len(complaints(told)) == 1
    told.moments += [moment, moment]
    told.moments.sort(key=lambda each: each.at)
    assert len(complaints(told)) == 1


@pytest.mark.parametrize(
    ("kept", "complaint"),
    [
        pytest.param([], "is 0 times in the history", id="lost"),
        pytest.param(["ended"] * 2, "is 2 times in the history", id="doubled"),
        pytest.param(["missed"], "is kept with another outcome", id="other"),
    ],
)
def test_a_history_that_differs_is_found(kept: list[str], complaint: str) -> None:
    books = Books(
        written(), heard(), (), trials=(), moves=(), exchange_clock=[(0.0, 0.0)]
    )
    history = [{"call_id": "crm", "outcome": outcome} for outcome in kept]
    assert list(books.history_complaints("alice", history)) == [
        f"alice's call rest {complaint}"
    ]
    agreed = [{"call_id": "crm", "outcome": "ended"}]
    assert list(books.history_complaints("alice", agreed)) == []
