"""Every story plays to its end and leaves no call behind."""

import pytest

from simulator import SCENARIOS, Change, NotFoundError, Simulator


@pytest.fixture
def changes(sim: Simulator) -> list[Change]:
    """Return the list that every change enters."""
    changes: list[Change] = []
    sim.exchange.subscribe(changes.append)
    return changes


@pytest.mark.parametrize("name", list(SCENARIOS))
async def test_a_story_leaves_a_quiet_exchange(
    sim: Simulator, changes: list[Change], name: str
) -> None:
    """All of its calls have ended."""
    await sim.play(name, pace=0)

    assert changes
    assert sim.exchange.calls() == []
    assert sim.exchange.transfers == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("incoming_answered", "ringing answered ended"),
        ("missed", "ringing ended"),
        ("rejected", "ringing ended"),
        ("answered_elsewhere", "ringing ended"),
        ("outgoing", "dialing answered ended"),
        ("held_and_resumed", "ringing answered held resumed ended"),
        ("transferred_blind", "ringing answered transferring transferred"),
        (
            "transferred_attended",
            "ringing answered held dialing answered resumed transferred transferred",
        ),
        ("camp_on", "ringing answered transferring transferred"),
        (
            "two_overlapping_calls",
            "ringing answered ringing held answered ended resumed ended",
        ),
    ],
)
async def test_a_story_tells_the_user_what_its_name_says(
    sim: Simulator, changes: list[Change], name: str, told: str
) -> None:
    """Step by step."""
    await sim.play(name, pace=0)

    mine = [change.what for change in changes if change.user.name == "alice"]
    assert mine == told.split()


async def test_two_calls_overlap_without_a_gap(sim: Simulator) -> None:
    """At every pause one of them lives."""
    living: list[int] = []

    async def pause(_: float) -> None:
        living.append(len(sim.exchange.calls("alice")))

    await sim.play("two_overlapping_calls", pause=pause)

    assert min(living) == 1
    assert max(living) == 2


async def test_an_unknown_story_or_user_is_an_error(sim: Simulator) -> None:
    """Before anything happens."""
    with pytest.raises(KeyError):
        await sim.play("opera")
    with pytest.raises(NotFoundError):
        await sim.play("missed", user="carol")


async def test_a_click_that_upsets_a_story_is_told(sim: Simulator) -> None:
    """The simulator goes on."""
    sim.play_in_background("missed", user="alice", colleague="bob", pace=0.001)
    await sim.events.wait(0, 5)
    sim.exchange.end(sim.exchange.calls()[0].call_id)

    seen = sim.events.last
    events = await sim.events.wait(seen, 5)

    assert [event["problem"] for event in events] == ["the call is over"]
