"""Whose calls are meant: several users, rooms, and whom an assistant may see."""

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from simulator import Simulator, State

from .commands import active, held, posts, ringing, second
from .house import House
from .leftovers import unload
from .spoken import (
    ASSISTANT,
    CONTACTS,
    DIAL,
    HOLD,
    INTENTS,
    MISSED,
    NEEDED,
    RESUME,
    STATUS,
    TRANSFER,
    Room,
    expose,
    failed,
    listen,
    said,
)

WHICH_TITLE = "For whom: alice@organization.org or bob@organization.org?"
NOT_CONNECTED = "There is no connection to the exchange at the moment."


@pytest.fixture
async def home(house: House) -> House:
    """Return the house of alice, who has contacts and is listened to."""
    await house.set_up("alice", contacts=CONTACTS)
    await listen(house)
    house.simulator.tally.reset()
    return house


@pytest.fixture
async def family(home: House) -> House:
    """Return the house of alice and bob."""
    await home.set_up("bob", contacts=CONTACTS)
    return home


# Several users.


@pytest.mark.parametrize("intent_type", [HOLD, RESUME, TRANSFER, DIAL])
async def test_a_command_asks_whose_call_is_meant(
    family: House, intent_type: str
) -> None:
    active(family)
    slots = NEEDED.get(intent_type, {})
    assert await failed(family, intent_type, **slots) == "For whom: alice or bob?"
    text = await failed(family, intent_type, "fi", **slots)
    assert text == "Kuka käyttäjä: alice vai bob?"
    assert posts(family.simulator) == 0


async def test_a_named_users_call_is_meant(family: House) -> None:
    ours, theirs = active(family, "alice"), active(family, "bob")
    assert await said(family, HOLD, name=" Bob ") == (
        "The call with Bob Bobson is on hold."
    )
    assert (ours.state, theirs.state) == (State.ACTIVE, State.HELD)


async def test_a_stranger_is_not_known(family: House) -> None:
    text = await failed(family, HOLD, name="Carol")
    assert text == "I do not know Carol. I know alice and bob."
    text = await failed(family, STATUS, "nl", name="Carol")
    assert text == "Ik ken Carol niet. Ik ken alice en bob."


async def test_a_device_may_be_named_as_people_call_it(family: House) -> None:
    dr.async_get(family.hass).async_update_device(
        family.device_id("bob"), name_by_user="Kitchen telephone"
    )
    active(family, "bob")
    text = await said(family, STATUS, name="kitchen  telephone", question="on_call")
    assert text == "Kitchen telephone is on the phone."


async def test_the_user_of_the_room_comes_first(family: House) -> None:
    study = Room(family, "Study")
    study.belongs_to("bob")
    ours, theirs = active(family, "alice"), active(family, "bob")
    await said(family, HOLD, device_id=study.device_id)
    assert (ours.state, theirs.state) == (State.ACTIVE, State.HELD)
    text = await said(family, STATUS, device_id=study.device_id)
    assert text == "Bob Bobson is on hold."
    # Who is named is meant in every room.
    await said(family, HOLD, device_id=study.device_id, name="alice")
    assert ours.state is State.HELD


@pytest.mark.parametrize("on_the_device", [True, False])
async def test_a_satellite_is_of_its_room(family: House, on_the_device: bool) -> None:
    study = Room(family, "Study")
    study.belongs_to("bob")
    satellite_id = study.satellite(on_the_device=on_the_device)
    ours, theirs = active(family, "alice"), active(family, "bob")
    await said(family, HOLD, satellite_id=satellite_id)
    assert (ours.state, theirs.state) == (State.ACTIVE, State.HELD)


async def test_a_user_of_no_room_is_not_in_the_room_of_a_speaker_of_none(
    family: House,
) -> None:
    Room(family, "Study").belongs_to("bob")
    nowhere = Room(family, "Hall")
    dr.async_get(family.hass).async_update_device(nowhere.device_id, area_id=None)
    calls = [active(family, user) for user in ("alice", "bob")]
    for device_id in (None, nowhere.device_id):
        text = await failed(family, HOLD, device_id=device_id)
        assert text == "For whom: alice or bob?"
    assert [call.state for call in calls] == [State.ACTIVE, State.ACTIVE]


async def test_two_users_of_a_room_are_asked_apart(family: House) -> None:
    study = Room(family, "Study")
    for user in ("alice", "bob"):
        study.belongs_to(user)
    held(family, "bob")
    text = await failed(family, RESUME, device_id=study.device_id)
    assert text == "For whom: alice or bob?"
    text = await said(family, STATUS, device_id=study.device_id)
    assert text == "Alice: There is no call. Bob: Bob Bobson is on hold."


async def test_a_question_is_answered_for_everybody(family: House) -> None:
    ringing(family, "bob")
    empty = Room(family, "Hall")
    for device_id in (None, empty.device_id):
        text = await said(family, STATUS, device_id=device_id)
        assert text == "Alice: There is no call. Bob: Bob Bobson is calling."
    text = await said(family, MISSED, "sv")
    assert text == "Alice: Inga missade samtal. Bob: Inga missade samtal."
    assert await said(family, STATUS, name="alice") == "There is no call."


