"""What happens while the exchange is away or busy."""

from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE
import pytest

from simulator import Fault

from .clock import Clock, gaps
from .commands import OTHER_NUMBER, active, at_reading, impatient, refused
from .crm import CALLER, Connector
from .house import House
from .logs import told

TOLD_BY_THE_SNAPSHOT = [
    ("sensor", "call"),
    ("sensor", "remote_party"),
    ("sensor", "call_started"),
    ("sensor", "calls"),
    ("binary_sensor", "on_call"),
    ("binary_sensor", "ringing"),
    ("switch", "hold"),
]

OUTAGES = [
    pytest.param(Fault.answer(500), id="500"),
    pytest.param(Fault.answer(503), id="503"),
    pytest.param(Fault.answer(429), id="429"),
    pytest.param(Fault.answer(404), id="404"),
    pytest.param(Fault.answer(418), id="418"),
    pytest.param(Fault.reset(), id="reset"),
    pytest.param(Fault.truncated(), id="truncated"),
    pytest.param(Fault.broken_json(), id="broken-json"),
    pytest.param(Fault.redirect("https://evil.example"), id="redirect"),
    pytest.param(Fault.huge(4 * 2**20), id="enormous"),
    pytest.param(Fault.answer(200, b""), id="empty"),
    pytest.param(Fault.answer(200, b"{}"), id="empty-object"),
    pytest.param(Fault.answer(200, b"[]"), id="array"),
    pytest.param(Fault.answer(200, b'{"calls": 7}'), id="calls-are-no-list"),
    pytest.param(Fault.answer(200, b"<html>Hello</html>"), id="html"),
]


@pytest.mark.parametrize("fault", OUTAGES)
async def test_in_an_outage_what_the_snapshot_tells_is_unavailable_and_nothing_else(
    alice: House, clock: Clock, fault: Fault
) -> None:
    """Afterwards everything is back, with the call as old as it is."""
    call = alice.exchange.inbound("alice", CALLER)
    alice.exchange.answer(call.call_id)
    await clock.pass_time(7)
    before = {name: alice.state(*name).as_dict_json for name in TOLD_BY_THE_SNAPSHOT}
    started = alice.state("sensor", "call_started").state

    alice.simulator.faults.add("snapshot", fault)
    await clock.pass_time(30)
    for name in TOLD_BY_THE_SNAPSHOT:
        assert alice.state(*name).state == STATE_UNAVAILABLE
    assert alice.state("binary_sensor", "webhook").state == "off"

    alice.simulator.faults.clear()
    await clock.pass_time(60)
    assert alice.state("sensor", "call").state == "active"
    assert alice.state("sensor", "call_started").state == started
    assert before.keys() == {
        name
        for name in TOLD_BY_THE_SNAPSHOT
        if alice.state(*name).state != STATE_UNAVAILABLE
    }


async def test_one_failed_poll_forgets_no_call(alice: House, clock: Clock) -> None:
    """Even a call whose duration the exchange does not tell."""

    def without_duration(body: dict[str, object]) -> object:
        calls = body["calls"]
        assert isinstance(calls, list)
        for call in calls:
            del call["duration"]
        return body

    alice.simulator.wire.edit_snapshot = without_duration
    call = alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(7)
    seen = alice.state("sensor", "call_started").state
    alice.simulator.faults.add("snapshot", Fault.answer(500), times=1)
    await clock.pass_time(60)
    alice.exchange.answer(call.call_id)
    await clock.pass_time(10)
    assert alice.state("sensor", "call").state == "active"
    assert alice.state("sensor", "call_started").state == seen


