"""The public address of an organisation's webhook."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.components import webhook
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_DOMAIN, CONF_URL, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.network import NoURLAvailableError, get_url

from .const import DOMAIN
from .cti import unique_id


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """The URL for the CRM connector, and whether the exchange can reach it."""

    url: str
    public: bool


@callback
def async_webhook_id(hass: HomeAssistant, data: Mapping[str, Any]) -> str:
    """Return the webhook id of the organisation, a new one for its first entry."""
    return _known_webhook_id(hass, data, None) or webhook.async_generate_id()


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
    stays = any(
        other is not entry and other.data[CONF_WEBHOOK_ID] == own
        for other in hass.config_entries.async_entries(DOMAIN)
    )
    return webhook.async_generate_id() if stays else own


@callback
def async_webhook_in_use(hass: HomeAssistant, webhook_id: str) -> bool:
    """Tell whether some entry still uses the webhook."""
    return any(
        entry.data[CONF_WEBHOOK_ID] == webhook_id
        for entry in hass.config_entries.async_entries(DOMAIN)
    )


async def async_webhook_address(hass: HomeAssistant, webhook_id: str) -> WebhookAddress:
    """Return the cloudhook when Home Assistant Cloud is active, else our own address."""
    if cloudhook := await _async_cloudhook(hass, webhook_id):
        return WebhookAddress(cloudhook, public=True)
    path = webhook.async_generate_path(webhook_id)
    try:
        base = get_url(hass, require_ssl=True, allow_internal=False, allow_cloud=False)
    except NoURLAvailableError:
        return WebhookAddress(f"{_own_url(hass)}{path}", public=False)
    return WebhookAddress(f"{base}{path}", public=True)


async def async_delete_cloudhook(hass: HomeAssistant, webhook_id: str) -> None:
    """Delete the cloudhook, if there is one."""
    if "cloud" not in hass.config.components:
        return
    # Imported late: a Home Assistant without the cloud may lack what it needs.
    from homeassistant.components import cloud  # noqa: PLC0415

    if webhook_id in hass.data[cloud.DATA_CLOUD].client.cloudhooks:
        await cloud.async_delete_cloudhook(hass, webhook_id)


async def _async_cloudhook(hass: HomeAssistant, webhook_id: str) -> str | None:
    if "cloud" not in hass.config.components:
        return None
    from homeassistant.components import cloud  # noqa: PLC0415

    if not cloud.async_active_subscription(hass) or not cloud.async_is_connected(hass):
        return None
    try:
        return await cloud.async_get_or_create_cloudhook(hass, webhook_id)
    except cloud.CloudNotAvailable:
        return None


def _own_url(hass: HomeAssistant) -> str:
    try:
        return get_url(hass, prefer_external=True, allow_cloud=False)
    except NoURLAvailableError:
        # The path is still worth showing: the owner knows the host.
        return ""


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