async def test_who_is_on_the_phone(family: House) -> None:
    study = Room(family, "Study")
    study.belongs_to("alice")

    async def on_call(language: str = "en", **slots: str) -> str:
        return await said(family, STATUS, language, question="on_call", **slots)

    assert await on_call() == "Nobody is on the phone."
    ringing(family, "alice")
    assert await on_call() == "Nobody is on the phone."
    assert await on_call(name="alice") == "Alice is not on the phone."
    active(family, "bob")
    assert await on_call() == "Bob is on the phone."
    # Whoever asks in the study means everybody all the same.
    assert await on_call(device_id=study.device_id) == "Bob is on the phone."
    assert await on_call("de", name="bob") == "Bob telefoniert."
    second(family, "alice")
    assert await on_call() == "Alice and bob are on the phone."
    assert await on_call("it") == "Alice e bob sono al telefono."


async def test_one_user_whom_the_exchange_refuses_silences_nobody(
    family: House,
) -> None:
    active(family, "alice")
    family.exchange.user("bob").ticket = "another"
    text = await said(family, STATUS)
    alice, _, bob = text.partition(" Bob: ")
    assert alice.startswith("Alice: On the phone with Bob Bobson for ")
    assert bob == (
        "The exchange does not accept the ticket any more."
        " A new one is needed in the settings."
    )
    text = await said(family, STATUS, question="on_call")
    assert text.startswith("Alice is on the phone. Bob: The exchange does not accept")
    for call in family.exchange.calls("alice"):
        family.exchange.end(call.call_id)
    text = await said(family, STATUS, question="on_call")
    assert text.startswith("Alice is not on the phone. Bob: The exchange does not")


async def test_names_that_sound_alike_are_asked_apart(family: House) -> None:
    devices = dr.async_get(family.hass)
    for user, sign in (("alice", "\N{HOUSE BUILDING}"), ("bob", "\N{MOBILE PHONE}")):
        devices.async_update_device(family.device_id(user), name_by_user=f"Desk {sign}")
    calls = [active(family, user) for user in ("alice", "bob")]
    assert await failed(family, HOLD, name="desk") == WHICH_TITLE
    assert [call.state for call in calls] == [State.ACTIVE, State.ACTIVE]
    await said(family, HOLD, name="bob organization org")
    assert [call.state for call in calls] == [State.ACTIVE, State.HELD]


async def test_who_has_another_s_name_is_called_by_the_entry(family: House) -> None:
    """Also one whose device is called as another's user id."""
    devices = dr.async_get(family.hass)
    devices.async_update_device(family.device_id("alice"), name_by_user="Bob")
    assert await failed(family, HOLD) == WHICH_TITLE
    assert await failed(family, HOLD, name="bob") == WHICH_TITLE
    devices.async_update_device(family.device_id("alice"), name_by_user="Office")
    assert await failed(family, HOLD) == "For whom: bob or Office?"


async def test_entries_of_the_same_name_are_numbered(family: House) -> None:
    devices = dr.async_get(family.hass)
    for user in ("alice", "bob"):
        devices.async_update_device(family.device_id(user), name_by_user="Office")
        family.hass.config_entries.async_update_entry(
            family.entry(user), title="Office"
        )
    assert await failed(family, HOLD) == "For whom: Office 1 or Office 2?"
    call = active(family, "bob")
    await said(family, HOLD, name="office 2")
    assert call.state is State.HELD


async def test_users_of_one_id_in_two_organizations_are_told_apart(
    home: House,
) -> None:
    async with Simulator() as exchange:
        exchange.exchange.add_user("alice", domain="other.org")
        elsewhere = House(home.hass, exchange)
        result = await elsewhere.start_flow()
        data = {**elsewhere.credentials("alice"), "domain": "other.org"}
        result = await elsewhere.submit(result, data)
        entry = (await elsewhere.submit(result))["result"]
        await home.hass.async_block_till_done()
        call = active(elsewhere)
        which = "For whom: alice@organization.org or alice@other.org?"
        assert await failed(home, HOLD) == which
        assert await failed(home, HOLD, name="alice") == which
        await said(home, HOLD, name="alice other org")
        assert call.state is State.HELD
        assert await said(home, STATUS, question="on_call") == (
            "Alice@other.org is on the phone."
        )
        await home.hass.config_entries.async_unload(entry.entry_id)


# Users who are there but not connected.


@pytest.mark.parametrize("intent_type", [HOLD, TRANSFER, DIAL, STATUS, MISSED])
async def test_nobody_else_is_meant_in_the_room_of_a_user_who_is_not_connected(
    family: House, intent_type: str
) -> None:
    study = Room(family, "Study")
    study.belongs_to("bob")
    ours = active(family, "alice")
    await unload(family, "bob")
    family.simulator.tally.reset()
    slots = {"device_id": study.device_id, **NEEDED.get(intent_type, {})}
    assert await failed(family, intent_type, **slots) == NOT_CONNECTED
    assert ours.state is State.ACTIVE
    assert family.simulator.tally.requests == []
    # Who is named is meant in every room.
    assert await said(family, HOLD, device_id=study.device_id, name="alice") != ""


