"""The book of one call: lost, told twice, told falsely."""

from collections.abc import Sequence

import pytest

from scripts.soak_lib.call_book import CallBook, Evidence
from scripts.soak_lib.told import Moment, Watch
from scripts.soak_lib.truth import Leg, Step
from simulator import Reason, What

ALWAYS = Watch("alice", 0.0, 1000.0, killed=False)

type Seen = Sequence[tuple[float, str]]


def leg(*steps: tuple[float, What], reason: Reason = Reason.HANGUP) -> Leg:
    """Return an incoming call that rings at 10 and ends at 40."""
    return Leg(
        user="alice",
        call_id="rest",
        inbound=True,
        steps=[
            Step(10.0, What.RINGING),
            *(Step(at, what) for at, what in steps),
            Step(40.0, What.ENDED, reason),
        ],
        crm_id="crm",
    )


def moment(at: float, kind: str, call_id: str = "rest") -> Moment:
    """Return a moment of that call."""
    return Moment(at, "alice", kind, call_id, "incoming", "both", 0)


ANSWERED = leg((20.0, What.ANSWERED))
HELD = leg((20.0, What.ANSWERED), (25.0, What.HELD), (30.0, What.RESUMED))
SEEN = [(11.0, "ringing"), (21.0, "active"), (40.1, "TERMINATED")]


def complaints(
    call: Leg,
    told: Seen,
    seen: Seen,
    kills: Sequence[float] = (),
    watches: Sequence[Watch] = (ALWAYS,),
) -> list[str]:
    """Return what the book of a call complains about."""
    evidence = [
        Evidence(at, fact, next(watch for watch in watches if watch.has(at)))
        for at, fact in seen
    ]
    moments = [moment(at, kind) for at, kind in told]
    return list(CallBook(call, evidence, moments, kills).complaints())


def test_a_call_told_as_it_was_is_no_complaint() -> None:
    told = [(11.0, "incoming"), (21.0, "answered"), (40.1, "ended")]
    assert complaints(ANSWERED, told, SEEN) == []


def test_a_call_that_nobody_carried_need_not_be_told() -> None:
    assert complaints(ANSWERED, [], []) == []


@pytest.mark.parametrize("kind", ["incoming", "answered", "ended"])
def test_a_moment_that_was_carried_and_not_told_is_lost(kind: str) -> None:
    told = [(11.0, "incoming"), (21.0, "answered"), (40.1, "ended")]
    left = [each for each in told if each[1] != kind]
    wanted = "ending" if kind == "ended" else kind
    assert f"{wanted} was never told" in complaints(ANSWERED, left, SEEN)


def test_a_hold_that_a_snapshot_showed_is_due() -> None:
    seen = [(11.0, "ringing"), (21.0, "active"), (26.0, "held"), (31.0, "active")]
    told = [(11.0, "incoming"), (21.0, "answered"), (40.1, "ended")]
    assert complaints(HELD, told, seen) == [
        "held told 0 times, not 1",
        "resumed told 0 times, not 1",
    ]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        pytest.param("answered", "answered, answered", id="answered"),
        pytest.param("missed", "missed, ended", id="two endings"),
    ],
)
def test_what_is_told_twice_is_found(kind: str, told: str) -> None:
    moments = [(11.0, "incoming"), (21.0, "answered"), (41.0, kind), (42.0, "ended")]
    assert f"told more than once: {told}" in complaints(ANSWERED, moments, SEEN)


def test_more_holds_than_there_were_are_found() -> None:
    told = [(11.0, "incoming"), (21.0, "answered"), (26.0, "held"), (27.0, "held")]
    told += [(31.0, "resumed"), (40.1, "ended")]
    assert complaints(HELD, told, SEEN) == ["held told 2 times"]


def test_what_had_not_happened_is_told_falsely() -> None:
    told = [(11.0, "incoming"), (15.0, "answered"), (40.1, "ended")]
    assert "answered told, which had not happened" in complaints(ANSWERED, told, SEEN)


def test_a_call_has_one_id_in_all_its_moments() -> None:
    book = CallBook(
        ANSWERED, [], [moment(11.0, "incoming"), moment(41.0, "ended", "crm")], ()
    )
    assert "told under more than one call id" in list(book.complaints())


