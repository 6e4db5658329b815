"""Sensors that show the user's calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .call_view import call_view, party_view
from .cti import OUTCOMES, CallState, Direction, UserCalls
from .entity import HistoryEntity, TelepoEntity
from .history import CallHistory
from .privacy import Privacy
from .runtime import TelepoConfigEntry

# Everything comes from the coordinator, which asks alone.
PARALLEL_UPDATES = 0

IDLE = "idle"


@dataclass(frozen=True, kw_only=True)
class TelepoSensorDescription(SensorEntityDescription):
    """What a sensor reads from the calls, and how much of callers it may show."""

    value_fn: Callable[[UserCalls, Privacy], str | int | datetime | None]
    attributes_fn: Callable[[UserCalls, Privacy], dict[str, Any]] = lambda *_: {}


def _call_attributes(calls: UserCalls, privacy: Privacy) -> dict[str, Any]:
    primary = calls.primary
    call = primary.call if primary else None
    return {
        "call_id": call.call_id if call else None,
        "status": call.status if call else None,
        "direction": call.direction.value if call and call.direction else None,
        **party_view(call.remote_party if call else None, privacy),
        "actions": list(call.action_names) if call else [],
        "calls": [call_view(live, privacy) for live in calls.calls],
    }


def _remote_party(calls: UserCalls, privacy: Privacy) -> str | None:
    if not (primary := calls.primary):
        return None
    party = party_view(primary.call.remote_party, privacy)
    return party["remote_name"] or party["remote_number"]


def _remote_party_attributes(calls: UserCalls, privacy: Privacy) -> dict[str, Any]:
    party = calls.primary.call.remote_party if calls.primary else None
    shown = party_view(party, privacy)
    return {
        "number": shown["remote_number"],
        "uri": shown["remote_uri"],
        "party_type": party.type if party else None,
    }


SENSORS = (
    TelepoSensorDescription(
        key="call",
        translation_key="call",
        device_class=SensorDeviceClass.ENUM,
        options=[IDLE, *CallState],
        value_fn=lambda calls, _: calls.primary.call.state if calls.primary else IDLE,
        attributes_fn=_call_attributes,
    ),
    TelepoSensorDescription(
        key="remote_party",
        translation_key="remote_party",
        value_fn=_remote_party,
        attributes_fn=_remote_party_attributes,
    ),
    TelepoSensorDescription(
        key="call_started",
        translation_key="call_started",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda calls, _: calls.primary.started if calls.primary else None,
    ),
    TelepoSensorDescription(
        key="calls",
        translation_key="calls",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda calls, _: len(calls.calls),
    ),
)


@dataclass(frozen=True, kw_only=True)
class HistorySensorDescription(SensorEntityDescription):
    """What a sensor reads from the finished calls."""

    value_fn: Callable[[CallHistory], int]
    attributes_fn: Callable[[CallHistory], dict[str, Any]]


def _last_missed(history: CallHistory) -> dict[str, Any]:
    last = history.unread[-1] if history.unread else None
    return {
        "last_caller": (last.remote_name or last.remote_number) if last else None,
        "last_missed": last.ended.isoformat(timespec="seconds") if last else None,
    }


HISTORY_SENSORS = (
    HistorySensorDescription(
        key="missed_calls",
        translation_key="missed_calls",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda history: len(history.unread),
        attributes_fn=_last_missed,
    ),
    HistorySensorDescription(
        key="calls_today",
        translation_key="calls_today",
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda history: history.calls_today().get("total", 0),
        attributes_fn=lambda history: {
            kind: history.calls_today().get(kind, 0) for kind in (*Direction, *OUTCOMES)
        },
    ),
    HistorySensorDescription(
        key="talk_time_today",
        translation_key="talk_time_today",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda history: history.talk_today().get("total", 0),
        attributes_fn=lambda history: {
            direction: history.talk_today().get(direction, 0) for direction in Direction
        },
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TelepoConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the user's sensors."""
    coordinator = entry.runtime_data.coordinator
    async_add_entities(
        [
            *(TelepoSensor(coordinator, sensor) for sensor in SENSORS),
            *(HistorySensor(coordinator, sensor) for sensor in HISTORY_SENSORS),
        ]
    )


class TelepoSensor(TelepoEntity, SensorEntity):
    """One thing that the calls tell."""

    entity_description: TelepoSensorDescription

    # Callers are personal data, and a database keeps them long after the call.
    _unrecorded_attributes = frozenset(
        {"calls", "number", "remote_name", "remote_number", "remote_uri", "uri"}
    )

    @override
    def _renewed(self) -> object:
        """Read value and attributes of the description, once for each change."""
        source = self.coordinator.data, self.coordinator.privacy
        self._attr_native_value = value = self.entity_description.value_fn(*source)
        attributes = self.entity_description.attributes_fn(*source)
        self._attr_extra_state_attributes = attributes
        return value, attributes


class HistorySensor(HistoryEntity, SensorEntity):
    """One thing that the finished calls tell."""

    entity_description: HistorySensorDescription
    _unrecorded_attributes = frozenset({"last_caller"})

    @override
    def _renewed(self) -> object:
        """Read value and attributes of the description, once for each change."""
        history = self.coordinator.stories.history
        self._attr_native_value = value = self.entity_description.value_fn(history)
        attributes = self.entity_description.attributes_fn(history)
        self._attr_extra_state_attributes = attributes
        return value, attributes
