"""Answers that are odd but answers: partial, empty, enormous, lying, nonsensical."""

from collections.abc import Callable
import logging

import pytest

from .clock import Clock
from .house import House

type Body = dict[str, object]

CALLER, NAME = "+46277464", "Carol Carlson"


def shown(house: House) -> dict[str, str]:
    """Return the calls on the call sensor with their states."""
    calls = house.state("sensor", "call").attributes["calls"]
    return {call["call_id"]: call["state"] for call in calls}


def adding(*calls: object) -> Callable[[Body], Body]:
    """Return an editor of snapshots that adds these call objects."""

    def edit(body: Body) -> Body:
        own = body["calls"]
        assert isinstance(own, list)
        return {**body, "calls": [*own, *calls]}

    return edit


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what our loggers warn of."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.telepo")
        and record.levelno >= logging.WARNING
    ]


async def test_a_partial_snapshot_adds_and_changes_calls_and_ends_none(
    alice: House, clock: Clock
) -> None:
    """Only a full one tells that a call is gone."""
    first = alice.exchange.inbound("alice", CALLER, call_id="first")
    await clock.pass_time(7)
    alice.simulator.wire.full_state = False
    alice.exchange.inbound("alice", "+15558473", call_id="second")
    alice.exchange.answer(first.call_id)
    await clock.pass_time(3)
    assert shown(alice) == {"first": "active", "second": "ringing"}
    alice.exchange.end("first")
    await clock.pass_time(10)
    assert shown(alice) == {"first": "active", "second": "ringing"}
    alice.simulator.wire.full_state = True
    await clock.pass_time(3)
    assert shown(alice) == {"second": "ringing"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"fullState": True, "calls": []}, id="as-documented"),
        pytest.param({"calls": []}, id="no-flag"),
        pytest.param({"fullState": True}, id="no-list"),
        pytest.param({"fullState": True, "calls": None}, id="null"),
    ],
)
async def test_an_empty_snapshot_ends_the_calls(
    alice: House, clock: Clock, body: Body
) -> None:
    """However the exchange spells that there is none."""
    alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(7)
    alice.simulator.wire.edit_snapshot = lambda _: body
    await clock.pass_time(3)
    assert alice.state("sensor", "call").state == "idle"
    assert alice.state("sensor", "calls").state == "0"
    assert alice.state("sensor", "remote_party").state == "unknown"


async def test_a_snapshot_of_hundreds_of_calls_is_read_whole(
    alice: House, clock: Clock
) -> None:
    """A switchboard attendant, or a fault: either way none is lost."""
    for number in range(500):
        alice.exchange.inbound("alice", f"+1555{number:04}", call_id=f"call{number}")
    await clock.pass_time(7)
    assert alice.state("sensor", "calls").state == "500"
    assert alice.state("sensor", "call").attributes["call_id"] == "call499"


