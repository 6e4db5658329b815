"""Commands in bad weather: no POST is repeated, and the snapshot says what came of it."""

import asyncio
from contextlib import suppress
import inspect
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.telepo.cti import CallControl, client
from simulator import Fault, State

from .commands import (
    JsonObject,
    active,
    at_reading,
    calls_in,
    change_calls,
    held,
    impatient,
    placeholder,
    posts,
    refused,
    second,
    story,
)
from .house import House

NO_ANSWER = [
    pytest.param(Fault.hang(), id="hang"),
    pytest.param(Fault.reset(), id="reset"),
    pytest.param(Fault.answer(500), id="500"),
    pytest.param(Fault.answer(503, headers={"Retry-After": "1"}), id="503"),
    pytest.param(Fault.answer(304), id="304"),
    pytest.param(Fault.redirect("/api/elsewhere", 307), id="redirect-307"),
    pytest.param(Fault.redirect("/api/elsewhere", 302), id="redirect-302"),
]
EXECUTED = [
    pytest.param(Fault.executed_unanswered(), id="executed-then-reset"),
    pytest.param(Fault.executed_hang(), id="executed-then-silence"),
]
UNREADABLE = [
    pytest.param(Fault.broken_json(), id="broken-json"),
    pytest.param(Fault.truncated(), id="truncated"),
    pytest.param(Fault.huge(3 * 2**20), id="huge"),
    pytest.param(Fault.answer(200, "<html>"), id="html"),
]
COMMANDS = [
    pytest.param("hold", {}, "hold", id="hold"),
    pytest.param("resume", {}, "resume", id="resume"),
    pytest.param(
        "transfer", {"destination": "+15555"}, "singlesteptransfer", id="transfer"
    ),
    pytest.param("transfer_to_call", {}, "transfer", id="transfer_to_call"),
]


