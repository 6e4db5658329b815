"""1, 10, 100 and 500 users in one Home Assistant: processor time per user and poll.

One poll after the other, of each user in turn, and between two of them the processor's caches
are emptied: the polls of one user are seconds apart, in which Home Assistant does other things,
while those of 500 follow closely, so that one user polled again and again would be measured in
a state that never is. A bare request runs in between under the same conditions, and each figure
is a multiple of its time, so that a machine that slows down meanwhile does not count as growth.
The users' own polls, a hundred a second, would run in both: their timers are set, but late.
"""

from collections.abc import Awaitable, Callable
from itertools import cycle
import time

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from custom_components.telepo import pace

from .exchange import running_exchange
from .home import running_home
from .household import Household, counts, rows
from .least import Json, LeastClient
from .pairs import Effort, Sample, interleaved
from .table import Row

# More than a core's own caches hold; one byte after the other is looked at in vain.
_CACHES = b"." * 64 * 1024 * 1024


async def measure(effort: Effort) -> list[Row]:
    """Measure with more and more users."""
    figures: dict[int, float] = {}
    pace.IDLE = pace.LONGEST
    async with running_exchange() as exchange, running_home() as hass:
        household = Household(hass, exchange)
        for count in (1, *counts(effort)):
            await household.grow(count)
            ratio = await interleaved(
                _polls(household.entries),
                _requests(hass, household.users[0]),
                rounds=effort.of(600, 20),
                warm_up=20,
            )
            figures[count] = ratio.value
    return rows("processor time per user and poll", figures, "bare requests")


def _polls(entries: list[ConfigEntry]) -> Sample:
    coordinators = cycle([entry.runtime_data.coordinator for entry in entries])
    return _cold(lambda: next(coordinators).async_refresh())


def _requests(hass: HomeAssistant, user: Json) -> Sample:
    return _cold(LeastClient(async_create_clientsession(hass), user).snapshot)


def _cold(do: Callable[[], Awaitable[object]]) -> Sample:
    async def measure_once() -> float:
        _CACHES.find(0)
        begun = time.process_time()
        await do()
        return time.process_time() - begun

    return measure_once
