"""The dashboard card: its file, served and loaded, and what it asks about users.

Everything else it reads from states and does through actions.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from homeassistant.components import frontend, websocket_api
from homeassistant.components.http import StaticPathConfig
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_when_setup
import voluptuous as vol

from .const import ATTR_USERS, CONF_CONTACT_NAME, CONF_CONTACTS, DOMAIN

STATIC_PATH: Final = "/telepo_static"
BUNDLE: Final = "telepo-card.js"
FOLDER: Final = Path(__file__).parent / "frontend"

# What the card calls an entity when its key alone would be another's as well.
_NAMED_BY_PLATFORM: Final = frozenset({"event", "todo"})


async def async_setup_card(hass: HomeAssistant) -> None:
    """Serve the card, and let every page of the frontend load it, even one set up later.

    Neither ends with the last user: a dashboard that has the card can still say so.
    """
    await hass.http.async_register_static_paths(
        [StaticPathConfig(STATIC_PATH, str(FOLDER), cache_headers=True)]
    )
    version = await hass.async_add_executor_job(_version)

    async def load(hass: HomeAssistant, _component: str) -> None:
        frontend.add_extra_js_url(hass, f"{STATIC_PATH}/{BUNDLE}?v={version}")

    async_when_setup(hass, frontend.DOMAIN, load)
    websocket_api.async_register_command(hass, _async_tell)


def _version() -> str:
    """Return a new text for every new bundle: browsers keep a file for a month."""
    return sha256((FOLDER / BUNDLE).read_bytes()).hexdigest()[:12]


@websocket_api.websocket_command(
    {vol.Required("type"): "telepo/card", vol.Optional(ATTR_DEVICE_ID): str}
)
@callback
def _async_tell(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    message: dict[str, Any],
) -> None:
    """Answer `{"users": […]}`, sorted by name; with a device only its user."""
    entries = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    users = [
        _user(hass, entry, device)
        for entry in entries
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        if message.get(ATTR_DEVICE_ID, device.id) == device.id
    ]
    users.sort(key=lambda user: user["name"].casefold())
    connection.send_result(message["id"], {ATTR_USERS: users})


def _user(
    hass: HomeAssistant, entry: ConfigEntry, device: dr.DeviceEntry
) -> dict[str, Any]:
    """Return what the card needs of a user; of contacts the names, never where they lead."""
    return {
        "device_id": device.id,
        "name": device.name_by_user or device.name or entry.title,
        "entities": _entities(hass, entry),
        "contacts": [
            contact[CONF_CONTACT_NAME]
            for contact in entry.options.get(CONF_CONTACTS) or []
        ],
        "loaded": entry.state is ConfigEntryState.LOADED,
    }


def _entities(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    """Return the user's enabled entities by key."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return {
        _key(entity, entry): entity.entity_id
        for entity in entities
        if not entity.disabled
    }


def _key(entity: er.RegistryEntry, entry: ConfigEntry) -> str:
    if entity.domain in _NAMED_BY_PLATFORM:
        return entity.domain
    return entity.unique_id.removeprefix(f"{entry.entry_id}_")
