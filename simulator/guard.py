"""Keeps foreign web pages away from the control API.

The tool listens on this machine, and so does the browser of whoever runs it:
without a guard any page could place calls, by itself (Origin) or through a
name of its own that leads to the loopback address (Host).
"""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import web
from yarl import URL

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Handler, host: str) -> Handler:
    """Let a handler see only requests that were meant for this simulator."""

    async def guard(request: web.Request) -> web.StreamResponse:
        if not _is_ours(request, host):
            raise web.HTTPForbidden(text="This is a local tool.")
        return await handler(request)

    return guard


def _is_ours(request: web.Request, host: str) -> bool:
    """Return whether Host is this machine and Origin, if any, this very page."""
    try:
        asked = URL(f"http://{request.host}")
        origin = URL(request.headers.get("Origin", str(asked)))
    except ValueError:
        return False
    ours = asked.host in {"localhost", host} or _is_loopback(asked.host)
    return ours and origin.origin() == asked.origin() if origin.host else False


def _is_loopback(host: str | None) -> bool:
    """Return whether a host is written as a loopback address."""
    try:
        return host is not None and ip_address(host).is_loopback
    except ValueError:
        return False
