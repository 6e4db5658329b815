"""One poll that brings nothing new: processor time of Home Assistant's process.

Ours is what the timer of the coordinator does, from the request to the next timer. The floor
asks the same exchange the same with aiohttp and reads the answer with `orjson.loads`, in the
same event loop; the second floor lets a coordinator of Home Assistant's own do so, as every
integration that polls does. The exchange is another process, whose time does not count; Home Assistant's
own beat, a few wake-ups a second, is in both.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import logging
import time

from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from custom_components.telepo.runtime import TelepoRuntime

from .exchange import running_exchange
from .home import add_user, running_home
from .least import LeastClient
from .pairs import Effort, Ratio, Sample, interleaved
from .table import Aim, Row

# Of so many polls in a row the processor time can be told; they take less than the
# pause between two polls of the integration's own.
_POLLS = 100


async def measure(effort: Effort) -> list[Row]:
    """Measure against the bare request, and against it in a coordinator of Home Assistant's."""
    async with running_exchange() as exchange, running_home() as hass:
        (alice,) = await exchange.ask("users", names=["alice"])
        entry = await add_user(hass, alice)
        client = LeastClient(async_create_clientsession(hass), alice)
        least = await _ratio(entry.runtime_data, client.snapshot, effort)
        coordinator = DataUpdateCoordinator(
            hass,
            logging.getLogger(__name__),
            config_entry=entry,
            name="benchmark",
            update_interval=timedelta(seconds=5),
            update_method=client.snapshot,
            always_update=False,
        )
        coordinator.async_add_listener(lambda: None)
        ordinary = await _ratio(entry.runtime_data, coordinator.async_refresh, effort)
        return [
            Row.of(
                least,
                what="one unchanged poll, processor time",
                floor="aiohttp GET + `orjson.loads` of the same body in the same loop",
                aim=Aim("≤", 1.15),
            ),
            Row.of(
                ordinary,
                what="the same",
                floor="that in a `DataUpdateCoordinator` of Home Assistant's",
                aim=Aim("≤", 1.15),
            ),
        ]


async def _ratio(
    runtime: TelepoRuntime, floor: Callable[[], Awaitable[object]], effort: Effort
) -> Ratio:
    return await interleaved(
        _sample(runtime.coordinator.async_refresh),
        _sample(floor),
        rounds=effort.of(100, 3),
        warm_up=effort.of(5, 1),
    )


def _sample(poll: Callable[[], Awaitable[object]]) -> Sample:
    async def measure_once() -> float:
        begun = time.process_time()
        for _ in range(_POLLS):
            await poll()
        return (time.process_time() - begun) / _POLLS

    return measure_once
