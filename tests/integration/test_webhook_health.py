"""The polls show whether messages still arrive."""

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest

from custom_components.telepo.const import DOMAIN
from simulator import Fault

from .clock import Clock, Pass
from .crm import CALLER, Connector
from .house import House

SILENCE = "webhook_silent"


def alive(house: House, user: str = "alice") -> bool:
    """Return what the webhook sensor says."""
    return house.state("binary_sensor", "webhook", user).state == "on"


def repair(house: House, user: str = "alice") -> ir.IssueEntry | None:
    """Return the repair that says that messages have stopped."""
    issue_id = f"{SILENCE}_{house.entry(user).entry_id}"
    return ir.async_get(house.hass).async_get_issue(DOMAIN, issue_id)


async def prove_alive(connector: Connector, clock: Clock) -> None:
    """Let a message of an earlier call arrive, and time pass until nothing is expected."""
    await connector.post(connector.message(9, call_id="earlier", state="TERMINATED"))
    await clock.pass_time(30)


async def test_the_last_message_is_told_though_none_names_a_user(
    alice: House, connector: Connector, later: Pass
) -> None:
    """Settings of the exchange can keep the users back."""
    sensor = {"platform": "binary_sensor", "key": "webhook"}
    for number in range(1, 4):
        await connector.post(connector.message(number, local_user_id=None))
        told = alice.state(**sensor).attributes["last_message"]
        assert told == alice.entry().runtime_data.coordinator.webhook.last_message
        await later(100)


