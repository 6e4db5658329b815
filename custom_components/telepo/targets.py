"""Which users an action is for, and whether the person who calls it may do so."""

from collections.abc import Iterable, Mapping
import logging
from typing import Any, NamedTuple

from homeassistant.auth.permissions.const import (
    CAT_ENTITIES,
    POLICY_CONTROL,
    POLICY_READ,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID, ENTITY_MATCH_ALL
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import Unauthorized, UnknownUser
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

# Whoever may read or control this entity of a user, by Home Assistant's policies, may do the
# same by actions.
_STANDS_FOR_CALLS = {
    POLICY_READ: ("sensor", "call"),
    POLICY_CONTROL: ("switch", "hold"),
}


class TargetUser(NamedTuple):
    """One user as found when the action was called: a reload takes the runtime away."""

    name: str
    device_id: str
    options: Mapping[str, Any]
    runtime: TelepoRuntime


async def async_target_users(call: ServiceCall, permission: str) -> list[TargetUser]:
    """Return the users that the target means, each once; without a target the only one.

    Raises ServiceValidationError when that is nobody, not clear, or somebody not loaded, and
    Unauthorized when the caller lacks the permission (`read`, `control`) for one of them.
    """
    entries = _entries(call)
    await _async_check_permission(call, entries, permission)
    return [_found(call.hass, entry) for entry in entries]


async def _async_check_permission(
    call: ServiceCall, entries: Iterable[TelepoConfigEntry], permission: str
) -> None:
    """Raise Unauthorized unless the caller may read or control every user's calls."""
    if not (user_id := call.context.user_id):
        return
    if (caller := await call.hass.auth.async_get_user(user_id)) is None:
        raise UnknownUser(context=call.context, permission=permission)
    if caller.is_admin:
        return
    platform, key = _STANDS_FOR_CALLS[permission]
    entities = er.async_get(call.hass)
    for entry in entries:
        entity_id = entities.async_get_entity_id(
            platform, DOMAIN, f"{entry.entry_id}_{key}"
        )
        if not entity_id or not caller.permissions.check_entity(entity_id, permission):
            raise Unauthorized(
                context=call.context,
                entity_id=entity_id,
                perm_category=CAT_ENTITIES,
                permission=permission,
            )


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
