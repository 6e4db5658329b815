"""Takes the pictures of README and docs from the demo's house: `scripts/pictures`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
import io
import json
import os
from pathlib import Path
import shutil
import sys
import time

from aiohttp import ClientSession, ClientTimeout
from PIL import Image
from playwright.async_api import BrowserContext, Locator, Page, async_playwright

from simulator import Call, Simulator

from . import automations, dashboard
from .chapters import MISSED_CALLS
from .hass_api import HassApi
from .hass_process import free_port, running_hass
from .house_files import new_house
from .integration import add_user
from .picture_calls import (
    CONTACT,
    CONTACT_NUMBER,
    DAY,
    NAME,
    NUMBER,
    OTHER_NAME,
    OTHER_NUMBER,
    answered,
    begun,
    over,
)
from .story import ALICE, ALICE_CALL, BOB, BOB_CALL

_ROOT = Path(__file__).parents[2]
_PICTURES = _ROOT / "docs" / "pictures"

_CONTACTS = [
    {"name": CONTACT, "destination": CONTACT_NUMBER},
    {"name": OTHER_NAME, "destination": OTHER_NUMBER},
]

_SCHEMES = ("light", "dark")
_COLOURS = 128
_SHARPNESS = 2
_SETTLING_SECONDS, _PATIENCE_SECONDS = 1.5, 20.0


@dataclass(slots=True)
class Studio:
    """A home that stands still, and a window to look at it."""

    simulator: Simulator
    hass: HassApi
    page: Page

    @property
    def card(self) -> Locator:
        """The card of alice."""
        return self.page.locator("telepo-call-card").first

    def button(self, action: str) -> Locator:
        """Return a button of the card."""
        return self.card.locator(f'[data-action="{action}"]').first

    async def open(self, path: str, ready: str) -> None:
        """Open a page and wait for an element on it."""
        await self.page.goto(f"{self.hass.url}{path}", wait_until="commit")
        await self.page.locator(ready).first.wait_for(timeout=30_000)

    async def calls(self) -> None:
        """Open the dashboard."""
        await self.open(f"/{dashboard.PATH}/telephones", "telepo-call-card")

    def rings(self) -> Call:
        """Let a caller ring alice."""
        return self.simulator.exchange.inbound(ALICE, NUMBER, NAME)

    async def talk(self) -> Call:
        """Let alice talk, and wait until the card offers to hold the call."""
        call = self.simulator.exchange.answer(self.rings().call_id)
        await self.button("hold").wait_for()
        return call

    def bob_talks(self) -> Call:
        """Let bob have called somebody, who has answered."""
        exchange = self.simulator.exchange
        call = exchange.outbound(BOB, CONTACT_NUMBER, CONTACT)
        return exchange.far_answers(call.call_id)

    async def telephone_all_day(self) -> None:
        """Let both users have telephoned."""
        exchange = self.simulator.exchange
        for past in DAY:
            entity_id = {ALICE: ALICE_CALL, BOB: BOB_CALL}[past.user]
            call = begun(exchange, past)
            await self.until(entity_id, call.state)
            if past.seconds:
                answered(exchange, call, past)
                await asyncio.sleep(past.seconds)
            over(exchange, call, past)
            await self.until(entity_id, "idle")

    async def missed(self) -> None:
        """Let two callers give up."""
        exchange = self.simulator.exchange
        callers = ((OTHER_NAME, OTHER_NUMBER), (NAME, NUMBER))
        for number_of_missed, (name, number) in enumerate(callers, 1):
            call = exchange.inbound(ALICE, number, name)
            await self.until(ALICE_CALL, "ringing")
            exchange.cancel(call.call_id)
            await self.until(MISSED_CALLS, str(number_of_missed))

    async def until(self, entity_id: str, state: str) -> None:
        """Wait until an entity has a state."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while await self._state(entity_id) != state:
                await asyncio.sleep(0.1)

    async def _state(self, entity_id: str) -> str | None:
        states = await self.hass.command("get_states")
        found = (each["state"] for each in states if each["entity_id"] == entity_id)
        return next(found, None)

    async def clear(self) -> None:
        """End all calls and forget them."""
        for call in self.simulator.exchange.calls():
            if call.live:
                self.simulator.exchange.end(call.call_id)
        for entity_id in (ALICE_CALL, BOB_CALL):
            await self.until(entity_id, "idle")
        await self.hass.act("telepo.mark_missed_calls_read", {"entity_id": ALICE_CALL})


async def _incoming(studio: Studio) -> Locator:
    await studio.calls()
    studio.rings()
    await studio.card.locator("section[data-call-id]").wait_for()
    return studio.card


async def _on_hold(studio: Studio) -> Locator:
    await studio.calls()
    await studio.talk()
    await studio.button("hold").click()
    await studio.button("resume").wait_for()
    return studio.card


async def _transfer(studio: Studio) -> Locator:
    await studio.calls()
    await studio.talk()
    await studio.button("transfer").click()
    await studio.card.locator('[data-part="contact"]').first.wait_for()
    return studio.card


async def _missed(studio: Studio) -> Locator:
    await studio.calls()
    await studio.missed()
    await studio.card.locator('[data-part="missed"] li').nth(1).wait_for()
    return studio.card


