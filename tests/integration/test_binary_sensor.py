"""On a call, ringing, webhook."""

from collections.abc import Callable

from aiohttp.test_utils import TestClient
from aiohttp.web import Application, Request
from homeassistant.const import CONF_WEBHOOK_ID
import pytest

from simulator import Call, Fault

from .commands import active, change_calls, held, ringing, second
from .house import House


def _on(house: House, key: str) -> str:
    return house.state("binary_sensor", key).state


def _dialing(house: House) -> Call:
    return house.exchange.outbound("alice", "+15555")


def _parked(house: House) -> Call:
    return house.exchange.park(active(house).call_id)


@pytest.mark.parametrize(
    ("prepare", "on_call", "rings"),
    [
        pytest.param(lambda _: None, "off", "off", id="idle"),
        pytest.param(ringing, "off", "on", id="ringing"),
        pytest.param(_dialing, "on", "off", id="dialing"),
        pytest.param(active, "on", "off", id="active"),
        pytest.param(held, "on", "off", id="held"),
        pytest.param(_parked, "off", "off", id="parked"),
        pytest.param(
            lambda house: (second(house), ringing(house)), "on", "on", id="two-calls"
        ),
    ],
)
async def test_what_the_calls_mean(
    alice: House, prepare: Callable[[House], object], on_call: str, rings: str
) -> None:
    prepare(alice)
    await alice.poll()
    assert _on(alice, "on_call") == on_call
    assert _on(alice, "ringing") == rings


async def test_an_outgoing_call_that_alerts_the_far_end_does_not_ring_here(
    alice: House,
) -> None:
    _dialing(alice)
    change_calls(alice.simulator, status="RINGING")
    await alice.poll()
    assert _on(alice, "ringing") == "off"
    assert _on(alice, "on_call") == "on"
    assert alice.state("sensor", "call").state == "dialing"


async def test_a_call_of_unknown_state_is_neither(alice: House) -> None:
    active(alice)
    change_calls(alice.simulator, status="QUEUED", actions=[])
    await alice.poll()
    assert _on(alice, "ringing") == "off"
    assert _on(alice, "on_call") == "off"


async def test_in_an_outage_only_the_webhook_sensor_stays(alice: House) -> None:
    ringing(alice)
    await alice.poll()
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await alice.poll()
    assert _on(alice, "on_call") == "unavailable"
    assert _on(alice, "ringing") == "unavailable"
    assert _on(alice, "webhook") == "off"


async def test_the_webhook_sensor_tells_of_messages(
    alice: House, web: TestClient[Request, Application]
) -> None:
    state = alice.state("binary_sensor", "webhook")
    assert state.state == "off"
    assert state.attributes["last_message"] is None
    assert state.attributes["device_class"] == "connectivity"

    message = {"call_id": "x", "state": "EARLY", "local_user_id": "alice"}
    address = f"/api/webhook/{alice.entry().data[CONF_WEBHOOK_ID]}"
    response = await web.post(address, json=message)
    assert response.status == 200
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    state = alice.state("binary_sensor", "webhook")
    assert state.state == "on"
    assert state.attributes["last_message"] is not None
