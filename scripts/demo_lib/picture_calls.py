"""The calls of the day on which a picture is taken."""

from dataclasses import dataclass

from simulator import Call, Switchboard

from .story import ALICE, BOB

NAME, NUMBER = "Carol Carolson", "+15557777"
OTHER_NAME, OTHER_NUMBER = "Bob Bobson", "+46277464"
CONTACT, CONTACT_NUMBER = "Anna", "+46855512345"


@dataclass(frozen=True, slots=True)
class Past:
    """A call that will be over; without seconds nobody answers."""

    user: str
    name: str
    number: str
    seconds: int = 0
    outgoing: bool = False


DAY = (
    Past(BOB, CONTACT, CONTACT_NUMBER, 4),
    Past(ALICE, OTHER_NAME, OTHER_NUMBER, 7),
    Past(BOB, NAME, NUMBER, 2, outgoing=True),
    Past(ALICE, CONTACT, CONTACT_NUMBER, 3, outgoing=True),
    Past(ALICE, NAME, NUMBER, outgoing=True),
    Past(ALICE, CONTACT, CONTACT_NUMBER, 5),
)


def begun(exchange: Switchboard, past: Past) -> Call:
    """Let somebody ring or dial."""
    begin = exchange.outbound if past.outgoing else exchange.inbound
    return begin(past.user, past.number, past.name)


def answered(exchange: Switchboard, call: Call, past: Past) -> None:
    """Let whoever is called answer."""
    (exchange.far_answers if past.outgoing else exchange.answer)(call.call_id)


def over(exchange: Switchboard, call: Call, past: Past) -> None:
    """End a call: the caller gives up, or somebody hangs up."""
    (exchange.end if past.seconds else exchange.cancel)(call.call_id)
