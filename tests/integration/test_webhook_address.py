"""The webhook's public address: a cloudhook or our own, and when the cloudhook goes."""

import ast
from importlib.util import find_spec
from pathlib import Path

from hass_nabucasa.cloudhooks import CloudhookApiError
from homeassistant.components.http import ApiConfig
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.telepo.const import DOMAIN

from .cloud import MODULE, CloudNotAvailable, CloudStandIn
from .house import House

EXTERNAL = "https://home.organization.org"
FIRST_HOOK = "https://hooks.organization.org/1"


def address(result: ConfigFlowResult) -> str:
    """Return the address that a form shows."""
    assert result["description_placeholders"] is not None
    return result["description_placeholders"]["webhook_url"]


def reach(result: ConfigFlowResult) -> str:
    """Return what the form says of the address."""
    assert result["data_schema"] is not None
    (field,) = result["data_schema"].schema
    assert field.description is not None
    return str(field.description["suggested_value"])


async def webhook_step(house: House, user: str = "alice") -> ConfigFlowResult:
    """Go on to the form that shows the address."""
    await house.hass.config.async_update(external_url=EXTERNAL)
    result = await house.submit(await house.start_flow(), house.credentials(user))
    assert result["step_id"] == "webhook"
    return result


async def remove(house: House, user: str) -> None:
    """Remove a user as the owner does."""
    await house.hass.config_entries.async_remove(house.entry(user).entry_id)
    await house.hass.async_block_till_done()


def test_the_stand_in_has_the_names_of_the_real_cloud() -> None:
    spec = find_spec(MODULE)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    functions = {
        node.name: [argument.arg for argument in node.args.args]
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert functions["async_active_subscription"] == ["hass"]
    assert functions["async_is_connected"] == ["hass"]
    assert functions["async_get_or_create_cloudhook"] == ["hass", "webhook_id"]
    assert functions["async_delete_cloudhook"] == ["hass", "webhook_id"]
    assert any(
        isinstance(node, ast.ClassDef) and node.name == "CloudNotAvailable"
        for node in tree.body
    )
    assert any(
        alias.name == "DATA_CLOUD"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )


async def test_an_active_cloud_gives_the_address(
    house: House, cloud: CloudStandIn
) -> None:
    result = await webhook_step(house)
    assert address(result) == FIRST_HOOK
    assert reach(result) == "public"


async def test_colleagues_see_the_same_cloudhook(
    house: House, cloud: CloudStandIn
) -> None:
    await house.set_up("alice")
    assert address(await webhook_step(house, "bob")) == FIRST_HOOK
    assert address(await house.reconfigure("alice")) == FIRST_HOOK
    assert len(cloud.cloudhooks) == 1


@pytest.mark.parametrize(
    ("active", "connected"), [(False, True), (True, False), (False, False)]
)
async def test_a_cloud_that_is_not_active_or_not_connected_gives_no_address(
    house: House, cloud: CloudStandIn, active: bool, connected: bool
) -> None:
    cloud.active = active
    cloud.connected = connected
    result = await webhook_step(house)
    assert address(result).startswith(f"{EXTERNAL}/api/webhook/")
    assert reach(result) == "public"
    assert cloud.cloudhooks == {}


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(CloudNotAvailable(), id="gone_meanwhile"),
        pytest.param(TimeoutError(), id="no_answer_in_time"),
        pytest.param(CloudhookApiError("failed"), id="cloud_refuses"),
        pytest.param(ValueError("Cloud is not connected"), id="connection_lost"),
    ],
)
async def test_a_cloud_that_fails_does_not_keep_the_user_from_going_on(
    house: House, cloud: CloudStandIn, failure: Exception
) -> None:
    cloud.failure = failure
    result = await webhook_step(house)
    assert address(result).startswith(f"{EXTERNAL}/api/webhook/")
    result = await house.submit(result)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await house.hass.async_block_till_done()


async def test_without_any_address_the_path_is_shown_at_least(house: House) -> None:
    result = await house.start_flow()
    # Home Assistant does TLS by itself, and no certificate holds its local IP address.
    house.hass.config.api = ApiConfig("10.10.10.10", "10.10.10.10", 8123, use_ssl=True)
    result = await house.submit(result, house.credentials())
    assert address(result).startswith("/api/webhook/")
    assert reach(result) == "private"


async def test_the_cloudhook_goes_with_the_last_user_of_the_organisation(
    house: House, cloud: CloudStandIn
) -> None:
    await house.set_up("alice")
    await house.set_up("bob")
    await remove(house, "alice")
    assert list(cloud.cloudhooks) == [house.entry("bob").data["webhook_id"]]
    await remove(house, "bob")
    assert cloud.cloudhooks == {}


async def test_unloading_keeps_the_cloudhook(house: House, cloud: CloudStandIn) -> None:
    await house.set_up("alice")
    await house.hass.config_entries.async_unload(house.entry("alice").entry_id)
    assert len(cloud.cloudhooks) == 1


async def test_another_organisations_cloudhook_stays(
    house: House, cloud: CloudStandIn
) -> None:
    house.exchange.add_user("carol", domain="other.org")
    await house.set_up("alice")
    typed = house.credentials("carol", domain="other.org")
    await house.submit(await house.submit(await house.start_flow(), typed))
    await house.hass.async_block_till_done()
    assert len(cloud.cloudhooks) == 2
    await remove(house, "alice")
    assert list(cloud.cloudhooks) == [house.entry("carol").data["webhook_id"]]


async def test_a_user_without_a_cloudhook_is_removed_beside_a_cloud(
    house: House, cloud: CloudStandIn
) -> None:
    cloud.connected = False
    await house.set_up("alice")
    cloud.cloudhooks["another"] = FIRST_HOOK
    await remove(house, "alice")
    assert cloud.cloudhooks == {"another": FIRST_HOOK}


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(CloudNotAvailable(), id="gone_meanwhile"),
        pytest.param(ValueError("Hook is not enabled"), id="hook_gone_meanwhile"),
    ],
)
async def test_a_user_is_removed_even_when_the_cloud_fails(
    house: House,
    cloud: CloudStandIn,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
) -> None:
    await house.set_up("alice")
    cloud.failure = failure
    await remove(house, "alice")
    assert house.hass.config_entries.async_entries(DOMAIN) == []
    assert "Traceback" not in caplog.text
