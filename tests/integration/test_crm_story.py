"""Whole stories: the simulated exchange posts to Home Assistant's real web server."""

from homeassistant.core import Event
import pytest

from simulator import CrmConnector, State

from .clock import Clock
from .crm import MESSAGE, Connector
from .house import House

NUMBER, NAME = "+46277464", "Carol Carlson"
STATES = ["EARLY", "CONFIRMED", "TERMINATED"]


@pytest.fixture
def crm(alice: House, connector: Connector) -> CrmConnector:
    """Return the exchange's connector, which the operator has given alice's webhook."""
    url = connector.web.make_url(connector.path())
    alice.simulator.crm.configure(str(url), insecure=True)
    return alice.simulator.crm


def states(heard: list[Event]) -> list[str]:
    """Return the states that the messages tell."""
    return [event.data["state"] for event in heard]


async def answered_call(house: House) -> None:
    """Let a caller ring, talk and hang up."""
    call = house.exchange.inbound("alice", NUMBER, NAME)
    house.exchange.answer(call.call_id)
    house.exchange.end(call.call_id)


async def test_every_step_of_a_call_shows_at_once_and_in_order(
    alice: House, crm: CrmConnector, clock: Clock
) -> None:
    """Without waiting for a poll: each step costs one."""
    await alice.set_up("bob")
    heard = alice.heard(MESSAGE)
    shown = []

    async def step() -> None:
        alice.simulator.tally.reset()
        await crm.settled()
        await clock.settle()
        shown.append(alice.state("sensor", "call").state)
        assert alice.simulator.tally.count("snapshot", "alice") == 1
        assert alice.simulator.tally.count("snapshot", "bob") == 0

    call = alice.exchange.inbound("alice", NUMBER, NAME)
    await step()
    alice.exchange.answer(call.call_id)
    await step()
    alice.exchange.end(call.call_id)
    await step()
    assert shown == ["ringing", "active", "idle"]
    assert states(heard) == STATES
    assert [event.data["seq_num"] for event in heard] == [1, 2, 3]
    assert [event.data["termination_reason"] for event in heard] == [
        None,
        None,
        "HANGUP",
    ]
    assert {event.data["remote_number"] for event in heard} == {NUMBER}
    assert {event.data["config_entry_id"] for event in heard} == {
        alice.entry("alice").entry_id
    }
    assert {delivery.status for delivery in crm.deliveries} == {200}


async def test_a_whole_call_in_one_moment_is_told_in_order(
    alice: House, crm: CrmConnector, clock: Clock
) -> None:
    """Faster than any poll can follow."""
    heard = alice.heard(MESSAGE)
    crm.manners.preliminary = True
    await answered_call(alice)
    await crm.settled()
    await clock.settle()
    assert states(heard) == ["TRYING", "PROCEEDING", *STATES]
    assert alice.state("sensor", "call").state == "idle"


async def test_messages_sent_twice_are_told_once(
    alice: House, crm: CrmConnector, clock: Clock
) -> None:
    """And both copies are answered alike."""
    heard = alice.heard(MESSAGE)
    crm.manners.twice = True
    await answered_call(alice)
    await crm.settled()
    assert len(crm.deliveries) == 6
    assert {delivery.status for delivery in crm.deliveries} == {200}
    assert states(heard) == STATES
    await clock.settle()


async def test_late_messages_change_nothing_that_the_polls_have_seen(
    alice: House, crm: CrmConnector, clock: Clock
) -> None:
    """A call that ended long before its first message is told, and does not come back."""
    heard = alice.heard(MESSAGE)
    crm.manners.late = 60
    await answered_call(alice)
    await clock.pass_time(10)
    assert heard == []
    assert alice.state("sensor", "call").state == "idle"
    changed = alice.heard("state_changed")
    await clock.pass_time(60)
    await crm.settled()
    await clock.settle()
    assert states(heard) == STATES
    assert alice.state("sensor", "call").state == "idle"
    assert {event.data["entity_id"] for event in changed} == {
        alice.entity_id("binary_sensor", "webhook"),
        alice.entity_id("event", "call"),
        alice.entity_id("sensor", "calls_today"),
    }


