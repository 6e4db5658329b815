"""What the tools for language models do and answer, each through Home Assistant's actions."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.llm import LLMContext
from homeassistant.util import dt as dt_util

from .const import (
    ATTR_CALLS,
    ATTR_CONFIRMED,
    ATTR_DESTINATION,
    ATTR_NAME,
    ATTR_UNREAD,
    ATTR_USERS,
    SERVICE_DIAL,
    SERVICE_GET_CALL_HISTORY,
    SERVICE_GET_CALLS,
    SERVICE_HOLD,
    SERVICE_RESUME,
    SERVICE_TRANSFER,
)
from .hands_free import Person, async_act, async_speaker_area, choose_person, reach

type Data = dict[str, Any]

ATTR_USER = "user"

MOST_MISSED = 10

# The texts of the actions name calls by id, for people with a log at hand.
_MESSAGES = {
    "accepted_not_seen": (
        "The exchange accepted this, but the call shows no effect. Somebody should look"
        " at the telephone before it is tried again."
    ),
    "action_not_allowed": (
        "There is no call for which the exchange offers this now."
        " telepo__call_status tells how the calls stand."
    ),
    "several_calls": (
        "This fits several calls, and none can be picked from here."
        " It has to be done on the telephone."
    ),
    "unanswered": (
        "The exchange gave no answer, and no effect shows. It may have been done all"
        " the same: somebody should look at the telephone before it is tried again."
    ),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a model asks for, and the users whom it may see."""

    hass: HomeAssistant
    llm_context: LLMContext
    people: list[Person]
    user: str | None
    destination: str

    def person(self) -> Person:
        """Return who is meant; raises ServiceValidationError unless that is clear."""
        return choose_person(self.people, self.user, self._area())

    def persons(self) -> list[Person]:
        """Return whom a question is about: without a name and a room, everybody."""
        if self.user or not self.people:
            return [self.person()]
        area = self._area()
        here = [person for person in self.people if area and person.area_id == area]
        return here or self.people

    async def act(self, person: Person, action: str, **data: Any) -> Data:
        """Call an action for the user; raises what it raises."""
        context = self.llm_context.context
        return await async_act(self.hass, context, person, action, **data)

    def _area(self) -> str | None:
        return async_speaker_area(self.hass, self.llm_context.device_id)


async def async_hold(request: Request) -> Data:
    """Put the user's call on hold; one that is on hold already is no error."""
    return await _async_set_hold(request, SERVICE_HOLD, "held", "active")


async def async_resume(request: Request) -> Data:
    """Take the user's call back; one that is active already is no error."""
    return await _async_set_hold(request, SERVICE_RESUME, "active", "held")


async def _async_set_hold(
    request: Request, action: str, wanted: str, other: str
) -> Data:
    person = request.person()
    try:
        call = await request.act(person, action)
    except ServiceValidationError as error:
        if error.translation_key != "action_not_allowed":
            raise
        calls = (await request.act(person, SERVICE_GET_CALLS))[ATTR_CALLS]
        states = {call["state"]: call for call in calls}
        if wanted not in states or other in states:
            raise
        return {"done": True, "already": True, **_of(person, states[wanted])}
    return {"done": True, **_of(person, call)}


async def async_transfer(request: Request) -> Data:
    """Transfer the user's call to where the guard rails let it go."""
    person = request.person()
    reached = reach(request.hass, person, request.destination)
    call = await request.act(person, SERVICE_TRANSFER, destination=reached.uri)
    return {
        ATTR_CONFIRMED: call[ATTR_CONFIRMED],
        ATTR_DESTINATION: reached.contact_name or request.destination,
        **_of(person, call),
    }


async def async_dial(request: Request) -> Data:
    """Dial where the guard rails let a call go."""
    person = request.person()
    reached = reach(request.hass, person, request.destination)
    used = await request.act(person, SERVICE_DIAL, destination=reached.uri)
    return {
        "done": True,
        ATTR_USER: person.name,
        ATTR_DESTINATION: reached.contact_name or request.destination,
        "telephone": used[ATTR_NAME],
    }


async def async_call_status(request: Request) -> Data:
    """Tell the calls of every user meant."""

    async def read(person: Person) -> Data:
        answer = await request.act(person, SERVICE_GET_CALLS)
        return {ATTR_CALLS: [_call(call) for call in answer[ATTR_CALLS]]}

    return await _async_each(request.persons(), read)


async def async_missed_calls(request: Request) -> Data:
    """Tell the unread missed calls of every user meant, the latest first."""

    async def read(person: Person) -> Data:
        unread = {ATTR_UNREAD: True}
        answer = await request.act(person, SERVICE_GET_CALL_HISTORY, **unread)
        calls = answer[ATTR_CALLS]
        latest = [_missed(call) for call in calls[:MOST_MISSED]]
        return {"count": len(calls), "missed": latest}

    return await _async_each(request.persons(), read)


def failure(error: HomeAssistantError) -> Data:
    """Return what a model is told of an error: its key, and an English text without ids."""
    key = error.translation_key or "failed"
    return {"error": key, "message": _MESSAGES.get(key) or str(error)}


async def _async_each(
    persons: list[Person], read: Callable[[Person], Awaitable[Data]]
) -> Data:
    """Read of each user; of several, one's error does not hide the others' answers."""

    async def answer(person: Person) -> Data:
        try:
            return await read(person)
        except HomeAssistantError as error:
            if len(persons) == 1:
                raise
            return failure(error)

    answers = await asyncio.gather(*(answer(person) for person in persons))
    users = [
        {ATTR_USER: person.name, **part}
        for person, part in zip(persons, answers, strict=True)
    ]
    return {ATTR_USERS: users}


def _of(person: Person, call: Data) -> Data:
    return {ATTR_USER: person.name, "call": _call(call)}


def _call(call: Data) -> Data:
    """Return what of a call is of use in a talk; `seconds` since it began."""
    began = dt_util.parse_datetime(call["started"], raise_on_error=True)
    return {
        "state": call["state"],
        "direction": call["direction"],
        **_party(call),
        "seconds": max(0, int((dt_util.utcnow() - began).total_seconds())),
    }


def _missed(call: Data) -> Data:
    """Return a missed call; `time` is as on the wall, ISO 8601 with the home's offset."""
    ended = dt_util.parse_datetime(call["ended"], raise_on_error=True)
    time = dt_util.as_local(ended).isoformat(timespec="seconds")
    return {**_party(call), "time": time}


def _party(call: Data) -> Data:
    return {"caller_name": call["remote_name"], "caller_number": call["remote_number"]}
