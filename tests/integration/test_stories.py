"""Each moment of each call is told once, whoever saw it first."""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
import time
from typing import Any

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import event as event_helper
from homeassistant.util import dt as dt_util
import pytest

from custom_components.telepo.cti import CrmMessage, UserCalls
from simulator import Call, CrmConnector, Fault, State

from .clock import Pass
from .commands import NAME, NUMBER, OTHER_NUMBER, active, ringing
from .crm import Connector
from .house import House
from .leftovers import leftovers, set_up_again, unload
from .storybook import TOLD, missed, types

type Step = Callable[[House, Call], object]


def _exchange(step: str, *arguments: str) -> Step:
    """Return a step that the exchange takes with the call."""
    return lambda house, call: getattr(house.exchange, step)(call.call_id, *arguments)


ANSWER, FAR_ANSWERS = _exchange("answer"), _exchange("far_answers")
HOLD, RESUME, END = _exchange("hold"), _exchange("resume"), _exchange("end")
CANCEL, REJECT = _exchange("cancel"), _exchange("reject")
ELSEWHERE = _exchange("answered_elsewhere")
FAIL = _exchange("fail", "Call setup failed with status code 486")

# Steps, what the snapshots can tell, and the ending that messages know better.
INBOUND = {
    "answered": ([ANSWER, END], ["answered", "ended"], None),
    "held": (
        [ANSWER, HOLD, RESUME, HOLD, END],
        ["answered", "held", "resumed", "held", "ended"],
        None,
    ),
    "cancelled": ([CANCEL], ["missed"], None),
    "hung-up": ([END], ["missed"], None),
    "rejected": ([REJECT], ["missed"], "rejected"),
    "elsewhere": ([ELSEWHERE], ["missed"], "answered_elsewhere"),
    "failed": ([FAIL, END], ["failed"], None),
}
OUTBOUND = {
    "answered": ([FAR_ANSWERS, END], ["answered", "ended"], None),
    "cancelled": ([CANCEL], ["cancelled"], None),
    "rejected": ([REJECT], ["cancelled"], "rejected"),
    "failed": ([FAIL, END], ["failed"], None),
}


@pytest.fixture
def crm(alice: House, connector: Connector) -> CrmConnector:
    """Return the exchange's connector, which the operator has given alice's webhook."""
    url = connector.web.make_url(connector.path())
    alice.simulator.crm.configure(str(url), insecure=True)
    return alice.simulator.crm


def put_clock(monkeypatch: pytest.MonkeyPatch, step: float) -> None:
    """Put Home Assistant's clock, on the wall and for its timers."""
    before = dt_util.utcnow

    def now() -> datetime:
        return before() + timedelta(seconds=step)

    monkeypatch.setattr(dt_util, "utcnow", now)
    monkeypatch.setattr(event_helper, "time_tracker_utcnow", now)


async def _settle(house: House) -> None:
    """Wait for the messages, and for the polls that they hurry."""
    await house.simulator.crm.settled()
    await house.hass.async_block_till_done(wait_background_tasks=True)


async def _live(house: House, start: str, steps: list[Step]) -> list[Event[Any]]:
    """Let a call live with a poll after every step, and return what was told."""
    told = house.heard(TOLD)
    begin = getattr(house.exchange, start)
    call = begin("alice", NUMBER, NAME)
    for step in (None, *steps):
        if step:
            step(house, call)
        await _settle(house)
        await house.poll()
    for _ in range(3):
        await house.poll()
    return told


LIVES = [
    pytest.param(start, first, *life, id=f"{first}-{name}")
    for start, first, lives in (
        ("inbound", "incoming", INBOUND),
        ("outbound", "outgoing", OUTBOUND),
    )
    for name, life in lives.items()
]


@pytest.mark.parametrize(("start", "first", "steps", "moments", "better"), LIVES)
async def test_polls_alone_tell_each_moment_once(
    alice: House,
    start: str,
    first: str,
    steps: list[Step],
    moments: list[str],
    better: str | None,
) -> None:
    told = await _live(alice, start, steps)
    assert types(told) == [first, *moments]
    assert {event.data["source"] for event in told} == {"snapshot"}
    assert len({event.data["call_id"] for event in told}) == 1


