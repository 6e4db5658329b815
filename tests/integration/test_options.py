"""The options: what they are at first, what they take, and what they teach."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from simulator import Fault

from .forms import shown_values
from .house import House

BOB = {"name": "Bob", "destination": "tel:+46277464"}
CAROL = {"name": "Carol", "destination": "sip:carol@organization.org"}
REST = {"history_days": 30, "privacy": "full"}


async def open_options(house: House) -> ConfigFlowResult:
    """Open alice's options."""
    return await house.hass.config_entries.options.async_init(house.entry().entry_id)


def filled_in(result: ConfigFlowResult) -> dict[str, Any]:
    """Return what stands in the form, without its empty fields."""
    shown = shown_values(result)
    return {key: value for key, value in shown.items() if value is not None}


def telephones(result: ConfigFlowResult) -> list[dict[str, str]]:
    """Return the telephones that the form offers."""
    schema = result["data_schema"]
    assert schema is not None
    config = schema.schema["telephone_id"].config
    assert config["custom_value"] is True
    offered = config["options"]
    assert isinstance(offered, list)
    return offered


async def save(
    house: House, result: ConfigFlowResult, **typed: Any
) -> ConfigFlowResult:
    """Fill in the form."""
    answer = await house.hass.config_entries.options.async_configure(
        result["flow_id"], {**REST, **typed}
    )
    await house.hass.async_block_till_done()
    return answer


async def test_the_options_are_one_form_with_the_contracts_defaults(
    alice: House,
) -> None:
    result = await open_options(alice)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "init"
    assert set(shown_values(result)) == {
        "contacts",
        "allowed_destinations",
        "history_days",
        "privacy",
        "telephone_id",
    }

    result = await alice.hass.config_entries.options.async_configure(
        result["flow_id"], {}
    )
    await alice.hass.async_block_till_done()

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert alice.entry().options == {
        "contacts": [],
        "allowed_destinations": [],
        "history_days": 30,
        "privacy": "full",
    }


async def test_saving_reloads_the_entry_and_the_form_shows_what_was_saved(
    alice: House,
) -> None:
    runtime = alice.entry().runtime_data
    saved = {
        "contacts": [BOB, CAROL],
        "allowed_destinations": ["+46*", "sip:*@organization.org"],
        "history_days": 7,
        "privacy": "masked",
    }
    result = await save(alice, await open_options(alice), **saved)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert alice.entry().options == saved
    assert alice.entry().state is ConfigEntryState.LOADED
    assert alice.entry().runtime_data is not runtime
    assert filled_in(await open_options(alice)) == saved


async def test_a_contact_is_saved_without_the_spaces_around_it(alice: House) -> None:
    spaced = {"name": "  Bob ", "destination": " +46 27-74 64 "}
    await save(alice, await open_options(alice), contacts=[spaced])
    assert alice.entry().options["contacts"] == [
        {"name": "Bob", "destination": "+46 27-74 64"}
    ]


async def test_a_name_may_have_a_hundred_letters(alice: House) -> None:
    contact = {"name": "N" * 100, "destination": "+1555"}
    await save(alice, await open_options(alice), contacts=[contact])
    assert alice.entry().options["contacts"] == [contact]


@pytest.mark.parametrize(
    "destination",
    ["+46277464", "0277464", "tel:+46277464", "*21#", "sip:bob@10.0.0.1:5060"],
)
async def test_a_contact_may_be_whatever_can_be_dialled(
    alice: House, destination: str
) -> None:
    contact = {"name": "Bob", "destination": destination}
    await save(alice, await open_options(alice), contacts=[contact])
    assert alice.entry().options["contacts"] == [contact]


