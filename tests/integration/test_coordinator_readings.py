"""Readings of actions beside the polls: neither undoes what the other has learnt."""

from collections.abc import Callable

from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE
import pytest

from simulator import Fault

from .clock import Clock
from .commands import refused
from .crm import CALLER, Connector
from .house import House
from .leftovers import repairs
from .logs import told

type Failure = Callable[[House, Clock], object]


def _revoke(house: House, _clock: Clock) -> None:
    house.exchange.user("alice").revoke()


def _take_the_licence(house: House, _clock: Clock) -> None:
    house.exchange.user("alice").licensed = False


def _talk_nonsense(house: House, _clock: Clock) -> None:
    house.simulator.wire.edit_snapshot = lambda _: "nonsense"


def _let_it_time_out(_house: House, clock: Clock) -> None:
    clock.jump(11)


def _mend(house: House) -> None:
    user = house.exchange.user("alice")
    user.revoked, user.licensed = False, True
    house.simulator.wire.edit_snapshot = None


async def _refresh(house: House) -> None:
    await house.entry().runtime_data.coordinator.async_refresh()


@pytest.mark.parametrize(
    "fail",
    [
        pytest.param(_revoke, id="401"),
        pytest.param(_take_the_licence, id="403"),
        pytest.param(_talk_nonsense, id="nonsense"),
        pytest.param(_let_it_time_out, id="time-out"),
    ],
)
async def test_an_older_poll_that_fails_after_a_newer_answer_means_nothing(
    alice: House, clock: Clock, caplog: pytest.LogCaptureFixture, fail: Failure
) -> None:
    """Neither a state, nor the pace, nor the log tells of it."""
    call = alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(7)
    alice.simulator.faults.add("snapshot", Fault.delay(3600), times=1)
    times = clock.times_of_polls(alice.simulator.tally)
    polling = alice.hass.async_create_task(_refresh(alice))
    while not times:
        await alice.next_turn()
    alice.exchange.answer(call.call_id)
    await alice.act("get_calls")
    assert alice.state("sensor", "call").state == "active"

    caplog.clear()
    changed = alice.heard(str(EVENT_STATE_CHANGED))
    fail(alice, clock)
    if fail is not _let_it_time_out:
        alice.simulator.faults.release()
    await polling
    assert changed == []
    assert told(caplog) == []
    assert alice.entry().runtime_data.coordinator.last_update_success
    assert repairs(alice) == set()
    assert alice.reauth_flows() == []

    _mend(alice)
    times.clear()
    await clock.pass_time(3.5)
    assert times
    assert alice.state("sensor", "call").state == "active"
    assert told(caplog) == []


async def test_an_older_poll_that_fails_after_a_newer_failure_is_a_failure(
    alice: House, clock: Clock
) -> None:
    """Only an answer makes it old news."""
    alice.simulator.faults.add("snapshot", Fault.delay(3600), times=1)
    alice.simulator.faults.add("snapshot", Fault.answer(500), times=1)
    times = clock.times_of_polls(alice.simulator.tally)
    polling = alice.hass.async_create_task(_refresh(alice))
    while not times:
        await alice.next_turn()
    await refused(alice, "get_calls")
    alice.simulator.wire.edit_snapshot = lambda _: "nonsense"
    alice.simulator.faults.release()
    await polling
    assert alice.state("sensor", "call").state == STATE_UNAVAILABLE


async def test_the_same_calls_in_another_order_change_nothing(
    alice: House, clock: Clock
) -> None:
    """Calls that began in the same second have no order but ours."""
    for number in ("+15551", "+15552", "+15553"):
        alice.exchange.inbound("alice", number)
    await clock.pass_time(7)
    shown = alice.state("sensor", "call").attributes["call_id"]
    changed = alice.heard(str(EVENT_STATE_CHANGED))

    def turned(body: dict[str, object]) -> object:
        calls = body["calls"]
        assert isinstance(calls, list)
        return {**body, "calls": calls[::-1]}

    for edit in (turned, None, turned):
        alice.simulator.wire.edit_snapshot = edit
        alice.simulator.tally.reset()
        await clock.pass_time(4)
        assert alice.simulator.tally.count("snapshot")
        await alice.act("get_calls")
    assert changed == []
    assert alice.state("sensor", "call").attributes["call_id"] == shown


@pytest.mark.parametrize(
    ("status", "key"),
    [
        pytest.param(429, "rate_limited", id="429"),
        pytest.param(503, "cannot_connect", id="503"),
    ],
)
async def test_an_action_that_is_asked_to_wait_slows_the_polls(
    alice: House, clock: Clock, connector: Connector, status: int, key: str
) -> None:
    """Nobody asks before the server said: neither the timer nor a message, in a call."""
    alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(7)
    fault = Fault.answer(status, headers={"Retry-After": "100"})
    alice.simulator.faults.add("snapshot", fault, times=1)
    times = clock.times_of_polls(alice.simulator.tally)
    clock.just_before_a_second()
    error = await refused(alice, "get_calls")
    assert error.translation_key == key
    asked = times[0]
    # The call's own timer may have been due in the same moment.
    await clock.settle()
    times.clear()
    await connector.post(connector.message())
    await clock.pass_time(100 - (clock.now() - asked) - 0.01)
    assert times == []
    # The calls are no less known than before.
    assert alice.state("sensor", "call").state == "ringing"
    await clock.pass_time(12)
    assert times != []


