"""Dialling and the operator's commands, against an exchange that may fall silent."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.telepo.cti import (
    CallControl,
    LiveCalls,
    TelepoClient,
    TelepoConnectionError,
    TelepoError,
    TelepoNotFoundError,
    TelepoNotLicensedError,
    TelepoRateLimitedError,
    TelepoRefusedError,
    UnansweredError,
    UserCalls,
    client as client_module,
)
from simulator import Fault, Simulator

TELEPHONE = "0.+1555555"
NOBODY_KNOWS = [
    pytest.param(Fault.reset(), id="reset"),
    pytest.param(Fault.hang(), id="hang"),
    pytest.param(Fault.answer(500), id="500"),
    pytest.param(Fault.redirect("/api/elsewhere"), id="redirect"),
]
DONE_UNANSWERED = [
    pytest.param(Fault.executed_unanswered(), id="done, reset"),
    pytest.param(Fault.executed_hang(), id="done, hang"),
]
REFUSALS = [
    pytest.param(Fault.answer(400), TelepoRefusedError, id="400"),
    pytest.param(Fault.answer(403), TelepoNotLicensedError, id="403"),
    pytest.param(Fault.answer(404), TelepoNotFoundError, id="404"),
    pytest.param(Fault.answer(409), TelepoRefusedError, id="409"),
    pytest.param(Fault.answer(429), TelepoRateLimitedError, id="429"),
]


class Alice:
    """Alice's commands at an exchange of her own."""

    def __init__(self, sim: Simulator, session: ClientSession) -> None:
        """Begin with no calls."""
        self.sim = sim
        ticket = sim.exchange.user("alice").ticket
        self.client = TelepoClient(
            session,
            url=sim.url,
            domain="organization.org",
            user_id="alice",
            ticket=ticket,
        )
        self._live = LiveCalls()
        self.control = CallControl(self.client, self.read, patience=0.3)

    async def read(self) -> UserCalls:
        """Read a fresh snapshot."""
        return self._live.apply(await self.client.snapshot(), datetime.now(UTC))

    @property
    def requests(self) -> list[str]:
        """Every request so far, a word each."""
        return [request.operation for request in self.sim.tally.requests]


@pytest.fixture
async def alice(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Alice]:
    """Return alice with bob for a colleague, and short of patience."""
    monkeypatch.setattr(client_module, "REQUEST_TIMEOUT", 0.5)
    async with Simulator() as sim, ClientSession() as session:
        sim.exchange.add_user("alice")
        sim.exchange.add_user("bob")
        yield Alice(sim, session)


async def test_dialling_reads_sends_once_and_is_done_when_accepted(
    alice: Alice,
) -> None:
    await alice.control.dial("tel:+15555", TELEPHONE)
    assert alice.requests == ["snapshot", "make"]
    (call,) = alice.sim.exchange.calls("alice")
    assert (call.device_id, call.remote.uri) == (TELEPHONE, "tel:+15555")


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault.broken_json(), id="broken"),
        pytest.param(Fault.answer(202, "<html>"), id="html"),
        pytest.param(Fault.huge(3 * 2**20), id="huge"),
        pytest.param(Fault.ignored(), id="not done"),
    ],
)
async def test_any_word_of_acceptance_will_do(alice: Alice, fault: Fault) -> None:
    """No call has to show: the user's own telephone rings first."""
    alice.sim.faults.add("make", fault)
    await alice.control.dial("tel:+15555", TELEPHONE)
    assert alice.requests == ["snapshot", "make"]


@pytest.mark.parametrize("fault", DONE_UNANSWERED)
async def test_an_unanswered_dialling_is_known_by_the_new_call(
    alice: Alice, fault: Fault
) -> None:
    alice.sim.exchange.outbound("alice", "+15557777")
    alice.sim.faults.add("make", fault)
    await alice.control.dial("tel:+15555", TELEPHONE)
    assert alice.requests == ["snapshot", "make", "snapshot"]


@pytest.mark.parametrize("fault", NOBODY_KNOWS)
async def test_a_dialling_that_left_no_trace_is_told_and_not_sent_again(
    alice: Alice, fault: Fault
) -> None:
    """A call that was there before, or one that comes in, is no trace of it."""
    alice.sim.exchange.outbound("alice", "+15557777")
    alice.sim.faults.add("make", fault)
    dialling = asyncio.create_task(alice.control.dial("tel:+15555", TELEPHONE))
    await alice.sim.tally.wait_for(1, "make")
    alice.sim.exchange.inbound("alice", "+46277464")
    with pytest.raises(UnansweredError) as caught:
        await dialling
    assert caught.value.action == "DIAL"
    assert caught.value.calls == ()
    assert isinstance(caught.value.__cause__, TelepoError)
    assert alice.sim.tally.count("make") == 1
    assert alice.sim.tally.count("snapshot") > 2


