"""The blueprint that sends on a call that nobody answers."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from simulator import Fault, Simulator, State
from simulator.models import ACTIONS

from .blueprints import BlueprintHousehold
from .commands import NUMBER, OTHER_NUMBER, posts, ringing
from .crm import Connector


async def use_forward(blueprints: BlueprintHousehold, **inputs: Any) -> str:
    """Use the blueprint after three seconds; a refusal is noted."""
    return await blueprints.use(
        "forward_unanswered",
        **{
            "user": blueprints.house.device_id(),
            "seconds": 3,
            "destination": blueprints.house.exchange.user("bob").number,
            "if_refused": [{"event": "refused"}],
            **inputs,
        },
    )


@pytest.fixture
def generous(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the exchange allow that a ringing call is sent on."""
    monkeypatch.setitem(ACTIONS, State.RINGING, ("ANSWER", "TRANSFER"))
    monkeypatch.setattr(
        "simulator.switchboard.TALKING",
        frozenset({State.RINGING, State.ACTIVE, State.HELD}),
    )


@pytest.mark.usefixtures("generous")
@pytest.mark.parametrize(
    ("inputs", "rung"),
    [
        pytest.param({}, 0, id="voicemail"),
        pytest.param({"voicemail": False}, 1, id="phone"),
    ],
)
async def test_a_call_that_nobody_answers_is_sent_on(
    blueprints: BlueprintHousehold, inputs: dict[str, Any], rung: int
) -> None:
    """To the voicemail box, which does not ring, or to the phone, which does."""
    house = blueprints.house
    house.entry().runtime_data.call_control._patience = 0.3
    refusals = house.heard("refused")
    automation = await use_forward(blueprints, **inputs)
    await blueprints.rings()
    assert not posts(house.simulator)
    await house.poll(seconds=4)
    await blueprints.finished(automation)
    assert posts(house.simulator) == 1
    assert sum(c.state is State.RINGING for c in house.exchange.calls("bob")) == rung
    assert not refusals


async def test_an_exchange_that_does_not_allow_it_lets_it_ring_on(
    blueprints: BlueprintHousehold,
) -> None:
    """Nothing is sent, and what was chosen for this case is done."""
    refusals = blueprints.house.heard("refused")
    automation = await use_forward(blueprints)
    call = await blueprints.rings()
    await blueprints.house.poll(seconds=4)
    await blueprints.finished(automation)
    assert not posts(blueprints.house.simulator)
    assert call.state is State.RINGING
    assert len(refusals) == 1


@pytest.mark.usefixtures("generous")
@pytest.mark.parametrize(
    "what", [pytest.param(what, id=what) for what in ("answer", "cancel", "reject")]
)
async def test_a_call_that_no_longer_rings_is_left_alone(
    blueprints: BlueprintHousehold, what: str
) -> None:
    """Even when Home Assistant has not noticed yet."""
    house = blueprints.house
    refusals = house.heard("refused")
    automation = await use_forward(blueprints)
    call = await blueprints.rings()
    getattr(house.exchange, what)(call.call_id)
    await house.poll(seconds=4)
    await blueprints.finished(automation)
    assert not posts(house.simulator)
    assert not refusals


@pytest.mark.usefixtures("generous")
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(OTHER_NUMBER, id="another-caller"),
        pytest.param(NUMBER, id="same-caller-again"),
    ],
)
async def test_a_later_call_is_not_sent_on_for_an_earlier_one(
    blueprints: BlueprintHousehold, freezer: FrozenDateTimeFactory, number: str
) -> None:
    """It has not rung for long enough."""
    house = blueprints.house
    automation = await use_forward(blueprints, seconds=20)
    call = await blueprints.rings()
    freezer.tick(15)
    house.exchange.cancel(call.call_id)
    house.exchange.inbound("alice", number)
    await blueprints.read()
    await blueprints.until(lambda: blueprints.runs(automation) == 2)
    async_fire_time_changed(house.hass, dt_util.utcnow() + timedelta(seconds=6))
    await blueprints.until(lambda: blueprints.runs(automation) == 1)
    assert not posts(house.simulator)


@pytest.mark.usefixtures("generous")
async def test_a_call_known_from_its_message_is_sent_on_all_the_same(
    blueprints: BlueprintHousehold, connector: Connector
) -> None:
    """Its id is another one than the exchange's own."""
    house = blueprints.house
    house.entry().runtime_data.call_control._patience = 0.3
    automation = await use_forward(blueprints)
    ringing(house)
    await connector.post(connector.message())
    await blueprints.until(lambda: blueprints.busy(automation))
    await blueprints.read()
    await house.poll(seconds=4)
    await blueprints.finished(automation)
    assert posts(house.simulator) == 1


@pytest.mark.usefixtures("generous")
async def test_an_outage_sends_no_call_on(
    blueprints: BlueprintHousehold, exchange: Simulator
) -> None:
    """Nobody knows whether it still rings."""
    automation = await use_forward(blueprints)
    await blueprints.rings()
    exchange.faults.add("snapshot", Fault.answer(500))
    await blueprints.house.poll(seconds=4)
    await blueprints.finished(automation)
    assert not posts(exchange)
