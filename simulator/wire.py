"""Calls as the vendor document's samples write them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .models import Call, Device, History, Party, State

type JsonObject = dict[str, object]
type ListForm = Literal["arrays", "strings"]
type ReplyForm = Literal["empty", "object", "call", "text"]


def _default_statuses() -> dict[State, str]:
    """Return how `status` is spelled.

    Only RINGING and HELD are the vendor's. The document lists no others: the
    rest is this simulator's own choice, there to be changed by a test.
    """
    return {
        State.RINGING: "RINGING",
        State.HELD: "HELD",
        State.ACTIVE: "ACTIVE",
        State.DIALING: "DIALING",
        State.PARKED: "PARKED",
    }


@dataclass(slots=True)
class Wire:
    """What the answers look like where the vendor document leaves it open."""

    statuses: dict[State, str] = field(default_factory=_default_statuses)
    # Without a status clients must infer the state from the actions.
    omit_status: bool = False
    full_state: bool = True
    # The document contradicts itself: lists in the snapshot, text in the replies.
    snapshot_lists: ListForm = "arrays"
    reply_lists: ListForm = "strings"
    # Undocumented codes; 409 is what HTTP would say.
    stale_status: int = 409
    not_allowed_status: int = 409
    # Hold and resume: no reply is documented.
    command_status: int = 200
    command_reply: ReplyForm = "empty"
    # Make: the one program that is known to send it ignores the reply.
    make_status: int = 200
    make_reply: ReplyForm = "object"
    # Answer, park and terminate exist, but their address and body are not public: what
    # this turns on is INVENTED, to try clients of operations that operators document.
    operator_operations: bool = False
    # A last word on what is read, for answers that lie or make no sense.
    edit_snapshot: Callable[[JsonObject], object] | None = None
    edit_shortlist: Callable[[list[JsonObject]], object] | None = None

    def snapshot(self, calls: Sequence[Call], now: float) -> object:
        """Return a user's state (vendor document, Read user state)."""
        body: JsonObject = {
            "fullState": self.full_state,
            "calls": [self._snapshot_call(call, now) for call in calls],
        }
        return self.edit_snapshot(body) if self.edit_snapshot else body

    def shortlist(self, devices: Sequence[Device]) -> object:
        """Return a user's devices with the four keys of the operator's page."""
        body: list[JsonObject] = [
            {
                "deviceId": device.device_id,
                "deviceType": device.device_type,
                "deviceName": device.name,
                # No value is public.
                "deviceIcon": device.device_type.lower(),
            }
            for device in devices
        ]
        return self.edit_shortlist(body) if self.edit_shortlist else body

    def reply(self, call: Call, now: float) -> JsonObject:
        """Return a call as the transfer operations answer it."""
        body = self._common(call, now, self.reply_lists)
        history = _history(call.history)
        participant: JsonObject = {
            "id": call.call_id,
            "remoteParty": body["remoteParty"],
            **history,
        }
        return {
            **body,
            "participants": [participant],
            **history,
            **_event(call),
            **_recording(call, now),
        }

    def _snapshot_call(self, call: Call, now: float) -> JsonObject:
        """Return a call with the sample's keys, and others only if they tell."""
        body = self._common(call, now, self.snapshot_lists)
        recording = _recording(call, now) if call.recording_since is not None else {}
        return {**body, **_history(call.history), **_event(call), **recording}

    def _common(self, call: Call, now: float, lists: ListForm) -> JsonObject:
        """Return the keys that both samples have."""
        status = self.statuses.get(call.shown_state)
        device_ids = [call.user.number]
        # In the samples only ANSWER says at which devices.
        actions: list[JsonObject] = [
            {"action": action, "deviceIds": device_ids}
            if action == "ANSWER"
            else {"action": action}
            for action in call.actions
        ]
        as_text = lists == "strings"
        return {
            "stateToken": call.state_token,
            "callId": call.call_id,
            "userId": call.user.user_id,
            "remoteParty": _party(call.remote),
            "conference": call.conference,
            "inbound": call.inbound,
            **({} if self.omit_status or status is None else {"status": status}),
            "duration": call.duration(now),
            "deviceIds": _text(device_ids) if as_text else device_ids,
            "actions": _text(actions) if as_text else actions,
        }


def _party(party: Party) -> JsonObject:
    """Return a party; what is unknown is left out.

    No `type` but USER_ID is attested, so an outside party has none.
    """
    values: JsonObject = {
        "partyId": party.party_id,
        "type": party.party_id and "USER_ID",
        "telUri": party.uri,
        "displayName": party.name,
        "displayNumber": party.display_number,
    }
    return {key: value for key, value in values.items() if value is not None}


def _history(history: History | None) -> JsonObject:
    """Return where a transferred call came from, if it was transferred."""
    if history is None:
        return {}
    return {
        "historyInfo": {
            "campOn": history.camp_on,
            "initialParty": _party(history.initial),
            "previousParty": _party(history.previous),
            "previousRetargetReason": "TRANSFERRED",
        }
    }


def _event(call: Call) -> JsonObject:
    """Return the failure of the last step, if there was one."""
    if call.event is None:
        return {}
    return {"event": call.event, "eventDescription": call.event_description}


def _recording(call: Call, now: float) -> JsonObject:
    """Return the recording fields of the transfer samples."""
    since = call.recording_since
    return {
        "recordable": True,
        "recording": since is not None,
        "recordingDuration": 0 if since is None else max(0, int(now - since)),
        "externalRecording": False,
        "externalRecordingDuration": 0,
        "externalRecordingPaused": False,
    }


def _text(value: object) -> str:
    """Write a list as the document's transfer samples do: nothing is quoted."""
    if isinstance(value, list):
        return f"[{', '.join(_text(item) for item in value)}]"
    if isinstance(value, dict):
        pairs = (f"{key}: {_text(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return str(value)
