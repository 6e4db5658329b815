"""Whose calls are meant: several users, rooms, and whom an assistant may see."""

from homeassistant.helpers import device_registry as dr
import pytest

from simulator import State

from .commands import active, held, posts, ringing, second
from .house import House
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
    assert text == "Kenelle: alice vai bob?"
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
    assert alice.startswith("Alice: You have been talking to Bob Bobson for ")
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


# Who may see whom.


async def test_without_anybody_set_up_there_is_nobody(home: House) -> None:
    await home.hass.config_entries.async_unload(home.entry().entry_id)
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
