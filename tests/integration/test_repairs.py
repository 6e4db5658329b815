"""Repairs: they appear when there is something to do, and go when it is done."""

from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.telepo.const import DOMAIN
from simulator import Fault

from .crm import Connector
from .house import House, WebClient


def issues(house: House) -> dict[str, ir.IssueEntry]:
    """Return the integration's active repairs by translation key."""
    return {
        str(issue.translation_key): issue
        for issue in ir.async_get(house.hass).issues.values()
        if issue.domain == DOMAIN and issue.active
    }


@pytest.fixture(autouse=True)
async def repairs(house: House) -> None:
    """Have the repairs before the web server starts, which takes no views later."""
    assert await async_setup_component(house.hass, "repairs", {})


async def fall_silent(house: House, connector: Connector) -> None:
    """Let messages arrive and then a call that no message tells of."""
    assert await connector.post(connector.message(remote_number="+15551")) == 200
    await house.hass.async_block_till_done(wait_background_tasks=True)
    await house.poll()
    house.exchange.inbound("alice", "+46277464", "Bob Bobson")
    await house.poll(1400)
    await house.poll(2800)


@pytest.fixture
async def silent(alice: House, connector: Connector) -> House:
    """Return a Home Assistant whose webhook has fallen silent."""
    await fall_silent(alice, connector)
    return alice


async def test_no_licence_is_a_repair_until_the_exchange_answers_again(
    alice: House,
) -> None:
    assert issues(alice) == {}
    alice.exchange.user("alice").licensed = False
    await alice.poll()

    issue = issues(alice)["not_licensed"]
    assert issue.severity is ir.IssueSeverity.ERROR
    assert issue.is_fixable is False
    assert issue.translation_placeholders == {"user": "alice@organization.org"}
    assert alice.state("sensor", "call").state == "unavailable"

    alice.exchange.user("alice").licensed = True
    await alice.poll(1400)
    assert issues(alice) == {}
    assert alice.state("sensor", "call").state == "idle"


async def test_a_ticket_without_the_scope_is_the_same_repair(alice: House) -> None:
    alice.exchange.user("alice").scopes.discard("CALL_CONTROL")
    await alice.poll()
    assert set(issues(alice)) == {"not_licensed"}


@pytest.mark.parametrize(
    "fault",
    [Fault.answer(401), Fault.answer(404), Fault.answer(500), Fault.reset()],
    ids=["401", "404", "500", "reset"],
)
async def test_other_troubles_are_no_licence_repair(alice: House, fault: Fault) -> None:
    alice.simulator.faults.add("snapshot", fault)
    await alice.poll()
    assert issues(alice) == {}
    assert alice.state("sensor", "call").state == "unavailable"


async def test_each_user_has_a_repair_of_its_own(alice: House) -> None:
    await alice.set_up("bob")
    for user in ("alice", "bob"):
        alice.exchange.user(user).licensed = False
    await alice.poll()
    registry = ir.async_get(alice.hass)
    assert {
        issue.issue_id for issue in registry.issues.values() if issue.domain == DOMAIN
    } == {f"not_licensed_{alice.entry(user).entry_id}" for user in ("alice", "bob")}


async def test_a_silent_webhook_is_a_repair(silent: House) -> None:
    issue = issues(silent)["webhook_silent"]
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.is_fixable is True
    assert issue.translation_placeholders == {"user": "alice@organization.org"}
    assert silent.state("binary_sensor", "webhook").state == "off"


async def test_a_message_ends_the_silence(silent: House, connector: Connector) -> None:
    await connector.post(connector.message(call_id="another"))
    await silent.hass.async_block_till_done()
    assert issues(silent) == {}
    assert silent.state("binary_sensor", "webhook").state == "on"


async def test_a_webhook_that_never_spoke_is_no_repair(alice: House) -> None:
    alice.exchange.inbound("alice", "+46277464")
    await alice.poll()
    await alice.poll(1400)
    assert issues(alice) == {}


async def open_fix(
    hass_client: ClientSessionGenerator, issue_id: str
) -> tuple[WebClient, dict[str, Any]]:
    """Open a repair's form as the browser does."""
    client = await hass_client()
    response = await client.post(
        "/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue_id}
    )
    assert response.status == 200, await response.text()
    return client, await response.json()


async def test_the_repair_shows_the_address_and_is_done_when_confirmed(
    silent: House, hass_client: ClientSessionGenerator
) -> None:
    issue_id = issues(silent)["webhook_silent"].issue_id
    client, form = await open_fix(hass_client, issue_id)

    webhook_id = silent.entry().data["webhook_id"]
    assert form["type"] == "form"
    assert form["data_schema"] == []
    assert form["description_placeholders"]["user"] == "alice@organization.org"
    assert form["description_placeholders"]["webhook_url"].endswith(
        f"/api/webhook/{webhook_id}"
    )
    assert set(issues(silent)) == {"webhook_silent"}

    response = await client.post(f"/api/repairs/issues/fix/{form['flow_id']}", json={})
    assert response.status == 200
    assert (await response.json())["type"] == "create_entry"
    assert issues(silent) == {}


async def test_a_confirmed_repair_comes_back_when_silence_is_found_again(
    silent: House, connector: Connector, hass_client: ClientSessionGenerator
) -> None:
    issue_id = issues(silent)["webhook_silent"].issue_id
    client, form = await open_fix(hass_client, issue_id)
    await client.post(f"/api/repairs/issues/fix/{form['flow_id']}", json={})
    assert issues(silent) == {}

    await connector.post(connector.message(call_id="another", remote_number="+15552"))
    await silent.hass.async_block_till_done(wait_background_tasks=True)
    await silent.poll(3500)
    silent.exchange.inbound("alice", "+15553")
    await silent.poll(4200)
    await silent.poll(4900)
    assert set(issues(silent)) == {"webhook_silent"}


async def test_a_licence_repair_has_no_form(
    alice: House, hass_client: ClientSessionGenerator
) -> None:
    alice.exchange.user("alice").licensed = False
    await alice.poll()
    issue_id = issues(alice)["not_licensed"].issue_id
    client = await hass_client()
    response = await client.post(
        "/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue_id}
    )
    assert response.status != 200


@pytest.mark.parametrize("end", ["unload", "remove", "disable"])
async def test_repairs_go_with_their_user(silent: House, end: str) -> None:
    silent.exchange.user("alice").licensed = False
    await silent.poll(3500)
    assert set(issues(silent)) == {"webhook_silent", "not_licensed"}
    await end_entry(silent, end)
    assert issues(silent) == {}


@pytest.mark.parametrize("end", ["remove", "disable"])
async def test_the_licence_repair_of_a_user_who_never_got_in_goes_too(
    alice: House, end: str
) -> None:
    alice.exchange.user("alice").licensed = False
    await alice.hass.config_entries.async_reload(alice.entry().entry_id)
    assert set(issues(alice)) == {"not_licensed"}
    await end_entry(alice, end)
    assert issues(alice) == {}


async def end_entry(house: House, end: str) -> None:
    """Unload, remove or disable alice."""
    entries = house.hass.config_entries
    entry_id = house.entry().entry_id
    match end:
        case "unload":
            assert await entries.async_unload(entry_id)
        case "remove":
            await entries.async_remove(entry_id)
        case "disable":
            await entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    await house.hass.async_block_till_done()
