"""Bodies as the CRM connector posts them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

type Message = dict[str, object]

_STATES = ("EARLY", "CONFIRMED", "TERMINATED")


def calls_of(user: str) -> Iterator[Message]:
    """Yield the messages of one incoming call after another: it rings, talks, ends."""
    for number in count(1):
        for message in call_of(user, number):
            yield message | {"timestamp": now()}


def call_of(user: str, number: int) -> list[Message]:
    """Return the messages of a user's call, the number-th: one for each of its states."""
    return [
        {
            "seq_num": seq_num,
            "call_id": f"{user}-{number:08}-benchmark",
            "branch_id": f"{number:08x}",
            "timestamp": now(),
            "state": state,
            **({"termination-reason": "HANGUP"} if state == "TERMINATED" else {}),
            "direction": "INCOMING",
            "local_email": f"{user}@organization.org",
            "local_user_id": f"{user}@organization.org",
            "local_number": "+4627700001",
            "device_type": "SIP",
            "remote_number": f"+46277{number % 1_000_000:06}",
        }
        for seq_num, state in enumerate(_STATES, 1)
    ]


def now() -> str:
    """Write the time as the vendor's sample does."""
    now = datetime.now(UTC)
    return f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03}+0000"
