"""Binary sensors: is the user on a call, does it ring, do messages arrive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cti import CallState, UserCalls
from .entity import LastingEntity, TelepoEntity
from .runtime import TelepoConfigEntry

# Everything comes from the coordinator, which asks alone.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class TelepoBinarySensorDescription(BinarySensorEntityDescription):
    """Which question about the calls a binary sensor answers."""

    is_on_fn: Callable[[UserCalls], bool]


BINARY_SENSORS = (
    TelepoBinarySensorDescription(
        key="on_call",
        translation_key="on_call",
        is_on_fn=lambda calls: calls.in_any(
            (CallState.DIALING, CallState.ACTIVE, CallState.HELD)
        ),
    ),
    TelepoBinarySensorDescription(
        key="ringing",
        translation_key="ringing",
        is_on_fn=lambda calls: calls.in_any((CallState.RINGING,)),
    ),
)

WEBHOOK = BinarySensorEntityDescription(
    key="webhook",
    translation_key="webhook",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TelepoConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the user's binary sensors."""
    coordinator = entry.runtime_data.coordinator
    async_add_entities(
        [
            *(TelepoBinarySensor(coordinator, sensor) for sensor in BINARY_SENSORS),
            WebhookSensor(coordinator, WEBHOOK),
        ]
    )


class TelepoBinarySensor(TelepoEntity, BinarySensorEntity):
    """One yes or no about the calls."""

    entity_description: TelepoBinarySensorDescription

    @property
    @override
    def is_on(self) -> bool:
        """The answer of the description."""
        return self.entity_description.is_on_fn(self.coordinator.data)


class WebhookSensor(LastingEntity, BinarySensorEntity):
    """Whether the CRM connector's messages arrive, whatever becomes of the polls."""

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the webhook's health."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.async_add_webhook_listener(self.async_write_ha_state)
        )

    @property
    @override
    def is_on(self) -> bool:
        """Whether messages arrive."""
        return self.coordinator.webhook.alive

    @property
    @override
    def extra_state_attributes(self) -> dict[str, datetime | None]:
        """When the last message arrived."""
        return {"last_message": self.coordinator.webhook.last_message}
