"""Webhook addresses that no longer count: those no longer secret, and those left behind."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components import webhook
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .webhook import async_forget, async_move_receiver
from .webhook_address import async_give_up_webhook


@callback
def async_rotate_webhook(hass: HomeAssistant, old: str) -> ConfigEntry | None:
    """Give all entries with the webhook id `old` a new one and return one of them, if any.

    From this moment on nobody listens at the old one. All of it happens in one turn of the
    loop, so no message and no set-up meets an organisation that is half moved.
    """
    entries = [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.data[CONF_WEBHOOK_ID] == old
    ]
    if not entries:
        return None
    new = webhook.async_generate_id()
    for entry in entries:
        hass.config_entries.async_update_entry(
            entry, data={**entry.data, CONF_WEBHOOK_ID: new}
        )
    async_move_receiver(hass, old, new)
    return entries[0]


async def async_leave_webhook(hass: HomeAssistant, data: Mapping[str, Any]) -> None:
    """Give up the webhook of the entry data and what came in there, unless an entry uses it."""
    if await async_give_up_webhook(hass, data):
        async_forget(hass, data[CONF_WEBHOOK_ID])
