"""What the exchange tells, as immutable values; its enums are open, so they stay text."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
import re
from typing import Final
from urllib.parse import unquote

ACTION_ANSWER: Final = "ANSWER"
ACTION_HOLD: Final = "HOLD"
ACTION_MOVE: Final = "MOVE"
ACTION_PARK: Final = "PARK"
ACTION_RESUME: Final = "RESUME"
ACTION_TRANSFER: Final = "TRANSFER"
EVENT_FAILED: Final = "FAILED"

# At most 64 characters: a longer text is no number, and would not fit into a state.
_TELEPHONE = re.compile(r"\+?[0-9*#][0-9*# ()./-]{0,62}")
_SEPARATORS = str.maketrans("", "", " ()./-")


class CallState(StrEnum):
    """What a call is doing, as far as status and actions tell."""

    DIALING = "dialing"
    RINGING = "ringing"
    ACTIVE = "active"
    HELD = "held"
    PARKED = "parked"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Who began a call, seen from the user."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class TransferType(StrEnum):
    """The extended type of a transfer to a new destination (the vendor's full list)."""

    BASIC = "BASIC"
    VOICEMAIL = "VOICEMAIL"
    CAMP_ON = "CAMP_ON"
    DIVERSION_BYPASS = "DIVERSION_BYPASS"


# RINGING and HELD are the vendor's; the others are the CSTA and SIP families' words.
_ALERTING = frozenset(
    {"RINGING", "ALERTING", "EARLY", "OFFERED", "OFFERING", "INCOMING", "DELIVERED"}
)
_SETUP = frozenset(
    {
        "DIALING",
        "DIALLING",
        "INITIATED",
        "ORIGINATED",
        "TRYING",
        "PROCEEDING",
        "SETUP",
        "CONNECTING",
        "ESTABLISHING",
    }
)
_SETTLED = {
    "ACTIVE": CallState.ACTIVE,
    "CONNECTED": CallState.ACTIVE,
    "CONFIRMED": CallState.ACTIVE,
    "ANSWERED": CallState.ACTIVE,
    "ESTABLISHED": CallState.ACTIVE,
    "TALKING": CallState.ACTIVE,
    "HELD": CallState.HELD,
    "HOLD": CallState.HELD,
    "ONHOLD": CallState.HELD,
    "LOCALHOLD": CallState.HELD,
    "PARKED": CallState.PARKED,
}
_STATUS_FILLERS = str.maketrans("", "", "_- ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a call."""

    party_id: str | None = None
    type: str | None = None
    tel_uri: str | None = None
    display_name: str | None = None
    display_number: str | None = None

    @property
    def name(self) -> str | None:
        """The name to show."""
        return self.display_name

    @property
    def number(self) -> str | None:
        """The telephone number, without scheme and parameters; a SIP-only party has none."""
        if (number := _number_in(self.tel_uri)) is not None:
            return number
        shown = self.display_number
        return None if shown is None or "@" in shown or _scheme(shown) else shown

    @property
    def uri(self) -> str | None:
        """The tel: or sip: URI that reaches this party."""
        tel_uri = self.tel_uri
        if tel_uri is not None and _scheme(tel_uri):
            return tel_uri
        if (number := _number_in(tel_uri)) is not None:
            return _tel(number)
        if self.party_id is not None and _scheme(self.party_id) in ("sip", "sips"):
            return self.party_id
        number = self.display_number
        return (
            _tel(number)
            if number is not None and _TELEPHONE.fullmatch(number)
            else None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryInfo:
    """Where a call came from before it reached the user."""

    subject: str | None = None
    acd_support: str | None = None
    camp_on: bool | None = None
    initial_party: Party | None = None
    previous_party: Party | None = None
    previous_retarget_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One leg of a call or conference."""

    id: str | None = None
    remote_party: Party | None = None
    history_info: HistoryInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableAction:
    """What may be done with a call now (upper case), and on which devices."""

    action: str
    device_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of the user; durations are in seconds and no part of equality."""

    call_id: str
    state_token: int | None = None
    user_id: str | None = None
    remote_party: Party | None = None
    participants: tuple[Participant, ...] = ()
    conference: bool | None = None
    history_info: HistoryInfo | None = None
    inbound: bool | None = None
    status: str | None = None
    event: str | None = None
    event_description: str | None = None
    # A running clock is no change: an unchanged call must compare equal at the next poll.
    duration: int | None = field(default=None, compare=False)
    recordable: bool | None = None
    recording: bool | None = None
    recording_duration: int | None = field(default=None, compare=False)
    external_recording: bool | None = None
    external_recording_duration: int | None = field(default=None, compare=False)
    external_recording_paused: bool | None = None
    device_ids: tuple[str, ...] = ()
    actions: tuple[AvailableAction, ...] = ()

    @property
    def direction(self) -> Direction | None:
        """Who began the call; a call that can be answered came in."""
        if self.inbound is not None:
            return Direction.INCOMING if self.inbound else Direction.OUTGOING
        return Direction.INCOMING if self.allows(ACTION_ANSWER) else None

    @cached_property
    def state(self) -> CallState:
        """The state by a known status, otherwise inferred from the actions."""
        status = (self.status or "").translate(_STATUS_FILLERS).upper()
        if (settled := _SETTLED.get(status)) is not None:
            return settled
        if status in _ALERTING and (direction := self.direction) is not None:
            return (
                CallState.RINGING
                if direction is Direction.INCOMING
                else CallState.DIALING
            )
        if status in _SETUP and self.direction is Direction.OUTGOING:
            return CallState.DIALING
        return self._state_by_actions()

    @property
    def action_names(self) -> tuple[str, ...]:
        """The names of the actions the exchange lists."""
        return tuple(available.action for available in self.actions)

    @property
    def failed(self) -> bool:
        """Whether the exchange says that the call or the last command failed."""
        return self.event is not None and self.event.upper() == EVENT_FAILED

    def allows(self, action: str) -> bool:
        """Tell whether the exchange lists an action for this call now."""
        wanted = action.upper()
        return any(available.action == wanted for available in self.actions)

    def _state_by_actions(self) -> CallState:
        """Infer the state from what may be done with the call."""
        if self.allows(ACTION_ANSWER):
            outgoing = self.direction is Direction.OUTGOING
            return CallState.DIALING if outgoing else CallState.RINGING
        if self.allows(ACTION_HOLD):
            return CallState.ACTIVE
        return CallState.HELD if self.allows(ACTION_RESUME) else CallState.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A user's calls at one moment; `left_out` counts call objects that made no sense."""

    full_state: bool = True
    calls: tuple[Call, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Telephone:
    """One of the user's telephones; the id is no call's device id."""

    telephone_id: str
    name: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a command of the operator's: JSON, else text; None when empty."""

    status: int
    body: object


def _scheme(uri: str) -> str | None:
    """Return the scheme of a tel:, sip: or sips: URI in lower case, else None."""
    scheme, colon, rest = uri.partition(":")
    known = scheme.lower() in ("tel", "sip", "sips")
    return scheme.lower() if known and colon and rest else None


def _number_in(uri: str | None) -> str | None:
    """Return the telephone number of a tel: URI, or of a number given without scheme."""
    if uri is None:
        return None
    subscriber = uri[4:] if _scheme(uri) == "tel" else uri
    number = unquote(subscriber.partition(";")[0]).strip()
    return number if _TELEPHONE.fullmatch(number) else None


def _tel(number: str) -> str:
    """Return the tel: URI of a telephone number, without the separators of print."""
    return f"tel:{number.translate(_SEPARATORS)}"
