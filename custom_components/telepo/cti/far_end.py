"""Who is at the other end of a call, as both sources come to tell of it."""

from dataclasses import dataclass, field

from .crm_message import CrmMessage
from .likeness import (
    Likeness,
    message_direction,
    message_likeness,
    party_numbers,
    party_user,
)
from .matching import is_other_party
from .models import Call, Direction, Party

_TRANSFERRED = "TRANSFERRED"
# No other party has more numbers; what forged messages say of one call stays bounded.
_MOST_NUMBERS = 64


@dataclass(slots=True, kw_only=True)
class FarEnd:
    """The other end of one call, and who began the call."""

    direction: Direction | None = None
    name: str | None = None
    number: str | None = None
    uri: str | None = None
    party: Party | None = None
    # What snapshots ever called it by, of which a name on the exchange is the surest.
    numbers: frozenset[str] = frozenset()
    user: str | None = None
    # What messages called it by.
    said_numbers: frozenset[str] = frozenset()
    said_user: str | None = None
    # A snapshot has shown the call, if not who is there.
    shown: bool = False
    # Whether the last snapshot showed a conference, and a call that was handed to us.
    conference: bool = False
    came_by_transfer: bool = False
    # Both sources surely tell of the same party.
    agreed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Compare what both sources told before a restart."""
        self._agree()

    @property
    def likeness(self) -> Likeness:
        """What the call can be recognised by."""
        return Likeness(
            self.direction,
            self.numbers | self.said_numbers,
            self.user or self.said_user,
        )

    @property
    def shown_likeness(self) -> Likeness:
        """What the call can be recognised by, whatever messages said of it."""
        return Likeness(self.direction, self.numbers, self.user)

    def is_replaced_in(self, call: Call) -> bool:
        """Tell whether a snapshot shows somebody else than the one before."""
        if call.conference:
            return False
        newly = _came_by_transfer(call) and not self.came_by_transfer
        # Who is left of a conference is nobody new.
        return newly or (
            not self.conference and is_other_party(self.party, call.remote_party)
        )

    def show(self, call: Call) -> None:
        """Take in what a snapshot says; it knows better than messages."""
        self.direction = self.direction or call.direction
        self.shown = True
        self.conference = bool(call.conference)
        if self.conference:
            return
        self.came_by_transfer = _came_by_transfer(call)
        party = call.remote_party
        if party is None:
            return
        other = is_other_party(self.party, party)
        self.name = party.name or (None if other else self.name)
        self.number = party.number or (None if other else self.number)
        self.uri = party.uri or (None if other else self.uri)
        self.party = party if other else _joined(self.party, party)
        self.numbers |= party_numbers(party)
        self.user = party_user(party) or self.user
        self._agree()

    def hear(self, message: CrmMessage) -> None:
        """Take in what a message says, where no snapshot said it."""
        self.direction = self.direction or message_direction(message)
        if not self.shown:
            said = Party(tel_uri=message.remote_number)
            self.number = self.number or said.number
            self.uri = self.uri or said.uri
        likeness = message_likeness(message)
        if len(self.said_numbers) < _MOST_NUMBERS:
            self.said_numbers |= likeness.numbers
        self.said_user = self.said_user or likeness.user
        self._agree()

    def unsay(self) -> None:
        """Forget what messages called it: they are of another call."""
        self.said_numbers, self.said_user = frozenset(), None
        self.agreed = False

    def _agree(self) -> None:
        # Once is enough: another number later is another spelling, or a transfer.
        if not self.agreed:
            said = Likeness(None, self.said_numbers, self.said_user)
            self.agreed = self.shown_likeness.compare(said) is True


def _joined(then: Party | None, now: Party) -> Party:
    """Return the party with what an earlier snapshot knew of it."""
    return Party(
        party_id=now.party_id or (then.party_id if then else None),
        tel_uri=now.tel_uri or (then.tel_uri if then else None),
        display_number=now.display_number or (then.display_number if then else None),
    )


def _came_by_transfer(call: Call) -> bool:
    history = call.history_info
    reason = history.previous_retarget_reason if history else None
    return (reason or "").upper() == _TRANSFERRED
