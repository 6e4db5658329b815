"""The whole simulator, served on a loopback port."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from types import TracebackType
from typing import Self

from aiohttp import web

from .control import ControlApi
from .crm_connector import CrmConnector, Delivery
from .events import EventLog
from .faults import Faults
from .models import Clock
from .scenarios import SCENARIOS, Pause, Stage
from .server import VendorApi
from .switchboard import Switchboard
from .tally import Tally
from .wire import Wire

# A request that hangs by order must not keep an outage waiting.
_SHUTDOWN_SECONDS = 0.1


class Simulator:
    """A MiCloud Telepo of its own: `async with Simulator() as sim: …`.

    `exchange` has the calls, `crm` posts them, `faults` and `wire` say how the
    API behaves, `tally` counts its requests, `events` lists what happened.
    """

    def __init__(
        self, port: int = 0, clock: Clock | None = None, *, host: str = "127.0.0.1"
    ) -> None:
        """Prepare for a port, 0 for any; `clock` returns seconds since 1970."""
        self.host = host
        self.port = port
        self.exchange = Switchboard(clock, schedule=self._later)
        self.wire = Wire()
        self.faults = Faults()
        self.tally = Tally()
        self.events = EventLog()
        self.crm = CrmConnector(self._on_delivery)
        self.exchange.subscribe(self.events.add_change)
        self.exchange.subscribe(self.crm.on_change)
        self._runner: web.AppRunner | None = None
        self._timers: list[asyncio.TimerHandle] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Return the base address, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    async def __aenter__(self) -> Self:
        """Start to serve."""
        await self.restart()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop everything and leave nothing behind."""
        for timer in self._timers:
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        self.faults.close()
        await self.stop()
        await self.crm.close()

    async def stop(self) -> None:
        """Begin an outage: nobody listens, connections break, calls live on."""
        if self._runner:
            runner, self._runner = self._runner, None
            self.faults.release()
            self.events.wake()
            await runner.cleanup()

    async def restart(self) -> None:
        """End an outage: listen on the same port again."""
        await self.stop()
        app = web.Application()
        VendorApi(self.exchange, self.wire, self.faults, self.tally).add_routes(app)
        ControlApi(self).add_routes(app)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def play(
        self,
        name: str,
        *,
        user: str = "alice",
        colleague: str = "bob",
        pace: float = 1.0,
        pause: Pause | None = None,
    ) -> None:
        """Play a scenario, a beat lasting `pace` seconds, or as `pause` has it.

        Raises KeyError for an unknown name, NotFoundError for unknown users.
        """
        scenario = SCENARIOS[name]
        for each in (user, colleague):
            self.exchange.user(each)

        async def beats(number: float) -> None:
            await asyncio.sleep(number * pace)

        await scenario(Stage(self.exchange, user, colleague, pause or beats))

    def play_in_background(
        self, name: str, *, user: str, colleague: str, pace: float
    ) -> None:
        """Play a scenario without waiting for its end."""
        story = self.play(name, user=user, colleague=colleague, pace=pace)
        task = asyncio.get_running_loop().create_task(story)
        self._tasks.add(task)
        task.add_done_callback(self._played)

    def _played(self, task: asyncio.Task[None]) -> None:
        """Forget a finished scenario; tell if a person's click upset it."""
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()):
            self.events.add("scenario", {"problem": str(problem)})

    def _later(self, seconds: float, function: Callable[[], None]) -> None:
        """Call a function of the exchange in so many seconds."""
        loop = asyncio.get_running_loop()
        self._timers.append(loop.call_later(seconds, function))

    def _on_delivery(self, delivery: Delivery) -> None:
        """List what the CRM connector has posted."""
        self.events.add("crm", asdict(delivery))