def test_what_was_told_right_before_a_kill_may_be_told_again() -> None:
    watches = [
        Watch("alice", 0.0, 12.0, killed=True),
        Watch("alice", 15.0, 99.0, killed=False),
    ]
    told = [(11.0, "incoming"), (15.5, "incoming"), (21.0, "answered"), (40.1, "ended")]
    assert complaints(ANSWERED, told, SEEN, [12.0], watches) == []


def test_what_was_told_long_before_a_kill_may_not() -> None:
    watches = [
        Watch("alice", 0.0, 18.0, killed=True),
        Watch("alice", 19.0, 99.0, killed=False),
    ]
    told = [(11.0, "incoming"), (19.5, "incoming"), (21.0, "answered"), (40.1, "ended")]
    assert complaints(ANSWERED, told, SEEN, [18.0], watches) == [
        "told more than once: incoming, incoming"
    ]


def test_a_call_found_in_progress_tells_its_later_moments_only() -> None:
    watches = [Watch("alice", 25.0, 99.0, killed=False)]
    seen = [(26.0, "active"), (40.1, "TERMINATED")]
    assert complaints(ANSWERED, [(40.1, "ended")], seen, watches=watches) == []


def test_a_call_that_was_known_before_a_kill_ends_after_it() -> None:
    watches = [
        Watch("alice", 0.0, 18.0, killed=True),
        Watch("alice", 50.0, 99.0, killed=False),
    ]
    seen = [(11.0, "ringing")]
    told = [(11.0, "incoming")]
    found = complaints(ANSWERED, told, seen, [18.0], watches)
    assert found == ["ending was never told"]


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        pytest.param(Reason.CANCELLED, "missed", id="given up"),
        pytest.param(Reason.REJECTED, "rejected", id="turned down"),
        pytest.param(Reason.ANSWERED_ELSEWHERE, "answered_elsewhere", id="elsewhere"),
    ],
)
def test_a_reason_that_was_carried_decides_the_outcome(
    reason: Reason, outcome: str
) -> None:
    call = leg(reason=reason)
    seen = [(11.0, "ringing"), (40.1, "TERMINATED")]
    assert complaints(call, [(11.0, "incoming"), (40.2, outcome)], seen) == []
    wrong = complaints(call, [(11.0, "incoming"), (40.2, "cancelled")], seen)
    assert wrong == [f"ends as cancelled, not as {outcome}"]


def test_without_its_reason_a_call_may_count_as_missed() -> None:
    call = leg(reason=Reason.REJECTED)
    seen = [(11.0, "ringing")]
    assert complaints(call, [(11.0, "incoming"), (43.1, "missed")], seen) == []


def test_a_reason_that_a_kill_made_forgotten_does_not_decide() -> None:
    watches = [
        Watch("alice", 0.0, 41.0, killed=True),
        Watch("alice", 50.0, 99.0, killed=False),
    ]
    call, seen = leg(reason=Reason.REJECTED), [(11.0, "ringing"), (40.1, "TERMINATED")]
    told = [(11.0, "incoming"), (40.2, "rejected"), (50.5, "missed")]
    assert complaints(call, told, seen, [41.0], watches) == []
    wrong = complaints(call, told[::2], seen, [30.0], watches)
    assert wrong == ["ends as missed, not as rejected"]


def test_an_answer_that_was_carried_makes_no_missed_call() -> None:
    told = [(11.0, "incoming"), (21.0, "answered"), (40.1, "missed")]
    assert "ends as missed, not as ended" in complaints(ANSWERED, told, SEEN)


def test_a_call_whose_messages_could_be_anothers_may_be_told_as_two() -> None:
    told = [(11.0, "incoming"), (12.0, "incoming"), (21.0, "answered"), (40.1, "ended")]
    evidence = [Evidence(at, fact, ALWAYS) for at, fact in SEEN]
    moments = [moment(at, kind) for at, kind in told]
    assert (
        list(CallBook(ANSWERED, evidence, moments, (), ambiguous=True).complaints())
        == []
    )
    lost = CallBook(ANSWERED, evidence, moments[:3], (), ambiguous=True)
    assert list(lost.complaints()) == ["ending was never told"]
