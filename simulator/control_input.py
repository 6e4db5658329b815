"""Reading what people and scripts send to the control API."""

import json
import math

from aiohttp import web

from .faults import Fault, Kind
from .guard import Handler
from .models import NotFoundError, RefusalError
from .wire import JsonObject


class InputError(ValueError):
    """A value is missing or of the wrong kind; the message says which."""


class Input:
    """A JSON object whose values are taken out one by one, each with its type."""

    def __init__(self, values: JsonObject) -> None:
        """Read from these values."""
        self._values = values

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text, else the default; without one it is required."""
        value = self._values.get(key)
        value = default if value in (None, "") else value
        if not isinstance(value, str):
            raise InputError(f"{key} must be a text")
        return value

    def optional(self, key: str) -> str | None:
        """Return a text or None."""
        return self.text(key, "") or None

    def texts(self, key: str) -> list[str]:
        """Return a list of texts, empty when absent."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise InputError(f"{key} must be a list of texts")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            raise InputError(f"{key} must be true or false")
        return value

    def number(self, key: str, default: float) -> float:
        """Return a number from 0 up; query parameters write it as text."""
        value = self._values.get(key, default)
        try:
            number = float(value) if isinstance(value, str | int | float) else -1
        except ValueError:
            number = -1
        if not math.isfinite(number) or number < 0:
            raise InputError(f"{key} must be a number, 0 or more")
        return number


def as_fault(body: Input) -> Fault:
    """Return the fault that a request describes by its `kind`."""
    try:
        kind = Kind(body.text("kind"))
    except ValueError as problem:
        raise InputError(f"{problem}; the kinds are {', '.join(Kind)}") from None
    match kind:
        case Kind.DELAY:
            return Fault.delay(body.number("seconds", 1))
        case Kind.LATE:
            return Fault.late(body.number("seconds", 0) or None)
        case Kind.STATUS:
            retry_after = body.optional("retry_after")
            headers = {"Retry-After": retry_after} if retry_after else {}
            status = int(body.number("status", 503))
            return Fault.answer(status, body.text("body", ""), headers)
        case Kind.REDIRECT:
            return Fault.redirect(body.text("url"))
        case Kind.HUGE:
            return Fault.huge(int(body.number("size", 2**26)))
        case _:
            return Fault(kind)


def explained(handler: Handler) -> Handler:
    """Turn what is wrong with a request into an answer that says so."""

    async def explain(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except NotFoundError as problem:
            status, text = 404, str(problem)
        except RefusalError as problem:
            status, text = 409, str(problem)
        except ValueError as problem:
            status, text = 400, str(problem)
        return web.json_response({"error": text}, status=status)

    return explain


async def read_input(request: web.Request) -> Input:
    """Return the body, which may be missing, of a request."""
    raw = await request.read()
    body = json.loads(raw or b"{}")
    if not isinstance(body, dict):
        raise InputError("the body is not an object")
    return Input(body)
