"""The button that marks the missed calls as read."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import LastingEntity
from .runtime import TelepoConfigEntry

# Nothing is asked of the exchange.
PARALLEL_UPDATES = 0

MARK_READ = ButtonEntityDescription(
    key="mark_missed_calls_read", translation_key="mark_missed_calls_read"
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TelepoConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the user's button."""
    async_add_entities([MarkReadButton(entry.runtime_data.coordinator, MARK_READ)])


class MarkReadButton(LastingEntity, ButtonEntity):
    """Marks the missed calls as read."""

    @override
    async def async_press(self) -> None:
        """Mark all of them."""
        self.coordinator.stories.async_mark_read()
