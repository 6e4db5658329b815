"""The actions of the integration."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .call_view import call_view
from .const import (
    ATTR_BLIND,
    ATTR_CALL_ID,
    ATTR_CALLS,
    ATTR_CONFIRMED,
    ATTR_DESTINATION,
    ATTR_DIRECTION,
    ATTR_DRY_RUN,
    ATTR_LIMIT,
    ATTR_OUTCOME,
    ATTR_SINCE,
    ATTR_TARGET_CALL_ID,
    ATTR_TYPE,
    ATTR_USERS,
    DOMAIN,
    SERVICE_GET_CALL_HISTORY,
    SERVICE_GET_CALLS,
    SERVICE_HOLD,
    SERVICE_MARK_MISSED_CALLS_READ,
    SERVICE_RESUME,
    SERVICE_TRANSFER,
    SERVICE_TRANSFER_TO_CALL,
)
from .cti import (
    ACTION_TRANSFER,
    OUTCOMES,
    Direction,
    LiveCall,
    Outcome,
    TransferType,
    choose_call,
)
from .destinations import DestinationError, Destinations
from .ha_errors import action_errors, failed_for, refused_input
from .targets import TargetUser, target_users

type Answer = dict[str, Any]
type Action = Callable[[TargetUser, dict[str, Any]], Awaitable[Answer]]

_CALL_ID = {vol.Optional(ATTR_CALL_ID): cv.string}

_FIELDS: dict[str, dict[Any, Any]] = {
    SERVICE_HOLD: _CALL_ID,
    SERVICE_RESUME: _CALL_ID,
    SERVICE_TRANSFER: {
        # Any type: a number that a template rendered deserves a better answer than
        # "expected str".
        vol.Required(ATTR_DESTINATION): object,
        vol.Optional(ATTR_TYPE, default=TransferType.BASIC.lower()): vol.In(
            [transfer_type.lower() for transfer_type in TransferType]
        ),
        vol.Optional(ATTR_BLIND, default=False): cv.boolean,
        vol.Optional(ATTR_DRY_RUN, default=False): cv.boolean,
        **_CALL_ID,
    },
    SERVICE_TRANSFER_TO_CALL: {
        vol.Optional(ATTR_TARGET_CALL_ID): cv.string,
        **_CALL_ID,
    },
    SERVICE_GET_CALLS: {},
    SERVICE_GET_CALL_HISTORY: {
        vol.Optional(ATTR_SINCE): cv.datetime,
        vol.Optional(ATTR_DIRECTION): vol.In([*Direction]),
        vol.Optional(ATTR_OUTCOME): vol.In([*OUTCOMES]),
        vol.Optional(ATTR_LIMIT): cv.positive_int,
    },
    SERVICE_MARK_MISSED_CALLS_READ: {},
}

_ANSWER_ONLY = (SERVICE_GET_CALLS, SERVICE_GET_CALL_HISTORY)


@callback
def async_register_services(hass: HomeAssistant) -> None:
    """Register every action, whether or not an entry is loaded."""
    for name, action in _ACTIONS.items():
        hass.services.async_register(
            DOMAIN,
            name,
            partial(_async_for_each_user, action),
            schema=vol.Schema({**cv.ENTITY_SERVICE_FIELDS, **_FIELDS[name]}),
            supports_response=SupportsResponse.ONLY
            if name in _ANSWER_ONLY
            else SupportsResponse.OPTIONAL,
        )


async def _async_for_each_user(action: Action, call: ServiceCall) -> ServiceResponse:
    """Carry out the action for every user of the target, each once."""
    users = target_users(call)
    # All are let finish, so that one user's error does not cut off another's command.
    answers = await asyncio.gather(
        *(_async_translated(action, user, call.data) for user in users),
        return_exceptions=True,
    )
    answered: dict[str, Any] = {}
    done: list[str] = []
    failed: list[tuple[TargetUser, BaseException]] = []
    for user, answer in zip(users, answers, strict=True):
        if isinstance(answer, BaseException):
            failed.append((user, answer))
        else:
            answered[user.device_id] = answer
            done.append(user.name)
    if failed:
        user, error = failed[0]
        raise error if len(users) == 1 else failed_for(user.name, error, done)
    return {ATTR_USERS: answered}


async def _async_translated(
    action: Action, user: TargetUser, data: dict[str, Any]
) -> Answer:
    with action_errors():
        return await action(user, data)


async def _async_hold(user: TargetUser, data: dict[str, Any]) -> Answer:
    control = user.runtime.call_control
    return _answer(user, await control.hold(await _async_call_id(user, data)))


async def _async_resume(user: TargetUser, data: dict[str, Any]) -> Answer:
    control = user.runtime.call_control
    return _answer(user, await control.resume(await _async_call_id(user, data)))


async def _async_transfer(user: TargetUser, data: dict[str, Any]) -> Answer:
    try:
        destination = Destinations.from_options(user.options).resolve(
            data[ATTR_DESTINATION]
        )
    except DestinationError as error:
        raise refused_input(error.key) from error
    if data[ATTR_DRY_RUN]:
        return await _async_rehearse(user, data, destination)
    outcome = await user.runtime.call_control.transfer(
        destination,
        call_id=await _async_call_id(user, data),
        blind=data[ATTR_BLIND],
        transfer_type=TransferType(data[ATTR_TYPE].upper()),
    )
    return _answer(user, outcome)


async def _async_rehearse(
    user: TargetUser, data: dict[str, Any], destination: str
) -> Answer:
    """Say which call would go where, and send nothing."""
    calls = await user.runtime.coordinator.async_read_calls()
    by_id = {live.call.call_id: live for live in calls.calls}
    chosen = choose_call(
        tuple(live.call for live in calls.calls),
        ACTION_TRANSFER,
        await _async_call_id(user, data),
    )
    answer = _answer(user, Outcome(by_id[chosen.call_id], confirmed=False))
    return {**answer, ATTR_DRY_RUN: True, ATTR_DESTINATION: destination}


async def _async_transfer_to_call(user: TargetUser, data: dict[str, Any]) -> Answer:
    outcome = await user.runtime.call_control.transfer_to_call(
        await _async_call_id(user, data),
        await _async_call_id(user, data, ATTR_TARGET_CALL_ID),
    )
    return _answer(user, outcome)


async def _async_get_calls(user: TargetUser, _data: dict[str, Any]) -> Answer:
    calls = await user.runtime.coordinator.async_read_calls()
    return {ATTR_CALLS: [_view(user, live) for live in calls.calls]}


async def _async_get_call_history(user: TargetUser, data: dict[str, Any]) -> Answer:
    history = user.runtime.coordinator.stories.history
    since = data.get(ATTR_SINCE)
    calls = history.find(
        since=dt_util.as_utc(since) if since else None,
        direction=data.get(ATTR_DIRECTION),
        outcome=data.get(ATTR_OUTCOME),
        limit=data.get(ATTR_LIMIT),
    )
    return {ATTR_CALLS: [call.as_dict() for call in calls]}


async def _async_mark_read(user: TargetUser, _data: dict[str, Any]) -> Answer:
    user.runtime.coordinator.stories.async_mark_read()
    return {}


_ACTIONS: dict[str, Action] = {
    SERVICE_HOLD: _async_hold,
    SERVICE_RESUME: _async_resume,
    SERVICE_TRANSFER: _async_transfer,
    SERVICE_TRANSFER_TO_CALL: _async_transfer_to_call,
    SERVICE_GET_CALLS: _async_get_calls,
    SERVICE_GET_CALL_HISTORY: _async_get_call_history,
    SERVICE_MARK_MISSED_CALLS_READ: _async_mark_read,
}


def _answer(user: TargetUser, outcome: Outcome) -> Answer:
    return {**_view(user, outcome.live), ATTR_CONFIRMED: outcome.confirmed}


def _view(user: TargetUser, live: LiveCall) -> Answer:
    return call_view(live, user.runtime.coordinator.privacy)


async def _async_call_id(
    user: TargetUser, data: dict[str, Any], field: str = ATTR_CALL_ID
) -> str | None:
    """Return the exchange's id of the call: a story may be told under its message's."""
    if not (call_id := data.get(field)):
        return None
    coordinator = user.runtime.coordinator
    if coordinator.stories.only_messages_know(call_id):
        # Who acts on the first message is ahead of the poll that it hurries.
        await coordinator.async_read_calls()
    return coordinator.stories.rest_call_id(call_id)
