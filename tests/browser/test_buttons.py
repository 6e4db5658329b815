"""Each button does at the exchange what it says, or says why not."""

from playwright.async_api import Locator, expect
import pytest

from simulator import Call, Fault

from .home import CARD, CONTACT, CONTACT_NUMBER, NAME, OTHER_NAME, OTHER_NUMBER, Home
from .screen import Screen


async def at_the_exchange(call: Call, state: str, seen: Locator) -> None:
    """Check that a call came to a state, once the card shows something."""
    await expect(seen).to_be_visible()
    assert call.state == state


async def open_transfer(home: Home, screen: Screen) -> Call:
    """Return a conversation for which the transfer panel is open."""
    await screen.show()
    call = home.active()
    await screen.button("transfer").click()
    await expect(screen.part("destination")).to_be_focused()
    return call


async def test_hold_holds_and_resume_resumes(home: Home, screen: Screen) -> None:
    await screen.show()
    call = home.active()
    await screen.button("hold").click()
    await at_the_exchange(call, "held", screen.button("resume"))
    await screen.button("resume").click()
    await at_the_exchange(call, "active", screen.button("hold"))


async def test_only_what_the_exchange_allows_is_offered(
    home: Home, screen: Screen
) -> None:
    """A ringing telephone can neither be held nor transferred from the card."""
    await screen.show()
    call = home.ringing()
    await expect(screen.part("state", screen.call())).to_have_text("Ringing")
    for action in ("hold", "resume", "transfer", "transfer-to-call"):
        await expect(screen.button(action)).to_have_count(0)
    home.exchange.answer(call.call_id)
    for action in ("hold", "transfer"):
        await expect(screen.button(action)).to_be_visible()


async def test_a_button_belongs_to_its_call(home: Home, screen: Screen) -> None:
    await screen.show()
    first = home.active()
    home.exchange.hold(first.call_id)
    second = home.active(name=OTHER_NAME, number=OTHER_NUMBER)
    await expect(screen.button("hold")).to_have_count(1)
    row = screen.call(first.call_id)
    await screen.button("resume", row).click()
    await expect(screen.button("hold", row)).to_be_visible()
    assert first.state == "active"
    assert second.live


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (403, "The exchange refuses call control"),
        (500, "The exchange gave no answer"),
    ],
)
async def test_a_refused_action_says_why_in_the_card(
    home: Home, screen: Screen, status: int, reason: str
) -> None:
    """In the words of Home Assistant, and the button can be pressed again."""
    await screen.show()
    call = home.active()
    await expect(screen.button("hold")).to_be_visible()
    home.simulator.faults.add("hold", Fault.answer(status), times=1)
    await screen.button("hold").click()
    await expect(screen.part("message")).to_contain_text(reason, timeout=15_000)
    assert call.state == "active"
    await screen.button("hold").click()
    await expect(screen.button("resume")).to_be_visible()
    await expect(screen.part("message")).not_to_be_visible()


async def test_a_contact_is_picked_and_confirmed(home: Home, screen: Screen) -> None:
    call = await open_transfer(home, screen)
    await screen.part("contact").filter(has_text=CONTACT).click()
    await expect(screen.card()).to_contain_text(f"Transfer {NAME} to {CONTACT}?")
    assert home.simulator.tally.count("singlesteptransfer") == 0
    await screen.button("confirm").click()
    await expect(screen.part("message").first).to_contain_text(CONTACT, timeout=8000)
    (transfer,) = home.exchange.transfers
    assert transfer.origin is call
    assert transfer.target.uri == f"tel:{CONTACT_NUMBER}"
    home.exchange.transfer_target_answers(call.call_id)
    await expect(screen.call()).to_have_count(0)


async def test_a_number_is_typed_and_confirmed(home: Home, screen: Screen) -> None:
    await open_transfer(home, screen)
    home.exchange.transfer_answers_after = 0
    await screen.part("destination").fill("+15551234")
    await screen.button("continue").click()
    await expect(screen.card()).to_contain_text(f"Transfer {NAME} to +15551234?")
    await screen.button("confirm").click()
    await expect(screen.call()).to_have_count(0)
    assert [one for one in home.exchange.calls("alice") if one.live] == []


