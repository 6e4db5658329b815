"""Call-control JSON → models: the one place that knows its wire spelling and quirks.

The vendor's samples disagree with themselves, and everything beyond the ids is optional:
a field that is absent or of the wrong type is None, a field we do not know is ignored.
"""

from collections.abc import Mapping
from itertools import islice
import json
import math
import re

from .errors import TelepoInvalidResponseError
from .models import (
    AvailableAction,
    Call,
    HistoryInfo,
    Participant,
    Party,
    Snapshot,
    Telephone,
)
from .text import (
    clean_id,
    clean_id_or_number,
    clean_name,
    clean_name_or_number,
    clean_uri,
    int64,
    opaque_id,
)

type JsonObject = Mapping[str, object]

_LONGEST_DURATION = 366 * 24 * 3600
# No call has more of anything; an answer has room for a hundred thousand.
_MOST = 100
_LONGEST_LIST_IN_TEXT = 16 * 1024
_OBJECT = re.compile(r"\{([^{}]*)\}")
_ACTION = re.compile(r"\baction[\"']?\s*[:=]\s*[\"']?([^\s,\"'\[\]]+)")
_DEVICE_IDS = re.compile(r"\bdeviceIds[\"']?\s*[:=]\s*\[([^\[\]]*)\]")
_QUOTES = "\"' "
_NOBODY = Party()


def parse_snapshot(
    data: object, *, domain: str | None = None, user_id: str | None = None
) -> Snapshot:
    """Read a snapshot (vendor document, "Read user state").

    A call object without an id, or of a colleague (`other@domain`), is left out and counted.
    Raises TelepoInvalidResponseError for anything that is not a snapshot.
    """
    if not isinstance(data, dict) or not ("calls" in data or "fullState" in data):
        raise TelepoInvalidResponseError("The answer is not a snapshot")
    elements = data.get("calls")
    if elements is None:
        elements = []
    if not isinstance(elements, list):
        raise TelepoInvalidResponseError("The snapshot's calls are not a list")
    calls: dict[str, Call] = {}
    left_out = 0
    for element in elements:
        call = _call(element)
        if call is None or _is_colleagues(call.user_id, domain, user_id):
            left_out += 1
        else:
            calls[call.call_id] = call
    return Snapshot(
        full_state=_boolean(data.get("fullState")) is not False,
        calls=tuple(calls.values()),
        left_out=left_out,
    )


def parse_call(data: object) -> Call:
    """Read one call object, the reply to a transfer.

    Raises TelepoInvalidResponseError for what is not an object with a `callId`.
    """
    call = _call(data)
    if call is None:
        raise TelepoInvalidResponseError("The answer is not a call")
    return call


def parse_telephones(data: object) -> tuple[Telephone, ...]:
    """Read the user's telephones (operator's page "shortlist"), each id once.

    An element without an id that can travel back is left out, and all after a hundred.
    Raises TelepoInvalidResponseError for what is not a list.
    """
    if not isinstance(data, list):
        raise TelepoInvalidResponseError("The answer is not a list of telephones")
    telephones: dict[str, Telephone] = {}
    for element in islice(data, _MOST):
        if (telephone := _telephone(element)) is not None:
            telephones.setdefault(telephone.telephone_id, telephone)
    return tuple(telephones.values())


def _telephone(data: object) -> Telephone | None:
    """Read one telephone, None when it cannot be addressed."""
    if not isinstance(data, dict):
        return None
    if (telephone_id := opaque_id(data.get("deviceId"))) is None:
        return None
    kind = clean_name(data.get("deviceType"))
    name = clean_name(data.get("deviceName")) or kind or clean_name(telephone_id)
    return Telephone(telephone_id, name or telephone_id, kind)


def _call(data: object) -> Call | None:
    """Read a call object, None when it makes no sense."""
    if not isinstance(data, dict) or (call_id := opaque_id(data.get("callId"))) is None:
        return None
    return Call(
        call_id=call_id,
        state_token=int64(data.get("stateToken")),
        user_id=clean_id(data.get("userId")),
        remote_party=_party(data.get("remoteParty")),
        participants=_participants(data.get("participants")),
        conference=_boolean(data.get("conference")),
        history_info=_history_info(data.get("historyInfo")),
        inbound=_boolean(data.get("inbound")),
        status=clean_name(data.get("status")),
        event=clean_name(data.get("event")),
        event_description=clean_name(data.get("eventDescription")),
        duration=_duration(data.get("duration")),
        recordable=_boolean(data.get("recordable")),
        recording=_boolean(data.get("recording")),
        recording_duration=_duration(data.get("recordingDuration")),
        external_recording=_boolean(data.get("externalRecording")),
        external_recording_duration=_duration(data.get("externalRecordingDuration")),
        external_recording_paused=_boolean(data.get("externalRecordingPaused")),
        device_ids=_device_ids(data.get("deviceIds")),
        actions=_actions(data.get("actions")),
    )


