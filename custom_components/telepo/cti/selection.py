"""Which call a command means, by what the server lists for each call."""

from .command_errors import (
    ActionNotAllowedError,
    CallNotFoundError,
    DestinationIsCallerError,
    NoSecondCallError,
    SeveralCallsError,
)
from .matching import leads_to
from .models import ACTION_TRANSFER, Call, CallState


def choose_call(calls: tuple[Call, ...], action: str, call_id: str | None) -> Call:
    """Return the named call, or the only one that allows the action.

    Raises CallNotFoundError, ActionNotAllowedError or SeveralCallsError.
    """
    if call_id is not None:
        call = _by_id(calls, call_id)
        if not call.allows(action):
            raise ActionNotAllowedError(call, action=action)
        return call
    allowing = tuple(call for call in calls if call.allows(action))
    if not allowing:
        raise ActionNotAllowedError(*calls, action=action)
    if len(allowing) > 1:
        raise SeveralCallsError(*allowing, action=action)
    return allowing[0]


def choose_for_transfer(
    calls: tuple[Call, ...], call_id: str | None, destination: str
) -> Call:
    """Return the call to transfer to a SIP or tel URI.

    Raises as `choose_call` does, and DestinationIsCallerError.
    """
    call = choose_call(calls, ACTION_TRANSFER, call_id)
    if leads_to(destination, call.remote_party):
        raise DestinationIsCallerError(call, action=ACTION_TRANSFER)
    return call


def choose_pair(
    calls: tuple[Call, ...], call_id: str | None, target_call_id: str | None
) -> tuple[Call, Call]:
    """Return the call to transfer and the call it is transferred to.

    Without ids the active call goes to the held one, when there are exactly two calls.
    Raises as `choose_call` does, and NoSecondCallError.
    """
    if call_id is None and target_call_id is None:
        pair = _active_and_held(calls)
    elif target_call_id is None:
        call = _by_id(calls, str(call_id))
        pair = call, _only_other(calls, call)
    elif call_id is None:
        target = _by_id(calls, target_call_id)
        pair = _only_other(calls, target), target
    else:
        pair = _by_id(calls, call_id), _by_id(calls, target_call_id)
    call, target = pair
    if call.call_id == target.call_id:
        raise NoSecondCallError(*calls, action=ACTION_TRANSFER)
    if not call.allows(ACTION_TRANSFER):
        raise ActionNotAllowedError(call, action=ACTION_TRANSFER)
    return pair


def _by_id(calls: tuple[Call, ...], call_id: str) -> Call:
    for call in calls:
        if call.call_id == call_id:
            return call
    raise CallNotFoundError(*calls)


def _only_other(calls: tuple[Call, ...], call: Call) -> Call:
    others = [other for other in calls if other.call_id != call.call_id]
    if len(others) != 1:
        raise NoSecondCallError(*calls, action=ACTION_TRANSFER)
    return others[0]


def _active_and_held(calls: tuple[Call, ...]) -> tuple[Call, Call]:
    active = [call for call in calls if call.state is CallState.ACTIVE]
    held = [call for call in calls if call.state is CallState.HELD]
    if len(calls) != 2 or len(active) != 1 or len(held) != 1:
        raise NoSecondCallError(*calls, action=ACTION_TRANSFER)
    return active[0], held[0]
