"""Conditions: what a user's telephone is doing, for automations."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar, override

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import STATE_ON
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import Condition, EntityConditionBase
from homeassistant.helpers.target import (
    TargetStateChangedData,
    async_track_target_selector_state_change_event,
)

from .const import ATTR_CALLS, DOMAIN

_HELD = "held"
_IDLE = "idle"


class CallCondition(EntityConditionBase):
    """Asks one entity of every targeted user."""

    _domain: ClassVar[str]
    _key: ClassVar[str]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the entity to ask of the users that any of the entities belong to."""
        registry = er.async_get(self._hass)
        users = {
            entry.config_entry_id
            for entity_id in entities
            if (entry := registry.async_get(entity_id))
        }
        # Whoever is no user of an exchange has no such entity.
        found = (
            registry.async_get_entity_id(self._domain, DOMAIN, f"{user}_{self._key}")
            for user in users
        )
        return {entity_id for entity_id in found if entity_id}

    @override
    async def _async_track_changes(self, action: Callable[[], None]) -> CALLBACK_TYPE:
        """Follow the entity that is asked, also when the target names another."""
        tracking = False

        @callback
        def entities_updated(
            _added: set[str], _removed: set[str], _states: Mapping[str, State | None]
        ) -> None:
            # The tracker also reports the first entities.
            if tracking:
                action()

        @callback
        def state_changed(_data: TargetStateChangedData) -> None:
            action()

        remove = await async_track_target_selector_state_change_event(
            self._hass,
            self._target,
            state_changed,
            self.entity_filter,
            entities_updated,
            primary_entities_only=self._primary_entities_only,
        )
        tracking = True
        return remove


class _BinaryCondition(CallCondition):
    """True while a binary sensor is on."""

    _domain = BINARY_SENSOR_DOMAIN
    _domain_specs = {BINARY_SENSOR_DOMAIN: DomainSpec()}

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Tell whether the binary sensor is on."""
        return entity_state.state == STATE_ON


class IsOnCallCondition(_BinaryCondition):
    """True while the user dials, talks or has a call on hold."""

    _key = "on_call"


class IsRingingCondition(_BinaryCondition):
    """True while an incoming call rings."""

    _key = "ringing"


class _SensorCondition(CallCondition):
    """Asks the sensor that shows the calls."""

    _domain = SENSOR_DOMAIN
    _domain_specs = {SENSOR_DOMAIN: DomainSpec()}
    _key = "call"


class IsHeldCondition(_SensorCondition):
    """True while a call is on hold, whatever other calls there are."""

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Tell whether any call is held."""
        # The list is not in the history that `for` looks into; the state is.
        return entity_state.state == _HELD or any(
            call["state"] == _HELD
            for call in entity_state.attributes.get(ATTR_CALLS, ())
        )

    @override
    def _state_valid_since(self, _state: State) -> datetime:
        """Return when the call was held: of a list, only the last update is known."""
        return _state.last_changed if _state.state == _HELD else _state.last_updated


class IsIdleCondition(_SensorCondition):
    """True while the user has no call."""

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Tell whether there is no call."""
        return entity_state.state == _IDLE


CONDITIONS: dict[str, type[Condition]] = {
    "is_on_call": IsOnCallCondition,
    "is_ringing": IsRingingCondition,
    "is_held": IsHeldCondition,
    "is_idle": IsIdleCondition,
}


async def async_get_conditions(_hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions: `is_held` is `telepo.is_held`, and so on."""
    return CONDITIONS
