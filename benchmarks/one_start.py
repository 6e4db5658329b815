"""The process of `start.py`: start Home Assistant on a folder, say when that was, and end.

The second argument is how many small collections Python's garbage collector believes to have
behind it. With a user's credentials as a third the user is set up before the end.
"""

import asyncio
import gc
import json
import sys
import time

from homeassistant.bootstrap import async_setup_hass
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import Event, callback
from homeassistant.helpers.recorder import get_instance
from homeassistant.runner import RuntimeConfig, create_event_loop

from .home import HomeError, add_user


async def main(folder: str, collections: str, user: str | None = None) -> None:
    """Start, set up, and stop."""
    for _ in range(int(collections)):
        gc.collect(1)
    hass = await async_setup_hass(RuntimeConfig(folder, skip_pip=True))
    if hass is None or hass.config.recovery_mode:
        raise HomeError("Home Assistant does not start")

    @callback
    def started(_event: Event) -> None:
        print(
            json.dumps({"at": time.monotonic(), "processor": time.process_time()}),
            flush=True,
        )

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STARTED, started)
    await hass.async_start()
    await hass.async_block_till_done()
    if user:
        await add_user(hass, json.loads(user))
    # A recorder that has not quite begun would keep the stop waiting for a minute.
    await get_instance(hass).async_block_till_done()
    await hass.async_stop(force=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=create_event_loop) as runner:
        runner.run(main(*sys.argv[1:]))
