"""What all entities of a user have in common."""

from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import CONF_USER_ID, DOMAIN, NAME
from .coordinator import TelepoCoordinator


class TelepoEntity(CoordinatorEntity[TelepoCoordinator]):
    """An entity of one user's device."""

    _attr_has_entity_name = True

    def __init__(
        self, coordinator: TelepoCoordinator, description: EntityDescription
    ) -> None:
        """Belong to the user of the coordinator's entry."""
        super().__init__(coordinator)
        entry = coordinator.config_entry
        self.entity_description = description
        self._attr_unique_id = f"{entry.entry_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)},
            entry_type=DeviceEntryType.SERVICE,
            manufacturer=NAME,
            name=entry.data[CONF_USER_ID],
        )


class HistoryEntity(TelepoEntity):
    """An entity that tells of finished calls, which no outage takes away."""

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the history."""
        await super().async_added_to_hass()
        stories = self.coordinator.stories
        self.async_on_remove(stories.async_listen_history(self.async_write_ha_state))

    @property
    @override
    def available(self) -> bool:
        """Always: what has happened stays so."""
        return True

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write nothing: a poll changes no finished call."""