@pytest.mark.parametrize(("start", "first", "steps", "moments", "better"), LIVES)
async def test_both_sources_together_tell_each_moment_once(
    alice: House,
    crm: CrmConnector,
    start: str,
    first: str,
    steps: list[Step],
    moments: list[str],
    better: str | None,
) -> None:
    told = await _live(alice, start, steps)
    assert types(told) == [first, *moments[:-1], better or moments[-1]]
    assert told[-1].data["source"] == "both"
    assert len({event.data["call_id"] for event in told}) == 1
    calls = (await alice.act("get_call_history"))["calls"]
    assert [call["outcome"] for call in calls] == [types(told)[-1]]


async def test_messages_alone_tell_while_no_snapshot_is_to_be_had(
    alice: House, connector: Connector
) -> None:
    told = alice.heard(TOLD)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await alice.poll()
    for number, state in enumerate(("EARLY", "CONFIRMED", "TERMINATED")):
        await connector.post(connector.message(number, state=state))
    await alice.poll()
    assert types(told) == ["incoming", "answered", "ended"]
    assert {event.data["source"] for event in told} == {"webhook"}
    assert {event.data["call_id"] for event in told} == {"VTZAg3bXTr2f7UuZTw7zAg"}
    # The name is known to the snapshot alone.
    assert {event.data["remote_name"] for event in told} == {None}
    assert {event.data["remote_uri"] for event in told} == {f"tel:{NUMBER}"}


async def test_a_message_about_anybody_tells_no_story(
    alice: House, connector: Connector
) -> None:
    told = alice.heard(TOLD)
    await connector.post(connector.message(local_user_id=None))
    await connector.post(connector.message(2, local_user_id="bob@organization.org"))
    await alice.poll()
    assert told == []


async def test_an_event_says_which_call_and_whose(alice: House) -> None:
    told = alice.heard(TOLD)
    call = ringing(alice)
    await alice.poll()
    (event,) = told
    assert event.data == {
        "type": "incoming",
        "call_id": call.call_id,
        "direction": "incoming",
        "remote_name": NAME,
        "remote_number": NUMBER,
        "remote_uri": f"tel:{NUMBER}",
        "duration": 0,
        "started": alice.state("sensor", "call_started").state,
        "source": "snapshot",
        "config_entry_id": alice.entry().entry_id,
        "device_id": alice.device_id(),
        "entity_id": alice.entity_id("event", "call"),
    }


async def test_an_ending_is_counted_before_it_is_told(
    alice: House, hass: HomeAssistant
) -> None:
    """An automation that a missed call starts reads the sensors at once."""
    seen: list[str] = []

    @callback
    def look(event: Event[Any]) -> None:
        if event.data["type"] == "missed":
            seen.append(alice.state("sensor", "missed_calls").state)

    hass.bus.async_listen(TOLD, look)
    await missed(alice)
    assert seen == ["1"]


async def test_a_call_is_told_to_its_own_user_only(alice: House) -> None:
    await alice.set_up("bob")
    told = alice.heard(TOLD)
    alice.exchange.inbound("bob", NUMBER, NAME)
    await alice.poll()
    assert [event.data["device_id"] for event in told] == [alice.device_id("bob")]


@pytest.mark.parametrize("blind", [False, True], ids=["consulted", "blind"])
async def test_our_own_transfer_is_told_before_its_ending(
    alice: House, blind: bool
) -> None:
    alice.exchange.transfer_answers_after = 0
    call = active(alice)
    await alice.poll()
    told = alice.heard(TOLD)
    await alice.act("transfer", {"destination": f"tel:{OTHER_NUMBER}", "blind": blind})
    await alice.poll()
    assert call.state is State.TRANSFERRED
    assert types(told) == ["transferred", "ended"]


async def test_calls_found_during_the_set_up_are_told_when_entities_exist(
    house: House,
) -> None:
    """One that rings is news; one that is talked on already is not."""
    told = house.heard(TOLD)
    ringing(house)
    house.exchange.answer(house.exchange.inbound("alice", OTHER_NUMBER).call_id)
    await house.set_up("alice")
    await house.poll()
    assert types(told) == ["incoming"]
    assert told[0].data["entity_id"] == house.entity_id("event", "call")
    assert house.state("event", "call").attributes["event_type"] == "incoming"
    for call in house.exchange.calls("alice"):
        house.exchange.end(call.call_id)
    await house.poll()
    assert Counter(types(told)) == {"incoming": 1, "missed": 1, "ended": 1}


