"""What the system page tells of the integration."""

from pathlib import Path
from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.telepo.const import DOMAIN
from simulator import Simulator

from .crm import Connector
from .house import House, WebClient
from .texts import TextWatch
from .tls_front import tls_front


async def page(hass: HomeAssistant, texts: TextWatch) -> dict[str, Any]:
    """Return the integration's part of the page; every line has a text."""
    assert await async_setup_component(hass, "system_health", {})
    info = (await system_health.get_info(hass))[DOMAIN]
    for key in info:
        texts.need(f"system_health.info.{key}")
    return info


async def test_a_reachable_exchange_and_its_users(
    alice: House, texts: TextWatch
) -> None:
    await alice.set_up("bob")
    assert await page(alice.hass, texts) == {
        "users": 2,
        "users_updated": 2,
        "webhooks_alive": 0,
        "can_reach_server": "ok",
    }


async def test_an_exchange_that_is_off(alice: House, texts: TextWatch) -> None:
    await alice.simulator.stop()
    await alice.poll()
    assert await page(alice.hass, texts) == {
        "users": 1,
        "users_updated": 0,
        "webhooks_alive": 0,
        "can_reach_server": "Failed: unreachable",
    }


async def test_a_webhook_whose_messages_arrive(
    alice: House, web: WebClient, texts: TextWatch
) -> None:
    connector = Connector(alice, web)
    await connector.post(connector.message())
    await alice.hass.async_block_till_done()
    assert (await page(alice.hass, texts))["webhooks_alive"] == 1


async def test_a_user_that_is_not_loaded_does_not_count(
    alice: House, texts: TextWatch
) -> None:
    await alice.hass.config_entries.async_unload(alice.entry().entry_id)
    assert await page(alice.hass, texts) == {
        "users": 0,
        "users_updated": 0,
        "webhooks_alive": 0,
        "can_reach_server": "ok",
    }


async def test_an_exchange_that_was_off_at_the_start_is_not_called_reachable(
    alice: House, texts: TextWatch
) -> None:
    await alice.simulator.stop()
    await alice.hass.config_entries.async_reload(alice.entry().entry_id)
    info = await page(alice.hass, texts)
    assert info["users"] == 0
    assert info["can_reach_server"] == "Failed: unreachable"


async def test_an_exchange_whose_certificate_is_not_checked_is_reachable(
    house: House, texts: TextWatch, tmp_path: Path
) -> None:
    async with tls_front(house.simulator.port, tmp_path) as url:
        typed = house.credentials(url=url, advanced={"verify_ssl": False})
        await house.submit(await house.submit(await house.start_flow(), typed))
        await house.hass.async_block_till_done()
        info = await page(house.hass, texts)
        await house.hass.config_entries.async_unload(house.entry().entry_id)
    assert info["users_updated"] == 1
    assert info["can_reach_server"] == "ok"


async def test_one_of_two_exchanges_that_is_off_is_enough_to_say_so(
    alice: House, texts: TextWatch
) -> None:
    async with Simulator() as second:
        carol = second.exchange.add_user("carol")
        typed = alice.credentials(url=second.url, user_id="carol", ticket=carol.ticket)
        await alice.submit(await alice.submit(await alice.start_flow(), typed))
        await alice.hass.async_block_till_done()
        await alice.simulator.stop()
        info = await page(alice.hass, texts)
        await alice.hass.config_entries.async_unload(alice.entry("carol").entry_id)
    assert info["users"] == 2
    assert info["can_reach_server"] == "Failed: unreachable"
