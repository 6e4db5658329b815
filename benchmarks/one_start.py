"""The process of `start.py`: start Home Assistant on a folder, say when that was, and end.

With a user's credentials as a second argument it sets the user up before it ends.
"""

import asyncio
import json
import sys
import time

from homeassistant.bootstrap import async_setup_hass
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import Event, callback
from homeassistant.helpers.recorder import get_instance
from homeassistant.runner import RuntimeConfig, create_event_loop

from .home import HomeError, add_user


async def main(folder: str, user: str | None = None) -> None:
    """Start, set up, and stop."""
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
