"""The card's file reaches the browser, and the card learns whom it may show."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.telepo.card import BUNDLE, FOLDER, STATIC_PATH

from .house import House, WebClient

CONTACTS = [
    {"name": "Anna", "destination": "tel:+46855512345"},
    {"name": "Bob Bobson", "destination": "sip:bob@organization.org"},
]

PUBLISHED = f"{STATIC_PATH}/{BUNDLE}"


def loaded_by_pages(hass: HomeAssistant) -> list[str]:
    """Return the scripts of ours that the frontend loads."""
    return [
        url
        for url in hass.data[DATA_EXTRA_MODULE_URL].urls
        if url.startswith(STATIC_PATH)
    ]


async def answered(
    open_socket: WebSocketGenerator, token: str | None = None, **fields: str
) -> dict[str, Any]:
    """Return what a browser is told; by default the owner's browser."""
    browser = await (
        open_socket() if token is None else open_socket(access_token=token)
    )
    await browser.send_json_auto_id({"type": "telepo/card", **fields})
    answer = await browser.receive_json()
    assert answer["success"], answer
    assert set(answer["result"]) == {"now", "users"}
    result: dict[str, Any] = answer["result"]
    return result


async def told(
    open_socket: WebSocketGenerator, token: str | None = None, **fields: str
) -> list[dict[str, Any]]:
    """Return the users that a browser is told of."""
    users = (await answered(open_socket, token, **fields))["users"]
    assert isinstance(users, list)
    return users


@pytest.fixture
async def shown(hass: HomeAssistant, house: House) -> House:
    """Return the house of alice, with a frontend."""
    assert await async_setup_component(hass, "frontend", {})
    await house.set_up()
    return house


async def test_the_card_can_be_fetched_without_logging_in_and_kept(
    shown: House, web: WebClient
) -> None:
    """Browsers ask for scripts without a token, and keep this one for a month."""
    answer = await web.get(PUBLISHED)
    assert answer.status == 200
    assert "javascript" in answer.headers["Content-Type"]
    assert "max-age=2678400" in answer.headers["Cache-Control"]
    assert await answer.read() == (FOLDER / BUNDLE).read_bytes()


