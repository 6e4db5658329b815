"""Who knows the webhook's address can hurry a poll, and little more."""

from collections.abc import Awaitable, Callable

from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.telepo.const import DOMAIN
from simulator import Fault, State

from .clock import Clock, Pass
from .commands import NAME, NUMBER, OTHER_NUMBER, active, held, ringing
from .crm import MESSAGE, Connector
from .house import House
from .leftovers import repairs, set_up_again, unload
from .logs import told as logged
from .storybook import TOLD, types

type Forge = Callable[[str], Awaitable[int]]

DISTRUSTED = "webhook_distrusted"


@pytest.fixture
def forge(connector: Connector) -> Forge:
    """Return what posts a forged message about alice's call with the usual caller."""
    number = 0

    async def post(state: str) -> int:
        nonlocal number
        number += 1
        return await connector.post(connector.message(number, state=state))

    return post


def nameless(state: str) -> dict[str, str]:
    """Return a forged message that tells of some call of alice's and no more."""
    return {"call_id": "forged", "state": state, "local_user_id": "alice"}


async def seen(house: House, later: Pass) -> dict[str, str]:
    """Return what stands in alice's entities after a while."""
    await later(12)
    return {
        key: house.state(platform, key).state
        for platform, key in (
            ("sensor", "call"),
            ("sensor", "calls"),
            ("sensor", "remote_party"),
            ("binary_sensor", "on_call"),
            ("binary_sensor", "ringing"),
            ("switch", "hold"),
        )
    }


@pytest.mark.parametrize(
    "begin", [None, ringing, active, held], ids=["idle", "ringing", "active", "held"]
)
@pytest.mark.parametrize(
    "state", ["TRYING", "EARLY", "CONFIRMED", "TERMINATED", "HELD", "ACTIVE"]
)
async def test_no_live_state_comes_from_a_message(
    alice: House,
    forge: Forge,
    later: Pass,
    begin: Callable[[House], object] | None,
    state: str,
) -> None:
    if begin:
        begin(alice)
    before = await seen(alice, later)
    changed = alice.heard("state_changed")
    assert await forge(state) == 200
    assert await seen(alice, later) == before
    live = {"sensor.alice_call", "sensor.alice_calls", "sensor.alice_remote_party"}
    assert not live & {change.data["entity_id"] for change in changed}


async def test_a_forged_end_of_a_living_call_ends_nothing(
    alice: House, forge: Forge, later: Pass
) -> None:
    """Not even when the exchange is away for a while later on."""
    call = active(alice)
    await later(10)
    told = alice.heard(TOLD)
    await forge("TERMINATED")
    await later(20)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await later(120)
    alice.simulator.faults.clear()
    await later(300)
    assert told == []
    assert call.state is State.ACTIVE
    alice.exchange.end(call.call_id)
    await later(10)
    assert types(told) == ["ended"]
    assert told[0].data["source"] == "both"


async def test_a_false_end_told_in_an_outage_does_not_silence_the_call(
    alice: House, connector: Connector, later: Pass
) -> None:
    """What comes later is told."""
    call = active(alice)
    await later(10)
    told = alice.heard(TOLD)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await later(30)
    await connector.post(nameless("TERMINATED"))
    await later(10)
    alice.simulator.faults.clear()
    await later(400)
    assert types(told) == ["ended"]
    alice.exchange.hold(call.call_id)
    await later(10)
    alice.exchange.end(call.call_id)
    await later(10)
    assert types(told) == ["ended", "held", "ended"]
    # The history knows one call, with all of its talk.
    (call_told,) = (await alice.act("get_call_history"))["calls"]
    assert call_told["duration"] == told[-1].data["duration"] > 440
    assert alice.state("sensor", "calls_today").state == "1"
    talk = float(alice.state("sensor", "talk_time_today").state)
    assert talk == call_told["duration"]


