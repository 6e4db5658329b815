"""Ten thousand CRM messages, 50 at a time.

Ours is a morning of 50 users: each has one call after another, of three messages each, and
whatever belongs to it goes on: events, entities, history and its storage, polls. The floor is
Home Assistant's own automation at the same messages, which does nothing but fire an event.
Messages per second are counted until the last one is answered and heard. Processor time is
counted longer, until nothing that the messages set going is left: polls that are waiting for
their turn, the storage. The poster and the exchange are another process.
"""

import asyncio
from dataclasses import dataclass
from itertools import chain
import json
import time
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Event, HomeAssistant, callback

from custom_components.telepo.const import DOMAIN, EVENT_CALL, EVENT_CRM_MESSAGE

from .exchange import Exchange, running_exchange
from .home import HomeError, add_user, running_home, webhook_url
from .message import AUTOMATION, AUTOMATION_EVENT, AUTOMATION_WEBHOOK, AUTOMATION_YAML
from .messages import call_of
from .pairs import Effort, ratio_of
from .table import Aim, Row

_USERS = 50
_AT_A_TIME = 50
# The polls that the last messages hurried, and the storage, are through by then.
_TRAILING = 3.0
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class _Run:
    """What one storm cost."""

    per_second: float
    processor: float


async def measure(effort: Effort) -> list[Row]:
    """Measure the rate and the processor time."""
    calls = effort.of(67, 4)
    async with (
        running_exchange() as exchange,
        running_home(AUTOMATION_YAML) as hass,
    ):
        names = [f"user{number:02}" for number in range(_USERS)]
        users = await exchange.ask("users", names=names)
        bodies = [json.dumps(message) for message in _morning(names, calls)]
        pairs: list[tuple[_Run, _Run]] = []
        for number in range(effort.of(4, 1)):
            if number % 2 == 0:
                ours = await _ours(hass, exchange, users, bodies)
                floor = await _automation(hass, exchange, bodies)
            else:
                floor = await _automation(hass, exchange, bodies)
                ours = await _ours(hass, exchange, users, bodies)
            pairs.append((ours, floor))
    rate = ratio_of([(ours.per_second, floor.per_second) for ours, floor in pairs])
    processor = ratio_of([(ours.processor, floor.processor) for ours, floor in pairs])
    return [
        Row.of(
            rate,
            what="CRM messages per second, 50 at a time, 10,000 in all with events, history and polls going on",
            floor="that automation",
            aim=Aim("≥", 1.0),
            unit="/s",
            scale=1,
        ),
        Row.of(
            processor,
            what="the same, processor time per message until all is quiet again",
            floor=AUTOMATION,
            aim=Aim("≤", 1.0),
        ),
    ]


def _morning(names: list[str], calls: int) -> list[dict[str, object]]:
    """Return the messages of so many calls of each user, 50 users ringing at the same time."""
    rounds = (
        zip(*(call_of(name, number) for name in names), strict=True)
        for number in range(calls)
    )
    # The poster writes the time: what is measured is not a storm of late messages.
    return [
        message | {"timestamp": "@now@"}
        for messages in chain.from_iterable(rounds)
        for message in messages
    ]


async def _ours(
    hass: HomeAssistant,
    exchange: Exchange,
    users: list[dict[str, Any]],
    bodies: list[str],
) -> _Run:
    """Let the storm go over the integration, set up anew."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        await hass.config_entries.async_remove(entry.entry_id)
    entries: list[ConfigEntry] = [await add_user(hass, user) for user in users]
    told = 0

    @callback
    def count(_event: Event[Any]) -> None:
        nonlocal told
        told += 1

    remove = hass.bus.async_listen(EVENT_CALL, count)
    run = await _storm(
        hass, exchange, entries[0].data["webhook_id"], EVENT_CRM_MESSAGE, bodies
    )
    remove()
    if told != len(bodies):
        raise HomeError(f"{told} moments were told, not {len(bodies)}")
    return run


async def _automation(
    hass: HomeAssistant, exchange: Exchange, bodies: list[str]
) -> _Run:
    return await _storm(hass, exchange, AUTOMATION_WEBHOOK, AUTOMATION_EVENT, bodies)


async def _storm(
    hass: HomeAssistant,
    exchange: Exchange,
    webhook_id: str,
    event_type: str,
    bodies: list[str],
) -> _Run:
    """Post everything; raises HomeError when anything is refused."""
    heard = 0
    last_heard = 0.0
    all_heard = asyncio.Event()

    @callback
    def hear(_event: Event[Any]) -> None:
        nonlocal heard, last_heard
        heard += 1
        if heard == len(bodies):
            last_heard = time.monotonic()
            all_heard.set()

    await asyncio.sleep(_TRAILING)
    remove = hass.bus.async_listen(event_type, hear)
    processor = time.process_time()
    posted = await exchange.ask(
        "storm",
        url=webhook_url(hass, webhook_id),
        bodies=bodies,
        at_a_time=_AT_A_TIME,
    )
    async with asyncio.timeout(_PATIENCE):
        await all_heard.wait()
    await asyncio.sleep(_TRAILING)
    processor = time.process_time() - processor
    remove()
    if posted["statuses"] != {"200": len(bodies)}:
        raise HomeError(f"The messages were answered with {posted['statuses']}")
    seconds = max(last_heard, posted["ended"]) - posted["begun"]
    return _Run(len(bodies) / seconds, processor / len(bodies))
