"""One browser window that shows a dashboard of the home."""

import asyncio
from dataclasses import dataclass, field
import json
import re
import time

from playwright.async_api import BrowserContext, ConsoleMessage, Error, Locator, Page

from .home import CARD, Card, Home

CARD_ELEMENT = "telepo-call-card"

# The frontend's own: what it throws, a bare object, when its connection breaks, and a file
# of its own that it asks for just then.
_NOT_OURS = re.compile(
    r"ResizeObserver loop|Object\n"
    r"|Failed to fetch dynamically imported module: \S+/frontend_latest/"
)


@dataclass  # no slots: Playwright leaves marks on whoever listens
class Screen:
    """A window, and what went wrong in it."""

    page: Page
    home: Home
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Collect every uncaught error, and every complaint about the card."""
        self.page.on("pageerror", self._uncaught)
        self.page.on("console", self._said)

    def _uncaught(self, error: Error) -> None:
        text = f"{error.message}\n{error.stack or ''}"
        if not _NOT_OURS.match(text):
            self.faults.append(text)

    def _said(self, message: ConsoleMessage) -> None:
        where = str(message.location.get("url", ""))
        if message.type == "error" and "telepo" in f"{message.text} {where}":
            self.faults.append(f"{message.text} ({where})")

    async def show(self, *cards: Card, **view: object) -> None:
        """Show a dashboard with these cards, by default the card of alice."""
        await self.open(await self.home.dashboard(*(cards or (CARD,)), **view))
        await self.card().first.wait_for(timeout=30_000)

    async def open(self, path: str) -> None:
        """Open a page of Home Assistant."""
        await self.page.goto(f"{self.home.url}{path}", wait_until="commit")

    def card(self, number: int | None = None) -> Locator:
        """Return the card; with a number one of several."""
        card = self.page.locator(CARD_ELEMENT)
        return card if number is None else card.nth(number)

    def call(
        self, call_id: str | None = None, within: Locator | None = None
    ) -> Locator:
        """Return the calls that the card shows, or one of them by its id."""
        condition = "data-call-id" + ("" if call_id is None else f'="{call_id}"')
        return (within or self.card()).locator(f"section[{condition}]")

    def part(self, name: str, within: Locator | None = None) -> Locator:
        """Return a named part of the card."""
        return (within or self.card()).locator(f'[data-part="{name}"]')

    def button(self, action: str, within: Locator | None = None) -> Locator:
        """Return the card's button that does something."""
        return (within or self.card()).locator(f'[data-action="{action}"]')


async def new_screen(
    context: BrowserContext,
    home: Home,
    language: str = "en",
    token: str | None = None,
) -> Screen:
    """Open a window in which the owner is logged in, or whose token it is."""
    page = await context.new_page()
    tokens = {
        "access_token": token or home.token,
        "token_type": "Bearer",
        "refresh_token": "",
        "expires_in": 30 * 24 * 3600,
        "expires": int((time.time() + 30 * 24 * 3600) * 1000),
        "hassUrl": home.url,
        "clientId": f"{home.url}/",
    }
    await page.add_init_script(
        f"localStorage.setItem('hassTokens', {json.dumps(json.dumps(tokens))});"
        f"localStorage.setItem('selectedLanguage', {json.dumps(json.dumps(language))});"
    )
    screen = Screen(page, home)
    screen.watch()
    return screen


async def browser_path() -> str:
    """Return the path of a Chromium, fetched if need be; raises RuntimeError."""
    process = await asyncio.create_subprocess_exec(
        "scripts/get-browser", stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("no Chromium: scripts/get-browser says why")
    return output.decode().strip()
