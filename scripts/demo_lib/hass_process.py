"""Home Assistant as a process: started, awaited, and never left behind."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from importlib.util import find_spec
import os
from pathlib import Path
import signal
import socket
import sys

from .failure import DemoError

LOG_NAME = "home-assistant-console.log"

# Without these two no browser gets past "Loading...": the list of all actions needs the
# voice pipeline, and that imports them. They exist as source only, and not everybody who
# wants to see a demo has a compiler.
_COMPILED = ("pymicro_vad", "pyspeex_noise")
_STAND_INS = Path(__file__).parent / "house" / "stand_ins"

_PATIENCE_AT_STOP = 15.0


def free_port(preferred: int | None = None) -> int:
    """Return the preferred loopback port if nobody listens there, else any free one."""
    for port in (preferred, 0):
        with socket.socket() as probe, suppress(OSError):
            if port is not None:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise DemoError("no port is free on 127.0.0.1")


def environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """Return Home Assistant's environment: with stand-ins for what is not installed."""
    ours = {**inherited, "PYTHONUNBUFFERED": "1"}
    if not all(find_spec(name) for name in _COMPILED):
        ours["PYTHONPATH"] = str(_STAND_INS)
    return ours


class HassProcess:
    """A running Home Assistant."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        """Look after a process that leads a process group of its own."""
        self.log = log
        self._process = process

    async def ended(self) -> None:
        """Wait until it ends by itself, which it should not: always raises DemoError."""
        code = await self._process.wait()
        raise DemoError(f"Home Assistant ended by itself with exit code {code}")

    async def stop(self) -> None:
        """End it and everything that it started."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_AT_STOP):
                await self._process.wait()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()


@asynccontextmanager
async def running_hass(house: Path) -> AsyncIterator[HassProcess]:
    """Run Home Assistant in a configuration folder as long as the context lasts."""
    log = house / LOG_NAME
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "homeassistant",
            "--config",
            str(house),
            "--skip-pip",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Modules of this repository must not be found from there.
            cwd=house,
            env=environment(os.environ),
            # Ctrl-C is for the demo alone, which then stops Home Assistant in order.
            start_new_session=True,
        )
    hass = HassProcess(process, log)
    try:
        yield hass
    finally:
        await hass.stop()