async def test_messages_out_of_order_do_not_bring_a_call_back(
    alice: House, crm: CrmConnector, clock: Clock
) -> None:
    """The snapshot alone says what is; the raw events come as they come."""
    heard = alice.heard(MESSAGE)
    crm.manners.out_of_order = True
    call = alice.exchange.inbound("alice", NUMBER, NAME)
    alice.exchange.answer(call.call_id)
    crm.flush()
    await crm.settled()
    await clock.settle()
    assert states(heard) == ["CONFIRMED", "EARLY"]
    assert alice.state("sensor", "call").state == "active"
    alice.exchange.end(call.call_id)
    await crm.settled()
    await clock.settle()
    assert states(heard) == ["CONFIRMED", "EARLY", "TERMINATED"]
    assert alice.state("sensor", "call").state == "idle"


async def test_lost_messages_are_made_up_for_by_the_polls(
    alice: House, crm: CrmConnector, clock: Clock
) -> None:
    """Only later."""
    crm.manners.drop = {"CONFIRMED", "TERMINATED"}
    call = alice.exchange.inbound("alice", NUMBER, NAME)
    await crm.settled()
    await clock.settle()
    assert alice.state("sensor", "call").state == "ringing"
    alice.exchange.answer(call.call_id)
    await clock.pass_time(3)
    assert alice.state("sensor", "call").state == "active"
    alice.exchange.end(call.call_id)
    await clock.pass_time(3)
    assert alice.state("sensor", "call").state == "idle"


async def test_an_operator_who_withholds_personal_data_is_understood(
    alice: House, crm: CrmConnector, clock: Clock
) -> None:
    """Addresses are absent; the call is followed all the same."""
    heard = alice.heard(MESSAGE)
    crm.manners.withhold = True
    alice.exchange.internal("bob", "alice")
    await crm.settled()
    await clock.settle()
    assert alice.state("sensor", "call").state == "ringing"
    assert {event.data["local_email"] for event in heard} == {None}
    assert {event.data["remote_user_id"] for event in heard} == {None}


async def test_a_call_between_two_users_concerns_both(
    alice: House, crm: CrmConnector, clock: Clock
) -> None:
    """Each leg has messages of its own, all at the one webhook."""
    await alice.set_up("bob")
    heard = alice.heard(MESSAGE)
    ours, _ = alice.exchange.internal("alice", "bob")
    await crm.settled()
    await clock.settle()
    assert alice.state("sensor", "call", "alice").state == "dialing"
    assert alice.state("sensor", "call", "bob").state == "ringing"
    alice.exchange.far_answers(ours.call_id)
    await crm.settled()
    await clock.settle()
    assert alice.state("sensor", "call", "alice").state == "active"
    assert alice.state("sensor", "call", "bob").state == "active"
    by_entry: dict[str, list[str]] = {}
    for event in heard:
        entry_id = event.data["config_entry_id"]
        by_entry.setdefault(entry_id, []).append(event.data["state"])
    assert by_entry == {
        alice.entry(user).entry_id: ["EARLY", "CONFIRMED"] for user in ("alice", "bob")
    }


async def test_hold_is_seen_without_a_message_of_its_own(
    alice: House, crm: CrmConnector, clock: Clock
) -> None:
    """The connector knows nothing of hold: in a call the polls are frequent."""
    call = alice.exchange.inbound("alice", NUMBER, NAME)
    alice.exchange.answer(call.call_id)
    await crm.settled()
    await clock.settle()
    alice.exchange.hold(call.call_id)
    assert call.state is State.HELD
    await clock.pass_time(3)
    assert alice.state("sensor", "call").state == "held"


@pytest.mark.parametrize("story", ["busy_day"])
async def test_a_busy_day_is_followed_to_its_end(
    alice: House, crm: CrmConnector, clock: Clock, story: str
) -> None:
    """Every scenario of the exchange, one after the other, with nothing refused."""
    await alice.set_up("bob")
    live: list[tuple[str, bool]] = []

    async def beat(number: float) -> None:
        await crm.settled()
        await clock.pass_time(number)
        state = alice.state("sensor", "call").state
        live.append((state, bool(alice.exchange.calls("alice"))))

    await alice.simulator.play(story, pause=beat)
    await beat(3)
    assert live[-1] == ("idle", False)
    assert {delivery.status for delivery in crm.deliveries} == {200}
    assert not [state for state, lives in live if lives and state == "idle"]
    assert alice.state("binary_sensor", "webhook").state == "on"
