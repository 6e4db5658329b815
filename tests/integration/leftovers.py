"""What an integration can leave behind, and how a test unloads and counts."""

import asyncio
from collections import Counter

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import DATA_DISPATCHER
from homeassistant.util.async_ import get_scheduled_timer_handles

from custom_components.telepo.const import DOMAIN
from tests.repository.source import ROOT

from .house import House


def repairs(house: House) -> set[str]:
    """Return the keys of the integration's repairs."""
    return {
        str(issue.translation_key)
        for issue in ir.async_get(house.hass).issues.values()
        if issue.domain == DOMAIN and issue.active
    }


def _is_ours(thing: object) -> bool:
    """Tell whether a task or timer is the integration's, whatever the clone's folder is called."""
    return "telepo" in repr(thing).replace(str(ROOT), "")


def leftovers(hass: HomeAssistant) -> Counter[str]:
    """Count what an integration can leave behind in a running Home Assistant."""
    found: Counter[str] = Counter()
    for event_type, count in hass.bus.async_listeners().items():
        found[f"listener {event_type}"] = count
    for signal, targets in hass.data.get(DATA_DISPATCHER, {}).items():
        if count := sum(map(_is_ours, targets)):
            found[f"signal {signal}"] = count
    for task in asyncio.all_tasks():
        if _is_ours(task):
            found[f"task {task.get_name()}"] += 1
    for handle in get_scheduled_timer_handles(hass.loop):
        if not handle.cancelled() and _is_ours(handle):
            found["timer"] += 1
    return found


async def unload(house: House, user: str = "alice") -> None:
    """Unload a user."""
    assert await house.hass.config_entries.async_unload(house.entry(user).entry_id)
    await house.hass.async_block_till_done()


async def set_up_again(house: House, user: str = "alice") -> None:
    """Set an unloaded user up again."""
    await house.hass.config_entries.async_setup(house.entry(user).entry_id)
    await house.hass.async_block_till_done()
