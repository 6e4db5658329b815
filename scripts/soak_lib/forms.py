"""Fills in the forms that people see: a new ticket, a new webhook address."""

import asyncio
from contextlib import suppress
import time
from typing import Any

from aiohttp import ClientError, ClientSession

from scripts.demo_lib.failure import DemoError
from simulator import Simulator

from .home import Home, SoakApi, entries

# Begins the call ids of messages that go to an address that is given up.
GIVEN_UP = "given-up"

_FLOWS = "/api/config/config_entries/flow"
# What the connector had put off goes to the address of that time.
_PUT_OFF = 6.0
# Home Assistant writes its entries a second later; who pulls the plug before has the old
# address again, or no entry at all.
WRITTEN = 2.0

type Times = list[tuple[float, float]]


class Forms:
    """Who renews tickets, and changes the webhook's address."""

    def __init__(
        self, home: Home, simulator: Simulator, session: ClientSession
    ) -> None:
        """Fill in forms of Home Assistant."""
        # When a form may have read a snapshot.
        self.trials: Times = []
        # When messages may have gone to an address that nobody listens at any more.
        self.moves: Times = []
        # Every ticket and webhook that there ever was: no log may show one.
        self.tickets = {user.ticket for user in simulator.exchange.users}
        self.webhooks: set[str] = set()
        self._home = home
        self._simulator = simulator
        self._session = session

    async def renew(self) -> None:
        """Fill in every form that asks for a ticket, as long as there is a valid one."""
        while True:
            await asyncio.sleep(1.0)
            with suppress(DemoError, ClientError, ConnectionError):
                await self._renew()

    def connect_to(self, webhook: str) -> None:
        """Paste a webhook's address into the exchange's connector."""
        self.webhooks.add(webhook.rpartition("/")[2])
        self._simulator.crm.configure(webhook, insecure=True)

    async def change_webhook(self, user: str) -> bool:
        """Ask for a new address and paste it; False if the form did not get that far."""
        began = time.monotonic()
        try:
            new = await self._new_webhook(user)
        except DemoError, ClientError, ConnectionError:
            new = None
        finally:
            self.trials.append((began, time.monotonic()))
        if new is None:
            return False
        old = self._simulator.crm.url
        self.connect_to(new)
        self.moves.append((began, time.monotonic() + _PUT_OFF))
        message = {"call_id": f"{GIVEN_UP}-{began}", "state": "EARLY"}
        with suppress(ClientError, ConnectionError):
            async with self._session.post(str(old), json=message) as answer:
                await answer.read()
        await asyncio.sleep(WRITTEN)
        return True

    async def _new_webhook(self, user: str) -> str | None:
        if (api := self._home.api) is None:
            return None
        entry = await _entry(api, user)
        form = await api.post(_FLOWS, {"handler": "telepo", "entry_id": entry})
        flow = f"{_FLOWS}/{form['flow_id']}"
        given = {"url": self._simulator.url, "new_webhook": True}
        shown = await api.post(flow, given)
        if shown.get("step_id") != "new_webhook":
            await api.delete(flow)
            return None
        await api.post(flow, {})
        return str(shown["description_placeholders"]["webhook_url"])

    async def _renew(self) -> None:
        if (api := self._home.api) is None:
            return
        for flow in await api.reauth_flows():
            name = flow["context"]["title_placeholders"]["name"].partition("@")[0]
            user = self._simulator.exchange.user(name)
            if user.revoked:
                continue
            began = time.monotonic()
            try:
                await api.post(f"{_FLOWS}/{flow['flow_id']}", {"ticket": user.ticket})
            finally:
                self.trials.append((began, time.monotonic()))


async def _entry(api: SoakApi, user: str) -> Any:
    """Return the id of a user's entry; raises DemoError when there is none."""
    for entry in await entries(api):
        if entry["title"].startswith(f"{user}@"):
            return entry["entry_id"]
    raise DemoError(f"{user} is not set up any more")
