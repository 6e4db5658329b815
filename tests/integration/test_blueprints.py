"""Every blueprint runs in a Home Assistant; here those that act on lamps."""

from pathlib import Path
from typing import Any

import pytest

from simulator import Fault, Simulator
from tests.repository.source import read_yaml

from .blueprints import FOLDER, BlueprintHousehold
from .commands import NUMBER, OTHER_NAME, OTHER_NUMBER, ringing
from .crm import Connector


async def use_dim_lights(blueprints: BlueprintHousehold, **inputs: Any) -> str:
    """Switch two of three lamps on, and use the blueprint with two."""
    await blueprints.light("light.study", 200)
    await blueprints.light("light.door", 90)
    return await blueprints.use(
        "dim_lights",
        user=blueprints.house.device_id(),
        lights=["light.study", "light.hall"],
        **inputs,
    )


async def test_the_lights_that_are_on_are_dimmed_and_restored(
    blueprints: BlueprintHousehold,
) -> None:
    """Those that are off, or not chosen, stay as they are."""
    automation = await use_dim_lights(blueprints)
    call = await blueprints.rings()
    assert blueprints.brightness("light.study") == 200
    await blueprints.talks(call)
    await blueprints.until(lambda: blueprints.brightness("light.study") == 51)
    assert blueprints.brightness("light.hall") is None
    assert blueprints.brightness("light.door") == 90
    await blueprints.ends(call)
    await blueprints.finished(automation)
    assert blueprints.brightness("light.study") == 200
    assert blueprints.brightness("light.hall") is None
    assert not blueprints.hass.states.async_entity_ids("scene")


async def test_the_lights_are_dimmed_for_a_dialed_call(
    blueprints: BlueprintHousehold,
) -> None:
    """The brightness is the one that was chosen."""
    automation = await use_dim_lights(blueprints, brightness=40)
    call = blueprints.house.exchange.outbound("alice", NUMBER)
    await blueprints.read()
    await blueprints.until(lambda: blueprints.brightness("light.study") == 102)
    blueprints.house.exchange.cancel(call.call_id)
    await blueprints.read()
    await blueprints.finished(automation)
    assert blueprints.brightness("light.study") == 200


async def test_the_lights_stay_dimmed_until_the_last_call_is_over(
    blueprints: BlueprintHousehold,
) -> None:
    """A second call neither ends it nor changes what is restored."""
    automation = await use_dim_lights(blueprints)
    first = await blueprints.rings()
    await blueprints.talks(first)
    await blueprints.until(lambda: blueprints.brightness("light.study") == 51)
    blueprints.house.exchange.hold(first.call_id)
    second = blueprints.house.exchange.inbound("alice", OTHER_NUMBER, OTHER_NAME)
    await blueprints.talks(second)
    await blueprints.ends(first)
    assert blueprints.busy(automation)
    assert blueprints.brightness("light.study") == 51
    await blueprints.ends(second)
    await blueprints.finished(automation)
    assert blueprints.brightness("light.study") == 200


async def test_the_lights_are_dimmed_while_it_rings_when_wanted(
    blueprints: BlueprintHousehold,
) -> None:
    """A missed call restores them too."""
    automation = await use_dim_lights(blueprints, while_ringing=True)
    call = await blueprints.rings()
    await blueprints.until(lambda: blueprints.brightness("light.study") == 51)
    blueprints.house.exchange.cancel(call.call_id)
    await blueprints.read()
    await blueprints.finished(automation)
    assert blueprints.brightness("light.study") == 200


async def test_a_call_told_before_the_sensor_shows_it_does_not_restore_at_once(
    blueprints: BlueprintHousehold, connector: Connector
) -> None:
    """A message is faster than the reading that it causes."""
    automation = await use_dim_lights(blueprints, while_ringing=True)
    call = ringing(blueprints.house)
    await connector.post(connector.message())
    await blueprints.until(lambda: blueprints.brightness("light.study") == 51)
    await blueprints.read()
    assert blueprints.busy(automation)
    await blueprints.gives_up(call)
    await blueprints.house.poll()
    await blueprints.finished(automation)
    assert blueprints.brightness("light.study") == 200


async def test_dark_rooms_stay_dark(blueprints: BlueprintHousehold) -> None:
    """Nothing is on, so nothing is waited for."""
    automation = await blueprints.use(
        "dim_lights",
        user=blueprints.house.device_id(),
        lights=["light.hall"],
        while_ringing=True,
    )
    await blueprints.rings()
    await blueprints.finished(automation)
    assert blueprints.brightness("light.hall") is None


AMBER, RED, PURPLE, GREEN = (255, 170, 0), (255, 0, 0), (160, 0, 255), (0, 255, 0)


def color(blueprints: BlueprintHousehold) -> tuple[int, int, int] | None:
    """Return the color at the door, None when the light is off."""
    state = blueprints.hass.states.get("light.door")
    assert state is not None
    rgb: tuple[int, int, int] | None = state.attributes.get("rgb_color")
    return rgb


@pytest.mark.parametrize(
    ("inputs", "free"),
    [
        pytest.param({}, None, id="off-without-a-call"),
        pytest.param({"show_free": True}, GREEN, id="green-without-a-call"),
    ],
)
async def test_the_light_at_the_door_has_a_color_for_each_state(
    blueprints: BlueprintHousehold,
    inputs: dict[str, Any],
    free: tuple[int, int, int] | None,
) -> None:
    """From ringing to the end."""
    exchange = blueprints.house.exchange
    await blueprints.use(
        "busy_light",
        call=blueprints.house.entity_id("sensor", "call"),
        light="light.door",
        **inputs,
    )
    call = await blueprints.rings()
    await blueprints.until(lambda: color(blueprints) == AMBER)
    await blueprints.talks(call)
    await blueprints.until(lambda: color(blueprints) == RED)
    exchange.hold(call.call_id)
    await blueprints.read()
    await blueprints.until(lambda: color(blueprints) == PURPLE)
    exchange.resume(call.call_id)
    await blueprints.read()
    await blueprints.until(lambda: color(blueprints) == RED)
    await blueprints.ends(call)
    await blueprints.until(lambda: color(blueprints) == free)


async def test_an_outage_leaves_the_light_at_the_door_alone(
    blueprints: BlueprintHousehold, exchange: Simulator
) -> None:
    """Nobody knows whether the call is over."""
    sensor = blueprints.house.entity_id("sensor", "call")
    automation = await blueprints.use("busy_light", call=sensor, light="light.door")
    await blueprints.rings()
    await blueprints.until(lambda: color(blueprints) == AMBER)
    exchange.faults.add("snapshot", Fault.answer(500))
    await blueprints.house.poll()
    await blueprints.until(
        lambda: blueprints.hass.states.is_state(sensor, "unavailable")
    )
    await blueprints.finished(automation)
    assert color(blueprints) == AMBER


def test_every_blueprint_is_run_by_a_test_of_this_module() -> None:
    """A new one needs its own."""
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(__file__).parent.glob("test_blueprints*.py")
    )
    for blueprint in FOLDER.glob("*.yaml"):
        assert f'"{blueprint.stem}"' in text, blueprint
        assert read_yaml(blueprint)["mode"]
