"""Faults look on the wire as their names say."""

import asyncio

from aiohttp import ClientError, ClientTimeout
import pytest

from simulator import Fault, Simulator, State

from .conftest import ApiClient


def talking(sim: Simulator) -> str:
    """Return the id of a call that alice has answered."""
    call = sim.exchange.inbound("alice", "+46277464", "Carol Carlson")
    return sim.exchange.answer(call.call_id).call_id


def state(sim: Simulator) -> State:
    """Return the state of the only call."""
    (call,) = sim.exchange.calls("alice")
    return call.state


@pytest.mark.parametrize(
    ("fault", "done"),
    [
        (Fault.reset(), State.ACTIVE),
        (Fault.truncated(), State.ACTIVE),
        (Fault.executed_unanswered(), State.HELD),
    ],
    ids=["reset", "truncated", "executed"],
)
async def test_a_broken_connection_tells_nothing_about_what_was_done(
    sim: Simulator, api: ApiClient, fault: Fault, done: State
) -> None:
    """The client sees the same error each time."""
    call_id = talking(sim)
    sim.faults.add("hold", fault)

    with pytest.raises(ClientError):
        await api.post("hold", call_id)

    assert state(sim) is done
    assert sim.tally.count("hold") == 1
    assert sim.tally.requests[0].answered == fault.kind


@pytest.mark.parametrize(
    ("fault", "done"),
    [
        (Fault.broken_json(), State.ACTIVE),
        (Fault.executed_broken_json(), State.HELD),
    ],
    ids=["not-done", "done"],
)
async def test_broken_json_comes_with_200(
    sim: Simulator, api: ApiClient, fault: Fault, done: State
) -> None:
    """Only reading it shows the fault."""
    call_id = talking(sim)
    sim.faults.add("hold", fault)

    answer = await api.post("hold", call_id)

    assert answer.status == 200
    with pytest.raises(ValueError, match="Unterminated"):
        answer.json()
    assert state(sim) is done


async def test_any_status_can_be_answered_with_body_and_headers(
    sim: Simulator, api: ApiClient
) -> None:
    """Retry-After is such a header."""
    sim.faults.add("snapshot", Fault.answer(429, "later", {"Retry-After": "20"}))

    async with api.session.get(api.snapshot_url, headers=api.headers) as answer:
        assert answer.status == 429
        assert answer.headers["Retry-After"] == "20"
        assert await answer.text() == "later"


async def test_a_redirect_keeps_the_method_and_names_the_place(
    sim: Simulator, api: ApiClient
) -> None:
    """A client that follows it would carry its ticket there."""
    sim.faults.add("snapshot", Fault.redirect("https://elsewhere.example.org/"))

    async with api.session.get(
        api.snapshot_url, headers=api.headers, allow_redirects=False
    ) as answer:
        assert answer.status == 307
        assert answer.headers["Location"] == "https://elsewhere.example.org/"


@pytest.mark.parametrize("size", [64, 200_000])
async def test_a_huge_answer_is_valid_json_of_the_size_asked_for(
    sim: Simulator, api: ApiClient, size: int
) -> None:
    """Only its size is wrong."""
    sim.faults.add("snapshot", Fault.huge(size))

    async with api.session.get(api.snapshot_url, headers=api.headers) as answer:
        assert len(await answer.read()) == size
        assert await answer.json() == {"fullState": True, "calls": []}


async def test_a_client_may_leave_a_huge_answer(sim: Simulator, api: ApiClient) -> None:
    """The next request is served as ever."""
    sim.faults.add("snapshot", Fault.huge(), times=1)

    answer = await api.session.get(api.snapshot_url, headers=api.headers)
    assert len(await answer.content.read(10)) == 10
    answer.close()

    assert await api.calls() == []


async def test_a_hanging_request_is_answered_when_released(
    sim: Simulator, api: ApiClient
) -> None:
    """Not before."""
    call_id = talking(sim)
    sim.faults.add("hold", Fault.hang())
    asking = asyncio.create_task(api.post("hold", call_id))
    await sim.tally.wait_for(1, "hold")
    assert state(sim) is State.ACTIVE

    sim.faults.clear()

    assert (await asking).status == 200
    assert state(sim) is State.HELD


