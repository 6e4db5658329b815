"""What the page and the demo get to see: never a ticket."""

from .models import Call, User
from .switchboard import Switchboard
from .wire import JsonObject


def users(exchange: Switchboard) -> list[JsonObject]:
    """Return every user with the calls that live."""
    return [user_view(exchange, user) for user in exchange.users]


def user_view(exchange: Switchboard, user: User) -> JsonObject:
    """Return a user and the user's calls."""
    now = exchange.clock()
    return {
        "name": user.name,
        "domain": user.domain,
        "display_name": user.display_name,
        "number": user.number,
        "licensed": user.licensed,
        "revoked": user.revoked,
        "calls": [call_view(call, now) for call in exchange.calls(user)],
    }


def call_view(call: Call, now: float) -> JsonObject:
    """Return a call in plain words."""
    return {
        "call_id": call.call_id,
        "user": call.user.name,
        "state": call.state,
        "inbound": call.inbound,
        "remote": call.remote.label,
        "uri": call.remote.uri,
        "duration": call.duration(now),
        "recording": call.recording_since is not None,
        "device_id": call.device_id,
        "transferring": call.transferring,
        "event": call.event_description,
    }
