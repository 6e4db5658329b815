"""Answers that cross each other on their way."""

from homeassistant.const import EVENT_STATE_CHANGED

from simulator import Fault

from .clock import Clock
from .crm import CALLER, Connector
from .house import House


async def refresh(house: House) -> None:
    """Poll now, as the timer does."""
    await house.entry().runtime_data.coordinator.async_refresh()


async def test_a_late_answer_never_overwrites_a_newer_one(
    alice: House, clock: Clock
) -> None:
    """A poll that saw the call active is answered after an action saw it held."""
    call = alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(7)
    alice.simulator.faults.add("snapshot", Fault.delay(3600), times=1)
    times = clock.times_of_polls(alice.simulator.tally)
    polling = alice.hass.async_create_task(refresh(alice))
    while not times:
        await alice.next_turn()
    alice.exchange.answer(call.call_id)
    seen_by_the_poll = alice.simulator.wire.snapshot([call], 0)
    alice.exchange.hold(call.call_id)
    await alice.act("get_calls")
    assert alice.state("sensor", "call").state == "held"

    changed = alice.heard(str(EVENT_STATE_CHANGED))
    alice.simulator.wire.edit_snapshot = lambda _: seen_by_the_poll
    alice.simulator.faults.release()
    await polling
    alice.simulator.wire.edit_snapshot = None
    await clock.pass_time(6)
    assert alice.state("sensor", "call").state == "held"
    assert changed == []


async def test_a_poll_that_undoes_what_an_action_saw_meanwhile_shows(
    alice: House, clock: Clock
) -> None:
    """The action sees a call that is over when the poll, asked later, is answered."""
    for seconds in (2, 4):
        alice.simulator.faults.add("snapshot", Fault.delay(seconds), times=1)
    times = clock.times_of_polls(alice.simulator.tally)
    acting = alice.hass.async_create_task(alice.act("get_calls"))
    while not times:
        await alice.next_turn()
    polling = alice.hass.async_create_task(refresh(alice))
    while len(times) < 2:
        await alice.next_turn()
    call = alice.exchange.inbound("alice", CALLER)
    clock.jump(2.1)
    await acting
    assert alice.state("sensor", "call").state == "ringing"
    alice.exchange.end(call.call_id)
    clock.jump(2.1)
    await polling
    assert alice.state("sensor", "call").state == "idle"
    await clock.pass_time(60)
    assert alice.state("sensor", "call").state == "idle"


async def test_unloading_in_the_middle_of_a_poll_leaves_nothing_behind(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """The poll ends with the entry, and no other comes."""
    alice.simulator.faults.add("snapshot", Fault.hang())
    times = clock.times_of_polls(alice.simulator.tally)
    await connector.post(connector.message())
    while not times:
        await alice.next_turn()
    await alice.hass.config_entries.async_unload(alice.entry().entry_id)
    alice.simulator.faults.clear()
    await clock.pass_time(3600)
    assert len(times) == 1
