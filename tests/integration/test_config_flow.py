"""Setting a user up: every answer of the exchange, and what is stored in the end."""

from pathlib import Path

from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.telepo.const import DOMAIN
from simulator import Fault, Simulator

from .forms import finish, refused
from .house import House
from .tls_front import tls_front


async def test_a_user_is_set_up_with_what_was_typed(house: House) -> None:
    result = await house.start_flow()
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {}

    entry = await house.set_up("alice")

    port = house.simulator.port
    assert entry.title == "alice@organization.org"
    assert entry.unique_id == f"127.0.0.1:{port}/organization.org/alice"
    assert entry.data == {
        "url": house.simulator.url,
        "domain": "organization.org",
        "user_id": "alice",
        "ticket": house.exchange.user("alice").ticket,
        "verify_ssl": True,
        "webhook_id": entry.data["webhook_id"],
    }
    assert len(entry.data["webhook_id"]) == 64
    assert entry.state is ConfigEntryState.LOADED


async def test_the_certificate_check_is_on_and_in_a_collapsed_part(
    house: House,
) -> None:
    schema = (await house.start_flow())["data_schema"]
    assert schema is not None
    assert [str(key) for key in schema.schema] == [
        "url",
        "domain",
        "user_id",
        "ticket",
        "advanced",
    ]
    part = schema.schema["advanced"]
    assert part.options == {"collapsed": True}
    assert part.schema({}) == {"verify_ssl": True}


async def test_a_user_is_set_up_in_the_browser(
    house: House, hass_client: ClientSessionGenerator
) -> None:
    # Before the web server starts, which takes no views later.
    for component in ("config", "webhook"):
        assert await async_setup_component(house.hass, component, {})
    client = await hass_client()
    flows = "/api/config/config_entries/flow"
    form = await (await client.post(flows, json={"handler": DOMAIN})).json()
    step = f"{flows}/{form['flow_id']}"
    fields = {field["name"]: field for field in form["data_schema"]}
    assert fields["ticket"]["selector"]["text"]["type"] == "password"

    typed = house.credentials(advanced={"verify_ssl": True})
    form = await (await client.post(step, json=typed)).json()
    assert form["step_id"] == "webhook"
    (field,) = form["data_schema"]
    assert field["selector"]["select"]["read_only"] is True

    # The browser sends back what it shows.
    shown = {field["name"]: field["description"]["suggested_value"]}
    result = await (await client.post(step, json=shown)).json()
    assert result["type"] == "create_entry"
    await house.hass.async_block_till_done()
    assert set(house.entry().data) == {*typed, "verify_ssl", "webhook_id"} - {
        "advanced"
    }
    assert house.entry().state is ConfigEntryState.LOADED


