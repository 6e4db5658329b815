"""How each fault looks on the wire."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
import socket
import struct

from aiohttp import web

from .faults import Fault, Faults, Kind
from .models import RefusalError

_BROKEN = '{"fullState": true, "calls": [{"stateTok'
_CHUNK = b" " * 2**16
_TURNS = 10


class Unanswered(web.Response):
    """Stands for an answer that nobody gets: the connection is gone."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A request found to be in order: what it does and what it answers."""

    effect: Callable[[], None]
    reply: Callable[[], web.Response]

    def carry_out(self) -> web.Response:
        """Do it and answer."""
        self.effect()
        return self.reply()


@dataclass(frozen=True, slots=True)
class Incident:
    """A request that a fault hits; `plan` raises what a proper answer would."""

    fault: Fault
    faults: Faults
    request: web.Request
    plan: Callable[[], Plan]


async def suffer(incident: Incident) -> web.StreamResponse:
    """Answer a request as its fault demands."""
    return await _CONDUCT[incident.fault.kind](incident)


async def _delay(incident: Incident) -> web.StreamResponse:
    await incident.faults.pause(incident.fault.seconds)
    # A slow server does it even when nobody waits for the answer any more.
    return incident.plan().carry_out()


async def _hang(incident: Incident) -> web.StreamResponse:
    await incident.faults.pause()
    # A client that left just before the release is noticed a few turns later.
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    if incident.request.transport is None:
        return Unanswered()
    return incident.plan().carry_out()


async def _reset(incident: Incident) -> web.StreamResponse:
    if transport := incident.request.transport:
        sock = transport.get_extra_info("socket")
        # Lingering for no time makes the kernel send a reset, not a polite end.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return Unanswered()


async def _status(incident: Incident) -> web.StreamResponse:
    fault = incident.fault
    return web.Response(status=fault.status, body=fault.body, headers=fault.headers)


async def _broken_json(_: Incident) -> web.StreamResponse:
    return web.Response(text=_BROKEN, content_type="application/json")


async def _truncated(incident: Incident) -> web.StreamResponse:
    response = web.StreamResponse()
    response.content_type = "application/json"
    response.content_length = 2 * len(_BROKEN)
    await response.prepare(incident.request)
    await response.write(_BROKEN.encode())
    if incident.request.transport:
        incident.request.transport.close()
    return response


async def _huge(incident: Incident) -> web.StreamResponse:
    opening, ending = b'{"fullState": true, "calls": [', b"]}"
    missing = max(0, incident.fault.size - len(opening) - len(ending))
    response = web.StreamResponse()
    response.content_type = "application/json"
    response.content_length = missing + len(opening) + len(ending)
    # A client with a limit leaves half-way, as it should.
    with suppress(ConnectionError):
        await response.prepare(incident.request)
        await response.write(opening)
        while missing > 0:
            await response.write(_CHUNK[:missing])
            missing -= len(_CHUNK)
        await response.write(ending)
    return response


async def _executed_unanswered(incident: Incident) -> web.StreamResponse:
    incident.plan().effect()
    return await _reset(incident)


async def _executed_hang(incident: Incident) -> web.StreamResponse:
    plan = incident.plan()
    plan.effect()
    await incident.faults.pause()
    return plan.reply()


async def _executed_broken_json(incident: Incident) -> web.StreamResponse:
    incident.plan().effect()
    return await _broken_json(incident)


async def _ignored(incident: Incident) -> web.StreamResponse:
    return incident.plan().reply()


async def _late(incident: Incident) -> web.StreamResponse:
    plan = incident.plan()

    def effect() -> None:
        # By then the call may be gone; the client was told 2xx all the same.
        with suppress(RefusalError):
            plan.effect()

    incident.faults.put_off(effect, incident.fault.seconds)
    return plan.reply()


_CONDUCT: dict[Kind, Callable[[Incident], Awaitable[web.StreamResponse]]] = {
    Kind.DELAY: _delay,
    Kind.HANG: _hang,
    Kind.RESET: _reset,
    Kind.STATUS: _status,
    Kind.BROKEN_JSON: _broken_json,
    Kind.TRUNCATED: _truncated,
    Kind.HUGE: _huge,
    Kind.REDIRECT: _status,
    Kind.EXECUTED_UNANSWERED: _executed_unanswered,
    Kind.EXECUTED_HANG: _executed_hang,
    Kind.EXECUTED_BROKEN_JSON: _executed_broken_json,
    Kind.IGNORED: _ignored,
    Kind.LATE: _late,
}
