"""The judge of the moments told."""

from collections.abc import Iterable
from itertools import count

import pytest

from scripts.demo_lib.chapters import CHAPTERS, Chapter
from scripts.demo_lib.diary import Moment
from scripts.demo_lib.moment_check import moment_complaints
from scripts.demo_lib.story import CALLER

OFF, ON, VOICE, MISSED = CHAPTERS

ALICES = ["incoming", "answered", "held", "resumed", "transferred", "ended"]


def moment(
    user: str, type_: str, call: str, source: str, number: str = CALLER
) -> Moment:
    """Return a moment of a call from Carol."""
    return Moment(
        at=0,
        user=user,
        type=type_,
        call_id=call,
        direction="incoming",
        number=number,
        source=source,
    )


def told(chapters: Iterable[Chapter]) -> list[Moment]:
    """Return the moments of the chapters as they should be told."""
    ids = count()
    return [
        moment(user, type_, call, "both" if chapter.by_webhook else "snapshot")
        for chapter in chapters
        for user, types in chapter.stories().items()
        for call in [f"{user}-{next(ids)}"]
        for type_ in types
    ]


def alices(types: Iterable[str], source: str = "snapshot") -> list[Moment]:
    """Return moments of Alice, of one call with the webhook off, then Bob's as told."""
    of_bob = [each for each in told([OFF]) if each.user == "bob"]
    return [moment("alice", each, "a", source) for each in types] + of_bob


def test_every_call_of_the_story_has_the_moments_of_the_contract() -> None:
    """With the webhook and by voice the same as without, and at last a missed call."""
    bobs = ["incoming", "answered", "ended"]
    assert (
        OFF.stories()
        == ON.stories()
        == VOICE.stories()
        == {"alice": ALICES, "bob": bobs}
    )
    assert MISSED.stories() == {"alice": ["incoming", "missed"]}
    assert [each.by_webhook for each in CHAPTERS] == [False, True, True, True]


def test_a_story_told_as_it_was_played_is_right() -> None:
    """The chapters together, one call of each user per chapter."""
    assert list(moment_complaints(CHAPTERS, told(CHAPTERS))) == []


@pytest.mark.parametrize("source", ["snapshot", "webhook", "both"])
def test_either_source_may_tell_first_of_a_call_with_the_webhook_on(
    source: str,
) -> None:
    """A poll can come between the exchange and its message."""
    moments = [
        moment("alice", "incoming", "a", source),
        moment("alice", "missed", "a", "both"),
    ]
    assert list(moment_complaints([MISSED], moments)) == []


@pytest.mark.parametrize(
    ("types", "complaint"),
    [
        pytest.param(
            ["incoming", "answered", "resumed", "transferred", "ended"],
            "held missing among incoming, answered, resumed, transferred, ended",
            id="missing",
        ),
        pytest.param([*ALICES, "ended"], "ended told more than once", id="doubled"),
        pytest.param(
            ["incoming", "answered", "resumed", "held", "transferred", "ended"],
            "out of order: incoming, answered, resumed, held, transferred, ended",
            id="out of order",
        ),
        pytest.param([*ALICES, "missed"], "missed told without reason", id="needless"),
    ],
)
def test_what_is_wrong_with_a_call_is_told(types: list[str], complaint: str) -> None:
    """With the user and the chapter."""
    (found,) = moment_complaints([OFF], alices(types))
    assert found == f"alice, webhook off: {complaint}"


@pytest.mark.parametrize("source", ["webhook", "both"])
def test_without_the_webhook_only_snapshots_can_tell(source: str) -> None:
    """Another source would mean that messages came all the same."""
    (found,) = moment_complaints([OFF], alices(ALICES, source))
    assert "the sources are" in found


def test_with_the_webhook_the_end_is_known_from_both() -> None:
    """A call that only snapshots told had no messages."""
    moments = [
        moment("alice", each, "a", "snapshot") for each in ("incoming", "missed")
    ]
    (found,) = moment_complaints([MISSED], moments)
    assert found == "alice, webhook on: the sources are snapshot, snapshot"


def test_a_call_told_as_two_is_a_fault() -> None:
    """Two ids are two calls."""
    moments = [
        moment("alice", "incoming", "a", "webhook"),
        moment("alice", "incoming", "b", "snapshot"),
        moment("alice", "missed", "a", "both"),
    ]
    assert list(moment_complaints([MISSED], moments)) == [
        "calls of alice: 1 played, but 2 told"
    ]


def test_a_call_of_somebody_who_had_none_is_a_fault() -> None:
    """Nobody's moments are told to another."""
    strays = [moment("bob", "incoming", "x", "both")]
    assert list(moment_complaints([MISSED], told([MISSED]) + strays)) == [
        "calls of bob were told, who had none"
    ]


def test_nothing_told_at_all_is_a_fault_for_every_user() -> None:
    """Silence is not success."""
    assert list(moment_complaints([ON], [])) == [
        "calls of alice: 1 played, but 0 told",
        "calls of bob: 1 played, but 0 told",
    ]


def test_a_moment_with_another_caller_is_a_fault() -> None:
    """The number is the caller's throughout."""
    moments = [
        moment("alice", "incoming", "a", "webhook"),
        moment("alice", "missed", "a", "both", number="+15555"),
    ]
    (found,) = moment_complaints([MISSED], moments)
    assert "another direction or caller" in found
