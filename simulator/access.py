"""Whose ticket a request carries, and what it opens (vendor document, authorization)."""

from aiohttp import web

from .bodies import BadRequestError
from .directory import Directory
from .models import User

# Where a ticket has no business: addresses end up in logs.
_TICKET_PARAMETERS = frozenset({"t", "ticket", "token", "access_token"})


class UnauthorizedError(Exception):
    """No valid ticket, or not this user's."""


class ForbiddenError(Exception):
    """The licence or the ticket's scope is missing."""


def authorize(request: web.Request, users: Directory) -> User:
    """Return the user of the path if the ticket is that user's own.

    Raises BadRequestError, UnauthorizedError, NotFoundError.
    """
    if _TICKET_PARAMETERS & request.query.keys():
        raise BadRequestError("a ticket belongs into the header")
    scheme, _, ticket = request.headers.get("Authorization", "").partition(" ")
    owner = users.user_by_ticket(ticket)
    if scheme.lower() != "bearer" or owner is None:
        raise UnauthorizedError("no valid ticket")
    for header in ("Content-Type", "Accept"):
        if "application/json" not in request.headers.get(header, ""):
            raise BadRequestError(f"{header}: application/json is missing")
    path = request.match_info
    user = users.user(path["user"], path["domain"])
    if user is not owner:
        raise UnauthorizedError("this is another user's ticket")
    return user


def authorize_control(request: web.Request, users: Directory) -> User:
    """Return the user of the path who may control calls, else raise ForbiddenError too."""
    user = authorize(request, users)
    if not user.may_control_calls:
        raise ForbiddenError("licence or scope CALL_CONTROL is missing")
    return user


def authorize_devices(request: web.Request, users: Directory) -> User:
    """Return the user of the path who may see devices, else raise ForbiddenError too."""
    user = authorize(request, users)
    if not user.may_see_devices:
        raise ForbiddenError("scope USER is missing")
    return user
