"""One soak from the first start to the verdict."""

import asyncio
from collections.abc import Callable
import json
from pathlib import Path
import shutil
import time

from aiohttp import ClientError, ClientSession, ClientTimeout

from scripts.demo_lib.failure import DemoError
from scripts.demo_lib.hass_process import free_port
from scripts.demo_lib.house_files import new_house
from scripts.demo_lib.integration import add_user
from simulator import Simulator

from .aftermath import Aftermath, Verdict
from .crew import Crew
from .faults import FaultBook
from .forms import WRITTEN, Forms
from .hands import Hands
from .home import Home, lived_in
from .life import COLLEAGUE, USERS, Life
from .storms import LONG, ExchangeClock, Storms
from .truth import Truth

_ROOT = Path(__file__).parents[2]
_SOAK = _ROOT / ".dev" / "soak"
_CONFIGURATION = Path(__file__).parent / "house" / "configuration.yaml"
_TIMEOUT = ClientTimeout(total=60)
# Its database may fill 16 MB of memory, which would hide what else grows: not in long soaks.
_RECORDER = """
history:
recorder:
  commit_interval: 1
"""


class Soak:
    """Both sides, everybody who disturbs them, and the comparison afterwards."""

    def __init__(self, seed: str, minutes: float, say: Callable[[str], None]) -> None:
        """Draw everything from the seed; disturb for so many minutes."""
        self._seed = seed
        self._minutes = minutes
        self._say_line = say
        self._begun = time.monotonic()
        self._clock = ExchangeClock()
        self._simulator = Simulator(clock=self._clock)
        self._truth = Truth(self._simulator)
        self._faults = FaultBook(self._simulator, seed)
        self._diary: list[dict[str, object]] = []

    async def run(self) -> Verdict:
        """Run it all; return what the books say."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        integration = _ROOT / "custom_components" / "telepo"
        house = new_house(_SOAK, integration, _ROOT / "blueprints", port)
        # No pages and no voices: they make every start twice as long.
        configuration = _CONFIGURATION.read_text(encoding="utf-8")
        if self._minutes < LONG:
            configuration += _RECORDER
        (house / _CONFIGURATION.name).write_text(
            configuration.replace("@internal_url@", url), encoding="utf-8"
        )
        try:
            try:
                verdict = await self._live(house, url)
            except (DemoError, ClientError, OSError) as problem:
                verdict = Verdict(wrong=[f"it does not go on: {problem!r}"])
            if verdict.wrong:
                self._keep(house, verdict)
        finally:
            shutil.rmtree(house, ignore_errors=True)
        return verdict

    async def _live(self, house: Path, url: str) -> Verdict:
        simulator = self._simulator
        for name in (*USERS, COLLEAGUE):
            simulator.exchange.add_user(name)
        async with (
            simulator,
            ClientSession(timeout=_TIMEOUT) as session,
            lived_in(house, url, session) as home,
            Crew() as crew,
        ):
            forms = Forms(home, simulator, session)
            storms = Storms(
                home, simulator, forms, self._clock, session, self._say, self._seed
            )
            hands = [
                Hands(home, simulator, self._faults, user, self._seed) for user in USERS
            ]
            await self._move_in(home, forms)
            self._say("bad weather begins")
            crew.start(home.weigh(), "memory")
            crew.start(forms.renew(), "tickets")
            life = Life(simulator, crew, self._seed)
            await self._weather(crew, life, hands, storms)
            self._say("the weather clears")
            self._faults.forget_all()
            aftermath = Aftermath(home, simulator, self._truth, storms, forms)
            return await aftermath.verdict(life, hands, self._faults, self._minutes)

    async def _move_in(self, home: Home, forms: Forms) -> None:
        """Start for the first time, and add the users through the forms."""
        simulator = self._simulator
        await home.start()
        await home.client.create_owner()
        await home.connect()
        await home.client.keep_token()
        for name in USERS:
            user = simulator.exchange.user(name)
            webhook = await add_user(
                home.client,
                {
                    "url": simulator.url,
                    "domain": user.domain,
                    "user_id": name,
                    "ticket": user.ticket,
                },
                [],
            )
        forms.connect_to(webhook)
        await asyncio.sleep(WRITTEN)

    async def _weather(
        self, crew: Crew, life: Life, hands: list[Hands], storms: Storms
    ) -> None:
        """Let it rain and storm, and people call, for as long as the soak lasts."""
        ended = asyncio.Event()

        async def rage() -> None:
            await storms.rage(self._minutes)
            ended.set()

        async with Crew() as wild:
            for user in USERS:
                wild.start(self._faults.rain(user), f"rain on {user}")
            for each in hands:
                wild.start(each.work(), "hands")
            wild.start(self._faults.release(), "release")
            wild.start(life.calls(), "calls")
            wild.start(rage(), "storms")
            while not ended.is_set():
                await wild.works(0.5)
                await crew.works(0)

    def _say(self, text: str) -> None:
        """Say and write down what happens now."""
        seconds = time.monotonic() - self._begun
        self._diary.append({"at": time.monotonic(), "kind": "soak", "what": text})
        self._say_line(f"  {seconds:6.1f} s  {text}")

    def _keep(self, house: Path, verdict: Verdict) -> None:
        """Keep the diary of both sides, the logs and the storage of a soak that failed."""
        kept = _SOAK / f"failed-{self._seed}"
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        lines = sorted(self._diary + verdict.diary, key=lambda line: str(line["at"]))
        with (kept / "diary.jsonl").open("w", encoding="utf-8") as diary:
            diary.writelines(f"{json.dumps(line)}\n" for line in lines)
        (kept / "wrong.txt").write_text("\n".join(verdict.wrong), encoding="utf-8")
        for file in (*house.glob("console-*.log"), *house.glob("ear.jsonl")):
            shutil.copy(file, kept)
        for file in (house / ".storage").glob("telepo.*"):
            shutil.copy(file, kept)
        self._say_line(f"The diary and the logs: {kept.relative_to(_ROOT)}")
