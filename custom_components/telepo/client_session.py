"""Makes the exchange's client, with a web session that keeps no cookies."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from homeassistant.const import CONF_DOMAIN, CONF_URL, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .const import CONF_TICKET, CONF_USER_ID
from .cti import TelepoClient


@callback
def async_create_client(hass: HomeAssistant, data: Mapping[str, Any]) -> TelepoClient:
    """Return the client of an entry; its session ends with the entry.

    Raises TelepoInvalidTicketError.
    """
    return _client(_session(hass, data, auto_cleanup=True), data)


@asynccontextmanager
async def trial_client(
    hass: HomeAssistant, data: Mapping[str, Any]
) -> AsyncIterator[TelepoClient]:
    """Give a client to try credentials with, before any entry exists."""
    session = _session(hass, data, auto_cleanup=False)
    try:
        yield _client(session, data)
    finally:
        session.detach()


def _session(
    hass: HomeAssistant, data: Mapping[str, Any], *, auto_cleanup: bool
) -> aiohttp.ClientSession:
    # The ticket alone identifies the user: a cookie that the server set for one user of
    # the shared session would otherwise travel with the next one's requests.
    return async_create_clientsession(
        hass,
        verify_ssl=data[CONF_VERIFY_SSL],
        auto_cleanup=auto_cleanup,
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