async def test_an_outage_is_logged_once_when_it_begins_and_once_when_it_ends(
    alice: House, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """However long it lasts and whatever it looks like from one try to the next."""
    caplog.clear()
    await alice.simulator.stop()
    await clock.pass_time(1800)
    assert len(told(caplog)) == 1
    await alice.simulator.restart()
    alice.simulator.faults.add("snapshot", Fault.answer(503), times=1)
    alice.simulator.faults.add("snapshot", Fault.broken_json(), times=1)
    alice.simulator.faults.add("snapshot", Fault.reset(), times=1)
    await clock.pass_time(2400)
    assert len(told(caplog)) == 2
    assert "recovered" in told(caplog)[-1]
    await clock.pass_time(600)
    assert len(told(caplog)) == 2


async def test_an_action_that_gets_through_does_not_swallow_the_end_of_an_outage(
    alice: House, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """The entities are back at once, and the log says so."""
    caplog.clear()
    alice.simulator.faults.add("snapshot", Fault.answer(500))
    await clock.pass_time(300)
    alice.simulator.faults.clear()
    await alice.act("get_calls")
    await clock.settle()
    assert alice.state("sensor", "call").state == "idle"
    assert [("recovered" in line) for line in told(caplog)] == [False, True]


async def test_the_tries_get_rarer_and_never_rarer_than_every_ten_minutes(
    alice: House, clock: Clock
) -> None:
    """An outage of a day, and the way back from it."""
    times = clock.times_of_polls(alice.simulator.tally)
    alice.simulator.faults.add("snapshot", Fault.answer(500))
    await clock.pass_time(24 * 3600)
    waits = gaps(times)
    for wait, expected in zip(waits, [5.0, 10, 20, 40, 80, 160, 320], strict=False):
        assert 0.9 * expected - 1 <= wait <= 1.1 * expected + 0.5
    assert all(530 <= wait <= 600 for wait in waits[8:])
    assert len(times) < 180

    alice.simulator.faults.clear()
    times.clear()
    await clock.pass_time(1800)
    back = gaps(times)
    for wait, expected in zip(back, [300, 150, 75, 37.5, 19, 9.5, 5], strict=False):
        assert 0.9 * expected - 1.5 <= wait <= 1.1 * expected + 1
    assert back[-1] <= 6


@pytest.mark.parametrize("status", [429, 503])
async def test_nobody_is_asked_before_the_server_said(
    alice: House, clock: Clock, connector: Connector, status: int
) -> None:
    """Nor when messages arrive, which else hurry the polls."""
    fault = Fault.answer(status, headers={"Retry-After": "100"})
    alice.simulator.faults.add("snapshot", fault)
    times = clock.times_of_polls(alice.simulator.tally)
    clock.just_before_a_second()
    await connector.post(connector.message(1))
    await clock.settle()
    assert len(times) == 1
    await connector.post(connector.message(2, state="CONFIRMED"))
    await clock.pass_time(50)
    await connector.post(connector.message(3, state="TERMINATED"))
    await clock.pass_time(100 - (clock.now() - times[0]) - 0.01)
    assert len(times) == 1
    await clock.pass_time(12)
    assert len(times) == 2


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("action", "data", "operation"),
    [
        ("hold", {}, "hold"),
        ("dial", {"destination": "+15555"}, "shortlist"),
        ("dial", {"destination": "+15555"}, "make"),
        ("send_call_command", {"command": "mute"}, "mute"),
    ],
    ids=["hold", "telephones", "dial", "operators"],
)
async def test_who_asks_for_peace_instead_of_taking_a_command_gets_it(
    alice: House,
    clock: Clock,
    action: str,
    data: dict[str, Any],
    operation: str,
    status: int,
) -> None:
    """The polls wait as if one of them had been refused."""
    active(alice)
    await clock.pass_time(7)
    impatient(alice)
    fault = Fault.answer(status, headers={"Retry-After": "60"})
    alice.simulator.faults.add(operation, fault)
    begin, times = clock.now(), clock.times_of_polls(alice.simulator.tally)
    # Without the list of telephones the caller is asked for one.
    asks_back = operation == "shortlist" and status == 503
    await refused(alice, action, data, mistake=asks_back)
    # A command reads the calls itself, before and behind.
    times.clear()
    await clock.pass_time(60 - (clock.now() - begin))
    assert times == []
    await clock.pass_time(15)
    assert len(times) > 0


async def test_what_a_refused_command_sees_does_not_end_the_peace(
    alice: House, clock: Clock
) -> None:
    """It reads on to learn what came of it, and the calls may be others meanwhile."""
    active(alice)
    await clock.pass_time(7)
    impatient(alice)
    faults = alice.simulator.faults
    faults.add("hold", Fault.answer(503, headers={"Retry-After": "60"}))
    at_reading(
        alice.simulator, {1: lambda: alice.exchange.inbound("alice", OTHER_NUMBER)}
    )
    begin, times = clock.now(), clock.times_of_polls(alice.simulator.tally)
    await refused(alice, "hold")
    assert alice.state("sensor", "calls").state == "2"
    times.clear()
    await clock.pass_time(60 - (clock.now() - begin))
    assert times == []
    await clock.pass_time(25)
    assert len(times) > 0


async def _look_at_a_new_call(house: House) -> None:
    house.exchange.inbound("alice", OTHER_NUMBER)
    await house.act("get_calls")


async def _update_the_entity(house: House) -> None:
    entity_id = house.entity_id("sensor", "call")
    await house.hass.services.async_call(
        "homeassistant", "update_entity", {"entity_id": entity_id}, blocking=True
    )


@pytest.mark.parametrize("look", [_look_at_a_new_call, _update_the_entity])
async def test_whoever_looks_during_the_peace_does_not_prolong_it(
    alice: House, clock: Clock, look: Callable[[House], Awaitable[None]]
) -> None:
    active(alice)
    await clock.pass_time(7)
    impatient(alice)
    fault = Fault.answer(429, headers={"Retry-After": "100"})
    alice.simulator.faults.add("hold", fault, times=1)
    begin, times = clock.now(), clock.times_of_polls(alice.simulator.tally)
    await refused(alice, "hold")
    await clock.pass_time(90 - (clock.now() - begin))
    await look(alice)
    times.clear()
    await clock.pass_time(100 - (clock.now() - begin))
    assert times == []
    await clock.pass_time(25)
    assert len(times) > 0


async def test_a_shorter_peace_does_not_end_a_longer_one(
    alice: House, clock: Clock
) -> None:
    await clock.pass_time(7)
    faults = alice.simulator.faults
    long = Fault.answer(429, headers={"Retry-After": "300"})
    faults.add("snapshot", long, times=1)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(7)
    begin = times[-1]
    faults.add("shortlist", Fault.answer(429, headers={"Retry-After": "1"}), times=1)
    await refused(alice, "dial", {"destination": "+15555"})
    times.clear()
    await clock.pass_time(300 - (clock.now() - begin))
    assert times == []
    await clock.pass_time(40)
    assert len(times) > 0


@pytest.mark.parametrize("status", [429, 503])
async def test_a_message_during_the_poll_that_is_refused_does_not_ask_again(
    alice: House, clock: Clock, connector: Connector, status: int
) -> None:
    """The server said when: what was meant to hurry before that no longer holds."""
    faults = alice.simulator.faults
    times = clock.times_of_polls(alice.simulator.tally)
    fault = Fault.answer(status, headers={"Retry-After": "100"})
    faults.add("snapshot", fault)
    # Both are taken in before the refusal: the first one's poll is not over yet.
    await connector.post([connector.message(1), connector.message(2)])
    await clock.settle()
    assert len(times) == 1
    await clock.pass_time(95)
    assert len(times) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("asked", ["3600", "86400"])
async def test_a_server_that_asks_for_an_hour_is_asked_within_ten_minutes(
    alice: House, clock: Clock, status: int, asked: str
) -> None:
    """A fault in one header must not silence a telephone for a day."""
    fault = Fault.answer(status, headers={"Retry-After": asked})
    alice.simulator.faults.add("snapshot", fault)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(1900)
    assert len(times) >= 3
    assert max(gaps(times)) <= 600


@pytest.mark.parametrize(
    "senseless",
    ["-5", "0", "nan", "inf", "1e9", "soon", "", "Thu, 01 Jan 1970 00:00:00 GMT"],
)
async def test_a_senseless_retry_after_counts_as_none(
    alice: House, clock: Clock, senseless: str
) -> None:
    """The pace is then that of any outage."""
    fault = Fault.answer(503, headers={"Retry-After": senseless})
    alice.simulator.faults.add("snapshot", fault)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(120)
    waits = gaps(times)[:4]
    for wait, expected in zip(waits, [5, 10, 20, 40], strict=True):
        assert 0.9 * expected - 1 <= wait <= 1.1 * expected + 0.5


async def test_a_date_says_when_as_well(alice: House, clock: Clock) -> None:
    """Retry-After may be an HTTP date; one far ahead is cut like a number."""
    fault = Fault.answer(503, headers={"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"})
    alice.simulator.faults.add("snapshot", fault)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(60)
    assert 3 <= len(times) <= 5


async def test_messages_in_an_outage_try_whether_it_is_over(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """Whoever sends messages can perhaps answer as well."""
    alice.simulator.faults.add("snapshot", Fault.answer(500))
    await clock.pass_time(3600)
    alice.simulator.faults.clear()
    alice.exchange.inbound("alice", CALLER)
    await connector.post(connector.message())
    await clock.settle()
    assert alice.state("sensor", "call").state == "ringing"
