"""The event entity: the moments of the user's calls."""

from typing import Any, override

from homeassistant.components.event import (
    EventEntity,
    EventEntityDescription,
    EventExtraStoredData,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cti import MomentType
from .entity import LastingEntity
from .runtime import TelepoConfigEntry

# Everything comes from the coordinator, which asks alone.
PARALLEL_UPDATES = 0

CALL = EventEntityDescription(
    key="call",
    translation_key="call",
    event_types=[moment_type.value for moment_type in MomentType],
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TelepoConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the user's event entity."""
    async_add_entities([CallEvent(entry.runtime_data.coordinator, CALL)])


class CallEvent(LastingEntity, EventEntity):
    """Tells each moment of each call once.

    It has to be always available: a trigger ignores the first event after `unavailable`.
    """

    # Callers are personal data, and a database keeps them long after the call.
    _unrecorded_attributes = frozenset({"remote_name", "remote_number", "remote_uri"})

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the stories."""
        await super().async_added_to_hass()
        stories = self.coordinator.stories
        self.async_on_remove(stories.async_listen_moments(self._async_told))

    @override
    async def async_get_last_event_data(self) -> EventExtraStoredData | None:
        """Return the last moment, its caller as the privacy option allows by now."""
        last = await super().async_get_last_event_data()
        if last is None or not last.last_event_attributes:
            return last
        attributes = self.coordinator.stories.masked(last.last_event_attributes)
        return EventExtraStoredData(last.last_event_type, attributes)

    @callback
    def _async_told(self, moment: MomentType, shown: dict[str, Any]) -> None:
        self._trigger_event(moment.value, shown)
        self.async_write_ha_state()
