"""A Home Assistant process with alice and bob, and the exchange they belong to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
import shutil
from typing import Any

from aiohttp import ClientSession, ClientTimeout

from scripts.demo_lib.hass_api import HassApi, Json
from scripts.demo_lib.hass_process import free_port, running_hass
from scripts.demo_lib.house_files import new_house
from scripts.demo_lib.integration import add_user
from simulator import Call, Simulator

ROOT = Path(__file__).parents[2]
DOMAIN = "organization.org"
USERS = ("alice", "bob")

NAME, NUMBER = "Carol Carolson", "+15557777"
OTHER_NAME, OTHER_NUMBER = "Bob Bobson", "+46277464"
CONTACT, CONTACT_NUMBER = "Anna", "+46855512345"
CONTACTS = [{"name": CONTACT, "destination": CONTACT_NUMBER}]

DASHBOARD = "test-calls"

# Another process can only be asked again.
_LOOK_AGAIN = 0.05

type Card = dict[str, Any]

CARD: Card = {"type": "custom:telepo-call-card", "entity": "sensor.alice_call"}


class Home:
    """What tests do again and again with Home Assistant and its exchange."""

    def __init__(self, folder: Path, port: int, simulator: Simulator) -> None:
        """Begin with nothing running but the exchange."""
        self.url = f"http://127.0.0.1:{port}"
        self.simulator = simulator
        self.exchange = simulator.exchange
        self.token = ""
        self.webhook = ""
        self._folder = folder
        self._session = ClientSession(timeout=ClientTimeout(total=60))
        self.hass = HassApi(self.url, self._session)
        self._process = AsyncExitStack()
        self._socket = AsyncExitStack()

    async def begin(self) -> None:
        """Start Home Assistant for the first time and set both users up."""
        await self._process.enter_async_context(running_hass(self._folder))
        await self.hass.answers_http()
        await self.hass.create_owner()
        await self._connect()
        self.token = await self.hass.command(
            "auth/long_lived_access_token", client_name="browser", lifespan=30
        )
        for name in USERS:
            user = self.exchange.add_user(name, domain=DOMAIN)
            credentials = {
                "url": self.simulator.url,
                "domain": DOMAIN,
                "user_id": name,
                "ticket": user.ticket,
            }
            self.webhook = await add_user(self.hass, credentials, CONTACTS)
        await self.hass.command(
            "lovelace/dashboards/create",
            url_path=DASHBOARD,
            title="Test",
            show_in_sidebar=True,
            require_admin=False,
        )
        self.listen()

    async def end(self) -> None:
        """Stop everything but the exchange."""
        await self._socket.aclose()
        await self._process.aclose()
        await self._session.close()

    async def stop(self) -> None:
        """Stop Home Assistant."""
        await self._socket.aclose()
        await self._process.aclose()

    async def start(self) -> None:
        """Start Home Assistant again."""
        await self._process.enter_async_context(running_hass(self._folder))
        await self.hass.answers_http()
        await self._connect()

    async def _connect(self) -> None:
        await self._socket.enter_async_context(self.hass.connected())
        await self.hass.runs()

    def listen(self) -> None:
        """Let the exchange tell Home Assistant of every change."""
        self.simulator.crm.configure(self.webhook, insecure=True)

    async def quiet(self) -> None:
        """End every call, forget every missed one, and let the sky be clear."""
        self.simulator.faults.clear()
        self.exchange.transfer_answers_after = None
        self.listen()
        for call in self.exchange.calls():
            if call.live:
                self.exchange.end(call.call_id)
        for user in USERS:
            await self.until(f"sensor.{user}_call", "idle")
        await self.hass.act(
            "telepo.mark_missed_calls_read",
            {"entity_id": [f"sensor.{user}_call" for user in USERS]},
        )
        self.simulator.tally.reset()

    async def token_of(self, name: str, group: str) -> str:
        """Create a person of a group and return a token with which they are logged in."""
        person = await self.hass.command(
            "config/auth/create", name=name, group_ids=[group], local_only=False
        )
        login = {"username": name, "password": f"{name}'s own"}
        await self.hass.command(
            "config/auth_provider/homeassistant/create",
            user_id=person["user"]["id"],
            **login,
        )
        client = {"client_id": f"{self.url}/"}
        flow = await self._post(
            "/auth/login_flow",
            json=client
            | {"handler": ["homeassistant", None], "redirect_uri": f"{self.url}/"},
        )
        flow = await self._post(
            f"/auth/login_flow/{flow['flow_id']}", json=client | login
        )
        code = {"grant_type": "authorization_code", "code": flow["result"]}
        return str(
            (await self._post("/auth/token", data=client | code))["access_token"]
        )

    async def _post(self, path: str, **body: Any) -> Json:
        async with self._session.post(f"{self.url}{path}", **body) as answer:
            found: Json = await answer.json()
            return found

    async def entry_id(self, user: str) -> str:
        """Return the id of the user's entry."""
        entries = await self.hass.command("config_entries/get", domain="telepo")
        return str(next(e["entry_id"] for e in entries if user in e["title"]))

    async def disable(self, user: str, *, disabled: bool = True) -> None:
        """Switch a user's entry off, or on again."""
        await self.hass.command(
            "config_entries/disable",
            entry_id=await self.entry_id(user),
            disabled_by="user" if disabled else None,
        )

    async def reload(self, user: str = "alice") -> None:
        """Reload a user's entry."""
        entry_id = await self.entry_id(user)
        await self.hass.post(f"/api/config/config_entries/entry/{entry_id}/reload", {})

    async def dashboard(self, *cards: Card, **view: Any) -> str:
        """Make the test's dashboard of one section with these cards; return its path."""
        section = {"type": "grid", "cards": list(cards)}
        laid_out = {"type": "sections", "sections": [section], **view}
        return await self.dashboard_of({"views": [laid_out]})

    async def dashboard_of(self, config: Json) -> str:
        """Save the dashboard's whole configuration; return its path."""
        await self.hass.command(
            "lovelace/config/save", url_path=DASHBOARD, config=config
        )
        return f"/{DASHBOARD}/0"

    async def states(self) -> dict[str, Json]:
        """Return all states by entity id."""
        states = await self.hass.command("get_states")
        return {state["entity_id"]: state for state in states}

    async def until(self, entity_id: str, state: str) -> None:
        """Wait until an entity has a state, for ten seconds at most."""
        async with asyncio.timeout(10):
            while (await self.states()).get(entity_id, {}).get("state") != state:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK_AGAIN)

    def ringing(
        self, user: str = "alice", name: str = NAME, number: str = NUMBER
    ) -> Call:
        """Let the usual caller ring."""
        return self.exchange.inbound(user, number, name)

    def active(
        self, user: str = "alice", name: str = NAME, number: str = NUMBER
    ) -> Call:
        """Return a conversation with the usual caller."""
        return self.exchange.answer(self.ringing(user, name, number).call_id)


@asynccontextmanager
async def running_home() -> AsyncIterator[Home]:
    """Run a home as long as the context lasts."""
    port = free_port()
    folder = new_house(
        ROOT / ".dev" / "browser-tests",
        ROOT / "custom_components" / "telepo",
        ROOT / "blueprints",
        port,
    )
    async with Simulator() as simulator:
        home = Home(folder, port, simulator)
        try:
            await home.begin()
            yield home
        finally:
            await home.end()
            shutil.rmtree(folder, ignore_errors=True)
