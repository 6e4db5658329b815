"""The simulator writes what the vendor document's samples show, and reads it."""

from datetime import datetime
import json
from pathlib import Path
import re
from typing import Any

import pytest

from simulator import Simulator
from simulator.crm_messages import Story, message, timestamp
from simulator.models import Change, Reason, What

from .conftest import ApiClient

_SAMPLES = Path(__file__).parents[1] / "vendor_samples"


def sample(name: str) -> dict[str, object]:
    """Return one of the vendor document's samples."""
    data: dict[str, object] = json.loads((_SAMPLES / f"{name}.json").read_text())
    return data


def first_call(snapshot: dict[str, object]) -> Any:
    """Return the first call of a snapshot."""
    calls = snapshot["calls"]
    assert isinstance(calls, list)
    return calls[0]


def assert_shape(answer: object, expected: object, where: str = "$") -> None:
    """Check that an answer has no keys but the sample's, and its JSON types."""
    assert type(answer) is type(expected), where
    if isinstance(answer, dict) and isinstance(expected, dict):
        assert answer.keys() <= expected.keys(), where
        for key, value in answer.items():
            assert_shape(value, expected[key], f"{where}.{key}")
    if isinstance(answer, list) and isinstance(expected, list):
        for value in answer:
            assert_shape(value, expected[0], f"{where}[]")


async def test_a_held_call_reads_as_in_the_snapshot_sample(
    sim: Simulator, api: ApiClient
) -> None:
    """Keys, order and types are the document's."""
    ours, theirs = sim.exchange.internal("alice", "bob")
    sim.exchange.answer(theirs.call_id)
    sim.exchange.hold(ours.call_id)
    expected = sample("snapshot")

    answer = await api.snapshot()

    assert_shape(answer, expected)
    call, sample_call = first_call(answer), first_call(expected)
    assert list(call) == list(sample_call)
    assert list(call["remoteParty"]) == list(sample_call["remoteParty"])
    for same in ("inbound", "status", "conference", "actions", "deviceIds", "userId"):
        assert call[same] == sample_call[same], same


async def test_a_transferred_recorded_and_failed_call_invents_no_keys(
    sim: Simulator, api: ApiClient
) -> None:
    """What the snapshot sample lacks is spelled as in the transfer samples."""
    first = sim.exchange.inbound("bob", "+46277464", "Carol Carlson")
    sim.exchange.answer(first.call_id)
    alice = sim.exchange.user("alice")
    sim.exchange.single_step_transfer(first.call_id, f"tel:{alice.number}", blind=True)
    (leg,) = sim.exchange.calls("alice")
    sim.exchange.answer(leg.call_id)
    sim.exchange.start_recording(leg.call_id)
    sim.exchange.fail(leg.call_id, "Call setup failed with status code 504")
    sim.wire.snapshot_lists = "strings"

    (call,) = await api.calls()

    assert_shape(call, sample("singlesteptransfer_reply"))
    assert {"historyInfo", "event", "eventDescription", "recording"} <= call.keys()


@pytest.mark.parametrize("operation", ["singlesteptransfer", "transfer"])
async def test_the_transfer_samples_are_accepted_and_answered_in_kind(
    sim: Simulator, api: ApiClient, operation: str
) -> None:
    """The sample requests work word for word once their ids exist."""
    request = sample(f"{operation}_request")
    call = sim.exchange.inbound("alice", "+442528473", call_id="aaa111bbb")
    sim.exchange.answer(call.call_id)
    call.state_token = 487345453
    target = sim.exchange.outbound("alice", "+15555", call_id="dd33dxw9")
    sim.exchange.far_answers(target.call_id)
    target.state_token = 832211

    answer = await api.post(operation, "aaa111bbb", request)

    assert answer.status == 200
    body = answer.json()
    assert_shape(body, sample(f"{operation}_reply"))
    assert body["callId"] == "aaa111bbb"
    assert body["deviceIds"] == "[+1555555]"


async def test_a_ringing_call_lists_its_actions_as_the_reply_sample(
    sim: Simulator,
) -> None:
    """Lists as text look as the document prints them."""
    call = sim.exchange.inbound("alice", "+442528473")

    reply = sim.wire.reply(call, sim.exchange.clock())

    expected = sample("transfer_reply")
    assert reply["actions"] == expected["actions"]
    assert reply["status"] == expected["status"]


def test_a_crm_message_has_the_keys_of_the_sample_in_its_order(
    sim: Simulator,
) -> None:
    """A rejected call between two users is the sample's own case."""
    call, _ = sim.exchange.internal("alice", "bob")
    change = Change(1_517_574_897.699, call.user, call, What.ENDED, Reason.REJECTED)
    expected = sample("crm_message")

    result = message(Story(seq_num=4), change, "TERMINATED")

    assert list(result) == list(expected)
    assert_shape(result, expected)
    for same in ("seq_num", "timestamp", "state", "termination-reason", "direction"):
        assert result[same] == expected[same], same
    assert len(str(result["call_id"])) == len(str(expected["call_id"]))
    assert re.fullmatch(r"[0-9a-f]{8}", str(result["branch_id"]))


@pytest.mark.parametrize(
    "seconds", [0.0, 1_517_574_897.0, 1_517_574_897.9999], ids=["epoch", "whole", "end"]
)
def test_a_timestamp_has_milliseconds_and_the_offset_of_the_sample(
    seconds: float,
) -> None:
    """The time is UTC, written +0000, and cut rather than rounded."""
    written = timestamp(seconds)

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000", written)
    parsed = datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%f%z")
    assert 0 <= seconds - parsed.timestamp() < 0.001
