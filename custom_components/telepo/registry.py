"""Where a user is found in Home Assistant's registries, loaded or not."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .const import DOMAIN


@callback
def async_device_id(hass: HomeAssistant, entry: ConfigEntry) -> str | None:
    """Return the id of the user's device."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, entry.entry_id), entry.entry_id
    )
    return device.id if device else None


@callback
def async_event_entity_id(hass: HomeAssistant, entry: ConfigEntry) -> str | None:
    """Return the entity that tells the moments of the user's calls."""
    return er.async_get(hass).async_get_entity_id(
        "event", DOMAIN, f"{entry.entry_id}_call"
    )
