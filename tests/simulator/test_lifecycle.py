"""A simulator starts, fails, comes back and leaves nothing behind."""

import asyncio

from aiohttp import ClientConnectionError, ClientSession
import pytest

from simulator import Fault, Simulator, State

from .conftest import ApiClient


async def test_an_outage_ends_on_the_same_port_with_the_same_calls(
    sim: Simulator, api: ApiClient
) -> None:
    """Calls go on while nobody can ask for them."""
    call = sim.exchange.inbound("alice", "+46277464")
    url = sim.url

    await sim.stop()
    with pytest.raises(ClientConnectionError):
        await api.snapshot()
    sim.exchange.answer(call.call_id)
    await sim.restart()

    assert sim.url == url
    assert [each["status"] for each in await api.calls()] == ["ACTIVE"]


async def test_an_outage_does_not_wait_for_hanging_requests(
    sim: Simulator, api: ApiClient
) -> None:
    """They are let go, one way or the other."""
    sim.faults.add("snapshot", Fault.hang())
    asking = asyncio.create_task(api.snapshot())
    await sim.tally.wait_for(1, "snapshot")

    async with asyncio.timeout(2):
        await sim.stop()

    (result,) = await asyncio.gather(asking, return_exceptions=True)
    assert isinstance(result, dict | ClientConnectionError)


async def test_stopping_twice_is_no_fault(sim: Simulator) -> None:
    """Nor is starting what runs."""
    await sim.stop()
    await sim.stop()
    await sim.restart()
    await sim.restart()

    assert sim.url.startswith("http://127.0.0.1:")


@pytest.mark.usefixtures("socket_enabled")
async def test_the_end_cancels_what_was_still_to_come() -> None:
    """Transfers, late commands and stories alike."""
    async with Simulator() as sim, ClientSession() as session:
        sim.exchange.add_user("alice")
        sim.exchange.add_user("bob")
        api = ApiClient(session, sim, sim.exchange.user("alice"))
        call = sim.exchange.inbound("alice", "+46277464")
        sim.exchange.answer(call.call_id)
        sim.faults.add("hold", Fault.late(60))
        assert (await api.post("hold", call.call_id)).status == 200
        sim.exchange.transfer_answers_after = 60
        sim.exchange.single_step_transfer(call.call_id, "tel:+15555")
        sim.play_in_background("missed", user="bob", colleague="alice", pace=60)

    assert call.state is State.ACTIVE
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in others if "play" in repr(task.get_coro())]


async def test_a_transfer_is_answered_after_its_delay(sim: Simulator) -> None:
    """The running simulator has the clock for it."""
    call = sim.exchange.inbound("alice", "+46277464")
    sim.exchange.answer(call.call_id)
    sim.exchange.transfer_answers_after = 0.001

    sim.exchange.single_step_transfer(call.call_id, "tel:+15555")
    assert call.live
    seen = sim.events.last
    await sim.events.wait(seen, 5)

    assert call.state is State.TRANSFERRED


def test_an_ipv6_address_is_written_in_brackets() -> None:
    """As URLs have it."""
    assert Simulator(8780, host="::1").url == "http://[::1]:8780"
