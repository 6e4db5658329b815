"""Connecting two calls of one user."""

from collections.abc import Callable
from typing import Any

import pytest

from simulator import Call, Fault, State

from .commands import (
    active,
    after_every_reading,
    at_reading,
    calls_in,
    held,
    impatient,
    placeholder,
    posts,
    refused,
    ringing,
    second,
    story,
)
from .house import House

ACTION = "transfer_to_call"


async def test_without_ids_the_active_call_goes_to_the_held_one(alice: House) -> None:
    on_hold, talking = held(alice), second(alice)
    alice.simulator.tally.reset()
    answer = await alice.act(ACTION)
    assert answer["call_id"] == talking.call_id
    assert answer["confirmed"] is True
    assert story(alice.simulator) == "snapshot transfer snapshot"
    assert on_hold.state is talking.state is State.TRANSFERRED


@pytest.mark.parametrize(
    "given", [("call_id",), ("target_call_id",), ("call_id", "target_call_id")]
)
async def test_either_or_both_calls_can_be_named(
    alice: House, given: tuple[str, ...]
) -> None:
    on_hold, talking = held(alice), second(alice)
    # The other way round than without ids.
    named = {"call_id": on_hold.call_id, "target_call_id": talking.call_id}
    answer = await alice.act(ACTION, {key: named[key] for key in given})
    assert answer["call_id"] == on_hold.call_id
    assert on_hold.state is talking.state is State.TRANSFERRED


async def test_of_three_calls_two_named_ones_are_connected(alice: House) -> None:
    one, other, third = held(alice), second(alice), ringing(alice)
    await alice.act(ACTION, {"call_id": one.call_id, "target_call_id": other.call_id})
    assert one.state is other.state is State.TRANSFERRED
    assert third.state is State.RINGING


def _nobody(_: House) -> None: ...


def _three(house: House) -> None:
    held(house)
    second(house)
    ringing(house)


def _two_held(house: House) -> None:
    held(house)
    house.exchange.hold(second(house).call_id)


def _two_active(house: House) -> None:
    active(house)
    second(house)


def _active_and_ringing(house: House) -> None:
    second(house)
    ringing(house)


@pytest.mark.parametrize(
    "prepare",
    [_nobody, held, active, _three, _two_held, _two_active, _active_and_ringing],
)
async def test_without_ids_anything_but_one_active_and_one_held_is_refused(
    alice: House, prepare: Callable[[House], object]
) -> None:
    prepare(alice)
    alice.simulator.tally.reset()
    error = await refused(alice, ACTION, mistake=True)
    assert error.translation_key == "no_second_call"
    listed = placeholder(error, "calls")
    assert all(call.call_id in listed for call in alice.exchange.calls("alice"))
    assert story(alice.simulator) == "snapshot"


@pytest.mark.parametrize("given", ["call_id", "target_call_id"])
@pytest.mark.parametrize("others", [0, 2])
async def test_one_id_is_enough_with_exactly_two_calls_only(
    alice: House, given: str, others: int
) -> None:
    call = held(alice)
    for _ in range(others):
        ringing(alice)
    error = await refused(alice, ACTION, {given: call.call_id}, mistake=True)
    assert error.translation_key == "no_second_call"


async def test_a_call_is_not_connected_to_itself(alice: House) -> None:
    call = held(alice)
    second(alice)
    alice.simulator.tally.reset()
    data = {"call_id": call.call_id, "target_call_id": call.call_id}
    error = await refused(alice, ACTION, data, mistake=True)
    assert error.translation_key == "no_second_call"
    assert posts(alice.simulator) == 0


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"call_id": "nobody"}, id="call"),
        pytest.param({"target_call_id": "nobody"}, id="target"),
        pytest.param({"call_id": "nobody", "target_call_id": "nobody"}, id="both"),
    ],
)
async def test_an_unknown_id_is_refused(alice: House, data: dict[str, Any]) -> None:
    calls = [held(alice), second(alice)]
    error = await refused(alice, ACTION, data, mistake=True)
    assert error.translation_key == "call_not_found"
    assert all(call.call_id in placeholder(error, "calls") for call in calls)


async def test_a_call_that_cannot_be_transferred_is_refused(alice: House) -> None:
    second(alice)
    call = ringing(alice)
    alice.simulator.tally.reset()
    error = await refused(alice, ACTION, {"call_id": call.call_id}, mistake=True)
    assert error.translation_key == "action_not_allowed"
    assert placeholder(error, "calls") == f"{call.call_id} (ringing: answer)"
    assert posts(alice.simulator) == 0


def _record(house: House, call: Call) -> Callable[[], object]:
    return lambda: house.exchange.start_recording(call.call_id)


@pytest.mark.parametrize("which", ["call", "target"])
async def test_either_token_may_be_stale_once(alice: House, which: str) -> None:
    """Two active calls, so that either can change without a change of its offer."""
    one, other = active(alice), second(alice)
    alice.simulator.tally.reset()
    changed = one if which == "call" else other
    at_reading(alice.simulator, {1: _record(alice, changed)})
    answer = await alice.act(ACTION, {"call_id": one.call_id})
    assert answer["confirmed"] is True
    assert story(alice.simulator) == "snapshot transfer snapshot transfer snapshot"


async def test_a_token_that_is_stale_again_ends_the_attempts(alice: House) -> None:
    held(alice)
    talking = second(alice)
    alice.simulator.tally.reset()
    after_every_reading(alice.simulator, _record(alice, talking))
    error = await refused(alice, ACTION)
    assert error.translation_key == "state_changed"
    assert posts(alice.simulator) == 2


@pytest.mark.parametrize("which", ["call", "target"])
async def test_either_call_may_end_before_the_command_arrives(
    alice: House, which: str
) -> None:
    on_hold, talking = held(alice), second(alice)
    alice.simulator.tally.reset()
    gone = talking if which == "call" else on_hold
    at_reading(alice.simulator, {1: lambda: alice.exchange.end(gone.call_id)})
    error = await refused(alice, ACTION)
    assert error.translation_key == "call_ended"
    assert posts(alice.simulator) == 1


async def test_accepted_without_effect_returns_unconfirmed(alice: House) -> None:
    held(alice)
    talking = second(alice)
    impatient(alice)
    alice.simulator.faults.add("transfer", Fault.ignored())
    alice.simulator.tally.reset()
    answer = await alice.act(ACTION)
    assert answer["confirmed"] is False
    assert (answer["call_id"], answer["state"]) == (talking.call_id, "active")
    assert posts(alice.simulator) == 1


async def test_a_failure_reported_later_is_a_failure(alice: House) -> None:
    held(alice)
    talking = second(alice)
    alice.simulator.faults.add("transfer", Fault.ignored())
    failure = "Call setup failed with status code 504"
    at_reading(
        alice.simulator, {2: lambda: alice.exchange.fail(talking.call_id, failure)}
    )
    error = await refused(alice, ACTION)
    assert error.translation_key == "command_failed"
    assert placeholder(error, "description") == failure


async def test_missing_tokens_are_left_out(alice: House) -> None:
    held(alice)
    second(alice)

    def edit(body: dict[str, object]) -> object:
        for call in calls_in(body):
            del call["stateToken"]
        return body

    alice.simulator.wire.edit_snapshot = edit
    assert (await alice.act(ACTION))["confirmed"] is True
