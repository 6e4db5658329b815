"""What the system page shows of the integration."""

import asyncio
from collections.abc import Iterable
from typing import Any

import aiohttp
from homeassistant.components import system_health
from homeassistant.const import CONF_URL, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from .const import DOMAIN
from .runtime import TelepoConfigEntry

_PATIENCE = aiohttp.ClientTimeout(total=5)


@callback
def async_register(
    _hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register the page's entry."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return how many users are served and whether their exchanges answer."""
    entries = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
    loaded: list[TelepoConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    coordinators = [entry.runtime_data.coordinator for entry in loaded]
    servers = {(entry.data[CONF_URL], entry.data[CONF_VERIFY_SSL]) for entry in entries}
    return {
        "users": len(loaded),
        "users_updated": sum(
            coordinator.last_update_success for coordinator in coordinators
        ),
        "webhooks_alive": sum(
            coordinator.webhook.alive for coordinator in coordinators
        ),
        "can_reach_server": _async_can_reach_all(hass, servers),
    }


async def _async_can_reach_all(
    hass: HomeAssistant, servers: Iterable[tuple[str, bool]]
) -> str | dict[str, str]:
    """Return ok when every exchange answers, else the system page's word for a failure."""
    reached = await asyncio.gather(
        *(_async_can_reach(hass, *server) for server in servers)
    )
    return "ok" if all(reached) else {"type": "failed", "error": "unreachable"}


async def _async_can_reach(hass: HomeAssistant, url: str, verify_ssl: bool) -> bool:
    """Tell whether anything answers; Home Assistant's own check always verifies."""
    session = async_get_clientsession(hass, verify_ssl=verify_ssl)
    try:
        await session.get(url, timeout=_PATIENCE, allow_redirects=False)
    except aiohttp.ClientError, TimeoutError:
        return False
    return True
