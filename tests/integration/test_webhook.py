"""The CRM connector's messages, posted through Home Assistant's own web server."""

import json
from pathlib import Path

from homeassistant.components import webhook
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.telepo.const import MAX_WEBHOOK_BODY
from simulator import Fault

from .clock import Clock
from .crm import CALLER, MESSAGE, Connector, assert_nothing_raised
from .house import House

SAMPLE = Path(__file__).parents[1] / "vendor_samples" / "crm_message.json"


async def test_the_vendors_sample_is_fired_field_by_field(
    alice: House, connector: Connector
) -> None:
    """In snake_case, the time as ISO 8601 in UTC, and with whom it concerns."""
    heard = alice.heard(MESSAGE)
    assert (await connector.post_raw(SAMPLE.read_bytes())).status == 200
    (event,) = heard
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))
    assert event.data["timestamp"].endswith("+00:00")
    assert event.data == {
        "seq_num": sample["seq_num"],
        "call_id": sample["call_id"],
        "branch_id": sample["branch_id"],
        "timestamp": event.data["timestamp"],
        "state": sample["state"],
        "termination_reason": sample["termination-reason"],
        "direction": sample["direction"],
        "local_email": sample.get("local_email"),
        "local_user_id": sample.get("local_user_id"),
        "local_number": sample.get("local_number"),
        "device_type": sample.get("device_type"),
        "remote_email": sample.get("remote_email"),
        "remote_user_id": sample.get("remote_user_id"),
        "remote_number": sample.get("remote_number"),
        "config_entry_id": event.data["config_entry_id"],
        "device_id": event.data["device_id"],
        "entity_id": event.data["entity_id"],
    }


async def test_an_absent_field_is_none_and_the_user_is_named(
    alice: House, connector: Connector
) -> None:
    """The smallest message that is one, about alice."""
    heard = alice.heard(MESSAGE)
    await connector.post({"call_id": "x", "state": "EARLY", "local_user_id": "alice"})
    (event,) = heard
    assert event.data["config_entry_id"] == alice.entry().entry_id
    assert event.data["device_id"] == alice.device_id()
    assert event.data["entity_id"] == alice.entity_id("event", "call")
    told = {"call_id", "state", "local_user_id"}
    told |= {"config_entry_id", "device_id", "entity_id"}
    rest = {key: value for key, value in event.data.items() if key not in told}
    assert set(rest.values()) == {None}
    assert len(event.data) == 17


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        pytest.param({"state": "RINGBACK"}, {"state": "RINGBACK"}, id="state"),
        pytest.param(
            {"termination-reason": "LUNCH"},
            {"termination_reason": "LUNCH"},
            id="reason",
        ),
        pytest.param({"direction": "SIDEWAYS"}, {"direction": "SIDEWAYS"}, id="way"),
        pytest.param({"device_type": "BRAIN"}, {"device_type": "BRAIN"}, id="device"),
        pytest.param({"new_field": {"a": 1}}, {"state": "EARLY"}, id="unknown-field"),
        pytest.param({"seq_num": "12"}, {"seq_num": 12}, id="number-as-text"),
        pytest.param({"seq_num": 10**30}, {"seq_num": None}, id="number-too-large"),
        pytest.param({"seq_num": [1]}, {"seq_num": None}, id="number-is-a-list"),
        pytest.param({"remote_number": 15555}, {"remote_number": "15555"}, id="digits"),
        pytest.param({"remote_number": {}}, {"remote_number": None}, id="object"),
        pytest.param({"timestamp": "soon"}, {"timestamp": None}, id="no-time"),
        pytest.param({"timestamp": 7}, {"timestamp": None}, id="time-is-a-number"),
        pytest.param(
            {"timestamp": "2018-03-02T10:00:00.123+0200"},
            {"timestamp": "2018-03-02T08:00:00.123000+00:00"},
            id="time-in-another-zone",
        ),
        pytest.param(
            {"timestamp": "9999-12-31T23:59:59.999+0000"},
            {"timestamp": "9999-12-31T23:59:59.999000+00:00"},
            id="far-future",
        ),
        pytest.param(
            {"timestamp": "9999-12-31T23:59:59-23:59"},
            {"timestamp": None},
            id="beyond-all-time",
        ),
        pytest.param(
            {"remote_user_id": "bob\n\u202e{{ 1 }}"},
            {"remote_user_id": "bob1"},
            id="hostile-name",
        ),
        pytest.param(
            {"remote_number": "+1\x00555\r\n<script>"},
            {
                "remote_number": "+1555 \N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}script"
                "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
            },
            id="hostile-number",
        ),
    ],
)
async def test_odd_values_are_passed_on_or_dropped_and_never_raise(
    alice: House,
    connector: Connector,
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, object],
    shown: dict[str, object],
) -> None:
    """Every enum is open, every optional field may be nonsense."""
    heard = alice.heard(MESSAGE)
    assert await connector.post({**connector.message(), **changes}) == 200
    (event,) = heard
    assert {key: event.data[key] for key in shown} == shown
    assert_nothing_raised(caplog)


async def test_a_text_without_end_is_cut(alice: House, connector: Connector) -> None:
    """A display field holds a line, not a novel."""
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message(remote_number="5" * 60_000))
    assert len(heard[0].data["remote_number"]) <= 256


