"""How often the exchange is asked, in good and in bad weather."""

from collections.abc import Callable
import random

IDLE = 5.0
IDLE_WITH_WEBHOOK = 60.0
IN_CALL = 2.0
# Ten minutes, less the second that the coordinator may add and the one that Home
# Assistant's timers may.
LONGEST = 598.0

# Spreads the users of one organisation, who would otherwise all ask at the same moment.
JITTER = 0.1


class Pace:
    """Seconds until the next poll, from how the last ones went."""

    def __init__(
        self, spread: Callable[[float, float], float] = random.uniform
    ) -> None:
        """Start at the normal pace; `spread(low, high)` draws the jitter factor."""
        self._spread = spread
        self._slow = 0.0

    def after_success(self, *, in_call: bool, webhook_alive: bool) -> float:
        """Return the seconds to wait after an answer, half as slow each time after a failure."""
        normal = IN_CALL if in_call else IDLE_WITH_WEBHOOK if webhook_alive else IDLE
        self._slow = self._slow / 2 if self._slow > 2 * normal else 0.0
        return self._jittered(max(normal, self._slow))

    def after_failure(self, retry_after: float | None = None) -> float:
        """Return the seconds to wait after no answer: doubled each time, or as the server asks."""
        self._slow = min(LONGEST, self._slow * 2 if self._slow else IDLE)
        if retry_after is None:
            return self._jittered(self._slow)
        self._slow = min(LONGEST, max(self._slow, retry_after))
        # Jitter only upwards: never before the server said.
        return min(LONGEST, retry_after * self._spread(1, 1 + JITTER))

    def _jittered(self, seconds: float) -> float:
        return min(LONGEST, seconds * self._spread(1 - JITTER, 1 + JITTER))


class PollBudget:
    """Lets a burst of hurried polls through at once and slows down a storm of them."""

    def __init__(self, burst: int = 5, per_second: float = 2.0) -> None:
        """Allow `burst` polls at once and `per_second` in the long run."""
        self._burst = float(burst)
        self._per_second = per_second
        self._left = self._burst
        self._at = 0.0

    def take(self, now: float) -> float:
        """Take one poll at monotonic time `now` and return the seconds to wait before it."""
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        self._left -= 1
        return max(0.0, -self._left / self._per_second)
