"""The downloaded diagnostics help with a fault and name nobody."""

import json
from typing import Any

from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from simulator import Fault

from .crm import Connector
from .house import House, WebClient

# How the exchange names a telephone by its number.
TELEPHONE = "0.+15558888"
CONTACT = {"name": "Carol", "destination": "tel:+15559876"}


@pytest.fixture(autouse=True)
async def diagnostics(house: House) -> None:
    """Have the diagnostics before the web server starts, which takes no views later."""
    assert await async_setup_component(house.hass, "diagnostics", {})


@pytest.fixture
async def house_with_story(alice: House, web: WebClient) -> House:
    """Return a Home Assistant where everything that is secret has been seen."""
    await alice.set_options(
        contacts=[CONTACT],
        allowed_destinations=["+1555987*", "sip:*@organization.org"],
        telephone_id=TELEPHONE,
    )
    connector = Connector(alice, web)
    await connector.post(connector.message(remote_email="bob@organization.org"))
    # The poll that the message has hurried would not survive the leap in time.
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    call = alice.exchange.inbound("alice", "+46277464", "Bob Bobson")
    alice.exchange.answer(call.call_id)
    alice.exchange.inbound("alice", None)
    await alice.poll()
    return alice


async def download(
    house: House, hass_client: ClientSessionGenerator
) -> tuple[dict[str, Any], str]:
    """Return the integration's part, and the whole file as text."""
    client = await hass_client()
    response = await client.get(
        f"/api/diagnostics/config_entry/{house.entry().entry_id}"
    )
    assert response.status == 200
    text = await response.text()
    return json.loads(text)["data"], text


async def test_nothing_secret_and_nobodys_name_is_in_the_file(
    house_with_story: House, hass_client: ClientSessionGenerator
) -> None:
    house = house_with_story
    data = house.entry().data
    _, text = await download(house, hass_client)
    secrets = {
        "ticket": data["ticket"],
        "webhook id": data["webhook_id"],
        "url": data["url"],
        "port": f":{house.simulator.port}",
        "domain": "organization",
        "user": "alice",
        "caller's name": "bobson",
        "caller's number": "46277464",
        "contact's name": "carol",
        "contact's number": "15559876",
        "pattern": "1555987",
        "telephone": TELEPHONE.removeprefix("0.+"),
        "own number": house.exchange.user("alice").number,
        "e-mail": "@",
    }
    found = {what for what, secret in secrets.items() if secret.lower() in text.lower()}
    assert found == set()


async def test_repairs_in_the_file_name_nobody_either(
    house_with_story: House, hass_client: ClientSessionGenerator
) -> None:
    house_with_story.exchange.user("alice").licensed = False
    await house_with_story.poll(1400)
    part, text = await download(house_with_story, hass_client)
    assert "not_licensed_" in text
    assert "alice" not in text
    assert part["poll"]["last_error"] == "not_licensed"


async def test_the_calls_are_described_without_their_callers(
    house_with_story: House, hass_client: ClientSessionGenerator
) -> None:
    part, _ = await download(house_with_story, hass_client)
    by_state = {call["state"]: call for call in part["calls"]}
    assert set(by_state) == {"active", "ringing"}
    assert by_state["active"]["status"] == "ACTIVE"
    assert by_state["active"]["direction"] == "incoming"
    assert set(by_state["active"]["actions"]) == {"HOLD", "MOVE", "TRANSFER", "PARK"}
    assert by_state["active"]["has_state_token"] is True
    assert by_state["active"]["has_name"] is True
    assert by_state["active"]["has_number"] is True
    assert by_state["ringing"]["has_name"] is False
    assert by_state["ringing"]["has_number"] is False


async def test_a_call_without_a_remote_party_is_described_too(
    alice: House, hass_client: ClientSessionGenerator
) -> None:
    alice.simulator.wire.edit_snapshot = lambda body: {"calls": [{"callId": "a"}]}
    await alice.poll()
    part, _ = await download(alice, hass_client)
    (call,) = part["calls"]
    assert call["state"] == "unknown"
    assert call["party_type"] is None
    assert call["has_state_token"] is False