async def test_a_call_that_rings_on_after_a_false_end_is_missed_once(
    alice: House, connector: Connector, later: Pass
) -> None:
    """And not at all once it is answered."""
    call = ringing(alice)
    await later(10)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await later(30)
    await connector.post(nameless("TERMINATED"))
    await later(10)
    assert alice.state("sensor", "missed_calls").state == "1"
    alice.simulator.faults.clear()
    await later(60)
    alice.exchange.answer(call.call_id)
    await later(10)
    alice.exchange.end(call.call_id)
    await later(10)
    assert alice.state("sensor", "missed_calls").state == "0"
    attributes = alice.state("sensor", "calls_today").attributes
    assert (attributes["missed"], attributes["ended"]) == (0, 1)


async def test_a_forged_answer_of_a_ringing_call_is_no_answer(
    alice: House, forge: Forge, later: Pass
) -> None:
    """The caller gives up, and the call is one to return."""
    told = alice.heard(TOLD)
    call = ringing(alice)
    await later(10)
    await forge("CONFIRMED")
    await later(10)
    assert types(told) == ["incoming"]
    alice.exchange.cancel(call.call_id)
    await later(10)
    assert types(told) == ["incoming", "missed"]
    assert alice.state("sensor", "missed_calls").state == "1"
    assert alice.state("sensor", "talk_time_today").state == "0"


async def test_a_true_answer_is_told_with_the_poll_that_it_hurries(
    alice: House, forge: Forge, clock: Clock, later: Pass
) -> None:
    """No time passes."""
    call = ringing(alice)
    await later(10)
    told = alice.heard(TOLD)
    alice.exchange.answer(call.call_id)
    begin = clock.now()
    await forge("CONFIRMED")
    await clock.settle()
    assert types(told) == ["answered"]
    assert clock.now() - begin < 2


async def test_a_forged_rejection_hides_no_missed_call(
    alice: House, connector: Connector, later: Pass
) -> None:
    told = alice.heard(TOLD)
    call = ringing(alice)
    await later(10)
    reason = {"termination-reason": "REJECTED"}
    await connector.post(connector.message(1, state="TERMINATED", **reason))
    await later(10)
    alice.exchange.cancel(call.call_id)
    await later(10)
    assert types(told) == ["incoming", "missed"]


async def test_a_forged_message_without_a_number_makes_no_second_call(
    alice: House, connector: Connector, later: Pass
) -> None:
    """The call's own messages have its number, and join it."""
    told = alice.heard(TOLD)
    call = ringing(alice)
    await later(7)
    await connector.post(nameless("EARLY"))
    await connector.post(connector.message(1))
    await later(5)
    alice.exchange.answer(call.call_id)
    await connector.post(connector.message(2, state="CONFIRMED"))
    await later(10)
    alice.exchange.end(call.call_id)
    await connector.post(connector.message(3, state="TERMINATED"))
    await later(30)
    assert types(told) == ["incoming", "answered", "ended"]
    assert told[-1].data["source"] == "both"


@pytest.mark.parametrize("state", ["EARLY", "TERMINATED"])
@pytest.mark.parametrize("caller", [None, "sip:carol@partner.example"])
async def test_a_message_puts_no_number_on_a_call_that_snapshots_show(
    alice: House, connector: Connector, later: Pass, state: str, caller: str | None
) -> None:
    """Nobody is called back who did not call."""
    call = alice.exchange.inbound("alice", caller)
    await later(10)
    told = alice.heard(TOLD)
    await connector.post(nameless(state) | {"remote_number": OTHER_NUMBER})
    await later(20)
    alice.exchange.cancel(call.call_id)
    await later(10)
    assert types(told) == ["missed"]
    assert told[0].data["remote_number"] is None
    missed = alice.state("sensor", "missed_calls").attributes
    assert OTHER_NUMBER not in str(missed)


@pytest.mark.parametrize(
    "forgery",
    [{"state": "PROCEEDING"}, {"local_user_id": "bob"}, {"local_user_id": None}],
    ids=["state", "user", "nobody"],
)
async def test_a_forged_number_of_a_message_silences_no_true_one(
    alice: House, connector: Connector, later: Pass, forgery: dict[str, str | None]
) -> None:
    """It is no copy, so it is heard, though not fired a second time."""
    told, fired = alice.heard(TOLD), alice.heard(MESSAGE)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await later(70)
    states = {2: "CONFIRMED", 3: "TERMINATED"}
    await connector.post(connector.message(1))
    for number in range(2, 50):
        like = connector.message(number, state=states.get(number, "EARLY"))
        await connector.post(like | forgery)
    for number, state in states.items():
        await connector.post(connector.message(number, state=state))
    await later(5)
    assert types(told) == ["incoming", "answered", "ended"]
    assert [message.data["seq_num"] for message in fired] == list(range(1, 50))