async def test_a_restart_during_a_call_neither_repeats_nor_forgets(
    alice: House,
) -> None:
    told = alice.heard(TOLD)
    call = active(alice)
    await alice.poll()
    await unload(alice)
    await set_up_again(alice)
    await alice.poll()
    assert types(told) == ["incoming", "answered"]
    alice.exchange.hold(call.call_id)
    await alice.poll()
    alice.exchange.end(call.call_id)
    await alice.poll()
    assert types(told) == ["incoming", "answered", "held", "ended"]
    assert len((await alice.act("get_call_history"))["calls"]) == 1


async def test_a_call_that_ends_during_a_restart_is_told_afterwards(
    alice: House,
) -> None:
    told = alice.heard(TOLD)
    call = ringing(alice)
    await alice.poll()
    await unload(alice)
    alice.exchange.cancel(call.call_id)
    await set_up_again(alice)
    assert types(told) == ["incoming", "missed"]
    assert alice.state("sensor", "missed_calls").state == "1"
    assert alice.state("event", "call").attributes["event_type"] == "missed"


async def test_an_ending_that_waits_for_its_reason_outlives_a_restart(
    alice: House, crm: CrmConnector
) -> None:
    """And leaves no timer behind meanwhile."""
    told = alice.heard(TOLD)
    crm.manners.drop = {"TERMINATED"}
    call = ringing(alice)
    await _settle(alice)
    alice.exchange.cancel(call.call_id)
    await alice.act("get_calls")
    assert types(told) == ["incoming"]
    await unload(alice)
    assert leftovers(alice.hass)["timer"] == 0
    await set_up_again(alice)
    await alice.poll()
    assert types(told) == ["incoming", "missed"]


async def test_a_lost_reason_is_waited_for_a_moment_only(
    alice: House, crm: CrmConnector
) -> None:
    crm.manners.drop = {"TERMINATED"}
    told = await _live(alice, "inbound", [CANCEL])
    assert types(told) == ["incoming", "missed"]


async def test_a_moment_of_a_poll_is_told_when_the_states_are_new(alice: House) -> None:
    """An automation that acts on the moment finds the call where it looks for it."""
    seen: list[tuple[str, str, str]] = []

    @callback
    def look(event: Event[Any]) -> None:
        sensor = alice.state("sensor", "call")
        ringing_now = alice.state("binary_sensor", "ringing").state
        seen.append((event.data["type"], sensor.state, ringing_now))

    alice.hass.bus.async_listen(TOLD, look)
    call = ringing(alice)
    await alice.poll()
    alice.exchange.answer(call.call_id)
    await alice.poll()
    alice.exchange.end(call.call_id)
    await alice.poll()
    assert seen == [
        ("incoming", "ringing", "on"),
        ("answered", "active", "off"),
        ("ended", "idle", "off"),
    ]


async def test_a_snapshot_read_at_the_unloading_is_told_before_it(alice: House) -> None:
    """Whoever unloads the entry in the same turn of the loop takes nothing away."""
    told = alice.heard(TOLD)
    shown = alice.heard(str(EVENT_STATE_CHANGED))
    ringing(alice)
    coordinator = alice.entry().runtime_data.coordinator
    await coordinator.async_read_calls()
    assert types(told) == []
    await unload(alice)
    assert types(told) == ["incoming"]
    entity_id = alice.entity_id("event", "call")
    states = [e.data["new_state"] for e in shown if e.data["entity_id"] == entity_id]
    assert [state.attributes.get("event_type") for state in states] == [
        "incoming",
        None,
    ]


