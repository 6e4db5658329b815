"""A household that has imported a blueprint, with lamps and players that obey."""

from pathlib import Path
import shutil
from typing import Any, override

from homeassistant.core import ServiceCall, callback
from homeassistant.setup import async_setup_component

from simulator import Call
from tests.repository.source import ROOT

from .commands import ringing
from .household import Household

FOLDER = ROOT / "blueprints" / "automation" / "telepo"

LAMPS = ("light.study", "light.hall", "light.door")


class BlueprintHousehold(Household):
    """Runs automations made from the repository's blueprints."""

    async def use(self, name: str, **inputs: Any) -> str:
        """Import a blueprint and make an automation of it; return its entity id."""
        imported = self.hass.config.path("blueprints", "automation", "telepo")
        await self.hass.async_add_executor_job(copy, name, Path(imported))
        config = {
            "id": name,
            "alias": name,
            "use_blueprint": {"path": f"telepo/{name}.yaml", "input": inputs},
        }
        assert await async_setup_component(
            self.hass, "automation", {"automation": [config]}
        )
        await self.hass.async_block_till_done()
        (state,) = self.hass.states.async_all("automation")
        assert state.state == "on", state
        return state.entity_id

    async def furnish(self) -> None:
        """Put up lamps that remember their brightness, the door's its color; all are off."""
        lamps = [
            {
                "name": lamp.partition(".")[2],
                "turn_on": [],
                "turn_off": [],
                "set_level": [],
                **({"set_rgb": []} if lamp == "light.door" else {}),
            }
            for lamp in LAMPS
        ]
        assert await async_setup_component(
            self.hass, "template", {"template": [{"light": lamps}]}
        )
        await async_setup_component(self.hass, "scene", {})
        await self.hass.async_block_till_done()

    async def light(self, lamp: str, brightness: int) -> None:
        """Switch a lamp on."""
        await self.hass.services.async_call(
            "light",
            "turn_on",
            {"entity_id": lamp, "brightness": brightness},
            blocking=True,
        )

    def brightness(self, lamp: str) -> int | None:
        """Return how bright a lamp is, 0–255; None when it is off."""
        state = self.hass.states.get(lamp)
        assert state is not None
        brightness: int | None = state.attributes.get("brightness")
        return brightness

    async def rings(self) -> Call:
        """Let the usual caller ring, and Home Assistant notice."""
        call = ringing(self.house)
        await self.read()
        return call

    async def talks(self, call: Call) -> None:
        """Answer the call, and let Home Assistant notice."""
        self.house.exchange.answer(call.call_id)
        await self.read()

    async def ends(self, call: Call) -> None:
        """End the call, and let Home Assistant notice."""
        self.house.exchange.end(call.call_id)
        await self.read()

    async def gives_up(self, call: Call) -> None:
        """Let the caller give up, and Home Assistant notice."""
        self.house.exchange.cancel(call.call_id)
        await self.read()

    def serve(self, *actions: str) -> None:
        """Answer to actions, noting each call."""
        for action in actions:
            domain, _, service = action.partition(".")
            self.hass.services.async_register(domain, service, self._act)

    def play(self, player: str, state: str = "playing", volume: float = 0.5) -> None:
        """Put a player into a state."""
        self.show(player, state, volume_level=volume)

    def volume(self, player: str) -> float:
        """Return how loud a player is, 0–1."""
        state = self.hass.states.get(player)
        assert state is not None
        return float(state.attributes["volume_level"])

    def runs(self, automation: str) -> int:
        """Return how many runs of the automation are at work, or wait."""
        state = self.hass.states.get(automation)
        assert state is not None
        return int(state.attributes["current"])

    def busy(self, automation: str) -> bool:
        """Tell whether the automation is at work, or waits."""
        return self.runs(automation) > 0

    async def finished(self, automation: str) -> None:
        """Wait until the automation has nothing left to do."""
        await self.until(lambda: not self.busy(automation))

    @callback
    @override
    def _act(self, call: ServiceCall) -> None:
        players = call.data.get("entity_id", [])
        for player in [players] if isinstance(players, str) else players:
            match call.service:
                case "media_pause":
                    self.play(player, "paused", self.volume(player))
                case "media_play":
                    self.play(player, "playing", self.volume(player))
                case "volume_set":
                    state = self.hass.states.get(player)
                    assert state is not None
                    self.play(player, state.state, call.data["volume_level"])
        super()._act(call)


def copy(name: str, folder: Path) -> None:
    """Copy a blueprint of the repository into a configuration folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(FOLDER / f"{name}.yaml", folder)
