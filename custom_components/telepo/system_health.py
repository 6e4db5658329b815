"""What the system page shows of the integration."""

import asyncio
from collections.abc import Iterable
from typing import Any

from homeassistant.components import system_health
from homeassistant.const import CONF_URL
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .runtime import TelepoConfigEntry


@callback
def async_register(
    _hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register the page's entry."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return how many users are served and whether their exchanges answer."""
    entries: list[TelepoConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    coordinators = [entry.runtime_data.coordinator for entry in entries]
    return {
        "users": len(coordinators),
        "users_updated": sum(
            coordinator.last_update_success for coordinator in coordinators
        ),
        "webhooks_alive": sum(
            coordinator.webhook.alive for coordinator in coordinators
        ),
        "can_reach_server": _async_can_reach(
            hass, {entry.data[CONF_URL] for entry in entries}
        ),
    }


async def _async_can_reach(
    hass: HomeAssistant, urls: Iterable[str]
) -> str | dict[str, str]:
    """Return ok when every exchange answers, else what is wrong with one."""
    answers = await asyncio.gather(
        *(system_health.async_check_can_reach_url(hass, url) for url in urls)
    )
    return next((answer for answer in answers if answer != "ok"), "ok")
