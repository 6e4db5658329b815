"""How people come by the card: picker, visual editor, a dashboard in one line."""

import asyncio
from typing import Any

from playwright.async_api import expect
import pytest

from .home import CARD, DASHBOARD, NAME, Home
from .screen import Screen

ONE_LINE = {"strategy": {"type": "custom:telepo"}}
CARD_TITLE = "Telepo calls"


async def saved_card(home: Home) -> dict[str, Any]:
    """Return the first card of the dashboard as it is stored."""
    config = await home.hass.command("lovelace/config", url_path=DASHBOARD)
    card: dict[str, Any] = config["views"][0]["sections"][0]["cards"][0]
    return card


@pytest.mark.parametrize(
    "config", [ONE_LINE, {"views": [ONE_LINE]}], ids=["dashboard", "view"]
)
async def test_one_line_lays_out_the_calls_of_all_users(
    home: Home, screen: Screen, config: dict[str, Any]
) -> None:
    """Each with the card, which lives, and the totals of the day."""
    await home.dashboard_of(config)
    await screen.open(f"/{DASHBOARD}")
    await expect(screen.card()).to_have_count(2, timeout=20_000)
    await expect(screen.part("user")).to_have_text(["alice", "bob"])
    await expect(screen.page.get_by_text("Calls today")).to_have_count(2)
    await expect(screen.page.get_by_text("Talk time today")).to_have_count(2)
    home.ringing("bob")
    await expect(screen.call(within=screen.card(1))).to_contain_text(NAME)
    await expect(screen.page.locator("hui-error-card")).to_have_count(0)


async def test_the_picker_suggests_the_card_for_the_integrations_entities(
    home: Home, screen: Screen
) -> None:
    await screen.open(f"{await home.dashboard(CARD)}?edit=1")
    await screen.card().wait_for(timeout=20_000)
    await screen.page.locator("hui-grid-section .add").first.click()
    await screen.page.get_by_placeholder("Search entities").fill("alice missed")
    await screen.page.get_by_text("Missed calls", exact=True).first.click()
    await expect(screen.page.get_by_text(CARD_TITLE)).to_be_visible()


async def test_the_picker_shows_the_card_with_its_name_and_a_preview(
    home: Home, screen: Screen
) -> None:
    path = await home.dashboard({"type": "markdown", "content": "nothing"})
    await screen.open(f"{path}?edit=1")
    await screen.page.locator("hui-grid-section .add").first.click(timeout=20_000)
    await screen.page.get_by_text("By card").click()
    await screen.page.get_by_placeholder("Search cards").fill("telepo")
    await expect(screen.page.get_by_text(CARD_TITLE)).to_be_visible()
    await expect(screen.part("user")).to_have_text("alice")


async def test_the_visual_editor_has_a_field_for_every_option(
    home: Home, screen: Screen
) -> None:
    """And what is changed in it is what is saved."""
    await screen.open(f"{await home.dashboard(CARD)}?edit=1")
    await screen.card().first.wait_for(timeout=20_000)
    await screen.page.locator("hui-card-edit-mode").first.hover()
    await screen.page.locator("hui-card-edit-mode .control").first.click()
    form = screen.page.locator("hui-form-editor")
    for label in (
        "User",
        "Title",
        "Missed calls",
        "Recent calls",
        "Calling from the card",
        "Ask before a transfer",
        "Number of recent calls",
    ):
        await expect(form.get_by_text(label, exact=True).first).to_be_visible()
    await form.locator("ha-selector-text input").fill("Reception")
    await form.locator("ha-selector-boolean").first.locator("ha-switch").click()
    await screen.page.get_by_role("button", name="Save").click()
    await expect(screen.part("user").first).to_have_text("Reception")
    assert await saved_card(home) == CARD | {"name": "Reception", "show_missed": False}


async def test_the_dashboard_of_all_users_is_offered_to_whoever_adds_one(
    home: Home, screen: Screen
) -> None:
    await screen.open("/config/lovelace/dashboards")
    await screen.page.get_by_text("Add dashboard").click(timeout=20_000)
    await screen.page.get_by_text(CARD_TITLE).click(timeout=20_000)
    await screen.page.get_by_text("Create", exact=True).click()
    dashboards: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        while not dashboards:
            found = await home.hass.command("lovelace/dashboards/list")
            dashboards = [one for one in found if one["title"] == "Calls"]
    try:
        await screen.open(f"/{dashboards[0]['url_path']}")
        await expect(screen.part("user")).to_have_text(["alice", "bob"], timeout=20_000)
    finally:
        await home.hass.command(
            "lovelace/dashboards/delete", dashboard_id=dashboards[0]["id"]
        )
