"""A user who is not loaded is still a user: whose message it is, and what is shown of it."""

from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
import pytest

from custom_components.telepo.webhook import DATA_RECEIVERS
from simulator import Fault

from .crm import CALLER, MESSAGE, Connector
from .house import House

LOADED_OR_NOT = ["unloaded", "away", "disabled"]
NUMBERS = ("local_number", "remote_number")
ADDRESSES = ("local_email", "remote_email", "remote_user_id")
PEOPLE: dict[str, Any] = {
    "local_email": "bob@organization.org",
    "remote_email": "carol@organization.org",
    "remote_user_id": "carol@organization.org",
}
MASKED = {
    "local_number": "+****555",
    "remote_number": "+*****464",
    "local_email": "b***",
    "remote_email": "c***",
    "remote_user_id": "c***",
}


async def put_away(house: House, user: str, how: str) -> None:
    """Take a user's entry out of service in one of the ways there are."""
    entries, entry_id = house.hass.config_entries, house.entry(user).entry_id
    if how == "unloaded":
        await entries.async_unload(entry_id)
    elif how == "disabled":
        await entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    else:
        house.simulator.faults.add("snapshot", Fault.answer(503), user=user)
        await entries.async_reload(entry_id)
    assert house.entry(user).state is not ConfigEntryState.LOADED


@pytest.mark.parametrize("how", LOADED_OR_NOT)
@pytest.mark.parametrize("about", ["alice", "bob", "dana"])
@pytest.mark.parametrize(
    ("privacy", "shown"),
    [
        pytest.param("masked", MASKED, id="masked"),
        pytest.param("none", dict.fromkeys(MASKED), id="none"),
    ],
)
async def test_the_privacy_of_a_user_who_is_not_loaded_counts(
    alice: House,
    connector: Connector,
    how: str,
    about: str,
    privacy: str,
    shown: dict[str, str | None],
) -> None:
    """An outage or a reload must not lay open what the user has asked to hide."""
    await alice.set_up("bob", privacy=privacy)
    await put_away(alice, "bob", how)
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(local_user_id=about, **PEOPLE))
    (event,) = heard
    assert {key: event.data[key] for key in (*NUMBERS, *ADDRESSES)} == shown
    assert CALLER not in str(event.data)


@pytest.mark.parametrize("how", LOADED_OR_NOT)
async def test_a_message_of_a_user_who_is_not_loaded_names_the_entry(
    alice: House, connector: Connector, how: str
) -> None:
    await alice.set_up("bob")
    expected = {
        "config_entry_id": alice.entry("bob").entry_id,
        "device_id": alice.device_id("bob"),
        "local_user_id": "BOB@organization.org",
    }
    await put_away(alice, "bob", how)
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(local_user_id="BOB@organization.org"))
    (event,) = heard
    assert {key: event.data[key] for key in expected} == expected


async def test_a_message_of_a_user_who_is_not_loaded_hurries_nobody_else(
    alice: House, connector: Connector
) -> None:
    await alice.set_up("bob")
    await put_away(alice, "bob", "unloaded")
    alice.simulator.tally.reset()
    await connector.post(connector.message(local_user_id="bob"))
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    assert alice.simulator.tally.count() == 0


@pytest.mark.parametrize(
    ("privacy", "user", "shown"),
    [
        ("full", "alice", "alice"),
        ("full", "dana@organization.org", "dana@organization.org"),
        ("masked", "alice", "alice"),
        ("masked", "Alice@Organization.org", "Alice@Organization.org"),
        ("masked", "dana@organization.org", "d***"),
        ("masked", "alice@organization.example", "a***"),
        ("none", "alice@organization.org", "alice@organization.org"),
        ("none", "dana", None),
    ],
)
async def test_a_colleague_s_user_id_is_masked_and_an_own_user_s_is_not(
    house: House, connector: Connector, privacy: str, user: str, shown: str | None
) -> None:
    """Who has an entry here is no secret here."""
    await house.set_up("alice", privacy=privacy)
    heard = house.heard(MESSAGE)
    await connector.post(connector.message(local_user_id=user))
    assert heard[0].data["local_user_id"] == shown


async def _heard_after(house: House, connector: Connector, message: Any) -> int:
    heard = house.heard(MESSAGE)
    assert await connector.post(message) == 200
    return len(heard)


async def test_a_copy_is_known_after_a_reload_of_the_only_user(
    alice: House, connector: Connector
) -> None:
    """An operator's server repeats what it got no answer to, the reload being why."""
    message = connector.message()
    assert await _heard_after(alice, connector, message) == 1
    entries, entry_id = alice.hass.config_entries, alice.entry().entry_id
    await entries.async_reload(entry_id)
    assert await _heard_after(alice, connector, message) == 0
    await entries.async_unload(entry_id)
    await entries.async_setup(entry_id)
    assert await _heard_after(alice, connector, message) == 0
    assert await _heard_after(alice, connector, connector.message(2)) == 1


async def test_copies_are_forgotten_with_the_last_user_only(
    alice: House, connector: Connector
) -> None:
    """What nobody needs any more takes no memory."""
    await alice.set_up("bob")
    message = connector.message(local_user_id="bob")
    assert await _heard_after(alice, connector, message) == 1
    entries = alice.hass.config_entries
    await entries.async_remove(alice.entry("alice").entry_id)
    heard = alice.heard(MESSAGE)
    await connector.post(message, "bob")
    assert heard == []
    await entries.async_remove(alice.entry("bob").entry_id)
    assert alice.hass.data[DATA_RECEIVERS] == {}
    await alice.set_up("bob")
    await connector.post(message, "bob")
    assert len(heard) == 1