async def test_without_its_file_there_is_no_card_and_everything_else_works(
    hass: HomeAssistant,
    house: House,
    hass_ws_client: WebSocketGenerator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Said once, whatever the number of users."""
    monkeypatch.setattr("custom_components.telepo.card.FOLDER", tmp_path)
    assert await async_setup_component(hass, "frontend", {})
    await house.set_up()
    await house.set_up("bob")
    assert loaded_by_pages(hass) == []
    assert len(await told(hass_ws_client)) == 2
    errors = [one for one in caplog.records if one.levelname == "ERROR"]
    assert [one.name for one in errors] == ["custom_components.telepo.card"]
    assert str(tmp_path) not in caplog.text


async def test_only_files_of_the_card_can_be_fetched(
    shown: House, web: WebClient
) -> None:
    for path in ("/..%2Fconst.py", "/../const.py", "/%2e%2e/const.py", "/", ""):
        answer = await web.get(f"{STATIC_PATH}{path}")
        assert answer.status in (400, 403, 404), path


async def test_every_page_loads_the_card(hass: HomeAssistant, shown: House) -> None:
    (url,) = loaded_by_pages(hass)
    version = sha256((FOLDER / BUNDLE).read_bytes()).hexdigest()[:12]
    assert url == f"{PUBLISHED}?v={version}"


async def test_without_a_frontend_there_is_no_card(
    hass: HomeAssistant, alice: House, web: WebClient
) -> None:
    assert DATA_EXTRA_MODULE_URL not in hass.data
    assert (await web.get(PUBLISHED)).status == 404


async def test_a_web_server_that_takes_no_more_paths_stops_no_telephone(
    hass: HomeAssistant, house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    for component in ("frontend", "webhook"):
        assert await async_setup_component(hass, component, {})
    await hass_client_no_auth()
    entry = await house.set_up()
    assert entry.state is ConfigEntryState.LOADED
    assert loaded_by_pages(hass) == []


async def test_two_users_load_one_card(hass: HomeAssistant, shown: House) -> None:
    await shown.set_up("bob")
    assert len(loaded_by_pages(hass)) == 1


async def test_the_card_stays_when_the_last_user_goes_so_that_it_can_say_so(
    hass: HomeAssistant, shown: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Else a dashboard would show an error about an unknown element."""
    await hass.config_entries.async_remove(shown.entry().entry_id)
    await hass.async_block_till_done()
    assert len(loaded_by_pages(hass)) == 1
    browser = await hass_client_no_auth()
    assert (await browser.get(PUBLISHED)).status == 200


async def test_the_card_is_told_of_every_user(
    alice: House, hass_ws_client: WebSocketGenerator
) -> None:
    """What it has from the registries is not told again."""
    await alice.set_up("bob")
    assert await told(hass_ws_client) == [
        {"device_id": alice.device_id(name), "contacts": [], "loaded": True}
        for name in ("alice", "bob")
    ]


async def test_the_card_is_told_what_time_it_is_in_home_assistant(
    alice: House, hass_ws_client: WebSocketGenerator
) -> None:
    """A tablet on the wall may have a clock that nobody sets."""
    before = dt_util.utcnow()
    now = dt_util.parse_datetime((await answered(hass_ws_client))["now"])
    assert now
    assert before <= now <= dt_util.utcnow()


async def test_the_card_is_told_of_one_user_by_its_device(
    alice: House, hass_ws_client: WebSocketGenerator
) -> None:
    await alice.set_up("bob")
    bob = alice.device_id("bob")
    assert [
        user["device_id"] for user in await told(hass_ws_client, device_id=bob)
    ] == [bob]
    assert await told(hass_ws_client, device_id="nobody's") == []


async def test_contacts_are_told_by_name_and_never_where_they_lead(
    alice: House, hass_ws_client: WebSocketGenerator
) -> None:
    await alice.set_options(contacts=CONTACTS)
    (user,) = await told(hass_ws_client)
    assert user["contacts"] == ["Anna", "Bob Bobson"]
    text = str(user)
    assert not [each for each in CONTACTS if each["destination"] in text]
    assert alice.exchange.user("alice").ticket not in text
    assert alice.entry().data["webhook_id"] not in text


async def test_without_contacts_the_list_is_empty(
    alice: House, hass_ws_client: WebSocketGenerator
) -> None:
    (user,) = await told(hass_ws_client)
    assert user["contacts"] == []


async def test_a_person_who_is_no_administrator_may_use_the_card(
    alice: House,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
) -> None:
    (user,) = await told(hass_ws_client, hass_read_only_access_token)
    assert user["device_id"] == alice.device_id()


async def test_a_person_is_told_of_those_whose_calls_they_may_read(
    alice: House,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
    hass_read_only_user: MockUser,
) -> None:
    await alice.set_up("bob")
    may_read = {"entity_ids": {alice.entity_id("sensor", "call"): {"read": True}}}
    hass_read_only_user.mock_policy({"entities": may_read})
    (user,) = await told(hass_ws_client, hass_read_only_access_token)
    assert user["device_id"] == alice.device_id()
    bob = alice.device_id("bob")
    assert (
        await told(hass_ws_client, hass_read_only_access_token, device_id=bob)
    ) == []


async def test_without_a_call_sensor_only_administrators_are_told_of_a_user(
    alice: House,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
) -> None:
    """Nobody could have been permitted to read it."""
    er.async_get(alice.hass).async_remove(alice.entity_id("sensor", "call"))
    assert await told(hass_ws_client, hass_read_only_access_token) == []
    (user,) = await told(hass_ws_client)
    assert user["device_id"] == alice.device_id()


async def test_an_unloaded_user_is_told_of_as_one(
    alice: House, hass_ws_client: WebSocketGenerator
) -> None:
    await alice.hass.config_entries.async_unload(alice.entry().entry_id)
    (user,) = await told(hass_ws_client)
    assert user["loaded"] is False
    assert user["device_id"] == alice.device_id()


async def test_without_a_user_nobody_is_told_of(
    alice: House, hass_ws_client: WebSocketGenerator
) -> None:
    await alice.hass.config_entries.async_remove(alice.entry().entry_id)
    assert await told(hass_ws_client) == []
