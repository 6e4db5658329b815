"""Whom an assistant means and what it may do: each through Home Assistant's actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.components.homeassistant import async_should_expose
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .const import ATTR_USERS, CONF_USER_ID, DOMAIN
from .destinations import DestinationError, Destinations, Reached
from .ha_errors import refused_input
from .registry import async_device_id

# Entities of a user: platform and translation key.
type Keys = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A user whom an assistant may reach; `names` are in lower case."""

    entry_id: str
    device_id: str
    name: str
    names: frozenset[str]
    options: Mapping[str, Any]
    area_id: str | None


@callback
def async_people(
    hass: HomeAssistant, assistant: str | None = None, shown_by: Keys | None = None
) -> list[Person]:
    """Return the loaded users by name, for an assistant those whom it may see.

    It may see a user of whom any entity is exposed to it, or any entity of `shown_by`.
    """
    people = [
        _person(hass, entry, device_id)
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.state is ConfigEntryState.LOADED
        and (assistant is None or _is_shown(hass, entry, assistant, shown_by))
        and (device_id := async_device_id(hass, entry))
    ]
    return sorted(people, key=lambda person: person.name.casefold())


@callback
def async_speaker_area(
    hass: HomeAssistant, device_id: str | None, satellite_id: str | None = None
) -> str | None:
    """Return the area of the device that somebody speaks to."""
    if satellite_id and (satellite := er.async_get(hass).async_get(satellite_id)):
        if satellite.area_id:
            return satellite.area_id
        device_id = satellite.device_id or device_id
    devices = dr.async_get(hass)
    if device_id and (device := devices.async_get(device_id)):
        return dr.async_get_effective_area_id(hass, device)
    return None


def choose_person(
    people: list[Person], name: str | None = None, area_id: str | None = None
) -> Person:
    """Return who is meant: who is named, else who is at home in the area, else the only one.

    Raises ServiceValidationError `no_user`, `unknown_user`, `which_user`.
    """
    if not people:
        raise refused_input("no_user")
    if name:
        named = [person for person in people if _said(name) in person.names]
        if not named:
            raise refused_input("unknown_user", users=listed(people))
        people = named
    here = [person for person in people if area_id and person.area_id == area_id]
    candidates = here or people
    if len(candidates) > 1:
        raise refused_input("which_user", users=listed(candidates))
    return candidates[0]


def listed(people: Iterable[Person]) -> str:
    """Return the names of users, for a sentence."""
    return ", ".join(person.name for person in people)


def reach(hass: HomeAssistant, person: Person, said: str) -> Reached:
    """Return what a destination that was said means to the user, if it may be reached.

    Raises ServiceValidationError by the guard rails of `destinations`.
    """
    destinations = Destinations.from_options(person.options)
    try:
        return destinations.resolve_hands_free(said, hass.config.country)
    except DestinationError as error:
        names = ", ".join(error.names)
        raise refused_input(error.key, contacts=names) from error


async def async_act(
    hass: HomeAssistant,
    context: Context | None,
    person: Person,
    action: str,
    **data: Any,
) -> dict[str, Any]:
    """Call an action for one user and return that user's part of the answer.

    Raises what the action raises, translated.
    """
    answer = await hass.services.async_call(
        DOMAIN,
        action,
        {ATTR_DEVICE_ID: person.device_id, **data},
        blocking=True,
        context=context,
        return_response=True,
    )
    users = answer[ATTR_USERS] if answer else {}
    part = users.get(person.device_id) if isinstance(users, dict) else None
    return part if isinstance(part, dict) else {}


def _person(hass: HomeAssistant, entry: ConfigEntry, device_id: str) -> Person:
    device = dr.async_get(hass).async_get(device_id)
    user_id = str(entry.data[CONF_USER_ID])
    name = (device.name_by_user or device.name if device else None) or user_id
    names = {name, user_id, entry.title}
    return Person(
        entry_id=entry.entry_id,
        device_id=device_id,
        name=name,
        names=frozenset(map(_said, names)),
        options=entry.options,
        area_id=dr.async_get_effective_area_id(hass, device) if device else None,
    )


def _is_shown(
    hass: HomeAssistant, entry: ConfigEntry, assistant: str, shown_by: Keys | None
) -> bool:
    """Tell whether the assistant may see the user."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    if shown_by is not None:
        ids = {(domain, f"{entry.entry_id}_{key}") for domain, key in shown_by}
        entities = [
            entity for entity in entities if (entity.domain, entity.unique_id) in ids
        ]
    return any(
        async_should_expose(hass, assistant, entity.entity_id) for entity in entities
    )


def _said(name: str) -> str:
    return " ".join(name.casefold().split())
