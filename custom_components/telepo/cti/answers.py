"""What the exchange's answers say, whichever operation they answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
import json
from typing import Final

from .errors import (
    TelepoAuthenticationError,
    TelepoError,
    TelepoInvalidResponseError,
    TelepoNotFoundError,
    TelepoNotLicensedError,
    TelepoRateLimitedError,
    TelepoRefusedError,
    TelepoServerError,
)
from .text import int64

MAX_RETRY_AFTER: Final = 24 * 3600.0


def decode(body: bytes) -> object:
    """Decode a body; raises TelepoInvalidResponseError when it is not JSON."""
    try:
        data: object = json.loads(body)
    except ValueError, RecursionError:
        raise TelepoInvalidResponseError("The answer is not JSON") from None
    return data


def free_form(body: bytes) -> object:
    """Return a body whose form nobody promised: JSON, else text, None when empty."""
    if not body.strip():
        return None
    try:
        data: object = json.loads(body, parse_int=_integer)
        # What Python reads but no other JSON writer takes: infinity, a lone surrogate.
        json.dumps(data, allow_nan=False, ensure_ascii=False).encode()
    except ValueError, RecursionError:
        return body.decode(errors="replace")
    return data


def raise_for_status(status: int, headers: Mapping[str, str]) -> None:
    """Raise the error that a status means (contract, section 2), if any."""
    if 200 <= status < 300:
        return
    raise _error(status, _retry_after(headers.get("Retry-After")))


def _integer(digits: str) -> int:
    """Read an integer; raises ValueError for one of more than 64 bits."""
    if (number := int64(digits)) is None:
        raise ValueError("Too large")
    return number


def _error(status: int, retry_after: float | None) -> TelepoError:
    """Return the error by the meaning of its status."""
    if status == 401:
        return TelepoAuthenticationError("The exchange does not accept the ticket")
    if status == 403:
        return TelepoNotLicensedError("The exchange does not permit call control")
    if status == 404:
        return TelepoNotFoundError("The exchange knows no such user or call")
    if status == 429:
        return TelepoRateLimitedError(retry_after)
    if 400 <= status < 500:
        return TelepoRefusedError(status)
    if 500 <= status < 600:
        return TelepoServerError(status, retry_after)
    return TelepoInvalidResponseError(f"The answer has status {status}")


def _retry_after(value: str | None) -> float | None:
    """Read a Retry-After header, seconds or a date, as seconds; None when senseless."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_until(value)
    # NaN is neither above nor below anything, so the test must be for what is right.
    return seconds if 0 < seconds <= MAX_RETRY_AFTER else None


def _seconds_until(date: str) -> float:
    """Return the seconds until an HTTP date, 0 when it is none."""
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
