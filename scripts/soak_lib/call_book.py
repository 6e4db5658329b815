"""One call: what either source carried, and whether its moments were told once and truly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator import Reason, What

from .told import Moment, Watch
from .truth import Leg

# What was learnt so shortly before a SIGKILL may not be on the disk: the integration
# promises a second, and a busy machine is late.
UNSAVED = 2.5
# An entry is loaded a little before and after it says so.
_SETTING_UP = 0.5
# Home Assistant may tell a little before the exchange's own book is written.
_SIMULTANEOUS = 0.05

_ENDINGS = frozenset(
    {"ended", "missed", "rejected", "answered_elsewhere", "cancelled", "failed"}
)
_ONCE = ("incoming", "outgoing", "answered", "transferred")
_ALERTING = frozenset({"ringing", "dialing", "TRYING", "PROCEEDING", "EARLY"})
_ANSWERED = frozenset({"active", "held", "parked", "CONFIRMED"})
_OVER = "TERMINATED"

_OUTCOMES = {
    Reason.REJECTED: ("rejected", "rejected"),
    Reason.ANSWERED_ELSEWHERE: ("answered_elsewhere", "cancelled"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a source carried to a loaded entry: a state in a snapshot, or a message's."""

    at: float
    fact: str
    watch: Watch


@dataclass(slots=True)
class Due:
    """What has to be told of a call."""

    start: bool = False
    answered: bool = False
    held: int = 0
    resumed: int = 0
    ending: bool = False