async def test_a_colleagues_call_is_not_the_users(
    alice: House, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """A snapshot that lies about the user shows nothing of the other one."""
    foreign = {
        "callId": "foreign",
        "userId": "bob@organization.org",
        "inbound": True,
        "status": "RINGING",
        "remoteParty": {"telUri": f"tel:{CALLER}", "displayName": NAME},
    }
    alice.simulator.wire.edit_snapshot = adding(foreign)
    own = alice.exchange.outbound("alice", "+15558473")
    await clock.pass_time(7)
    assert shown(alice) == {own.call_id: "dialing"}
    assert alice.state("binary_sensor", "ringing").state == "off"
    assert len(warnings(caplog)) == 1
    assert NAME not in caplog.text
    assert CALLER not in caplog.text


@pytest.mark.parametrize(
    "user_id", ["alice", "ALICE@Organization.ORG", "alice@elsewhere.example", None, 7]
)
async def test_a_call_is_the_users_unless_it_is_beyond_doubt_a_colleagues(
    alice: House, clock: Clock, user_id: object
) -> None:
    """The exchange was asked for this user's calls, after all."""
    call = {"callId": "own", "userId": user_id, "inbound": True, "status": "RINGING"}
    alice.simulator.wire.edit_snapshot = adding(call)
    await clock.pass_time(7)
    assert shown(alice) == {"own": "ringing"}


@pytest.mark.parametrize(
    "nonsense",
    [
        pytest.param(None, id="null"),
        pytest.param(NAME, id="text"),
        pytest.param(7, id="number"),
        pytest.param([{"callId": "x", "displayName": NAME}], id="list"),
        pytest.param({"displayName": NAME}, id="no-id"),
        pytest.param({"callId": "", "displayName": NAME}, id="empty-id"),
        pytest.param({"callId": {"a": NAME}}, id="id-is-an-object"),
    ],
)
async def test_nonsense_is_left_out_and_logged_once_without_its_content(
    alice: House, clock: Clock, caplog: pytest.LogCaptureFixture, nonsense: object
) -> None:
    """The calls beside it count."""
    alice.simulator.wire.edit_snapshot = adding(nonsense)
    call = alice.exchange.inbound("alice", CALLER)
    await clock.pass_time(7)
    alice.exchange.answer(call.call_id)
    await clock.pass_time(60)
    assert shown(alice) == {call.call_id: "active"}
    (warning,) = warnings(caplog)
    assert "1 call object" in warning
    assert NAME not in caplog.text
    assert CALLER not in caplog.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("remoteParty", "bob"),
        ("remoteParty", {"telUri": ["tel:+1"], "displayName": {}}),
        ("status", {"RINGING": True}),
        ("actions", 7),
        ("actions", [{"action": None}, 7, None]),
        ("deviceIds", {"a": 1}),
        ("duration", "long"),
        ("duration", -1),
        ("duration", 10**300),
        ("stateToken", "not a number"),
        ("conference", "perhaps"),
        ("participants", {"id": 7}),
    ],
)
async def test_a_field_of_the_wrong_kind_costs_nothing_but_itself(
    alice: House, clock: Clock, field: str, value: object
) -> None:
    """The call is there all the same, and later good input is read."""

    def spoil(body: Body) -> Body:
        calls = body["calls"]
        assert isinstance(calls, list)
        return {**body, "calls": [{**call, field: value} for call in calls]}

    call = alice.exchange.inbound("alice", CALLER, NAME)
    alice.simulator.wire.edit_snapshot = spoil
    await clock.pass_time(7)
    assert list(shown(alice)) == [call.call_id]
    assert alice.state("sensor", "calls").state == "1"
    alice.simulator.wire.edit_snapshot = None
    await clock.pass_time(3)
    assert alice.state("sensor", "call").state == "ringing"
    assert alice.state("sensor", "remote_party").state == NAME


async def test_a_strangers_name_cannot_break_a_line_or_turn_the_text(
    alice: House, clock: Clock
) -> None:
    """Callers choose their own display names."""
    hostile = "Bob\n{{ states }}\u202e\x00" + "x" * 5000
    alice.exchange.inbound("alice", CALLER, hostile)
    await clock.pass_time(7)
    shown_name = alice.state("sensor", "remote_party").state
    assert shown_name.isprintable()
    assert len(shown_name) <= 255
    assert shown_name.startswith("Bob (( states ))")


async def test_the_start_of_a_call_does_not_move_while_the_duration_jumps(
    alice: House, clock: Clock
) -> None:
    """Nor when the exchange forgets or makes up a duration."""
    durations = iter([30, 31, 5, 86_400, None, -1, 40, 41, 42, 43, 44, 45, 46, 47])

    def jump(body: Body) -> Body:
        calls = body["calls"]
        assert isinstance(calls, list)
        return {
            **body,
            "calls": [{**call, "duration": next(durations)} for call in calls],
        }

    call = alice.exchange.inbound("alice", CALLER)
    alice.exchange.answer(call.call_id)
    alice.simulator.wire.edit_snapshot = jump
    await clock.pass_time(7)
    started = alice.state("sensor", "call_started").state
    await clock.pass_time(12)
    assert alice.state("sensor", "call_started").state == started
