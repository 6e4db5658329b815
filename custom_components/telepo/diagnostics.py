"""Diagnostics that help with a fault and name nobody."""

from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_DOMAIN, CONF_URL, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant

from .const import (
    CONF_ALLOWED_DESTINATIONS,
    CONF_CONTACTS,
    CONF_TELEPHONE_ID,
    CONF_TICKET,
    CONF_USER_ID,
)
from .cti import LiveCall
from .runtime import TelepoConfigEntry, TelepoRuntime

TO_REDACT = {
    CONF_ALLOWED_DESTINATIONS,
    CONF_CONTACTS,
    CONF_DOMAIN,
    # The id of a telephone may hold its number.
    CONF_TELEPHONE_ID,
    CONF_TICKET,
    CONF_URL,
    CONF_USER_ID,
    CONF_WEBHOOK_ID,
}


async def async_get_config_entry_diagnostics(
    _hass: HomeAssistant, entry: TelepoConfigEntry
) -> dict[str, Any]:
    """Return the settings without secrets, the calls without callers, the delays."""
    diagnostics = {
        "state": entry.state.value,
        "reason": entry.error_reason_translation_key,
        "data": async_redact_data(entry.data, TO_REDACT),
        "options": async_redact_data(entry.options, TO_REDACT),
    }
    # A user whose set-up fails is the one whose diagnostics are wanted most.
    if entry.state is not ConfigEntryState.LOADED:
        return diagnostics
    return {**diagnostics, **_running(entry.runtime_data)}


def _running(runtime: TelepoRuntime) -> dict[str, Any]:
    coordinator = runtime.coordinator
    interval = coordinator.update_interval
    last_message = coordinator.webhook.last_message
    return {
        "poll": {
            "last_update_success": coordinator.last_update_success,
            "last_error": getattr(coordinator.last_exception, "translation_key", None),
            "interval": interval.total_seconds() if interval else None,
            "latency": coordinator.poll_latency.summary(),
        },
        "webhook": {
            "alive": coordinator.webhook.alive,
            "last_message": last_message.isoformat() if last_message else None,
            "latency": runtime.receiver.push_latency.summary(),
        },
        "calls": [_anonymous(live) for live in coordinator.data.calls],
    }


def _anonymous(live: LiveCall) -> dict[str, Any]:
    """Return what a call is like, without whose it is."""
    call = live.call
    party = call.remote_party
    return {
        "state": call.state,
        "status": call.status,
        "direction": call.direction,
        "started": live.started.isoformat(timespec="seconds"),
        "actions": call.action_names,
        "event": call.event,
        "conference": call.conference,
        "participants": len(call.participants),
        "has_state_token": call.state_token is not None,
        "party_type": party.type if party else None,
        "has_name": bool(party and party.name),
        "has_number": bool(party and party.number),
    }
