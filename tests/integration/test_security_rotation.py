"""A new webhook address, when somebody knows the old one who should not."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from homeassistant.components import webhook
from homeassistant.config_entries import (
    ConfigEntryDisabler,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.telepo.const import DOMAIN
from custom_components.telepo.webhook import DATA_RECEIVERS
from simulator import Fault, Simulator

from .clock import Clock, Pass
from .cloud import CloudNotAvailable, CloudStandIn
from .commands import ringing
from .crm import CALLER, MESSAGE, Connector
from .forms import shown_values
from .house import House, WebClient
from .leftovers import unload
from .storybook import TOLD, types
from .test_webhook_health import alive, repair

EXTERNAL = "https://home.organization.org"


async def renew(house: House, user: str = "alice", **changes: Any) -> ConfigFlowResult:
    """Ask for a new webhook address and return the form that shows it."""
    typed = {"url": house.entry(user).data["url"], "new_webhook": True, **changes}
    result = await house.submit(await house.reconfigure(user), typed)
    await house.hass.async_block_till_done()
    return result


def address(result: ConfigFlowResult) -> str:
    """Return the address that a form shows."""
    assert result["description_placeholders"] is not None
    return result["description_placeholders"]["webhook_url"]


def webhook_ids(house: House) -> set[str]:
    """Return the webhook ids of all entries."""
    entries = house.hass.config_entries.async_entries(DOMAIN)
    return {entry.data["webhook_id"] for entry in entries}


@pytest.fixture
async def elsewhere(alice: House) -> AsyncIterator[Simulator]:
    """Run a second exchange that knows alice by the same ticket."""
    async with Simulator() as simulator:
        ticket = alice.exchange.user("alice").ticket
        simulator.exchange.add_user("alice", ticket=ticket)
        yield simulator


async def test_the_new_address_is_shown_and_the_old_one_forgotten(
    alice: House, connector: Connector
) -> None:
    """Home Assistant answers at the old one as at any address that nobody has."""
    await alice.hass.config.async_update(external_url=EXTERNAL)
    old = alice.entry().data["webhook_id"]
    old_path = connector.path()
    result = await renew(alice)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "new_webhook"
    (new,) = webhook_ids(alice)
    assert new != old
    assert address(result) == f"{EXTERNAL}{webhook.async_generate_path(new)}"
    assert shown_values(result) == {"reach": "public"}
    assert alice.served_webhooks() == {new}

    heard = alice.heard(MESSAGE)
    unknown = webhook.async_generate_path("0" * 64)
    answers = []
    for path in (old_path, unknown):
        async with connector.web.post(path, json=connector.message()) as response:
            answers.append((response.status, await response.read()))
    assert answers[0] == answers[1]
    assert heard == []
    assert await connector.post(connector.message()) == 200
    assert len(heard) == 1

    result = await alice.submit(result)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert webhook_ids(alice) == {new}
    await alice.poll()


async def test_without_the_switch_the_address_stays(alice: House) -> None:
    old = webhook_ids(alice)
    form = await alice.reconfigure()
    typed = {"url": alice.simulator.url}
    result = await alice.submit(form, typed)
    await alice.hass.async_block_till_done()
    assert result["reason"] == "reconfigure_successful"
    assert webhook_ids(alice) == old


@pytest.mark.parametrize("how", ["loaded", "unloaded", "away", "disabled"])
async def test_colleagues_move_along_whatever_becomes_of_them(
    alice: House, connector: Connector, how: str
) -> None:
    """Their calls go on; who was not loaded comes back to the new address."""
    await alice.set_up("bob")
    entries, bob = alice.hass.config_entries, alice.entry("bob")
    if how == "unloaded":
        await entries.async_unload(bob.entry_id)
    elif how == "disabled":
        await entries.async_set_disabled_by(bob.entry_id, ConfigEntryDisabler.USER)
    elif how == "away":
        alice.simulator.faults.add("snapshot", Fault.answer(503), user="bob")
        await entries.async_reload(bob.entry_id)
    state = bob.state
    await renew(alice)
    (new,) = webhook_ids(alice)
    assert alice.served_webhooks() == {new}
    assert bob.state is state

    alice.simulator.faults.clear()
    if how == "disabled":
        await entries.async_set_disabled_by(bob.entry_id, None)
    elif how != "loaded":
        await entries.async_reload(bob.entry_id)
    assert bob.state is ConfigEntryState.LOADED
    told = alice.heard(TOLD)
    await connector.post(connector.message(local_user_id="bob"), "bob")
    assert [event.data["device_id"] for event in told] == [alice.device_id("bob")]
    await alice.poll()


@pytest.mark.parametrize("ever_loaded", [True, False])
async def test_an_address_that_nobody_serves_can_be_renewed(
    alice: House, connector: Connector, ever_loaded: bool
) -> None:
    """The user was unloaded, or was never loaded since Home Assistant started."""
    await unload(alice)
    if not ever_loaded:
        alice.hass.data[DATA_RECEIVERS].clear()
    old = webhook_ids(alice)
    await renew(alice)
    assert alice.served_webhooks() == webhook_ids(alice) != old
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message())
    assert len(heard) == 1
    await alice.poll()


@pytest.mark.parametrize("user", ["alice", "bob"])
async def test_nobodys_call_is_disturbed(
    alice: House, connector: Connector, user: str
) -> None:
    """Nothing is set up anew for an address alone, neither the user's own entry nor another."""
    await alice.set_up("bob")
    call = ringing(alice, user)
    await alice.poll()
    told = alice.heard(TOLD)
    changed = alice.heard("state_changed")
    await renew(alice)
    assert not [e for e in changed if e.data["entity_id"].endswith(f"{user}_call")]
    alice.exchange.answer(call.call_id)
    await alice.poll()
    assert types(told) == ["answered"]


