"""1, 10, 100 and 500 users in one Home Assistant: memory per user.

What Python has allocated, by `tracemalloc`, beyond what the integration needs for any user at
all: modules, texts, the sentences for voice. So one more user is always there. The figure of
one user is the median of several who come and go.
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
        await household.grow(1)
        lone = []
        for number in range(2, _LONE_USERS + 3):
            before = await _allocated(hass)
            await household.grow(number)
            lone.append(await _allocated(hass) - before)
            await hass.config_entries.async_remove(household.entries.pop().entry_id)
        # What only the second user of all brings along is left out.
        figures[1] = statistics.median(lone[1:])
        others = len(household.users)
        before = await _allocated(hass)
        for count in counts(effort):
            await household.grow(others + count)
            figures[count] = (await _allocated(hass) - before) / count
    return rows("memory per user", figures, "KiB")


async def _allocated(hass: HomeAssistant) -> float:
    """Return the KiB that Python has allocated when all is quiet."""
    await hass.async_block_till_done()
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / 1024
