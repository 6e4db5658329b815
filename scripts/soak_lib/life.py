"""Random calls at the exchange: the same seed draws the same lives."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from random import Random

from simulator import Call, Change, RefusalError, Simulator, TransferType, What

from .crew import Crew

USERS = ("alice", "bob")
COLLEAGUE = "anna"
NAMES = ("Bob Bobson", "Carol Carolson", "Anna", None)
NUMBER = "+4670"

_MOST_CALLS = 3
_PAUSE_BETWEEN = (0.2, 3.0)
_REDIAL = 20.0
_USES = ("hold", "resume", "resume", "park", "record", "conference", "transfer")


class Life:
    """Lets people call each other, and every call live and end."""

    def __init__(self, simulator: Simulator, crew: Crew, seed: str) -> None:
        """Give a life to every call of the exchange."""
        self._exchange = simulator.exchange
        self._crew = crew
        self._seed = seed
        # Whether new calls are left alone.
        self.peaceful = False
        self._born = 0
        self._dialled: dict[frozenset[str], float] = {}
        self._exchange.transfer_answers_after = 1.0
        self._exchange.subscribe(self._changed)

    async def calls(self) -> None:
        """Let calls come and go until cancelled."""
        random = Random(f"{self._seed}/calls")
        number = 0
        while True:
            number += 1
            kind, user = random.random(), random.choice((*USERS, *USERS, COLLEAGUE))
            stranger = f"{NUMBER}{number:07}"
            name, pause = random.choice(NAMES), random.uniform(*_PAUSE_BETWEEN)
            if len(self._exchange.calls(user)) >= _MOST_CALLS:
                pass
            elif kind < 0.6:
                self._exchange.inbound(user, stranger, name)
            elif kind < 0.85:
                self._exchange.outbound(user, stranger, name)
            else:
                self._call_colleague(user, random.choice((*USERS, COLLEAGUE)))
            await asyncio.sleep(pause)

    def end_all(self) -> None:
        """Hang up everywhere, and let nothing happen by itself any more."""
        self.peaceful = True
        for call in self._exchange.calls():
            with suppress(RefusalError):
                self._exchange.end(call.call_id)

    def _call_colleague(self, caller: str, callee: str) -> None:
        """Call a colleague, but not soon again: two such calls look alike."""
        pair, now = frozenset({caller, callee}), asyncio.get_running_loop().time()
        if len(pair) == 2 and now - self._dialled.get(pair, -_REDIAL) >= _REDIAL:
            self._dialled[pair] = now
            self._exchange.internal(caller, callee)

    def _changed(self, change: Change) -> None:
        if change.what in (What.RINGING, What.DIALING) and not self.peaceful:
            self._born += 1
            random = Random(f"{self._seed}/life/{self._born}")
            self._crew.start(self._live(change.call, random), "a call's life")

    async def _live(self, call: Call, random: Random) -> None:
        """Ring, talk and end; what the other side has done meanwhile is done."""
        exchange, call_id = self._exchange, call.call_id
        await asyncio.sleep(random.choice((0.05, random.uniform(0.3, 5.0))))
        fates: dict[Callable[[str], object], float] = {
            exchange.answer if call.inbound else exchange.far_answers: 0.6,
            exchange.cancel: 0.15,
            exchange.reject: 0.1,
            exchange.answered_elsewhere: 0.1,
            self._fail: 0.05,
        }
        (fate,) = random.choices(list(fates), list(fates.values()))
        with suppress(RefusalError):
            fate(call_id)
        for _ in range(random.randrange(5)):
            await asyncio.sleep(random.uniform(0.2, 4.0))
            with suppress(RefusalError):
                self._use(call, random)
        await asyncio.sleep(random.uniform(0.1, 3.0))
        with suppress(RefusalError):
            exchange.end(call_id)

    def _fail(self, call_id: str) -> None:
        self._exchange.fail(call_id, "Call setup failed with status code 504")

    def _use(self, call: Call, random: Random) -> None:
        """Do something that people do with a call."""
        exchange, call_id = self._exchange, call.call_id
        match random.choice(_USES):
            case "hold":
                exchange.hold(call_id)
            case "resume":
                exchange.resume(call_id)
            case "park":
                exchange.park(call_id)
            case "record":
                exchange.start_recording(call_id)
            case "conference":
                call.conference = True
            case _:
                exchange.single_step_transfer(
                    call_id,
                    self._target(call, random),
                    type_=random.choice(list(TransferType)),
                    blind=random.random() < 0.5,
                )

    def _target(self, call: Call, random: Random) -> str:
        """Return a stranger, or the next colleague: a caller comes to each one once."""
        people = (*USERS, COLLEAGUE)
        place = people.index(call.user.name) + 1
        if random.random() < 0.7 or place == len(people) or call.peer:
            return f"tel:{NUMBER}9{random.randrange(10**6):06}"
        return f"tel:{self._exchange.user(people[place]).number}"
