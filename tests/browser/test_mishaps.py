"""What could happen by mistake: a key held too long, a namesake, a call that ends in between."""

import re

from playwright.async_api import Locator, expect
import pytest

from simulator import Fault

from .conftest import NewScreen
from .home import CARD, CONTACT, NAME, Home
from .screen import Screen

NUMBER_TYPED = "+15551234"


async def open_panel(home: Home, screen: Screen) -> Locator:
    """Open the transfer panel of a conversation; return its field."""
    await screen.show()
    home.active()
    await screen.button("transfer").click()
    await expect(screen.part("destination")).to_be_focused()
    return screen.part("destination")


async def namesakes(screen: Screen, *names: str) -> None:
    """Let the panel know these contacts."""
    # Once the card's own answer is there: it would take their place.
    await expect(screen.part("contact")).to_have_text([CONTACT])
    await (
        screen.card()
        .locator("telepo-call-panel")
        .evaluate(
            "(panel, names) => { panel.contacts = names; return panel.updateComplete; }",
            list(names),
        )
    )
    await expect(screen.part("contact")).to_have_count(len(names))


async def test_holding_enter_does_not_confirm(home: Home, screen: Screen) -> None:
    """A held key repeats itself: the first asks, and the others are nobody's answer."""
    field = await open_panel(home, screen)
    await field.fill(NUMBER_TYPED)
    for _ in range(4):
        await screen.page.keyboard.down("Enter")
    await screen.page.keyboard.up("Enter")
    await expect(screen.card()).to_contain_text(f"Transfer {NAME} to {NUMBER_TYPED}?")
    await expect(screen.button("confirm")).to_be_focused()
    assert home.simulator.tally.count("singlesteptransfer") == 0
    home.exchange.transfer_answers_after = 0
    await screen.page.keyboard.press("Enter")
    await expect(screen.call()).to_have_count(0)
    assert home.simulator.tally.count("singlesteptransfer") == 1


@pytest.mark.parametrize("twin", ["Ånna", "ANNA", "Anna at home"])
async def test_the_contact_that_was_picked_is_meant(
    home: Home, screen: Screen, twin: str
) -> None:
    """And not the one that is nearly called the same."""
    await open_panel(home, screen)
    await namesakes(screen, twin, CONTACT)
    exact = screen.part("contact").get_by_text(re.compile(f"^\\s*{CONTACT}\\s*$"))
    await exact.click()
    await expect(screen.card()).to_contain_text(f"Transfer {NAME} to {CONTACT}?")


@pytest.mark.parametrize("twin", ["Ånna", "ANNA", "Anna at home"])
async def test_a_name_typed_exactly_is_meant(
    home: Home, screen: Screen, twin: str
) -> None:
    field = await open_panel(home, screen)
    await namesakes(screen, twin, CONTACT)
    await field.press_sequentially(CONTACT)
    await field.press("Enter")
    await expect(screen.card()).to_contain_text(f"Transfer {NAME} to {CONTACT}?")


async def test_a_call_that_ends_during_its_transfer_closes_the_panel(
    home: Home, screen: Screen
) -> None:
    """With the refusal: it cannot be tried again."""
    field = await open_panel(home, screen)
    await field.fill(NUMBER_TYPED)
    await screen.button("continue").click()
    home.simulator.faults.add("singlesteptransfer", Fault.delay(1), times=1)
    await screen.button("confirm").click()
    await expect(screen.button("confirm")).to_have_attribute("aria-disabled", "true")
    (call,) = [one for one in home.exchange.calls("alice") if one.live]
    home.exchange.end(call.call_id)
    await expect(screen.button("confirm")).to_have_count(0)
    await expect(screen.part("message").first).to_contain_text("ended")


async def test_who_may_only_look_sees_the_calls_and_why_a_button_was_refused(
    home: Home, new_window: NewScreen
) -> None:
    token = await home.token_of("reader", "system-read-only")
    screen = await new_window(token=token)
    await screen.show(CARD)
    call = home.active()
    await expect(screen.part("who", screen.call())).to_have_text(NAME)
    await screen.button("hold").click()
    await expect(screen.part("message").first).to_contain_text("not allowed")
    assert call.state == "active"