async def test_nothing_is_stored_and_nothing_served_before_the_last_step(
    house: House,
) -> None:
    result = await house.start_flow()
    assert house.simulator.tally.count() == 0

    await house.submit(result, house.credentials())

    assert house.simulator.tally.by_operation() == {"snapshot": 1}
    assert house.hass.config_entries.async_entries(DOMAIN) == []
    assert house.hass.data.get("webhook", {}) == {}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, "invalid_auth"),
        (403, "not_licensed"),
        (404, "user_not_found"),
        (429, "cannot_connect"),
        (500, "cannot_connect"),
        (502, "cannot_connect"),
        (503, "cannot_connect"),
        (504, "cannot_connect"),
        (599, "cannot_connect"),
        (204, "invalid_response"),
        (300, "invalid_response"),
        (304, "invalid_response"),
        (400, "invalid_response"),
        (402, "invalid_response"),
        (405, "invalid_response"),
        (409, "invalid_response"),
        (410, "invalid_response"),
        (418, "invalid_response"),
        (451, "invalid_response"),
    ],
)
async def test_a_status_says_what_is_wrong_and_the_form_can_be_corrected(
    house: House, status: int, error: str
) -> None:
    house.simulator.faults.add("snapshot", Fault.answer(status), times=1)
    result = await house.submit(await house.start_flow(), house.credentials())
    assert result["errors"] == {"base": error}
    assert house.simulator.tally.count("snapshot") == 1

    await finish(house, result)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        pytest.param(Fault.reset(), "cannot_connect", id="broken_connection"),
        pytest.param(Fault.truncated(), "cannot_connect", id="half_an_answer"),
        pytest.param(Fault.broken_json(), "invalid_response", id="broken_json"),
        pytest.param(Fault.huge(), "invalid_response", id="64_mib"),
        pytest.param(Fault.answer(200), "invalid_response", id="empty"),
        pytest.param(
            Fault.answer(200, "<html>Welcome</html>"), "invalid_response", id="web_page"
        ),
        pytest.param(Fault.answer(200, "null"), "invalid_response", id="null"),
        pytest.param(Fault.answer(200, "[]"), "invalid_response", id="list"),
        pytest.param(Fault.answer(200, "{}"), "invalid_response", id="other_object"),
        pytest.param(
            Fault.answer(200, '{"calls": 3}'), "invalid_response", id="calls_no_list"
        ),
        pytest.param(
            Fault.answer(200, "[" * 100_000), "invalid_response", id="deeply_nested"
        ),
        pytest.param(
            Fault.answer(200, b"\xff\xfe{"), "invalid_response", id="not_text"
        ),
    ],
)
async def test_an_answer_that_is_not_the_apis_is_refused_and_can_be_corrected(
    house: House, fault: Fault, error: str
) -> None:
    house.simulator.faults.add("snapshot", fault)
    result = await house.submit(await house.start_flow(), house.credentials())
    assert result["errors"] == {"base": error}

    house.simulator.faults.clear()
    await finish(house, result)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_ticket_does_not_follow_a_redirect(house: House, status: int) -> None:
    async with Simulator() as elsewhere:
        elsewhere.exchange.add_user("alice", ticket=house.credentials()["ticket"])
        target = f"{elsewhere.url}/api/call/state/v1/snapshot/organization.org/alice"
        house.simulator.faults.add("snapshot", Fault.redirect(target, status), times=1)
        result = await house.submit(await house.start_flow(), house.credentials())
        assert result["errors"] == {"base": "invalid_response"}
        assert elsewhere.tally.count() == 0

    await finish(house, result)


async def test_an_exchange_that_does_not_answer_in_time_cannot_be_connected(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.simulator.faults.add("snapshot", Fault.hang(), times=1)
    with monkeypatch.context() as patience:
        patience.setattr("custom_components.telepo.cti.client.REQUEST_TIMEOUT", 0.05)
        result = await house.submit(await house.start_flow(), house.credentials())
    assert result["errors"] == {"base": "cannot_connect"}

    await finish(house, result)


async def test_an_exchange_that_is_off_cannot_be_connected(house: House) -> None:
    await house.simulator.stop()
    result = await house.submit(await house.start_flow(), house.credentials())
    assert result["errors"] == {"base": "cannot_connect"}

    await house.simulator.restart()
    await finish(house, result)


async def test_https_to_a_port_without_tls_cannot_be_connected(house: House) -> None:
    https = house.simulator.url.replace("http:", "https:")
    assert await refused(house, url=https) == "cannot_connect"
    assert house.simulator.tally.count() == 0


async def test_a_certificate_is_verified_unless_the_user_says_otherwise(
    house: House, tmp_path: Path
) -> None:
    async with tls_front(house.simulator.port, tmp_path) as url:
        typed = house.credentials(url=url)
        result = await house.submit(await house.start_flow(), typed)
        assert result["errors"] == {"base": "cannot_connect"}
        assert house.simulator.tally.count() == 0

        typed["advanced"] = {"verify_ssl": False}
        result = await house.submit(result, typed)
        assert result["step_id"] == "webhook"
        await house.submit(result)
        await house.hass.async_block_till_done()

        assert house.entry().data["verify_ssl"] is False
        assert house.entry().data["url"] == url
        assert house.entry().state is ConfigEntryState.LOADED
        await house.hass.config_entries.async_unload(house.entry().entry_id)
