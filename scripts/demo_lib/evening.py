"""One evening at the demo's house: everything set up, and the story told."""

import asyncio
from collections.abc import Callable
import time

from simulator import Change, Simulator

from . import dashboard, timeline
from .crm_check import crm_complaints, crm_stories
from .diary import LAMP, Diary, percent
from .failure import DemoError
from .hass_api import HassApi, Json
from .integration import add_user
from .story import ALICE, ALICE_CALL, BOB, BOB_CALL, CALLER, CALLER_NAME, STORY, Stage
from .teller import Account, Teller

type Say = Callable[[str], None]

_SETTLING_SECONDS = 10.0


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
            accounts = await self._tell(pause)
            wrong = _missing(accounts) + await self._crm_complaints()
            return wrong + await self._repairs()

    async def _add_users(self) -> None:
        """Add both users through the forms, and give the exchange the webhook."""
        self._say(
            "==> the integration is set up through its forms, for Alice and for Bob"
        )
        webhooks = {await self._add_user(name) for name in (ALICE, BOB)}
        if len(webhooks) != 1:
            raise DemoError("Alice and Bob were given different webhooks")
        (self._webhook,) = webhooks
        # Plain http is for loopback only; the real exchange insists on https.
        self._simulator.crm.configure(self._webhook, insecure=True)
        shown = f"{self._webhook.rpartition('/')[0]}/..."
        self._say(f"    the exchange's CRM connector now posts to {shown}")

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
        )

    async def _prepare(self) -> None:
        """Make the dashboard and watch from now on, from an idle home."""
        hass, diary = self._hass, self._diary
        bob = self._simulator.exchange.user(BOB)
        await dashboard.prepare(hass, f"{self._simulator.url}/", f"tel:{bob.number}")
        # What a browser asks before it shows anything: one bad description spoils it all.
        if "telepo" not in await hass.command("get_services"):
            raise DemoError("Home Assistant lists no action of the integration")
        await hass.subscribe("state_changed", diary.state_changed)
        await hass.subscribe("telepo_crm_message", diary.crm_message)
        states = await self._states()
        for entity_id in (ALICE_CALL, BOB_CALL):
            if (state := states.get(entity_id, {}).get("state")) != "idle":
                raise DemoError(
                    f"{entity_id} is {state}, not idle, before the first call"
                )

    async def _tell(self, pause: float) -> list[Account]:
        """Play every step, with its lines of the table, up to the first that fails."""
        self._say("==> the story\n")
        for line in timeline.heading():
            self._say(line)
        stage = Stage(self._simulator, self._hass)
        lamp = percent((await self._states())[LAMP])
        teller = Teller(stage, self._diary, lamp)
        accounts = []
        try:
            for step in STORY:
                account = await teller.play(step)
                accounts.append(account)
                for line in timeline.lines(account):
                    self._say(line)
                if not account.complete:
                    break
                await asyncio.sleep(pause)
        finally:
            stage.close()
        self._say(
            f"\nFrom the exchange through the webhook to a state: {timeline.latencies(accounts)}."
        )
        return accounts

    async def _crm_complaints(self) -> list[str]:
        """Wait for what was posted to reach the bus, and compare."""
        deliveries, heard = self._simulator.crm.deliveries, self._diary.crm_messages
        try:
            async with asyncio.timeout(_SETTLING_SECONDS):
                await self._simulator.crm.settled()
                await self._diary.until(lambda: len(heard) >= len(deliveries))
        except TimeoutError:
            pass
        complaints = crm_complaints([each.message for each in deliveries], heard)
        if not complaints:
            self._say(
                f"CRM messages: {len(deliveries)} posted by the exchange, all on Home"
                " Assistant's bus, in order:"
            )
            for user, states in crm_stories(heard).items():
                self._say(f"    {user}: {', '.join(states)}")
        return complaints

    async def _repairs(self) -> list[str]:
        """Return the repairs that the integration asks for: nothing here is broken."""
        found = await self._hass.command("repairs/list_issues")
        issues = [each for each in found["issues"] if each["domain"] == "telepo"]
        return [f"a repair is asked for: {each['issue_id']}" for each in issues]

    async def _states(self) -> dict[str, Json]:
        states = await self._hass.command("get_states")
        return {state["entity_id"]: state for state in states}

    def _note(self, change: Change) -> None:
        self._diary.exchange_did(change.user.name, change.what)


def _missing(accounts: list[Account]) -> list[str]:
    """Return the steps that failed, and those that were never played."""
    wrong = [
        f"{account.step.title}: {account.problem} (missing: {', '.join(account.missing)})"
        for account in accounts
        if not account.complete
    ]
    left = STORY[len(accounts) :]
    return wrong + [f"{step.title}: not played" for step in left]
