"""Whether what two sources tell of can be one call: by who, which way, and when."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .crm_message import CrmMessage
from .matching import is_number, same_number
from .models import Direction, Party

_USER_ID = "USER_ID"

# A time stamp further off says nothing about when the message was sent.
CREDIBLE: Final = timedelta(minutes=10)
_AHEAD = timedelta(minutes=1)

# So many of the last messages must seem equally late, within so many seconds, before the
# exchange's clock counts as slow. One in so many may seem earlier, by a forged time stamp.
_FEWEST_DELAYS = 10
_REMEMBERED_DELAYS = 20
_ALIKE = 2.0
_ONE_FORGED_IN = 10


@dataclass(frozen=True, slots=True)
class Likeness:
    """Who is at the other end and who began, as far as known."""

    direction: Direction | None
    numbers: frozenset[str]
    user: str | None

    @property
    def has_number(self) -> bool:
        """Whether a number is known that could differ."""
        return any(map(is_number, self.numbers))

    def compare(self, other: Likeness) -> bool | None:
        """Tell whether both are one call: True, False, or None where nothing speaks for it or against it."""
        if self.direction and other.direction and self.direction != other.direction:
            return False
        if self.user and self.user == other.user:
            return True
        ours = list(filter(is_number, self.numbers))
        theirs = list(filter(is_number, other.numbers))
        if ours and theirs:
            return any(same_number(one, two) for one in ours for two in theirs)
        return False if self.user and other.user else None


def message_likeness(message: CrmMessage) -> Likeness:
    """Return what a message tells of the other end."""
    return Likeness(
        message_direction(message),
        frozenset({message.remote_number} if message.remote_number else ()),
        _bare(message.remote_user_id),
    )


def message_direction(message: CrmMessage) -> Direction | None:
    """Return the direction, None when it is not one of the vendor's."""
    try:
        return Direction((message.direction or "").lower())
    except ValueError:
        return None


def party_numbers(party: Party | None) -> frozenset[str]:
    """Return every spelling of a party's number."""
    shown = (party.number, party.display_number) if party else ()
    return frozenset(number for number in shown if number)


def party_user(party: Party | None) -> str | None:
    """Return the user of the exchange that a party is."""
    if party is None or (party.type or "").upper() != _USER_ID:
        return None
    return _bare(party.party_id)


class ExchangeClock:
    """Turns the time stamps of messages into our time, though the exchange's clock be slow."""

    def __init__(self, delays: Iterable[float] = ()) -> None:
        """Start with what `delays` returned before."""
        self._delays = deque(delays, maxlen=_REMEMBERED_DELAYS)

    @property
    def delays(self) -> list[float]:
        """How late the last messages seemed, in seconds."""
        return list(self._delays)

    def sent(self, message: CrmMessage, now: datetime) -> datetime:
        """Return when a message that came `now` was sent; `now` where that is not known."""
        stamp = message.timestamp
        if stamp is None or not -_AHEAD <= now - stamp <= CREDIBLE:
            return now
        self._delays.append(max(0.0, (now - stamp).total_seconds()))
        return min(now, stamp + timedelta(seconds=self._slow_by()))

    def _slow_by(self) -> float:
        """Return the delay that most messages share: a slow clock, not late messages."""
        least = sorted(self._delays)[len(self._delays) // _ONE_FORGED_IN]
        alike = [delay for delay in self._delays if least <= delay <= least + _ALIKE]
        return least if len(alike) >= _FEWEST_DELAYS else 0.0


def _bare(user: str | None) -> str | None:
    return (user or "").partition("@")[0].casefold() or None
