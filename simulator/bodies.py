"""Request bodies, held to the vendor document's fields and types."""

from collections.abc import Callable
import json

from .models import TransferType
from .wire import JsonObject

_SCHEMES = frozenset({"tel", "sip", "sips"})


class BadRequestError(Exception):
    """The request is not one that the vendor document describes."""


def _is_token(value: object) -> bool:
    """Return whether a value is an int64; JSON's true is none."""
    return type(value) is int and -(2**63) <= value < 2**63


def _is_uri(value: object) -> bool:
    """Return whether a value is a SIP or tel URI."""
    if not isinstance(value, str):
        return False
    scheme, _, rest = value.partition(":")
    return scheme.lower() in _SCHEMES and bool(rest) and not any(map(str.isspace, rest))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool)


def _is_transfer_type(value: object) -> bool:
    return value in [kind.value for kind in TransferType]


type Fields = dict[str, Callable[[object], bool]]

# No field is documented for these two, so a token may come but need not.
COMMAND: Fields = {"stateToken": _is_token}
SINGLE_STEP_TRANSFER: Fields = {
    "stateToken": _is_token,
    "blind": _is_boolean,
    "type": _is_transfer_type,
    "destination": _is_uri,
}
TRANSFER: Fields = {
    "stateToken": _is_token,
    "targetCallId": _is_text,
    "targetStateToken": _is_token,
}


# One public program shows this body; optional fields are unknown.
MAKE: Fields = {"destination": _is_uri}


def parse_object(raw: bytes) -> JsonObject:
    """Return the body of a request, whatever its fields, else raise BadRequestError."""
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        raise BadRequestError("the body is not JSON") from None
    if not isinstance(body, dict):
        raise BadRequestError("the body is not an object")
    return body


def parse(raw: bytes, fields: Fields, required: str | None = None) -> JsonObject:
    """Return the body of a request, else raise BadRequestError saying what is wrong.

    An unknown field is refused although the vendor may not: it is most likely
    a misspelt one, and its author would like to know.
    """
    body = parse_object(raw)
    for key, value in body.items():
        if key not in fields:
            raise BadRequestError(f"unknown field {key}")
        if not fields[key](value):
            raise BadRequestError(f"bad value for {key}")
    if required is not None and required not in body:
        raise BadRequestError(f"{required} is required")
    return body
