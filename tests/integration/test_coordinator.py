"""How often the exchange is asked, and what of its answers is written."""

from homeassistant.const import EVENT_STATE_CHANGED, EVENT_STATE_REPORTED
from homeassistant.core import Event, callback
from homeassistant.helpers import entity_registry as er
import pytest

from .clock import Clock, gaps
from .crm import CALLER, Connector
from .house import House


def assert_pace(times: list[float], seconds: float) -> None:
    """Check every gap; Home Assistant rounds the present down to a whole second."""
    assert len(times) > 2
    for gap in gaps(times):
        assert 0.9 * seconds - 1 <= gap <= 1.1 * seconds + 0.5


def writes(house: House) -> list[Event]:
    """Return the list that collects every writing of a state from now on."""
    written: list[Event] = []

    @callback
    def note(event: Event) -> None:
        written.append(event)

    @callback
    def everything(_data: object) -> bool:
        return True

    for event_type in (EVENT_STATE_CHANGED, EVENT_STATE_REPORTED):
        house.hass.bus.async_listen(str(event_type), note, event_filter=everything)
    return written


async def test_an_idle_user_is_asked_for_about_every_five_seconds(
    alice: House, clock: Clock
) -> None:
    """And never in step with a colleague: the pace is jittered."""
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(180)
    assert_pace(times, 5)
    assert 30 <= len(times) <= 50
    assert len({round(gap, 2) for gap in gaps(times)}) > 5


async def test_a_call_is_followed_every_two_seconds(alice: House, clock: Clock) -> None:
    """For as long as it lasts."""
    call = alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(6.1)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(30)
    assert_pace(times, 2)
    alice.exchange.end(call.call_id)
    await clock.pass_time(3)
    times.clear()
    await clock.pass_time(30)
    assert_pace(times, 5)


async def test_an_idle_user_is_asked_for_once_a_minute_while_messages_arrive(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """The message of a call that is over by the time of the poll."""
    await connector.post(connector.message(state="TERMINATED"))
    await clock.pass_time(20)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(400)
    assert_pace(times, 60)


async def test_a_message_ahead_of_the_snapshot_is_waited_for_at_the_pace_of_a_call(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """The exchange may tell of a call before its snapshot shows it; not for long, though."""
    await connector.post(connector.message(call_id="another"))
    await clock.settle()
    assert alice.state("sensor", "call").state == "idle"
    alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(2.7)
    assert alice.state("sensor", "call").state == "ringing"


async def test_a_call_that_never_shows_is_not_waited_for_long(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """The polls are back at once a minute soon."""
    await connector.post(connector.message())
    await clock.pass_time(20)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(300)
    assert_pace(times, 60)


async def test_fifty_unchanged_polls_write_no_state(alice: House, clock: Clock) -> None:
    """Neither as a change nor as a report of the same."""
    written = writes(alice)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(330)
    assert len(times) >= 50
    assert written == []


async def test_fifty_polls_of_a_call_whose_duration_runs_write_no_state(
    alice: House, clock: Clock
) -> None:
    """Not even while it is recorded, with a duration of its own."""
    alice.exchange.clock = clock.now
    call = alice.exchange.inbound("alice", CALLER)
    alice.exchange.answer(call.call_id)
    alice.exchange.start_recording(call.call_id)
    await clock.pass_time(7)
    assert alice.state("sensor", "call").state == "active"
    written = writes(alice)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(140)
    assert len(times) >= 50
    assert call.duration(clock.now()) > 140
    assert written == []


async def test_a_change_writes_only_what_it_changes(alice: House, clock: Clock) -> None:
    """Holding a call touches the call, and neither its start nor the number of calls."""
    call = alice.exchange.inbound("alice", CALLER)
    alice.exchange.answer(call.call_id)
    await clock.pass_time(7)
    changed = alice.heard(str(EVENT_STATE_CHANGED))
    alice.exchange.hold(call.call_id)
    await clock.pass_time(3)
    assert {event.data["entity_id"] for event in changed} == {
        alice.entity_id("event", "call"),
        alice.entity_id("sensor", "call"),
        alice.entity_id("switch", "hold"),
    }


async def test_what_an_action_reads_is_published_at_once(
    alice: House, clock: Clock
) -> None:
    """And the next poll comes at the pace of a call."""
    alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    assert alice.state("sensor", "call").state == "ringing"
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(8)
    assert_pace(times, 2)


async def test_two_overlapping_calls_never_show_idle_while_one_lives(
    alice: House, clock: Clock
) -> None:
    """Whatever the second does to the first."""
    shown: list[tuple[str, int]] = []

    async def beat(_number: float) -> None:
        await clock.pass_time(6)
        live = len(alice.exchange.calls("alice"))
        shown.append((alice.state("sensor", "call").state, live))
        assert alice.state("sensor", "calls").state == str(live)

    changed = alice.heard(str(EVENT_STATE_CHANGED))
    await alice.simulator.play("two_overlapping_calls", pause=beat)
    await beat(1)
    assert shown == [
        ("ringing", 1),
        ("active", 1),
        ("ringing", 2),
        ("active", 2),
        ("held", 1),
        ("active", 1),
        ("idle", 0),
    ]
    sensor = alice.entity_id("sensor", "call")
    told = [
        event.data["new_state"].state
        for event in changed
        if event.data["entity_id"] == sensor
    ]
    assert told.index("idle") == len(told) - 1


async def test_a_user_whose_entities_are_all_disabled_is_polled_all_the_same(
    alice: House, clock: Clock
) -> None:
    """The webhook's health is judged by the snapshots."""
    registry = er.async_get(alice.hass)
    entry_id = alice.entry().entry_id
    for entity in er.async_entries_for_config_entry(registry, entry_id):
        registry.async_update_entity(
            entity.entity_id, disabled_by=er.RegistryEntryDisabler.USER
        )
    await alice.hass.config_entries.async_reload(entry_id)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(60)
    assert_pace(times, 5)


async def test_the_polling_switch_of_the_entry_stops_the_polls_but_not_the_messages(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """An automation may then ask at its own pace; the dialog does what is done here."""
    entries = alice.hass.config_entries
    entries.async_update_entry(alice.entry(), pref_disable_polling=True)
    await entries.async_reload(alice.entry().entry_id)
    times = clock.times_of_polls(alice.simulator.tally)
    alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(600)
    assert times == []
    await connector.post(connector.message())
    await clock.settle()
    assert len(times) == 1
    assert alice.state("sensor", "call").state == "ringing"


@pytest.mark.parametrize("asker", ["entity", "action"])
async def test_a_person_may_ask_at_any_time(
    alice: House, clock: Clock, asker: str
) -> None:
    """By updating an entity, as automations do, or by reading the calls."""
    alice.exchange.inbound("alice", CALLER)
    times = clock.times_of_polls(alice.simulator.tally)
    if asker == "action":
        await alice.act("get_calls")
    else:
        await alice.hass.services.async_call(
            "homeassistant",
            "update_entity",
            {"entity_id": alice.entity_id("sensor", "call")},
            blocking=True,
        )
    assert len(times) == 1
    assert alice.state("sensor", "call").state == "ringing"
