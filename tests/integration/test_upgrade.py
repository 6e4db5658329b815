"""An upgrade from the release before stories loses nothing."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telepo.const import DOMAIN

from .commands import NAME, NUMBER
from .house import House
from .storybook import missed, storage_key

OPTIONS = {
    "contacts": [{"name": "Bob", "destination": "tel:+46277464"}],
    "allowed_destinations": ["+46*"],
    "history_days": 7,
    "privacy": "masked",
}


async def test_an_entry_of_before_goes_on_as_it_was(
    house: House, hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    """Data, options and entity ids stay; what is new begins empty."""
    data = {**house.credentials(), "verify_ssl": True, "webhook_id": "a" * 64}
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="alice@organization.org",
        data=data,
        options=OPTIONS,
        unique_id=f"127.0.0.1:{house.simulator.port}/organization.org/alice",
    )
    entry.add_to_hass(hass)
    renamed = er.async_get(hass).async_get_or_create(
        "sensor",
        DOMAIN,
        f"{entry.entry_id}_call",
        config_entry=entry,
        suggested_object_id="my_own_name",
    )
    assert storage_key(house) not in hass_storage
    call = house.exchange.inbound("alice", NUMBER, NAME)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()

    assert dict(entry.data) == data
    assert dict(entry.options) == OPTIONS
    assert house.entity_id("sensor", "call") == renamed.entity_id
    assert house.state("sensor", "call").state == "ringing"
    assert house.state("event", "call").attributes["remote_name"] == "B. B."
    assert house.state("sensor", "missed_calls").state == "0"
    house.exchange.reject(call.call_id)
    await house.poll()
    await missed(house)
    assert house.state("sensor", "missed_calls").state == "2"
    assert len((await house.act("get_call_history"))["calls"]) == 2
