"""Which users an action is for."""

from collections.abc import Mapping
from dataclasses import dataclass
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID, ENTITY_MATCH_ALL
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from .const import DOMAIN
from .ha_errors import refused_input
from .registry import async_device_id
from .runtime import TelepoConfigEntry, TelepoRuntime

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TargetUser:
    """One user as found when the action was called: a reload takes the runtime away."""

    name: str
    device_id: str
    options: Mapping[str, Any]
    runtime: TelepoRuntime


def target_users(call: ServiceCall) -> list[TargetUser]:
    """Return the users that the target means, each once; without a target the only one.

    Raises ServiceValidationError when that is nobody, not clear, or somebody not loaded.
    """
    return [_found(call.hass, entry) for entry in _entries(call)]


def _found(hass: HomeAssistant, entry: TelepoConfigEntry) -> TargetUser:
    if entry.state is not ConfigEntryState.LOADED:
        raise refused_input("user_not_loaded", user=entry.title)
    runtime = entry.runtime_data
    return TargetUser(
        name=entry.title,
        device_id=str(async_device_id(hass, entry)),
        options=entry.options,
        runtime=runtime,
    )


def _entries(call: ServiceCall) -> list[TelepoConfigEntry]:
    entries: list[TelepoConfigEntry] = call.hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    if any(field in call.data for field in cv.ENTITY_SERVICE_FIELDS):
        meant = _targeted_entry_ids(call)
        if meant is not None:
            entries = [entry for entry in entries if entry.entry_id in meant]
        if not entries:
            raise refused_input("no_user_in_target")
    elif not entries:
        raise refused_input("no_user")
    elif len(entries) > 1:
        raise refused_input(
            "several_users", users=", ".join(sorted(entry.title for entry in entries))
        )
    return entries


def _targeted_entry_ids(call: ServiceCall) -> set[str] | None:
    """Return the entries of the devices and entities in the target; None means all."""
    if call.data.get(ATTR_ENTITY_ID) == ENTITY_MATCH_ALL:
        return None
    selected = async_extract_referenced_entity_ids(
        call.hass, TargetSelection(call.data)
    )
    entities = er.async_get(call.hass)
    devices = dr.async_get(call.hass)
    missing = set()
    entry_ids = set()
    for entity_id in selected.referenced | selected.indirectly_referenced:
        if (entity := entities.async_get(entity_id)) is None:
            missing.add(entity_id)
        elif entity.platform == DOMAIN:
            entry_ids.add(str(entity.config_entry_id))
    for device_id in selected.referenced_devices:
        if device := devices.async_get(device_id):
            entry_ids.add(device.config_entry_id)
    selected.log_missing(missing & selected.referenced, _LOGGER)
    return entry_ids
