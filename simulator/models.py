"""What the simulated exchange knows: users, parties, calls and their changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
import hmac
import secrets

type Clock = Callable[[], float]


class State(StrEnum):
    """Where a call stands; the last two are final."""

    DIALING = "dialing"
    RINGING = "ringing"
    ACTIVE = "active"
    HELD = "held"
    PARKED = "parked"
    TRANSFERRED = "transferred"
    ENDED = "ended"


class Reason(StrEnum):
    """Why a call ended, as the CRM connector words it."""

    HANGUP = "HANGUP"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"
    ANSWERED_ELSEWHERE = "ANSWERED_ELSEWHERE"


class TransferType(StrEnum):
    """The extended type of a transfer (vendor document, single-step transfer)."""

    BASIC = "BASIC"
    VOICEMAIL = "VOICEMAIL"
    CAMP_ON = "CAMP_ON"
    DIVERSION_BYPASS = "DIVERSION_BYPASS"


class What(StrEnum):
    """What happened to a call in one change."""

    RINGING = "ringing"
    DIALING = "dialing"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    PARKED = "parked"
    RECORDING = "recording"
    TRANSFERRING = "transferring"
    PARTY_CHANGED = "party_changed"
    TRANSFERRED = "transferred"
    FAILED = "failed"
    ENDED = "ended"


FINAL_STATES = frozenset({State.TRANSFERRED, State.ENDED})

ACTIONS: dict[State, tuple[str, ...]] = {
    State.DIALING: (),
    State.RINGING: ("ANSWER",),
    State.ACTIVE: ("HOLD", "MOVE", "TRANSFER", "PARK"),
    # The order of the vendor document's sample of a held call.
    State.HELD: ("MOVE", "TRANSFER", "RESUME", "PARK"),
    State.PARKED: ("RESUME",),
}


class RefusalError(Exception):
    """The exchange refuses a request; the subclass says why."""


class NotFoundError(RefusalError):
    """There is no such user or call."""


class NotAllowedError(RefusalError):
    """The call's state does not allow the action."""


class StaleTokenError(RefusalError):
    """The expected stateToken is not the call's."""


@dataclass(frozen=True, slots=True)
class Device:
    """A telephone of a user, as the device list spells it."""

    device_id: str
    device_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a call; all of it may be unknown for a withheld number."""

    uri: str | None = None
    name: str | None = None
    display_number: str | None = None
    party_id: str | None = None
    email: str | None = None

    @classmethod
    def from_number(cls, number: str | None, name: str | None = None) -> Party:
        """Return an outside party for a telephone number or a URI."""
        if number is None:
            return cls(name=name)
        scheme, colon, rest = number.partition(":")
        if not colon:
            return cls(f"tel:{number}", name, number)
        return cls(number, name, rest if scheme == "tel" else None)

    @property
    def label(self) -> str:
        """Return what a person would call this party."""
        return self.name or self.display_number or self.uri or "withheld"


@dataclass(slots=True, eq=False)
class User:
    """A user of an organisation, with the one ticket this user made."""

    name: str
    domain: str
    number: str
    display_name: str
    email: str
    ticket: str = field(repr=False)
    licensed: bool = True
    scopes: set[str] = field(default_factory=lambda: {"CALL_CONTROL", "USER"})
    devices: list[Device] = field(default_factory=list)
    device_type: str = "SOFT"
    diverts_to: str | None = None
    revoked: bool = False

    @property
    def user_id(self) -> str:
        """Return the user as payloads write it: with the domain."""
        return f"{self.name}@{self.domain}"

    @property
    def party(self) -> Party:
        """Return this user as the other side of a call sees it."""
        return Party(
            uri=f"tel:{self.number}",
            name=self.display_name,
            display_number=self.number[-4:],
            party_id=self.user_id,
            email=self.email,
        )

    @property
    def may_control_calls(self) -> bool:
        """Return whether licence and ticket scope allow call control."""
        return self.licensed and "CALL_CONTROL" in self.scopes

    @property
    def may_see_devices(self) -> bool:
        """Return whether the ticket's scope ("User info") allows the device list."""
        return "USER" in self.scopes

    def owns(self, device_id: str) -> bool:
        """Return whether this is one of the user's devices."""
        return any(device.device_id == device_id for device in self.devices)

    def accepts(self, ticket: str) -> bool:
        """Return whether this is the user's valid ticket."""
        mine = self.ticket.encode()
        return not self.revoked and hmac.compare_digest(mine, ticket.encode())

    def revoke(self) -> None:
        """Make the ticket worthless."""
        self.revoked = True

    def renew(self, ticket: str | None = None) -> str:
        """Issue a new ticket in place of the old one and return it."""
        self.ticket = ticket or secrets.token_urlsafe(24)
        self.revoked = False
        return self.ticket


@dataclass(frozen=True, slots=True)
class History:
    """Whom a transferred call came from."""

    initial: Party
    previous: Party
    camp_on: bool = False


@dataclass(slots=True, eq=False)
class Call:
    """One user's leg of a call."""

    call_id: str
    user: User
    remote: Party
    inbound: bool
    state: State
    state_token: int
    created: float
    answered: float | None = None
    recording_since: float | None = None
    conference: bool = False
    transferring: bool = False
    event: str | None = None
    event_description: str | None = None
    history: History | None = None
    reason: Reason | None = None
    last_live: State | None = None
    # The telephone that a client let dial; None for a call that began otherwise.
    device_id: str | None = None
    # The other leg, when the other side is a user of this exchange too.
    peer: Call | None = field(default=None, repr=False)

    @property
    def live(self) -> bool:
        """Return whether the call still exists."""
        return self.state not in FINAL_STATES

    @property
    def shown_state(self) -> State:
        """Return the state, or for a call that is over the last one it had."""
        return self.state if self.live else self.last_live or self.state

    @property
    def actions(self) -> tuple[str, ...]:
        """Return the actions that the state allows."""
        return () if self.transferring else ACTIONS.get(self.state, ())

    def duration(self, now: float) -> int:
        """Return whole seconds since the answer, 0 before it."""
        return 0 if self.answered is None else max(0, int(now - self.answered))


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a call; the call is the live object."""

    time: float
    user: User
    call: Call
    what: What
    reason: Reason | None = None


@dataclass(slots=True, eq=False)
class Transfer:
    """A transfer under way: of whose call, to whom, and the leg that rings there."""

    origin: Call
    target: Party
    target_user: User | None
    blind: bool
    camp_on: bool
    leg: Call | None = None
    begun: bool = False
