"""When sentences are understood, whose they are, and what answers them."""

import asyncio
from collections.abc import Callable, Coroutine
import logging
import sys
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

from homeassistant.components.conversation import (
    ConversationInput,
    async_get_chat_log,
    async_handle_sentence_triggers,
)
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import Context, CoreState, HomeAssistant
from homeassistant.helpers import device_registry as dr, intent
from homeassistant.helpers.chat_session import async_get_chat_session
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telepo.const import DOMAIN
from custom_components.telepo.voice import (
    listening,
    offer as voice,
    owners_sentences,
    sentence_files,
)
from simulator import State

from .commands import active, held, posts
from .house import House
from .leftovers import leftovers, set_up_again, unload
from .spoken import Room, said
from .talk import CONTACTS, listen, say

HOLD = "Put the call on hold, please!"


@pytest.fixture
async def talkative(alice: House) -> House:
    """Return the house of alice, listening."""
    await listen(alice)
    return alice


def _registered(house: House) -> list[str]:
    return get_agent_manager(house.hass).trigger_sentences


def _callback(house: House) -> Callable[..., Coroutine[Any, Any, str | None]]:
    """Return what Home Assistant calls when one of our sentences is said."""
    (registered,) = get_agent_manager(house.hass)._trigger_callbacks.values()

    async def answer(said: Any, result: Any) -> str | None:
        return await registered(said, result)

    return answer


def _left_behind(house: House) -> dict[str, int]:
    """Count what sentences can leave behind; conversation has listeners of its own."""
    left = leftovers(house.hass)
    kinds = ("component_loaded", "device_registry_updated", "homeassistant_started")
    return {
        name: count
        for name, count in left.items()
        if not name.startswith("listener") or name.endswith(kinds)
    }


async def test_a_sentence_is_understood_without_any_set_up(talkative: House) -> None:
    call = active(talkative)
    assert await say(talkative, HOLD) == "The call with Bob Bobson is on hold."
    assert call.state is State.HELD


async def test_the_answer_is_in_the_sentences_language(talkative: House) -> None:
    """Also when the assistant's is another: the sentences of all languages are understood."""
    active(talkative)
    answer = await say(talkative, "Sätt samtalet i vänteläge", "en")
    assert answer == "Samtalet med Bob Bobson är i vänteläge."


async def test_a_pipeline_of_another_agent_understands_them_first(
    talkative: House,
) -> None:
    """A language model's pipeline asks for sentence triggers before it asks the model."""
    call = active(talkative)
    hass = talkative.hass
    heard = ConversationInput(
        text=HOLD,
        context=Context(),
        conversation_id=None,
        device_id=None,
        satellite_id=None,
        language="en",
        agent_id="conversation.some_model",
    )
    with (
        async_get_chat_session(hass) as session,
        async_get_chat_log(hass, session, heard) as log,
    ):
        answer = await async_handle_sentence_triggers(hass, heard, log)
    assert answer == "The call with Bob Bobson is on hold."
    assert call.state is State.HELD


async def test_what_others_say_to_their_home_is_left_to_home_assistant(
    talkative: House,
) -> None:
    held(talkative)
    talkative.simulator.tally.reset()
    for text in ("resume", "call me a taxi", "pause", "hold"):
        assert await say(talkative, text) == ""
    assert posts(talkative.simulator) == 0


async def test_a_command_is_carried_out_once(house: House) -> None:
    """Some sentences are the same in two languages, and both would match."""
    await house.set_up("alice", contacts=CONTACTS)
    await listen(house)
    house.simulator.tally.reset()
    assert await say(house, "Ring Anna", "sv") == "Ringer Anna från Mobile."
    assert posts(house.simulator) == 1


async def test_of_several_users_the_named_one_is_meant(talkative: House) -> None:
    await talkative.set_up("bob")
    calls = {user: active(talkative, user) for user in ("alice", "bob")}
    assert await say(talkative, "hold the call") == "For whom: alice or bob?"
    assert await say(talkative, "hold Bob's call") != ""
    assert [call.state for call in calls.values()] == [State.ACTIVE, State.HELD]


