"""A new ticket for a user whose old one no longer opens the exchange."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType
import pytest

from simulator import Fault

from .house import House


@pytest.fixture
async def revoked(alice: House) -> House:
    """Return a Home Assistant that has just learnt that alice's ticket is revoked."""
    alice.exchange.user("alice").revoke()
    await alice.poll()
    return alice


def only_form(house: House) -> ConfigFlowResult:
    """Return the one form that asks for a new ticket."""
    (flow,) = house.reauth_flows()
    return flow


async def open_form(house: House) -> ConfigFlowResult:
    """Open the one form that asks for a new ticket."""
    flow_id = only_form(house)["flow_id"]
    return await house.hass.config_entries.flow.async_configure(flow_id)


async def test_a_revoked_ticket_asks_once_for_a_new_one(revoked: House) -> None:
    form = await open_form(revoked)
    assert form["step_id"] == "reauth_confirm"
    assert form["description_placeholders"] is not None
    assert form["description_placeholders"]["user"] == "alice@organization.org"

    await revoked.poll(seconds=1400)
    assert only_form(revoked)["flow_id"] == form["flow_id"]


async def test_a_revoked_ticket_is_not_tried_again_and_again(revoked: House) -> None:
    tried = revoked.simulator.tally.count()
    for seconds in (1400, 2800, 4200):
        await revoked.poll(seconds)
    assert revoked.simulator.tally.count() == tried


async def test_a_new_ticket_replaces_the_old_one_and_the_calls_are_back(
    revoked: House,
) -> None:
    before = dict(revoked.entry().data)
    assert revoked.state("sensor", "call").state == "unavailable"
    ticket = revoked.exchange.user("alice").renew()

    result = await revoked.submit(await open_form(revoked), {"ticket": f" {ticket}\t"})
    await revoked.hass.async_block_till_done()

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert dict(revoked.entry().data) == {**before, "ticket": ticket}
    assert revoked.entry().state is ConfigEntryState.LOADED
    assert revoked.state("sensor", "call").state == "idle"
    assert revoked.reauth_flows() == []


@pytest.mark.parametrize(
    ("ticket", "error"),
    [
        pytest.param("wrong", "invalid_auth", id="unknown"),
        pytest.param("a\r\nb", "invalid_auth", id="line_break"),
        pytest.param("", "invalid_auth", id="empty"),
    ],
)
async def test_a_ticket_that_does_not_open_the_snapshot_is_refused(
    revoked: House, ticket: str, error: str
) -> None:
    before = dict(revoked.entry().data)
    result = await revoked.submit(await open_form(revoked), {"ticket": ticket})
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"base": error}
    assert dict(revoked.entry().data) == before

    result = await revoked.submit(
        result, {"ticket": revoked.exchange.user("alice").renew()}
    )
    assert result["reason"] == "reauth_successful"
    await revoked.hass.async_block_till_done()


async def test_a_colleagues_ticket_is_refused(revoked: House) -> None:
    before = dict(revoked.entry().data)
    bobs = revoked.exchange.user("bob").ticket
    result = await revoked.submit(await open_form(revoked), {"ticket": bobs})
    assert result["errors"] == {"base": "invalid_auth"}
    assert dict(revoked.entry().data) == before


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.answer(403), "not_licensed"),
        (Fault.answer(404), "user_not_found"),
        (Fault.answer(429), "cannot_connect"),
        (Fault.answer(503), "cannot_connect"),
        (Fault.reset(), "cannot_connect"),
        (Fault.answer(200, "<html>"), "invalid_response"),
        (Fault.answer(409), "invalid_response"),
    ],
    ids=["403", "404", "429", "503", "reset", "web_page", "409"],
)
async def test_a_ticket_that_cannot_be_tried_is_not_stored(
    revoked: House, fault: Fault, error: str
) -> None:
    before = dict(revoked.entry().data)
    ticket = revoked.exchange.user("alice").renew()
    revoked.simulator.faults.add("snapshot", fault)
    result = await revoked.submit(await open_form(revoked), {"ticket": ticket})
    assert result["errors"] == {"base": error}
    assert dict(revoked.entry().data) == before

    revoked.simulator.faults.clear()
    result = await revoked.submit(result, {"ticket": ticket})
    assert result["reason"] == "reauth_successful"
    await revoked.hass.async_block_till_done()


async def test_the_old_ticket_is_never_shown(revoked: House) -> None:
    result = await open_form(revoked)
    schema = result["data_schema"]
    assert schema is not None
    (field,) = schema.schema
    values: dict[str, Any] = field.description or {}
    assert "suggested_value" not in values
    assert revoked.entry().data["ticket"] not in str(result)


async def test_the_same_ticket_again_is_taken_when_it_works_again(
    revoked: House,
) -> None:
    user = revoked.exchange.user("alice")
    user.renew(user.ticket)
    result = await revoked.submit(await open_form(revoked), {"ticket": user.ticket})
    await revoked.hass.async_block_till_done()
    assert result["reason"] == "reauth_successful"
    assert revoked.state("sensor", "call").state == "idle"