async def _dashboard(studio: Studio) -> Locator:
    await studio.calls()
    await studio.talk()
    return studio.page.locator("body")


async def _strategy(studio: Studio) -> Locator:
    await studio.open(f"/{dashboard.PATH}/calls", "telepo-call-card")
    studio.rings()
    studio.bob_talks()
    await studio.page.locator("section[data-call-id]").nth(1).wait_for()
    return studio.page.locator("body")


async def _triggers(studio: Studio) -> Locator:
    await studio.open(
        "/config/automation/edit/new?preset=blank", "ha-automation-trigger"
    )
    page = studio.page
    await page.get_by_role("button", name="Add trigger").first.click()
    search = page.get_by_placeholder("Search").last
    await search.fill("phone")
    return page.locator("body")


async def _config_flow(studio: Studio) -> Locator:
    path = "/config/integrations/dashboard/add?domain=telepo"
    await studio.page.goto(f"{studio.hass.url}{path}", wait_until="commit")
    dialog = studio.page.locator("step-flow-form, ha-form").first
    if not await _appears(dialog):
        await studio.page.get_by_role("button", name="OK").click()
    await dialog.wait_for(timeout=20_000)
    return studio.page.locator("body")


_SCENES: dict[str, Callable[[Studio], Awaitable[Locator]]] = {
    # First those that show the calls of the day: every scene adds its own.
    "missed": _missed,
    "dashboard": _dashboard,
    "incoming": _incoming,
    "on-hold": _on_hold,
    "transfer": _transfer,
    "all-users": _strategy,
    "triggers": _triggers,
    "config-flow": _config_flow,
}


async def _appears(element: Locator) -> bool:
    """Tell whether an element comes by itself; another question may come first."""
    for _ in range(30):
        if await element.is_visible():
            return True
        await asyncio.sleep(0.1)
    return False


async def _take(studio: Studio, name: str, scheme: str) -> None:
    """Take one picture, and leave the home as it was."""
    await studio.page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    what = await _SCENES[name](studio)
    await asyncio.sleep(_SETTLING_SECONDS)
    await studio.page.mouse.move(0, 0)
    data = await what.screenshot(animations="disabled", caret="hide")
    path = _PICTURES / f"{name}-{scheme}.png"
    image = Image.open(io.BytesIO(data)).convert("RGB")
    image.quantize(_COLOURS).save(path, optimize=True)
    print(f"    {path.name}: {path.stat().st_size // 1024} KiB", flush=True)
    await studio.clear()


@asynccontextmanager
async def _home() -> AsyncIterator[tuple[Simulator, HassApi]]:
    """Run the demo's house with alice and bob and their automations."""
    port = free_port()
    parts = (_ROOT / "custom_components" / "telepo", _ROOT / "blueprints")
    house = new_house(_ROOT / ".dev" / "pictures", *parts, port)
    try:
        async with (
            Simulator() as simulator,
            running_hass(house),
            ClientSession(timeout=ClientTimeout(total=60)) as session,
        ):
            hass = HassApi(f"http://127.0.0.1:{port}", session)
            await hass.answers_http()
            await hass.create_owner()
            async with hass.connected():
                await hass.runs()
                await _furnish(simulator, hass)
                yield simulator, hass
    finally:
        shutil.rmtree(house, ignore_errors=True)


async def _furnish(simulator: Simulator, hass: HassApi) -> None:
    for name in (ALICE, BOB):
        user = simulator.exchange.add_user(name)
        credentials = {
            "url": simulator.url,
            "domain": user.domain,
            "user_id": name,
            "ticket": user.ticket,
        }
        webhook = await add_user(hass, credentials, _CONTACTS)
    simulator.crm.configure(webhook, insecure=True)
    bob = simulator.exchange.user(BOB)
    await dashboard.prepare(hass, f"{simulator.url}/", f"tel:{bob.number}")
    await automations.prepare(hass)


async def _logged_in(context: BrowserContext, hass: HassApi) -> Page:
    token = await hass.command(
        "auth/long_lived_access_token", client_name="pictures", lifespan=1
    )
    tokens = {
        "access_token": token,
        "token_type": "Bearer",
        "refresh_token": "",
        "expires_in": 86400,
        "expires": int((time.time() + 86400) * 1000),
        "hassUrl": hass.url,
        "clientId": f"{hass.url}/",
    }
    page = await context.new_page()
    await page.add_init_script(
        f"localStorage.setItem('hassTokens', {json.dumps(json.dumps(tokens))});"
        "localStorage.setItem('selectedLanguage', '\"en\"');"
        "localStorage.setItem('dockedSidebar', '\"always_hidden\"');"
    )
    return page


async def main() -> None:
    """Take all pictures, or those that the arguments name."""
    wanted = sys.argv[1:] or list(_SCENES)
    _PICTURES.mkdir(parents=True, exist_ok=True)
    async with _home() as (simulator, hass), async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"],
            args=["--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        context = await browser.new_context(
            viewport={"width": 1100, "height": 720},
            device_scale_factor=_SHARPNESS,
            service_workers="block",
        )
        studio = Studio(simulator, hass, await _logged_in(context, hass))
        await studio.telephone_all_day()
        for name in wanted:
            for scheme in _SCHEMES:
                await _take(studio, name, scheme)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
