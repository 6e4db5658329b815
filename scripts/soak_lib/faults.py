"""Every fault of the simulator on every operation, each in its turn."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from functools import partial
from random import Random

from simulator import Fault, Simulator
from simulator.faults import Kind, Rule

OPERATIONS = (
    "snapshot",
    "shortlist",
    "hold",
    "resume",
    "singlesteptransfer",
    "transfer",
    "make",
    "answer",
    "park",
    "terminate",
)
_STATUSES = (400, 401, 403, 404, 409, 418, 429, 500, 502, 503)
# Readable, and the answer to nothing that anybody asks. A snapshot without calls is not
# among them: who says that there are none is believed.
_NONSENSE = ("", "null", "{}", "[]", '"calls"', '{"calls": 7}', "<html></html>", "\0")
# Over the client's limit, and not so much that the soak is about copying.
_HUGE = 3 * 2**20


def _slowly(make: Callable[[float], Fault], random: Random) -> Fault:
    return make(random.uniform(0.1, 4.0))


def _refusal(status: int, random: Random) -> Fault:
    wait = {"Retry-After": str(random.choice((1, 2, "soon")))}
    return Fault.answer(status, headers=wait if status in (429, 503) else {})


def _nonsense(random: Random) -> Fault:
    return Fault.answer(200, random.choice(_NONSENSE))


_BY_KIND: dict[Kind, Callable[[Random], Fault]] = {
    Kind.DELAY: partial(_slowly, Fault.delay),
    Kind.LATE: partial(_slowly, Fault.late),
    Kind.REDIRECT: lambda _: Fault.redirect("https://elsewhere.invalid/"),
    Kind.HUGE: lambda _: Fault.huge(_HUGE),
}

# Every fault there is: the simulator's kinds, each status by itself, and nonsense.
WEATHERS: dict[str, Callable[[Random], Fault]] = {
    **{
        kind.value: _BY_KIND.get(kind, lambda _, kind=kind: Fault(kind))
        for kind in Kind
        if kind is not Kind.STATUS
    },
    **{str(status): partial(_refusal, status) for status in _STATUSES},
    "nonsense": _nonsense,
}


class FaultBook:
    """Draws the faults: for each operation all of them in random order, again and again."""

    def __init__(self, simulator: Simulator, seed: str) -> None:
        """Add faults to a simulator."""
        # What a request really ran into, by operation and weather.
        self.met: Counter[tuple[str, str]] = Counter()
        self._simulator = simulator
        self._seed = seed
        self._turns = {
            operation: _Turns(Random(f"{seed}/faults/{operation}"))
            for operation in OPERATIONS
        }
        self._set: dict[tuple[str, str], tuple[str, Rule, int]] = {}

    def hit(self, operation: str, user: str, times: int = 1) -> None:
        """Let the next fault hit a user's operation."""
        self.forget(operation, user)
        weather, fault = self._turns[operation].next()
        rule = self._simulator.faults.add(operation, fault, times=times, user=user)
        self._set[operation, user] = weather, rule, times

    def forget(self, operation: str, user: str) -> None:
        """Take a fault back; one that nothing has run into comes again soon."""
        if (operation, user) not in self._set:
            return
        weather, rule, times = self._set.pop((operation, user))
        if rule in self._simulator.faults.rules:
            self._simulator.faults.rules.remove(rule)
        if rule.times == times:
            self._turns[operation].again(weather)
        else:
            self.met[operation, weather] += 1

    def forget_all(self) -> None:
        """Take everything back."""
        for operation, user in list(self._set):
            self.forget(operation, user)

    async def release(self) -> None:
        """Let go what hangs, now and then; some of it longer than anybody waits."""
        random = Random(f"{self._seed}/release")
        while True:
            await asyncio.sleep(random.choice((1.0, 2.0, 4.0, 11.0)))
            self._simulator.faults.release()

    async def rain(self, user: str) -> None:
        """Let snapshots fail now and then, until cancelled."""
        random = Random(f"{self._seed}/rain/{user}")
        while True:
            await asyncio.sleep(random.uniform(1.0, 6.0))
            self.hit("snapshot", user, random.choice((1, 1, 2)))
            await asyncio.sleep(random.uniform(0.5, 3.0))


class _Turns:
    """All weathers in random order, and then all of them again."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._waiting: deque[str] = deque()

    def next(self) -> tuple[str, Fault]:
        """Return the weather whose turn it is."""
        if not self._waiting:
            self._waiting.extend(self._random.sample(list(WEATHERS), len(WEATHERS)))
        weather = self._waiting.popleft()
        return weather, WEATHERS[weather](self._random)

    def again(self, weather: str) -> None:
        """Let it be the next one's turn once more."""
        self._waiting.appendleft(weather)