async def test_copies_of_old_messages_are_known_at_the_new_address(
    alice: House, connector: Connector
) -> None:
    """The operator may post again what the old address did not take."""
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message())
    await renew(alice)
    await connector.post(connector.message())
    assert len(heard) == 1
    await alice.poll()


async def test_a_message_under_way_to_the_old_address_is_not_taken(
    alice: House, connector: Connector, caplog: pytest.LogCaptureFixture
) -> None:
    heard = alice.heard(MESSAGE)
    go_on = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b'{"call_id": "x", '
        await go_on.wait()
        yield b'"state": "EARLY", "local_user_id": "alice"}'

    post = asyncio.create_task(connector.web.post(connector.path(), data=slowly()))
    while "Handling webhook POST" not in caplog.text:
        await alice.next_turn()
    await renew(alice)
    go_on.set()
    assert (await post).status == 200
    assert heard == []


async def test_a_number_used_up_at_the_old_address_silences_no_message(
    alice: House, connector: Connector
) -> None:
    """And what was told from there is not told again."""
    told = connector.message(1, call_id="told")
    used_up = connector.message(1, call_id="forged", remote_number="+15558473")
    await connector.post([told, used_up])
    await renew(alice)
    heard = alice.heard(MESSAGE)
    true = connector.message(1, call_id="forged")
    await connector.post([told, true, true])
    assert [event.data["call_id"] for event in heard] == ["forged"]
    assert heard[0].data["remote_number"] == connector.message()["remote_number"]
    await alice.poll()