@dataclass(frozen=True, slots=True)
class CallBook:
    """A call with everything that was carried and told of it, in order."""

    leg: Leg
    evidence: Sequence[Evidence]
    told: Sequence[Moment]
    kills: Sequence[float]
    # Whether a message may be taken for another call's: then the call may be told as two.
    ambiguous: bool = False

    def complaints(self) -> Iterator[str]:
        """Yield what was lost, told twice or told falsely."""
        yield from self._false()
        yield from self._lost()
        if not self.ambiguous:
            yield from self._twice()
            yield from self._order()
            yield from self._outcome()

    def ending(self) -> Moment | None:
        """Return the ending that counts: the last one told."""
        return next((m for m in reversed(self.told) if m.type in _ENDINGS), None)

    def unsaved(self, at: float) -> bool:
        """Tell whether what was learnt then may have been lost in a kill."""
        return any(kill - UNSAVED <= at <= kill for kill in self.kills)

    def _forgotten(self, at: float, until: float) -> bool:
        """Tell whether a kill since then may have made it unknown again."""
        return any(kill - UNSAVED <= at <= kill < until for kill in self.kills)

    def lasting(self) -> list[Moment]:
        """Return what was told and not forgotten, and the last telling of the rest."""
        return [
            moment
            for index, moment in enumerate(self.told)
            if not self.unsaved(moment.at)
            or all(_kind(later) != _kind(moment) for later in self.told[index + 1 :])
        ]

    def _twice(self) -> Iterator[str]:
        lasting = self.lasting()
        kinds = [_kind(moment) for moment in lasting]
        for kind in (*_ONCE, "ending"):
            if kinds.count(kind) > 1:
                told = [moment.type for moment in lasting if _kind(moment) == kind]
                yield f"told more than once: {', '.join(told)}"
        for kind, what in (("held", What.HELD), ("resumed", What.RESUMED)):
            if (count := kinds.count(kind)) > len(self.leg.times(what)):
                yield f"{kind} told {count} times"
        remembered = {m.call_id for m in self.told if not self.unsaved(m.at)}
        if len(remembered) > 1:
            yield "told under more than one call id"

    def _false(self) -> Iterator[str]:
        leg = self.leg
        begun = leg.steps[0].at
        answered = leg.times(What.ANSWERED)
        changed = leg.times(What.TRANSFERRED, What.TRANSFERRING, What.PARTY_CHANGED)
        grounds = {
            "incoming": [begun] if leg.inbound else [],
            "outgoing": [] if leg.inbound else [begun],
            "answered": answered,
            "held": leg.times(What.HELD),
            "resumed": leg.times(What.RESUMED),
            # Accepted, and then the call was gone: nobody can tell it from a transfer.
            "transferred": sorted([*changed, *leg.transfers_asked]),
            "failed": leg.times(What.FAILED),
        }
        over = leg.times(What.ENDED, What.TRANSFERRED)
        for moment in self.told:
            ground = grounds.get(moment.type, over)
            if not ground or moment.at < ground[0] - _SIMULTANEOUS:
                yield f"{moment.type} told, which had not happened"
            if moment.direction != ("incoming" if leg.inbound else "outgoing"):
                yield f"{moment.type} told with the direction {moment.direction}"

    def _lost(self) -> Iterator[str]:
        due, kinds = self.due(), [_kind(moment) for moment in self.told]
        start = "incoming" if self.leg.inbound else "outgoing"
        for wanted, kind in (
            (due.start, start),
            (due.answered, "answered"),
            (due.ending, "ending"),
        ):
            if wanted and kind not in kinds:
                yield f"{kind} was never told"
        for count, kind in ((due.held, "held"), (due.resumed, "resumed")):
            if kinds.count(kind) < count:
                yield f"{kind} told {kinds.count(kind)} times, not {count}"

    def _order(self) -> Iterator[str]:
        kinds = [_kind(moment) for moment in self.lasting()]
        if "ending" in kinds[:-1] and kinds.count("ending") == 1:
            yield f"out of order: {', '.join(kinds)}"
        if "answered" in kinds and {"held", "resumed"} & set(
            kinds[: kinds.index("answered")]
        ):
            yield f"out of order: {', '.join(kinds)}"

    def _outcome(self) -> Iterator[str]:
        ending = self.ending()
        if ending is None:
            return
        allowed = self._outcomes(ending)
        if ending.type not in allowed:
            yield f"ends as {ending.type}, not as {' or '.join(sorted(allowed))}"

    def _outcomes(self, ending: Moment) -> set[str]:
        """Return how the call can be said to have ended, by what was carried until then."""
        leg = self.leg
        carried = {
            each.fact
            for each in self.evidence
            if each.at < ending.at and not self._forgotten(each.at, ending.at)
        }
        unknown = "missed" if leg.inbound else "cancelled"
        named = _OUTCOMES.get(leg.reason) if leg.reason else None
        outcome = named[0 if leg.inbound else 1] if named else unknown
        allowed = set() if _OVER in carried else {unknown}
        if leg.times(What.FAILED):
            allowed |= {"failed"}
        if not leg.times(What.ANSWERED):
            return allowed | {outcome}
        # Nobody may know of the answer; then the reason is all there is.
        unheard = set() if carried & _ANSWERED else allowed | {outcome}
        return unheard | {"ended"}

    def due(self) -> Due:
        """Return what has to be told, by what was carried."""
        due = Due()
        silent = held = over = False
        before: Evidence | None = None
        for each in self.evidence:
            if before is None or before.watch is not each.watch:
                if before is None or not self._remembered(before):
                    begin = each.watch.begin + _SETTING_UP
                    silent = any(at <= begin for at in self.leg.times(What.ANSWERED))
                    held = silent and self.leg.held_at(begin)
            before = each
            over = over or each.fact == _OVER
            if over or silent:
                pass
            elif each.fact in _ANSWERED:
                due.start = due.answered = True
            elif each.fact in _ALERTING:
                due.start = True
            if not over and each.fact in ("held", "active"):
                due.held += each.fact == "held" and not held
                due.resumed += each.fact == "active" and held
                held = each.fact == "held"
        due.ending = any(self._remembered(each) for each in self.evidence)
        return due

    def _remembered(self, evidence: Evidence) -> bool:
        """Tell whether the call outlives the watch in which this was carried."""
        watch = evidence.watch
        first = next(each.at for each in self.evidence if each.watch is watch)
        return not watch.killed or first < watch.end - UNSAVED


def _kind(moment: Moment) -> str:
    return "ending" if moment.type in _ENDINGS else moment.type
