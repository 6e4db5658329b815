"""CRM-connector JSON → CrmMessage (vendor document, "3rd Party CRM Connector Webhook URL")."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
import json

import orjson

from .errors import TelepoInvalidMessageError
from .text import (
    clean_id,
    clean_id_or_number,
    clean_name,
    clean_name_or_number,
    clean_uri_or_number,
    int64,
    is_plain,
)

CRM_TERMINATED = "TERMINATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmMessage:
    """One message of the CRM connector; `local_…` is the user's side in both directions."""

    seq_num: int | None = None
    call_id: str
    branch_id: str | None = None
    timestamp: datetime | None = None
    state: str
    termination_reason: str | None = None
    direction: str | None = None
    local_email: str | None = None
    local_user_id: str | None = None
    local_number: str | None = None
    device_type: str | None = None
    remote_email: str | None = None
    remote_user_id: str | None = None
    remote_number: str | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What two copies of one message share; without a number, its content decides."""
        key = (self.call_id, self.branch_id, self.seq_num)
        if self.seq_num is not None:
            return key
        return (*key, self.state, self.termination_reason, self.timestamp)

    def as_dict(self) -> dict[str, object]:
        """Return the fields in the vendor's order, the time as ISO 8601 in UTC."""
        return {
            "seq_num": self.seq_num,
            "call_id": self.call_id,
            "branch_id": self.branch_id,
            "timestamp": self.timestamp.isoformat() if self.timestamp else None,
            "state": self.state,
            "termination_reason": self.termination_reason,
            "direction": self.direction,
            "local_email": self.local_email,
            "local_user_id": self.local_user_id,
            "local_number": self.local_number,
            "device_type": self.device_type,
            "remote_email": self.remote_email,
            "remote_user_id": self.remote_user_id,
            "remote_number": self.remote_number,
        }


def parse_crm_messages(body: bytes) -> tuple[CrmMessage, ...]:
    """Read the body of a POST: one message, or an array of at least one.

    Raises TelepoInvalidMessageError when it is not JSON or when any message has no text
    `call_id` and `state`.
    """
    try:
        data = _decoded(body)
    except ValueError, RecursionError:
        raise TelepoInvalidMessageError("The message is not JSON") from None
    elements = data if isinstance(data, list) else [data]
    if not elements:
        raise TelepoInvalidMessageError("The array holds no message")
    return tuple(_message(element) for element in elements)


def _message(data: object) -> CrmMessage:
    """Read one message; raises TelepoInvalidMessageError."""
    if not isinstance(data, dict):
        raise TelepoInvalidMessageError("The message is not an object")
    call_id = _clean(data.get("call_id"), clean_id)
    state = _clean(data.get("state"), clean_name)
    if call_id is None or state is None:
        raise TelepoInvalidMessageError("The message has no text call_id and state")
    reason = data.get("termination-reason", data.get("termination_reason"))
    return CrmMessage(
        seq_num=int64(data.get("seq_num")),
        call_id=call_id,
        branch_id=_clean(data.get("branch_id"), clean_id_or_number),
        timestamp=_timestamp(data.get("timestamp")),
        state=state,
        termination_reason=_clean(reason, clean_name_or_number),
        direction=_clean(data.get("direction"), clean_name_or_number),
        local_email=_clean(data.get("local_email"), clean_name_or_number),
        local_user_id=_clean(data.get("local_user_id"), clean_id_or_number),
        local_number=_clean(data.get("local_number"), clean_name_or_number),
        device_type=_clean(data.get("device_type"), clean_name_or_number),
        remote_email=_clean(data.get("remote_email"), clean_name_or_number),
        remote_user_id=_clean(data.get("remote_user_id"), clean_uri_or_number),
        remote_number=_clean(data.get("remote_number"), clean_name_or_number),
    )


def _clean(value: object, clean: Callable[[object], str | None]) -> str | None:
    """Clean a field, unless there is nothing in it to clean."""
    if value is None or (isinstance(value, str) and is_plain(value)):
        return value
    return clean(value)


def _decoded(body: bytes) -> object:
    """Read JSON; raises ValueError or RecursionError."""
    try:
        data: object = orjson.loads(body)
    except ValueError:
        # Another encoding than UTF-8, or half a character, is no reason to lose a message.
        data = json.loads(body, parse_constant=_refuse)
    return data


def _refuse(constant: str) -> object:
    """Refuse NaN and Infinity, which Python reads but JSON does not have."""
    raise ValueError(constant)


def _timestamp(value: object) -> datetime | None:
    """Read an ISO 8601 time as UTC; a time without zone is UTC (vendor document)."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except ValueError, OverflowError:
        return None