async def test_a_conference_and_what_became_of_a_command_are_described(
    alice: House, hass_client: ClientSessionGenerator
) -> None:
    """A party can have a name and no number."""
    shown = {
        "callId": "a",
        "conference": True,
        "event": "FAILED",
        "participants": [{"displayNumber": "1"}, {"displayNumber": "2"}],
        "remoteParty": {"displayName": "Bob Bobson"},
    }
    alice.simulator.wire.edit_snapshot = lambda body: {"calls": [shown]}
    await alice.poll()
    part, _ = await download(alice, hass_client)
    (call,) = part["calls"]
    assert call["conference"] is True
    assert call["participants"] == 2
    assert call["event"] == "FAILED"
    assert (call["has_name"], call["has_number"]) == (True, False)


async def test_the_settings_show_what_is_not_secret(
    house_with_story: House, hass_client: ClientSessionGenerator
) -> None:
    part, _ = await download(house_with_story, hass_client)
    assert part["data"]["verify_ssl"] is True
    assert set(part["data"]) == set(house_with_story.entry().data)
    assert part["options"]["history_days"] == 30
    assert part["options"]["privacy"] == "full"
    assert set(part["options"]) == set(house_with_story.entry().options)


async def test_push_and_poll_tell_their_latencies(
    house_with_story: House, hass_client: ClientSessionGenerator
) -> None:
    part, _ = await download(house_with_story, hass_client)
    for latency in (part["poll"]["latency"], part["webhook"]["latency"]):
        assert latency["count"] >= 1
        assert 0 <= latency["last"] < 10
        assert 0 <= latency["median"] <= latency["p95"] < 10
    assert part["webhook"]["alive"] is True
    assert part["webhook"]["last_message"] is not None
    assert part["poll"]["last_update_success"] is True
    assert part["poll"]["last_error"] is None
    assert part["poll"]["interval"] == pytest.approx(2, rel=0.2)


async def test_before_the_first_message_the_push_has_no_latency(
    alice: House, hass_client: ClientSessionGenerator
) -> None:
    part, _ = await download(alice, hass_client)
    assert part["webhook"] == {
        "alive": False,
        "last_message": None,
        "latency": {"count": 0, "last": None, "median": None, "p95": None},
    }
    assert part["calls"] == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.answer(401), "invalid_auth"),
        (Fault.answer(404), "user_not_found"),
        (Fault.answer(429), "rate_limited"),
        (Fault.answer(503), "cannot_connect"),
        (Fault.answer(409), "refused"),
        (Fault.answer(200, "<html>"), "invalid_response"),
    ],
    ids=["401", "404", "429", "503", "409", "web_page"],
)
async def test_the_last_error_is_named(
    alice: House,
    hass_client: ClientSessionGenerator,
    fault: Fault,
    error: str,
) -> None:
    alice.simulator.faults.add("snapshot", fault)
    await alice.poll()
    part, _ = await download(alice, hass_client)
    assert part["poll"]["last_update_success"] is False
    assert part["poll"]["last_error"] == error
    assert part["poll"]["interval"] is None or part["poll"]["interval"] > 0


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        pytest.param(Fault.answer(503), "setup_retry", "cannot_connect", id="away"),
        pytest.param(Fault.answer(401), "setup_error", "invalid_auth", id="ticket"),
        pytest.param(None, "not_loaded", None, id="unloaded"),
    ],
)
async def test_a_user_who_is_not_loaded_has_diagnostics_too(
    house_with_story: House,
    hass_client: ClientSessionGenerator,
    fault: Fault | None,
    state: str,
    reason: str | None,
) -> None:
    """Whose set-up fails wants them most; what is secret stays so."""
    house = house_with_story
    entry = house.entry()
    if fault:
        house.simulator.faults.add("snapshot", fault)
        await house.hass.config_entries.async_reload(entry.entry_id)
    else:
        await house.hass.config_entries.async_unload(entry.entry_id)
    part, text = await download(house, hass_client)
    assert (part["state"], part["reason"]) == (state, reason)
    assert set(part) == {"state", "reason", "data", "options"}
    assert part["data"]["verify_ssl"] is True
    assert part["options"]["history_days"] == 30
    for secret in (entry.data["ticket"], entry.data["webhook_id"], "alice", "Carol"):
        assert secret not in text
