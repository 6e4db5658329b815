"""One evening at the demo's house: everything set up, and the story told."""

import asyncio
from collections.abc import Callable
import time

from simulator import Change, Simulator

from . import automations, dashboard, timeline
from .aftermath import Aftermath
from .chapters import BRIGHT, CHAPTERS, RADIO, Chapter
from .diary import LAMP, Diary, percent
from .failure import DemoError
from .hass_api import HassApi, Json
from .integration import add_user
from .story import ALICE, ALICE_CALL, BOB, BOB_CALL, CALLER, CALLER_NAME, Stage
from .teller import Account, Teller

type Say = Callable[[str], None]


class Evening:
    """Brings the exchange and Home Assistant together and plays the story on both."""

    def __init__(self, simulator: Simulator, hass: HassApi, say: Say) -> None:
        """Use a running exchange and a starting Home Assistant; `say` prints a line."""
        self._simulator = simulator
        self._hass = hass
        self._say = say
        self._diary = Diary()
        self._webhook = ""
        for name in (ALICE, BOB):
            simulator.exchange.add_user(name)
        simulator.exchange.subscribe(self._note)

    @property
    def tickets(self) -> list[str]:
        """The tickets, which no log may show."""
        return [user.ticket for user in self._simulator.exchange.users]

    @property
    def private(self) -> list[str]:
        """What no record of the integration may show."""
        webhook_id = self._webhook.rpartition("/")[2]
        return [text for text in (webhook_id, CALLER, CALLER_NAME) if text]

    async def run(self, pause: float) -> list[str]:
        """Set up and tell the story, `pause` seconds between two steps.

        Returns what was not as it should be; raises DemoError when it cannot go on.
        """
        hass, begun = self._hass, time.monotonic()
        await hass.answers_http()
        await hass.create_owner()
        async with hass.connected():
            await hass.runs()
            self._say(f"    it is up after {time.monotonic() - begun:.1f} s")
            await self._add_users()
            await self._prepare()
            if wrong := await self._tell(pause):
                return wrong
            aftermath = Aftermath(self._simulator, hass, self._diary, self._say)
            return await aftermath.complaints()

    async def _add_users(self) -> None:
        """Add both users through the forms, which give the webhook's address."""
        self._say(
            "==> the integration is set up through its forms, for Alice and for Bob"
        )
        webhooks = {await self._add_user(name) for name in (ALICE, BOB)}
        if len(webhooks) != 1:
            raise DemoError("Alice and Bob were given different webhooks")
        (self._webhook,) = webhooks

    async def _add_user(self, name: str) -> str:
        user = self._simulator.exchange.user(name)
        return await add_user(
            self._hass,
            {
                "url": self._simulator.url,
                "domain": user.domain,
                "user_id": name,
                "ticket": user.ticket,
            },
            [
                {"name": other.display_name, "destination": f"tel:{other.number}"}
                for other in self._simulator.exchange.users
                if other is not user
            ],
        )

    async def _prepare(self) -> None:
        """Make dashboard and automations, and watch from now on, from an idle home."""
        hass, diary = self._hass, self._diary
        bob = self._simulator.exchange.user(BOB)
        await dashboard.prepare(hass, f"{self._simulator.url}/", f"tel:{bob.number}")
        # What a browser asks before it shows anything: one bad description spoils it all.
        if "telepo" not in await hass.command("get_services"):
            raise DemoError("Home Assistant lists no action of the integration")
        self._say("==> two blueprints become Alice's automations: her lamp, her radio")
        await automations.prepare(hass)
        await hass.subscribe("state_changed", diary.state_changed)
        await hass.subscribe("telepo_crm_message", diary.crm_message)
        await hass.subscribe("telepo_call_event", diary.call_event)
        await self._check_idle()

    async def _check_idle(self) -> None:
        """Raise DemoError unless nobody telephones, the lamp shines and the radio plays."""
        states = await self._states()
        wanted = {ALICE_CALL: "idle", BOB_CALL: "idle", RADIO: "playing", LAMP: "on"}
        for entity_id, state in wanted.items():
            if (found := states.get(entity_id, {}).get("state")) != state:
                raise DemoError(
                    f"{entity_id} is {found}, not {state}, before the first call"
                )
        if (brightness := percent(states[LAMP])) != BRIGHT:
            raise DemoError(f"{LAMP} begins at {brightness} %, not at {BRIGHT} %")

    async def _tell(self, pause: float) -> list[str]:
        """Play chapter after chapter up to a step that fails; return what was wrong."""
        stage = Stage(self._simulator, self._hass)
        teller = Teller(stage, self._diary, BRIGHT)
        try:
            for chapter in CHAPTERS:
                self._set_webhook(on=chapter.by_webhook)
                accounts = await self._play(chapter, teller, pause)
                if wrong := _missing(chapter, accounts):
                    return wrong
        finally:
            stage.close()
        return []

    def _set_webhook(self, *, on: bool) -> None:
        """Give the exchange's CRM connector the webhook's address, or none."""
        # Plain http is for loopback only; the real exchange insists on https.
        self._simulator.crm.configure(self._webhook if on else None, insecure=True)

    async def _play(
        self, chapter: Chapter, teller: Teller, pause: float
    ) -> list[Account]:
        """Play a chapter's steps, with their lines of the table."""
        self._say(f"\n==> {chapter.title}\n")
        for line in timeline.heading():
            self._say(line)
        accounts: list[Account] = []
        for step in chapter.steps:
            accounts.append(await teller.play(step))
            for line in (
                *timeline.lines(accounts[-1]),
                *timeline.spoken(teller.heard()),
            ):
                self._say(line)
            if not accounts[-1].complete:
                break
            await asyncio.sleep(pause)
        self._say(f"\nFrom the exchange to a state: {timeline.latencies(accounts)}.")
        return accounts

    async def _states(self) -> dict[str, Json]:
        states = await self._hass.command("get_states")
        return {state["entity_id"]: state for state in states}

    def _note(self, change: Change) -> None:
        self._diary.exchange_did(change.user.name, change.what)


def _missing(chapter: Chapter, accounts: list[Account]) -> list[str]:
    """Return the steps of a chapter that failed, and those that were never played."""
    wrong = [
        f"{account.step.title}: {account.problem} (missing: {', '.join(account.missing)})"
        for account in accounts
        if not account.complete
    ]
    left = chapter.steps[len(accounts) :]
    return wrong + [f"{step.title}: not played" for step in left]
