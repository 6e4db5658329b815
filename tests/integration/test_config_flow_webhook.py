"""Setting a user up: the webhook that is shown, shared and served."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
import pytest

from custom_components.telepo.webhook_address import DATA_SHOWN

from .cloud import CloudStandIn
from .forms import shown_values
from .house import House
from .test_security_rotation import address, renew, webhook_ids

EXTERNAL = "https://home.organization.org"


async def test_the_address_stays_when_the_last_step_is_shown_again(
    house: House,
) -> None:
    first = await house.submit(await house.start_flow(), house.credentials())
    again = await house.hass.config_entries.flow.async_configure(first["flow_id"])
    assert again["step_id"] == "webhook"
    assert again["description_placeholders"] == first["description_placeholders"]


async def test_colleagues_share_their_organisations_webhook(alice: House) -> None:
    bob = await alice.set_up("bob")
    assert bob.data["webhook_id"] == alice.entry("alice").data["webhook_id"]


async def test_colleagues_set_up_side_by_side_share_the_webhook_too(
    house: House,
) -> None:
    forms = [
        await house.submit(await house.start_flow(), house.credentials(user))
        for user in ("alice", "bob")
    ]
    for form in forms:
        await house.submit(form)
        await house.hass.async_block_till_done()
    ids = {house.entry(user).data["webhook_id"] for user in ("alice", "bob")}
    assert len(ids) == 1
    assert house.served_webhooks() == ids


async def test_a_form_left_open_does_not_bring_an_old_address_back(
    alice: House,
) -> None:
    """It shows the new one, and takes what was typed before."""
    form = await alice.submit(await alice.start_flow(), alice.credentials("bob"))
    await renew(alice)
    (new,) = webhook_ids(alice)
    form = await alice.submit(form)
    assert form["step_id"] == "webhook"
    assert form["errors"] == {"base": "webhook_changed"}
    assert address(form).endswith(new)
    form = await alice.submit(form)
    assert form["type"] is FlowResultType.CREATE_ENTRY
    await alice.hass.async_block_till_done()
    assert webhook_ids(alice) == {new} == alice.served_webhooks()
    assert alice.entry("bob").data["ticket"] == alice.exchange.user("bob").ticket
    await alice.poll()


async def test_another_organisation_has_a_webhook_of_its_own(alice: House) -> None:
    carol = alice.exchange.add_user("carol", domain="other.org")
    typed = alice.credentials(user_id="carol", domain="other.org", ticket=carol.ticket)
    await alice.submit(await alice.submit(await alice.start_flow(), typed))
    await alice.hass.async_block_till_done()
    ids = {user: alice.entry(user).data["webhook_id"] for user in ("alice", "carol")}
    assert len(set(ids.values())) == 2


@pytest.mark.parametrize(
    ("configured", "base", "reach"),
    [
        pytest.param({}, "http://10.10.10.10:8123", "private", id="none_set"),
        pytest.param(
            {"internal_url": "http://192.168.1.2:8123"},
            "http://192.168.1.2:8123",
            "private",
            id="internal_only",
        ),
        pytest.param(
            {
                "internal_url": "http://192.168.1.2:8123",
                "external_url": "http://home.organization.org",
            },
            "http://home.organization.org",
            "private",
            id="external_without_tls",
        ),
        pytest.param({"external_url": EXTERNAL}, EXTERNAL, "public", id="https"),
        pytest.param(
            {"external_url": f"{EXTERNAL}:8443"},
            f"{EXTERNAL}:8443",
            "public",
            id="https_on_another_port",
        ),
        pytest.param(
            {"external_url": "https://192.168.1.2:8123"},
            "https://192.168.1.2:8123",
            "private",
            id="https_in_the_local_network",
        ),
        pytest.param(
            {"external_url": "https://homeassistant.local:8123"},
            "https://homeassistant.local:8123",
            "private",
            id="https_to_a_local_name",
        ),
    ],
)
async def test_the_webhook_step_shows_the_address_and_whether_it_is_public(
    house: House, configured: dict[str, str], base: str, reach: str
) -> None:
    await house.hass.config.async_update(**configured)
    result = await house.submit(await house.start_flow(), house.credentials())
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    url = placeholders["webhook_url"]
    assert shown_values(result) == {"reach": reach}
    result = await house.submit(result)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert url == f"{base}/api/webhook/{house.entry().data['webhook_id']}"


async def test_the_webhook_step_shows_the_cloudhook(
    house: House, cloud: CloudStandIn
) -> None:
    await house.hass.config.async_update(external_url=EXTERNAL)
    result = await house.submit(await house.start_flow(), house.credentials())
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert shown_values(result) == {"reach": "public"}
    assert placeholders["webhook_url"] == "https://hooks.organization.org/1"
    await house.submit(result)
    assert list(cloud.cloudhooks) == [house.entry().data["webhook_id"]]


async def test_a_form_shows_no_cloudhook_that_another_one_is_deleting(
    house: House, cloud: CloudStandIn
) -> None:
    """The entry would have an address that nobody answers at."""
    abandoned = await house.submit(await house.start_flow(), house.credentials())
    form = await house.start_flow()
    cloud.answers.clear()
    house.hass.config_entries.flow.async_abort(abandoned["flow_id"])
    await house.next_turn()
    shown = house.hass.async_create_task(house.submit(form, house.credentials()))
    await house.next_turn()
    cloud.answers.set()
    await house.submit(await shown)
    await house.hass.async_block_till_done()
    assert list(cloud.cloudhooks) == [house.entry().data["webhook_id"]]


async def test_a_form_closed_while_its_cloudhook_is_being_made_leaves_none_behind(
    house: House, cloud: CloudStandIn
) -> None:
    form = await house.start_flow()
    cloud.answers.clear()
    step = house.hass.async_create_task(house.submit(form, house.credentials()))
    while not house.hass.data.get(DATA_SHOWN):
        await house.next_turn()
    house.hass.config_entries.flow.async_abort(form["flow_id"])
    cloud.answers.set()
    with pytest.raises(UnknownFlow):
        await step
    await house.hass.async_block_till_done()
    assert cloud.cloudhooks == {}


async def test_an_abandoned_form_leaves_no_cloudhook_behind(
    house: House, cloud: CloudStandIn
) -> None:
    """But none goes that another form still shows, or that an entry has."""
    forms = [
        await house.submit(await house.start_flow(), house.credentials(user))
        for user in ("alice", "bob", "bob")
    ]
    flows = house.hass.config_entries.flow
    assert len(cloud.cloudhooks) == 1
    flows.async_abort(forms.pop()["flow_id"])
    await house.hass.async_block_till_done()
    assert len(cloud.cloudhooks) == 1
    await house.submit(forms.pop(0))
    await house.hass.async_block_till_done()
    flows.async_abort(forms.pop()["flow_id"])
    await house.hass.async_block_till_done()
    assert list(cloud.cloudhooks) == [house.entry().data["webhook_id"]]

    await house.hass.config_entries.async_remove(house.entry().entry_id)
    form = await house.submit(await house.start_flow(), house.credentials())
    assert len(cloud.cloudhooks) == 1
    flows.async_abort(form["flow_id"])
    await house.hass.async_block_till_done()
    assert cloud.cloudhooks == {}


async def test_the_address_in_the_last_step_is_the_one_that_is_served(
    hass: HomeAssistant, house: House, web: Any
) -> None:
    result = await house.submit(await house.start_flow(), house.credentials())
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    await house.submit(result)
    await hass.async_block_till_done()
    path = placeholders["webhook_url"].partition("/api/")
    heard = house.heard("telepo_crm_message")
    answer = await web.post(
        f"/api/{path[2]}", json={"call_id": "a", "state": "EARLY", "seq_num": 1}
    )
    await hass.async_block_till_done()
    assert answer.status == 200
    assert [event.data["call_id"] for event in heard] == ["a"]
