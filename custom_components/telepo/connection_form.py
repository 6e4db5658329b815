"""What is typed into the forms of a connection, and the entry data that it makes."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_DOMAIN, CONF_URL, CONF_VERIFY_SSL, CONF_WEBHOOK_ID

from .const import CONF_ADVANCED, CONF_TICKET, CONF_USER_ID
from .cti import bare_user, normalise_url, unique_id


def tidied(form: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Return the entry data for a form, and the error key of a value that cannot be."""
    # "@organization.org" is how the domain stands behind a user's name.
    domain = form[CONF_DOMAIN].strip().removeprefix("@").lstrip()
    data = {
        CONF_URL: form[CONF_URL],
        CONF_DOMAIN: domain,
        CONF_USER_ID: bare_user(form[CONF_USER_ID].strip(), domain),
        CONF_TICKET: form[CONF_TICKET].strip(),
        CONF_VERIFY_SSL: form.get(CONF_ADVANCED, {}).get(CONF_VERIFY_SSL, True),
    }
    try:
        data[CONF_URL] = normalise_url(form[CONF_URL])
    except ValueError:
        return data, "invalid_url"
    if not domain or not data[CONF_USER_ID]:
        return data, "user_not_found"
    return data, None


def typed(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was filled in: an empty ticket means the stored one."""
    return {
        key: value for key, value in form.items() if key != CONF_TICKET or value.strip()
    }


def form_values(entry: ConfigEntry) -> dict[str, Any]:
    """Return the entry's data as the form would have given them."""
    data = entry.data
    return {
        CONF_URL: data[CONF_URL],
        CONF_DOMAIN: data[CONF_DOMAIN],
        CONF_USER_ID: data[CONF_USER_ID],
        CONF_TICKET: data[CONF_TICKET],
        CONF_ADVANCED: {CONF_VERIFY_SSL: data[CONF_VERIFY_SSL]},
    }


def is_stored(entry: ConfigEntry, data: Mapping[str, Any]) -> bool:
    """Tell whether the entry data of a form are those that the entry has."""
    return {**data, CONF_WEBHOOK_ID: entry.data[CONF_WEBHOOK_ID]} == entry.data


def entry_unique_id(data: Mapping[str, Any]) -> str:
    """Return the unique id of the user whom the entry data are of."""
    return unique_id(data[CONF_URL], data[CONF_DOMAIN], data[CONF_USER_ID])
