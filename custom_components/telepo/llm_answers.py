"""What the tools for language models do and answer, each through Home Assistant's actions."""

from collections.abc import Callable
from typing import Any

from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.util import dt as dt_util

from .const import (
    ATTR_CALLS,
    ATTR_CONFIRMED,
    ATTR_DESTINATION,
    ATTR_UNREAD,
    ATTR_USERS,
    SERVICE_DIAL,
    SERVICE_GET_CALL_HISTORY,
    SERVICE_GET_CALLS,
    SERVICE_HOLD,
    SERVICE_RESUME,
    SERVICE_TRANSFER,
)
from .cti import clean_name
from .hands_free import Asked, Person, telephone_name
from .names import LONGEST_NAME

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
    "command_failed": (
        "The exchange tried and reports a failure. Somebody should look at the telephone"
        " before it is tried again."
    ),
    "not_permitted": "The person who asks is not permitted to do this with this user.",
    "room_not_shown": (
        "The telephone of the room that was spoken in is not exposed to this assistant."
        " Another user's call can be meant only when that user is named."
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


async def async_hold(request: Asked) -> Data:
    """Put the user's call on hold; one that is on hold already is no error."""
    return await _async_set_hold(request, SERVICE_HOLD, "held", "active")


async def async_resume(request: Asked) -> Data:
    """Take the user's call back; one that is active already is no error."""
    return await _async_set_hold(request, SERVICE_RESUME, "active", "held")


async def _async_set_hold(request: Asked, action: str, wanted: str, other: str) -> Data:
    person = request.person()
    try:
        call = await request.async_act(person, action)
    except ServiceValidationError as error:
        if error.translation_key != "action_not_allowed":
            raise
        calls = (await request.async_act(person, SERVICE_GET_CALLS))[ATTR_CALLS]
        states = {call["state"]: call for call in calls}
        if wanted not in states or other in states:
            raise
        return {"done": True, "already": True, **_of(person, states[wanted])}
    return {"done": True, **_of(person, call)}


async def async_transfer(request: Asked) -> Data:
    """Transfer the user's call to where the guard rails let it go."""
    person = request.person()
    reached = request.reach(person)
    call = await request.async_act(person, SERVICE_TRANSFER, destination=reached.uri)
    return {
        ATTR_CONFIRMED: call[ATTR_CONFIRMED],
        ATTR_DESTINATION: short_name(reached.contact_name or request.destination),
        **_of(person, call),
    }


async def async_dial(request: Asked) -> Data:
    """Dial where the guard rails let a call go."""
    person = request.person()
    reached = request.reach(person)
    dialled = await request.async_act(person, SERVICE_DIAL, destination=reached.uri)
    name = telephone_name(dialled)
    return {
        "done": True,
        ATTR_USER: person.name,
        ATTR_DESTINATION: short_name(reached.contact_name or request.destination),
        **({"telephone": name} if name else {}),
    }


async def async_call_status(request: Asked) -> Data:
    """Tell the calls of every user meant."""

    def tell(calls: list[Data]) -> Data:
        return {ATTR_CALLS: [_call(call) for call in calls]}

    return await _async_each(request, tell, SERVICE_GET_CALLS)


async def async_missed_calls(request: Asked) -> Data:
    """Tell the unread missed calls of every user meant, the latest first."""

    def tell(calls: list[Data]) -> Data:
        latest = [_missed(call) for call in calls[:MOST_MISSED]]
        return {"count": len(calls), "missed": latest}

    unread = {ATTR_UNREAD: True}
    return await _async_each(request, tell, SERVICE_GET_CALL_HISTORY, **unread)


def failure(error: HomeAssistantError) -> Data:
    """Return what a model is told of an error: its key, and an English text without ids."""
    not_permitted = isinstance(error, Unauthorized)
    key = "not_permitted" if not_permitted else error.translation_key or "failed"
    return {"error": key, "message": _MESSAGES.get(key) or str(error)}


def short_name(name: str) -> str:
    """Return a contact's name, or as much of it as a model needs to tell whose it is."""
    return clean_name(name, LONGEST_NAME) or ""


async def _async_each(
    request: Asked, tell: Callable[[list[Data]], Data], action: str, **data: Any
) -> Data:
    """Tell of each user meant; of several, one's error does not hide the others' answers."""
    people = request.people_asked_about()
    users = [
        {
            ATTR_USER: person.name,
            **(
                failure(part)
                if isinstance(part, HomeAssistantError)
                else tell(part[ATTR_CALLS])
            ),
        }
        for person, part in await request.async_read(people, action, **data)
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
