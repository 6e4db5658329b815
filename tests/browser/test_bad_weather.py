"""What the card does while something is not there: a hint, never an error."""

import re

from playwright.async_api import expect
import pytest

from .home import CARD, NAME, OTHER_NUMBER, Home
from .screen import Screen

# What the second says: from 2026.11 on, a disabled user's entities are gone at once.
SWITCHED_OFF = re.compile("not running|does not exist or is switched off")

# Milliseconds too many.
WRONG_CLOCK = """{
  const Right = Date;
  const now = () => Right.now() + %d;
  window.Date = class extends Right {
    constructor(...given) { super(...(given.length ? given : [now()])); }
    static now() { return now(); }
  };
}"""


async def test_a_reloaded_page_shows_the_call_at_once(
    home: Home, screen: Screen
) -> None:
    await screen.show()
    home.active()
    await expect(screen.part("who", screen.call())).to_have_text(NAME)
    await screen.page.reload()
    await expect(screen.part("who", screen.call())).to_have_text(NAME, timeout=20_000)


async def test_the_card_is_there_on_every_load_of_the_page(
    home: Home, screen: Screen
) -> None:
    """Also when its file arrives before the frontend has replaced the element registry."""
    await screen.show()
    for _ in range(4):
        await screen.page.reload(wait_until="commit")
        await screen.card().wait_for(timeout=20_000)
    await expect(screen.page.get_by_text("Configuration error")).to_have_count(0)


async def test_a_lost_connection_comes_back_with_what_happened_meanwhile(
    home: Home, screen: Screen
) -> None:
    await screen.show()
    await screen.page.evaluate(
        "document.querySelector('home-assistant').hass.connection.socket.close()"
    )
    home.ringing()
    await expect(screen.part("who", screen.call())).to_have_text(NAME, timeout=15_000)


async def test_a_restart_of_home_assistant_is_survived(
    home: Home, screen: Screen
) -> None:
    await screen.show()
    home.active()
    await expect(screen.part("who", screen.call())).to_have_text(NAME)
    await home.stop()
    await home.start()
    await expect(screen.part("who", screen.call())).to_have_text(NAME, timeout=30_000)
    await screen.button("hold").click()
    await expect(screen.button("resume")).to_be_visible()


async def test_nothing_can_be_pressed_that_would_be_lost(
    home: Home, screen: Screen
) -> None:
    """Without Home Assistant: the buttons wait, and what was typed is kept."""
    await screen.show()
    call = home.active()
    await screen.button("transfer").click()
    await screen.part("destination").fill(OTHER_NUMBER)
    await screen.button("continue").click()
    await expect(screen.button("confirm")).to_be_enabled()
    await home.stop()
    try:
        for button in ("hold", "transfer", "dial", "confirm"):
            await expect(screen.button(button)).to_be_disabled()
        await expect(screen.button("cancel")).to_be_enabled()
        await screen.button("confirm").press("Enter")
        await screen.button("hold").click(force=True)
        await expect(screen.card()).to_contain_text(OTHER_NUMBER)
        await expect(screen.part("message")).not_to_be_visible()
    finally:
        await home.start()
    await expect(screen.button("hold")).to_be_enabled(timeout=15_000)
    assert call.state == "active"


async def test_an_exchange_that_is_away_is_said_and_comes_back(
    home: Home, screen: Screen
) -> None:
    await screen.show()
    await home.simulator.stop()
    try:
        await home.reload()
        await expect(screen.part("state").first).to_contain_text("not running")
    finally:
        await home.simulator.restart()
        await home.reload()
    home.ringing()
    await expect(screen.part("who", screen.call())).to_have_text(NAME, timeout=15_000)


async def test_a_user_taken_away_and_given_back(home: Home, screen: Screen) -> None:
    """The card says so, and works again without a reload of the page."""
    await screen.show()
    await home.disable("alice")
    try:
        await expect(screen.card()).to_contain_text(SWITCHED_OFF, timeout=8000)
    finally:
        await home.disable("alice", disabled=False)
    await home.until("sensor.alice_call", "idle")
    home.ringing()
    await expect(screen.part("who", screen.call())).to_have_text(NAME, timeout=10_000)


async def test_the_panel_of_a_user_taken_away_closes(
    home: Home, screen: Screen
) -> None:
    await screen.show()
    home.active()
    await screen.button("transfer").click()
    await screen.part("destination").fill("+15551234")
    await screen.button("continue").click()
    await expect(screen.button("confirm")).to_be_visible()
    await home.disable("alice")
    try:
        await expect(screen.card()).to_contain_text(SWITCHED_OFF, timeout=8000)
        await expect(screen.button("confirm")).to_have_count(0)
    finally:
        await home.disable("alice", disabled=False)
    await expect(screen.part("who", screen.call())).to_have_text(NAME, timeout=15_000)
    await expect(screen.button("confirm")).to_have_count(0)


async def test_another_users_card_keeps_nothing_of_the_one_before(
    home: Home, screen: Screen
) -> None:
    """Not even when it cannot ask for what belongs in their place."""
    call = home.ringing()
    await home.until("sensor.alice_call", "ringing")
    home.exchange.cancel(call.call_id)
    await home.until("sensor.alice_missed_calls", "1")
    await screen.show()
    await expect(screen.part("missed")).to_contain_text(NAME)
    await screen.button("dial").click()
    await expect(screen.part("destination")).to_be_focused()
    await home.disable("bob")
    try:
        await screen.card().evaluate(
            "(card, config) => card.setConfig(config)",
            CARD | {"entity": "sensor.bob_call"},
        )
        await expect(screen.card()).to_contain_text(SWITCHED_OFF, timeout=8000)
        await expect(screen.part("destination")).to_have_count(0)
        await expect(screen.card()).not_to_contain_text(NAME)
        await expect(screen.part("missed")).to_have_count(0)
    finally:
        await home.disable("bob", disabled=False)
    await home.until("sensor.bob_call", "idle")


@pytest.mark.parametrize("wrong", [86_400_000, -86_400_000], ids=["ahead", "behind"])
async def test_a_browser_with_a_wrong_clock_shows_the_right_time(
    home: Home, screen: Screen, wrong: int
) -> None:
    """Of a call that was there before the page: a tablet on the wall, a day off."""
    await screen.page.add_init_script(WRONG_CLOCK % wrong)
    home.active()
    await home.until("sensor.alice_call", "active")
    await screen.show()
    await expect(screen.part("clock")).to_have_text(
        re.compile(r"^\s*0:(0[1-9]|[1-5]\d)\s*$")
    )


async def test_a_card_for_nobody_says_so(home: Home, screen: Screen) -> None:
    await screen.show(CARD | {"entity": "sensor.nobody_call"})
    await expect(screen.card()).to_contain_text("does not exist")


async def test_a_card_without_a_user_asks_for_one(home: Home, screen: Screen) -> None:
    """There are two, and it cannot know whose calls are meant."""
    await screen.show({"type": "custom:telepo-call-card"})
    await expect(screen.card()).to_contain_text("whose calls")


async def test_a_configuration_that_cannot_be_is_told_by_home_assistant(
    home: Home, screen: Screen
) -> None:
    path = await home.dashboard(CARD | {"recent": "many"})
    await screen.open(path)
    await expect(screen.page.get_by_text("Configuration error")).to_be_visible()