@pytest.mark.parametrize(
    ("fault", "done"),
    [(Fault.hang(), State.ACTIVE), (Fault.executed_hang(), State.HELD)],
    ids=["not-done", "done"],
)
async def test_a_client_that_loses_patience_may_not_know_what_was_done(
    sim: Simulator, api: ApiClient, fault: Fault, done: State
) -> None:
    """A hanging request whose client has left is never carried out."""
    call_id = talking(sim)
    sim.faults.add("hold", fault, times=1)
    patience = api.session._timeout
    api.session._timeout = ClientTimeout(total=0.5)

    with pytest.raises(TimeoutError):
        await api.post("hold", call_id)
    api.session._timeout = patience
    sim.faults.release()
    await api.snapshot()

    assert state(sim) is done


@pytest.mark.parametrize(
    "fault", [Fault.delay(0.001), Fault.delay(60)], ids=["passes", "released"]
)
async def test_a_delayed_request_is_answered_properly(
    sim: Simulator, api: ApiClient, fault: Fault
) -> None:
    """After its time, or when released."""
    sim.faults.add("snapshot", fault)
    asking = asyncio.create_task(api.snapshot())
    await sim.tally.wait_for(1, "snapshot")
    if fault.seconds == 60:
        sim.faults.release()

    assert (await asking)["calls"] == []


async def test_an_ignored_command_is_accepted_and_not_carried_out(
    sim: Simulator, api: ApiClient
) -> None:
    """But a wrong one is still refused."""
    call_id = talking(sim)
    sim.faults.add("*", Fault.ignored())

    assert (await api.post("hold", call_id)).status == 200
    assert (await api.post("resume", call_id)).status == 409

    assert state(sim) is State.ACTIVE


async def test_a_late_command_takes_effect_when_released(
    sim: Simulator, api: ApiClient
) -> None:
    """It was accepted long before."""
    call_id = talking(sim)
    sim.faults.add("hold", Fault.late())
    assert (await api.post("hold", call_id)).status == 200
    assert state(sim) is State.ACTIVE

    sim.faults.release()

    assert state(sim) is State.HELD


async def test_a_late_command_takes_effect_once_after_its_time(
    sim: Simulator, api: ApiClient
) -> None:
    """A release afterwards does not repeat it."""
    call_id = talking(sim)
    sim.faults.add("hold", Fault.late(0.001))
    seen = sim.events.last
    await api.post("hold", call_id)

    await sim.events.wait(seen, 5)
    assert state(sim) is State.HELD
    sim.exchange.resume(call_id)
    sim.faults.release()

    assert state(sim) is State.ACTIVE


async def test_a_late_command_for_a_call_that_has_gone_is_forgotten(
    sim: Simulator, api: ApiClient
) -> None:
    """Nothing is raised."""
    call_id = talking(sim)
    sim.faults.add("hold", Fault.late())
    await api.post("hold", call_id)
    sim.exchange.end(call_id)

    sim.faults.release()

    assert sim.exchange.calls() == []


async def test_a_fault_hits_the_operation_and_user_it_is_for(
    sim: Simulator, api: ApiClient
) -> None:
    """A pattern may name several operations."""
    call_id = talking(sim)
    sim.faults.add("*transfer", Fault.answer(500))
    sim.faults.add("*", Fault.answer(503), user="bob")

    assert (await api.post("hold", call_id)).status == 200
    assert (await api.post("transfer", call_id)).status == 500
    assert (await api.post("singlesteptransfer", call_id)).status == 500


async def test_faults_are_counted_down_in_the_order_they_were_added(
    sim: Simulator, api: ApiClient
) -> None:
    """Then all is well again."""
    sim.faults.add("hold", Fault.answer(500), times=2)
    sim.faults.add("hold", Fault.answer(503), times=1)
    call_id = talking(sim)

    statuses = [(await api.post("hold", call_id)).status for _ in range(4)]

    assert statuses == [500, 500, 503, 200]
