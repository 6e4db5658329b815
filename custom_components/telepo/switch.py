"""The hold switch."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cti import ACTION_HOLD, ACTION_RESUME
from .entity import TelepoEntity
from .ha_errors import action_errors
from .runtime import TelepoConfigEntry

# Call control itself sends one command at a time.
PARALLEL_UPDATES = 1

HOLD = SwitchEntityDescription(key="hold", translation_key="hold")


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TelepoConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the user's hold switch."""
    async_add_entities([HoldSwitch(entry)])


class HoldSwitch(TelepoEntity, SwitchEntity):
    """Holds the call that can be held, resumes the one that can be resumed."""

    def __init__(self, entry: TelepoConfigEntry) -> None:
        """Command the calls of the entry's user."""
        super().__init__(entry.runtime_data.coordinator, HOLD)
        self._call_control = entry.runtime_data.call_control

    @property
    @override
    def available(self) -> bool:
        """Only while the server offers one or the other."""
        return super().available and (
            self._offered(ACTION_HOLD) or self._offered(ACTION_RESUME)
        )

    @property
    @override
    def is_on(self) -> bool:
        """On when no call is left to hold and one can be resumed."""
        return not self._offered(ACTION_HOLD) and self._offered(ACTION_RESUME)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Hold the call, as the action telepo.hold does."""
        if self.is_on:
            # Scenes and groups switch on what is on; nobody asked for an error.
            return
        with action_errors():
            await self._call_control.hold()

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Resume the call, as the action telepo.resume does."""
        if not self.is_on:
            # Else "turn everything off" would resume a held call beside an active one.
            return
        with action_errors():
            await self._call_control.resume()

    def _offered(self, action: str) -> bool:
        return any(live.call.allows(action) for live in self.coordinator.data.calls)
