"""One webhook for each organisation: whose message it is, and what is shown of it."""

from typing import Any

from homeassistant.components import webhook
from homeassistant.core import Event
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telepo.const import DOMAIN
from custom_components.telepo.organisation import Organisation
from custom_components.telepo.privacy import Privacy

from .clock import Clock
from .crm import CALLER, MESSAGE, Connector
from .house import House

OURS = "organization.org"
THEIRS = "organization.example"


def concerned(event: Event[Any]) -> tuple[object, object]:
    """Return whom a message concerns."""
    return event.data["config_entry_id"], event.data["device_id"]


async def set_up(house: House, user: str, domain: str) -> None:
    """Set up a user of any organisation of the exchange."""
    house.exchange.add_user(user, domain=domain)
    result = await house.start_flow()
    result = await house.submit(result, house.credentials(user, domain=domain))
    await house.submit(result)
    await house.hass.async_block_till_done()


async def unload(house: House, user: str) -> None:
    """Unload a user's entry."""
    assert await house.hass.config_entries.async_unload(house.entry(user).entry_id)


def registered(house: House) -> list[str]:
    """Return the ids of our webhooks that Home Assistant knows."""
    handlers = house.hass.data[webhook._HANDLERS]
    return [key for key, handler in handlers.items() if handler.domain == DOMAIN]


async def test_two_users_of_an_organisation_share_one_webhook(
    alice: House, connector: Connector
) -> None:
    """And each message goes to the entry of its user."""
    await alice.set_up("bob")
    assert (
        alice.entry("alice").data["webhook_id"]
        == (alice.entry("bob").data["webhook_id"])
    )
    assert registered(alice) == [alice.entry("bob").data["webhook_id"]]
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(call_id="1", local_user_id="bob"))
    await connector.post(connector.message(call_id="2", local_user_id=f"ALICE@{OURS}"))
    assert [concerned(event) for event in heard] == [
        (alice.entry("bob").entry_id, alice.device_id("bob")),
        (alice.entry("alice").entry_id, alice.device_id("alice")),
    ]


@pytest.mark.parametrize(
    "user", ["carol", f"alice@{THEIRS}", "alice@evil@organization.org", "", None]
)
async def test_a_message_of_nobody_here_is_fired_and_concerns_nobody(
    alice: House, connector: Connector, user: str | None
) -> None:
    """A colleague who has no entry, or an exchange that keeps the user back."""
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(local_user_id=user))
    (event,) = heard
    assert concerned(event) == (None, None)
    assert event.data["entity_id"] is None


async def test_the_webhook_survives_the_unloading_of_one_user(
    alice: House, connector: Connector
) -> None:
    """And is gone after that of the last one."""
    await alice.set_up("bob")
    heard = alice.heard(MESSAGE)
    await unload(alice, "alice")
    await connector.post(connector.message(1))
    await connector.post(connector.message(2, local_user_id="bob"))
    assert [concerned(event)[0] for event in heard] == [
        alice.entry().entry_id,
        alice.entry("bob").entry_id,
    ]
    assert len(registered(alice)) == 1
    await unload(alice, "bob")
    assert registered(alice) == []
    assert await connector.post(connector.message(3)) == 200
    assert len(heard) == 2


async def test_a_user_who_is_loaded_again_gets_messages_again(
    alice: House, connector: Connector
) -> None:
    """A reload registers the same webhook anew."""
    heard = alice.heard(MESSAGE)
    for number in range(1, 4):
        await alice.hass.config_entries.async_reload(alice.entry().entry_id)
        await connector.post(connector.message(number))
    assert [event.data["seq_num"] for event in heard] == [1, 2, 3]


async def test_two_organisations_have_two_webhooks(
    alice: House, connector: Connector
) -> None:
    """A message counts for the organisation at whose webhook it arrives."""
    await set_up(alice, "carol", THEIRS)
    assert len(registered(alice)) == 2
    heard = alice.heard(MESSAGE)
    ours = connector.message(call_id="1", local_user_id="carol")
    await connector.post(ours, "alice")
    theirs = connector.message(call_id="1", local_user_id="carol")
    await connector.post(theirs, "carol")
    stray = connector.message(call_id="2", local_user_id="alice")
    await connector.post(stray, "carol")
    assert [concerned(event)[0] for event in heard] == [
        None,
        alice.entry("carol").entry_id,
        None,
    ]
    await unload(alice, "carol")
    await connector.post(connector.message(call_id="3"), "alice")
    assert concerned(heard[-1])[0] == alice.entry("alice").entry_id