async def test_a_message_counts_once_per_call_branch_and_number(
    alice: House, connector: Connector
) -> None:
    """However often, and however late, its copies come."""
    heard = alice.heard(MESSAGE)
    first = connector.message(1)
    for message in (
        first,
        first,
        {**first, "state": "CONFIRMED"},
        connector.message(2, state="CONFIRMED"),
        {**first, "branch_id": "other"},
        {**first, "call_id": "another"},
        first,
        connector.message(2, state="CONFIRMED"),
    ):
        assert await connector.post(message) == 200
    assert [
        (event.data["call_id"], event.data["branch_id"], event.data["seq_num"])
        for event in heard
    ] == [
        (first["call_id"], "2e7e5911", 1),
        (first["call_id"], "2e7e5911", 2),
        (first["call_id"], "other", 1),
        ("another", "2e7e5911", 1),
    ]


async def test_without_a_number_the_content_tells_copies_apart(
    alice: House, connector: Connector
) -> None:
    """Two states of a call are two messages, the same state twice is one."""
    heard = alice.heard(MESSAGE)
    early = connector.message(None)
    for message in (early, {**early, "state": "CONFIRMED"}, early):
        await connector.post(message)
    assert [event.data["state"] for event in heard] == ["EARLY", "CONFIRMED"]


async def test_an_array_counts_as_its_messages_in_order(
    alice: House, connector: Connector
) -> None:
    """As an operator prints them; copies within it count once."""
    heard = alice.heard(MESSAGE)
    states = ["EARLY", "CONFIRMED", "TERMINATED"]
    messages = [connector.message(n, state=s) for n, s in enumerate(states, 1)]
    assert await connector.post([*messages, messages[0]]) == 200
    assert [event.data["state"] for event in heard] == states


async def test_messages_out_of_order_reach_the_bus_as_they_come(
    alice: House, connector: Connector
) -> None:
    """Raw is raw: nothing is kept back for one that may never come."""
    heard = alice.heard(MESSAGE)
    for number in (3, 1, 2):
        await connector.post(connector.message(number))
    assert [event.data["seq_num"] for event in heard] == [3, 1, 2]


async def test_four_messages_in_a_burst_reach_the_bus_in_order_and_at_once(
    alice: House, connector: Connector
) -> None:
    """Before any poll has been answered: here the exchange does not answer at all."""
    heard = alice.heard(MESSAGE)
    alice.simulator.faults.add("snapshot", Fault.hang())
    states = ["TRYING", "EARLY", "CONFIRMED", "TERMINATED"]
    for number, state in enumerate(states, 1):
        assert await connector.post(connector.message(number, state=state)) == 200
    assert [event.data["state"] for event in heard] == states
    alice.simulator.faults.clear()
    await alice.hass.async_block_till_done(wait_background_tasks=True)


async def test_only_the_latest_ten_thousand_messages_are_remembered(
    alice: House, connector: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies come soon after the original; memory does not grow for ever."""
    monkeypatch.setattr("custom_components.telepo.webhook.REMEMBERED_MESSAGES", 3)
    heard = alice.heard(MESSAGE)
    for number in (1, 2, 3, 1, 4, 4, 3, 1):
        await connector.post(connector.message(number))
    assert [event.data["seq_num"] for event in heard] == [1, 2, 3, 4, 1]


async def test_the_clouds_way_in_leads_to_the_same_place(
    alice: House, hass_ws_client: WebSocketGenerator, hass: HomeAssistant
) -> None:
    """A cloudhook hands over a stand-in for a request, as this command does."""
    heard = alice.heard(MESSAGE)
    browser = await hass_ws_client(hass)
    good = json.dumps({"call_id": "x", "state": "EARLY", "local_user_id": "alice"})
    answers = []
    for body in (good, "not json", good + " " * MAX_WEBHOOK_BODY, good):
        await browser.send_json_auto_id(
            {
                "type": "webhook/handle",
                "webhook_id": alice.entry().data["webhook_id"],
                "method": "POST",
                "body": body,
            }
        )
        answers.append((await browser.receive_json())["result"]["status"])
    assert answers == [200, 400, 413, 200]
    assert len(heard) == 1
    assert heard[0].data["config_entry_id"] == alice.entry().entry_id


async def test_push_delays_are_measured_when_the_clock_is_credible(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """A clock that is far off would drown the real delays."""
    summary = alice.entry().runtime_data.receiver.push_latency.summary
    for number, moment in enumerate(
        ("2018-03-02T10:00:00Z", "9999-01-01T00:00:00Z", None, "soon"), 1
    ):
        await connector.post(connector.message(number, timestamp=moment))
    assert summary()["count"] == 0
    await connector.post(connector.message(9))
    assert summary()["count"] == 1
    assert 0 <= (summary()["last"] or 0) < 5


async def test_an_unknown_webhook_gives_nothing_away(
    alice: House, connector: Connector
) -> None:
    """Home Assistant answers as if it existed, and nothing is fired."""
    heard = alice.heard(MESSAGE)
    path = webhook.async_generate_path("0" * 64)
    async with connector.web.post(path, json=connector.message()) as response:
        assert response.status == 200
    assert heard == []


async def test_the_caller_of_the_message_is_told_in_full_unless_told_otherwise(
    alice: House, connector: Connector
) -> None:
    """The default of the privacy option."""
    heard = alice.heard(MESSAGE)
    await connector.post(connector.message())
    assert heard[0].data["remote_number"] == CALLER
