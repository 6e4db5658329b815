"""Why a command was not sent, or what became of one that was."""

from .errors import TelepoError
from .models import Call


class TelepoCommandError(TelepoError):
    """A command that could not be carried out; the calls concerned are in `calls`."""

    def __init__(self, *calls: Call, action: str = "") -> None:
        """Remember the calls and the action that was wanted."""
        super().__init__(type(self).__name__)
        self.calls = calls
        self.action = action


class CallNotFoundError(TelepoCommandError):
    """The named call is not among the user's calls, which are in `calls`."""


class ActionNotAllowedError(TelepoCommandError):
    """The server does not list the action for the call, or for any of `calls`."""


class SeveralCallsError(TelepoCommandError):
    """Several calls allow the action and none was named."""


class NoSecondCallError(TelepoCommandError):
    """Connecting two calls needs two, and it must be clear which."""


class DestinationIsCallerError(TelepoCommandError):
    """The call would be transferred to the party that it is with."""


class CallEndedError(TelepoCommandError):
    """The call ended before the command took effect."""


class AcceptedNotSeenError(TelepoCommandError):
    """The server accepted the command but no snapshot shows its effect."""


class UnansweredError(TelepoCommandError):
    """No readable answer came and no snapshot shows an effect; it was not sent again."""


class CommandFailedError(TelepoCommandError):
    """The server reported `event: FAILED`, with its own words in `description`."""

    def __init__(self, *calls: Call, action: str = "", description: str | None) -> None:
        """Remember the server's description of the failure."""
        super().__init__(*calls, action=action)
        self.description = description
