"""Bodies for the webhook, from the vendor's sample down to noise."""

from collections.abc import Callable
from dataclasses import dataclass
import json
from random import Random
from typing import Any, Final

from custom_components.telepo.const import MAX_WEBHOOK_BODY

from .damage import some_damage, write

_STATES: Final = ("TRYING", "PROCEEDING", "EARLY", "CONFIRMED", "TERMINATED", "x")
_REASONS: Final = ("CANCELLED", "ANSWERED_ELSEWHERE", "HANGUP", "REJECTED", "x", None)
_METHODS: Final = ("GET", "PUT", "DELETE", "PATCH", "HEAD")
_ENCODINGS: Final = ("utf-16", "utf-32", "utf-8-sig", "utf-16-le", "latin-1")
_NOISE: Final = (b"", b"null", b"[]", b"[[]]", b"{}", b"\xff\xfe", b"\x00" * 64)
# So many in an array are a body as large as may be.
_LONG_ARRAY: Final = 200


@dataclass(frozen=True, slots=True)
class Post:
    """A request to the webhook."""

    body: bytes
    method: str = "POST"

    @property
    def is_too_large(self) -> bool:
        """Tell whether the body is larger than the contract takes."""
        return len(self.body) > MAX_WEBHOOK_BODY

    def is_taken(self, status: int) -> bool:
        """Tell whether the status of the answer says that its messages were taken."""
        return self.method == "POST" and status == 200


class Bodies:
    """An endless source of requests; `messages` tells of a user's calls."""

    def __init__(self, random: Random, user_ids: tuple[str | None, ...]) -> None:
        """Draw from a source of chance; messages are about one of the users."""
        self._random = random
        self._user_ids = user_ids
        self._number = 0
        self._kinds: list[tuple[int, Callable[[], Post]]] = [
            (60, self._damaged),
            (20, self._mangled),
            (8, self._array),
            (5, self._good),
            (2, self._recoded),
            (2, self._noise),
            (2, self._other_method),
            (1, self._large),
        ]

    def next(self) -> Post:
        """Return one more request."""
        weights, kinds = zip(*self._kinds, strict=True)
        (kind,) = self._random.choices(kinds, weights)
        made: Post = kind()
        return made

    def message(self) -> dict[str, Any]:
        """Return a message that makes sense, of one of a few hundred calls."""
        random = self._random
        self._number += 1
        return {
            "seq_num": random.randint(1, 5),
            "call_id": f"fuzz-{random.randint(0, 400 + self._number // 4)}",
            "branch_id": f"branch-{random.randint(1, 3)}",
            "timestamp": "2026-11-23T12:34:57.699+0000",
            "state": random.choice(_STATES),
            "termination-reason": random.choice(_REASONS),
            "direction": random.choice(("INCOMING", "OUTGOING", "x")),
            "local_email": "alice@organization.org",
            "local_user_id": random.choice(self._user_ids),
            "local_number": "+1555555",
            "device_type": random.choice(("SOFT", "MOBILE", "VOICEMAIL")),
            "remote_email": None,
            "remote_user_id": None,
            "remote_number": f"+1555{random.randint(1000, 1400)}",
        }

    def _good(self) -> Post:
        return Post(json.dumps(self.message()).encode())

    def _damaged(self) -> Post:
        return Post(write(some_damage(self.message(), self._random)).encode())

    def _array(self) -> Post:
        random = self._random
        count = random.choice((1, 2, 5, _LONG_ARRAY if random.random() < 0.05 else 3))
        messages: list[Any] = [self.message() for _ in range(count)]
        if random.random() < 0.5:
            messages = some_damage(messages, random, most=1)
        return Post(write(messages).encode())

    def _mangled(self) -> Post:
        """Return a good body after an accident on the line."""
        random = self._random
        body = bytearray(self._good().body)
        for _ in range(random.choice((1, 1, 2, 8))):
            place = random.randrange(len(body) or 1)
            end = place + random.choice((0, 1, 1, 5, 50))
            body[place:end] = random.randbytes(random.choice((0, 1, 1, 2, 20)))
        return Post(bytes(body))

    def _recoded(self) -> Post:
        encoding = self._random.choice(_ENCODINGS)
        return Post(json.dumps(self.message()).encode(encoding))

    def _noise(self) -> Post:
        random = self._random
        noise = random.choice(_NOISE) if random.random() < 0.5 else random.randbytes(99)
        return Post(noise)

    def _other_method(self) -> Post:
        return Post(self._good().body, self._random.choice(_METHODS))

    def _large(self) -> Post:
        body = self._good().body
        filler = self._random.choice((b" ", b"x", b"["))
        size = MAX_WEBHOOK_BODY + self._random.choice((-1, 0, 1, 1000))
        return Post(body.ljust(size, filler))
