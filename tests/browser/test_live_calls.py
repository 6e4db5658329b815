"""What the card shows of calls, and how soon."""

from playwright.async_api import expect
import pytest

from .conftest import NewScreen
from .home import CARD, NAME, NUMBER, OTHER_NAME, OTHER_NUMBER, Home
from .screen import Screen

BOBS_CARD = CARD | {"entity": "sensor.bob_call"}


async def test_a_call_rings_and_the_card_shows_it_within_a_second(
    home: Home, screen: Screen
) -> None:
    """Who, which way, in what state."""
    await screen.show()
    home.ringing()
    await expect(screen.part("who", screen.call())).to_have_text(NAME, timeout=1000)
    await expect(screen.part("state", screen.call())).to_have_text(
        "Ringing", timeout=1000
    )
    await expect(screen.card()).to_contain_text(NUMBER)
    await expect(screen.card()).to_contain_text("Incoming")


async def test_the_state_follows_the_call(home: Home, screen: Screen) -> None:
    """At once where the exchange tells; of a hold it does not, so that a poll finds it."""
    await screen.show()
    call = home.ringing()
    await expect(screen.part("state", screen.call())).to_have_text("Ringing")
    home.exchange.answer(call.call_id)
    await expect(screen.part("state", screen.call())).to_have_text(
        "Active", timeout=1000
    )
    home.exchange.hold(call.call_id)
    await expect(screen.part("state", screen.call())).to_have_text(
        "On hold", timeout=4000
    )
    home.exchange.end(call.call_id)
    await expect(screen.call()).to_have_count(0, timeout=1000)


async def test_an_outgoing_call_is_called_one(home: Home, screen: Screen) -> None:
    await screen.show()
    home.exchange.outbound("alice", NUMBER, NAME)
    await expect(screen.part("state", screen.call())).to_have_text("Dialing")
    await expect(screen.card()).to_contain_text("Outgoing")


async def test_the_clock_runs_without_asking_the_exchange(
    home: Home, screen: Screen
) -> None:
    """Two ticks of the clock cost no reading."""
    await screen.show()
    home.active()
    clock = screen.part("clock")
    await expect(clock).to_have_text("0:01")
    readings = home.simulator.tally.count("snapshot", user="alice")
    await expect(clock).to_have_text("0:02", timeout=1500)
    assert home.simulator.tally.count("snapshot", user="alice") - readings <= 1


async def test_a_recorded_call_has_its_mark(home: Home, screen: Screen) -> None:
    await screen.show()
    call = home.active()
    await expect(screen.part("state", screen.call())).to_have_text("Active")
    await expect(screen.part("recording", screen.call())).to_have_count(0)
    home.exchange.start_recording(call.call_id)
    await expect(screen.part("recording", screen.call())).to_be_visible()


async def test_two_calls_stand_one_above_the_other(home: Home, screen: Screen) -> None:
    await screen.show()
    first = home.active()
    home.exchange.hold(first.call_id)
    second = home.ringing(name=OTHER_NAME, number=OTHER_NUMBER)
    await expect(screen.call()).to_have_count(2)
    for call, name in ((first, NAME), (second, OTHER_NAME)):
        row = screen.call(call.call_id)
        await expect(screen.part("who", row)).to_have_text(name)


async def test_two_cards_show_two_users(home: Home, screen: Screen) -> None:
    await screen.show(CARD, BOBS_CARD)
    home.ringing("alice")
    home.ringing("bob", OTHER_NAME, OTHER_NUMBER)
    await expect(screen.part("who", screen.call(within=screen.card(0)))).to_have_text(
        NAME
    )
    await expect(screen.part("who", screen.call(within=screen.card(1)))).to_have_text(
        OTHER_NAME
    )


async def test_two_cards_of_one_user_show_the_same(home: Home, screen: Screen) -> None:
    await screen.show(CARD, CARD)
    call = home.active()
    for number in (0, 1):
        await expect(
            screen.part("who", screen.call(within=screen.card(number)))
        ).to_have_text(NAME)
    await screen.button("hold", screen.card(0)).click()
    await expect(screen.part("state", screen.call(within=screen.card(1)))).to_have_text(
        "On hold"
    )
    assert call.state == "held"


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=\"window.harmed='image'\">",
        "<script>window.harmed='script'</script>",
        "${window.harmed='template'}",
        "{{ states('sensor.alice_call') }}",
        "\u202eelliv\u202c",
        "a" * 120,
        "[[JS: window.harmed=1]]",
    ],
    ids=["image", "script", "template", "jinja", "direction", "long", "js"],
)
async def test_a_hostile_name_is_text(home: Home, screen: Screen, name: str) -> None:
    """It stands there as Home Assistant has it, and nothing of it is carried out."""
    await screen.show()
    home.ringing()
    await home.until("sensor.alice_call", "ringing")
    # The integration cleans names; whatever comes through all the same is text.
    state = (await home.states())["sensor.alice_call"]
    (call,) = state["attributes"]["calls"]
    attributes = state["attributes"] | {"calls": [call | {"remote_name": name}]}
    await home.hass.post(
        "/api/states/sensor.alice_call", {"state": "ringing", "attributes": attributes}
    )
    await expect(screen.part("who", screen.call())).to_have_text(name)
    assert await screen.page.evaluate("window.harmed") is None
    assert await screen.part("who", screen.call()).locator("img, script").count() == 0
    width = await screen.card().evaluate("card => card.scrollWidth - card.clientWidth")
    assert width <= 0


async def test_the_card_speaks_the_users_language(
    home: Home, new_window: NewScreen
) -> None:
    screen = await new_window("sv")
    await screen.show()
    home.active()
    await expect(screen.button("hold")).not_to_have_text("Hold")
    english = await new_window("cy")
    await english.show()
    await expect(english.button("hold")).to_have_text("Hold")
