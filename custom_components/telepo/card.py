"""The dashboard card: its file, served and loaded, and what it asks about users.

Everything else it reads from states and does through actions.
"""

from hashlib import sha256
import logging
from pathlib import Path
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components import frontend, websocket_api
from homeassistant.components.http import StaticPathConfig
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .const import ATTR_USERS, CONF_CONTACT_NAME, CONF_CONTACTS, DOMAIN

_LOGGER = logging.getLogger(__name__)

STATIC_PATH: Final = "/telepo_static"
BUNDLE: Final = "telepo-card.js"
FOLDER: Final = Path(__file__).parent / "frontend"


async def async_setup_card(hass: HomeAssistant) -> None:
    """Serve the card, and let every page of the frontend load it, where there is one.

    Neither ends with the last user: a dashboard that has the card can still say so.
    """
    websocket_api.async_register_command(hass, _async_tell)
    if frontend.DOMAIN not in hass.config.components:
        return
    try:
        version = await hass.async_add_executor_job(_version)
    except OSError as error:
        _LOGGER.error(
            "The dashboard card cannot be offered, since its file cannot be read (%s); "
            "install the integration again",
            type(error).__name__,
        )
        return
    try:
        await hass.http.async_register_static_paths(
            [StaticPathConfig(STATIC_PATH, str(FOLDER), cache_headers=True)]
        )
    except RuntimeError:
        # A web server may take no more paths once it runs. The telephone does without.
        _LOGGER.info("The dashboard card is offered after the next restart")
        return
    frontend.add_extra_js_url(hass, f"{STATIC_PATH}/{BUNDLE}?v={version}")


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
    """Answer `{"now": <ISO time>, "users": […]}`; with a device only its user.

    Of whom the asking person may not read the calls, there is no word.
    """
    entries = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    users = [
        _user(entry, device)
        for entry in entries
        if _may_read(hass, connection.user, entry)
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        if message.get(ATTR_DEVICE_ID, device.id) == device.id
    ]
    now = dt_util.utcnow().isoformat()
    connection.send_result(message["id"], {"now": now, ATTR_USERS: users})


def _may_read(hass: HomeAssistant, person: User, entry: ConfigEntry) -> bool:
    """Tell whether somebody may read the user's call sensor, which all calls are in."""
    if person.is_admin:
        return True
    entity_id = er.async_get(hass).async_get_entity_id(
        Platform.SENSOR, DOMAIN, f"{entry.entry_id}_call"
    )
    return entity_id is not None and person.permissions.check_entity(
        entity_id, POLICY_READ
    )


def _user(entry: ConfigEntry, device: dr.DeviceEntry) -> dict[str, Any]:
    """Return what the card asks of a user; of contacts the names, never where they lead."""
    return {
        "device_id": device.id,
        "contacts": [
            contact[CONF_CONTACT_NAME]
            for contact in entry.options.get(CONF_CONTACTS) or []
        ],
        "loaded": entry.state is ConfigEntryState.LOADED,
    }