@pytest.fixture(autouse=True)
def short_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a request time out soon."""
    monkeypatch.setattr(client, "REQUEST_TIMEOUT", 1.0)


def prepare(house: House, action: str, patience: float = 0.3) -> None:
    """Place the calls that an action needs, and have little patience."""
    if action in ("resume", "transfer_to_call"):
        held(house)
    if action != "resume":
        second(house)
    impatient(house, patience)
    house.simulator.tally.reset()


@pytest.mark.parametrize("fault", NO_ANSWER)
@pytest.mark.parametrize(("action", "data", "operation"), COMMANDS)
async def test_a_command_without_an_answer_is_not_repeated_but_told(
    alice: House, action: str, data: dict[str, Any], operation: str, fault: Fault
) -> None:
    prepare(alice, action)
    alice.simulator.faults.add(operation, fault)
    error = await refused(alice, action, data)
    assert error.translation_key == "unanswered"
    assert alice.simulator.tally.count(operation) == posts(alice.simulator) == 1
    assert alice.simulator.tally.count("unknown") == 0
    assert alice.simulator.tally.count("snapshot") > 1


@pytest.mark.parametrize("fault", EXECUTED)
@pytest.mark.parametrize(("action", "data", "operation"), COMMANDS)
async def test_a_command_done_but_unanswered_is_confirmed_by_the_snapshot(
    alice: House, action: str, data: dict[str, Any], operation: str, fault: Fault
) -> None:
    alice.exchange.transfer_answers_after = 0
    prepare(alice, action, patience=5)
    alice.simulator.faults.add(operation, fault)
    answer = await alice.act(action, data)
    assert answer["confirmed"] is True
    assert alice.simulator.tally.count(operation) == posts(alice.simulator) == 1


@pytest.mark.parametrize("fault", UNREADABLE)
async def test_an_unreadable_reply_to_a_transfer_counts_as_none(
    alice: House, fault: Fault
) -> None:
    prepare(alice, "transfer")
    alice.simulator.faults.add("singlesteptransfer", fault)
    error = await refused(alice, "transfer", {"destination": "+15555"})
    assert error.translation_key == "unanswered"
    assert posts(alice.simulator) == 1


@pytest.mark.parametrize("body", ["[]", "{}", '{"callId": 7}', '"accepted"'])
async def test_a_readable_reply_that_is_no_call_is_an_acceptance(
    alice: House, body: str
) -> None:
    prepare(alice, "transfer")
    alice.simulator.faults.add("singlesteptransfer", Fault.answer(200, body))
    answer = await alice.act("transfer", {"destination": "+15555"})
    assert answer["confirmed"] is False
    assert posts(alice.simulator) == 1


@pytest.mark.parametrize("action", ["transfer", "transfer_to_call"])
async def test_a_transfer_done_but_unreadably_answered_is_confirmed(
    alice: House, action: str
) -> None:
    alice.exchange.transfer_answers_after = 0
    prepare(alice, action, patience=5)
    alice.simulator.faults.add("*transfer", Fault.executed_broken_json())
    data = {"destination": "+15555"} if action == "transfer" else {}
    assert (await alice.act(action, data))["confirmed"] is True
    assert posts(alice.simulator) == 1


async def test_the_body_of_an_accepted_hold_means_nothing(alice: House) -> None:
    active(alice)
    alice.simulator.faults.add("hold", Fault.executed_broken_json())
    assert (await alice.act("hold"))["confirmed"] is True


async def test_an_unreadable_body_does_not_make_a_hold_unanswered(alice: House) -> None:
    call = active(alice)
    impatient(alice)
    alice.simulator.faults.add("hold", Fault.broken_json())
    error = await refused(alice, "hold")
    assert error.translation_key == "accepted_not_seen"
    assert call.state is State.ACTIVE


@pytest.mark.parametrize(
    ("status", "key"),
    [
        pytest.param(429, "rate_limited", id="rate-limited"),
        pytest.param(401, "invalid_auth", id="ticket-revoked"),
        pytest.param(403, "not_licensed", id="licence-gone"),
        pytest.param(400, "refused", id="refused"),
        pytest.param(404, "user_not_found", id="not-found"),
    ],
)
@pytest.mark.parametrize(("action", "data", "operation"), COMMANDS)
async def test_a_refused_command_says_why_and_is_not_repeated(
    alice: House,
    action: str,
    data: dict[str, Any],
    operation: str,
    status: int,
    key: str,
) -> None:
    prepare(alice, action)
    alice.simulator.faults.add(
        operation, Fault.answer(status, headers={"Retry-After": "1"})
    )
    error = await refused(alice, action, data)
    assert error.translation_key == key
    assert alice.simulator.tally.count(operation) == posts(alice.simulator) == 1


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        pytest.param(Fault.hang(), "cannot_connect", id="hang"),
        pytest.param(Fault.reset(), "cannot_connect", id="reset"),
        pytest.param(Fault.answer(503), "cannot_connect", id="503"),
        pytest.param(Fault.broken_json(), "invalid_response", id="broken-json"),
        pytest.param(Fault.redirect("/x"), "invalid_response", id="redirect"),
        pytest.param(Fault.answer(429), "rate_limited", id="429"),
        pytest.param(Fault.answer(401), "invalid_auth", id="401"),
        pytest.param(Fault.answer(403), "not_licensed", id="403"),
        pytest.param(Fault.answer(404), "user_not_found", id="404"),
        pytest.param(Fault.answer(418), "refused", id="418"),
    ],
)
@pytest.mark.parametrize("action", ["hold", "get_calls"])
async def test_without_a_fresh_snapshot_nothing_is_sent(
    alice: House, action: str, fault: Fault, key: str
) -> None:
    active(alice)
    alice.simulator.tally.reset()
    alice.simulator.faults.add("snapshot", fault)
    error = await refused(alice, action)
    assert error.translation_key == key
    # aiohttp itself asks again when a kept connection breaks: a GET, never a POST.
    assert set(story(alice.simulator).split()) == {"snapshot"}


@pytest.mark.parametrize("action", ["hold", "resume"])
async def test_accepted_but_without_effect_is_a_failure(
    alice: House, action: str
) -> None:
    prepare(alice, action)
    alice.simulator.faults.add(action, Fault.ignored())
    error = await refused(alice, action)
    assert error.translation_key == "accepted_not_seen"
    assert posts(alice.simulator) == 1


async def test_a_late_effect_is_waited_for(alice: House) -> None:
    call = active(alice)
    alice.simulator.faults.add("hold", Fault.late())
    alice.simulator.tally.reset()
    at_reading(alice.simulator, {3: alice.simulator.faults.release})
    assert (await alice.act("hold"))["confirmed"] is True
    assert call.state is State.HELD
    assert story(alice.simulator) == "snapshot hold snapshot snapshot snapshot"


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault.reset(), id="reset"),
        pytest.param(Fault.answer(502), id="502"),
        pytest.param(Fault.broken_json(), id="broken-json"),
    ],
)
async def test_a_failed_reading_does_not_end_the_waiting(
    alice: House, fault: Fault
) -> None:
    active(alice)
    alice.simulator.tally.reset()
    faults = alice.simulator.faults
    at_reading(alice.simulator, {1: lambda: faults.add("snapshot", fault, times=2)})
    assert (await alice.act("hold"))["confirmed"] is True
    assert story(alice.simulator) == "snapshot hold snapshot snapshot snapshot"


async def test_a_server_that_asks_for_peace_while_watched_is_left_in_peace(
    alice: House,
) -> None:
    active(alice)
    impatient(alice)
    alice.simulator.tally.reset()
    faults = alice.simulator.faults
    peace = Fault.answer(429, headers={"Retry-After": "60"})
    at_reading(alice.simulator, {1: lambda: faults.add("snapshot", peace)})
    error = await refused(alice, "hold")
    assert error.translation_key == "unanswered"
    assert story(alice.simulator) == "snapshot hold snapshot"


@pytest.mark.parametrize("status", [400, 403, 404, 409])
async def test_a_refused_reading_after_a_transfer_does_not_send_it_again(
    alice: House, status: int
) -> None:
    """The refusal is of the reading: the POST was taken, and has changed the token."""
    active(alice)
    impatient(alice)
    faults = alice.simulator.faults
    once = Fault.answer(status)

    def still_offered(body: JsonObject) -> JsonObject:
        if not posts(alice.simulator):
            faults.add("snapshot", once, times=1)
        for call in calls_in(body):
            call["actions"] = [{"action": "TRANSFER"}]
        return body

    alice.simulator.wire.edit_snapshot = still_offered
    alice.simulator.tally.reset()
    with suppress(HomeAssistantError):
        await alice.act("transfer", {"destination": "+15555"})
    assert alice.simulator.tally.count("singlesteptransfer") == 1


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault.answer(503), id="503"),
        pytest.param(Fault.reset(), id="reset"),
        pytest.param(Fault.broken_json(), id="broken-json"),
        pytest.param(Fault.answer(403), id="403"),
    ],
)
async def test_when_nothing_can_be_read_nobody_says_that_nothing_happened(
    alice: House, fault: Fault
) -> None:
    call = active(alice)
    impatient(alice)
    faults = alice.simulator.faults
    at_reading(alice.simulator, {1: lambda: faults.add("snapshot", fault)})
    error = await refused(alice, "hold")
    assert error.translation_key == "unanswered"
    assert placeholder(error, "action") == "hold"
    assert call.call_id in placeholder(error, "calls")
    assert call.state is State.HELD
    assert posts(alice.simulator) == 1


async def test_what_was_read_before_an_outage_counts(alice: House) -> None:
    call = active(alice)
    impatient(alice)
    faults = alice.simulator.faults
    faults.add("hold", Fault.ignored())
    at_reading(alice.simulator, {2: lambda: faults.add("snapshot", Fault.reset())})
    error = await refused(alice, "hold")
    assert error.translation_key == "accepted_not_seen"
    assert call.state is State.ACTIVE


async def test_a_transfer_that_nobody_can_watch_is_unconfirmed(alice: House) -> None:
    """A transfer that rings somewhere shows no effect for long, so that is no failure."""
    active(alice)
    impatient(alice)
    faults = alice.simulator.faults
    at_reading(alice.simulator, {1: lambda: faults.add("snapshot", Fault.reset())})
    answer = await alice.act("transfer", {"destination": "+15555"})
    assert answer["confirmed"] is False
    assert posts(alice.simulator) == 1


async def test_a_command_that_gets_through_ends_an_outage(alice: House) -> None:
    call = active(alice)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await alice.poll()
    assert alice.state("sensor", "call").state == "unavailable"
    alice.simulator.faults.clear()
    assert (await alice.act("hold"))["call_id"] == call.call_id
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    assert alice.state("sensor", "call").state == "held"


async def test_a_failure_of_long_ago_does_not_hide_the_effect(alice: House) -> None:
    """A server may show the trace of an earlier failure for the rest of the call."""
    active(alice)
    change_calls(alice.simulator, event="FAILED", eventDescription="504")
    assert (await alice.act("hold"))["confirmed"] is True


async def test_a_user_unloaded_while_a_command_waits_gets_a_proper_error(
    alice: House, hass: HomeAssistant
) -> None:
    active(alice)
    impatient(alice, 60)
    alice.simulator.faults.add("hold", Fault.ignored())
    unloading: list[asyncio.Task[bool]] = []
    entry_id = alice.entry().entry_id

    def unload() -> None:
        unloading.append(
            hass.async_create_task(hass.config_entries.async_unload(entry_id))
        )

    at_reading(alice.simulator, {2: unload})
    async with asyncio.timeout(5):
        error = await refused(alice, "hold")
    assert error.translation_key == "accepted_not_seen"
    assert await unloading[0]
    assert posts(alice.simulator) == 1


async def test_a_user_unloaded_before_anything_is_read_ends_the_wait_at_once(
    alice: House, hass: HomeAssistant
) -> None:
    """Although the exchange has asked to be left alone for a minute."""
    active(alice)
    impatient(alice, 60)
    peace = Fault.answer(429, headers={"Retry-After": "60"})
    faults = alice.simulator.faults
    at_reading(alice.simulator, {1: lambda: faults.add("snapshot", peace)})
    holding = hass.async_create_task(refused(alice, "hold"))
    alice.simulator.tally.reset()
    await alice.simulator.tally.wait_for(2, "snapshot")
    assert await hass.config_entries.async_unload(alice.entry().entry_id)
    async with asyncio.timeout(5):
        error = await holding
    assert error.translation_key == "unanswered"
    assert story(alice.simulator) == "snapshot hold snapshot"


def test_an_effect_is_awaited_for_five_seconds() -> None:
    parameters = inspect.signature(CallControl).parameters
    assert parameters["patience"].default == 5
