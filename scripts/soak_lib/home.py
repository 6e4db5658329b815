"""A Home Assistant that is killed and started again on the same folder."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
import os
from pathlib import Path
import signal
import sys
import time
from typing import Any

from aiohttp import ClientError, ClientSession

from scripts.demo_lib.failure import DemoError
from scripts.demo_lib.hass_api import HassApi, Json
from scripts.demo_lib.hass_process import environment

from . import told

_EAR = Path(__file__).with_name("ear.py")
_PATIENCE_AT_STOP = 30.0
_YEARS = 3650
_WEIGHED_EVERY = 15.0
_PATIENCE, _LOOK_AGAIN = 60.0, 0.3


class SoakApi(HassApi):
    """The demo's client, with a ticket of its own that outlives every restart."""

    async def keep_token(self) -> None:
        """Exchange the token of the first login for one that does not expire."""
        token = await self.command(
            "auth/long_lived_access_token", client_name="soak", lifespan=_YEARS
        )
        self._headers = {"Authorization": f"Bearer {token}"}

    async def fire(self, event_type: str, **data: object) -> None:
        """Fire an event on Home Assistant's bus."""
        await self.command("fire_event", event_type=event_type, event_data=data)

    async def delete(self, path: str) -> None:
        """Delete something, if it is still there."""
        async with self._session.delete(self.url + path, headers=self._headers):
            pass

    async def switch(self, action: str, entity_id: str) -> None:
        """Turn a switch: such an action has no response."""
        domain, _, service = action.partition(".")
        await self.command(
            "call_service",
            domain=domain,
            service=service,
            target={"entity_id": entity_id},
        )

    async def reauth_flows(self) -> list[Json]:
        """Return the forms that ask for a new ticket."""
        flows = await self.command("config_entries/flow/progress")
        return [
            flow
            for flow in flows
            if flow["handler"] == "telepo" and flow["context"]["source"] == "reauth"
        ]


class Home:
    """Where Home Assistant lives; `api` is None while nobody can reach it."""

    def __init__(self, house: Path, url: str, session: ClientSession) -> None:
        """Live in a configuration folder."""
        self.house = house
        self.ear = house / "ear.jsonl"
        self.client = SoakApi(url, session)
        self.api: SoakApi | None = None
        self.kills: list[float] = []
        self.stops: list[float] = []
        self.logs: list[Path] = []
        # By how much its clock is off, also when it starts again.
        self._clock = 0.0
        # Whoever keeps account of memory needs some: then nothing is weighed any more.
        self._traced = False
        self._process: asyncio.subprocess.Process | None = None
        self._connection = AsyncExitStack()

    async def start(self) -> None:
        """Start the process and wait until it answers."""
        log = self.house / f"console-{len(self.logs)}.log"
        self.logs.append(log)
        with log.open("wb") as output:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                # The modules beside the ear are no modules of Home Assistant's.
                "-P",
                str(_EAR),
                "--config",
                str(self.house),
                "--skip-pip",
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.house,
                env=environment(os.environ)
                | {"SOAK_EAR": str(self.ear), "SOAK_CLOCK": str(self._clock)},
                start_new_session=True,
            )
        await self.client.answers_http()

    async def connect(self) -> None:
        """Log in and wait until everything is set up."""
        with_socket = self.client.connected()
        await self._connection.enter_async_context(with_socket)
        await self.client.runs()
        self.api = self.client

    async def start_again(self) -> None:
        """Start on the same folder."""
        await self.start()
        await self.connect()

    async def kill(self) -> None:
        """Pull the plug."""
        if self._process:
            self.api = None
            self.kills.append(time.monotonic())
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()
            await self._disconnect()

    async def stop(self) -> int | None:
        """Stop in order; returns the exit code, None when that took too long."""
        if self._process is None:
            return 0
        self.api = None
        self.stops.append(time.monotonic())
        with suppress(ProcessLookupError):
            self._process.terminate()
        code = None
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_AT_STOP):
                code = await self._process.wait()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        # What was still set up while it stopped, ends with it.
        self.stops.append(time.monotonic())
        await self._disconnect()
        return code

    async def step_clock(self, seconds: float) -> None:
        """Put its clock forward or back."""
        self._clock += seconds
        if self.api:
            await self.api.fire("soak_clock_step", seconds=seconds)

    async def trace(self) -> None:
        """Keep account, from now on, of what the integration asks for."""
        self._traced = True
        await self.client.fire("soak_trace")

    async def inspection(self) -> Json:
        """Return what the ear sees in the process now."""
        before = len(told.read(self.ear, (), ()).inspections)
        await self.client.fire("soak_inspect")
        async with asyncio.timeout(_PATIENCE):
            while True:
                await asyncio.sleep(_LOOK_AGAIN)
                found = told.read(self.ear, (), ()).inspections
                if len(found) > before:
                    return found[-1]

    async def weigh(self) -> None:
        """Have the process weighed now and then, until its lines are accounted for."""
        while not self._traced:
            if self.api:
                with suppress(DemoError, ClientError, ConnectionError, TimeoutError):
                    await self.api.fire("soak_weigh")
            await asyncio.sleep(_WEIGHED_EVERY)

    async def _disconnect(self) -> None:
        with suppress(ClientError, DemoError, OSError):
            await self._connection.aclose()
        self._connection = AsyncExitStack()


@asynccontextmanager
async def lived_in(
    house: Path, url: str, session: ClientSession
) -> AsyncIterator[Home]:
    """Give a home, and leave no process of it behind."""
    home = Home(house, url, session)
    try:
        yield home
    finally:
        await home.stop()


async def entries(api: SoakApi) -> list[dict[str, Any]]:
    """Return the integration's entries."""
    found: list[dict[str, Any]] = await api.command(
        "config_entries/get", domain="telepo"
    )
    return found
