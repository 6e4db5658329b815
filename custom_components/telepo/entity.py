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
    _last_shown: object = None

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

    @override
    async def async_added_to_hass(self) -> None:
        """Have something to show from the first."""
        await super().async_added_to_hass()
        self._last_shown = (self.available, self._renewed())

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Follow the polls."""
        self._async_write_news()

    @callback
    def _async_write_news(self) -> None:
        """Write the state if it shows something new: writing it again costs ten times as much."""
        shown = (self.available, self._renewed())
        if shown != self._last_shown:
            self._last_shown = shown
            self.async_write_ha_state()

    def _renewed(self) -> object:
        """Return what the state is made of now, beside the availability."""
        return self.state, self.extra_state_attributes


class LastingEntity(TelepoEntity):
    """An entity that does not live by the polls, so that no outage takes it away."""

    @property
    @override
    def available(self) -> bool:
        """Always."""
        return True

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write nothing."""


class HistoryEntity(LastingEntity):
    """An entity that tells of finished calls."""

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the history."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.stories.async_listen_history(self._async_write_news)
        )
