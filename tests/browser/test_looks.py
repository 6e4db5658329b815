"""The card on every screen: narrow and wide, light and dark, read from either side, by ear."""

from typing import Any

from playwright.async_api import Locator, expect
import pytest

from .conftest import NewScreen
from .home import CARD, NAME, OTHER_NAME, OTHER_NUMBER, ROOT, Home
from .looks import complaint, picture
from .screen import Screen

AXE = ROOT / "card" / "node_modules" / "axe-core" / "axe.min.js"

# The dashboard's own business: a card is no page.
_PAGE_RULES = ("region", "page-has-heading-one", "landmark-one-main", "heading-order")


async def violations(screen: Screen) -> list[str]:
    """Return what axe-core finds wrong with the card."""
    await screen.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await screen.card().first.evaluate(
        "(card, off) => axe.run(card, {rules: Object.fromEntries("
        "off.map((rule) => [rule, {enabled: false}]))})",
        list(_PAGE_RULES),
    )
    assert found["passes"]
    return [
        f"{each['id']}: {node['html'][:200]} {node.get('failureSummary')}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


async def overflow(locator: Locator) -> float:
    """Return by how many pixels something is wider than its place."""
    width: float = await locator.evaluate("one => one.scrollWidth - one.clientWidth")
    return width


async def check_inside(screen: Screen) -> None:
    """Check that every button is inside the card, and large enough for a finger."""
    assert await overflow(screen.card()) <= 0
    card = await screen.card().bounding_box()
    assert card
    for each in await screen.card().locator("button:visible").all():
        box = await each.bounding_box()
        assert box
        assert card["x"] <= box["x"]
        assert box["x"] + box["width"] <= card["x"] + card["width"]
        assert min(box["width"], box["height"]) >= 36


async def two_calls(home: Home, screen: Screen) -> None:
    """Let the card show a held call and an active one."""
    first = home.active()
    home.exchange.hold(first.call_id)
    home.active(name=OTHER_NAME, number=OTHER_NUMBER)
    await expect(screen.call()).to_have_count(2)
    await expect(screen.button("transfer-to-call")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("what", ["idle", "ringing", "two-calls", "transfer"])
async def test_axe_finds_nothing_wrong(
    home: Home, screen: Screen, what: str, dark: bool
) -> None:
    await screen.page.emulate_media(color_scheme="dark" if dark else "light")
    await screen.show()
    if what == "ringing":
        home.ringing()
        await expect(screen.call()).to_be_visible()
    elif what == "two-calls":
        await two_calls(home, screen)
    elif what == "transfer":
        home.active()
        await screen.button("transfer").click()
        await expect(screen.part("destination")).to_be_focused()
    assert await violations(screen) == []


@pytest.mark.parametrize("width", [320, 600, 1280, 1920])
async def test_nothing_sticks_out_on_any_screen(
    home: Home, screen: Screen, width: int
) -> None:
    await screen.page.set_viewport_size({"width": width, "height": 800})
    await screen.show()
    await two_calls(home, screen)
    await check_inside(screen)


@pytest.mark.parametrize("width", [280, 320, 1024])
async def test_a_long_name_leaves_the_buttons_where_they_are(
    home: Home, screen: Screen, width: int
) -> None:
    """In the lists of an idle telephone, and in a call."""
    name = f"{NAME} of the department with the longest name of all departments"
    await screen.page.set_viewport_size({"width": width, "height": 800})
    call = home.ringing(name=name)
    await home.until("sensor.alice_call", "ringing")
    home.exchange.cancel(call.call_id)
    await home.until("sensor.alice_missed_calls", "1")
    await screen.show()
    await expect(screen.button("mark-read")).to_be_visible()
    await check_inside(screen)
    home.active(name=name)
    await expect(screen.button("transfer")).to_be_visible()
    await check_inside(screen)


async def test_one_row_has_who_and_the_buttons(home: Home, screen: Screen) -> None:
    await screen.show(CARD | {"grid_options": {"columns": 12, "rows": 1}})
    home.active()
    await expect(screen.part("who", screen.call())).to_be_visible()
    box = await screen.card().bounding_box()
    assert box
    assert box["height"] <= 60
    assert await overflow(screen.card()) <= 0
    for action in ("hold", "transfer"):
        button = await screen.button(action).bounding_box()
        assert button
        assert button["y"] >= box["y"]
        assert button["y"] + button["height"] <= box["y"] + box["height"]
    await screen.button("transfer").click()
    await expect(screen.part("destination")).to_be_focused()


async def test_from_right_to_left_everything_is_mirrored(
    home: Home, new_window: NewScreen
) -> None:
    sides: dict[str, bool] = {}
    for language in ("en", "he"):
        screen = await new_window(language)
        await screen.show()
        if language == "en":
            home.active()
        await expect(screen.call()).to_be_visible()
        who = await screen.part("who", screen.call()).bounding_box()
        clock = await screen.part("clock", screen.call()).bounding_box()
        assert who
        assert clock
        sides[language] = who["x"] < clock["x"]
        assert await overflow(screen.card()) <= 0
    assert sides == {"en": True, "he": False}


async def test_a_transfer_needs_no_mouse(home: Home, screen: Screen) -> None:
    """Tab to the button, Enter, type, arrow down, Enter, Enter."""
    await screen.show()
    home.active()
    home.exchange.transfer_answers_after = 0
    await screen.button("hold").focus()
    await screen.page.keyboard.press("Tab")
    await expect(screen.button("transfer")).to_be_focused()
    await screen.page.keyboard.press("Enter")
    await expect(screen.part("destination")).to_be_focused()
    await screen.page.keyboard.type("an")
    await screen.page.keyboard.press("ArrowDown")
    await screen.page.keyboard.press("Enter")
    await expect(screen.button("confirm")).to_be_focused()
    await screen.page.keyboard.press("Enter")
    await expect(screen.call()).to_have_count(0)


async def test_escape_closes_the_panel_and_returns_to_the_button(
    home: Home, screen: Screen
) -> None:
    await screen.show()
    home.active()
    await screen.button("transfer").click()
    await expect(screen.part("destination")).to_be_focused()
    await screen.page.keyboard.press("Escape")
    await expect(screen.part("destination")).to_have_count(0)
    await expect(screen.button("transfer")).to_be_focused()


async def test_a_ringing_telephone_is_said_aloud(home: Home, screen: Screen) -> None:
    await screen.show()
    aloud = screen.part("announcement")
    await expect(aloud).to_have_attribute("aria-live", "polite")
    await expect(aloud).to_have_text("")
    home.ringing()
    await expect(aloud).to_have_text(f"{NAME} is calling")


async def test_whoever_wants_no_motion_sees_none(home: Home, screen: Screen) -> None:
    await screen.page.emulate_media(reduced_motion="reduce")
    await screen.show()
    home.ringing()
    await expect(screen.call()).to_be_visible()
    moving = await screen.card().evaluate(
        "card => card.getAnimations({subtree: true})"
        ".filter((one) => one.effect.getComputedTiming().iterations === Infinity).length"
    )
    assert moving == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("what", ["ringing", "held", "transfer"])
async def test_the_card_looks_as_it_did(
    home: Home, screen: Screen, what: str, scheme: Any
) -> None:
    """Compared with a picture that somebody has looked at."""
    await screen.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await screen.page.set_viewport_size({"width": 480, "height": 900})
    await screen.show()
    call = home.ringing()
    await expect(screen.call()).to_be_visible()
    if what != "ringing":
        home.exchange.answer(call.call_id)
        await expect(screen.button("hold")).to_be_visible()
    if what == "held":
        await screen.button("hold").click()
        await expect(screen.button("resume")).to_be_visible()
    if what == "transfer":
        await screen.button("transfer").click()
        await expect(screen.part("destination")).to_be_focused()
    await screen.page.mouse.move(0, 0)
    await screen.page.evaluate("document.fonts.ready")
    image = await picture(screen.card(), screen.part("clock"))
    assert complaint(f"{what}-{scheme}", image) is None
