"""The actions of the integration."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .action_fields import FIELDS
from .call_view import call_view
from .const import (
    ATTR_BLIND,
    ATTR_BODY,
    ATTR_CALL_ID,
    ATTR_CALLS,
    ATTR_COMMAND,
    ATTR_CONFIRMED,
    ATTR_DATA,
    ATTR_DESTINATION,
    ATTR_DIRECTION,
    ATTR_DRY_RUN,
    ATTR_LIMIT,
    ATTR_NAME,
    ATTR_OUTCOME,
    ATTR_SINCE,
    ATTR_STATUS,
    ATTR_TARGET_CALL_ID,
    ATTR_TELEPHONE_ID,
    ATTR_TYPE,
    ATTR_UNREAD,
    ATTR_USERS,
    CONF_TELEPHONE_ID,
    DOMAIN,
    SERVICE_DIAL,
    SERVICE_GET_CALL_HISTORY,
    SERVICE_GET_CALLS,
    SERVICE_HOLD,
    SERVICE_MARK_MISSED_CALLS_READ,
    SERVICE_RESUME,
    SERVICE_SEND_CALL_COMMAND,
    SERVICE_TRANSFER,
    SERVICE_TRANSFER_TO_CALL,
)
from .cti import LiveCall, Outcome, TransferType, choose_for_transfer, is_command
from .destinations import DestinationError, Destinations
from .ha_errors import action_errors, failed_for, refused_input
from .targets import TargetUser, async_target_users
from .telephones import async_choose_telephone

type Answer = dict[str, Any]
type Action = Callable[[TargetUser, dict[str, Any]], Awaitable[Answer]]

_ANSWER_ONLY = (SERVICE_GET_CALLS, SERVICE_GET_CALL_HISTORY)
_ADMIN_ONLY = (SERVICE_SEND_CALL_COMMAND,)


@callback
def async_register_services(hass: HomeAssistant) -> None:
    """Register every action, whether or not an entry is loaded."""
    for name, action in _ACTIONS.items():
        register = (
            partial(async_register_admin_service, hass)
            if name in _ADMIN_ONLY
            else hass.services.async_register
        )
        register(
            DOMAIN,
            name,
            partial(
                _async_for_each_user,
                action,
                POLICY_READ if name in _ANSWER_ONLY else POLICY_CONTROL,
            ),
            schema=vol.Schema({**cv.ENTITY_SERVICE_FIELDS, **FIELDS[name]}),
            supports_response=SupportsResponse.ONLY
            if name in _ANSWER_ONLY
            else SupportsResponse.OPTIONAL,
        )


async def _async_for_each_user(
    action: Action, permission: str, call: ServiceCall
) -> ServiceResponse:
    """Carry out the action for every user of the target, each once."""
    users = await async_target_users(call, permission)
    if len(users) == 1:
        # Without a task of its own.
        answer = await _async_translated(action, users[0], call.data)
        return {ATTR_USERS: {users[0].device_id: answer}}
    return {ATTR_USERS: await _async_for_several(action, users, call.data)}


async def _async_for_several(
    action: Action, users: list[TargetUser], data: dict[str, Any]
) -> dict[str, Any]:
    """Carry out the action for several users; raises an error that says for whom it was done."""
    # All are let finish, so that one user's error does not cut off another's command.
    answers = await asyncio.gather(
        *(_async_translated(action, user, data) for user in users),
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
        raise failed_for(user.name, error, done)
    return answered


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
    destination = _destination(user, data)
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
    chosen = choose_for_transfer(
        tuple(live.call for live in calls.calls),
        await _async_call_id(user, data),
        destination,
    )
    answer = _answer(user, Outcome(by_id[chosen.call_id], confirmed=False))
    return {**answer, ATTR_DRY_RUN: True, ATTR_DESTINATION: destination}


async def _async_transfer_to_call(user: TargetUser, data: dict[str, Any]) -> Answer:
    outcome = await user.runtime.call_control.transfer_to_call(
        await _async_call_id(user, data),
        await _async_call_id(user, data, ATTR_TARGET_CALL_ID),
    )
    return _answer(user, outcome)


async def _async_dial(user: TargetUser, data: dict[str, Any]) -> Answer:
    destination = _destination(user, data)
    wanted = data.get(ATTR_TELEPHONE_ID) or user.options.get(CONF_TELEPHONE_ID)
    telephone = await async_choose_telephone(user.runtime, wanted)
    await user.runtime.call_control.dial(destination, telephone.telephone_id)
    user.runtime.coordinator.async_command_sent()
    return {ATTR_TELEPHONE_ID: telephone.telephone_id, ATTR_NAME: telephone.name}


async def _async_send_call_command(user: TargetUser, data: dict[str, Any]) -> Answer:
    command, sent = data[ATTR_COMMAND], data.get(ATTR_DATA, {})
    if not is_command(command):
        raise refused_input("invalid_command")
    if not isinstance(sent, dict):
        raise refused_input("invalid_data")
    call_id = await _async_call_id(user, data)
    try:
        reply = await user.runtime.call_control.send_command(command, call_id, sent)
    except ValueError as error:
        raise refused_input("invalid_data") from error
    finally:
        # Without an answer it may have been carried out all the same.
        user.runtime.coordinator.async_command_sent()
    return {ATTR_STATUS: reply.status, ATTR_BODY: reply.body}


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
        unread=data[ATTR_UNREAD],
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
    SERVICE_DIAL: _async_dial,
    SERVICE_GET_CALLS: _async_get_calls,
    SERVICE_GET_CALL_HISTORY: _async_get_call_history,
    SERVICE_MARK_MISSED_CALLS_READ: _async_mark_read,
    SERVICE_SEND_CALL_COMMAND: _async_send_call_command,
}


def _destination(user: TargetUser, data: dict[str, Any]) -> str:
    """Return the URI that the user may reach; raises ServiceValidationError."""
    try:
        uri = Destinations.from_options(user.options).resolve(data[ATTR_DESTINATION])
    except DestinationError as error:
        raise refused_input(error.key) from error
    # A voicemail box is no telephone: one's own is where many an unanswered call goes.
    to_voicemail = data.get(ATTR_TYPE) == TransferType.VOICEMAIL.lower()
    if not to_voicemail and user.runtime.coordinator.own_numbers.has(uri):
        raise refused_input("own_number")
    return uri


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
        coordinator.async_catch_up()
    return coordinator.stories.rest_call_id(call_id)
