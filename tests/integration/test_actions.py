"""Hold, resume and get_calls: what they read, send, refuse and answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.telepo.const import DOMAIN
from simulator import Call, Fault, State

from .commands import (
    NAME,
    NUMBER,
    active,
    at_reading,
    change_calls,
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

CALL_KEYS = {
    "call_id",
    "state",
    "status",
    "direction",
    "remote_name",
    "remote_number",
    "remote_uri",
    "started",
    "conference",
    "recording",
    "actions",
}


async def test_hold_costs_three_requests_and_answers_with_the_held_call(
    alice: House,
) -> None:
    call = active(alice)
    alice.simulator.tally.reset()
    answer = await alice.act("hold")

    assert story(alice.simulator) == "snapshot hold snapshot"
    assert answer.keys() == CALL_KEYS | {"confirmed"}
    assert answer["call_id"] == call.call_id
    assert answer["state"] == "held"
    assert answer["status"] == "HELD"
    assert answer["direction"] == "incoming"
    assert answer["remote_name"] == NAME
    assert answer["remote_number"] == NUMBER
    assert answer["remote_uri"] == f"tel:{NUMBER}"
    assert answer["actions"] == ["MOVE", "TRANSFER", "RESUME", "PARK"]
    assert answer["confirmed"] is True
    assert call.state is State.HELD


async def test_resume_costs_three_requests_and_answers_with_the_active_call(
    alice: House,
) -> None:
    call = held(alice)
    alice.simulator.tally.reset()
    answer = await alice.act("resume")

    assert story(alice.simulator) == "snapshot resume snapshot"
    assert (answer["state"], answer["confirmed"]) == ("active", True)
    assert call.state is State.ACTIVE


async def test_the_entities_show_a_command_s_effect_without_another_poll(
    alice: House,
) -> None:
    active(alice)
    await alice.act("hold")
    assert alice.state("sensor", "call").state == "held"
    await alice.act("resume")
    assert alice.state("sensor", "call").state == "active"


async def test_an_action_without_a_wish_for_an_answer_works_too(alice: House) -> None:
    call = active(alice)
    await alice.hass.services.async_call(DOMAIN, "hold", {}, blocking=True)
    assert call.state is State.HELD


async def test_a_parked_call_can_be_resumed(alice: House) -> None:
    call = active(alice)
    alice.exchange.park(call.call_id)
    assert (await alice.act("resume"))["state"] == "active"


@pytest.mark.parametrize(
    ("action", "prepare"),
    [
        pytest.param("hold", ringing, id="hold-a-ringing-call"),
        pytest.param("hold", held, id="hold-a-held-call"),
        pytest.param("resume", active, id="resume-an-active-call"),
        pytest.param("transfer", ringing, id="transfer-a-ringing-call"),
    ],
)
@pytest.mark.parametrize("named", [True, False], ids=["named", "not-named"])
async def test_what_the_exchange_does_not_offer_is_refused_unsent(
    alice: House, action: str, prepare: Callable[[House], Call], named: bool
) -> None:
    call = prepare(alice)
    alice.simulator.tally.reset()
    data = {"call_id": call.call_id} if named else {}
    if action == "transfer":
        data["destination"] = "+15555"
    error = await refused(alice, action, data, mistake=True)

    assert error.translation_key == "action_not_allowed"
    assert placeholder(error, "action") == action
    assert placeholder(error, "calls") == (
        f"{call.call_id} ({call.state}: {', '.join(call.actions).lower()})"
    )
    assert story(alice.simulator) == "snapshot"


async def test_the_offer_counts_and_not_the_status(alice: House) -> None:
    call = active(alice)
    change_calls(alice.simulator, status="ACTIVE", actions=[{"action": "MOVE"}])
    error = await refused(alice, "hold", {"call_id": call.call_id}, mistake=True)
    assert error.translation_key == "action_not_allowed"


@pytest.mark.parametrize("action", ["hold", "resume"])
async def test_without_any_call_nothing_is_sent(alice: House, action: str) -> None:
    alice.simulator.tally.reset()
    error = await refused(alice, action, mistake=True)
    assert error.translation_key == "action_not_allowed"
    assert placeholder(error, "calls") == "–"
    assert story(alice.simulator) == "snapshot"


async def test_an_unknown_id_is_answered_with_the_calls_there_are(alice: House) -> None:
    calls = [active(alice), second(alice)]
    alice.simulator.tally.reset()
    error = await refused(alice, "hold", {"call_id": "nobody"}, mistake=True)
    assert error.translation_key == "call_not_found"
    assert all(call.call_id in placeholder(error, "calls") for call in calls)
    assert story(alice.simulator) == "snapshot"


async def test_a_colleague_s_call_is_unknown(alice: House) -> None:
    call = active(alice, "bob")
    error = await refused(alice, "hold", {"call_id": call.call_id}, mistake=True)
    assert error.translation_key == "call_not_found"
    assert call.state is State.ACTIVE


async def test_of_several_candidates_one_has_to_be_named(alice: House) -> None:
    first, other = active(alice), second(alice)
    third = ringing(alice)
    alice.simulator.tally.reset()
    error = await refused(alice, "hold", mistake=True)

    assert error.translation_key == "several_calls"
    listed = placeholder(error, "calls")
    assert first.call_id in listed
    assert other.call_id in listed
    assert third.call_id not in listed
    assert posts(alice.simulator) == 0

    answer = await alice.act("hold", {"call_id": other.call_id})
    assert answer["call_id"] == other.call_id
    assert (first.state, other.state) == (State.ACTIVE, State.HELD)


async def test_the_only_call_that_allows_it_is_meant(alice: House) -> None:
    on_hold, other = held(alice), second(alice)
    assert (await alice.act("hold"))["call_id"] == other.call_id
    alice.exchange.end(other.call_id)
    assert (await alice.act("resume"))["call_id"] == on_hold.call_id


async def test_a_command_reads_afresh_and_not_from_the_entities(alice: House) -> None:
    call = active(alice)
    await alice.poll()
    alice.exchange.end(call.call_id)
    assert alice.state("sensor", "call").state == "active"
    error = await refused(alice, "hold", {"call_id": call.call_id}, mistake=True)
    assert error.translation_key == "call_not_found"
    assert alice.state("sensor", "call").state == "idle"


async def test_a_call_that_ends_before_the_command_arrives_has_ended(
    alice: House,
) -> None:
    call = active(alice)
    alice.simulator.tally.reset()
    at_reading(alice.simulator, {1: lambda: alice.exchange.end(call.call_id)})
    error = await refused(alice, "hold")
    assert error.translation_key == "call_ended"
    assert story(alice.simulator) == "snapshot hold snapshot"


async def test_a_call_that_ends_while_the_effect_is_awaited_has_ended(
    alice: House,
) -> None:
    call = active(alice)
    alice.simulator.faults.add("hold", Fault.ignored())
    alice.simulator.tally.reset()
    at_reading(alice.simulator, {2: lambda: alice.exchange.end(call.call_id)})
    error = await refused(alice, "hold")
    assert error.translation_key == "call_ended"
    assert posts(alice.simulator) == 1


async def test_a_refused_hold_is_not_tried_again(alice: House) -> None:
    call = active(alice)
    alice.simulator.tally.reset()
    at_reading(alice.simulator, {1: lambda: alice.exchange.park(call.call_id)})
    await refused(alice, "hold")
    assert story(alice.simulator) == "snapshot hold snapshot"


@pytest.mark.parametrize(
    "reply", ["empty", "object", "call"], ids=["no-body", "empty-object", "a-call"]
)
@pytest.mark.parametrize("status", [200, 202, 204])
async def test_any_2xx_with_any_body_is_an_acceptance(
    alice: House, reply: Literal["empty", "object", "call"], status: int
) -> None:
    active(alice)
    alice.simulator.wire.command_status = status
    alice.simulator.wire.command_reply = "empty" if status == 204 else reply
    assert (await alice.act("hold"))["confirmed"] is True


async def test_commands_given_at_once_are_sent_one_after_the_other(
    alice: House,
) -> None:
    one, other = active(alice), second(alice)
    alice.simulator.tally.reset()
    await asyncio.gather(
        alice.act("hold", {"call_id": one.call_id}),
        alice.act("hold", {"call_id": other.call_id}),
    )
    assert story(alice.simulator) == " ".join(["snapshot hold snapshot"] * 2)
    assert one.state is other.state is State.HELD


async def _both(
    *commands: Awaitable[dict[str, Any]],
) -> list[dict[str, Any] | BaseException]:
    """Give two commands at once and return what came of each."""
    return await asyncio.gather(*commands, return_exceptions=True)


async def test_the_same_command_twice_at_once_is_sent_once(alice: House) -> None:
    active(alice)
    alice.simulator.tally.reset()
    first, again = await _both(alice.act("hold"), alice.act("hold"))
    assert isinstance(first, dict)
    assert isinstance(again, HomeAssistantError)
    assert again.translation_key == "action_not_allowed"
    assert posts(alice.simulator) == 1


async def test_after_a_failure_the_next_command_has_its_turn(alice: House) -> None:
    call = active(alice)
    impatient(alice)
    alice.simulator.faults.add("hold", Fault.ignored(), times=1)
    failed, done = await _both(alice.act("hold"), alice.act("hold"))
    assert isinstance(failed, HomeAssistantError)
    assert failed.translation_key == "accepted_not_seen"
    assert isinstance(done, dict)
    assert call.state is State.HELD


async def test_get_calls_reads_once_and_lists_every_call(alice: House) -> None:
    calls = [held(alice), second(alice)]
    alice.simulator.tally.reset()
    answer = await alice.act("get_calls")
    assert [call["call_id"] for call in answer["calls"]] == [c.call_id for c in calls]
    assert all(call.keys() == CALL_KEYS for call in answer["calls"])
    assert story(alice.simulator) == "snapshot"
    # What was read is not kept from the entities.
    assert alice.state("sensor", "calls").state == "2"


async def test_get_calls_of_an_idle_user_is_an_empty_list(alice: House) -> None:
    assert await alice.act("get_calls") == {"calls": []}


@pytest.mark.parametrize(
    ("privacy", "name", "number", "uri"),
    [
        pytest.param("full", NAME, NUMBER, f"tel:{NUMBER}", id="full"),
        pytest.param("masked", "B. B.", "+*****464", "tel:+*****464", id="masked"),
        pytest.param("none", None, None, None, id="none"),
    ],
)
async def test_answers_tell_of_callers_what_the_privacy_option_allows(
    alice: House, privacy: str, name: str | None, number: str | None, uri: str | None
) -> None:
    await alice.set_options(privacy=privacy)
    active(alice)
    (listed,) = (await alice.act("get_calls"))["calls"]
    rehearsed = await alice.act("transfer", {"destination": "+15555", "dry_run": True})
    on_hold = await alice.act("hold")
    for call in (listed, rehearsed, on_hold):
        assert call["remote_name"] == name
        assert call["remote_number"] == number
        assert call["remote_uri"] == uri