async def test_the_room_that_is_spoken_in_says_who_is_meant(talkative: House) -> None:
    await talkative.set_up("bob")
    study = Room(talkative, "Study")
    study.belongs_to("bob")
    calls = {user: active(talkative, user) for user in ("alice", "bob")}
    await say(talkative, "hold the call", device_id=study.device_id)
    assert [call.state for call in calls.values()] == [State.ACTIVE, State.HELD]


async def test_conversation_may_come_later_than_the_users(alice: House) -> None:
    active(alice)
    assert DOMAIN in alice.hass.config.components
    await listen(alice)
    assert await say(alice, HOLD) != ""


async def test_users_may_come_later_than_conversation(house: House) -> None:
    await listen(house)
    assert _registered(house) == []
    await house.set_up("alice")
    active(house)
    assert await say(house, HOLD) != ""


async def test_nothing_is_left_when_the_last_user_is_unloaded(
    talkative: House,
) -> None:
    await unload(talkative)
    assert _registered(talkative) == []
    assert await say(talkative, HOLD) == ""
    before = _left_behind(talkative)

    await set_up_again(talkative)
    assert await say(talkative, HOLD) != ""
    await talkative.set_up("bob")
    await unload(talkative)
    assert await say(talkative, "is bob on the phone") != ""
    assert await say(talkative, "is alice on the phone") == (
        "There is no connection to the exchange at the moment."
    )
    await unload(talkative, "bob")
    assert _registered(talkative) == []
    assert await say(talkative, HOLD) == ""
    assert _left_behind(talkative) == before


async def test_a_renamed_user_is_known_by_the_new_name(talkative: House) -> None:
    devices = dr.async_get(talkative.hass)
    devices.async_update_device(
        talkative.device_id(), name_by_user="Alice (front desk)"
    )
    await talkative.hass.async_block_till_done()
    assert await say(talkative, "is Alice front desk on the phone") == (
        "Alice (front desk) is not on the phone."
    )


async def test_new_contacts_can_be_called(talkative: House) -> None:
    assert await say(talkative, "call Anna") == ""
    await talkative.set_options(contacts=CONTACTS)
    assert await say(talkative, "call Anna") == "Calling Anna from Mobile."
    await talkative.set_options(contacts=CONTACTS[:1])
    assert await say(talkative, "call Anna") == ""
    assert await say(talkative, "call Carol") == "Calling Carol Carolson from Mobile."


async def test_names_with_a_sharp_s_are_understood(house: House) -> None:
    """However they are written: speech recognition knows both ways."""
    contacts = [{"name": "Anna Weiß", "destination": "+15558888"}]
    await house.set_up("alice", contacts=contacts)
    devices = dr.async_get(house.hass)
    devices.async_update_device(house.device_id(), name_by_user="Groß")
    await listen(house)
    for name in ("Groß", "Gross"):
        said = await say(house, f"Telefoniert {name} gerade?", "de")
        assert said == "Groß telefoniert nicht."
    for name in ("Anna Weiß", "Anna Weiss", "ANNA WEISS"):
        said = await say(house, f"Ruf {name} an", "de")
        assert said == "Ich rufe Anna Weiß an. Telefon: Mobile."


async def test_a_contacts_number_can_be_called_as_well(house: House) -> None:
    await house.set_up("alice", contacts=CONTACTS)
    await listen(house)
    calling = "Calling Anna from Mobile."
    assert await say(house, "call +15558888") == calling
    assert await say(house, "call the number +1 555 8888") == calling
    said = await say(house, "Ruf +15558888 an", "de")
    assert said == "Ich rufe Anna an. Telefon: Mobile."
    assert posts(house.simulator) == 3
    said = await say(house, "call +15556666")
    assert said == "Plus 1 5 5 5 6 6 6 6 is not among your contacts."
    assert posts(house.simulator) == 3


