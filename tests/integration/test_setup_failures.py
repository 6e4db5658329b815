"""A start without the snapshot: tried again, or a new ticket is asked for."""

from collections import Counter

from homeassistant.config_entries import ConfigEntryState
import pytest

from simulator import Fault

from .house import House
from .leftovers import leftovers, repairs, set_up_again, unload


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (Fault.reset(), "cannot_connect"),
        (Fault.answer(503), "cannot_connect"),
        (Fault.answer(429), "rate_limited"),
        (Fault.answer(404), "user_not_found"),
        (Fault.answer(403), "not_licensed"),
        (Fault.answer(409), "refused"),
        (Fault.answer(200, "<html>"), "invalid_response"),
    ],
    ids=["reset", "503", "429", "404", "403", "409", "web_page"],
)
async def test_a_start_without_the_snapshot_is_tried_again(
    alice: House, fault: Fault, key: str
) -> None:
    await unload(alice)
    alice.simulator.faults.add("snapshot", fault)
    await set_up_again(alice)
    assert alice.entry().state is ConfigEntryState.SETUP_RETRY
    assert alice.entry().error_reason_translation_key == key
    assert alice.served_webhooks() == set()
    assert alice.reauth_flows() == []

    alice.simulator.faults.clear()
    await alice.poll()
    assert alice.entry().state is ConfigEntryState.LOADED
    assert alice.state("sensor", "call").state == "idle"
    assert alice.served_webhooks() == {alice.entry().data["webhook_id"]}
    assert repairs(alice) == set()


async def test_an_exchange_that_is_off_at_the_start_is_awaited(alice: House) -> None:
    await unload(alice)
    await alice.simulator.stop()
    await set_up_again(alice)
    assert alice.entry().state is ConfigEntryState.SETUP_RETRY
    await alice.simulator.restart()
    await alice.poll()
    assert alice.entry().state is ConfigEntryState.LOADED


async def test_a_start_that_failed_leaves_nothing_behind(alice: House) -> None:
    await unload(alice)
    before = leftovers(alice.hass)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await set_up_again(alice)
    await unload(alice)
    assert leftovers(alice.hass) - before == Counter()
    alice.simulator.tally.reset()
    await alice.poll()
    assert alice.simulator.tally.count() == 0


async def test_a_revoked_ticket_at_the_start_asks_for_a_new_one(alice: House) -> None:
    await unload(alice)
    alice.exchange.user("alice").revoke()
    await set_up_again(alice)
    assert alice.entry().state is ConfigEntryState.SETUP_ERROR
    (flow,) = alice.reauth_flows()

    ticket = alice.exchange.user("alice").renew()
    result = await alice.submit(flow, {"ticket": ticket})
    await alice.hass.async_block_till_done()
    assert result["reason"] == "reauth_successful"
    assert alice.entry().state is ConfigEntryState.LOADED


async def test_a_stored_ticket_that_cannot_be_sent_asks_for_a_new_one(
    alice: House,
) -> None:
    await unload(alice)
    entry = alice.entry()
    alice.hass.config_entries.async_update_entry(
        entry, data={**entry.data, "ticket": "abc\ndef"}
    )
    alice.simulator.tally.reset()
    await set_up_again(alice)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert len(alice.reauth_flows()) == 1
    assert alice.simulator.tally.count() == 0