@pytest.mark.parametrize(
    "forgery",
    [
        {"state": "PROCEEDING"},
        {"termination-reason": "REJECTED"},
        {"local_user_id": "bob"},
        {"direction": "OUTGOING"},
        {"remote_number": "+1"},
    ],
    ids=lambda forgery: next(iter(forgery)),
)
async def test_a_true_message_with_a_forged_number_hurries_the_poll(
    alice: House,
    connector: Connector,
    clock: Clock,
    later: Pass,
    forgery: dict[str, str],
) -> None:
    await connector.post(connector.message(1) | forgery)
    await later(30)
    ringing(alice)
    await connector.post(connector.message(1))
    await clock.settle()
    assert alice.state("sensor", "call").state == "ringing"


async def test_a_flood_of_forged_calls_is_bounded_and_reported_once(
    alice: House,
    connector: Connector,
    clock: Clock,
    later: Pass,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """True calls are told through it."""
    told = alice.heard(TOLD)
    forged = [
        connector.message(1, call_id=f"forged{number}", state="TERMINATED")
        for number in range(180)
    ]
    assert await connector.post(forged[:90]) == 200
    assert repairs(alice) == set()
    assert await connector.post(forged[90:]) == 200
    await later(20)
    assert types(told) == ["missed"] * 100
    assert alice.state("sensor", "missed_calls").state == "100"
    assert len((await alice.act("get_call_history"))["calls"]) == 100
    assert repairs(alice) == {DISTRUSTED}
    reports = [line for line in logged(caplog) if "more calls of" in line]
    assert len(reports) == 1
    assert NUMBER not in reports[0]

    call = ringing(alice)
    await connector.post(connector.message(2))
    await clock.settle()
    assert types(told)[100:] == ["incoming"]
    alice.exchange.cancel(call.call_id)
    await later(10)
    assert types(told)[100:] == ["incoming", "missed"]


async def test_a_reload_or_restart_keeps_the_report_of_a_flood(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Else whoever sees to the options in the morning would not learn of the night."""
    forged = [connector.message(1, call_id=f"forged{n}") for n in range(110)]
    await connector.post(forged)
    await clock.settle()
    await alice.set_options(history_days=31)
    assert repairs(alice) == {DISTRUSTED}
    await unload(alice)
    assert repairs(alice) == {DISTRUSTED}
    # Home Assistant itself forgets repairs when it starts.
    ir.async_delete_issue(alice.hass, DOMAIN, f"{DISTRUSTED}_{alice.entry().entry_id}")
    await set_up_again(alice)
    assert repairs(alice) == {DISTRUSTED}
    await clock.settle()


async def test_a_flood_costs_the_exchange_two_polls_a_second(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """However many messages come."""
    times = clock.times_of_polls(alice.simulator.tally)
    begin = clock.now()
    for number in range(1, 101):
        await connector.post(connector.message(number))
    await clock.settle()
    assert len(times) <= 5 + 2 * (clock.now() - begin) + 1


async def test_forged_calls_do_not_reach_a_colleague(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """A flood about one user leaves the trust in the others."""
    await alice.set_up("bob")
    forged = [connector.message(1, call_id=f"forged{n}") for n in range(110)]
    await connector.post(forged)
    told = alice.heard(TOLD)
    await connector.post(connector.message(1, local_user_id="bob", call_id="true"))
    assert [moment.data["device_id"] for moment in told] == [alice.device_id("bob")]
    await clock.settle()


async def test_a_forged_message_sends_no_command(
    alice: House, forge: Forge, later: Pass
) -> None:
    """Nothing but reading follows from one."""
    active(alice)
    await later(10)
    alice.simulator.tally.reset()
    for state in ("EARLY", "CONFIRMED", "TERMINATED"):
        await forge(state)
    await later(30)
    assert alice.simulator.tally.count("snapshot") == alice.simulator.tally.count()
    assert alice.exchange.calls("alice")[0].remote.name == NAME