async def test_a_revoked_ticket_gives_a_room_to_nobody_else(family: House) -> None:
    study = Room(family, "Study")
    study.belongs_to("bob")
    ours = active(family, "alice")
    family.exchange.user("bob").revoked = True
    await family.hass.config_entries.async_reload(family.entry("bob").entry_id)
    text = await failed(family, HOLD, device_id=study.device_id, assistant=ASSISTANT)
    assert text == NOT_CONNECTED
    assert ours.state is State.ACTIVE


async def test_who_is_not_connected_is_a_user_all_the_same(family: House) -> None:
    ours = active(family, "alice")
    await unload(family, "bob")
    assert await failed(family, HOLD) == "For whom: alice or bob?"
    assert await failed(family, HOLD, name="bob") == NOT_CONNECTED
    text = await said(family, MISSED)
    assert text == f"Alice: No missed calls. Bob: {NOT_CONNECTED}"
    assert ours.state is State.ACTIVE


async def test_a_disabled_user_does_not_count(family: House) -> None:
    await family.hass.config_entries.async_set_disabled_by(
        family.entry("bob").entry_id, ConfigEntryDisabler.USER
    )
    ours = active(family, "alice")
    await said(family, HOLD)
    assert ours.state is State.HELD
    assert await failed(family, HOLD, name="bob") == (
        "I do not know bob. I know alice."
    )


# Who may see whom.


async def test_the_only_user_is_named_as_not_connected(home: House) -> None:
    await unload(home)
    for intent_type in sorted(INTENTS):
        text = await failed(home, intent_type, **NEEDED.get(intent_type, {}))
        assert text == NOT_CONNECTED
    assert await failed(home, STATUS, question="on_call") == NOT_CONNECTED


async def test_without_anybody_set_up_there_is_nobody(home: House) -> None:
    await home.hass.config_entries.async_remove(home.entry().entry_id)
    nobody = "No user of the telephone exchange is set up here."
    for intent_type in sorted(INTENTS):
        text = await failed(home, intent_type, **NEEDED.get(intent_type, {}))
        assert text == nobody
    assert await failed(home, STATUS, question="on_call") == nobody


async def test_an_assistant_reaches_only_whom_it_may_see(family: House) -> None:
    active(family, "alice")
    active(family, "bob")
    expose(family, shown=False, user="alice")
    text = await said(family, STATUS, assistant=ASSISTANT, question="on_call")
    assert text == "Bob is on the phone."
    await said(family, HOLD, assistant=ASSISTANT)
    assert [call.state for call in family.exchange.calls("bob")] == [State.HELD]
    assert [call.state for call in family.exchange.calls("alice")] == [State.ACTIVE]
    text = await failed(family, HOLD, assistant=ASSISTANT, name="alice")
    assert text == "I do not know alice. I know bob."


async def test_a_disabled_entity_shows_nobody(family: House) -> None:
    """Home Assistant keeps that it is exposed."""
    registry = er.async_get(family.hass)
    for platform, key in (("switch", "hold"), ("todo", "missed_calls")):
        registry.async_update_entity(
            family.entity_id(platform, key, "bob"),
            disabled_by=er.RegistryEntryDisabler.USER,
        )
    text = await failed(family, HOLD, assistant=ASSISTANT, name="bob")
    assert text == "I do not know bob. I know alice."


@pytest.mark.parametrize("intent_type", [HOLD, RESUME, TRANSFER, DIAL, STATUS, MISSED])
@pytest.mark.parametrize("connected", [True, False])
async def test_in_a_hidden_user_s_room_nobody_else_is_meant(
    family: House, intent_type: str, connected: bool
) -> None:
    """And the answer does not name who is hidden."""
    study = Room(family, "Study")
    study.belongs_to("bob")
    expose(family, shown=False, user="bob")
    ours = active(family, "alice")
    if not connected:
        await unload(family, "bob")
    family.simulator.tally.reset()
    slots = {**NEEDED.get(intent_type, {}), "assistant": ASSISTANT}
    text = await failed(family, intent_type, device_id=study.device_id, **slots)
    assert text == (
        "I may not use the telephone of this room. Please say whose call you mean."
    )
    assert family.simulator.tally.requests == []
    # Elsewhere the hidden one does not count.
    await said(family, STATUS, assistant=ASSISTANT, question="on_call")
    await said(family, HOLD, assistant=ASSISTANT)
    assert ours.state is State.HELD


async def test_a_room_shared_with_a_hidden_user_is_the_other_s(family: House) -> None:
    study = Room(family, "Study")
    for user in ("alice", "bob"):
        study.belongs_to(user)
    expose(family, shown=False, user="bob")
    ours = active(family, "alice")
    await said(family, HOLD, device_id=study.device_id, assistant=ASSISTANT)
    assert ours.state is State.HELD
