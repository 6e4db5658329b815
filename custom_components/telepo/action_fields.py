"""The fields of the actions."""

import json
import re
from typing import Any

from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from .const import (
    ATTR_BLIND,
    ATTR_CALL_ID,
    ATTR_COMMAND,
    ATTR_DATA,
    ATTR_DESTINATION,
    ATTR_DIRECTION,
    ATTR_DRY_RUN,
    ATTR_LIMIT,
    ATTR_OUTCOME,
    ATTR_SINCE,
    ATTR_TARGET_CALL_ID,
    ATTR_TELEPHONE_ID,
    ATTR_TYPE,
    ATTR_UNREAD,
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
from .cti import OUTCOMES, Direction, TransferType

_COMMAND = re.compile(r"[a-z]{2,40}")


def _command(value: object) -> str:
    """Return the name of an operation; raises vol.Invalid."""
    if not isinstance(value, str) or not _COMMAND.fullmatch(value):
        raise vol.Invalid("a command is 2 to 40 lowercase letters from a to z")
    return value


def _command_data(value: object) -> dict[str, Any]:
    """Return what can be sent as a JSON object; raises vol.Invalid."""
    try:
        json.dumps(value, allow_nan=False)
    except TypeError, ValueError, RecursionError:
        raise vol.Invalid("data can only hold what JSON can") from None
    if not isinstance(value, dict):
        raise vol.Invalid("data has to be a mapping")
    return value


_CALL_ID = {vol.Optional(ATTR_CALL_ID): cv.string}
# Any type: a number that a template rendered deserves a better answer than "expected str".
_DESTINATION = {vol.Required(ATTR_DESTINATION): object}

# Besides the target.
FIELDS: dict[str, dict[Any, Any]] = {
    SERVICE_HOLD: _CALL_ID,
    SERVICE_RESUME: _CALL_ID,
    SERVICE_TRANSFER: {
        **_DESTINATION,
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
    SERVICE_DIAL: {**_DESTINATION, vol.Optional(ATTR_TELEPHONE_ID): cv.string},
    SERVICE_GET_CALLS: {},
    SERVICE_GET_CALL_HISTORY: {
        vol.Optional(ATTR_SINCE): cv.datetime,
        vol.Optional(ATTR_DIRECTION): vol.In([*Direction]),
        vol.Optional(ATTR_OUTCOME): vol.In([*OUTCOMES]),
        vol.Optional(ATTR_LIMIT): cv.positive_int,
        vol.Optional(ATTR_UNREAD, default=False): cv.boolean,
    },
    SERVICE_MARK_MISSED_CALLS_READ: {},
    SERVICE_SEND_CALL_COMMAND: {
        vol.Required(ATTR_COMMAND): _command,
        vol.Optional(ATTR_DATA): _command_data,
        **_CALL_ID,
    },
}
