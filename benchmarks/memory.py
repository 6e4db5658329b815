"""1, 10, 100 and 500 users in one Home Assistant: memory per user.

What Python has allocated, by `tracemalloc`, without what is there already when no user is:
modules, and what a first user that is gone again has left. The figure of one user is the
median of several who come and go.
"""

import gc
import statistics
import tracemalloc

from homeassistant.core import HomeAssistant

from .exchange import running_exchange
from .home import running_home
from .household import Household, counts, rows
from .pairs import Effort
from .table import Row

_LONE_USERS = 5


async def measure(effort: Effort) -> list[Row]:
    """Measure with more and more users."""
    figures: dict[int, float] = {}
    async with running_exchange() as exchange, running_home() as hass:
        household = Household(hass, exchange)
        tracemalloc.start()
        lone = []
        for number in range(1, _LONE_USERS + 2):
            before = await _allocated(hass)
            await household.grow(number)
            lone.append(await _allocated(hass) - before)
            await hass.config_entries.async_remove(household.entries.pop().entry_id)
        # The first one brings the modules along.
        figures[1] = statistics.median(lone[1:])
        gone = len(household.users)
        before = await _allocated(hass)
        for count in counts(effort):
            await household.grow(gone + count)
            figures[count] = (await _allocated(hass) - before) / count
    return rows("memory per user", figures, "KiB")


async def _allocated(hass: HomeAssistant) -> float:
    """Return the KiB that Python has allocated when all is quiet."""
    await hass.async_block_till_done()
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / 1024
