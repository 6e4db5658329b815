"""Hold action → done and confirmed.

Ours is the action as an automation calls it, until its response is there: one snapshot, the
command, one snapshot that shows it, and the entities have their new states. The floor is those
three requests alone, of a user that Home Assistant does not know. No CRM connector posts: the
exchange does not tell of a hold.
"""

import time

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from custom_components.telepo.const import DOMAIN, SERVICE_HOLD

from .exchange import Exchange, running_exchange
from .home import add_user, running_home
from .least import LeastClient
from .pairs import Effort, Sample, interleaved
from .table import Aim, Row

WHAT = "hold action → done and confirmed"
FLOOR = "one GET + one POST + one GET"
AIM = Aim("≤", 1.2)

# An exchange in the same town; the others are on this machine, which nobody's is.
AWAY = 0.005


async def measure(effort: Effort) -> list[Row]:
    """Measure the row, with the exchange on this machine and some way away."""
    async with running_exchange() as exchange, running_home() as hass:
        (alice,) = await exchange.ask("users", names=["alice"])
        (floor,) = await exchange.ask("users", names=["alice"], exchange="floor")
        await add_user(hass, alice)
        least = LeastClient(async_create_clientsession(hass), floor)
        ours = await _ours(hass, exchange)
        the_floor = await _floor(exchange, least)
        rounds = {"rounds": effort.of(300, 6), "warm_up": effort.of(20, 2)}
        here = await interleaved(ours, the_floor, **rounds)
        await exchange.ask("away", seconds=AWAY)
        away = await interleaved(ours, the_floor, **rounds)
        return [
            Row.of(here, what=WHAT, floor=FLOOR, aim=AIM),
            Row.of(
                away,
                what="the same, each answer 5 ms away",
                floor=FLOOR,
                aim=AIM,
            ),
        ]


async def _ours(hass: HomeAssistant, exchange: Exchange) -> Sample:
    call_id = await _talk(exchange, "ours")

    async def measure_once() -> float:
        before = time.monotonic()
        # Raises HomeAssistantError unless a snapshot confirms it.
        await hass.services.async_call(
            DOMAIN, SERVICE_HOLD, {}, blocking=True, return_response=True
        )
        seconds = time.monotonic() - before
        await exchange.ask("step", call_id=call_id, step="resume")
        await hass.services.async_call(
            DOMAIN, "get_calls", {}, blocking=True, return_response=True
        )
        return seconds

    return measure_once


async def _floor(exchange: Exchange, least: LeastClient) -> Sample:
    call_id = await _talk(exchange, "floor")

    async def measure_once() -> float:
        before = time.monotonic()
        await least.snapshot()
        await least.hold(call_id)
        await least.snapshot()
        seconds = time.monotonic() - before
        await exchange.ask("step", exchange="floor", call_id=call_id, step="resume")
        return seconds

    return measure_once


async def _talk(exchange: Exchange, which: str) -> str:
    """Begin a talk and return its id."""
    call = await exchange.ask(
        "call", exchange=which, user="alice", number="+46277464", name="Bob Bobson"
    )
    await exchange.ask("step", exchange=which, call_id=call["call_id"], step="answer")
    return str(call["call_id"])
