"""Another address, ticket or certificate check for a user that is set up."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.telepo.const import DOMAIN
from simulator import Fault, Simulator

from .forms import shown_values
from .house import House
from .tls_front import tls_front


@pytest.fixture
async def new_exchange(alice: House) -> AsyncIterator[Simulator]:
    """Run a second exchange that knows alice and bob by the same tickets."""
    async with Simulator() as simulator:
        for user in ("alice", "bob"):
            ticket = alice.exchange.user(user).ticket
            simulator.exchange.add_user(user, ticket=ticket)
        yield simulator


async def change(house: House, user: str = "alice", **changes: Any) -> ConfigFlowResult:
    """Fill in the form with what is stored, and the changes."""
    typed = {"url": house.entry(user).data["url"], **changes}
    result = await house.submit(await house.reconfigure(user), typed)
    await house.hass.async_block_till_done()
    return result


async def test_the_form_shows_the_address_but_never_the_ticket(alice: House) -> None:
    result = await alice.reconfigure()
    assert result["step_id"] == "reconfigure"
    assert shown_values(result)["url"] == alice.simulator.url
    assert not shown_values(result)["ticket"]
    assert alice.entry().data["ticket"] not in str(result)


async def test_the_form_shows_the_webhook_again(alice: House) -> None:
    result = await alice.reconfigure()
    assert result["description_placeholders"] is not None
    url = result["description_placeholders"]["webhook_url"]
    assert url.endswith(f"/api/webhook/{alice.entry().data['webhook_id']}")
    assert result["description_placeholders"]["user"] == "alice@organization.org"


@pytest.mark.parametrize(
    "typed", [{}, {"ticket": ""}, {"ticket": "  "}], ids=["left_out", "empty", "spaces"]
)
async def test_an_empty_ticket_keeps_the_stored_one(
    alice: House, typed: dict[str, str]
) -> None:
    before = dict(alice.entry().data)
    result = await change(alice, **typed)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert dict(alice.entry().data) == before
    assert alice.entry().state is ConfigEntryState.LOADED


async def test_a_new_ticket_is_stored_when_it_works(alice: House) -> None:
    ticket = alice.exchange.user("alice").renew()
    before = dict(alice.entry().data)
    result = await change(alice, ticket=ticket)
    assert result["reason"] == "reconfigure_successful"
    assert dict(alice.entry().data) == {**before, "ticket": ticket}
    await alice.poll()
    assert alice.state("sensor", "call").state == "idle"


async def test_what_is_stored_during_the_trial_stays(alice: House) -> None:
    """Only what was typed into the form is changed by it."""
    form = await alice.reconfigure()
    asked = alice.simulator.tally.count("snapshot")
    alice.simulator.faults.add("snapshot", Fault.delay(60), user="alice", times=1)
    trial = asyncio.create_task(alice.submit(form, {"url": alice.simulator.url}))
    while alice.simulator.tally.count("snapshot") == asked:
        await alice.next_turn()
    await change(alice, advanced={"verify_ssl": False})
    alice.simulator.faults.release()
    assert (await trial)["reason"] == "reconfigure_successful"
    await alice.hass.async_block_till_done()
    assert alice.entry().data["verify_ssl"] is False
    assert alice.entry().state is ConfigEntryState.LOADED


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"ticket": "wrong"}, "invalid_auth"),
        ({"ticket": "a\nb"}, "invalid_auth"),
        ({"url": "exchange"}, "invalid_url"),
        ({"url": "http://exchange.organization.org"}, "invalid_url"),
    ],
    ids=["ticket", "control_character", "no_url", "plain_http"],
)
async def test_what_does_not_work_is_refused_and_nothing_changes(
    alice: House, changes: dict[str, str], error: str
) -> None:
    before = dict(alice.entry().data)
    result = await change(alice, **changes)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"base": error}
    assert dict(alice.entry().data) == before
    assert alice.entry().state is ConfigEntryState.LOADED

    result = await alice.submit(result, {"url": alice.simulator.url})
    assert result["reason"] == "reconfigure_successful"
    await alice.hass.async_block_till_done()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.answer(403), "not_licensed"),
        (Fault.answer(404), "user_not_found"),
        (Fault.answer(429), "cannot_connect"),
        (Fault.answer(500), "cannot_connect"),
        (Fault.reset(), "cannot_connect"),
        (Fault.answer(200, "{}"), "invalid_response"),
        (Fault.redirect("http://127.0.0.1:9/"), "invalid_response"),
    ],
    ids=["403", "404", "429", "500", "reset", "other_object", "redirect"],
)
async def test_an_exchange_that_does_not_give_the_snapshot_is_refused(
    alice: House, fault: Fault, error: str
) -> None:
    before = dict(alice.entry().data)
    alice.simulator.faults.add("snapshot", fault)
    result = await change(alice)
    assert result["errors"] == {"base": error}
    assert dict(alice.entry().data) == before

    alice.simulator.faults.clear()
    result = await alice.submit(result, {"url": alice.simulator.url})
    assert result["reason"] == "reconfigure_successful"
    await alice.hass.async_block_till_done()


async def test_a_refused_form_keeps_what_was_typed(alice: House) -> None:
    result = await change(alice, url="http://exchange.organization.org")
    assert shown_values(result)["url"] == "http://exchange.organization.org"


async def test_a_user_moves_to_another_port(
    alice: House, new_exchange: Simulator
) -> None:
    before = dict(alice.entry().data)
    entry_id = alice.entry().entry_id
    result = await change(alice, url=f"{new_exchange.url}/portal/")
    assert result["reason"] == "reconfigure_successful"
    entry = alice.entry()
    assert entry.entry_id == entry_id
    assert entry.unique_id == f"127.0.0.1:{new_exchange.port}/organization.org/alice"
    assert dict(entry.data) == {**before, "url": new_exchange.url}

    new_exchange.exchange.inbound("alice", "+46277464", "Bob Bobson")
    await alice.poll()
    assert alice.state("sensor", "call").state == "ringing"


async def test_a_user_moves_to_another_host(alice: House, tmp_path: Path) -> None:
    async with tls_front(alice.simulator.port, tmp_path) as url:
        result = await change(alice, url=url)
        assert result["errors"] == {"base": "cannot_connect"}
        result = await alice.submit(
            result, {"url": url, "advanced": {"verify_ssl": False}}
        )
        await alice.hass.async_block_till_done()
        assert result["reason"] == "reconfigure_successful"
        assert alice.entry().data["url"] == url
        assert alice.entry().data["verify_ssl"] is False
        assert alice.entry().state is ConfigEntryState.LOADED

        result = await change(alice)
        assert result["reason"] == "reconfigure_successful", "the check stays off"
        assert alice.entry().data["verify_ssl"] is False
        await alice.hass.config_entries.async_unload(alice.entry().entry_id)


async def test_the_form_shows_that_the_certificate_is_not_checked(
    alice: House,
) -> None:
    await change(alice, advanced={"verify_ssl": False})
    assert alice.entry().data["verify_ssl"] is False
    result = await alice.reconfigure()
    assert result["data_schema"] is not None
    part = result["data_schema"].schema["advanced"]
    (field,) = part.schema.schema
    assert (field.description or {}).get("suggested_value") is False


async def test_a_user_cannot_move_to_where_the_same_user_is_already(
    alice: House, new_exchange: Simulator
) -> None:
    typed = alice.credentials(url=new_exchange.url)
    other = await alice.submit(await alice.start_flow(), typed)
    await alice.submit(other)
    await alice.hass.async_block_till_done()
    before = new_exchange.tally.count()
    entry = next(
        entry
        for entry in alice.hass.config_entries.async_entries(DOMAIN)
        if entry.data["url"] == alice.simulator.url
    )

    result = await change(alice, url=new_exchange.url)

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert new_exchange.tally.count() == before
    assert entry.data["url"] == alice.simulator.url


async def test_a_page_that_was_loaded_again_locks_nobody_out(
    alice: House, new_exchange: Simulator
) -> None:
    """The form of before has tried the same exchange, in vain."""
    new_exchange.faults.add("snapshot", Fault.answer(503), times=1)
    result = await change(alice, url=new_exchange.url)
    assert result["errors"] == {"base": "cannot_connect"}
    result = await change(alice, url=new_exchange.url)
    assert result["reason"] == "reconfigure_successful"


async def test_who_is_set_up_during_the_trial_is_not_set_up_twice(
    alice: House, new_exchange: Simulator
) -> None:
    new_exchange.faults.add("snapshot", Fault.delay(60), times=1)
    form = await alice.reconfigure()
    trial = asyncio.create_task(alice.submit(form, {"url": new_exchange.url}))
    await new_exchange.tally.wait_for(1, "snapshot")
    first = await alice.submit(
        await alice.start_flow(), alice.credentials(url=new_exchange.url)
    )
    assert (await alice.submit(first))["type"] is FlowResultType.CREATE_ENTRY
    new_exchange.faults.release()
    assert (await trial)["reason"] == "already_configured"
    await alice.hass.async_block_till_done()
    assert alice.entry().data["url"] == alice.simulator.url


async def test_who_moves_while_another_form_is_open_is_not_set_up_twice(
    alice: House, new_exchange: Simulator
) -> None:
    form = await alice.submit(
        await alice.start_flow(), alice.credentials(url=new_exchange.url)
    )
    assert form["step_id"] == "webhook"
    result = await change(alice, url=new_exchange.url)
    assert result["reason"] == "reconfigure_successful"
    entry_id = alice.entry().entry_id
    assert (await alice.submit(form))["reason"] == "already_configured"
    assert alice.entry().entry_id == entry_id


async def test_a_form_that_changes_nothing_keeps_the_webhook(alice: House) -> None:
    webhook_id = alice.entry().data["webhook_id"]
    await alice.set_up("bob")
    await change(alice)
    assert alice.entry("alice").data["webhook_id"] == webhook_id
    assert alice.entry("bob").data["webhook_id"] == webhook_id
    assert alice.served_webhooks() == {webhook_id}


async def test_an_only_user_takes_the_webhook_along(
    alice: House, new_exchange: Simulator
) -> None:
    webhook_id = alice.entry().data["webhook_id"]
    await change(alice, url=new_exchange.url)
    assert alice.entry().data["webhook_id"] == webhook_id
    assert alice.served_webhooks() == {webhook_id}


async def test_who_leaves_colleagues_behind_gets_a_new_webhook(
    alice: House, new_exchange: Simulator
) -> None:
    old = alice.entry().data["webhook_id"]
    await alice.set_up("bob")
    await change(alice, url=new_exchange.url)
    new = alice.entry("alice").data["webhook_id"]
    assert new != old
    assert alice.entry("bob").data["webhook_id"] == old
    assert alice.served_webhooks() == {old, new}


async def test_who_follows_a_colleague_takes_over_that_webhook(
    alice: House, new_exchange: Simulator
) -> None:
    old = alice.entry().data["webhook_id"]
    await alice.set_up("bob")
    await change(alice, url=new_exchange.url)
    new = alice.entry("alice").data["webhook_id"]
    await change(alice, "bob", url=new_exchange.url)
    assert alice.entry("bob").data["webhook_id"] == new
    assert alice.served_webhooks() == {new}
    assert old != new