@pytest.mark.parametrize(
    ("contacts", "error", "value"),
    [
        pytest.param(
            [BOB, {"name": " ", "destination": "+1555"}],
            "contact_without_name",
            "+1555",
            id="no_name",
        ),
        pytest.param(
            [BOB, {"name": "bOB ", "destination": "+1555"}],
            "contact_twice",
            "bOB",
            id="same_name_in_other_letters",
        ),
        pytest.param(
            [BOB, {"name": "Carol", "destination": "Bob"}],
            "contact_destination",
            "Carol",
            id="a_name_as_destination",
        ),
        pytest.param(
            [
                BOB,
                {"name": "Bob  B", "destination": "+1555"},
                {"name": "bob b", "destination": "+1556"},
            ],
            "contact_twice",
            "bob b",
            id="same_name_with_other_spaces",
        ),
        pytest.param(
            [{"name": "+15555", "destination": "+1555"}],
            "contact_name_is_number",
            "+15555",
            id="a_number_as_name",
        ),
        pytest.param(
            [{"name": "Tel:+15555", "destination": "+1555"}],
            "contact_name_is_number",
            "Tel:+15555",
            id="an_address_as_name",
        ),
        pytest.param(
            [{"name": "N" * 101, "destination": "+1555"}],
            "contact_name_too_long",
            f"{'N' * 40}\N{HORIZONTAL ELLIPSIS}",
            id="a_very_long_name",
        ),
        pytest.param(
            [{"name": "Carol", "destination": ""}],
            "contact_destination",
            "Carol",
            id="no_destination",
        ),
        pytest.param(
            [{"name": "Carol", "destination": "mailto:carol@organization.org"}],
            "contact_destination",
            "Carol",
            id="another_scheme",
        ),
    ],
)
async def test_a_contact_that_cannot_be_is_named_and_nothing_typed_is_lost(
    alice: House, contacts: list[dict[str, str]], error: str, value: str
) -> None:
    typed = {
        "contacts": contacts,
        "allowed_destinations": ["+46*"],
        "history_days": 3,
        "privacy": "none",
    }
    result = await save(alice, await open_options(alice), **typed)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"base": error}
    assert result["description_placeholders"] == {"value": value}
    assert filled_in(result) == typed
    assert alice.entry().options == {}

    typed["contacts"] = [BOB]
    result = await save(alice, result, **typed)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert alice.entry().options == typed


@pytest.mark.parametrize(
    "pattern",
    [
        "+46*",
        "*",
        "+46277464",
        "tel:+46*",
        "sip:*@organization.org",
        "*464",
        "+46 27*",
        "sip:*",
        "*@organization.org",
        "*bob*",
    ],
)
async def test_a_pattern_is_a_destination_with_asterisks(
    alice: House, pattern: str
) -> None:
    await save(alice, await open_options(alice), allowed_destinations=[f" {pattern} "])
    assert alice.entry().options["allowed_destinations"] == [pattern]


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "  ",
        "Bob",
        "Bob Bobson",
        "organization.org",
        "bob@organization.org",
        "+46[0-9]+",
        "http://organization.org",
        "sip:bob",
        "?",
        "<*>",
        "bob\\*",
        "ö*",
    ],
)
async def test_a_pattern_that_matches_nothing_is_named_and_nothing_typed_is_lost(
    alice: House, pattern: str
) -> None:
    typed = {**REST, "contacts": [BOB], "allowed_destinations": ["+46*", pattern]}
    result = await save(alice, await open_options(alice), **typed)
    assert result["errors"] == {"base": "allowed_destination"}
    assert result["description_placeholders"] == {"value": pattern.strip()}
    assert filled_in(result) == typed

    typed["allowed_destinations"] = ["+46*"]
    result = await save(alice, result, **typed)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert alice.entry().options == typed