async def test_messages_that_name_no_user_are_told_once_a_minute(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Of a whole organisation hundreds may come in that time."""
    sensor = alice.entity_id("binary_sensor", "webhook")
    changed = alice.heard(str(EVENT_STATE_CHANGED))
    for number in range(1, 6):
        await connector.post(connector.message(number, local_user_id=None))
    await clock.settle()
    assert [event.data["entity_id"] for event in changed].count(sensor) == 1


async def test_the_webhook_is_alive_from_its_first_message_on(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """And the sensor says when the last one came."""
    assert not alive(alice)
    assert alice.state("binary_sensor", "webhook").attributes["last_message"] is None
    before = dt_util.utcnow()
    await connector.post(connector.message())
    assert alive(alice)
    last = alice.state("binary_sensor", "webhook").attributes["last_message"]
    assert before <= last <= dt_util.utcnow()
    await clock.pass_time(3600)
    assert alive(alice)
    assert alice.state("binary_sensor", "webhook").attributes["last_message"] == last


async def test_a_colleagues_message_shows_that_the_webhook_is_reached(
    alice: House, connector: Connector
) -> None:
    """The connector is one for the organisation."""
    await connector.post(connector.message(local_user_id="carol@organization.org"))
    assert alive(alice)
    last = alice.state("binary_sensor", "webhook").attributes["last_message"]
    assert last is not None


@pytest.mark.parametrize("early", [True, False])
async def test_a_call_that_a_message_tells_of_keeps_the_webhook_alive(
    alice: House, connector: Connector, clock: Clock, early: bool
) -> None:
    """Be the message before the snapshot or up to 15 seconds behind it."""
    await prove_alive(connector, clock)
    if early:
        await connector.post(connector.message())
        await clock.pass_time(3)
    alice.exchange.inbound("alice", CALLER)
    if not early:
        await alice.act("get_calls")
        await clock.pass_time(14)
        await connector.post(connector.message())
    await clock.pass_time(120)
    assert alice.state("sensor", "call").state == "ringing"
    assert alive(alice)
    assert repair(alice) is None


async def test_a_crowd_of_messages_does_not_make_a_call_forgotten(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Settings of the exchange can keep users back: then all calls may be the user's."""
    await prove_alive(connector, clock)
    alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(2)
    await connector.post(connector.message(1))
    for number in range(100):
        other = connector.message(
            number, call_id=f"call-{number}", local_user_id=None, remote_number="+1"
        )
        await connector.post(other)
    await clock.pass_time(60)
    assert alive(alice)
    assert repair(alice) is None


async def test_a_call_without_any_message_within_15_seconds_shows_a_silent_webhook(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """A repair says so, and the polls do not rely on messages any more."""
    await prove_alive(connector, clock)
    call = alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    await clock.pass_time(14.5)
    assert alive(alice)
    assert repair(alice) is None
    await clock.pass_time(1)
    assert not alive(alice)
    found = repair(alice)
    assert found is not None
    assert found.is_fixable
    assert found.severity is ir.IssueSeverity.WARNING
    assert found.data == {"entry_id": alice.entry().entry_id}
    alice.exchange.end(call.call_id)
    await clock.pass_time(6)
    times = clock.times_of_polls(alice.simulator.tally)
    await clock.pass_time(60)
    assert len(times) >= 9


async def test_two_calls_without_a_message_show_it_once(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """The second one says nothing new."""
    await prove_alive(connector, clock)
    alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    await clock.pass_time(10)
    alice.exchange.outbound("alice", "+15555")
    await alice.act("get_calls")
    await clock.pass_time(6)
    first = repair(alice)
    assert not alive(alice)
    await clock.pass_time(20)
    assert not alive(alice)
    assert first is not None
    assert repair(alice) == first


async def test_a_call_shorter_than_15_seconds_counts_as_well(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """No message told of it, though it is over."""
    await prove_alive(connector, clock)
    call = alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    alice.exchange.end(call.call_id)
    await clock.pass_time(16)
    assert alice.state("sensor", "call").state == "idle"
    assert not alive(alice)


async def test_a_call_that_flickers_is_watched_from_its_first_sight(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """One odd snapshot in between neither begins the 15 seconds anew nor ends them."""
    await prove_alive(connector, clock)
    alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    await clock.pass_time(8)
    alice.simulator.wire.edit_snapshot = lambda body: {**body, "calls": []}
    await alice.act("get_calls")
    alice.simulator.wire.edit_snapshot = None
    await alice.act("get_calls")
    await clock.pass_time(8)
    assert not alive(alice)
    await clock.pass_time(30)
    assert not alive(alice)


async def test_messages_of_another_call_do_not_tell_of_this_one(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """A message of a call from somebody else proves nothing about this caller's."""
    await prove_alive(connector, clock)
    alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    other = connector.message(call_id="other", remote_number="+15558473")
    await connector.post(other)
    await clock.pass_time(16)
    assert not alive(alice)


async def test_messages_of_an_earlier_call_do_not_tell_of_this_one(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Not even when the same caller rings again."""
    await connector.post(connector.message())
    await clock.pass_time(180)
    alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    await clock.pass_time(16)
    assert not alive(alice)


async def test_a_message_makes_a_silent_webhook_alive_again(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """And withdraws the repair; a colleague's does not: it proves nothing of this user."""
    await prove_alive(connector, clock)
    alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    await clock.pass_time(16)
    await connector.post(connector.message(call_id="x", local_user_id="carol"))
    assert not alive(alice)
    assert repair(alice) is not None
    await connector.post(connector.message())
    assert alive(alice)
    assert repair(alice) is None


async def test_of_many_nobodys_messages_the_first_may_tell_of_the_call(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """However many come behind it in the same body."""
    ours = connector.message(2, local_user_id=None)
    others = [
        connector.message(number, local_user_id=None, remote_number="+15558473")
        for number in range(3, 103)
    ]
    await prove_alive(connector, clock)
    alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    await connector.post([ours, *others])
    await clock.pass_time(16)
    assert alive(alice)
    assert repair(alice) is None


@pytest.mark.parametrize("early", [True, False])
async def test_nobodys_message_ends_a_silence_only_with_a_call_that_is_seen(
    alice: House, connector: Connector, clock: Clock, early: bool
) -> None:
    """Otherwise it may be a stranger's; be it before the snapshot or behind it."""
    await prove_alive(connector, clock)
    call = alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    await clock.pass_time(16)
    other = connector.message(1, local_user_id=None, remote_number="+15558473")
    await connector.post(other)
    await clock.settle()
    assert not alive(alice)
    assert repair(alice) is not None
    alice.exchange.end(call.call_id)
    await clock.pass_time(60)

    ours = connector.message(2, local_user_id=None)
    if early:
        await connector.post(ours)
        await clock.settle()
        assert not alive(alice)
    alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(3)
    if not early:
        await alice.act("get_calls")
        assert not alive(alice)
        await connector.post(ours)
    await clock.settle()
    assert alive(alice)
    assert repair(alice) is None
    await clock.pass_time(60)
    assert alive(alice)


async def test_nobodys_messages_are_enough(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Where the exchange always keeps the user back."""
    for number in range(1, 4):
        await connector.post(connector.message(number, local_user_id=None))
        call = alice.exchange.inbound("alice", CALLER)
        await clock.pass_time(30)
        assert alive(alice)
        assert alice.state("sensor", "call").state == "ringing"
        alice.exchange.end(call.call_id)
        await clock.pass_time(30)
    assert repair(alice) is None


async def test_a_webhook_that_was_never_used_is_not_complained_of(
    alice: House, clock: Clock
) -> None:
    """An owner may do without it."""
    alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(120)
    assert alice.state("sensor", "call").state == "ringing"
    assert not alive(alice)
    assert repair(alice) is None


async def test_calls_found_at_the_start_are_no_proof_of_silence(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Their messages came before anybody listened."""
    alice.exchange.inbound("alice", CALLER)
    await alice.hass.config_entries.async_reload(alice.entry().entry_id)
    await connector.post(connector.message(call_id="x", local_user_id="carol"))
    await clock.pass_time(120)
    assert alice.state("sensor", "call").state == "ringing"
    assert alive(alice)


async def test_a_call_told_of_in_an_outage_is_no_proof_of_silence(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """The message came when no snapshot could show the call."""
    await prove_alive(connector, clock)
    alice.simulator.faults.add(
        "snapshot", Fault.answer(503, headers={"Retry-After": "100"})
    )
    await clock.pass_time(70)
    alice.exchange.inbound("alice", CALLER)
    await connector.post(connector.message())
    await clock.pass_time(60)
    alice.simulator.faults.clear()
    await clock.pass_time(180)
    assert alice.state("sensor", "call").state == "ringing"
    assert alive(alice)
    assert repair(alice) is None


async def test_each_user_has_a_judgement_of_its_own(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Messages of bob arrive while alice's do not."""
    await alice.set_up("bob")
    await prove_alive(connector, clock)
    alice.exchange.inbound("alice", CALLER)
    await alice.hass.services.async_call(
        DOMAIN,
        "get_calls",
        {"device_id": alice.device_id("alice")},
        blocking=True,
        return_response=True,
    )
    await connector.post(connector.message(call_id="x", local_user_id="bob"))
    await clock.pass_time(16)
    assert not alive(alice, "alice")
    assert alive(alice, "bob")
    assert repair(alice, "bob") is None


@pytest.mark.parametrize("after", ["unload", "remove"])
async def test_an_entry_that_goes_takes_its_judgement_along(
    alice: House, connector: Connector, clock: Clock, after: str
) -> None:
    """Neither a timer nor a repair is left."""
    await prove_alive(connector, clock)
    alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    entries, entry_id = alice.hass.config_entries, alice.entry().entry_id
    if after == "remove":
        await clock.pass_time(16)
        assert repair(alice) is not None
        await entries.async_remove(entry_id)
    else:
        await entries.async_unload(entry_id)
    await clock.pass_time(60)
    issues = ir.async_get(alice.hass).issues
    assert [key for key in issues if key[0] == DOMAIN] == []
