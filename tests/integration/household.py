"""The things around the telephone: what README's automations act on."""

import asyncio
from collections.abc import Callable
from typing import Any

from homeassistant.const import MATCH_ALL
from homeassistant.core import Event, ServiceCall, callback
from homeassistant.setup import async_setup_component

from tests.repository.readme import automations

from .house import House

AUTOMATIONS = {example.data["alias"]: example.data for example in automations()}

ACTED = "acted"


class Household:
    """Lamps, players and telephones that README's automations act on."""

    def __init__(self, house: House) -> None:
        """Begin in a quiet house."""
        self.house = house
        self.hass = house.hass
        self.acts: list[tuple[str, dict[str, Any]]] = []

    async def live_with(self, alias: str) -> None:
        """Paste an automation."""
        for action in (
            "light.turn_on",
            "light.turn_off",
            "media_player.media_pause",
            "media_player.media_play",
            "notify.mobile_app_phone",
            "tts.speak",
        ):
            domain, _, service = action.partition(".")
            self.hass.services.async_register(domain, service, self._act)
        self.show("light.study", "on", brightness=200, color_mode="brightness")
        self.show("light.door", "off")
        self.show("media_player.living_room", "playing")
        for entity_id in ("doorbell", "front_door"):
            self.show(f"binary_sensor.{entity_id}", "off")
        for button in ("to_bob", "connect"):
            self.show(f"input_button.{button}", "2026-10-12T09:30:00+00:00")
        await async_setup_component(self.hass, "scene", {})
        assert await async_setup_component(
            self.hass, "automation", {"automation": [AUTOMATIONS[alias]]}
        )
        await self.hass.async_block_till_done()

    def show(self, entity_id: str, state: str, **attributes: Any) -> None:
        """Put an entity into a state."""
        self.hass.states.async_set(entity_id, state, attributes)

    def press(self, button: str) -> None:
        """Press an input button."""
        self.show(button, "2026-10-12T09:31:00+00:00")

    async def read(self) -> None:
        """Have Home Assistant read the calls.

        Waiting for Home Assistant to be idle would be in vain: automations wait as well.
        """
        await self.house.act("get_calls")

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to become true with an event; fails after 5 seconds."""
        true = self.hass.loop.create_future()

        @callback
        def look(_event: Event[Any] | None = None) -> None:
            if condition() and not true.done():
                true.set_result(None)

        remove = self.hass.bus.async_listen(MATCH_ALL, look)
        look()
        async with asyncio.timeout(5):
            await true
        remove()

    def acted(self, action: str) -> list[dict[str, Any]]:
        """Return the data of every call of an action."""
        return [data for name, data in self.acts if name == action]

    @callback
    def _act(self, call: ServiceCall) -> None:
        self.acts.append((f"{call.domain}.{call.service}", dict(call.data)))
        if "brightness_pct" in call.data:
            self.show("light.study", "on", brightness=51, color_mode="brightness")
        self.hass.bus.async_fire(ACTED)
