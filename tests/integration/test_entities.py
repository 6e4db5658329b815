"""What the registries know of a user's device and entities."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.telepo.const import DOMAIN

from .house import House

# platform, translation key, entity id of alice's, category
ENTITIES = {
    ("binary_sensor", "on_call", "binary_sensor.alice_on_a_call", None),
    ("binary_sensor", "ringing", "binary_sensor.alice_ringing", None),
    ("binary_sensor", "webhook", "binary_sensor.alice_webhook", "diagnostic"),
    (
        "button",
        "mark_missed_calls_read",
        "button.alice_mark_missed_calls_as_read",
        None,
    ),
    ("event", "call", "event.alice_call", None),
    ("sensor", "call", "sensor.alice_call", None),
    ("sensor", "call_started", "sensor.alice_call_started", None),
    ("sensor", "calls", "sensor.alice_calls", None),
    ("sensor", "calls_today", "sensor.alice_calls_today", None),
    ("sensor", "missed_calls", "sensor.alice_missed_calls", None),
    ("sensor", "remote_party", "sensor.alice_other_party", None),
    ("sensor", "talk_time_today", "sensor.alice_talk_time_today", None),
    ("switch", "hold", "switch.alice_hold", None),
    ("todo", "missed_calls", "todo.alice_calls_to_return", None),
}


async def test_every_entity_is_translated_and_belongs_to_the_user(
    alice: House, hass: HomeAssistant
) -> None:
    entry = alice.entry()
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert {
        (
            entity.domain,
            entity.translation_key,
            entity.entity_id,
            entity.entity_category,
        )
        for entity in entities
    } == ENTITIES
    for entity in entities:
        assert entity.has_entity_name
        assert entity.disabled_by is None
        assert entity.unique_id == f"{entry.entry_id}_{entity.translation_key}"
        assert entity.device_id == alice.device_id()


async def test_one_service_device_a_user(alice: House, hass: HomeAssistant) -> None:
    await alice.set_up("bob")
    devices = dr.async_get(hass)
    for name in ("alice", "bob"):
        entry_id = alice.entry(name).entry_id
        (device,) = dr.async_entries_for_config_entry(devices, entry_id)
        assert device.identifiers == {(DOMAIN, entry_id)}
        assert device.entry_type is dr.DeviceEntryType.SERVICE
        assert (device.name, device.manufacturer) == (name, "MiCloud Telepo")
    assert alice.device_id("alice") != alice.device_id("bob")


async def test_names_and_classes_reach_the_states(alice: House) -> None:
    call = alice.state("sensor", "call")
    assert call.attributes["friendly_name"] == "alice Call"
    assert call.attributes["device_class"] == "enum"
    started = alice.state("sensor", "call_started")
    assert started.attributes["device_class"] == "timestamp"
    calls = alice.state("sensor", "calls")
    assert calls.attributes["state_class"] == "measurement"


async def test_after_a_reload_the_entities_are_the_same(
    alice: House, hass: HomeAssistant
) -> None:
    registry = er.async_get(hass)
    entry_id = alice.entry().entry_id
    before = er.async_entries_for_config_entry(registry, entry_id)
    await hass.config_entries.async_reload(entry_id)
    await hass.async_block_till_done()
    after = er.async_entries_for_config_entry(registry, entry_id)
    assert [(entity.id, entity.entity_id) for entity in after] == [
        (entity.id, entity.entity_id) for entity in before
    ]
    assert alice.state("sensor", "call").state == "idle"
