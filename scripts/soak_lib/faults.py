"""Every fault of the simulator on every operation, each in its turn."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from random import Random

from simulator import Fault, Simulator
from simulator.faults import Kind, Rule

OPERATIONS = (
    "snapshot",
    "hold",
    "resume",
    "singlesteptransfer",
    "transfer",
    "make",
    "shortlist",
)
_STATUSES = (400, 403, 404, 409, 418, 429, 429, 500, 502, 503, 503)
# Over the client's limit, and not so much that the soak is about copying.
_HUGE = 3 * 2**20


class FaultBook:
    """Draws the faults: for each operation all kinds in random order, again and again."""

    def __init__(self, simulator: Simulator, seed: str) -> None:
        """Add faults to a simulator."""
        self.drawn: Counter[tuple[str, str]] = Counter()
        self._simulator = simulator
        self._random = Random(f"{seed}/faults")
        self._kinds = {
            operation: _in_turn(Random(f"{seed}/faults/{operation}"))
            for operation in OPERATIONS
        }
        self._set: dict[tuple[str, str], Rule] = {}

    def hit(self, operation: str, user: str, times: int = 1) -> None:
        """Let the next kind of fault hit a user's operation."""
        kind = next(self._kinds[operation])
        fault = self._fault(kind)
        self.drawn[operation, kind.value] += 1
        self.forget(operation, user)
        rule = self._simulator.faults.add(operation, fault, times=times, user=user)
        self._set[operation, user] = rule

    def forget(self, operation: str, user: str) -> None:
        """Take a fault back that nothing has run into."""
        rule = self._set.pop((operation, user), None)
        if rule in self._simulator.faults.rules:
            self._simulator.faults.rules.remove(rule)

    async def release(self) -> None:
        """Let go what hangs, now and then; some of it longer than anybody waits."""
        while True:
            await asyncio.sleep(self._random.choice((1.0, 2.0, 4.0, 11.0)))
            self._simulator.faults.release()

    async def rain(self, user: str) -> None:
        """Let snapshots fail now and then, until cancelled."""
        random = Random(f"{self._random.random()}/rain/{user}")
        while True:
            await asyncio.sleep(random.uniform(1.0, 6.0))
            self.hit("snapshot", user, random.choice((1, 1, 2)))
            await asyncio.sleep(random.uniform(0.5, 3.0))
            if random.random() < 0.2:
                self.hit("shortlist", user)

    def _fault(self, kind: Kind) -> Fault:
        random = self._random
        match kind:
            case Kind.DELAY:
                return Fault.delay(random.uniform(0.1, 4.0))
            case Kind.LATE:
                return Fault.late(random.uniform(0.1, 4.0))
            case Kind.STATUS:
                status = random.choice(_STATUSES)
                wait = {"Retry-After": str(random.choice((1, 2, "soon")))}
                return Fault.answer(
                    status, headers=wait if status in (429, 503) else {}
                )
            case Kind.REDIRECT:
                return Fault.redirect("https://elsewhere.invalid/")
            case Kind.HUGE:
                return Fault.huge(_HUGE)
            case _:
                return Fault(kind)


def _in_turn(random: Random) -> Iterator[Kind]:
    while True:
        kinds = list(Kind)
        random.shuffle(kinds)
        yield from kinds