async def test_a_call_to_somebody_else_is_no_trace_of_a_dialling(alice: Alice) -> None:
    """The user may have dialled on the telephone in the same moment."""
    alice.sim.faults.add("make", Fault.reset())
    dialling = asyncio.create_task(alice.control.dial("tel:+15555", TELEPHONE))
    await alice.sim.tally.wait_for(1, "make")
    alice.sim.exchange.outbound("alice", "+46277464")
    with pytest.raises(UnansweredError):
        await dialling
    assert alice.sim.tally.count("make") == 1


@pytest.mark.parametrize("trouble", [429, 503, 401])
async def test_trouble_while_watching_for_the_call_is_waited_out(
    alice: Alice, trouble: int
) -> None:
    control = CallControl(alice.client, alice.read, patience=5)
    alice.sim.faults.add("make", Fault.executed_unanswered())
    dialling = asyncio.create_task(control.dial("tel:+15555", TELEPHONE))
    await alice.sim.tally.wait_for(1, "make")
    alice.sim.faults.add(
        "snapshot", Fault.answer(trouble, headers={"Retry-After": "0.2"}), times=1
    )
    await dialling
    assert alice.requests[:3] == ["snapshot", "make", "snapshot"]
    assert alice.sim.tally.count("make") == 1


@pytest.mark.parametrize(("fault", "error"), REFUSALS)
async def test_a_refused_dialling_is_the_refusal(
    alice: Alice, fault: Fault, error: type[TelepoError]
) -> None:
    alice.sim.faults.add("make", fault)
    with pytest.raises(error):
        await alice.control.dial("tel:+15555", TELEPHONE)
    assert alice.requests == ["snapshot", "make"]


async def test_a_telephone_of_nobody_does_not_dial(alice: Alice) -> None:
    with pytest.raises(TelepoNotFoundError):
        await alice.control.dial("tel:+15555", "0.+1555556")
    assert alice.sim.exchange.calls() == []


async def test_nothing_is_dialled_when_the_calls_cannot_be_read(alice: Alice) -> None:
    alice.sim.faults.add("snapshot", Fault.reset())
    with pytest.raises(TelepoConnectionError):
        await alice.control.dial("tel:+15555", TELEPHONE)
    assert alice.sim.tally.count("make") == 0


async def test_after_the_end_of_the_session_nothing_is_asked(alice: Alice) -> None:
    assert not alice.client.is_closed
    await alice.client._session.close()
    assert alice.client.is_closed
    with pytest.raises(TelepoConnectionError, match="unloaded"):
        await alice.control.dial("tel:+15555", TELEPHONE)
    assert alice.requests == []


async def test_a_command_of_the_operators_is_sent_at_once(alice: Alice) -> None:
    """No snapshot, whatever the call allows; the answer comes back."""
    alice.sim.wire.operator_operations = True
    call = alice.sim.exchange.inbound("alice", "+46277464")
    reply = await alice.control.send_command("answer", call.call_id, {"on": 1})
    assert (reply.status, reply.body) == (200, {"done": "answer", "data": {"on": 1}})
    assert alice.requests == ["answer"]
    assert call.answered is not None


@pytest.mark.parametrize("fault", [*NOBODY_KNOWS, *DONE_UNANSWERED])
async def test_an_unanswered_command_is_told_and_not_sent_again(
    alice: Alice, fault: Fault
) -> None:
    """It may have been carried out, and nobody knows what would show it."""
    alice.sim.wire.operator_operations = True
    call = alice.sim.exchange.inbound("alice", "+46277464")
    alice.sim.faults.add("answer", fault)
    with pytest.raises(UnansweredError) as caught:
        await alice.control.send_command("answer", call.call_id)
    assert caught.value.action == "ANSWER"
    assert caught.value.calls == ()
    assert alice.requests == ["answer"]


@pytest.mark.parametrize(("fault", "error"), REFUSALS)
async def test_a_refused_command_is_the_refusal(
    alice: Alice, fault: Fault, error: type[TelepoError]
) -> None:
    alice.sim.faults.add("park", fault)
    with pytest.raises(error):
        await alice.control.send_command("park")
    assert alice.requests == ["park"]


async def test_what_names_no_command_is_refused_before_it_is_sent(
    alice: Alice,
) -> None:
    with pytest.raises(ValueError, match="small letters"):
        await alice.control.send_command("../snapshot")
    assert alice.requests == []


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(lambda alice: alice.control.dial("tel:+1", TELEPHONE), id="dial"),
        pytest.param(
            lambda alice: alice.control.send_command("answer"), id="send_command"
        ),
    ],
)
async def test_one_command_waits_for_another(
    alice: Alice, second: Callable[[Alice], Coroutine[Any, Any, object]]
) -> None:
    alice.sim.faults.add("make", Fault.hang(), times=1)
    tasks = [
        asyncio.create_task(alice.control.dial("tel:+15555", TELEPHONE)),
        asyncio.create_task(second(alice)),
    ]
    await alice.sim.tally.wait_for(1, "make")
    assert alice.requests == ["snapshot", "make"]
    alice.sim.faults.release()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results[0] is None
    assert len(alice.requests) > 2
