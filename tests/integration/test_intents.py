"""Every intent, as any sentence may hand it over: what the exchange does and what is said."""

import logging

from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent
import pytest

from simulator import Fault, State
from tests.hostile import HOSTILE_DESTINATIONS, harm

from .commands import NUMBER, active, held, impatient, posts, second
from .house import House
from .spoken import (
    ANNA,
    CONTACTS,
    DIAL,
    HOLD,
    INTENTS,
    MISSED,
    NEEDED,
    RESUME,
    STATUS,
    TRANSFER,
    ask,
    failed,
    listen,
    said,
    speech_of,
)
from .storybook import missed


@pytest.fixture
async def home(house: House) -> House:
    """Return the house of alice, who has contacts and is listened to."""
    await house.set_up("alice", contacts=CONTACTS)
    await listen(house)
    house.simulator.tally.reset()
    return house


def registered(hass: HomeAssistant) -> dict[str, intent.IntentHandler]:
    """Return our handlers by intent."""
    handlers = {handler.intent_type: handler for handler in intent.async_get(hass)}
    return {name: handlers[name] for name in handlers if name.startswith("Telepo")}


def test_each_intent_is_offered_with_a_description(home: House) -> None:
    handlers = registered(home.hass)
    assert handlers.keys() == INTENTS
    for handler in handlers.values():
        assert handler.description
        assert handler.platforms is None
        assert handler.slot_schema is not None
        assert "name" in handler.slot_schema


async def test_a_call_is_put_on_hold(home: House) -> None:
    call = active(home)
    assert await said(home, HOLD) == "The call with Bob Bobson is on hold."
    assert call.state is State.HELD


async def test_a_call_is_taken_back(home: House) -> None:
    call = held(home)
    assert await said(home, RESUME) == "The call with Bob Bobson continues."
    assert call.state is State.ACTIVE


async def test_a_call_is_transferred_to_a_contact(home: House) -> None:
    call = second(home)
    home.exchange.transfer_answers_after = 0
    response = await ask(home, TRANSFER, destination="Anna")
    assert speech_of(response) == "Carol Carolson is connected to Anna."
    assert response.response_type is intent.IntentResponseType.ACTION_DONE
    assert call.state is State.TRANSFERRED


async def test_a_transfer_that_still_rings_is_on_its_way(home: House) -> None:
    second(home)
    impatient(home)
    assert (
        await said(home, TRANSFER, destination=" anna. ")
        == "The call is on its way to Anna."
    )
    (transfer,) = home.exchange.transfers
    assert transfer.target.uri == f"tel:{ANNA}"


async def test_a_telephone_without_a_name_is_not_spoken_of(home: House) -> None:
    """Its id is for machines, and may be the user's own number."""
    (telephone, *_) = home.exchange.user("alice").devices
    home.exchange.user("alice").scopes.discard("USER")
    options = {"contacts": CONTACTS, "telephone_id": telephone.device_id}
    await home.set_options("alice", **options)
    assert await said(home, DIAL, destination="Anna") == "Calling Anna."
    (call,) = home.exchange.calls("alice")
    assert call.device_id == telephone.device_id


async def test_a_contact_is_called_from_the_users_telephone(home: House) -> None:
    text = await said(home, DIAL, destination="Anna")
    assert text.startswith("Calling Anna from ")
    assert text.endswith(".")
    (call,) = home.exchange.calls("alice")
    assert call.remote.uri == f"tel:{ANNA}"


async def test_a_number_that_the_owner_allows_is_read_back_by_digits(
    house: House,
) -> None:
    await house.set_up("alice", contacts=CONTACTS, allowed_destinations=["+1555*"])
    await listen(house)
    text = await said(house, DIAL, destination="+1 555-5678")
    assert text.startswith("Calling plus 1 5 5 5 5 6 7 8 from ")


@pytest.mark.parametrize(
    ("destination", "sentence"),
    [
        ("the taxi company", "The taxi company is not among your contacts."),
        ("+15555678", "Plus 1 5 5 5 5 6 7 8 is not among your contacts."),
        ("112", "I do not call emergency numbers. Please use a telephone."),
        ("+1 900 555 1234", "I do not call premium-rate numbers."),
        ("", "I did not hear to whom."),
    ],
)
@pytest.mark.parametrize("intent_type", [TRANSFER, DIAL])
async def test_a_guard_rail_says_why_it_stops(
    home: House, intent_type: str, destination: str, sentence: str
) -> None:
    active(home)
    assert await failed(home, intent_type, destination=destination) == sentence
    assert posts(home.simulator) == 0


async def test_a_first_name_of_two_contacts_is_asked_back(house: House) -> None:
    contacts = [
        {"name": "Anna Berg", "destination": "+15551"},
        {"name": "Anna Dahl", "destination": "+15552"},
    ]
    await house.set_up("alice", contacts=contacts)
    await listen(house)
    active(house)
    text = await failed(house, TRANSFER, destination="Anna")
    assert text == "Which one: Anna Berg or Anna Dahl?"
    assert await failed(house, TRANSFER, "sv", destination="Anna") == (
        "Vem av dem: Anna Berg eller Anna Dahl?"
    )