@pytest.mark.parametrize("step", [-3600, 3600])
async def test_a_clock_that_is_put_before_something_is_due_makes_no_long_talk(
    alice: House,
    connector: Connector,
    later: Pass,
    monkeypatch: pytest.MonkeyPatch,
    step: float,
) -> None:
    """What is due then is the first to see the new time, before any snapshot."""
    told = alice.heard(TOLD)
    call = active(alice)
    await later(10)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await later(1)
    other = connector.message(
        1, call_id="other", state="TERMINATED", remote_number=OTHER_NUMBER
    )
    await connector.post(other)
    put_clock(monkeypatch, step)
    await later(5)
    alice.simulator.faults.clear()
    await later(30)
    alice.exchange.end(call.call_id)
    await later(30)
    (talk,) = [e.data["duration"] for e in told if e.data["type"] == "ended"]
    assert 40 <= talk <= 100


async def test_an_hour_of_sleep_is_no_clock_that_is_put(
    alice: House, later: Pass, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call goes on while the machine sleeps, and so does its time."""
    told = alice.heard(TOLD)
    call = active(alice)
    await later(10)
    slept = 3600.0
    clock_gettime = time.clock_gettime

    def gettime(clock: int) -> float:
        counts_sleep = clock == time.CLOCK_BOOTTIME
        return clock_gettime(clock) + (slept if counts_sleep else 0.0)

    monkeypatch.setattr(time, "clock_gettime", gettime)
    put_clock(monkeypatch, slept)
    await later(10)
    alice.exchange.end(call.call_id)
    await later(10)
    assert types(told) == ["incoming", "answered", "ended"]
    assert 3610 <= told[-1].data["duration"] <= 3630


@pytest.mark.parametrize("step", [-3600, 3600, 400 * 24 * 3600])
async def test_a_clock_that_is_put_right_makes_no_long_talk(
    alice: House, later: Pass, monkeypatch: pytest.MonkeyPatch, step: float
) -> None:
    """A machine without a clock of its own learns the time from the network."""
    told = alice.heard(TOLD)
    call = active(alice)
    await later(10)
    put_clock(monkeypatch, step)
    await later(10)
    alice.exchange.end(call.call_id)
    await later(10)
    assert types(told) == ["incoming", "answered", "ended"]
    assert 10 <= told[-1].data["duration"] <= 25
    await later(4000)
    assert len(told) == 3


async def test_nothing_is_told_after_the_unloading(
    alice: House, connector: Connector, hass_storage: dict[str, Any]
) -> None:
    """Not even when an answer of the exchange, or a message, comes at that very moment."""
    call = ringing(alice)
    await alice.poll()
    stories = alice.entry().runtime_data.coordinator.stories
    await unload(alice)
    told = alice.heard(TOLD)
    before = leftovers(alice.hass)
    stored = deepcopy(hass_storage)
    alice.exchange.cancel(call.call_id)
    stories.async_calls_read(UserCalls(), messages_alive=True)
    stories.async_message_arrived(CrmMessage(call_id="x", state="EARLY"), readable=True)
    await connector.post(connector.message())
    await alice.hass.async_block_till_done()
    assert told == []
    assert leftovers(alice.hass) == before
    assert hass_storage == stored
    assert not stories.history.find()


async def test_a_command_takes_the_id_of_a_call_that_only_a_message_told_of(
    alice: House, connector: Connector, hass: HomeAssistant
) -> None:
    """An automation acts on the event, before the poll that the message hurries."""
    call = active(alice)
    told = alice.heard(TOLD)
    acted = []

    @callback
    def hold(event: Event[Any]) -> None:
        if event.data["type"] == "answered":
            data = {"call_id": event.data["call_id"]}
            acted.append(hass.async_create_task(alice.act("hold", data)))

    hass.bus.async_listen(TOLD, hold)
    await connector.post(connector.message(state="CONFIRMED"))
    assert told[-1].data["source"] == "webhook"
    (answer,) = [await task for task in acted]
    assert answer["call_id"] == call.call_id
    assert call.state is State.HELD

    (call_id,) = {event.data["call_id"] for event in told}
    assert call_id != call.call_id
    await alice.act("resume", {"call_id": call_id})
    assert alice.exchange.call(call.call_id).state is State.ACTIVE
    await alice.poll()
    assert types(told) == ["incoming", "answered", "held", "resumed"]
    assert {event.data["call_id"] for event in told} == {call_id}
