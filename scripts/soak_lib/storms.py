"""What else goes wrong: plugs pulled, outages, clocks, storms, tickets."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from random import Random
import time

from aiohttp import ClientError, ClientSession

from simulator import Simulator

from .forms import Forms
from .home import Home
from .life import USERS

type Say = Callable[[str], None]

# Minutes from which on a soak is a long one.
LONG = 10.0
# What a disturbance takes, and a new start, in minutes: none begins so shortly before the end.
_SHORT, _START = 0.1, 0.2
# A form that reads a disturbed snapshot cannot be finished.
_TRIES = 5
# Seconds of rest before each one.
_PAUSE = (0.5, 2.5)


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
        forms: Forms,
        clock: ExchangeClock,
        session: ClientSession,
        say: Say,
        seed: str,
    ) -> None:
        """Disturb both sides; `say` tells what is going on."""
        # By how much the exchange's clock was off from when on.
        self.exchange_clock = [(0.0, 0.0)]
        self._home = home
        self._simulator = simulator
        self._forms = forms
        self._clock = clock
        self._session = session
        self._say = say
        self._random = Random(f"{seed}/storms")
        self._kinds: tuple[Callable[[], Awaitable[None]], ...] = (
            self.kill,
            self.restart,
            self.outage,
            self.new_ticket,
            self.new_webhook,
            self.step_hass_clock,
            self.step_exchange_clock,
            self.copies,
            self.anybodys,
            self.junk,
            self.manners,
        )

    async def rage(self, minutes: float) -> None:
        """Disturb for so many minutes, and until every kind has come that starts nothing anew.

        In the second half of a long soak one process has to live through all the rest,
        since only a long life shows whether the memory grows.
        """
        begun = time.monotonic()
        for turn in count():
            for kind in [self.kill, *self._shuffled(self._kinds[1:])]:
                pause = self._random.uniform(*_PAUSE)
                passed = (time.monotonic() - begun) / 60
                if turn and passed >= minutes - _SHORT:
                    return
                starts = kind in (self.kill, self.restart)
                if not starts or passed < _last_start(minutes):
                    await asyncio.sleep(pause)
                    await kind()
            if passed >= minutes - _SHORT:
                return

    async def pass_time(self, seconds: float) -> None:
        """Put both clocks forward."""
        await self._home.step_clock(seconds)
        self._step_exchange(seconds)

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
        self._forms.tickets.add(user.renew())

    async def new_webhook(self) -> None:
        """Change the webhook's address, which then counts for everybody."""
        self._say("the webhook gets another address")
        for _ in range(_TRIES):
            if await self._forms.change_webhook(self._random.choice(USERS)):
                return
            await asyncio.sleep(1.0)
        self._say("it keeps the old one: the form could not be finished")

    async def step_hass_clock(self) -> None:
        """Put Home Assistant's clock forward or back."""
        seconds = self._random.choice((-1, 1)) * self._random.uniform(1, 90)
        self._say(f"Home Assistant's clock steps by {seconds:+.1f} s")
        await self._home.step_clock(seconds)

    async def step_exchange_clock(self) -> None:
        """Put the exchange's clock forward or back."""
        seconds = self._random.choice((-1, 1)) * self._random.uniform(1, 90)
        self._say(f"the exchange's clock steps by {seconds:+.1f} s")
        self._step_exchange(seconds)

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
        await asyncio.sleep(random.uniform(3.0, 6.0))
        setattr(manners, what, before)
        self._simulator.crm.flush()

    def _step_exchange(self, seconds: float) -> None:
        self._clock.offset += seconds
        self.exchange_clock.append((time.monotonic(), self._clock.offset))

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


def _last_start(minutes: float) -> float:
    """Return until when processes are killed and restarted."""
    return minutes / 2 if minutes >= LONG else minutes - _START
