"""Makes the exchange's client, with a web session that keeps no cookies."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    CONF_DOMAIN,
    CONF_URL,
    CONF_VERIFY_SSL,
    EVENT_HOMEASSISTANT_CLOSE,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .const import CONF_TICKET, CONF_USER_ID
from .cti import TelepoClient, TelepoInvalidTicketError


@callback
def async_create_client(hass: HomeAssistant, entry: ConfigEntry) -> TelepoClient:
    """Return the client of an entry, which ends with the entry or with Home Assistant.

    Raises TelepoInvalidTicketError.
    """
    session = _session(hass, entry.data)
    try:
        client = _client(session, entry.data)
    except TelepoInvalidTicketError:
        session.detach()
        raise

    @callback
    def close(_event: Event) -> None:
        client.close()

    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close))
    entry.async_on_unload(client.close)
    return client


@asynccontextmanager
async def trial_client(
    hass: HomeAssistant, data: Mapping[str, Any]
) -> AsyncIterator[TelepoClient]:
    """Give a client to try credentials with, before any entry exists."""
    session = _session(hass, data)
    try:
        yield _client(session, data)
    finally:
        session.detach()


def _session(hass: HomeAssistant, data: Mapping[str, Any]) -> aiohttp.ClientSession:
    # The ticket alone identifies the user: a cookie that the server set for one user of
    # the shared session would otherwise travel with the next one's requests.
    return async_create_clientsession(
        hass,
        verify_ssl=data[CONF_VERIFY_SSL],
        # Home Assistant's own way takes the connection from a request under way.
        auto_cleanup=False,
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def _client(session: aiohttp.ClientSession, data: Mapping[str, Any]) -> TelepoClient:
    return TelepoClient(
        session,
        url=data[CONF_URL],
        domain=data[CONF_DOMAIN],
        user_id=data[CONF_USER_ID],
        ticket=data[CONF_TICKET],
    )
