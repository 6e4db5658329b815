"""An idle telephone: the calls to return, and the latest ones."""

from playwright.async_api import expect
import pytest

from .home import CARD, NAME, NUMBER, OTHER_NAME, OTHER_NUMBER, Home
from .screen import Screen


async def missed(home: Home, name: str = NAME, number: str = NUMBER) -> str:
    """Let a caller give up; return the call's id once Home Assistant has it."""
    before = (await home.states())["sensor.alice_missed_calls"]["state"]
    call = home.ringing(name=name, number=number)
    await home.until("sensor.alice_call", "ringing")
    home.exchange.cancel(call.call_id)
    await home.until("sensor.alice_missed_calls", str(int(before) + 1))
    return call.call_id


async def test_a_missed_call_appears_by_itself(home: Home, screen: Screen) -> None:
    await screen.show()
    await expect(screen.part("missed")).to_have_count(0)
    await missed(home)
    await expect(screen.part("who", screen.part("missed"))).to_have_text(NAME)
    await expect(screen.part("missed")).to_contain_text(NUMBER)


async def test_a_missed_call_is_marked_as_read(home: Home, screen: Screen) -> None:
    """One of two; Home Assistant's own list knows of it."""
    await missed(home)
    await missed(home, OTHER_NAME, OTHER_NUMBER)
    await screen.show()
    names = screen.part("who", screen.part("missed"))
    await expect(names).to_have_text([OTHER_NAME, NAME])
    await screen.button("mark-read").first.click()
    await expect(names).to_have_text([NAME])
    await home.until("sensor.alice_missed_calls", "1")


async def test_all_missed_calls_are_marked_as_read(home: Home, screen: Screen) -> None:
    await missed(home)
    await missed(home, OTHER_NAME, OTHER_NUMBER)
    await screen.show()
    await screen.button("mark-all-read").click()
    await expect(screen.part("missed")).to_have_count(0)
    await home.until("sensor.alice_missed_calls", "0")


async def test_a_call_read_elsewhere_goes(home: Home, screen: Screen) -> None:
    await missed(home)
    await screen.show()
    await expect(screen.part("missed")).to_be_visible()
    await home.hass.act(
        "telepo.mark_missed_calls_read", {"entity_id": "sensor.alice_call"}
    )
    await expect(screen.part("missed")).to_have_count(0)


async def test_recent_calls_tell_how_they_ended(home: Home, screen: Screen) -> None:
    await missed(home)
    await screen.show(CARD | {"recent": 1, "show_missed": False})
    recent = screen.part("recent")
    await expect(screen.part("who", recent)).to_have_text([NAME])
    await expect(screen.part("state", recent)).to_have_text(["Missed"])
    await expect(screen.part("missed")).to_have_count(0)


async def test_recent_calls_can_be_left_out(home: Home, screen: Screen) -> None:
    await missed(home)
    await screen.show(CARD | {"show_recent": False})
    await expect(screen.part("missed")).to_be_visible()
    await expect(screen.part("recent")).to_have_count(0)


async def test_a_call_takes_the_place_of_the_lists(home: Home, screen: Screen) -> None:
    await missed(home)
    await screen.show()
    await expect(screen.part("missed")).to_be_visible()
    call = home.ringing()
    await expect(screen.call()).to_be_visible()
    await expect(screen.part("missed")).to_have_count(0)
    home.exchange.answer(call.call_id)
    home.exchange.end(call.call_id)
    await expect(screen.part("missed")).to_be_visible()


async def test_dialling_is_offered_only_where_home_assistant_can(
    home: Home, screen: Screen
) -> None:
    """Neither a button for a new call nor one to call back without the action."""
    await missed(home)
    there = "dial" in (await home.hass.command("get_services"))["telepo"]
    await screen.show()
    await expect(screen.part("missed")).to_be_visible()
    missed_one = screen.part("missed")
    await expect(screen.button("call-back", missed_one)).to_have_count(int(there))
    await expect(screen.button("dial")).to_have_count(int(there))


async def test_calling_back_dials_the_caller(home: Home, screen: Screen) -> None:
    if "dial" not in (await home.hass.command("get_services"))["telepo"]:
        pytest.skip("this Home Assistant has no telepo.dial yet")
    await missed(home)
    await screen.show()
    await screen.button("call-back", screen.part("missed")).click()
    await expect(screen.call()).to_contain_text(NUMBER)
    assert [call.remote.uri for call in home.exchange.calls("alice")] == [
        f"tel:{NUMBER}"
    ]


async def test_a_number_is_dialled_from_the_card(home: Home, screen: Screen) -> None:
    if "dial" not in (await home.hass.command("get_services"))["telepo"]:
        pytest.skip("this Home Assistant has no telepo.dial yet")
    await screen.show()
    await screen.button("dial").click()
    await screen.part("destination").fill(NUMBER)
    await screen.button("confirm").click()
    await expect(screen.call()).to_contain_text(NUMBER)