async def test_only_the_user_concerned_is_polled(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """A busy organisation must not make every entry ask."""
    await alice.set_up("bob")
    tally = alice.simulator.tally
    tally.reset()
    for number in range(1, 4):
        await connector.post(connector.message(number, local_user_id="bob"))
        await clock.settle()
    assert tally.count("snapshot", "bob") == 3
    assert tally.count("snapshot", "alice") == 0


FULL: dict[str, Any] = {
    "local_number": "+1555555",
    "local_email": "alice@organization.org",
    "remote_number": CALLER,
    "remote_email": "carol@organization.org",
    "remote_user_id": "carol@organization.org",
}
MASKED = {
    "local_number": "+****555",
    "local_email": "a***",
    "remote_number": "+*****464",
    "remote_email": "c***",
    "remote_user_id": "c***",
}
NOTHING = dict.fromkeys(FULL)


@pytest.mark.parametrize(
    ("privacy", "shown"),
    [
        pytest.param("full", FULL, id="full"),
        pytest.param("masked", MASKED, id="masked"),
        pytest.param("none", NOTHING, id="none"),
    ],
)
@pytest.mark.parametrize("user", ["alice", "dana"])
async def test_the_privacy_option_masks_raw_events_and_colleagues_too(
    house: House,
    connector: Connector,
    privacy: str,
    shown: dict[str, str | None],
    user: str,
) -> None:
    """What is no personal data stays."""
    await house.set_up("alice", privacy=privacy)
    heard = house.heard(MESSAGE)
    message = connector.message(**(FULL | {"local_user_id": user}))
    await connector.post(message)
    (event,) = heard
    assert {key: event.data[key] for key in FULL} == shown
    for key in ("call_id", "branch_id", "seq_num", "state", "direction"):
        assert event.data[key] == message[key]
    if privacy != "full":
        text = str(dict(event.data))
        assert CALLER not in text
        assert "carol" not in text


@pytest.mark.parametrize(
    ("alices", "bobs", "shown"),
    [
        pytest.param("full", "masked", MASKED, id="masked-beats-full"),
        pytest.param("none", "masked", NOTHING, id="none-beats-masked"),
        pytest.param("full", "none", NOTHING, id="none-beats-full"),
    ],
)
@pytest.mark.parametrize("user", ["alice", "bob", "dana"])
async def test_the_strictest_option_of_the_organisation_decides(
    house: House,
    connector: Connector,
    alices: str,
    bobs: str,
    shown: dict[str, str | None],
    user: str,
) -> None:
    """Whoever the message is about."""
    await house.set_up("alice", privacy=alices)
    await house.set_up("bob", privacy=bobs)
    heard = house.heard(MESSAGE)
    await connector.post(connector.message(**(FULL | {"local_user_id": user})))
    assert {key: heard[0].data[key] for key in FULL} == shown


async def test_another_organisations_option_does_not_matter(
    house: House, connector: Connector
) -> None:
    """Its users have not been asked."""
    await house.set_up("alice")
    await set_up(house, "carol", THEIRS)
    await house.set_options("carol", privacy="none")
    heard = house.heard(MESSAGE)
    await connector.post(connector.message(), "alice")
    assert heard[0].data["remote_number"] == CALLER


@pytest.mark.parametrize(
    ("privacy", "name", "number"),
    [
        pytest.param("full", "Carol Carlson", CALLER, id="full"),
        pytest.param("masked", "C. C.", "+*****464", id="masked"),
        pytest.param("none", None, None, id="none"),
    ],
)
async def test_states_follow_the_same_option(
    house: House,
    connector: Connector,
    clock: Clock,
    privacy: str,
    name: str | None,
    number: str | None,
) -> None:
    """With the option `none` a call is still a call."""
    await house.set_up("alice", privacy=privacy)
    house.exchange.inbound("alice", CALLER, "Carol Carlson")
    await clock.pass_time(7)
    state = house.state("sensor", "call")
    assert state.state == "ringing"
    assert state.attributes["remote_name"] == name
    assert state.attributes["remote_number"] == number
    assert house.state("sensor", "remote_party").state == (name or "unknown")
    if privacy != "full":
        text = str([state.as_dict() for state in house.hass.states.async_all()])
        assert CALLER.removeprefix("+") not in text
        assert "Carol" not in text


async def test_removing_the_last_user_leaves_no_webhook_behind(
    alice: House, connector: Connector
) -> None:
    """An operator who still posts gets the answer that gives nothing away."""
    path = connector.path()
    heard = alice.heard(MESSAGE)
    await alice.hass.config_entries.async_remove(alice.entry().entry_id)
    async with connector.web.post(path, json=connector.message()) as response:
        assert response.status == 200
    assert heard == []
    assert registered(alice) == []


@pytest.mark.parametrize(
    ("spelling", "known"),
    [
        ("alice", True),
        (f"ALICE@{OURS}", True),
        (f" alice@{OURS.upper()}", True),
        ("alice@elsewhere.org", False),
        ("bob", False),
        (f"bob@{OURS}", False),
        ("", False),
        (None, False),
    ],
)
async def test_a_message_names_its_user_with_or_without_the_organisation(
    alice: House, connector: Connector, spelling: str | None, known: bool
) -> None:
    """In any case of letters."""
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(local_user_id=spelling))
    (event,) = heard
    entry_id, device_id = concerned(event)
    assert entry_id == (alice.entry().entry_id if known else None)
    assert device_id == (alice.device_id() if known else None)


