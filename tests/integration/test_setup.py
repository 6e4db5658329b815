"""Setting up, reloading, unloading and removing users; nothing is left behind."""

from collections import Counter
import gc
from unittest.mock import AsyncMock
import weakref

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest

from custom_components.telepo.const import DOMAIN
from custom_components.telepo.coordinator import TelepoCoordinator
from simulator import Fault

from .crm import Connector
from .house import House, WebClient
from .leftovers import leftovers, repairs, set_up_again, unload

ACTIONS = {"hold", "resume", "transfer", "transfer_to_call", "get_calls"}


async def live(house: House, web: WebClient) -> None:
    """Let everything happen that could leave something behind."""
    connector = Connector(house, web)
    await connector.post(connector.message(remote_number="+15551"))
    await house.hass.async_block_till_done(wait_background_tasks=True)
    await house.poll()
    call = house.exchange.inbound("alice", "+46277464", "Bob Bobson")
    await house.poll(1400)
    house.exchange.answer(call.call_id)
    await connector.post(connector.message(call_id="another"))
    await house.act("hold")


async def test_one_device_and_its_entities_belong_to_a_user(alice: House) -> None:
    entry_id = alice.entry().entry_id
    device = dr.async_get(alice.hass).async_get(alice.device_id())
    assert isinstance(device, dr.DeviceEntry)
    assert device.entry_type is dr.DeviceEntryType.SERVICE
    entities = er.async_entries_for_config_entry(er.async_get(alice.hass), entry_id)
    assert {entity.device_id for entity in entities} == {device.id}
    assert {(entity.domain, entity.translation_key) for entity in entities} >= {
        ("sensor", "call"),
        ("sensor", "remote_party"),
        ("sensor", "call_started"),
        ("sensor", "calls"),
        ("binary_sensor", "on_call"),
        ("binary_sensor", "ringing"),
        ("binary_sensor", "webhook"),
        ("switch", "hold"),
    }