async def test_an_action_that_is_asked_to_wait_for_no_time_slows_the_polls_too(
    alice: House, clock: Clock
) -> None:
    """As after a poll that is told so: more each time."""
    fault = Fault.answer(429)
    alice.simulator.faults.add("snapshot", fault, times=3)
    for _ in range(3):
        await refused(alice, "get_calls")
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(17)
    assert times == []
    await clock.pass_time(7)
    assert len(times) == 1


async def test_an_action_that_meets_a_revoked_ticket_asks_for_a_new_one_at_once(
    alice: House, clock: Clock
) -> None:
    """And no request comes after that."""
    times = clock.times_of_polls(alice.simulator.tally)
    alice.exchange.user("alice").revoke()
    error = await refused(alice, "get_calls")
    assert error.translation_key == "invalid_auth"
    await clock.settle()
    assert len(alice.reauth_flows()) == 1
    assert alice.state("sensor", "call").state == STATE_UNAVAILABLE
    asked = len(times)
    await clock.pass_time(3600)
    assert len(times) == asked <= 2


async def test_a_revoked_ticket_is_asked_for_at_once_in_a_quiet_time_too(
    alice: House, clock: Clock
) -> None:
    """The server asked for peace, but has now answered that the ticket is worth nothing."""
    fault = Fault.answer(503, headers={"Retry-After": "300"})
    alice.simulator.faults.add("snapshot", fault)
    await clock.pass_time(20)
    alice.simulator.faults.clear()
    alice.exchange.user("alice").revoke()
    await refused(alice, "get_calls")
    await clock.settle()
    assert len(alice.reauth_flows()) == 1


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault.answer(500), id="500"),
        pytest.param(
            Fault.answer(503, headers={"Retry-After": "300"}), id="503-quiet-time"
        ),
        pytest.param(
            Fault.answer(429, headers={"Retry-After": "300"}), id="429-quiet-time"
        ),
    ],
)
async def test_an_outage_ends_with_the_answer_that_an_action_gets(
    alice: House, clock: Clock, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    """Everything is back at once, the log says so once, and the polls go on."""
    caplog.clear()
    alice.simulator.faults.add("snapshot", fault)
    await clock.pass_time(60)
    assert alice.state("sensor", "call").state == STATE_UNAVAILABLE
    alice.simulator.faults.clear()
    times = clock.times_of_polls(alice.simulator.tally)
    await alice.act("get_calls")
    assert alice.state("sensor", "call").state == "idle"
    assert alice.state("binary_sensor", "on_call").state == "off"
    assert [("recovered" in line) for line in told(caplog)] == [False, True]
    # The pace comes back step by step: 150 seconds where 300 were asked for.
    await clock.pass_time(170)
    assert len(times) >= 2
    await clock.pass_time(600)
    assert len(told(caplog)) == 2


async def test_a_quiet_time_ends_with_the_answer_that_an_action_gets(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Messages hurry the polls again."""
    fault = Fault.answer(503, headers={"Retry-After": "300"})
    alice.simulator.faults.add("snapshot", fault)
    await clock.pass_time(20)
    alice.simulator.faults.clear()
    await alice.act("get_calls")
    alice.exchange.inbound("alice", CALLER)
    await connector.post(connector.message())
    await clock.settle()
    assert alice.state("sensor", "call").state == "ringing"


async def test_falling_silent_hurries_the_next_poll(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """The slow pace is for as long as messages arrive: no minute may be lost."""
    await connector.post(connector.message(9, call_id="earlier", state="TERMINATED"))
    await clock.pass_time(30)
    call = alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    alice.exchange.end(call.call_id)
    await alice.act("get_calls")
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(14)
    assert alice.state("binary_sensor", "webhook").state == "on"
    assert times == []
    await clock.pass_time(1.5)
    assert alice.state("binary_sensor", "webhook").state == "off"
    assert len(times) == 1
    await clock.pass_time(12)
    assert len(times) >= 3


async def test_an_answer_asked_for_before_a_refusal_does_not_end_its_peace(
    alice: House, clock: Clock
) -> None:
    await clock.pass_time(7)
    faults = alice.simulator.faults
    faults.add("snapshot", Fault.delay(3600), times=1)
    times = clock.times_of_polls(alice.simulator.tally)
    polling = alice.hass.async_create_task(_refresh(alice))
    while not times:
        await alice.next_turn()
    wait = {"Retry-After": "100"}
    faults.add("snapshot", Fault.answer(429, headers=wait), times=1)
    await refused(alice, "get_calls")
    faults.release()
    await polling

    times.clear()
    await clock.pass_time(99)
    assert times == []
    await clock.pass_time(20)
    assert times != []
