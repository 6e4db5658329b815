"""Where the user's own telephones are, so that no call is sent back to them."""

import re
from typing import Final

from .cti import UserCalls, bare_user, is_same_line

# A device of the exchange is named by its number, which an index may precede.
_DEVICE: Final = re.compile(r"(?:[0-9]\.)?(\+?[0-9]{3,20})", re.ASCII)
# Nobody has more telephones; what comes later pushes the oldest out.
_MOST: Final = 32


class OwnNumbers:
    """The user's address, and the numbers that calls and messages tell of; never shown."""

    def __init__(self, domain: str, user_id: str) -> None:
        """Know the user's address."""
        self._address = f"sip:{bare_user(user_id, domain)}@{domain.strip()}"
        self._of_messages: str | None = None
        # A dict keeps its order: the oldest number is the first one out.
        self._of_devices: dict[str, None] = {}

    def take_calls(self, calls: UserCalls) -> None:
        """Note the devices of the user's calls that are telephone numbers."""
        for live in calls.calls:
            for device_id in live.call.device_ids:
                if device := _DEVICE.fullmatch(device_id):
                    self._of_devices[device[1]] = None
        while len(self._of_devices) > _MOST:
            del self._of_devices[next(iter(self._of_devices))]

    def take_number(self, number: str | None) -> None:
        """Note the user's number as the latest CRM message tells it."""
        self._of_messages = number or self._of_messages

    def has(self, uri: str) -> bool:
        """Tell whether a tel or SIP URI leads to the user."""
        known = (self._address, self._of_messages, *self._of_devices)
        return any(own and is_same_line(uri, own) for own in known)
