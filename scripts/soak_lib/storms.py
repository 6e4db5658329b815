"""What else goes wrong: plugs pulled, outages, clocks, storms, tickets."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
import time

from aiohttp import ClientError, ClientSession

from scripts.demo_lib.failure import DemoError
from simulator import Simulator

from .home import Home
from .life import USERS

type Say = Callable[[str], None]

# Minutes from which on a soak is a long one.
_LONG = 10.0
_FLOWS = "/api/config/config_entries/flow"


class ExchangeClock:
    """The exchange's clock, which can be stepped."""

    def __init__(self) -> None:
        """Begin with the machine's time."""
        self.offset = 0.0

    def __call__(self) -> float:
        """Return seconds since 1970."""
        return time.time() + self.offset


class Storms:
    """One disturbance after the other: all kinds in random order, again and again."""

    def __init__(
        self,
        home: Home,
        simulator: Simulator,
        clock: ExchangeClock,
        session: ClientSession,
        say: Say,
        seed: str,
    ) -> None:
        """Disturb both sides; `say` tells what is going on."""
        # When a form may have read a snapshot.
        self.trials: list[tuple[float, float]] = []
        self.raging = False
        # By how much the exchange's clock was off from when on.
        self.exchange_clock = [(0.0, 0.0)]
        # Every ticket that was ever issued: no log may show one.
        self.tickets = {user.ticket for user in simulator.exchange.users}
        self._home = home
        self._simulator = simulator
        self._clock = clock
        self._session = session
        self._say = say
        self._random = Random(f"{seed}/storms")
        self._kinds: tuple[Callable[[], Awaitable[None]], ...] = (
            self.kill,
            self.restart,
            self.outage,
            self.new_ticket,
            self.step_hass_clock,
            self.step_exchange_clock,
            self.copies,
            self.anybodys,
            self.junk,
            self.manners,
        )

    async def rage(self, minutes: float) -> None:
        """Disturb for so many minutes, and end between two disturbances.

        In the second half of a long soak one process has to live through all the rest,
        since only a long life shows whether the memory grows.
        """
        begun, self.raging = time.monotonic(), True
        while self.raging:
            for kind in [self.kill, *self._shuffled(self._kinds[1:])]:
                passed = (time.monotonic() - begun) / 60
                if passed >= minutes:
                    self.raging = False
                    return
                if (
                    kind in self._kinds[:2]
                    and minutes >= _LONG
                    and 2 * passed > minutes
                ):
                    continue
                await asyncio.sleep(self._random.uniform(1.0, 4.0))
                await kind()

    async def renew(self) -> None:
        """Fill in every form that asks for a ticket, as long as there is a valid one."""
        while True:
            await asyncio.sleep(1.0)
            with suppress(DemoError, ClientError, ConnectionError):
                await self._fill_in()

    async def kill(self) -> None:
        """Pull the plug in mid-call and start again."""
        dead = self._random.uniform(0.0, 4.0)
        while not any(self._simulator.exchange.calls(user) for user in USERS):
            await asyncio.sleep(0.05)
        self._say(f"Home Assistant is killed in mid-call, dead for {dead:.1f} s")
        await self._home.kill()
        await asyncio.sleep(dead)
        await self._home.start_again()

    async def restart(self) -> None:
        """Stop in order and start again."""
        self._say("Home Assistant is restarted in order")
        await self._home.stop()
        await self._home.start_again()

    async def outage(self) -> None:
        """Take the exchange away, and bring it back."""
        seconds = self._random.uniform(1.0, 6.0)
        self._say(f"the exchange is away for {seconds:.1f} s")
        await self._simulator.stop()
        await asyncio.sleep(seconds)
        await self._simulator.restart()

    async def new_ticket(self) -> None:
        """Revoke a ticket and issue a new one a little later."""
        user = self._simulator.exchange.user(self._random.choice(USERS))
        seconds = self._random.uniform(1.0, 5.0)
        self._say(f"{user.name}'s ticket is revoked, and renewed {seconds:.1f} s later")
        user.revoke()
        await asyncio.sleep(seconds)
        self.tickets.add(user.renew())

    async def step_hass_clock(self) -> None:
        """Put Home Assistant's clock forward or back."""
        seconds = self._random.choice((-1, 1)) * self._random.uniform(1, 90)
        self._say(f"Home Assistant's clock steps by {seconds:+.1f} s")
        if api := self._home.api:
            await api.fire("soak_clock_step", seconds=seconds)

    async def step_exchange_clock(self) -> None:
        """Put the exchange's clock forward or back."""
        seconds = self._random.choice((-1, 1)) * self._random.uniform(1, 90)
        self._say(f"the exchange's clock steps by {seconds:+.1f} s")
        self._clock.offset += seconds
        self.exchange_clock.append((time.monotonic(), self._clock.offset))

    async def copies(self) -> None:
        """Post the last messages again, each many times."""
        self._say("a storm of repeated CRM messages")
        latest = [each.message for each in self._simulator.crm.deliveries[-20:]]
        await self._post([message for message in latest for _ in range(15)])

    async def anybodys(self) -> None:
        """Post many messages that do not say whose they are."""
        self._say("a storm of CRM messages about nobody")
        await self._post(
            [{"call_id": f"storm-{self._random.random()}", "state": "EARLY"}] * 2
            for _ in range(150)
        )

    async def junk(self) -> None:
        """Post what is no message."""
        self._say("a storm of junk")
        await self._post([[], {}, {"state": "EARLY"}, "x" * 70_000, None] * 30)

    async def manners(self) -> None:
        """Let the CRM connector behave badly for a while."""
        random, manners = self._random, self._simulator.crm.manners
        what = random.choice(("twice", "late", "out_of_order", "drop", "preliminary"))
        self._say(f"the CRM connector misbehaves: {what}")
        before = getattr(manners, what)
        after = {"late": random.uniform(0.5, 4.0), "drop": {"EARLY", "TERMINATED"}}
        setattr(manners, what, after.get(what, True))
        await asyncio.sleep(random.uniform(3.0, 8.0))
        setattr(manners, what, before)
        self._simulator.crm.flush()

    def _shuffled(
        self, kinds: tuple[Callable[[], Awaitable[None]], ...]
    ) -> list[Callable[[], Awaitable[None]]]:
        return self._random.sample(kinds, len(kinds))

    async def _post(self, bodies: object) -> None:
        """Post to the webhook, many at a time."""
        url = self._simulator.crm.url
        many = asyncio.Semaphore(25)

        async def post(body: object) -> None:
            async with many:
                with suppress(ClientError, ConnectionError):
                    async with self._session.post(str(url), json=body) as answer:
                        await answer.read()

        if url is not None:
            await asyncio.gather(*map(post, list(bodies)))  # type: ignore[call-overload]

    async def _fill_in(self) -> None:
        if (api := self._home.api) is None:
            return
        for flow in await api.reauth_flows():
            name = flow["context"]["title_placeholders"]["name"].partition("@")[0]
            user = self._simulator.exchange.user(name)
            if user.revoked:
                continue
            began = time.monotonic()
            form = f"{_FLOWS}/{flow['flow_id']}"
            try:
                await api.post(form, {"ticket": user.ticket})
            finally:
                self.trials.append((began, time.monotonic()))
