"""The CRM connector's messages (vendor document, 3rd Party CRM Connector)."""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime
import secrets

from .models import Call, Change, What

type Message = dict[str, str | int]

# What the connector tells; it knows nothing of hold, park or recording.
STATES: dict[What, str] = {
    What.RINGING: "EARLY",
    What.DIALING: "EARLY",
    What.ANSWERED: "CONFIRMED",
    What.TRANSFERRED: "TERMINATED",
    What.ENDED: "TERMINATED",
}

PRELIMINARY = ("TRYING", "PROCEEDING")


def _call_id() -> str:
    """Return 22 base64-like characters, nothing like the API's callId."""
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")


@dataclass(slots=True)
class Story:
    """The messages of one call."""

    call_id: str = field(default_factory=_call_id)
    branch_id: str = field(default_factory=lambda: secrets.token_hex(4))
    seq_num: int = 0


def timestamp(seconds: float) -> str:
    """Write a time as the vendor's sample does."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}+0000"


def message(
    story: Story, change: Change, state: str, *, withhold: bool = False
) -> Message:
    """Return the next message of a story; `withhold` leaves personal data out."""
    story.seq_num += 1
    result: Message = {
        "seq_num": story.seq_num,
        "call_id": story.call_id,
        "branch_id": story.branch_id,
        "timestamp": timestamp(change.time),
        "state": state,
    }
    if state == "TERMINATED" and change.reason:
        # The one key with a hyphen.
        result["termination-reason"] = change.reason.value
    result["direction"] = "INCOMING" if change.call.inbound else "OUTGOING"
    return result | _local(change.call, withhold) | _remote(change.call, withhold)


def _local(call: Call, withhold: bool) -> Message:
    """Return our user's side: local in both directions."""
    email: Message = {} if withhold else {"local_email": call.user.email}
    return email | {
        "local_user_id": call.user.user_id,
        "local_number": call.user.number,
        "device_type": call.user.device_type,
    }


def _remote(call: Call, withhold: bool) -> Message:
    """Return the other side; an outside caller has a number alone."""
    result: Message = {}
    remote = call.remote
    if remote.party_id and remote.email and not withhold:
        result["remote_email"] = remote.email
        result["remote_user_id"] = remote.party_id
    uri = remote.uri or ""
    if uri.startswith("tel:"):
        result["remote_number"] = uri.removeprefix("tel:")
    return result
