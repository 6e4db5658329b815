"""The demo as a program: ports and processes, what is wrong at the end, staying."""

import asyncio
from collections.abc import Coroutine
from importlib.metadata import version
from pathlib import Path
import shutil
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from simulator import Simulator

from .dashboard import PATH
from .evening import Evening, Say
from .failure import DemoError
from .hass_api import PASSWORD, USER, HassApi
from .hass_process import LOG_NAME, HassProcess, free_port, running_hass
from .house_files import new_house
from .log_check import complaints

_ROOT = Path(__file__).parents[2]
_HASS_PORT, _EXCHANGE_PORT = 8123, 8990

_TIMEOUT = ClientTimeout(total=60)

# Between two steps: time to watch the dashboard, or only to breathe.
_PAUSE_WHEN_STAYING, _PAUSE_WHEN_ONCE = 2.0, 0.1


class Demo:
    """One run of the demo: `once` ends it after the story, else it stays until cancelled."""

    def __init__(self, say: Say, *, once: bool) -> None:
        """Say everything line by line."""
        # Whether all was well and only the end is awaited.
        self.staying = False
        self._say = say
        self._once = once

    async def run(self) -> bool:
        """Play it all and tell what was wrong; return whether nothing was."""
        hass_port = self._port(_HASS_PORT, "Home Assistant")
        exchange_port = self._port(_EXCHANGE_PORT, "the exchange")
        integration = _ROOT / "custom_components" / "telepo"
        blueprints = _ROOT / "blueprints"
        house = new_house(_ROOT / ".dev" / "demo", integration, blueprints, hass_port)
        try:
            wrong = await self._with_processes(house, hass_port, exchange_port)
        except asyncio.CancelledError:
            shutil.rmtree(house, ignore_errors=True)
            raise
        except (DemoError, ClientError, OSError) as error:
            wrong = [str(error) or type(error).__name__]
        self._report(wrong, house / LOG_NAME)
        if not wrong:
            shutil.rmtree(house, ignore_errors=True)
        return not wrong

    async def _with_processes(
        self, house: Path, hass_port: int, exchange_port: int
    ) -> list[str]:
        """Run both sides, and the evening on them; return what was wrong."""
        self._say(f"==> Home Assistant {version('homeassistant')} starts")
        url = f"http://127.0.0.1:{hass_port}"
        async with (
            Simulator(exchange_port) as simulator,
            running_hass(house) as process,
            ClientSession(timeout=_TIMEOUT) as session,
        ):
            evening = Evening(simulator, HassApi(url, session), self._say)
            pause = _PAUSE_WHEN_ONCE if self._once else _PAUSE_WHEN_STAYING
            wrong = await _unless_ended(process, evening.run(pause))
            if not self._once:
                wrong += _judged(process.log, evening)
                await self._stay(process, wrong, url, simulator.url)
        return wrong + (_judged(process.log, evening) if self._once else [])

    async def _stay(
        self, process: HassProcess, wrong: list[str], hass: str, exchange: str
    ) -> None:
        """Tell the addresses and wait for the end, which comes from outside."""
        self._report(wrong, process.log)
        self.staying = not wrong
        for line in (
            "",
            "Everything keeps running until Ctrl-C.",
            f"  Home Assistant  {hass}/{PATH}   (log in as {USER}, password {PASSWORD})",
            f"  The exchange    {exchange}/   (place, answer and end calls by clicking)",
        ):
            self._say(line)
        await process.ended()

    def _port(self, preferred: int, of: str) -> int:
        """Return the usual port or, said so, another; for once always any free one."""
        if self._once:
            return free_port()
        port = free_port(preferred)
        if port != preferred:
            self._say(f"==> port {preferred} is taken: {of} gets {port}")
        return port

    def _report(self, wrong: list[str], log: Path) -> None:
        """Tell the verdict."""
        if not wrong:
            self._say("Every step was seen, and Home Assistant's log is clean.")
            return
        self._say("\nNot everything went as it should:")
        for line in wrong:
            self._say(f"  - {line}")
        self._say(f"Home Assistant's log: {log.relative_to(_ROOT)}")


def _judged(log: Path, evening: Evening) -> list[str]:
    """Return what stands wrongly in Home Assistant's log."""
    text = log.read_text(encoding="utf-8", errors="replace")
    return complaints(text, evening.tickets, evening.private)


async def _unless_ended[T](process: HassProcess, work: Coroutine[Any, Any, T]) -> T:
    """Return what the work returns; raises DemoError when Home Assistant ends first."""
    working = asyncio.ensure_future(work)
    ended = asyncio.ensure_future(process.ended())
    try:
        await asyncio.wait((working, ended), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            await ended
        return await working
    finally:
        for task in (working, ended):
            task.cancel()
        await asyncio.gather(working, ended, return_exceptions=True)
