"""The public address of an organisation's webhook."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from hass_nabucasa import CloudError
from homeassistant.components import webhook
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_DOMAIN, CONF_URL, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError, get_url
from homeassistant.util.hass_dict import HassKey
from yarl import URL

from .const import DOMAIN
from .cti import unique_id

# What Home Assistant's cloud raises when it fails, from its own code and its library's.
_CLOUD_TROUBLE = (HomeAssistantError, CloudError, TimeoutError, ValueError)

# Names that only a local network knows (RFC 6762, 8375 and habits of routers).
_LOCAL_NAMES = (".local", ".localhost", ".lan", ".internal", ".home", ".home.arpa")

# The ids that forms have shown for organisations without an entry.
DATA_OFFERED: HassKey[dict[str, str]] = HassKey(f"{DOMAIN}_offered_webhook_ids")

# The id whose address each open form shows.
DATA_SHOWN: HassKey[dict[str, str]] = HassKey(f"{DOMAIN}_shown_webhook_ids")
_DATA_LOCK: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_cloudhook_lock")


class WebhookAddress(NamedTuple):
    """The URL for the CRM connector, and whether the exchange can reach it."""

    url: str
    public: bool


@callback
def async_webhook_id(hass: HomeAssistant, data: Mapping[str, Any]) -> str:
    """Return the webhook id of the organisation, a new one for its first entry.

    A new id stays the organisation's until Home Assistant restarts, however many forms
    show its address before an entry exists.
    """
    if known := _known_webhook_id(hass, data, None):
        return known
    offered = hass.data.setdefault(DATA_OFFERED, {})
    return offered.setdefault(_organisation(data), webhook.async_generate_id())


@callback
def async_webhook_id_after_move(
    hass: HomeAssistant, entry: ConfigEntry, data: Mapping[str, Any]
) -> str:
    """Return the webhook id of an entry whose server becomes the one in `data`."""
    own = str(entry.data[CONF_WEBHOOK_ID])
    if _organisation(data) == _organisation(entry.data):
        return own
    if known := _known_webhook_id(hass, data, entry):
        return known
    # The colleagues who stay behind keep the old one.
    stays = _is_used(hass, own, ignored=entry)
    return webhook.async_generate_id() if stays else own


async def async_give_up_webhook(hass: HomeAssistant, data: Mapping[str, Any]) -> bool:
    """Give up the webhook id in the entry data and its cloudhook, unless an entry uses it."""
    webhook_id = data[CONF_WEBHOOK_ID]
    # Even if an entry uses it: that may be one that took it along to another organisation.
    hass.data.get(DATA_OFFERED, {}).pop(_organisation(data), None)
    if _is_used(hass, webhook_id):
        return False
    await _async_delete_cloudhook(hass, webhook_id)
    return True


async def async_show_in_form(
    hass: HomeAssistant, flow_id: str, webhook_id: str
) -> WebhookAddress:
    """Return the address of a webhook for a form, until it is closed."""
    async with _one_at_a_time(hass):
        hass.data.setdefault(DATA_SHOWN, {})[flow_id] = webhook_id
        return await async_webhook_address(hass, webhook_id)


async def async_close_form(hass: HomeAssistant, flow_id: str) -> None:
    """Delete the cloudhook of a form that was given up, unless somebody else has a use for it.

    The id stays the organisation's; a cloudhook is made anew for who begins again.
    """
    async with _one_at_a_time(hass):
        shown = hass.data.get(DATA_SHOWN, {})
        webhook_id = shown.pop(flow_id, None)
        if webhook_id and webhook_id not in shown.values():
            if not _is_used(hass, webhook_id):
                await _async_delete_cloudhook(hass, webhook_id)


async def async_webhook_address(hass: HomeAssistant, webhook_id: str) -> WebhookAddress:
    """Return the cloudhook when Home Assistant Cloud is active, else our own address."""
    if cloudhook := await _async_cloudhook(hass, webhook_id):
        return WebhookAddress(cloudhook, public=True)
    path = webhook.async_generate_path(webhook_id)
    try:
        base = get_url(hass, require_ssl=True, allow_internal=False, allow_cloud=False)
    except NoURLAvailableError:
        return WebhookAddress(f"{_own_url(hass)}{path}", public=False)
    return WebhookAddress(f"{base}{path}", public=_is_public(base))


async def _async_delete_cloudhook(hass: HomeAssistant, webhook_id: str) -> None:
    if "cloud" not in hass.config.components:
        return
    # Imported late: a Home Assistant without the cloud may lack what it needs.
    from homeassistant.components import cloud  # noqa: PLC0415

    if webhook_id in hass.data[cloud.DATA_CLOUD].client.cloudhooks:
        # What the cloud does not delete now, it lists for the owner to delete.
        with suppress(*_CLOUD_TROUBLE):
            await cloud.async_delete_cloudhook(hass, webhook_id)


async def _async_cloudhook(hass: HomeAssistant, webhook_id: str) -> str | None:
    if "cloud" not in hass.config.components:
        return None
    from homeassistant.components import cloud  # noqa: PLC0415

    if not cloud.async_active_subscription(hass) or not cloud.async_is_connected(hass):
        return None
    try:
        return await cloud.async_get_or_create_cloudhook(hass, webhook_id)
    except _CLOUD_TROUBLE:
        return None


def _is_public(base: str) -> bool:
    """Tell whether the host of a URL is a name that the whole internet can look up."""
    host = URL(base).host or ""
    return "." in host and not host.endswith(_LOCAL_NAMES)


def _own_url(hass: HomeAssistant) -> str:
    try:
        return get_url(hass, prefer_external=True, allow_cloud=False)
    except NoURLAvailableError:
        # The path is still worth showing: the owner knows the host.
        return ""


def _one_at_a_time(hass: HomeAssistant) -> asyncio.Lock:
    """Return what keeps a form from showing the cloudhook that another one is deleting."""
    return hass.data.setdefault(_DATA_LOCK, asyncio.Lock())


def _is_used(
    hass: HomeAssistant, webhook_id: str, ignored: ConfigEntry | None = None
) -> bool:
    return any(
        entry is not ignored and entry.data[CONF_WEBHOOK_ID] == webhook_id
        for entry in hass.config_entries.async_entries(DOMAIN)
    )


def _organisation(data: Mapping[str, Any]) -> str:
    return unique_id(data[CONF_URL], data[CONF_DOMAIN], "")


def _known_webhook_id(
    hass: HomeAssistant, data: Mapping[str, Any], ignored: ConfigEntry | None
) -> str | None:
    organisation = _organisation(data)
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry is not ignored and _organisation(entry.data) == organisation:
            return str(entry.data[CONF_WEBHOOK_ID])
    return None
