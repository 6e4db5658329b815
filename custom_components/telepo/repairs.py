"""Repairs that can be worked off in a form."""

from homeassistant.components.repairs import RepairsFlow
from homeassistant.components.repairs.models import RepairsFlowResult
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
import voluptuous as vol

from .webhook_address import async_webhook_address


class WebhookSilentFlow(RepairsFlow):
    """Shows again the address that the operator's CRM connector has to know."""

    def __init__(self, entry_id: str) -> None:
        """Repair the webhook of this entry."""
        self._entry_id = entry_id

    async def async_step_init(
        self, _user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Start with the only form; what comes in here is the issue, not an answer."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Show the address until the owner says that it is entered."""
        if user_input is not None:
            return self.async_create_entry(data={})
        entry = self.hass.config_entries.async_get_known_entry(self._entry_id)
        address = await async_webhook_address(self.hass, entry.data[CONF_WEBHOOK_ID])
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({}),
            description_placeholders={
                "user": entry.title,
                "webhook_url": address.url,
            },
        )


async def async_create_fix_flow(
    _hass: HomeAssistant,
    _issue_id: str,
    data: dict[str, str | int | float | None] | None,
) -> RepairsFlow:
    """Return the form for the only fixable issue, a silent webhook."""
    return WebhookSilentFlow(str((data or {})["entry_id"]))