async def test_a_renamed_event_entity_is_named_by_its_new_id(
    alice: House, connector: Connector
) -> None:
    """From the next message on, without a reload."""
    heard = alice.heard(MESSAGE)
    old = alice.entity_id("event", "call")
    await connector.post(connector.message(call_id="1"))
    er.async_get(alice.hass).async_update_entity(old, new_entity_id="event.desk")
    await connector.post(connector.message(call_id="2"))
    assert [event.data["entity_id"] for event in heard] == [old, "event.desk"]


async def test_a_device_that_is_gone_is_not_named(
    alice: House, connector: Connector
) -> None:
    """The message still names the entry."""
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(call_id="1"))
    device_id = alice.device_id()
    dr.async_get(alice.hass).async_remove_device(device_id)
    await connector.post(connector.message(call_id="2"))
    assert [event.data["device_id"] for event in heard] == [device_id, None]
    assert heard[1].data["config_entry_id"] == alice.entry().entry_id


async def test_a_stricter_option_counts_from_the_next_message_on(
    alice: House, connector: Connector
) -> None:
    """Whoever of the organization chose it."""
    await alice.set_up("bob")
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(1))
    await alice.set_options("bob", privacy="none")
    await connector.post(connector.message(2))
    assert [event.data["remote_number"] for event in heard] == [CALLER, None]


async def test_a_user_who_joins_is_known_from_the_next_message_on(
    alice: House, connector: Connector
) -> None:
    """With entry, device and entity."""
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(1, local_user_id="bob"))
    await alice.set_up("bob")
    await connector.post(connector.message(2, local_user_id="bob"))
    bob = (alice.entry("bob").entry_id, alice.device_id("bob"))
    assert [concerned(event) for event in heard] == [(None, None), bob]
    assert heard[1].data["entity_id"] == alice.entity_id("event", "call", "bob")


async def test_a_user_who_is_removed_is_known_no_more(
    alice: House, connector: Connector
) -> None:
    """And the strictness of the options goes with the user."""
    await alice.set_up("bob", privacy="none")
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(1, local_user_id="bob"))
    await alice.hass.config_entries.async_remove(alice.entry("bob").entry_id)
    await connector.post(connector.message(2, local_user_id="bob"))
    assert [event.data["remote_number"] for event in heard] == [None, CALLER]
    assert concerned(heard[1]) == (None, None)


async def test_what_changed_while_nobody_followed_counts(alice: House) -> None:
    """From the first moment on, when a set-up is not complete yet."""
    organisation = Organisation(alice.hass, alice.entry().data["webhook_id"])
    organisation.async_follow()()
    levels = [organisation.privacy]
    await alice.set_options(privacy="none")
    stop = organisation.async_follow()
    levels.append(organisation.privacy)
    assert levels == [Privacy.FULL, Privacy.NONE]
    stop()


async def test_another_integrations_entry_changes_nothing(
    alice: House, connector: Connector
) -> None:
    """The users are known as before."""
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(call_id="1"))
    MockConfigEntry(domain="other").add_to_hass(alice.hass)
    other = alice.hass.config_entries.async_entries("other")[0]
    alice.hass.config_entries.async_update_entry(other, title="Other")
    await connector.post(connector.message(call_id="2"))
    assert concerned(heard[0]) == concerned(heard[1])


async def test_what_messages_look_up_is_let_go_with_the_last_user(
    alice: House, connector: Connector
) -> None:
    """An organisation without a loaded user follows nothing."""
    await connector.post(connector.message(call_id="1"))
    event_type = er.EVENT_ENTITY_REGISTRY_UPDATED
    with_us = alice.hass.bus.async_listeners()[event_type]
    await unload(alice, "alice")
    assert alice.hass.bus.async_listeners()[event_type] < with_us
