"""A message only hurries the poll: at once, and not too often."""

from homeassistant.const import EVENT_STATE_CHANGED
import pytest

from simulator import Fault

from .clock import Clock
from .crm import CALLER, Connector
from .house import House
from .leftovers import leftovers, set_up_again, unload


async def test_a_change_shows_within_the_time_of_one_request(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """No time passes between the message and the state."""
    tally = alice.simulator.tally
    begin = clock.now()
    call = alice.exchange.inbound("alice", CALLER)
    for change, shown in (
        (None, "ringing"),
        (alice.exchange.answer, "active"),
        (alice.exchange.end, "idle"),
    ):
        if change:
            change(call.call_id)
        tally.reset()
        await connector.post(connector.message(None, state=shown))
        await clock.settle()
        assert alice.state("sensor", "call").state == shown
        assert tally.count() == 1
    assert clock.now() - begin < 2


async def test_a_message_during_a_poll_leads_to_one_more(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """The answer under way may be older than what the message tells of."""
    times = clock.times_of_polls(alice.simulator.tally)
    alice.simulator.faults.add("snapshot", Fault.delay(3600), times=1)
    stale = alice.simulator.wire.snapshot([], 0)
    await connector.post(connector.message(1))
    while not times:
        await alice.next_turn()
    for number in range(2, 6):
        await connector.post(connector.message(number))
    alice.exchange.inbound("alice", CALLER)
    answers = [stale]
    alice.simulator.wire.edit_snapshot = lambda now: answers.pop() if answers else now
    alice.simulator.faults.release()
    await clock.settle()
    assert len(times) == 2
    assert alice.state("sensor", "call").state == "ringing"


async def test_a_burst_costs_few_polls(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """An array of forty messages is one reason to look, not forty."""
    times = clock.times_of_polls(alice.simulator.tally)
    await connector.post([connector.message(number) for number in range(1, 41)])
    await clock.settle()
    assert 1 <= len(times) <= 2


async def test_a_storm_is_slowed_down_and_its_end_is_seen(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Five polls at once, then two a second; what the last message tells shows."""
    times = clock.times_of_polls(alice.simulator.tally)
    begin = clock.now()
    for number in range(1, 61):
        await connector.post(connector.message(number))
    alice.exchange.inbound("alice", CALLER)
    await connector.post(connector.message(61))
    await clock.settle()
    assert len(times) <= 5 + 2 * (clock.now() - begin) + 1
    assert alice.state("sensor", "call").state == "ringing"


async def test_a_message_that_keeps_the_user_back_hurries_everybody(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Settings of the exchange may withhold personal data; then it can be anybody's call."""
    await alice.set_up("bob")
    alice.simulator.tally.reset()
    alice.exchange.inbound("bob", CALLER)
    await connector.post({"call_id": "x", "state": "EARLY"})
    await clock.settle()
    assert alice.simulator.tally.count("snapshot", "alice") == 1
    assert alice.simulator.tally.count("snapshot", "bob") == 1
    assert alice.state("sensor", "call", "bob").state == "ringing"


async def test_a_copy_hurries_nothing(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """It tells nothing new."""
    await connector.post(connector.message())
    await clock.settle()
    polls = alice.simulator.tally.count()
    await connector.post(connector.message())
    await clock.settle()
    assert alice.simulator.tally.count() == polls


def nobodys(number: int, **changes: object) -> dict[str, object]:
    """Return a message that does not say whose it is."""
    return {"call_id": "x", "seq_num": number, "state": "EARLY", **changes}


async def test_a_burst_of_nobodys_costs_everybody_few_polls(
    alice: House, connector: Connector, clock: Clock
) -> None:
    await alice.set_up("bob")
    times = clock.times_of_polls(alice.simulator.tally)
    await connector.post([nobodys(number) for number in range(1, 41)])
    await clock.settle()
    assert 2 <= len(times) <= 4


async def test_many_of_nobodys_write_no_state_again_and_again(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Each would be one for every user; the first shows that messages come."""
    await alice.set_up("bob")
    written = alice.heard(str(EVENT_STATE_CHANGED))
    await connector.post([nobodys(number) for number in range(1, 201)])
    await clock.settle()
    sensors = {
        alice.entity_id("binary_sensor", "webhook", user) for user in ("alice", "bob")
    }
    assert {event.data["entity_id"] for event in written} == sensors
    assert len(written) == 2
    await connector.post([nobodys(number) for number in range(201, 401)])
    await clock.settle()
    assert len(written) == 2


async def test_a_storm_of_nobodys_has_one_budget_for_all(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """A message that names a user does not wait behind it."""
    await alice.set_up("bob")
    times = clock.times_of_polls(alice.simulator.tally)
    begin = clock.now()
    for number in range(1, 31):
        await connector.post(nobodys(number, state="TERMINATED"))
        await clock.settle()
    assert len(times) <= 5 + 2 * (clock.now() - begin) + 1
    alice.exchange.inbound("bob", CALLER)
    await connector.post(connector.message(1, local_user_id="bob"))
    await clock.settle()
    assert alice.state("sensor", "call", "bob").state == "ringing"
    alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(2)
    assert alice.state("sensor", "call").state == "ringing"


@pytest.mark.parametrize("state", ["EARLY", "TERMINATED"])
async def test_nobodys_message_of_a_living_call_expects_one(
    alice: House, connector: Connector, clock: Clock, state: str
) -> None:
    """It may be ahead of the snapshot."""
    await connector.post([nobodys(1, state=state), nobodys(2, state="TERMINATED")])
    await clock.settle()
    alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(4)
    shown = "ringing" if state == "EARLY" else "idle"
    assert alice.state("sensor", "call").state == shown


async def test_who_is_unloaded_is_asked_about_no_more(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Who stays is."""
    await alice.set_up("bob")
    tally = alice.simulator.tally
    for number in range(1, 31):
        await connector.post(nobodys(number, state="TERMINATED"))
        await clock.settle()
    await unload(alice, "alice")
    asked, bobs = (tally.count("snapshot", user) for user in ("alice", "bob"))
    await clock.pass_time(3)
    assert tally.count("snapshot", "alice") == asked
    assert tally.count("snapshot", "bob") > bobs
    for number in range(31, 50):
        await connector.post(nobodys(number, state="TERMINATED"), "bob")
        await clock.settle()
    await unload(alice, "bob")
    asked = tally.count()
    await clock.pass_time(60)
    assert tally.count() == asked
    assert leftovers(alice.hass)["timer"] == 0


async def test_who_comes_back_while_nobody_is_waited_for_is_asked_about_again(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """The round that ended with the unloading begins anew."""
    for number in range(1, 31):
        await connector.post(nobodys(number, state="TERMINATED"))
        await clock.settle()
    await unload(alice)
    await set_up_again(alice)
    await clock.pass_time(3)
    asked = alice.simulator.tally.count()
    await connector.post(nobodys(31, state="TERMINATED"))
    await clock.settle()
    assert alice.simulator.tally.count() > asked


async def test_a_message_ahead_of_its_call_is_followed_by_two_polls_more(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """At the pace of a call; then an idle snapshot is believed."""
    times = clock.times_of_polls(alice.simulator.tally)
    await connector.post(connector.message())
    await clock.pass_time(30)
    assert len(times) == 3
