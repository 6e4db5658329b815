"""Change at the exchange → entity state, with the webhook alive.

The clock begins in the exchange's process, just before the change, and ends when the sensor of
the call has its new state. Between them the exchange's CRM connector posts a message and Home
Assistant asks for a snapshot, so the floor is those two: the same change at an exchange that
Home Assistant does not know, posted to a handler that reads the message and gets the snapshot
of that user with aiohttp and `orjson.loads`.
"""

import asyncio
import time
from typing import Any

from aiohttp.web import Request
from homeassistant.components import webhook
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.event import async_track_state_change_event
import orjson

from custom_components.telepo.const import DOMAIN

from .exchange import Exchange, running_exchange
from .home import add_user, running_home, webhook_url
from .least import LeastClient
from .pairs import Effort, Sample, interleaved
from .table import Aim, Row

WHAT = "change at the exchange → entity state, webhook alive"
FLOOR = "one webhook POST + one snapshot GET"
AIM = Aim("≤", 1.3)

# An exchange in the same town; the other one is on this machine, which nobody's is.
AWAY = 0.005

_FLOOR_WEBHOOK = "benchmark-floor"
_PATIENCE = 10.0
# The integration lets two hurried polls a second through in the long run; a pair is three
# changes, each of which needs one.
_REST = 0.6


async def measure(effort: Effort) -> list[Row]:
    """Measure the row."""
    async with running_exchange() as exchange, running_home() as hass:
        (alice,) = await exchange.ask("users", names=["alice"])
        (floor,) = await exchange.ask("users", names=["alice"], exchange="floor")
        entry = await add_user(hass, alice)
        await exchange.ask("crm", url=webhook_url(hass, entry.data["webhook_id"]))
        await exchange.ask(
            "crm", url=webhook_url(hass, _FLOOR_WEBHOOK), exchange="floor"
        )
        sensor = er.async_get(hass).async_get_entity_id(
            "sensor", DOMAIN, f"{entry.entry_id}_call"
        )
        ours = _ours(hass, exchange, str(sensor))
        the_floor = _floor(hass, exchange, floor)
        rounds = {"rounds": effort.of(40, 3), "warm_up": effort.of(5, 1)}
        here = await interleaved(ours, the_floor, **rounds)
        await exchange.ask("away", seconds=AWAY)
        away = await interleaved(ours, the_floor, **rounds)
        return [
            Row.of(here, what=WHAT, floor=FLOOR, aim=AIM),
            Row.of(away, what="the same, each answer 5 ms away", floor=FLOOR, aim=AIM),
        ]


def _ours(hass: HomeAssistant, exchange: Exchange, sensor: str) -> Sample:
    """Return what lets a call ring and returns the seconds until the sensor says so."""

    async def measure_once() -> float:
        seen = hass.loop.create_future()

        @callback
        def look(event: Event[EventStateChangedData]) -> None:
            new = event.data["new_state"]
            if new and new.state == "ringing" and not seen.done():
                seen.set_result(time.monotonic())

        remove = async_track_state_change_event(hass, sensor, look)
        seconds = await _one_call(exchange, "ours", seen)
        remove()
        return seconds

    return measure_once


def _floor(hass: HomeAssistant, exchange: Exchange, user: dict[str, Any]) -> Sample:
    """Return what lets a call ring and returns the seconds until its snapshot is read."""
    client = LeastClient(async_create_clientsession(hass), user)
    waiting: list[asyncio.Future[float]] = []

    async def handle(_hass: HomeAssistant, _id: str, request: Request) -> None:
        orjson.loads(await request.read())
        # As ours does: the answer to the message does not wait for the snapshot.
        hass.async_create_background_task(read(), "benchmark floor")

    async def read() -> None:
        await client.snapshot()
        if waiting and not waiting[0].done():
            waiting[0].set_result(time.monotonic())

    webhook.async_register(
        hass, "benchmark", "Benchmark", _FLOOR_WEBHOOK, handle, allowed_methods=["POST"]
    )

    async def measure_once() -> float:
        waiting[:] = [hass.loop.create_future()]
        return await _one_call(exchange, "floor", waiting[0])

    return measure_once


async def _one_call(
    exchange: Exchange, which: str, seen: asyncio.Future[float]
) -> float:
    """Let a call ring, wait until it is seen, end it; return the seconds."""
    call = await exchange.ask(
        "call", exchange=which, user="alice", number="+46277464", name="Bob Bobson"
    )
    async with asyncio.timeout(_PATIENCE):
        at = await seen
    await exchange.ask("step", exchange=which, call_id=call["call_id"], step="end")
    await asyncio.sleep(_REST)
    return float(at - call["at"])
