"""What the call sensors show."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Event, HomeAssistant
import pytest

from simulator import Call, Fault, State

from .commands import (
    NAME,
    NUMBER,
    OTHER_NAME,
    OTHER_NUMBER,
    JsonObject,
    active,
    calls_in,
    change_calls,
    held,
    ringing,
    second,
)
from .house import House


def _dialing(house: House) -> Call:
    return house.exchange.outbound("alice", OTHER_NUMBER, OTHER_NAME)


def _parked(house: House) -> Call:
    return house.exchange.park(active(house).call_id)


def _unknown(house: House) -> Call:
    """Return a call that is parked, which a server without the word tells by nothing."""
    house.simulator.wire.statuses[State.PARKED] = "QUEUED"
    house.simulator.wire.edit_snapshot = _without_actions_of_queued
    return _parked(house)


def _without_actions_of_queued(body: JsonObject) -> JsonObject:
    for call in calls_in(body):
        if call["status"] == "QUEUED":
            call["actions"] = []
    return body


async def test_without_a_call_everything_is_idle(alice: House) -> None:
    state = alice.state("sensor", "call")
    assert state.state == "idle"
    for attribute in (
        "call_id",
        "status",
        "direction",
        "remote_name",
        "remote_number",
        "remote_uri",
    ):
        assert state.attributes[attribute] is None
    assert state.attributes["actions"] == state.attributes["calls"] == []
    assert state.attributes["options"] == [
        "idle",
        "dialing",
        "ringing",
        "active",
        "held",
        "parked",
        "unknown",
    ]
    party = alice.state("sensor", "remote_party")
    assert party.state == "unknown"
    for attribute in ("number", "uri", "party_type"):
        assert party.attributes[attribute] is None
    assert alice.state("sensor", "call_started").state == "unknown"
    assert alice.state("sensor", "calls").state == "0"


async def test_a_ringing_call_shows_who_calls(alice: House) -> None:
    call = ringing(alice)
    await alice.poll()

    state = alice.state("sensor", "call")
    assert state.state == "ringing"
    (listed,) = state.attributes["calls"]
    shown = {
        "call_id": call.call_id,
        "status": "RINGING",
        "direction": "incoming",
        "remote_name": NAME,
        "remote_number": NUMBER,
        "remote_uri": f"tel:{NUMBER}",
        "actions": ["ANSWER"],
    }
    assert {key: state.attributes[key] for key in shown} == shown
    started = alice.state("sensor", "call_started").state
    assert listed == {
        **shown,
        "state": "ringing",
        "started": started,
        "conference": False,
        "recording": False,
    }
    party = alice.state("sensor", "remote_party")
    assert party.state == NAME
    assert party.attributes["number"] == NUMBER
    assert party.attributes["uri"] == f"tel:{NUMBER}"
    assert party.attributes["party_type"] is None
    assert alice.state("sensor", "calls").state == "1"
    answer = await alice.act("get_calls")
    assert answer["calls"] == state.attributes["calls"]


@pytest.mark.parametrize(
    ("prepare", "shown"),
    [
        pytest.param(_dialing, "dialing", id="dialing"),
        pytest.param(ringing, "ringing", id="ringing"),
        pytest.param(active, "active", id="active"),
        pytest.param(held, "held", id="held"),
        pytest.param(_parked, "parked", id="parked"),
        pytest.param(_unknown, "unknown", id="unknown"),
    ],
)
async def test_every_state_is_shown(
    alice: House, prepare: Callable[[House], Call], shown: str
) -> None:
    prepare(alice)
    await alice.poll()
    assert alice.state("sensor", "call").state == shown


async def test_the_raw_status_stays_visible(alice: House) -> None:
    active(alice)
    change_calls(alice.simulator, status="Brand_New", actions=[{"action": "HOLD"}])
    await alice.poll()
    state = alice.state("sensor", "call")
    assert (state.state, state.attributes["status"]) == ("active", "Brand_New")


ORDER = [ringing, second, _dialing, held, _parked, _unknown]


@pytest.mark.parametrize("newest_first", [True, False], ids=["ascending", "descending"])
@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(better, worse, id=f"{better.__name__}-{worse.__name__}")
        for better, worse in pairwise(ORDER)
        # The two are the same state to this simulator.
        if (better, worse) != (_parked, _unknown)
    ],
)
async def test_the_primary_call_is_the_one_that_matters_most(
    alice: House,
    better: Callable[[House], Call],
    worse: Callable[[House], Call],
    newest_first: bool,
) -> None:
    calls = {}
    for prepare in (better, worse) if newest_first else (worse, better):
        calls[prepare] = prepare(alice)
        await alice.poll()
    state = alice.state("sensor", "call")
    assert state.attributes["call_id"] == calls[better].call_id
    listed = [call["call_id"] for call in state.attributes["calls"]]
    assert sorted(listed) == sorted(call.call_id for call in calls.values())
    assert alice.state("sensor", "calls").state == "2"


async def test_of_equal_calls_the_newest_is_primary(alice: House) -> None:
    ringing(alice)
    await alice.poll()
    newer = alice.exchange.inbound("alice", OTHER_NUMBER, OTHER_NAME)
    await alice.poll()
    assert alice.state("sensor", "call").attributes["call_id"] == newer.call_id
    assert alice.state("sensor", "remote_party").state == OTHER_NAME


async def test_two_overlapping_calls_never_show_idle_while_one_lives(
    alice: House,
) -> None:
    entity_id = alice.entity_id("sensor", "call")
    changes = alice.heard("state_changed")
    first = active(alice)
    await alice.poll()
    other = second(alice)
    await alice.poll()
    alice.exchange.end(first.call_id)
    await alice.poll()
    seen = _states(changes, entity_id)
    assert seen
    assert "idle" not in seen
    alice.exchange.end(other.call_id)
    await alice.poll()
    assert _states(changes, entity_id)[-1] == "idle"


def _states(changes: list[Event], entity_id: str) -> list[str]:
    return [
        change.data["new_state"].state
        for change in changes
        if change.data["entity_id"] == entity_id
    ]


async def test_unchanged_polls_write_no_state(
    alice: House, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The clock of a call runs on: that alone is no change."""
    # At midnight the totals begin anew.
    freezer.move_to("2026-10-12T09:30:00-07:00")
    active(alice)
    second(alice)
    seconds = iter(range(1, 1000))

    def edit(body: JsonObject) -> JsonObject:
        for call in calls_in(body):
            call["duration"] = next(seconds)
        return body

    alice.simulator.wire.edit_snapshot = edit
    await alice.poll()
    changes = alice.heard("state_changed")
    before = {state.entity_id: state.last_reported for state in hass.states.async_all()}
    alice.simulator.tally.reset()
    for turn in range(1, 51):
        await alice.poll(700 * turn)
    assert alice.simulator.tally.count("snapshot") >= 50
    assert changes == []
    assert before == {
        state.entity_id: state.last_reported for state in hass.states.async_all()
    }


async def test_the_start_does_not_move_while_the_call_lasts(alice: House) -> None:
    call = ringing(alice)
    await alice.poll()
    started = alice.state("sensor", "call_started").state
    assert datetime.fromisoformat(started).tzinfo is not None
    for step in (
        alice.exchange.answer,
        alice.exchange.hold,
        alice.exchange.resume,
        alice.exchange.park,
    ):
        step(call.call_id)
        change_calls(alice.simulator, duration=77)
        await alice.poll()
        assert alice.state("sensor", "call_started").state == started
    alice.simulator.faults.add("snapshot", Fault.answer(503), times=1)
    await alice.poll()
    assert alice.state("sensor", "call_started").state == "unavailable"
    await alice.poll()
    assert alice.state("sensor", "call_started").state == started


async def test_a_call_found_under_way_started_when_its_duration_says(
    alice: House,
) -> None:
    active(alice)
    change_calls(alice.simulator, duration=3600)
    await alice.poll()
    started = datetime.fromisoformat(alice.state("sensor", "call_started").state)
    age = datetime.now(UTC) - started
    assert timedelta(minutes=59) < age < timedelta(minutes=61)
