"""What happens when the exchange does not let the user in any more."""

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.telepo.const import DOMAIN
from simulator import Fault

from .clock import Clock
from .commands import refused
from .crm import CALLER, Connector
from .house import House


def issue(house: House, key: str, user: str = "alice") -> ir.IssueEntry | None:
    """Return the user's repair, if there is one."""
    issue_id = f"{key}_{house.entry(user).entry_id}"
    return ir.async_get(house.hass).async_get_issue(DOMAIN, issue_id)


async def test_a_revoked_ticket_stops_every_request_and_asks_for_a_new_one(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """Not even messages lead to another request with it."""
    times = clock.times_of_polls(alice.simulator.tally)
    alice.exchange.user("alice").revoke()
    await clock.pass_time(7)
    assert len(times) == 1
    for number in range(1, 5):
        await connector.post(connector.message(number))
        await clock.pass_time(3600)
    assert len(times) == 1
    assert alice.simulator.tally.requests[-1].status == 401
    (flow,) = alice.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert alice.state("sensor", "call").state == STATE_UNAVAILABLE


async def test_messages_during_the_poll_that_is_refused_lead_to_no_other(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """The poll that learns of the revoked ticket is the last one."""
    alice.exchange.user("alice").revoke()
    times = clock.times_of_polls(alice.simulator.tally)
    await connector.post([connector.message(1), connector.message(2)])
    await clock.pass_time(3600)
    assert len(times) == 1


async def test_a_message_behind_a_poll_that_is_refused_leads_to_no_other(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """The timer's poll is under way when the message comes, and then learns of the 401."""
    alice.simulator.faults.add("snapshot", Fault.delay(3600), times=1)
    times = clock.times_of_polls(alice.simulator.tally)
    polling = alice.hass.async_create_task(
        alice.entry().runtime_data.coordinator.async_refresh()
    )
    while not times:
        await alice.next_turn()
    await connector.post(connector.message())
    alice.exchange.user("alice").revoke()
    alice.simulator.faults.release()
    await polling
    await clock.pass_time(3600)
    assert len(times) == 1


async def test_a_new_ticket_starts_the_polls_again(alice: House, clock: Clock) -> None:
    """Through the form that Home Assistant offers."""
    alice.exchange.user("alice").revoke()
    await clock.pass_time(7)
    (flow,) = alice.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    ticket = alice.exchange.user("alice").renew()
    alice.exchange.inbound("alice", CALLER)
    result = await alice.hass.config_entries.flow.async_configure(
        flow["flow_id"], {"ticket": ticket}
    )
    assert result["reason"] == "reauth_successful"
    await clock.settle()
    assert alice.state("sensor", "call").state == "ringing"


async def test_a_ticket_that_is_good_again_is_asked_with_again(
    alice: House, clock: Clock, connector: Connector
) -> None:
    """Once an action has got through with it, messages hurry the polls as before."""
    user = alice.exchange.user("alice")
    user.revoke()
    await clock.pass_time(7)
    user.renew(user.ticket)
    await alice.act("get_calls")
    alice.exchange.inbound("alice", CALLER)
    await connector.post(connector.message())
    await clock.settle()
    assert alice.state("sensor", "call").state == "ringing"


async def test_a_ticket_revoked_while_home_assistant_was_off_asks_for_a_new_one(
    alice: House, clock: Clock
) -> None:
    """The set-up stops there, and nothing asks again."""
    alice.exchange.user("alice").revoke()
    await alice.hass.config_entries.async_reload(alice.entry().entry_id)
    times = clock.times_of_polls(alice.simulator.tally)
    assert alice.entry().state is ConfigEntryState.SETUP_ERROR
    assert alice.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    await clock.pass_time(3600)
    assert times == []


async def test_a_missing_licence_is_a_repair_until_the_exchange_answers_again(
    alice: House, clock: Clock
) -> None:
    """The repair says which licence and scope."""
    alice.exchange.user("alice").licensed = False
    await clock.pass_time(7)
    repair = issue(alice, "not_licensed")
    assert repair is not None
    assert repair.severity is ir.IssueSeverity.ERROR
    assert repair.translation_placeholders == {"user": alice.entry().title}
    alice.exchange.user("alice").licensed = True
    await clock.pass_time(60)
    assert issue(alice, "not_licensed") is None
    assert alice.state("sensor", "call").state == "idle"


async def test_an_outage_does_not_withdraw_the_repair(
    alice: House, clock: Clock
) -> None:
    """Only an answer shows that the licence is there."""
    alice.exchange.user("alice").scopes.clear()
    await clock.pass_time(7)
    alice.simulator.faults.add("snapshot", Fault.answer(500))
    await clock.pass_time(120)
    assert issue(alice, "not_licensed") is not None


@pytest.mark.parametrize("way", ["poll", "action"])
async def test_the_repair_stays_through_other_errors_and_goes_with_an_answer(
    alice: House, clock: Clock, way: str
) -> None:
    """Be it a poll or an action that gets the answer."""
    faults = alice.simulator.faults
    alice.exchange.user("alice").licensed = False
    await clock.pass_time(7)
    for fault in (
        Fault.answer(503),
        Fault.answer(429),
        Fault.answer(404),
        Fault.reset(),
        Fault.broken_json(),
        Fault.answer(418),
    ):
        faults.clear()
        faults.add("snapshot", fault)
        await alice.entry().runtime_data.coordinator.async_refresh()
        assert issue(alice, "not_licensed") is not None
        await refused(alice, "get_calls")
        assert issue(alice, "not_licensed") is not None
    faults.clear()
    alice.exchange.user("alice").licensed = True
    if way == "action":
        await alice.act("get_calls")
    else:
        await clock.pass_time(700)
    assert issue(alice, "not_licensed") is None
    assert alice.state("sensor", "call").state == "idle"


async def test_a_licence_missing_at_the_start_is_a_repair_as_well(
    alice: House, clock: Clock
) -> None:
    """And the set-up is tried again by itself."""
    alice.exchange.user("alice").scopes.remove("CALL_CONTROL")
    await alice.hass.config_entries.async_reload(alice.entry().entry_id)
    assert alice.entry().state is ConfigEntryState.SETUP_RETRY
    assert issue(alice, "not_licensed") is not None
    alice.exchange.user("alice").scopes.add("CALL_CONTROL")
    await clock.pass_time(60)
    assert alice.entry().state is ConfigEntryState.LOADED
    assert issue(alice, "not_licensed") is None


async def test_a_removed_user_leaves_no_repair(alice: House, clock: Clock) -> None:
    """Neither of a loaded entry nor of one that could not be set up."""
    alice.exchange.user("alice").licensed = False
    await clock.pass_time(7)
    entry_id = alice.entry().entry_id
    assert issue(alice, "not_licensed") is not None
    await alice.hass.config_entries.async_remove(entry_id)
    issues = ir.async_get(alice.hass).issues
    assert [key for key in issues if key[0] == DOMAIN] == []
