"""The legs of one call, as the CRM messages tell of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .crm_message import CRM_TERMINATED, CrmMessage
from .models import Direction

CRM_CONFIRMED = "CONFIRMED"
REASON_REJECTED = "REJECTED"
REASON_ANSWERED_ELSEWHERE = "ANSWERED_ELSEWHERE"

_VOICEMAIL = "VOICEMAIL"
# The states before the answer.
_BEGINNING = frozenset({"TRYING", "PROCEEDING", "EARLY"})

# No call rings at more telephones, but whoever forges messages can make branches up.
_MOST_LEGS = 64
_MOST_NUMBERS = 64

# What says most about a call that nobody of ours answered comes first.
_TELLING_REASONS = (REASON_REJECTED, REASON_ANSWERED_ELSEWHERE)


@dataclass(slots=True, kw_only=True)
class Leg:
    """One device's part in a call; what was once true of it stays true."""

    branch_id: str | None
    voicemail: bool = False
    confirmed: bool = False
    terminated: bool = False
    reason: str | None = None


class Legs:
    """All legs of a call; the order in which messages come makes no difference."""

    def __init__(self, legs: Iterable[Leg] = (), numbers: Iterable[int] = ()) -> None:
        """Start with the legs known from before, and the numbers of their messages."""
        self._legs = {leg.branch_id: leg for leg in legs}
        self._numbers = set(numbers)

    def __iter__(self) -> Iterator[Leg]:
        """Yield the legs in the order they were first told of."""
        return iter(self._legs.values())

    @property
    def answered(self) -> bool:
        """Whether the user answered on any leg; a voicemail is not the user."""
        return any(leg.confirmed and not leg.voicemail for leg in self._legs.values())

    @property
    def voicemail(self) -> bool:
        """Whether the voicemail took the call, and the user did not."""
        return self.taken and not self.answered

    @property
    def taken(self) -> bool:
        """Whether anybody took the call, the voicemail included."""
        return any(leg.confirmed for leg in self._legs.values())

    @property
    def over(self) -> bool:
        """Whether every leg known of has been terminated."""
        return bool(self._legs) and all(leg.terminated for leg in self._legs.values())

    @property
    def numbers(self) -> list[int]:
        """The numbers of the messages that were taken in."""
        return sorted(self._numbers)

    @property
    def awaited(self) -> bool:
        """Whether a message was overtaken by one that was sent after it, by their numbers."""
        numbers = self._numbers
        return bool(numbers) and max(numbers) - min(numbers) >= len(numbers)

    @property
    def reason(self) -> str | None:
        """The reason that tells most of why an unanswered call ended."""
        given = [leg.reason for leg in self._legs.values() if leg.reason]
        telling = [reason for reason in _TELLING_REASONS if reason in given]
        return next(iter([*telling, *given]), None)

    def refute_answer(self) -> None:
        """Forget that the user answered."""
        for leg in self._legs.values():
            leg.confirmed = leg.confirmed and leg.voicemail

    def take(self, message: CrmMessage) -> None:
        """Take in a message of this call; legs beyond any sensible number are left out."""
        if len(self._legs) >= _MOST_LEGS and message.branch_id not in self._legs:
            return
        if message.seq_num is not None and len(self._numbers) < _MOST_NUMBERS:
            self._numbers.add(message.seq_num)
        leg = self._legs.setdefault(message.branch_id, Leg(branch_id=message.branch_id))
        leg.voicemail = leg.voicemail or is_voicemail(message)
        state = message.state.upper()
        if state == CRM_CONFIRMED:
            leg.confirmed = True
        elif state == CRM_TERMINATED:
            # Without a branch it is the call that is over.
            over = self._legs.values() if message.branch_id is None else [leg]
            for ended in over:
                ended.terminated = True
            leg.reason = (
                leg.reason or (message.termination_reason or "").upper() or None
            )


def is_beginning(message: CrmMessage) -> bool:
    """Tell whether a message is of the time before the answer."""
    return message.state.upper() in _BEGINNING


def is_voicemail(message: CrmMessage) -> bool:
    """Tell whether a message is of the leg to the user's voicemail."""
    outgoing = (message.direction or "").casefold() == Direction.OUTGOING
    return not outgoing and (message.device_type or "").upper() == _VOICEMAIL
