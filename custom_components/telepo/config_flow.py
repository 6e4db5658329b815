"""The forms: a user of the exchange, a new ticket, another address, the options."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.const import CONF_DOMAIN, CONF_URL, CONF_VERIFY_SSL, CONF_WEBHOOK_ID
from homeassistant.core import callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from .client_session import trial_client
from .connection_form import entry_unique_id, form_values, is_stored, tidied, typed
from .const import CONF_ADVANCED, CONF_NEW_WEBHOOK, CONF_TICKET, CONF_USER_ID, DOMAIN
from .cti import TelepoError
from .ha_errors import form_error
from .options_flow import TelepoOptionsFlow
from .webhook_address import (
    async_close_form,
    async_show_in_form,
    async_webhook_address,
    async_webhook_id,
    async_webhook_id_after_move,
)
from .webhook_rotation import async_leave_webhook, async_rotate_webhook

_URL = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))
_TICKET = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))
_TEXT = TextSelector()

CONF_REACH = "reach"

_ADVANCED = section(
    vol.Schema({vol.Required(CONF_VERIFY_SSL, default=True): BooleanSelector()}),
    {"collapsed": True},
)

USER_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_URL): _URL,
        vol.Required(CONF_DOMAIN): _TEXT,
        vol.Required(CONF_USER_ID): _TEXT,
        vol.Required(CONF_TICKET): _TICKET,
        vol.Optional(CONF_ADVANCED): _ADVANCED,
    }
)

REAUTH_SCHEMA = vol.Schema({vol.Required(CONF_TICKET): _TICKET})

RECONFIGURE_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_URL): _URL,
        # Left empty, the stored ticket stays: it is never shown again.
        vol.Optional(CONF_TICKET): _TICKET,
        vol.Optional(CONF_NEW_WEBHOOK, default=False): BooleanSelector(),
        vol.Optional(CONF_ADVANCED): _ADVANCED,
    }
)

# Shown, not asked: whether the exchange can reach the address.
WEBHOOK_SCHEMA = vol.Schema(
    {
        vol.Optional(CONF_REACH): SelectSelector(
            SelectSelectorConfig(
                options=["public", "private"],
                translation_key="webhook_reach",
                mode=SelectSelectorMode.DROPDOWN,
                read_only=True,
            )
        )
    }
)


class TelepoConfigFlow(ConfigFlow, domain=DOMAIN):
    """One entry is one user of one organisation."""

    VERSION = 1
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Start without credentials."""
        self._data: dict[str, Any] = {}
        # The webhook of the address that was shown last.
        self._shown_id: str | None = None
        # The entry of somebody who stays with the webhook that the user moves away from.
        self._colleague_id: str | None = None

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> TelepoOptionsFlow:
        """Return the form of the options."""
        return TelepoOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for server, domain, user and ticket, and try them."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._data, error = tidied(user_input)
            if not error:
                # A page that was loaded again has left a form behind; whose is finished
                # first closes the other.
                await self.async_set_unique_id(
                    entry_unique_id(self._data), raise_on_progress=False
                )
                self._abort_if_unique_id_configured()
                error = await self._async_try(self._data)
            if not error:
                return await self.async_step_webhook()
            errors["base"] = error
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(USER_SCHEMA, user_input),
            errors=errors,
        )

    async def async_step_webhook(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the address for the operator's CRM connector."""
        # Another form can have moved this user here since the first step.
        self._abort_if_unique_id_configured()
        webhook_id = async_webhook_id(self.hass, self._data)
        self._data[CONF_WEBHOOK_ID] = webhook_id
        if user_input is not None and webhook_id == self._shown_id:
            return self.async_create_entry(
                title=f"{self._data[CONF_USER_ID]}@{self._data[CONF_DOMAIN]}",
                data=self._data,
            )
        return await self._async_show_address("webhook", webhook_id, user_input)

    async def async_step_reauth(
        self, _entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Start when the exchange no longer takes the ticket."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a new ticket and try it on this user's snapshot."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            ticket = user_input[CONF_TICKET].strip()
            error = await self._async_try({**entry.data, CONF_TICKET: ticket})
            if not error:
                return self.async_update_reload_and_abort(
                    entry, data_updates={CONF_TICKET: ticket}
                )
            errors["base"] = error
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=REAUTH_SCHEMA,
            description_placeholders={"user": entry.title},
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change the address, the ticket, the certificate check or the webhook."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            data, error = tidied({**form_values(entry), **typed(user_input)})
            new_id = entry.unique_id if error else entry_unique_id(data)
            if new_id != entry.unique_id:
                await self.async_set_unique_id(new_id, raise_on_progress=False)
                self._abort_if_unique_id_configured()
            renews = user_input.get(CONF_NEW_WEBHOOK, False)
            # A stolen address is not kept for want of the exchange's answer.
            if not error and not (renews and is_stored(entry, data)):
                error = await self._async_try(data)
            if not error:
                # What was stored during the trial, such as a new ticket, stays.
                data, _ = tidied({**form_values(entry), **typed(user_input)})
                return await self._async_change(entry, new_id, data, renews=renews)
            errors["base"] = error
        address = await async_webhook_address(self.hass, entry.data[CONF_WEBHOOK_ID])
        shown = user_input or {**form_values(entry), CONF_TICKET: ""}
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(RECONFIGURE_SCHEMA, shown),
            description_placeholders={
                "user": entry.title,
                "webhook_url": address.url,
            },
            errors=errors,
        )

    async def _async_change(
        self,
        entry: ConfigEntry,
        unique_id: str | None,
        data: dict[str, Any],
        *,
        renews: bool,
    ) -> ConfigFlowResult:
        """Store what works; `renews` gives the organisation a new webhook and shows it."""
        if unique_id != entry.unique_id:
            self._abort_if_unique_id_configured()
        data[CONF_WEBHOOK_ID] = async_webhook_id_after_move(self.hass, entry, data)
        former = entry.data
        result = self.async_update_reload_and_abort(
            entry,
            unique_id=unique_id,
            data=data,
            # With nothing but a new webhook the user's calls go on.
            reload_even_if_entry_is_unchanged=not renews
            or entry.state is not ConfigEntryState.LOADED,
        )
        if renews:
            async_rotate_webhook(self.hass, data[CONF_WEBHOOK_ID])
            # The address that somebody knows is theirs who stay behind as well.
            colleague = async_rotate_webhook(self.hass, former[CONF_WEBHOOK_ID])
            self._colleague_id = colleague.entry_id if colleague else None
        for old in (former, data):
            await async_leave_webhook(self.hass, old)
        return await self.async_step_new_webhook() if renews else result

    async def async_step_new_webhook(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the new address, which counts already."""
        webhook_id = self._get_reconfigure_entry().data[CONF_WEBHOOK_ID]
        if user_input is not None and webhook_id == self._shown_id:
            return await self.async_step_colleagues_webhook()
        return await self._async_show_address(
            "new_webhook", webhook_id, user_input, is_last=self._colleague_id is None
        )

    async def async_step_colleagues_webhook(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the new address of those, if any, whom the user has left behind."""
        done = self.async_abort(reason="reconfigure_successful")
        colleague = self.hass.config_entries.async_get_entry(self._colleague_id or "")
        if colleague is None:
            return done
        webhook_id: str = colleague.data[CONF_WEBHOOK_ID]
        if user_input is not None and webhook_id == self._shown_id:
            return done
        return await self._async_show_address(
            "colleagues_webhook", webhook_id, user_input
        )

    async def _async_show_address(
        self,
        step_id: str,
        webhook_id: str,
        user_input: dict[str, Any] | None,
        *,
        is_last: bool = True,
    ) -> ConfigFlowResult:
        """Show the address for the operator's CRM connector in the form of a step.

        Shown again, it says why: somebody gave the organisation a new one meanwhile.
        """
        self._shown_id = webhook_id
        address = await async_show_in_form(self.hass, self.flow_id, webhook_id)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                WEBHOOK_SCHEMA, {CONF_REACH: "public" if address.public else "private"}
            ),
            description_placeholders={"webhook_url": address.url},
            errors={} if user_input is None else {"base": "webhook_changed"},
            last_step=is_last,
        )

    @callback
    @override
    def async_remove(self) -> None:
        """Leave no cloudhook behind that this form alone has shown."""
        self.hass.async_create_task(async_close_form(self.hass, self.flow_id))

    async def _async_try(self, data: Mapping[str, Any]) -> str | None:
        """Read the user's snapshot; return the error key of what went wrong."""
        try:
            async with trial_client(self.hass, data) as client:
                await client.snapshot()
        except TelepoError as error:
            return form_error(error)
        return None
