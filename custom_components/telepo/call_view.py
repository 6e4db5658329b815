"""How a call is shown in attributes and answers, as the privacy option allows."""

from typing import Any

from .cti import Call, LiveCall, Party
from .privacy import Privacy, shown_name, shown_number, shown_uri


def call_view(live: LiveCall, privacy: Privacy) -> dict[str, Any]:
    """Return one call as users see it; `started` is ISO 8601 in UTC."""
    call = live.call
    return {
        "call_id": call.call_id,
        "state": call.state.value,
        "status": call.status,
        "direction": call.direction.value if call.direction else None,
        **party_view(call.remote_party, privacy),
        "started": live.started.isoformat(timespec="seconds"),
        "conference": bool(call.conference),
        "recording": is_recorded(call),
        "actions": list(call.action_names),
    }


def party_view(party: Party | None, privacy: Privacy) -> dict[str, str | None]:
    """Return name, number and URI of the other side."""
    if party is None:
        return {"remote_name": None, "remote_number": None, "remote_uri": None}
    return {
        "remote_name": shown_name(party.name, privacy),
        "remote_number": shown_number(party.number, privacy),
        "remote_uri": shown_uri(party.uri, privacy),
    }


def is_recorded(call: Call) -> bool:
    """Tell whether the exchange or an external recorder records the call now."""
    external = call.external_recording and not call.external_recording_paused
    return bool(call.recording or external)
