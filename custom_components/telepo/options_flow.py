"""The form of the options."""

from collections.abc import Mapping
import re
from typing import Any, override

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)
import voluptuous as vol

from .const import (
    CONF_ALLOWED_DESTINATIONS,
    CONF_CONTACT_DESTINATION,
    CONF_CONTACT_NAME,
    CONF_CONTACTS,
    CONF_HISTORY_DAYS,
    CONF_PRIVACY,
    CONF_TELEPHONE_ID,
    DEFAULT_HISTORY_DAYS,
    MAX_HISTORY_DAYS,
)
from .cti import Telephone
from .destinations import DestinationError, is_address, normalise
from .names import same_name
from .privacy import Privacy
from .runtime import TelepoConfigEntry
from .telephones import async_known_telephones

_MOST_LETTERS = 100
# So much of a longer name is shown in the error.
_SHOWN_LETTERS = 40
# What can stand in a tel or SIP URI, and the spaces that make a number readable.
_PATTERN = re.compile(r"[a-z0-9 +*#.:;@_~!$&%=,()/\[\]-]+", re.ASCII | re.IGNORECASE)


def _telephone_field(telephones: tuple[Telephone, ...] = ()) -> SelectSelector:
    """Return the field of the telephone that dials; an id may be typed as well."""
    return SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=each.telephone_id, label=each.name)
                for each in telephones
            ],
            custom_value=True,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )


class ContactsSelector(ObjectSelector):
    """A list of objects, where the selector itself stumbles over what is none."""

    @override
    def __call__(self, data: Any) -> Any:
        """Validate the contacts; raises vol.Invalid."""
        if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
            raise vol.Invalid("Value should be a list of dicts")
        return super().__call__(data)


OPTIONS_SCHEMA = vol.Schema(
    {
        vol.Optional(CONF_CONTACTS): ContactsSelector(
            ObjectSelectorConfig(
                multiple=True,
                label_field=CONF_CONTACT_NAME,
                description_field=CONF_CONTACT_DESTINATION,
                translation_key="contact",
                fields={
                    CONF_CONTACT_NAME: {"required": True, "selector": {"text": {}}},
                    CONF_CONTACT_DESTINATION: {
                        "required": True,
                        "selector": {"text": {}},
                    },
                },
            )
        ),
        vol.Optional(CONF_ALLOWED_DESTINATIONS): TextSelector(
            TextSelectorConfig(multiple=True)
        ),
        vol.Required(CONF_HISTORY_DAYS, default=DEFAULT_HISTORY_DAYS): vol.All(
            NumberSelector(
                NumberSelectorConfig(
                    min=0, max=MAX_HISTORY_DAYS, step=1, mode=NumberSelectorMode.BOX
                )
            ),
            vol.Coerce(int),
        ),
        vol.Required(CONF_PRIVACY, default=Privacy.FULL.value): SelectSelector(
            SelectSelectorConfig(
                options=[level.value for level in Privacy], translation_key="privacy"
            )
        ),
        vol.Optional(CONF_TELEPHONE_ID): _telephone_field(),
    }
)


class OptionsError(ValueError):
    """An option that cannot be; `value` is what was typed."""

    def __init__(self, key: str, value: str) -> None:
        """Remember the translation key and the value."""
        super().__init__(key)
        self.key = key
        self.value = value


class TelepoOptionsFlow(OptionsFlowWithReload):
    """Contacts, allowed destinations, history, privacy, telephone; the entry is reloaded after."""

    config_entry: TelepoConfigEntry

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the options and check what was typed."""
        errors: dict[str, str] = {}
        placeholders = {"value": ""}
        if user_input is not None:
            try:
                return self.async_create_entry(data=_checked(user_input))
            except OptionsError as error:
                errors["base"] = error.key
                placeholders["value"] = error.value
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                await self._async_schema(), user_input or self.config_entry.options
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def _async_schema(self) -> vol.Schema:
        """Return the form with the telephones that the exchange tells of now."""
        if self.config_entry.state is not ConfigEntryState.LOADED:
            return OPTIONS_SCHEMA
        telephones = await async_known_telephones(self.config_entry.runtime_data)
        return OPTIONS_SCHEMA.extend(
            {vol.Optional(CONF_TELEPHONE_ID): _telephone_field(telephones)}
        )


def _checked(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a form; raises OptionsError."""
    telephone_id = (form.get(CONF_TELEPHONE_ID) or "").strip()
    return {
        CONF_CONTACTS: _contacts(form.get(CONF_CONTACTS) or []),
        CONF_ALLOWED_DESTINATIONS: [
            _pattern(pattern) for pattern in form.get(CONF_ALLOWED_DESTINATIONS) or []
        ],
        CONF_HISTORY_DAYS: int(form[CONF_HISTORY_DAYS]),
        CONF_PRIVACY: form[CONF_PRIVACY],
        **({CONF_TELEPHONE_ID: telephone_id} if telephone_id else {}),
    }


def _contacts(typed: list[Mapping[str, Any]]) -> list[dict[str, str]]:
    contacts: dict[str, dict[str, str]] = {}
    for contact in typed:
        name = str(contact.get(CONF_CONTACT_NAME, "")).strip()
        destination = str(contact.get(CONF_CONTACT_DESTINATION, "")).strip()
        if not name:
            raise OptionsError("contact_without_name", destination)
        _check_name(name)
        if same_name(name) in contacts:
            raise OptionsError("contact_twice", name)
        try:
            normalise(destination)
        except DestinationError as error:
            raise OptionsError("contact_destination", name) from error
        contacts[same_name(name)] = {
            CONF_CONTACT_NAME: name,
            CONF_CONTACT_DESTINATION: destination,
        }
    return list(contacts.values())


def _check_name(name: str) -> None:
    if len(name) > _MOST_LETTERS:
        raise OptionsError("contact_name_too_long", f"{name[:_SHOWN_LETTERS]}…")
    if is_address(name):
        # "112" is a number, and cannot be somebody as well.
        raise OptionsError("contact_name_is_number", name)


def _pattern(typed: str) -> str:
    """Return a pattern that can match some destination; raises OptionsError."""
    pattern = typed.strip()
    if "*" in pattern and _PATTERN.fullmatch(pattern):
        return pattern
    try:
        normalise(pattern)
    except DestinationError as error:
        raise OptionsError("allowed_destination", pattern) from error
    return pattern
