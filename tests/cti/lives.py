"""Random call lives, rendered into the two streams that tell of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from custom_components.telepo.cti import (
    Call,
    CrmMessage,
    Direction,
    MomentType,
    Party,
    Snapshot,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

type Spelling = tuple[str | None, str | None, str | None]

# How one number looks in the snapshot, to a person, and in the messages.
_SPELLINGS: tuple[Spelling, ...] = (
    ("tel:+15550100", "+1 555-0100", "tel:+15550100;ext=12"),
    ("tel:+15550211", "555 0211", "15550211"),
    (None, "0701 234 567", "+46701234567"),
    ("tel:+46709876543", "070-987 65 43", "+46 (0)70-987 65 43"),
    ("tel:12345", "12345", "sip:12345@10.1.2.3;user=phone"),
    (None, "+15550999", "0015550999"),
    ("sip:carol@organization.org", None, None),
)

UNANSWERED_INCOMING = (
    MomentType.MISSED,
    MomentType.REJECTED,
    MomentType.ANSWERED_ELSEWHERE,
)


def at(second: float) -> datetime:
    """Return the time so many seconds after noon."""
    return NOON + timedelta(seconds=second)


@dataclass(frozen=True, kw_only=True)
class LegLife:
    """One leg of a call, as the messages will tell it."""

    branch: str
    device: str
    begins: float
    confirmed: float | None
    over: float
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Life:
    """What truly happened in one call; times are seconds after noon."""

    rest_id: str
    crm_id: str
    direction: Direction
    spelling: Spelling
    started: float
    answered: float | None
    ended: float
    outcome: MomentType
    voicemail: bool
    failed: float | None
    holds: tuple[tuple[float, float], ...]
    transferred: float | None
    # Whether snapshots say how long the call lasts.
    timed: bool
    legs: tuple[LegLife, ...]

    @property
    def ids(self) -> set[str]:
        """Return what either stream calls it."""
        return {self.rest_id, self.crm_id}

    def status(self, second: float) -> str | None:
        """Return the status that a snapshot shows then; None when it shows no call."""
        if not self.started <= second < self.ended:
            return None
        if self.answered is None or second < self.answered:
            return "RINGING" if self.direction is Direction.INCOMING else "DIALING"
        held = any(hold <= second < resume for hold, resume in self.holds)
        return "HELD" if held else "ACTIVE"

    def call(self, second: float) -> Call | None:
        """Return the call as a snapshot shows it then."""
        if (status := self.status(second)) is None:
            return None
        tel_uri, shown, _ = self.spelling
        party = Party(
            party_id=f"party-{self.rest_id}", tel_uri=tel_uri, display_number=shown
        )
        if self.transferred is not None and second >= self.transferred:
            party = Party(party_id="party-other", tel_uri="tel:+15550777")
        failed = self.failed is not None and second >= self.failed
        return Call(
            call_id=self.rest_id,
            remote_party=party,
            inbound=self.direction is Direction.INCOMING,
            status=status,
            event="FAILED" if failed else None,
            duration=int(second - self.started) if self.timed else None,
        )

    def messages(self) -> Iterator[tuple[float, CrmMessage]]:
        """Yield every message with the second it is sent in, in order."""
        told = sorted(
            (second, state, leg.branch, leg)
            for leg in self.legs
            for second, state in (
                (leg.begins, "EARLY"),
                (leg.confirmed, "CONFIRMED"),
                (leg.over, "TERMINATED"),
            )
            if second is not None
        )
        for number, (second, state, branch, leg) in enumerate(told, start=1):
            yield (
                second,
                CrmMessage(
                    seq_num=number,
                    call_id=self.crm_id,
                    branch_id=branch,
                    timestamp=at(second),
                    state=state,
                    termination_reason=leg.reason if state == "TERMINATED" else None,
                    direction=self.direction.value.upper(),
                    device_type=leg.device,
                    remote_number=self.spelling[2],
                ),
            )


@dataclass(kw_only=True)
class World:
    """Lives, and when which stream brings what of them."""

    lives: list[Life]
    polls: list[float]
    messages: list[tuple[float, CrmMessage]]
    restarts: list[float]
    messages_alive: bool
    prompt: set[str] = field(default_factory=set)

    def snapshot(self, second: float) -> Snapshot:
        """Return what the exchange answers then."""
        calls = (life.call(second) for life in self.lives)
        return Snapshot(calls=tuple(filter(None, calls)))

    def life_of(self, call_id: str) -> Life:
        """Return the life that either stream calls so."""
        return next(life for life in self.lives if call_id in life.ids)


def some_lives(random: Random, *, gap: float) -> list[Life]:
    """Return one to six calls that may overlap; one number has one call at a time.

    `gap` is the least number of seconds before the same number calls again.
    """
    lives: list[Life] = []
    numbers = list(_SPELLINGS[: 7 if random.random() < 0.2 else 6])
    random.shuffle(numbers)
    free = dict.fromkeys(numbers, 0.0)
    count = random.randint(1, 6)
    if count > 1:
        # Without a number, only a lonely call can be told from others.
        free.pop(_SPELLINGS[6], None)
    begin = 0.0
    for index in range(count):
        again = bool(lives) and random.random() < 0.35
        spelling = lives[-1].spelling if again else random.choice(list(free))
        began = max(begin, free[spelling]) + random.uniform(0.0, 12.0)
        if again:
            began = free[spelling] + random.uniform(0.0, 30.0)
        direction = lives[-1].direction if again else random.choice([*Direction])
        life = _life(random, index, direction, spelling, began)
        free[spelling] = life.ended + gap
        begin = random.choice((began, life.ended))
        lives.append(life)
    return lives


def whole_snapshots(random: Random) -> World:
    """Return a world whose messages get lost, repeated, late and out of order."""
    loss = random.choice((0.0, 0.2, 0.6, 1.0))
    lateness = random.choice((0.0, 0.3, 0.9))
    # Messages of a call that no snapshot showed can be taken for those of the next one.
    lives = some_lives(random, gap=10.0 if loss or lateness else 3.0)
    repeated = random.choice((0.0, 0.4))
    delivered: list[tuple[float, CrmMessage]] = []
    prompt = {life.crm_id for life in lives}
    begin = _begin(random)
    for life in lives:
        usual = random.uniform(0.0, 0.3)
        for sent, message in life.messages():
            late = random.random() < lateness
            arrival = sent + (random.uniform(0.0, 40.0) if late else usual)
            if random.random() < loss or sent < begin:
                prompt.discard(life.crm_id)
                continue
            if arrival - sent > 1:
                prompt.discard(life.crm_id)
            delivered.append((arrival, message))
            if random.random() < repeated:
                delivered.append((arrival + random.uniform(0.0, 20.0), message))
    delivered.sort(key=lambda arrival: arrival[0])
    polls = _polls(random, begin, _last(lives) + 70, delivered)
    return World(
        lives=[_recognisable(life, polls) for life in lives],
        polls=polls,
        messages=_unmistakable(delivered, lives, polls),
        restarts=_restarts(random, lives),
        messages_alive=loss < 1 and random.random() < 0.8,
        prompt=prompt,
    )


def whole_messages(random: Random) -> World:
    """Return a world whose snapshots fail for a while, or always."""
    lives = some_lives(random, gap=3.0)
    begin = _begin(random)
    delivered = [
        (sent + random.uniform(0.0, 0.05), message)
        for life in lives
        for sent, message in life.messages()
        if sent >= begin
    ]
    delivered.sort(key=lambda arrival: arrival[0])
    end = _last(lives)
    outages = [
        (first, first + random.choice((5.0, 30.0, 200.0, 2000.0)))
        for first in (random.uniform(-5.0, end) for _ in range(random.randint(0, 3)))
    ]
    polls = [
        poll
        for poll in _polls(random, begin, end + 40, delivered)
        if not any(first <= poll <= last for first, last in outages)
    ]
    return World(
        lives=[_recognisable(life, polls) for life in lives],
        polls=polls,
        messages=delivered,
        restarts=_restarts(random, lives),
        messages_alive=random.random() < 0.8,
        prompt={life.crm_id for life in lives if life.started >= begin},
    )


def _life(
    random: Random,
    index: int,
    direction: Direction,
    spelling: Spelling,
    began: float,
) -> Life:
    incoming = direction is Direction.INCOMING
    rang = began + random.uniform(0.3, 15.0)
    answered = rang if random.random() < 0.55 else None
    ended = rang + random.choice((random.uniform(0.2, 4.0), random.uniform(4.0, 60.0)))
    outcome = MomentType.ENDED
    failed = None
    if answered is None:
        endings = (
            UNANSWERED_INCOMING
            if incoming
            else (
                MomentType.CANCELLED,
                MomentType.REJECTED,
            )
        )
        outcome = random.choice(endings)
        failed = random.uniform(rang, ended) if random.random() < 0.1 else None
    voicemail = incoming and outcome is MomentType.MISSED and random.random() < 0.4
    holds = tuple(_holds(random, answered, ended)) if answered else ()
    return Life(
        rest_id=f"rest-{index}",
        crm_id=f"rest-{index}" if random.random() < 0.25 else f"crm-{index}",
        direction=direction,
        spelling=spelling,
        started=began,
        answered=answered,
        ended=ended,
        outcome=outcome,
        voicemail=voicemail,
        failed=failed,
        holds=holds,
        transferred=(
            random.uniform(answered, ended)
            if answered is not None and random.random() < 0.2
            else None
        ),
        timed=random.random() < 0.5,
        legs=tuple(_legs(random, began, answered, ended, outcome, voicemail=voicemail)),
    )


def _holds(
    random: Random, answered: float, ended: float
) -> Iterator[tuple[float, float]]:
    second = answered
    for _ in range(random.choice((0, 0, 1, 2))):
        second += random.uniform(0.5, 15.0)
        resume = second + random.uniform(0.5, 15.0)
        if second >= ended:
            return
        yield second, resume
        second = resume


def _legs(
    random: Random,
    began: float,
    answered: float | None,
    ended: float,
    outcome: MomentType,
    *,
    voicemail: bool,
) -> Iterator[LegLife]:
    count = random.choice((1, 1, 2, 3))
    winner = random.randrange(count)
    reason = {
        MomentType.ENDED: "HANGUP",
        MomentType.REJECTED: "REJECTED",
        MomentType.ANSWERED_ELSEWHERE: "ANSWERED_ELSEWHERE",
    }.get(outcome, random.choice(("CANCELLED", "HANGUP", None)))
    for index in range(count):
        wins = index == winner
        over = ended if answered is None or wins else answered
        elsewhere = answered is not None and not wins
        loser = "CANCELLED" if outcome is not MomentType.MISSED else reason
        yield LegLife(
            branch=f"branch-{index}",
            device=random.choice(("SOFT", "MOBILE", "DESKTOP")),
            begins=began + index * 0.01,
            confirmed=answered if wins else None,
            over=over,
            reason="ANSWERED_ELSEWHERE" if elsewhere else reason if wins else loser,
        )
    if voicemail:
        middle = random.uniform(began + 0.1, ended)
        yield LegLife(
            branch="mailbox",
            device="VOICEMAIL",
            begins=middle,
            confirmed=random.uniform(middle, ended),
            over=ended,
            reason="HANGUP",
        )


def _recognisable(life: Life, polls: Iterable[float]) -> Life:
    """Return the life without a transfer that nobody could know of.

    Who sees the call with its new party only cannot tell it from another call.
    """
    if any(life.status(poll) and poll < (life.transferred or 0.0) for poll in polls):
        return life
    return replace(life, transferred=None)


def _unmistakable(
    delivered: Iterable[tuple[float, CrmMessage]], lives: list[Life], polls: list[float]
) -> list[tuple[float, CrmMessage]]:
    """Return the messages without those that nobody can tell from the next call's.

    They are of a call that no snapshot showed, and so late that the same number calls again:
    by an exchange with a slow clock they would be of the call that is there.
    """
    unseen = {life.crm_id: life for life in lives if not any(map(life.status, polls))}

    def is_mistakable(arrival: float, message: CrmMessage) -> bool:
        of = unseen.get(message.call_id)
        return of is not None and any(
            life.spelling == of.spelling
            and of.ended < life.started
            and life.started - 9 <= arrival <= life.ended + 9
            for life in lives
        )

    return [told for told in delivered if not is_mistakable(*told)]


def _begin(random: Random) -> float:
    """Return when the tracker is there: mostly before the first call."""
    return -3.0 if random.random() < 0.8 else random.uniform(0.0, 25.0)


def _last(lives: Iterable[Life]) -> float:
    return max(life.ended for life in lives)


def _polls(
    random: Random,
    begin: float,
    end: float,
    delivered: Iterable[tuple[float, CrmMessage]],
) -> list[float]:
    """Return when snapshots are read: steadily, and soon after each message."""
    polls = []
    second = begin
    while second < end:
        polls.append(second)
        second += random.uniform(1.0, 5.0)
    hurried = (arrival + random.uniform(0.05, 0.5) for arrival, _ in delivered)
    return sorted([*polls, *hurried])


def _restarts(random: Random, lives: Iterable[Life]) -> list[float]:
    if random.random() < 0.7:
        return []
    return [random.uniform(0.0, _last(lives) + 5) for _ in range(random.randint(1, 2))]
