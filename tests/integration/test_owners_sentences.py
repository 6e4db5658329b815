"""The owner's automations hear their sentences first, whatever we were offered before."""

from unittest.mock import Mock

from homeassistant.components.conversation.agent_manager import (
    AgentManager,
    get_agent_manager,
)
from homeassistant.core import ServiceCall
from homeassistant.setup import async_setup_component
import pytest

from custom_components.telepo.voice import owners_sentences

from .commands import active, posts
from .house import House
from .leftovers import leftovers, unload
from .talk import CONTACTS, listen, say

SENTENCES = [
    "hold the call",
    "transfer the call to Anna",
    "Ring Anna",
    "Passe-moi Anna",
    "Llama a Anna",
    "Bel Anna",
    "Ring 112",
    "call the police",
    "who is calling",
    "any missed calls",
]

type Ran = list[ServiceCall]


async def _automate(house: House, *sentences: str, answer: str | None = None) -> Ran:
    """Let one automation for each sentence count that it runs, and answer."""
    ran: Ran = []
    house.hass.services.async_register("test", "run", ran.append)
    actions: list[dict[str, str]] = [{"action": "test.run"}]
    if answer:
        actions.append({"set_conversation_response": answer})
    automations = [
        {
            "alias": sentence,
            "triggers": [{"trigger": "conversation", "command": [sentence]}],
            "actions": actions,
        }
        for sentence in sentences
    ]
    assert await async_setup_component(
        house.hass, "automation", {"automation": automations}
    )
    await house.hass.async_block_till_done()
    return ran


async def _listening(house: House) -> None:
    await listen(house)
    await house.set_up("alice", contacts=CONTACTS)
    active(house)


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("made_first", [True, False])
async def test_an_automation_of_the_same_words_runs_and_we_are_silent(
    house: House, text: str, made_first: bool
) -> None:
    if made_first:
        await listen(house)
        ran = await _automate(house, text, answer="Mine")
        await _listening(house)
    else:
        await _listening(house)
        ran = await _automate(house, text, answer="Mine")
    house.simulator.tally.reset()
    assert await say(house, text) == "Mine"
    assert len(ran) == 1
    assert house.simulator.tally.requests == []


async def test_an_automation_that_dials_dials_once(house: House) -> None:
    await _listening(house)
    automation = {
        "triggers": [{"trigger": "conversation", "command": ["ring Anna"]}],
        "actions": [{"action": "telepo.dial", "data": {"destination": "Anna"}}],
    }
    assert await async_setup_component(
        house.hass, "automation", {"automation": [automation]}
    )
    house.simulator.tally.reset()
    assert await say(house, "Ring Anna") == "Done"
    assert posts(house.simulator) == 1


async def test_without_an_answer_of_the_automation_home_assistant_says_done(
    house: House,
) -> None:
    await _listening(house)
    ran = await _automate(house, "hold the call")
    assert await say(house, "Hold the call!") == "Done"
    assert len(ran) == 1


@pytest.mark.parametrize(
    "template", ["(hold|keep) the call", "hold {something}", "[please] hold [the] call"]
)
async def test_templates_of_automations_count(house: House, template: str) -> None:
    await _listening(house)
    ran = await _automate(house, template, answer="Mine")
    house.simulator.tally.reset()
    assert await say(house, "hold the call") == "Mine"
    assert len(ran) == 1
    assert posts(house.simulator) == 0


async def test_other_sentences_are_ours_as_before(house: House) -> None:
    await _listening(house)
    ran = await _automate(house, "good night", "call {who} now")
    house.simulator.tally.reset()
    assert await say(house, "hold the call") == "The call with Bob Bobson is on hold."
    assert posts(house.simulator) == 1
    assert ran == []


async def test_a_sentence_is_ours_again_when_its_automation_is_off(
    house: House,
) -> None:
    await _listening(house)
    ran = await _automate(house, "hold the call", answer="Mine")
    (automation,) = house.hass.states.async_entity_ids("automation")
    assert await say(house, "hold the call") == "Mine"
    await house.hass.services.async_call(
        "automation", "turn_off", {"entity_id": automation}, blocking=True
    )
    assert await say(house, "hold the call") == "The call with Bob Bobson is on hold."
    assert len(ran) == 1


async def test_others_sentences_are_parsed_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _listening(house)
    await _automate(house, "good night")
    parse = Mock(side_effect=owners_sentences._parsed)
    monkeypatch.setattr(owners_sentences, "_parsed", parse)
    for _ in range(3):
        assert await say(house, "who is calling") != ""
    assert parse.call_count == 1


async def test_one_more_automation_costs_one_registration(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _listening(house)
    manager = get_agent_manager(house.hass)
    register = Mock(side_effect=manager.register_trigger)
    monkeypatch.setattr(manager, "register_trigger", register)
    await _automate(house, "good night")
    # The automation's own, and ours behind it.
    assert register.call_count == 2
    manager.update_config_intents({})
    assert register.call_count == 2


async def test_nothing_is_left_of_us_but_the_automation(house: House) -> None:
    await listen(house)
    ran = await _automate(house, "hold the call", answer="Mine")
    await _listening(house)
    manager = get_agent_manager(house.hass)
    await unload(house)
    assert manager.trigger_sentences == ["hold the call"]
    # Conversation's own.
    assert len(manager._intents_subscribers) == 1
    assert await say(house, "hold the call") == "Mine"
    assert len(ran) == 1


async def test_without_news_of_others_a_reload_of_automations_is_followed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await listen(house)
    monkeypatch.delattr(AgentManager, "subscribe_intents")
    before = leftovers(house.hass)["listener automation_reloaded"]
    await _listening(house)
    ran = await _automate(house, "Ring Anna", answer="Mine")
    house.hass.bus.async_fire("automation_reloaded")
    await house.hass.async_block_till_done()
    assert get_agent_manager(house.hass).trigger_sentences[0] == "Ring Anna"
    assert await say(house, "Ring Anna") == "Mine"
    assert len(ran) == 1
    await unload(house)
    assert leftovers(house.hass)["listener automation_reloaded"] == before
