"""A new webhook address for an organisation whose old one is no longer secret."""

from homeassistant.components import webhook
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .webhook import async_move_receiver


@callback
def async_rotate_webhook(hass: HomeAssistant, old: str) -> str:
    """Give all entries with the webhook id `old` a new one and return it.

    From this moment on nobody listens at the old one. All of it happens in one turn of the
    loop, so no message and no set-up meets an organisation that is half moved.
    """
    new = webhook.async_generate_id()
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.data[CONF_WEBHOOK_ID] == old:
            hass.config_entries.async_update_entry(
                entry, data={**entry.data, CONF_WEBHOOK_ID: new}
            )
    async_move_receiver(hass, old, new)
    return new
