"""1, 10, 100 and 500 users in one Home Assistant: processor time per user and poll.

Every user is polled once, one after the other, as their timers come at different moments. The
same number of bare requests runs in between, and each figure is a multiple of theirs, so that
a machine that slows down meanwhile does not count as growth.
"""

import time

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .exchange import running_exchange
from .home import running_home
from .household import Household, counts, rows
from .least import Json, LeastClient
from .pairs import Effort, Sample, interleaved
from .table import Row

_POLLS = 500


async def measure(effort: Effort) -> list[Row]:
    """Measure with more and more users."""
    figures: dict[int, float] = {}
    async with running_exchange() as exchange, running_home() as hass:
        household = Household(hass, exchange)
        for count in (1, *counts(effort)):
            await household.grow(count)
            ratio = await interleaved(
                _polls(household.entries),
                _requests(hass, household.users[0]),
                rounds=effort.of(20, 2),
                warm_up=2,
            )
            figures[count] = ratio.value
    return rows("processor time per user and poll", figures, "bare requests")


def _polls(entries: list[ConfigEntry]) -> Sample:
    coordinators = [entry.runtime_data.coordinator for entry in entries]
    turns = _POLLS // len(coordinators)

    async def measure_once() -> float:
        begun = time.process_time()
        for _ in range(turns):
            for coordinator in coordinators:
                await coordinator.async_refresh()
        return (time.process_time() - begun) / _POLLS

    return measure_once


def _requests(hass: HomeAssistant, user: Json) -> Sample:
    client = LeastClient(async_create_clientsession(hass), user)

    async def measure_once() -> float:
        begun = time.process_time()
        for _ in range(_POLLS):
            await client.snapshot()
        return (time.process_time() - begun) / _POLLS

    return measure_once
