"""Callers who name themselves to do harm: what of it reaches anything that is shown."""

from typing import Any

from homeassistant.components import persistent_notification
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest

from custom_components.telepo.logbook import async_describe_events
from simulator import Call, Party
from tests.hostile import HOSTILE_NAMES, harm

from .commands import NUMBER, change_calls
from .crm import MESSAGE, Connector
from .house import House
from .storybook import TOLD

# Before the names come that leave nothing to show, and behind them.
NOTHING_TO_SEE = {"filler_letters", "only_marks", "spaces", "empty", "very_long_hidden"}


def shown(hass: HomeAssistant) -> dict[str, Any]:
    """Return states and attributes of every entity of the integration."""
    ours = er.async_get(hass).entities.values()
    states = [hass.states.get(entity.entity_id) for entity in ours]
    return {
        state.entity_id: {"state": state.state, **state.attributes}
        for state in states
        if state is not None
    }


async def live(house: House, call: Call) -> list[dict[str, Any]]:
    """Let a call ring, be answered, held and ended; return what was shown meanwhile."""
    seen: list[dict[str, Any]] = []
    for change in (
        lambda: None,
        lambda: house.exchange.answer(call.call_id),
        lambda: house.exchange.hold(call.call_id),
        lambda: house.exchange.end(call.call_id),
    ):
        change()
        seen.append({"calls": (await house.act("get_calls"))["calls"]})
        await house.hass.async_block_till_done()
        seen.append(shown(house.hass))
    return seen


async def missed(house: House, call: Call) -> None:
    """Let the caller give up."""
    await house.act("get_calls")
    house.exchange.cancel(call.call_id)
    await house.act("get_calls")
    await house.hass.async_block_till_done()


@pytest.mark.parametrize("with_number", [True, False], ids=["number-too", "name-only"])
async def test_states_events_and_answers_are_harmless(
    alice: House, with_number: bool
) -> None:
    told = alice.heard(TOLD)
    for name_id, name in HOSTILE_NAMES:
        number = name if with_number else NUMBER
        party = Party(
            f"tel:{number}", name, number, party_id=f"sip:{number}@example.org"
        )
        call = alice.exchange.inbound("alice", NUMBER)
        call.remote = party
        told.clear()
        seen = await live(alice, call)
        assert harm(seen, name_id) == []
        assert [event.data["type"] for event in told] == [
            "incoming",
            "answered",
            "held",
            "ended",
        ], name_id
        assert harm([event.data for event in told], name_id) == []
        assert alice.state("sensor", "call").state == "idle"
    answer = await alice.act("get_call_history")
    assert len(answer["calls"]) == len(HOSTILE_NAMES)
    assert harm(answer) == []


async def test_a_name_that_shows_nothing_is_no_name(alice: House) -> None:
    for name_id, name in HOSTILE_NAMES:
        call = alice.exchange.inbound("alice", NUMBER, name)
        (answer,) = (await alice.act("get_calls"))["calls"]
        assert (answer["remote_name"] is None) is (name_id in NOTHING_TO_SEE), name_id
        alice.exchange.cancel(call.call_id)


async def test_the_exchange_s_own_words_are_harmless_as_well(alice: House) -> None:
    call = alice.exchange.inbound("alice", NUMBER)
    for name_id, name in HOSTILE_NAMES:
        history = {
            "subject": name,
            "initialParty": {"displayName": name, "telUri": name},
        }
        change_calls(
            alice.simulator,
            status=name,
            event=name,
            eventDescription=name,
            actions=[{"action": name}],
            remoteParty={"type": name},
            historyInfo=history,
            participants=[{"remoteParty": {"displayName": name}}],
        )
        answer = await alice.act("get_calls")
        await alice.hass.async_block_till_done()
        assert harm([answer, shown(alice.hass)], name_id) == []
        assert [part["call_id"] for part in answer["calls"]] == [call.call_id]


async def test_missed_calls_are_listed_harmlessly(alice: House) -> None:
    entity_id = alice.entity_id("todo", "missed_calls")
    for _, name in HOSTILE_NAMES:
        await missed(alice, alice.exchange.inbound("alice", NUMBER, name))
    answer = await alice.hass.services.async_call(
        "todo",
        "get_items",
        {"entity_id": entity_id},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    items: Any = answer[entity_id]
    assert len(items["items"]) == len(HOSTILE_NAMES)
    assert harm(items) == []
    assert all(item["summary"] for item in items["items"])


async def test_crm_messages_reach_the_bus_harmlessly(
    alice: House, connector: Connector
) -> None:
    heard, told = alice.heard(MESSAGE), alice.heard(TOLD)
    texts = (
        "local_email",
        "remote_email",
        "remote_number",
        "remote_user_id",
        "termination-reason",
    )
    for seq_num, (_, name) in enumerate(HOSTILE_NAMES):
        message = connector.message(seq_num, call_id=f"call-{seq_num}")
        # A body of more than 64 KiB is refused as a whole.
        hostile = dict.fromkeys(texts, name[:1000])
        assert await connector.post(message | hostile) == 200
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    assert len(heard) == len(HOSTILE_NAMES)
    assert harm([event.data for event in heard]) == []
    assert told
    assert harm([event.data for event in told]) == []


async def test_a_notification_shows_the_name_and_nothing_else_of_it(
    alice: House, hass: HomeAssistant
) -> None:
    """The page renders a notification as Markdown, and templates run before."""
    message = (
        "{{ trigger.event.data.remote_name }} called {{ trigger.event.data.device_id }}"
    )
    automation = {
        "alias": "Missed",
        "triggers": {
            "trigger": "event",
            "event_type": TOLD,
            "event_data": {"type": "missed"},
        },
        "actions": {
            "action": "persistent_notification.create",
            "data": {"title": "Missed call", "message": message},
        },
        "mode": "queued",
        "max": 100,
    }
    messages: list[str] = []
    await async_setup_component(hass, "persistent_notification", {})
    persistent_notification.async_register_callback(
        hass,
        lambda _change, shown: messages.extend(
            each["message"] for each in shown.values()
        ),
    )
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    for _, name in HOSTILE_NAMES:
        await missed(alice, alice.exchange.inbound("alice", NUMBER, name))
    assert len(messages) == len(HOSTILE_NAMES)
    assert harm(messages) == []
    # Nothing in a name was carried out: the text behind it is still there.
    assert all(text.endswith(f" called {alice.device_id()}") for text in messages)


async def test_the_logbook_tells_hostile_names_in_one_harmless_line(
    alice: House,
) -> None:
    describers: dict[str, Any] = {}
    async_describe_events(
        alice.hass,
        lambda _domain, event, describe: describers.update({event: describe}),
    )
    told: list[Event[Any]] = alice.heard(TOLD)
    for _, name in HOSTILE_NAMES:
        await missed(alice, alice.exchange.inbound("alice", NUMBER, name))
    lines = [describers[TOLD](event) for event in told]
    assert len(lines) == 2 * len(HOSTILE_NAMES)
    assert harm(lines) == []


async def test_a_caller_named_like_a_contact_is_no_contact(alice: House) -> None:
    """Contacts are what the owner typed; what callers call themselves changes nothing."""
    anna = {"name": "Anna", "destination": "+46701234567"}
    await alice.set_options(contacts=[anna])
    call = alice.exchange.inbound("alice", "+19005551234", "Anna")
    alice.exchange.answer(call.call_id)
    to_anna = {"destination": "Anna", "dry_run": True}
    assert (await alice.act("transfer", to_anna))["destination"] == "tel:+46701234567"