async def test_a_new_address_asks_for_everybody_within_one_budget(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Hundreds of users are not polled in the same instant."""
    for number in range(20):
        name = f"user{number}"
        alice.exchange.add_user(name, domain="organization.org")
        await alice.set_up(name)
    await connector.post(connector.message())
    await clock.settle()
    begin, times = clock.now(), clock.times_of_polls(alice.simulator.tally)
    await renew(alice)
    await clock.settle()
    # The trial of the form is none: nothing but the address is new.
    assert 1 <= len(times) <= 5 + 2 * (clock.now() - begin) + 1
    await clock.pass_time(8)
    assert len(times) >= 21


async def test_another_organisation_keeps_its_address(
    alice: House, connector: Connector
) -> None:
    carol = alice.exchange.add_user("carol", domain="other.org")
    typed = alice.credentials(user_id="carol", domain="other.org", ticket=carol.ticket)
    await alice.submit(await alice.submit(await alice.start_flow(), typed))
    await alice.hass.async_block_till_done()
    theirs = alice.entry("carol").data["webhook_id"]
    await renew(alice)
    assert alice.entry("carol").data["webhook_id"] == theirs
    assert alice.served_webhooks() == webhook_ids(alice)
    assert len(webhook_ids(alice)) == 2


async def test_the_old_cloudhook_goes_and_a_new_one_comes(
    house: House, cloud: CloudStandIn
) -> None:
    await house.set_up("alice")
    old = house.entry().data["webhook_id"]
    result = await renew(house)
    (new,) = webhook_ids(house)
    assert list(cloud.cloudhooks) == [new]
    assert old not in cloud.cloudhooks
    assert address(result) == cloud.cloudhooks[new]


async def test_a_cloud_that_fails_half_way_leaves_no_old_address_behind(
    house: House, cloud: CloudStandIn
) -> None:
    """What it does not delete leads nowhere, and the new address is shown all the same."""
    await house.hass.config.async_update(external_url=EXTERNAL)
    await house.set_up("alice")
    old = house.entry().data["webhook_id"]
    cloud.failure = CloudNotAvailable()
    result = await renew(house)
    (new,) = webhook_ids(house)
    assert new != old
    assert house.served_webhooks() == {new}
    assert address(result) == f"{EXTERNAL}{webhook.async_generate_path(new)}"
    assert house.entry().state is ConfigEntryState.LOADED


async def test_nothing_is_renewed_when_the_form_is_refused(alice: House) -> None:
    before = webhook_ids(alice)
    result = await renew(alice, ticket="wrong")
    assert result["errors"] == {"base": "invalid_auth"}
    assert webhook_ids(alice) == before == alice.served_webhooks()
    assert shown_values(result)["new_webhook"] is True


async def test_who_closes_the_last_form_has_renewed_all_the_same(
    alice: House, connector: Connector
) -> None:
    """And finds the address in the first one."""
    result = await renew(alice)
    alice.hass.config_entries.flow.async_abort(result["flow_id"])
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message())
    assert len(heard) == 1
    (new,) = webhook_ids(alice)
    assert address(await alice.reconfigure()).endswith(new)
    await alice.poll()


async def test_a_user_who_moves_takes_a_new_address_along(
    alice: House, elsewhere: Simulator, cloud: CloudStandIn
) -> None:
    """Another exchange and another address in one form."""
    old = alice.entry().data["webhook_id"]
    await alice.reconfigure()
    assert list(cloud.cloudhooks) == [old]
    await renew(alice, url=elsewhere.url)
    (new,) = webhook_ids(alice)
    assert new != old
    assert alice.served_webhooks() == {new}
    assert list(cloud.cloudhooks) == [new]
    assert alice.hass.data[DATA_RECEIVERS].keys() == {new}


async def move_in(house: House, elsewhere: Simulator, user: str) -> None:
    """Set up a user of the second exchange."""
    ticket = elsewhere.exchange.add_user(user).ticket
    typed = house.credentials("bob", url=elsewhere.url, user_id=user, ticket=ticket)
    await house.submit(await house.submit(await house.start_flow(), typed))
    await house.hass.async_block_till_done()


async def test_who_stays_behind_gets_a_new_address_as_well(
    alice: House, elsewhere: Simulator, cloud: CloudStandIn, connector: Connector
) -> None:
    """The stolen one was theirs too; the form shows both, one after the other."""
    await alice.set_up("bob")
    old, old_path = alice.entry().data["webhook_id"], connector.path()
    await alice.reconfigure()
    assert list(cloud.cloudhooks) == [old]
    result = await renew(alice, url=elsewhere.url)
    moved, stays = (alice.entry(user).data["webhook_id"] for user in ("alice", "bob"))
    assert len({old, moved, stays}) == 3
    assert alice.served_webhooks() == {moved, stays}
    assert alice.hass.data[DATA_RECEIVERS].keys() == {moved, stays}
    assert address(result) == cloud.cloudhooks[moved]
    assert result["last_step"] is False
    result = await alice.submit(result)
    assert result["step_id"] == "colleagues_webhook"
    assert address(result) == cloud.cloudhooks[stays]
    assert result["last_step"] is True
    assert (await alice.submit(result))["reason"] == "reconfigure_successful"
    assert cloud.cloudhooks.keys() == {moved, stays}

    heard = alice.heard(MESSAGE)
    await connector.web.post(old_path, json=connector.message())
    assert heard == []
    await connector.post(connector.message(local_user_id="bob"), "bob")
    assert len(heard) == 1
    await alice.poll()


@pytest.mark.parametrize("renews", [False, True])
@pytest.mark.parametrize("loaded", [True, False])
async def test_who_joins_others_leaves_nothing_behind(
    alice: House, elsewhere: Simulator, cloud: CloudStandIn, renews: bool, loaded: bool
) -> None:
    """Neither what receives at the old address nor cloudhooks that nobody has a use for."""
    await move_in(alice, elsewhere, "carol")
    await alice.reconfigure()
    old, theirs = (alice.entry(user).data["webhook_id"] for user in ("alice", "carol"))
    assert cloud.cloudhooks.keys() == {old, theirs}
    if not loaded:
        await unload(alice)
    await renew(alice, url=elsewhere.url, new_webhook=renews)
    (shared,) = webhook_ids(alice)
    assert (shared == theirs) is not renews
    assert alice.served_webhooks() == {shared}
    assert alice.hass.data[DATA_RECEIVERS].keys() == {shared}
    assert cloud.cloudhooks.keys() == {shared}
    await alice.poll()


async def test_a_stolen_address_does_not_come_back(
    alice: House, elsewhere: Simulator
) -> None:
    """Not even with a user of the exchange where it was first shown."""
    stolen = alice.entry().data["webhook_id"]
    await renew(alice, url=elsewhere.url, new_webhook=False)
    await renew(alice)
    assert stolen not in alice.served_webhooks()
    await alice.set_up("bob")
    assert stolen not in alice.served_webhooks()


async def test_an_address_taken_along_is_not_shared_with_who_comes_after(
    alice: House, elsewhere: Simulator, connector: Connector
) -> None:
    """Else messages of another alice would be told as hers."""
    await renew(alice, url=elsewhere.url, new_webhook=False)
    await alice.set_up("bob")
    told = alice.heard(TOLD)
    await connector.post(connector.message(), "bob")
    assert len(webhook_ids(alice)) == 2
    assert types(told) == []
    await alice.poll()


@pytest.mark.parametrize("status", [503, 403, 401])
@pytest.mark.parametrize("loaded", [True, False])
async def test_a_stolen_address_is_changed_whatever_the_exchange_says(
    alice: House, connector: Connector, status: int, loaded: bool
) -> None:
    """It is not asked, as long as nothing but the address is new."""
    if not loaded:
        await unload(alice)
    alice.simulator.faults.add("snapshot", Fault.answer(status))
    old, old_path = webhook_ids(alice), connector.path()
    result = await renew(alice)
    assert result["step_id"] == "new_webhook"
    assert old.isdisjoint(webhook_ids(alice) | alice.served_webhooks())
    heard = alice.heard(MESSAGE)
    await connector.web.post(old_path, json=connector.message())
    assert heard == []

    result = await renew(alice, ticket="another")
    assert result["step_id"] == "reconfigure"
    assert result["errors"]
    alice.simulator.faults.clear()
    await alice.hass.config_entries.async_reload(alice.entry().entry_id)
    await connector.post(connector.message())
    assert len(heard) == 1
    await alice.poll()


async def test_a_form_left_open_shows_the_newer_address_before_it_ends(
    alice: House,
) -> None:
    """Else its address, which counts no more, would be given to the operator."""
    await alice.set_up("bob")
    form = await renew(alice)
    newer = address(await renew(alice, "bob"))
    form = await alice.submit(form)
    assert form["step_id"] == "new_webhook"
    assert form["errors"] == {"base": "webhook_changed"}
    assert address(form) == newer
    assert (await alice.submit(form))["reason"] == "reconfigure_successful"


async def test_a_form_about_colleagues_left_open_shows_their_newer_address(
    alice: House, elsewhere: Simulator
) -> None:
    await alice.set_up("bob")
    form = await alice.submit(await renew(alice, url=elsewhere.url))
    newer = address(await renew(alice, "bob"))
    form = await alice.submit(form)
    assert form["step_id"] == "colleagues_webhook"
    assert form["errors"] == {"base": "webhook_changed"}
    assert address(form) == newer
    assert (await alice.submit(form))["reason"] == "reconfigure_successful"


async def test_a_removed_colleagues_address_is_not_shown(
    alice: House, elsewhere: Simulator, cloud: CloudStandIn
) -> None:
    """Nor is a cloudhook made for it."""
    await alice.set_up("bob")
    form = await renew(alice, url=elsewhere.url)
    await alice.hass.config_entries.async_remove(alice.entry("bob").entry_id)
    form = await alice.submit(form)
    assert form["reason"] == "reconfigure_successful"
    assert set(cloud.cloudhooks) == webhook_ids(alice)


async def test_a_form_about_a_removed_user_is_closed(alice: House) -> None:
    await alice.set_up("bob")
    await renew(alice)
    form = await alice.reconfigure("bob")
    await alice.hass.config_entries.async_remove(alice.entry("alice").entry_id)
    flows = alice.hass.config_entries.flow.async_progress()
    assert [flow["flow_id"] for flow in flows] == [form["flow_id"]]


async def test_twice_renewed_the_second_address_counts(
    alice: House, connector: Connector, web: WebClient
) -> None:
    first = connector.path()
    await renew(alice)
    second = connector.path()
    await renew(alice)
    heard = alice.heard(MESSAGE)
    for path in (first, second, connector.path()):
        async with web.post(path, json=connector.message()) as response:
            assert response.status == 200
    assert len(heard) == 1
    await alice.poll()


async def test_a_short_call_of_a_colleague_is_seen_without_messages(
    alice: House, connector: Connector, clock: Clock, later: Pass
) -> None:
    """Nothing comes until the operator has entered the new address."""
    await alice.set_up("bob")
    await connector.post(connector.message(local_user_id="bob"), "bob")
    await later(120)
    await renew(alice)
    assert not alive(alice, "bob")
    await later(10)
    told = alice.heard(TOLD)
    call = ringing(alice, "bob")
    await later(15)
    alice.exchange.answer(call.call_id)
    await later(10)
    alice.exchange.end(call.call_id)
    await later(10)
    assert types(told) == ["incoming", "answered", "ended"]
    times = clock.times_of_polls(alice.simulator.tally)
    await later(60)
    assert len(times) > 2 * 60 / 7


async def test_a_colleague_who_was_silent_or_waited_begins_anew(
    alice: House, connector: Connector, later: Pass
) -> None:
    """The old address proves nothing, and the repair's form would show the new one."""
    await alice.set_up("bob")
    await connector.post(connector.message(1, local_user_id="bob"), "bob")
    await later(120)
    ringing(alice, "bob")
    await later(90)
    assert repair(alice, "bob") is not None
    await renew(alice)
    assert repair(alice, "bob") is None
    await connector.post(connector.message(2), "alice")
    assert alive(alice, "bob")
    ringing(alice, "bob")
    await later(10)
    await renew(alice)
    await connector.post(connector.message(3), "alice")
    await later(30)
    assert repair(alice, "bob") is None
    assert alive(alice, "bob")


async def test_a_message_to_the_old_address_proves_nothing_of_the_new_one(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """A call that only it tells of shows that messages do not come here."""
    await connector.post(connector.message())
    await clock.settle()
    await renew(alice)
    await connector.post(connector.message(2, call_id="x", local_user_id="carol"))
    assert alive(alice)
    alice.exchange.inbound("alice", CALLER)
    await alice.act("get_calls")
    await clock.pass_time(16)
    assert not alive(alice)
    assert repair(alice) is not None