async def test_other_changes_register_nothing_anew(
    talkative: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new registration makes conversation parse all sentences again."""
    register = Mock(side_effect=get_agent_manager(talkative.hass).register_trigger)
    monkeypatch.setattr(get_agent_manager(talkative.hass), "register_trigger", register)
    devices = dr.async_get(talkative.hass)
    devices.async_update_device(talkative.device_id(), area_id="study")
    devices.async_update_device(talkative.device_id(), name_by_user="alice")
    talkative.hass.config_entries.async_update_entry(
        talkative.entry(), title="alice@organization.org "
    )
    other = MockConfigEntry(domain="test")
    other.add_to_hass(talkative.hass)
    talkative.hass.config_entries.async_update_entry(other, title="Other")
    assert await async_setup_component(talkative.hass, "input_button", {})
    await talkative.hass.async_block_till_done()
    assert register.call_count == 0


async def test_while_home_assistant_starts_nothing_is_registered(house: House) -> None:
    """Else each of many users would change the sentences when it is loaded."""
    await listen(house)
    house.hass.set_state(CoreState.starting)
    for user in ("alice", "bob"):
        await house.set_up(user)
    assert _registered(house) == []
    house.hass.set_state(CoreState.running)
    house.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await house.hass.async_block_till_done()
    assert await say(house, "is bob on the phone") == "Bob is not on the phone."


async def test_a_user_who_comes_while_sentences_are_read_is_known(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await listen(house)
    await house.set_up("alice")
    read = voice._read
    seen: list[Any] = []

    def reading(offer: voice.Offer) -> owners_sentences.LastSentences:
        seen.append(offer)
        if len(seen) == 1:
            house.hass.loop.call_soon_threadsafe(rename, "Bobby")
        return read(offer)

    def rename(name: str) -> None:
        dr.async_get(house.hass).async_update_device(
            house.device_id(), name_by_user=name
        )

    monkeypatch.setattr(voice, "_read", reading)
    rename("Robert")
    await house.hass.async_block_till_done()
    assert len(seen) == 2
    assert await say(house, "is Bobby on the phone") == "Bobby is not on the phone."


@pytest.mark.parametrize(
    ("language", "understood"),
    [("sv", "är telefonen upptagen"), ("ja", "is the phone busy")],
)
async def test_very_many_names_are_for_the_homes_language_only(
    house: House, monkeypatch: pytest.MonkeyPatch, language: str, understood: str
) -> None:
    """English where the home's language is none of ours."""
    monkeypatch.setattr(voice, "_MOST_NAMES_IN_ALL_LANGUAGES", 1)
    house.hass.config.language = language
    await listen(house)
    await house.set_up("alice")
    assert await say(house, understood) != ""
    assert await say(house, "ist das Telefon besetzt") == ""


async def test_a_name_that_breaks_a_sentence_costs_that_sentence_only(
    talkative: House,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Owners' automations are parsed together with ours."""
    monkeypatch.setattr(sentence_files, "spoken_forms", lambda name: (name,))
    await talkative.set_options(contacts=[{"name": "Anna ((", "destination": "5555"}])
    assert await say(talkative, "is the phone busy") != ""
    assert await say(talkative, "put me through to Anna") == ""
    warnings = [
        record for record in caplog.records if record.name == listening.__name__
    ]
    assert warnings
    assert not any("Anna" in record.getMessage() for record in warnings)


@pytest.mark.parametrize("error", [ImportError, AttributeError, TypeError, KeyError])
async def test_where_sentences_cannot_be_registered_intents_go_on(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    await listen(house)
    manager = get_agent_manager(house.hass)
    monkeypatch.setattr(manager, "register_trigger", Mock(side_effect=error("x")))
    before = _left_behind(house)
    await house.set_up("alice")
    await house.set_up("bob")
    await unload(house)
    await set_up_again(house)
    records = [record for record in caplog.records if record.name == voice.__name__]
    assert [record.levelno for record in records] == [logging.INFO]
    assert await said(house, "TelepoMissedCalls", name="bob") == "No missed calls."
    for user in ("alice", "bob"):
        await unload(house, user)
    assert _left_behind(house) == before


async def test_without_the_matcher_intents_go_on(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Home Assistant brings it along with conversation, for now."""
    monkeypatch.setitem(sys.modules, listening.__name__, None)
    await listen(house)
    await house.set_up("alice")
    assert _registered(house) == []
    assert "Sentences are not available" in caplog.text
    assert await said(house, "TelepoMissedCalls") == "No missed calls."


async def test_what_cannot_be_renewed_any_more_is_taken_back(
    talkative: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = get_agent_manager(talkative.hass)
    failing = Mock(side_effect=TypeError("x"))
    monkeypatch.setattr(manager, "register_trigger", failing)
    await talkative.set_options(contacts=CONTACTS)
    assert _registered(talkative) == []
    assert await say(talkative, HOLD) == ""
    await unload(talkative)
    await set_up_again(talkative)
    assert failing.call_count == 1


async def test_what_was_registered_is_taken_back_when_it_cannot_stay_last(
    alice: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await listen(alice)
    monkeypatch.setattr(owners_sentences, "_follow", Mock(side_effect=TypeError("x")))
    await alice.set_options(contacts=CONTACTS)
    assert _registered(alice) == []


@pytest.mark.parametrize("error", [KeyError, ValueError])
async def test_a_mistake_of_ours_is_seen_and_costs_the_news_only(
    talkative: House,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    registered = _registered(talkative)
    with monkeypatch.context() as mistaken:
        mistaken.setattr(listening, "_parsable", Mock(side_effect=error("ours")))
        dr.async_get(talkative.hass).async_update_device(
            talkative.device_id(), name_by_user="Robert"
        )
        await talkative.hass.async_block_till_done()
    (record,) = [record for record in caplog.records if record.name == voice.__name__]
    assert (record.levelno, bool(record.exc_info)) == (logging.ERROR, True)
    assert _registered(talkative) == registered
    active(talkative)
    assert await say(talkative, HOLD) == "The call with Bob Bobson is on hold."
    # The next change is as good as any.
    await talkative.set_options(contacts=CONTACTS[:1])
    assert await say(talkative, "call Carol") == "Calling Carol Carolson from Mobile."


async def test_after_a_mistake_of_ours_nothing_is_left_behind(
    talkative: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_parsable", Mock(side_effect=ValueError("ours")))
    dr.async_get(talkative.hass).async_update_device(
        talkative.device_id(), name_by_user="Robert"
    )
    await talkative.hass.async_block_till_done()
    await unload(talkative)
    assert _registered(talkative) == []
    assert await say(talkative, HOLD) == ""


async def test_of_what_was_said_text_and_language_are_enough(
    talkative: House,
) -> None:
    call = active(talkative)
    callback = _callback(talkative)
    answer = await callback(SimpleNamespace(text=HOLD, language="en"), None)
    assert answer == "The call with Bob Bobson is on hold."
    assert call.state is State.HELD


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (SimpleNamespace(), "That did not work."),
        (SimpleNamespace(language="sv"), "Det gick inte."),
        (SimpleNamespace(text=HOLD), "That did not work."),
    ],
)
async def test_who_speaks_otherwise_is_answered_once_and_sentences_are_off(
    talkative: House,
    said: SimpleNamespace,
    answer: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    active(talkative)
    assert await _callback(talkative)(said, None) == answer
    assert [record.levelno for record in caplog.records if record.exc_info] == [
        logging.ERROR
    ]
    assert _registered(talkative) == []
    await talkative.set_options(contacts=CONTACTS)
    assert _registered(talkative) == []


async def test_switched_off_while_sentences_are_read_none_is_registered(
    talkative: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    callback = _callback(talkative)
    read = voice._read
    answers: list[Any] = []

    def reading(offer: voice.Offer) -> owners_sentences.LastSentences:
        answering = asyncio.run_coroutine_threadsafe(
            callback(SimpleNamespace(), None), talkative.hass.loop
        )
        answers.append(answering.result())
        return read(offer)

    monkeypatch.setattr(voice, "_read", reading)
    await talkative.set_options(contacts=CONTACTS)
    assert answers == ["That did not work."]
    assert _registered(talkative) == []


async def test_an_intent_that_fails_unexpectedly_is_answered_all_the_same(
    talkative: House, hass: HomeAssistant
) -> None:
    """Home Assistant would say that it is done."""
    for handler in list(intent.async_get(hass)):
        if handler.intent_type == "TelepoHoldCall":
            hass.data[intent.DATA_KEY].pop("TelepoHoldCall")
    assert await say(talkative, HOLD, "sv") == "That did not work."


async def test_a_sentence_that_is_not_known_any_more_is_answered_too(
    talkative: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        listening.Sentences, "hear", lambda _self, _text, _languages: None
    )
    assert await say(talkative, HOLD, "sv") == "Det gick inte."