async def test_contacts_are_narrowed_by_what_is_typed(
    home: Home, screen: Screen
) -> None:
    await open_transfer(home, screen)
    await screen.part("destination").fill("an")
    await expect(screen.part("contact")).to_have_text([CONTACT])
    await screen.part("destination").fill("xyz")
    await expect(screen.part("contact")).to_have_count(0)


async def test_nothing_happens_without_the_confirmation(
    home: Home, screen: Screen
) -> None:
    call = await open_transfer(home, screen)
    await screen.part("contact").first.click()
    await screen.button("cancel").click()
    await expect(screen.part("destination")).to_have_count(0)
    assert home.exchange.transfers == ()
    assert call.state == "active"
    assert home.simulator.tally.count("singlesteptransfer") == 0


async def test_the_card_may_transfer_without_asking_twice(
    home: Home, screen: Screen
) -> None:
    await screen.show(CARD | {"confirm_transfer": False})
    home.active()
    home.exchange.transfer_answers_after = 0
    await screen.button("transfer").click()
    await screen.part("destination").fill(CONTACT)
    await screen.button("confirm").click()
    await expect(screen.call()).to_have_count(0)


async def test_a_failed_transfer_says_why_and_forgets_nothing(
    home: Home, screen: Screen
) -> None:
    call = await open_transfer(home, screen)
    home.exchange.set_unknown("+15550000")
    await screen.part("destination").fill("+15550000")
    await screen.button("continue").click()
    await screen.button("confirm").click()
    await expect(screen.part("message").first).to_contain_text("404")
    await screen.button("back").click()
    await expect(screen.part("destination")).to_have_value("+15550000")
    assert call.state == "active"


async def test_a_destination_that_is_none_is_refused_in_the_panel(
    home: Home, screen: Screen
) -> None:
    await open_transfer(home, screen)
    await screen.part("destination").fill("nobody at all")
    await screen.button("continue").click()
    await screen.button("confirm").click()
    await expect(screen.part("message").first).to_contain_text(
        "not the name of a contact"
    )
    assert home.simulator.tally.count("singlesteptransfer") == 0


async def test_the_panel_closes_with_a_word_when_its_call_ends(
    home: Home, screen: Screen
) -> None:
    call = await open_transfer(home, screen)
    home.exchange.end(call.call_id)
    await expect(screen.part("destination")).to_have_count(0)
    await expect(screen.card()).to_contain_text("The call has ended")


async def test_the_other_party_goes_to_voicemail_under_more(
    home: Home, screen: Screen
) -> None:
    await open_transfer(home, screen)
    await screen.part("destination").fill(CONTACT)
    await screen.part("more").locator("summary").click()
    await screen.card().get_by_text("To voicemail").click()
    await screen.button("continue").click()
    await screen.button("confirm").click()
    await expect(screen.call()).to_have_count(0)


async def test_two_calls_are_connected_with_each_other(
    home: Home, screen: Screen
) -> None:
    await screen.show()
    first = home.active()
    home.exchange.hold(first.call_id)
    second = home.active(name=OTHER_NAME, number=OTHER_NUMBER)
    await screen.button("transfer-to-call").first.click()
    await expect(screen.card()).to_contain_text("Connect")
    await screen.button("confirm").click()
    await expect(screen.call()).to_have_count(0)
    assert not first.live
    assert not second.live
    assert home.simulator.tally.count("transfer") == 1


async def test_a_button_at_work_says_so_and_works_once(
    home: Home, screen: Screen
) -> None:
    await screen.show()
    call = home.active()
    await expect(screen.button("hold")).to_be_visible()
    home.simulator.faults.add("hold", Fault.delay(0.5), times=1)
    before = home.simulator.tally.count("hold")
    await screen.button("hold").dblclick()
    await expect(screen.button("hold")).to_have_attribute("aria-disabled", "true")
    await at_the_exchange(call, "held", screen.button("resume"))
    assert home.simulator.tally.count("hold") - before == 1
