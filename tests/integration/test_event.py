"""The event entity: the same moments as on the bus, and a state that triggers see."""

from typing import Any

from homeassistant.components.recorder import Recorder
from homeassistant.core import Event
from homeassistant.helpers import entity_registry as er
import pytest

from simulator import Fault

from .bystander import Bystander
from .commands import NUMBER, active, ringing
from .house import House
from .leftovers import set_up_again, unload
from .storybook import TOLD, missed, talked, types
from .test_recording import _recorded

WHERE = {"config_entry_id", "device_id", "entity_id"}


def _shown(changes: list[Event[Any]], entity_id: str) -> list[dict[str, Any]]:
    """Return what the event entity told: its event type as `type`, and the data."""
    usual = {"event_types", "friendly_name", "event_type"}
    return [
        {"type": attributes["event_type"]}
        | {key: value for key, value in attributes.items() if key not in usual}
        for change in changes
        if change.data["entity_id"] == entity_id
        for attributes in (change.data["new_state"].attributes,)
    ]


async def test_the_entity_tells_what_the_bus_tells_and_nothing_else(
    alice: House,
) -> None:
    """Each moment is a state of its own, so that each reaches a trigger."""
    told = alice.heard(TOLD)
    changes = alice.heard("state_changed")
    await talked(alice)
    await missed(alice)
    await alice.poll()
    entity_id = alice.entity_id("event", "call")
    assert types(told) == ["incoming", "answered", "ended", "incoming", "missed"]
    assert _shown(changes, entity_id) == [
        {key: value for key, value in event.data.items() if key not in WHERE}
        for event in told
    ]


async def test_the_entity_names_all_its_types(alice: House) -> None:
    assert alice.state("event", "call").attributes["event_types"] == [
        *("incoming", "outgoing", "answered", "held", "resumed", "transferred"),
        *("ended", "missed", "rejected", "answered_elsewhere", "cancelled", "failed"),
    ]
    assert alice.state("event", "call").state == "unknown"


async def test_the_first_moment_after_an_outage_reaches_a_trigger(
    alice: House,
) -> None:
    """Home Assistant's triggers ignore the first event after `unavailable`."""
    await missed(alice)
    bystander = Bystander(alice)
    await bystander.wait_for("incoming")
    alice.simulator.faults.add("snapshot", Fault.answer(503), times=1)
    before = alice.state("event", "call")
    await alice.poll()
    assert alice.state("sensor", "call").state == "unavailable"
    assert alice.state("event", "call") == before
    ringing(alice)
    await alice.poll()
    assert [event.data["moment"] for event in bystander.ran] == ["incoming"]


async def test_a_poll_without_news_writes_nothing(alice: House) -> None:
    active(alice)
    await alice.poll()
    before = alice.state("event", "call").last_reported
    await alice.poll()
    assert alice.state("event", "call").last_reported == before


async def test_the_last_moment_is_there_after_a_restart_and_not_told_again(
    alice: House,
) -> None:
    await missed(alice)
    before = alice.state("event", "call")
    told = alice.heard(TOLD)
    bystander = Bystander(alice)
    await bystander.wait_for("missed")
    await unload(alice)
    assert alice.state("event", "call").state == "unavailable"
    await set_up_again(alice)
    await alice.poll()
    after = alice.state("event", "call")
    assert (after.state, after.attributes) == (before.state, before.attributes)
    assert told == []
    assert bystander.ran == []


async def test_the_bus_tells_even_when_the_entity_is_disabled(alice: House) -> None:
    er.async_get(alice.hass).async_update_entity(
        alice.entity_id("event", "call"), disabled_by=er.RegistryEntryDisabler.USER
    )
    await alice.hass.config_entries.async_reload(alice.entry().entry_id)
    await alice.hass.async_block_till_done()
    told = alice.heard(TOLD)
    await missed(alice)
    assert types(told) == ["incoming", "missed"]


class TestRecording:
    """With a recorder, which has to be there before the integration."""

    @pytest.fixture(autouse=True)
    def custom_integrations(
        self, recorder_mock: Recorder, enable_custom_integrations: None
    ) -> None:
        """Let Home Assistant find the integration."""

    @pytest.mark.parametrize(
        ("platform", "key", "kept"),
        [
            pytest.param("event", "call", {"event_type", "call_id"}, id="event"),
            pytest.param("sensor", "missed_calls", {"last_missed"}, id="sensor"),
            pytest.param("todo", "missed_calls", set(), id="todo"),
        ],
    )
    async def test_no_caller_is_recorded(
        self,
        recorder_mock: Recorder,
        alice: House,
        platform: str,
        key: str,
        kept: set[str],
    ) -> None:
        await missed(alice)
        entity_id = alice.entity_id(platform, key)
        states = await _recorded(alice.hass, recorder_mock, entity_id)
        callers = {"remote_name", "remote_number", "remote_uri", "last_caller"}
        assert len(states) > 1
        for state in states:
            assert not state.attributes.keys() & callers
        assert kept <= states[-1].attributes.keys()


async def test_a_stricter_option_reaches_the_last_moment(alice: House) -> None:
    """It is restored after the reload, with no more of its caller than is allowed now."""
    await missed(alice)
    assert alice.state("event", "call").attributes["remote_number"] == NUMBER
    await alice.set_options(privacy="none")
    state = alice.state("event", "call")
    assert state.attributes["event_type"] == "missed"
    assert state.attributes["remote_name"] is None
    assert state.attributes["remote_number"] is None
    assert state.attributes["remote_uri"] is None
