"""Good weather again: one clean call for everybody, and then the books."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
import time

from aiohttp import ClientError

from scripts.demo_lib.failure import DemoError
from simulator import Simulator
from simulator.crm_connector import Manners

from . import judge, memory, told
from .books import Books
from .command_book import command_complaints, request_complaints
from .diary import exchange_diary
from .faults import OPERATIONS, WEATHERS, FaultBook
from .forms import Forms
from .hands import Command, Hands
from .home import Home, SoakApi, entries
from .laps import Laps
from .life import NUMBER, USERS, Life
from .storms import Storms
from .truth import Truth

_PATIENCE = 60.0
_LOOK_AGAIN = 1.0
_LEAVING = 20.0
# Laps that show whether memory grows: two, and more after longer weather.
_LAPS, _MINUTES_PER_LAP = 2, 5.0
# What no record of the integration may show of callers and users.
_PRIVATE = (NUMBER, NUMBER[1:], "Bobson", "Carolson", "155555")


@dataclass(slots=True)
class Verdict:
    """What is wrong, what was compared, and both diaries."""

    wrong: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    diary: list[dict[str, object]] = field(default_factory=list)


class Aftermath:
    """Waits until everything has settled and compares the books."""

    def __init__(
        self,
        home: Home,
        simulator: Simulator,
        truth: Truth,
        storms: Storms,
        forms: Forms,
    ) -> None:
        """Look at both sides."""
        self._home = home
        self._simulator = simulator
        self._truth = truth
        self._storms = storms
        self._forms = forms
        self._laps = Laps(home, simulator, storms)

    async def verdict(
        self, life: Life, hands: Sequence[Hands], faults: FaultBook, minutes: float
    ) -> Verdict:
        """Settle, compare, take everything down, and compare what is left."""
        verdict = Verdict()
        api = self._home.client
        await self._clear(life)
        try:
            await self._good_weather(api)
            await self._laps.run(_LAPS + int(minutes / _MINUTES_PER_LAP))
            books = await self._settled(api, life)
            verdict.wrong += books.complaints()
            verdict.wrong += [line async for line in self._histories(api, books)]
            verdict.wrong += [line async for line in self._states(api)]
            verdict.wrong += [line async for line in self._living(api)]
            verdict.wrong += [line async for line in self._taken_down(api)]
        except (DemoError, ClientError, TimeoutError) as problem:
            verdict.wrong.append(f"it does not settle: {problem!r}")
            books = self._books()
            verdict.wrong += books.complaints()
        commands = [command for each in hands for command in each.commands]
        verdict.wrong += command_complaints(commands, self._truth, USERS)
        verdict.wrong += request_complaints(self._truth, USERS)
        if (code := await self._home.stop()) != 0:
            verdict.wrong.append(f"Home Assistant ended with {code}")
        verdict.wrong += self._logs()
        laps = self._laps
        verdict.wrong += memory.lap_complaints(laps.inspections, laps.calls)
        for weights in self._weights():
            verdict.wrong += memory.life_complaints(weights)
        verdict.figures = self._figures(books, commands, faults)
        verdict.diary = exchange_diary(self._truth, commands, self._home.kills)
        return verdict

    async def _clear(self, life: Life) -> None:
        """End everything bad, and all calls."""
        simulator = self._simulator
        simulator.faults.clear()
        simulator.crm.manners = Manners()
        simulator.crm.flush()
        for name in USERS:
            if (user := simulator.exchange.user(name)).revoked:
                self._forms.tickets.add(user.renew())
        life.end_all()
        await simulator.crm.settled()

    async def _good_weather(self, api: SoakApi) -> None:
        """Wait until every user is loaded and answers."""
        async with asyncio.timeout(_PATIENCE):
            for user in USERS:
                while not await self._answers(api, user):
                    await asyncio.sleep(_LOOK_AGAIN)

    async def _answers(self, api: SoakApi, user: str) -> bool:
        """Read a fresh snapshot; an entry that waits before it tries again tries now."""
        with suppress(DemoError):
            await api.act("telepo.get_calls", {"entity_id": f"sensor.{user}_call"})
            return True
        for entry in await entries(api):
            if entry["state"] == "setup_retry":
                path = f"/api/config/config_entries/entry/{entry['entry_id']}/reload"
                await api.post(path, {})
        return False

    async def _settled(self, api: SoakApi, life: Life) -> Books:
        """Wait until nothing is missing any more, or no longer."""
        until = time.monotonic() + _PATIENCE
        while True:
            # A command that was under way when the weather cleared may have dialled.
            life.end_all()
            for user in USERS:
                with suppress(DemoError):
                    target = {"entity_id": f"sensor.{user}_call"}
                    await api.act("telepo.get_calls", target)
            await asyncio.sleep(2 * _LOOK_AGAIN)
            books = self._books()
            if not books.complaints() or time.monotonic() > until:
                return books

    def _books(self) -> Books:
        home = self._home
        heard = told.read(home.ear, home.kills, home.stops)
        return Books(
            self._truth,
            heard,
            home.kills,
            trials=self._forms.trials,
            moves=self._forms.moves,
            exchange_clock=self._storms.exchange_clock,
        )

    async def _histories(self, api: SoakApi, books: Books) -> AsyncIterator[str]:
        for user in USERS:
            target = {"entity_id": f"sensor.{user}_call"}
            response = await api.act("telepo.get_call_history", target)
            (answer,) = response["users"].values()
            for line in books.history_complaints(user, answer["calls"]):
                yield line

    async def _states(self, api: SoakApi) -> AsyncIterator[str]:
        """Yield what does not show that all is quiet."""
        states = {each["entity_id"]: each for each in await api.command("get_states")}
        for user in USERS:
            for entity, state in (
                (f"sensor.{user}_call", "idle"),
                (f"binary_sensor.{user}_on_a_call", "off"),
                (f"binary_sensor.{user}_ringing", "off"),
                (f"binary_sensor.{user}_webhook", "on"),
                (f"sensor.{user}_calls", "0"),
            ):
                shown = states[entity]["state"] if entity in states else "missing"
                if shown != state:
                    yield f"{entity} is {shown} in the end"

    async def _living(self, api: SoakApi) -> AsyncIterator[str]:
        """Reload everybody some times; yield what there is too much of then."""
        for _ in range(3):
            for entry in await entries(api):
                path = f"/api/config/config_entries/entry/{entry['entry_id']}/reload"
                await api.post(path, {})
        for line in judge.living_complaints(
            (await self._home.inspection())["objects"], len(USERS)
        ):
            yield line

    async def _taken_down(self, api: SoakApi) -> AsyncIterator[str]:
        """Disable everybody; yield what is left behind."""
        for entry in await entries(api):
            await api.command(
                "config_entries/disable",
                entry_id=entry["entry_id"],
                disabled_by="user",
            )
        until = time.monotonic() + _LEAVING
        left = ["nobody has looked yet"]
        # Sentences that are being read are read to the end, on a busy machine for seconds.
        while left and time.monotonic() < until:
            await asyncio.sleep(2 * _LOOK_AGAIN)
            left = [*judge.leftover_complaints(await self._home.inspection())]
        for line in left:
            yield line

    def _logs(self) -> list[str]:
        users = self._simulator.exchange.users
        tickets = self._forms.tickets | {user.ticket for user in users}
        # Home Assistant itself tells the id of a webhook that nobody has any more.
        private = (*_PRIVATE, *self._forms.webhooks)
        wrong: list[str] = []
        for log in self._home.logs:
            text = log.read_text(encoding="utf-8", errors="replace")
            wrong += judge.log_complaints(text, tickets, private)
        return wrong

    def _figures(
        self, books: Books, commands: Sequence[Command], faults: FaultBook
    ) -> list[str]:
        """Return in words how much was done and compared."""
        home, counts = self._home, books.counts()
        done = sum(command.answer == "done" for command in commands)
        pairs = f"{len(faults.met)} of {len(OPERATIONS) * len(WEATHERS)} pairs"
        processes = (
            "1 process" if len(home.logs) == 1 else f"{len(home.logs)} processes"
        )
        figures = [
            ", ".join(f"{count} {what}" for what, count in counts.items())
            + f"; calls seen {books.seen()} times in snapshots and messages",
            f"{len(commands)} commands, {done} done, the others refused or unanswered",
            f"{faults.met.total()} faults met: {pairs} of fault and operation",
            f"{processes}, {len(home.kills)} killed",
        ]
        return [*figures, *self._sizes()]

    def _sizes(self) -> Iterator[str]:
        """Yield how much memory was used, and how much of it stays."""
        laps = self._laps
        if len(laps.inspections) > 1:
            first, last = laps.inspections[0], laps.inspections[-1]
            held = memory.bytes_per_call(laps.inspections, laps.calls)
            blocks = last["blocks"] - first["blocks"]
            yield (
                f"{len(laps.inspections)} laps of {laps.calls} calls: {held:,.0f} bytes"
                f" a call stay ({memory.MOST_BYTES_PER_CALL:,} may); {blocks:+} blocks of"
                " memory in Python from the first to the last"
            )
        for weights in self._weights():
            size = weights[-1].resident / memory.MEGABYTE
            growth = memory.growth_a_minute(weights)
            grows = (
                "" if growth is None else f", {growth / memory.MEGABYTE:+.2f} a minute"
            )
            yield f"process {weights[0].process}: {size:.0f} MB{grows}"

    def _weights(self) -> list[list[told.Weight]]:
        """Return what each process weighed."""
        weights = told.read(self._home.ear, (), ()).weights
        return [list(group) for _, group in groupby(weights, lambda each: each.process)]
