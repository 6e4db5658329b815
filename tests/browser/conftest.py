"""One home and one browser for all tests; a window for each."""

from collections.abc import AsyncIterator, Awaitable, Callable
import os
from pathlib import Path
import sys

from playwright.async_api import Browser, BrowserContext, async_playwright
import pytest

from .home import Home, running_home
from .screen import Screen, browser_path, new_screen

_HASS_PYTHON = str(Path(os.environ.get("HASS_PYTHON", sys.executable)).absolute())

type NewScreen = Callable[..., Awaitable[Screen]]

# For a small machine, without a screen, that may not talk to anybody.
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave these tests to their own settings: the plugin of the others stubs the clock."""
    mine = Path(__file__).with_name("pytest.ini")
    return None if config.inipath == mine else True


@pytest.fixture(scope="session")
async def the_home() -> AsyncIterator[Home]:
    """Run Home Assistant and the exchange; HASS_PYTHON names another one's Python."""
    with pytest.MonkeyPatch.context() as patch:
        # Home Assistant is started with this.
        patch.setattr(sys, "executable", _HASS_PYTHON)
        async with running_home() as home:
            yield home


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Run a Chromium."""
    path = await browser_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=list(_FLAGS)
        )
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Keep one browser's memory, so that the frontend is loaded from disk once only."""
    context = await browser.new_context(
        viewport={"width": 1024, "height": 800},
        # It would fetch every file of the frontend in the background, test after test.
        service_workers="block",
    )
    context.set_default_timeout(10_000)
    yield context
    await context.close()


@pytest.fixture
async def home(the_home: Home) -> Home:
    """Return the home, in which nobody telephones."""
    await the_home.quiet()
    return the_home


@pytest.fixture
async def new_window(home: Home, context: BrowserContext) -> AsyncIterator[NewScreen]:
    """Return what opens a window; nothing may have gone wrong in it at the end."""
    screens: list[Screen] = []

    async def open_one(language: str = "en", token: str | None = None) -> Screen:
        screens.append(await new_screen(context, home, language, token))
        return screens[-1]

    yield open_one
    for screen in screens:
        await screen.page.close()
    assert [fault for screen in screens for fault in screen.faults] == []


@pytest.fixture
async def screen(new_window: NewScreen) -> Screen:
    """Return a window."""
    return await new_window()