async def test_a_name_with_a_comma_is_one_name(house: House) -> None:
    names = ["Abel, Anna", "Berg, Anna", "Dahl, Anna"]
    contacts = [
        {"name": name, "destination": f"+1555{number}"}
        for number, name in enumerate(names)
    ]
    await house.set_up("alice", contacts=contacts)
    await listen(house)
    text = await failed(house, DIAL, destination="Anna")
    assert text == "Which one: Abel, Anna, Berg, Anna or Dahl, Anna?"


async def test_a_call_is_not_transferred_to_its_own_caller(home: House) -> None:
    active(home)
    text = await failed(home, TRANSFER, destination="Bob Bobson")
    assert text == "The call is already with that person."
    assert posts(home.simulator) == 0


async def test_nobody_is_connected_to_themselves(house: House) -> None:
    contacts = [{"name": "Me", "destination": "sip:alice@organization.org"}]
    await house.set_up("alice", contacts=contacts)
    await listen(house)
    active(house)
    house.simulator.tally.reset()
    for intent_type in (TRANSFER, DIAL):
        text = await failed(house, intent_type, destination="me")
        assert text == "That is your own number."
    assert posts(house.simulator) == 0


@pytest.mark.parametrize(
    "destination",
    [pytest.param(to, id=name) for name, to in HOSTILE_DESTINATIONS],
)
async def test_a_hostile_destination_is_refused_harmlessly(
    house: House, destination: str
) -> None:
    await house.set_up("alice", allowed_destinations=["*"])
    await listen(house)
    active(house)
    house.simulator.tally.reset()
    for intent_type in (TRANSFER, DIAL):
        text = await failed(house, intent_type, destination=destination)
        assert harm(text) == []
    assert posts(house.simulator) == 0


@pytest.mark.parametrize(
    ("intent_type", "sentence"),
    [
        (HOLD, "There is no call that I could put on hold."),
        (RESUME, "There is no call on hold."),
        (TRANSFER, "There is no call that I could transfer."),
    ],
)
async def test_without_a_call_there_is_nothing_to_do(
    home: House, intent_type: str, sentence: str
) -> None:
    text = await failed(home, intent_type, **NEEDED.get(intent_type, {}))
    assert text == sentence
    assert posts(home.simulator) == 0


async def test_of_several_calls_none_is_chosen(home: House) -> None:
    held(home)
    home.exchange.hold(second(home).call_id)
    text = await failed(home, RESUME)
    assert text == "There are several calls. Please choose one on the telephone."
    assert posts(home.simulator) == 0


@pytest.mark.parametrize("intent_type", sorted(INTENTS - {MISSED}))
async def test_an_exchange_that_is_away_is_spoken_of(
    home: House, intent_type: str
) -> None:
    await home.simulator.stop()
    text = await failed(home, intent_type, **NEEDED.get(intent_type, {}))
    assert text in (
        "The exchange does not answer.",
        "I do not know which telephone to use. Please choose one in the options.",
    )


async def test_a_refusal_does_not_tell_a_listener_of_status_codes(home: House) -> None:
    active(home)
    home.simulator.faults.add("hold", Fault.answer(418))
    assert await failed(home, HOLD) == "That did not work: the exchange refused."


# What is left behind.


async def test_no_log_tells_who_calls_or_is_called(
    home: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    active(home)
    home.exchange.transfer_answers_after = 0
    await said(home, HOLD)
    await said(home, STATUS)
    await failed(home, DIAL, destination="Dave")
    await failed(home, TRANSFER, destination="Bob Bobson")
    await said(home, TRANSFER, destination="Anna")
    await missed(home)
    await said(home, MISSED)
    home.simulator.faults.add("snapshot", Fault.answer(500))
    await failed(home, HOLD)
    told = "\n".join(
        f"{record.getMessage()} {record.exc_info}"
        for record in caplog.records
        # Home Assistant's core itself notes every call of an action and every state.
        if record.name.startswith(("custom_components", "homeassistant.helpers.intent"))
    )
    assert "TelepoHoldCall" in told
    for secret in ("Bobson", "Anna", "Dave", NUMBER[1:], ANNA[1:]):
        assert secret not in told


async def test_a_failure_is_a_response_that_every_caller_of_intents_can_read(
    home: House,
) -> None:
    response = await ask(home, HOLD, "sv")
    assert response.as_dict() == {
        "speech": {
            "plain": {
                "speech": "Det finns inget samtal att sätta i vänteläge.",
                "extra_data": None,
            }
        },
        "card": {},
        "language": "sv",
        "response_type": "error",
        "data": {"code": "failed_to_handle"},
    }


# What a sentence may get wrong.


async def test_a_question_that_nobody_knows_is_the_sentences_fault(
    home: House,
) -> None:
    with pytest.raises(intent.InvalidSlotInfo):
        await ask(home, STATUS, question="why")


async def test_other_slots_of_a_sentence_are_passed_over(home: House) -> None:
    active(home)
    assert await said(home, HOLD, preferred_area_id="study", name="") == (
        "The call with Bob Bobson is on hold."
    )