@pytest.mark.parametrize("days", [0, 1, 365, 30.0])
async def test_history_days_are_a_whole_number_in_range(
    alice: House, days: float
) -> None:
    await save(alice, await open_options(alice), history_days=days)
    saved = alice.entry().options["history_days"]
    assert saved == days
    assert isinstance(saved, int)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("history_days", -1),
        ("history_days", 366),
        ("history_days", "many"),
        ("history_days", float("nan")),
        ("history_days", float("inf")),
        ("privacy", "secret"),
        ("contacts", "Bob"),
        ("contacts", [{"name": "Bob"}]),
        ("contacts", [{"destination": "+1555"}]),
        ("contacts", ["Bob"]),
        ("contacts", ["name destination"]),
        ("contacts", [5]),
        ("contacts", [None]),
        ("contacts", {"name": "Bob", "destination": "+1555"}),
        ("allowed_destinations", [46]),
    ],
    ids=str,
)
async def test_a_value_of_the_wrong_kind_is_refused(
    alice: House, field: str, value: object
) -> None:
    result = await open_options(alice)
    with pytest.raises(InvalidData):
        await save(alice, result, **{field: value})
    assert alice.entry().options == {}

    result = await save(alice, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_contacts_and_patterns_can_be_taken_away_again(alice: House) -> None:
    await alice.set_options(contacts=[BOB], allowed_destinations=["+46*"])
    await save(alice, await open_options(alice))
    assert alice.entry().options["contacts"] == []
    assert alice.entry().options["allowed_destinations"] == []


async def test_a_saved_contact_can_be_called_by_its_name_at_once(alice: House) -> None:
    await alice.set_options(contacts=[BOB])
    call = alice.exchange.inbound("alice", "+15555")
    alice.exchange.answer(call.call_id)
    answer = await alice.act("transfer", {"destination": "bob", "dry_run": True})
    assert answer["call_id"] == call.call_id


@pytest.mark.parametrize(
    ("privacy", "name", "number"),
    [
        ("full", "Bob Bobson", "+46277464"),
        ("masked", "B. B.", "+*****464"),
        ("none", None, None),
    ],
)
async def test_the_privacy_option_decides_what_is_shown_of_callers(
    alice: House, privacy: str, name: str | None, number: str | None
) -> None:
    await alice.set_options(privacy=privacy)
    alice.exchange.inbound("alice", "+46277464", "Bob Bobson")
    await alice.poll()
    attributes = alice.state("sensor", "call").attributes
    assert attributes["remote_name"] == name
    assert attributes["remote_number"] == number


async def test_the_form_can_be_filled_in_the_browser(
    alice: House, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(alice.hass, "config", {})
    client = await hass_client()
    flows = "/api/config/config_entries/options/flow"
    handler = {"handler": alice.entry().entry_id}
    form = await (await client.post(flows, json=handler)).json()
    assert {field["name"] for field in form["data_schema"]} == {
        "contacts",
        "allowed_destinations",
        "history_days",
        "privacy",
        "telephone_id",
    }
    typed = {**REST, "contacts": [BOB], "allowed_destinations": ["+46*"]}
    result = await (await client.post(f"{flows}/{form['flow_id']}", json=typed)).json()
    await alice.hass.async_block_till_done()
    assert result["type"] == "create_entry"
    assert alice.entry().options == typed


async def test_options_can_be_saved_while_the_exchange_is_away(alice: House) -> None:
    await alice.simulator.stop()
    await alice.hass.config_entries.async_reload(alice.entry().entry_id)
    assert alice.entry().state is ConfigEntryState.SETUP_RETRY

    result = await save(alice, await open_options(alice), contacts=[BOB])

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert alice.entry().options["contacts"] == [BOB]
    await alice.simulator.restart()
    await alice.poll()
    assert alice.state("sensor", "call").state == "idle"


async def test_the_telephones_that_the_exchange_tells_of_are_offered(
    alice: House,
) -> None:
    first, second = alice.exchange.user("alice").devices
    result = await open_options(alice)
    assert telephones(result) == [
        {"value": first.device_id, "label": "Mobile"},
        {"value": second.device_id, "label": "Computer"},
    ]
    await save(alice, result, telephone_id=second.device_id)
    assert alice.entry().options["telephone_id"] == second.device_id
    assert filled_in(await open_options(alice))["telephone_id"] == second.device_id
    answer = await alice.act("dial", {"destination": "tel:+15557777"})
    assert answer == {"telephone_id": second.device_id, "name": "Computer"}


@pytest.mark.parametrize("typed", ["", "  ", None])
async def test_no_telephone_is_no_option(alice: House, typed: str | None) -> None:
    await alice.set_options(telephone_id="10.desk")
    given = {} if typed is None else {"telephone_id": typed}
    await save(alice, await open_options(alice), **given)
    assert "telephone_id" not in alice.entry().options


@pytest.mark.parametrize(
    "fault",
    [Fault.answer(403), Fault.answer(404), Fault.answer(503), Fault.reset()],
    ids=["403", "404", "503", "reset"],
)
async def test_a_telephone_can_be_typed_when_the_exchange_tells_of_none(
    alice: House, fault: Fault
) -> None:
    alice.simulator.faults.add("shortlist", fault)
    result = await open_options(alice)
    assert telephones(result) == []
    await save(alice, result, telephone_id=" 10.desk ")
    assert alice.entry().options["telephone_id"] == "10.desk"


async def test_a_mistake_elsewhere_keeps_the_telephone(alice: House) -> None:
    _, computer = alice.exchange.user("alice").devices
    typed = {"contacts": [{**BOB, "name": " "}], "telephone_id": computer.device_id}
    result = await save(alice, await open_options(alice), **typed)
    assert result["errors"] == {"base": "contact_without_name"}
    assert filled_in(result)["telephone_id"] == computer.device_id
    assert len(telephones(result)) == 2


async def test_a_telephone_can_be_typed_while_the_exchange_is_away(
    alice: House,
) -> None:
    await alice.simulator.stop()
    result = await open_options(alice)
    assert telephones(result) == []
    alice.hass.config_entries.options.async_abort(result["flow_id"])
    await alice.hass.config_entries.async_reload(alice.entry().entry_id)
    assert alice.entry().state is ConfigEntryState.SETUP_RETRY
    result = await open_options(alice)
    assert telephones(result) == []
    await save(alice, result, telephone_id="10.desk")
    assert alice.entry().options["telephone_id"] == "10.desk"
    await alice.simulator.restart()
