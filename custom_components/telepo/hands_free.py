"""Whom an assistant means and what it may do: each through Home Assistant's actions."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from homeassistant.components.homeassistant import async_should_expose
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .const import ATTR_NAME, ATTR_TELEPHONE_ID, ATTR_USERS, CONF_USER_ID, DOMAIN
from .destinations import DestinationError, Destinations, Reached
from .ha_errors import SeveralError, refused_input
from .names import spoken_name
from .registry import async_device_id

# Entities of a user: platform and translation key.
type Keys = tuple[tuple[str, str], ...]

# A user's part of an action's answer.
type Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """A user whom an assistant may see; `names` are as `spoken_name` writes them.

    Nobody else goes by `name`: the device's, else the entry's title, else that and a number.
    """

    entry_id: str
    device_id: str
    name: str
    title: str
    names: frozenset[str]
    options: Mapping[str, Any]
    area_id: str | None
    is_loaded: bool


@callback
def async_people(
    hass: HomeAssistant, assistant: str | None = None, shown_by: Keys | None = None
) -> list[Person]:
    """Return the users by name, for an assistant those whom it may see.

    It may see a user of whom any entity is exposed to it, or any entity of `shown_by`.
    One who is not loaded counts, since another's call is not theirs.
    """
    everybody = [
        _person(hass, entry, device_id)
        for entry in hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        )
        if (device_id := async_device_id(hass, entry))
    ]
    people = [
        person
        for person in _told_apart(everybody)
        if assistant is None or _is_shown(hass, person.entry_id, assistant, shown_by)
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
    hass: HomeAssistant, people: list[Person], name: str | None, area_id: str | None
) -> Person:
    """Return who is meant: who is named, else who is at home in the area, else the only one.

    Raises ServiceValidationError `no_user`, `room_not_shown`, `user_not_loaded`, and
    SeveralError `unknown_user`, `which_user`.
    """
    if not people:
        raise refused_input("no_user")
    if name:
        said = spoken_name(name)
        named = [person for person in people if said in person.names]
        if not named:
            raise _one_of("unknown_user", people)
        candidates = _of_area(named, area_id) or named
    else:
        candidates = people_here(hass, people, area_id) or people
    if len(candidates) > 1:
        raise _one_of("which_user", candidates)
    (person,) = candidates
    if not person.is_loaded:
        raise refused_input("user_not_loaded", user=person.name)
    return person


def people_here(
    hass: HomeAssistant, people: list[Person], area_id: str | None
) -> list[Person]:
    """Return those of the people who are at home in the area.

    Raises ServiceValidationError `room_not_shown` when only others are.
    """
    here = _of_area(people, area_id)
    if not here and _of_area(async_people(hass), area_id):
        raise refused_input("room_not_shown")
    return here


def reach(hass: HomeAssistant, person: Person, said: str) -> Reached:
    """Return what a destination that was said means to the user, if it may be reached.

    Raises ServiceValidationError by the guard rails of `destinations`, and SeveralError
    `several_contacts`.
    """
    destinations = Destinations.from_options(person.options)
    try:
        return destinations.resolve_hands_free(said, hass.config.country)
    except DestinationError as error:
        if error.names:
            raise SeveralError(error.key, "contacts", error.names) from error
        raise refused_input(error.key) from error


def telephone_name(dialled: Answer) -> str | None:
    """Return the name of the telephone that dials, None for one that has only an id."""
    name: str = dialled[ATTR_NAME]
    # An id is for machines, and may be the user's own number.
    return None if name == dialled[ATTR_TELEPHONE_ID] else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks of an assistant: whom it may mean, and what was said of that.

    `name` is a user's and `destination` a call's; both are empty when not said.
    """

    hass: HomeAssistant
    context: Context | None
    people: list[Person]
    area_id: str | None
    name: str = ""
    destination: str = ""

    def person(self) -> Person:
        """Return whose call is meant; raises ServiceValidationError when that is not clear."""
        return choose_person(self.hass, self.people, self.name, self.area_id)

    def people_asked_about(self) -> list[Person]:
        """Return whom a question is about: who is named, who is of the area, or all."""
        if self.name or not self.people:
            return [self.person()]
        return people_here(self.hass, self.people, self.area_id) or self.people

    def everybody(self) -> list[Person]:
        """Return all users; raises ServiceValidationError `no_user`."""
        return self.people or [self.person()]

    def reach(self, person: Person) -> Reached:
        """Return what the destination means to the user; raises as `reach`."""
        return reach(self.hass, person, self.destination)

    async def async_act(self, person: Person, action: str, **data: Any) -> Answer:
        """Call an action for one user and return that user's part of the answer.

        Raises what the action raises, translated.
        """
        answer: Any = await self.hass.services.async_call(
            DOMAIN,
            action,
            {ATTR_DEVICE_ID: person.device_id, **data},
            blocking=True,
            context=self.context,
            return_response=True,
        )
        part: Answer = answer[ATTR_USERS][person.device_id]
        return part

    async def async_read(
        self, people: list[Person], action: str, **data: Any
    ) -> list[tuple[Person, Answer | HomeAssistantError]]:
        """Ask for each one's part, an error in its place; raises it when nobody has one."""

        async def read(person: Person) -> Answer | HomeAssistantError:
            # One whom the exchange refuses silences nobody else.
            try:
                return await self.async_act(person, action, **data)
            except HomeAssistantError as error:
                return error

        answers = await asyncio.gather(*map(read, people))
        errors = [each for each in answers if isinstance(each, HomeAssistantError)]
        if len(errors) == len(answers):
            raise errors[0]
        return list(zip(people, answers, strict=True))


def _person(hass: HomeAssistant, entry: ConfigEntry, device_id: str) -> Person:
    device = dr.async_get(hass).async_get(device_id)
    user_id = str(entry.data[CONF_USER_ID])
    name = (device.name_by_user or device.name if device else None) or user_id
    names = {name, user_id, entry.title}
    return Person(
        entry_id=entry.entry_id,
        device_id=device_id,
        name=name,
        title=entry.title,
        names=frozenset(map(spoken_name, names)),
        options=entry.options,
        area_id=dr.async_get_effective_area_id(hass, device) if device else None,
        is_loaded=entry.state is ConfigEntryState.LOADED,
    )


def _told_apart(people: list[Person]) -> list[Person]:
    """Return the people, each by a name that nobody else goes by."""
    shared = Counter(name for person in people for name in person.names)
    labelled = []
    for number, person in enumerate(people, 1):
        own = [
            name
            for name in (person.name, person.title)
            if shared[spoken_name(name)] == 1
        ]
        name = own[0] if own else f"{person.title} {number}"
        names = person.names | {spoken_name(name)}
        labelled.append(replace(person, name=name, names=names))
    return labelled


def _one_of(key: str, people: Iterable[Person]) -> SeveralError:
    return SeveralError(key, "users", [person.name for person in people])


def _of_area(people: list[Person], area_id: str | None) -> list[Person]:
    return [person for person in people if area_id and person.area_id == area_id]


def _is_shown(
    hass: HomeAssistant, entry_id: str, assistant: str, shown_by: Keys | None
) -> bool:
    """Tell whether the assistant may see the user; a disabled entity shows nobody."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry_id)
    if shown_by is not None:
        ids = {(domain, f"{entry_id}_{key}") for domain, key in shown_by}
        entities = [
            entity for entity in entities if (entity.domain, entity.unique_id) in ids
        ]
    return any(
        not entity.disabled_by
        and async_should_expose(hass, assistant, entity.entity_id)
        for entity in entities
    )