def _is_colleagues(
    spelled: str | None, domain: str | None, user_id: str | None
) -> bool:
    """Tell whether a call's user is beyond doubt somebody else of the same organisation."""
    if spelled is None or domain is None or user_id is None:
        return False
    name, _, suffix = spelled.casefold().rpartition("@")
    if not name or suffix != domain.casefold():
        return False
    return name != user_id.casefold().removesuffix(f"@{suffix}")


def _party(data: object) -> Party | None:
    """Read a party; None when there is none or nothing is said of it."""
    if not isinstance(data, dict):
        return None
    party = Party(
        party_id=clean_uri(data.get("partyId")),
        type=clean_name(data.get("type")),
        tel_uri=clean_uri(data.get("telUri")),
        display_name=clean_name(data.get("displayName")),
        display_number=clean_name_or_number(data.get("displayNumber")),
    )
    return None if party == _NOBODY else party


def _participants(data: object) -> tuple[Participant, ...]:
    """Read the participants that are objects."""
    if not isinstance(data, list):
        return ()
    return tuple(
        Participant(
            id=clean_id(element.get("id")),
            remote_party=_party(element.get("remoteParty")),
            history_info=_history_info(element.get("historyInfo")),
        )
        for element in islice(data, _MOST)
        if isinstance(element, dict)
    )


def _history_info(data: object) -> HistoryInfo | None:
    """Read where a call came from."""
    if not isinstance(data, dict):
        return None
    return HistoryInfo(
        subject=clean_name(data.get("subject")),
        acd_support=clean_name_or_number(data.get("acdSupport")),
        camp_on=_boolean(data.get("campOn")),
        initial_party=_party(data.get("initialParty")),
        previous_party=_party(data.get("previousParty")),
        previous_retarget_reason=clean_name(data.get("previousRetargetReason")),
    )


def _device_ids(data: object) -> tuple[str, ...]:
    """Read a list of device ids, given as a list or as the vendor's `[+1555555]` string."""
    if isinstance(data, str):
        text = data[:_LONGEST_LIST_IN_TEXT]
        data = _list_in_string(text) or _split(text)
    if not isinstance(data, list):
        return ()
    device_ids = (clean_id_or_number(element) for element in islice(data, _MOST))
    return tuple(device_id for device_id in device_ids if device_id is not None)


def _actions(data: object) -> tuple[AvailableAction, ...]:
    """Read the list of actions, given as a list or as the vendor's unquoted string."""
    if isinstance(data, str):
        text = data[:_LONGEST_LIST_IN_TEXT]
        data = _list_in_string(text) or _unquoted_actions(text)
    if not isinstance(data, list):
        return ()
    actions = (_action(element) for element in islice(data, _MOST))
    return tuple(action for action in actions if action is not None)


def _action(data: object) -> AvailableAction | None:
    """Read one available action, an object or its bare name."""
    if isinstance(data, str):
        data = {"action": data}
    if not isinstance(data, dict) or (name := clean_name(data.get("action"))) is None:
        return None
    return AvailableAction(
        action=name.upper(), device_ids=_device_ids(data.get("deviceIds"))
    )


def _list_in_string(text: str) -> list[object] | None:
    """Read a string that holds a real JSON list, its numbers as they are spelled."""
    try:
        data = json.loads(text, parse_int=str, parse_float=str)
    except ValueError, RecursionError:
        return None
    return data if isinstance(data, list) else None


def _unquoted_actions(text: str) -> list[object]:
    """Read `[{action: ANSWER, deviceIds: [+1555555]}]`, where nothing is quoted."""
    if "{" not in text:
        return list(_split(text))
    actions: list[object] = []
    for inside in _OBJECT.findall(text):
        if (name := _ACTION.search(inside)) is not None:
            device_ids = _DEVICE_IDS.search(inside)
            listed = _split(device_ids[1]) if device_ids is not None else []
            actions.append({"action": name[1], "deviceIds": listed})
    return actions


def _split(text: str) -> list[str]:
    """Split an unquoted list, with or without its brackets."""
    inside = text.strip().removeprefix("[").removesuffix("]")
    return [element.strip(_QUOTES) for element in inside.split(",")]


def _boolean(value: object) -> bool | None:
    """Read a boolean, also given as the string `true` or `false`."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _duration(value: object) -> int | None:
    """Read whole seconds; None for what no call lasts."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # NaN is neither above nor below anything, so the test must be for what is right.
    return math.floor(value) if 0 <= value <= _LONGEST_DURATION else None
