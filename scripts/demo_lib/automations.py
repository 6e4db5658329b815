"""The house's automations: two of the integration's blueprints, filled in as in the editor."""

import asyncio

from .chapters import DIM, RADIO
from .diary import LAMP
from .failure import DemoError
from .hass_api import HassApi, Json
from .story import ALICE_CALL

DIM_LIGHTS, PAUSE_MEDIA = "dim_lights", "pause_media"

_SETTLING_SECONDS, _LOOK_AGAIN = 10.0, 0.1


def filled_in(device_id: str) -> dict[str, Json]:
    """Return the inputs of each blueprint used, for the user with this device."""
    return {
        DIM_LIGHTS: {
            "user": device_id,
            "lights": [LAMP],
            "brightness": DIM,
            "transition": 0,
        },
        PAUSE_MEDIA: {"user": device_id, "players": [RADIO]},
    }


async def prepare(hass: HassApi) -> None:
    """Create Alice's automations and wait until they listen; raises DemoError."""
    entity = await hass.command("config/entity_registry/get", entity_id=ALICE_CALL)
    for blueprint, inputs in filled_in(entity["device_id"]).items():
        path = f"telepo/{blueprint}.yaml"
        config = {
            "alias": blueprint.replace("_", " ").capitalize(),
            "use_blueprint": {"path": path, "input": inputs},
        }
        await hass.post(f"/api/config/automation/config/{blueprint}", config)
    await _listening(hass, {f"automation.{each}" for each in (DIM_LIGHTS, PAUSE_MEDIA)})


async def _listening(hass: HassApi, automations: set[str]) -> None:
    try:
        async with asyncio.timeout(_SETTLING_SECONDS):
            while automations - await _switched_on(hass):
                await asyncio.sleep(_LOOK_AGAIN)
    except TimeoutError as error:
        names = ", ".join(sorted(automations - await _switched_on(hass)))
        raise DemoError(f"Home Assistant does not run {names}") from error


async def _switched_on(hass: HassApi) -> set[str]:
    states = await hass.command("get_states")
    return {each["entity_id"] for each in states if each["state"] == "on"}
