"""Who belongs to an organisation, looked up once and not with every message."""

from collections.abc import Mapping
from typing import NamedTuple

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import CONF_DOMAIN, CONF_WEBHOOK_ID
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .const import CONF_PRIVACY, CONF_USER_ID, DOMAIN
from .cti import bare_user
from .privacy import Privacy, strictest
from .registry import async_device_id, async_event_entity_id


class Member(NamedTuple):
    """A user with an entry here; no ids before the entry was first set up."""

    entry: ConfigEntry
    device_id: str | None
    entity_id: str | None


class _Lookup(NamedTuple):
    """What was looked up, good until an entry or an entity changes."""

    members: Mapping[str, Member]
    privacy: Privacy


class Organisation:
    """The entries of one webhook, loaded or not: an outage changes nobody's options."""

    def __init__(self, hass: HomeAssistant, webhook_id: str) -> None:
        """Look nobody up yet."""
        self._hass = hass
        self._webhook_id = webhook_id
        self._lookup: _Lookup | None = None

    @callback
    def async_follow(self) -> CALLBACK_TYPE:
        """Notice every change from now on; returns the unsubscribe."""
        self._forget()
        hass = self._hass
        cancels = (
            async_dispatcher_connect(
                hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed
            ),
            # A device comes and goes with its entities.
            hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_changed
            ),
        )

        @callback
        def stop() -> None:
            for cancel in cancels:
                cancel()

        return stop

    def member(self, user_id: str | None) -> Member | None:
        """Return whom `alice` or `alice@organization.org` means, if she has an entry here."""
        if user_id is None:
            return None
        lookup = self._lookup or self._look_up()
        return lookup.members.get(user_id.strip().casefold())

    @property
    def privacy(self) -> Privacy:
        """The strictest option of all users: a message tells of colleagues as well."""
        return (self._lookup or self._look_up()).privacy

    def _look_up(self) -> _Lookup:
        hass = self._hass
        members: dict[str, Member] = {}
        levels = []
        for entry in hass.config_entries.async_entries(DOMAIN):
            if entry.data[CONF_WEBHOOK_ID] != self._webhook_id:
                continue
            levels.append(Privacy(entry.options.get(CONF_PRIVACY, Privacy.FULL)))
            member = Member(
                entry, async_device_id(hass, entry), async_event_entity_id(hass, entry)
            )
            for spelling in _spellings(entry):
                members.setdefault(spelling, member)
        self._lookup = _Lookup(members, strictest(levels))
        return self._lookup

    def _forget(self) -> None:
        self._lookup = None

    @callback
    def _entry_changed(self, _change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN:
            self._forget()

    @callback
    def _registry_changed(
        self, _event: Event[er.EventEntityRegistryUpdatedData]
    ) -> None:
        self._forget()


def _spellings(entry: ConfigEntry) -> tuple[str, str]:
    """Return how messages can name the entry's user, in folded letters."""
    domain = entry.data[CONF_DOMAIN]
    name = bare_user(entry.data[CONF_USER_ID], domain)
    return name.casefold(), f"{name}@{domain.strip()}".casefold()
