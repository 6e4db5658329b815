"""What the exchange really did, showed and posted: the books of the other side.

Times are seconds of the monotonic clock, which all processes of a machine share.
"""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
import time
from typing import override

from simulator import Call, Change, Reason, Request, Simulator, Tally, What, Wire

type MessageKey = tuple[str, str, int]

# Which request the running handler serves: answers do not say to whom they go.
_serving: ContextVar[Request | None] = ContextVar("_serving", default=None)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a call."""

    at: float
    what: What
    reason: Reason | None = None


@dataclass(slots=True, kw_only=True)
class Leg:
    """One user's part in a call, from beginning to end."""

    user: str
    call_id: str
    inbound: bool
    steps: list[Step] = field(default_factory=list)
    crm_id: str | None = None
    # When it may have been asked to be transferred; what came of it is not always known.
    transfers_asked: list[float] = field(default_factory=list)

    @property
    def ids(self) -> set[str]:
        """Return what either source calls it."""
        return {self.call_id} | ({self.crm_id} if self.crm_id else set())

    def times(self, *whats: What) -> list[float]:
        """Return when any of these happened."""
        return [step.at for step in self.steps if step.what in whats]

    @property
    def reason(self) -> Reason | None:
        """Why it ended; None while it lives."""
        return next((s.reason for s in reversed(self.steps) if s.reason), None)

    def held_at(self, moment: float) -> bool:
        """Tell whether it was on hold then."""
        whats = [step.what for step in self.steps if step.at <= moment]
        uses = [what for what in whats if what in (What.HELD, What.RESUMED)]
        return uses[-1:] == [What.HELD]


@dataclass(frozen=True, slots=True)
class Sight:
    """An undisturbed snapshot that showed calls, by id and state, to a user."""

    at: float
    user: str
    states: dict[str, str]


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of the CRM connector, posted; no status: nobody answered."""

    began: float
    ended: float
    user: str
    key: MessageKey
    state: str
    status: int | None


class _Tally(Tally):
    """Counts, and remembers who is being served."""

    @override
    def add(self, request: Request) -> Request:
        _serving.set(request)
        return super().add(request)


class _Wire(Wire):
    """Writes answers, and tells what undisturbed snapshots show."""

    sights: list[Sight]

    @override
    def snapshot(self, calls: Sequence[Call], now: float) -> object:
        request = _serving.get()
        if calls and request and request.user and request.answered == "pending":
            states = {call.call_id: str(call.state) for call in calls}
            self.sights.append(Sight(time.monotonic(), request.user, states))
        return super().snapshot(calls, now)


class Truth:
    """Watches a simulator that does not run yet."""

    def __init__(self, simulator: Simulator) -> None:
        """Listen to everything that happens there."""
        self.legs: dict[str, Leg] = {}
        self.sights: list[Sight] = []
        wire = _Wire()
        wire.sights = self.sights
        wire.operator_operations = True
        simulator.wire = wire
        simulator.tally = _Tally()
        self._simulator = simulator
        self._behind = time.time() - time.monotonic()
        simulator.exchange.subscribe(self._changed)

    def posted(self) -> list[Posted]:
        """Return everything that the CRM connector has posted, with its answers."""
        return [
            Posted(
                began=each.time - self._behind - each.milliseconds / 1000,
                ended=each.time - self._behind,
                user=str(each.message["local_user_id"]).partition("@")[0],
                key=(
                    str(each.message["call_id"]),
                    str(each.message["branch_id"]),
                    int(each.message["seq_num"]),
                ),
                state=str(each.message["state"]),
                status=each.status,
            )
            for each in self._simulator.crm.deliveries
        ]

    def requests(self, user: str, method: str) -> list[tuple[float, Request]]:
        """Return a user's requests of a method and when they came."""
        return [
            (each.time - self._behind, each)
            for each in self._simulator.tally.requests
            if (each.user, each.method) == (user, method)
        ]

    def all_legs(self) -> list[Leg]:
        """Return every call of every user, named by both sources."""
        for crm_id, call_id in self._simulator.crm.api_call_ids.items():
            self.legs[call_id].crm_id = crm_id
        for leg in self.legs.values():
            leg.transfers_asked = [
                at
                for at, request in self.requests(leg.user, "POST")
                # Which other call is connected stands in the body alone.
                if request.operation == "transfer"
                or (request.operation, request.call_id)
                == ("singlesteptransfer", leg.call_id)
            ]
        return list(self.legs.values())

    def _changed(self, change: Change) -> None:
        call = change.call
        leg = self.legs.setdefault(
            call.call_id,
            Leg(user=change.user.name, call_id=call.call_id, inbound=call.inbound),
        )
        leg.steps.append(Step(time.monotonic(), change.what, change.reason))