async def test_the_actions_are_there_even_with_no_user(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    assert set(hass.services.async_services_for_domain(DOMAIN)) >= ACTIONS
    with pytest.raises(ServiceValidationError) as caught:
        await hass.services.async_call(DOMAIN, "hold", {}, blocking=True)
    assert caught.value.translation_domain == DOMAIN
    assert caught.value.translation_key == "no_user"


async def test_the_actions_stay_when_the_last_user_is_unloaded(alice: House) -> None:
    await unload(alice)
    assert set(alice.hass.services.async_services_for_domain(DOMAIN)) >= ACTIONS


async def test_unloading_leaves_nothing_behind(alice: House, web: WebClient) -> None:
    await unload(alice)
    before = leftovers(alice.hass)
    await set_up_again(alice)
    await alice.set_options(privacy="masked")
    await live(alice, web)
    coordinator = weakref.ref(alice.entry().runtime_data.coordinator)

    await unload(alice)

    assert alice.entry().state is ConfigEntryState.NOT_LOADED
    assert leftovers(alice.hass) - before == Counter()
    assert alice.served_webhooks() == set()
    assert repairs(alice) == set()
    gc.collect()
    assert coordinator() is None, "something still holds the coordinator"


async def test_an_unloaded_user_costs_the_exchange_nothing(
    alice: House, web: WebClient
) -> None:
    await live(alice, web)
    path = Connector(alice, web).path()
    await unload(alice)
    alice.simulator.tally.reset()
    heard = alice.heard("telepo_crm_message")

    message = Connector(alice, web).message(call_id="late")
    await web.post(path, json=message)
    for seconds in (5000, 10000, 100000):
        await alice.poll(seconds)

    assert alice.simulator.tally.count() == 0
    assert heard == []
    assert alice.state("sensor", "call").state == "unavailable"


async def test_unloading_in_the_middle_of_a_poll_ends_it(
    alice: House, web: WebClient
) -> None:
    before = leftovers(alice.hass)
    alice.simulator.faults.add("snapshot", Fault.hang())
    connector = Connector(alice, web)
    await connector.post(connector.message())
    await unload(alice)
    after = leftovers(alice.hass)
    assert {what for what in after - before if what.startswith(("task", "timer"))} == (
        set()
    )
    assert alice.served_webhooks() == set()


async def test_a_reloaded_user_is_as_before(alice: House, web: WebClient) -> None:
    data, states = dict(alice.entry().data), set(alice.hass.states.async_entity_ids())
    before = leftovers(alice.hass)
    for _ in range(3):
        await alice.hass.config_entries.async_reload(alice.entry().entry_id)
        await alice.hass.async_block_till_done()
    assert alice.entry().state is ConfigEntryState.LOADED
    assert dict(alice.entry().data) == data
    assert set(alice.hass.states.async_entity_ids()) == states
    assert alice.served_webhooks() == {data["webhook_id"]}
    assert leftovers(alice.hass) - before == Counter()
    connector = Connector(alice, web)
    heard = alice.heard("telepo_crm_message")
    assert await connector.post(connector.message()) == 200
    await alice.hass.async_block_till_done()
    assert len(heard) == 1


async def test_removing_a_user_takes_device_and_entities_away(alice: House) -> None:
    entry_id = alice.entry().entry_id
    await alice.hass.config_entries.async_remove(entry_id)
    await alice.hass.async_block_till_done()
    assert alice.hass.config_entries.async_entries(DOMAIN) == []
    devices = dr.async_entries_for_config_entry(dr.async_get(alice.hass), entry_id)
    entities = er.async_entries_for_config_entry(er.async_get(alice.hass), entry_id)
    assert (devices, entities) == ([], [])
    assert alice.served_webhooks() == set()
    assert [
        state.entity_id
        for state in alice.hass.states.async_all()
        if "alice" in state.entity_id
    ] == []


async def test_the_webhook_is_served_until_the_last_colleague_leaves(
    alice: House, web: WebClient
) -> None:
    await alice.set_up("bob")
    webhook_id = alice.entry().data["webhook_id"]
    await unload(alice, "alice")
    assert alice.served_webhooks() == {webhook_id}

    heard = alice.heard("telepo_crm_message")
    connector = Connector(alice, web)
    await connector.post(connector.message())
    await alice.hass.async_block_till_done()
    assert [event.data["config_entry_id"] for event in heard] == [
        alice.entry().entry_id
    ]

    await unload(alice, "bob")
    assert alice.served_webhooks() == set()
    await set_up_again(alice, "alice")
    assert alice.served_webhooks() == {webhook_id}


async def test_an_unload_that_fails_keeps_the_repairs(
    alice: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice.exchange.user("alice").licensed = False
    await alice.poll()
    with monkeypatch.context() as broken:
        broken.setattr(
            alice.hass.config_entries,
            "async_unload_platforms",
            AsyncMock(return_value=False),
        )
        await alice.hass.config_entries.async_unload(alice.entry().entry_id)
    assert alice.entry().state is ConfigEntryState.FAILED_UNLOAD
    assert repairs(alice) == {"not_licensed"}
    # Home Assistant gives such an entry up for good; nothing else would end its timer.
    await alice.entry().runtime_data.coordinator.stories.async_stop()


async def test_polls_go_on_when_every_entity_is_disabled(alice: House) -> None:
    registry = er.async_get(alice.hass)
    entry_id = alice.entry().entry_id
    for entity in er.async_entries_for_config_entry(registry, entry_id):
        registry.async_update_entity(
            entity.entity_id, disabled_by=er.RegistryEntryDisabler.USER
        )
    await alice.hass.config_entries.async_reload(entry_id)
    await alice.hass.async_block_till_done()
    coordinator = alice.entry().runtime_data.coordinator
    assert isinstance(coordinator, TelepoCoordinator)
    alice.simulator.tally.reset()
    await alice.poll()
    assert alice.simulator.tally.count("snapshot", "alice") == 1


async def test_one_users_trouble_is_not_the_others(alice: House) -> None:
    await alice.set_up("bob")
    alice.exchange.user("alice").revoke()
    alice.exchange.inbound("bob", "+46277464")
    await alice.poll()
    assert alice.state("sensor", "call", "alice").state == "unavailable"
    assert alice.state("sensor", "call", "bob").state == "ringing"
