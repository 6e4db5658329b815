"""The fields of the actions."""

from datetime import datetime
from typing import Any

from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
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


def _time(value: object) -> datetime:
    """Return a time that exists in every zone; raises vol.Invalid."""
    time = cv.datetime(value)
    try:
        dt_util.as_utc(time)
    except OverflowError:
        raise vol.Invalid("no call is so old or so new") from None
    return time


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
        vol.Optional(ATTR_SINCE): _time,
        vol.Optional(ATTR_DIRECTION): vol.In([each.value for each in Direction]),
        vol.Optional(ATTR_OUTCOME): vol.In([each.value for each in OUTCOMES]),
        vol.Optional(ATTR_LIMIT): cv.positive_int,
        vol.Optional(ATTR_UNREAD, default=False): cv.boolean,
    },
    SERVICE_MARK_MISSED_CALLS_READ: {},
    SERVICE_SEND_CALL_COMMAND: {
        # Any type, for the sake of a better answer.
        vol.Required(ATTR_COMMAND): object,
        vol.Optional(ATTR_DATA): object,
        **_CALL_ID,
    },
}
