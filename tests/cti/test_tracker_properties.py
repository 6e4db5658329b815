"""Whatever happens to one stream, the other whole one has each call told once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
import json
import os
from random import Random, SystemRandom
from typing import Any

import pytest

from custom_components.telepo.cti import (
    ENDINGS,
    CallTracker,
    Direction,
    FinishedCall,
    LiveCalls,
    Moment,
    MomentType,
    Source,
    Told,
)

from .lives import Life, World, at, whole_messages, whole_snapshots

JUNK: tuple[object, ...] = (
    None,
    True,
    -1,
    1e12,
    1e400,
    float("nan"),
    "x",
    "",
    [],
    {},
    [None],
    "2026-11-23T12:00:00",
)

# The usual run has the same worlds every time; with the variable, so many new ones.
NEW_WORLDS = int(os.environ.get("TELEPO_PROPERTY_EXAMPLES", "0"))
WORLDS = NEW_WORLDS or 2500
SPOILT_MEMORIES = NEW_WORLDS or 300

# What a remembered story may lack.
TIMES = {
    "not_before",
    "answered",
    "claimed",
    "transfer_noted",
    "last_shown",
    "last_alerting",
    "vanished",
    "last_message",
    "terminated",
    "unseen_since",
    "last_told",
}

STARTS = {MomentType.INCOMING, MomentType.OUTGOING}


def seeds(count: int) -> Iterator[int]:
    """Yield the seeds of so many worlds: always the same, or new ones when those are asked for."""
    random = SystemRandom()
    return (random.getrandbits(40) if NEW_WORLDS else number for number in range(count))


@contextmanager
def told_by(seed: int) -> Iterator[None]:
    """Let a failure tell the seed that repeats it."""
    try:
        yield
    except Exception as failure:
        failure.add_note(f"seed {seed}")
        raise


@dataclass
class Heard:
    """What the tracker told, and what it had been shown."""

    moments: list[Moment] = field(default_factory=list)
    finished: list[FinishedCall] = field(default_factory=list)
    # The first polls of a tracker's life, and so of every restart.
    first_polls: list[float] = field(default_factory=list)
    tracker: CallTracker = field(default_factory=CallTracker)

    def take(self, told: Told) -> None:
        """Note what was told."""
        self.moments += told.moments
        self.finished += told.finished

    def of(self, life: Life) -> list[Moment]:
        """Return what was told of one call."""
        return [moment for moment in self.moments if moment.call_id in life.ids]

    def types(self, life: Life) -> list[MomentType]:
        """Return which moments one call had."""
        return [moment.type for moment in self.of(life)]


def events(world: World) -> Iterator[tuple[float, str, int]]:
    """Yield all that happens, in order."""
    yield from sorted(
        [
            *((second, "poll", index) for index, second in enumerate(world.polls)),
            *((second, "message", i) for i, (second, _) in enumerate(world.messages)),
            *((second, "restart", i) for i, second in enumerate(world.restarts)),
        ]
    )


def listen(
    world: World, tracker: CallTracker | None = None, *, to_the_end: bool = True
) -> Heard:
    """Let the world happen, and wake the tracker when it wants to be."""
    heard = Heard(tracker=tracker or CallTracker())
    live_calls = LiveCalls()
    awaits_poll = True
    for second, what, index in events(world):
        while (wake_at := heard.tracker.wake_at) is not None and wake_at <= at(second):
            heard.take(heard.tracker.wake(wake_at))
        if what == "poll":
            if awaits_poll:
                heard.first_polls.append(second)
                awaits_poll = False
            calls = live_calls.apply(world.snapshot(second), at(second))
            alive = world.messages_alive
            heard.take(
                heard.tracker.read_snapshot(calls, at(second), messages_alive=alive)
            )
        elif what == "message":
            message = world.messages[index][1]
            heard.take(heard.tracker.take_message(message, at(second), readable=True))
        else:
            heard.tracker = CallTracker(json.loads(json.dumps(heard.tracker.dump())))
            live_calls = LiveCalls()
            awaits_poll = True
    while to_the_end and (wake_at := heard.tracker.wake_at) is not None:
        heard.take(heard.tracker.wake(wake_at))
    return heard


def sights(world: World, life: Life) -> list[tuple[float, str]]:
    """Return when the polls showed the call, and how."""
    shown = ((second, life.status(second)) for second in world.polls)
    return [(second, status) for second, status in shown if status is not None]


def arrivals(world: World, life: Life) -> list[tuple[float, str]]:
    """Return when the messages of the call arrived, and their states."""
    return [
        (second, message.state)
        for second, message in world.messages
        if message.call_id == life.crm_id
    ]


def silent(world: World, life: Life, heard: Heard) -> bool:
    """Tell whether the call was first met by a tracker's first poll, already answered."""
    met = sights(world, life)[:1]
    return any(
        second in heard.first_polls and status in {"ACTIVE", "HELD"}
        for second, status in met
    )


def check_order(types: list[MomentType]) -> None:
    """A call's moments come in the order in which they can happen."""
    assert [kind for kind in types if kind in ENDINGS] == types[-1:]
    assert all(
        count == 1
        for kind, count in Counter(types).items()
        if kind not in {MomentType.HELD, MomentType.RESUMED}
    )
    assert not STARTS & set(types[1:])
    assert MomentType.ANSWERED not in types[2:]
    if types[0] in STARTS and types[-1] is MomentType.ENDED:
        assert types[1] is MomentType.ANSWERED
    if MomentType.ANSWERED in types:
        assert types[-1] is MomentType.ENDED
    holds = [k for k in types if k in {MomentType.HELD, MomentType.RESUMED}]
    assert all(one is not two for one, two in pairwise(holds))


def check_story(world: World, life: Life, heard: Heard) -> None:
    """What is true of each told call, whatever was lost."""
    moments = heard.of(life)
    if not moments:
        return
    assert len({moment.call_id for moment in moments}) == 1
    assert len({moment.started for moment in moments}) == 1
    assert [moment.at for moment in moments] == sorted(m.at for m in moments)
    check_order(heard.types(life))
    (finished,) = [call for call in heard.finished if call.call_id in life.ids]
    ending = moments[-1]
    assert (finished.outcome, finished.ended) == (ending.type, ending.at)
    assert (finished.duration, finished.source) == (ending.duration, ending.source)
    assert finished.direction is life.direction
    assert (
        FinishedCall.from_dict(json.loads(json.dumps(finished.as_dict()))) == finished
    )
    for moment in moments:
        check_source(world, life, moment)


def check_source(world: World, life: Life, moment: Moment) -> None:
    """A source that never told of the call is not named."""
    if moment.source is not Source.WEBHOOK:
        assert sights(world, life)
    if moment.source is not Source.SNAPSHOT:
        assert arrivals(world, life)


def is_over_first(world: World, life: Life) -> bool:
    """Tell whether the first of all that came said that the call is over."""
    first = min(arrivals(world, life), default=None)
    seen = sights(world, life)
    return first is not None and first[1] == "TERMINATED" and first[0] <= seen[0][0]


def beyond_doubt(world: World, life: Life) -> list[tuple[float, str]]:
    """Return the sights that cannot be of a snapshot behind an early end."""
    seen = sights(world, life)
    if not is_over_first(world, life):
        return seen
    doubt = min(arrivals(world, life))[0] + 3
    return [sight for sight in seen if sight[0] > doubt]


def without_reason(life: Life) -> MomentType:
    """Return how an unanswered call ends when nobody knows why."""
    incoming = life.direction is Direction.INCOMING
    return MomentType.MISSED if incoming else MomentType.CANCELLED


def check_seen(world: World, life: Life, heard: Heard) -> None:
    """A call that snapshots showed is told as they showed it, or as a message knew better."""
    seen = sights(world, life)
    types = heard.types(life)
    assert types, "a call that was shown is told"
    statuses = [status for _, status in seen]
    sure = beyond_doubt(world, life)
    if seen and not sure:
        # Only snapshots that may lag behind an end showed it: the messages tell the story.
        return
    assert sure == seen or len(types) > 1, "a snapshot beyond doubt is told of"
    if {"ACTIVE", "HELD"} & set(statuses):
        assert types[-1] is MomentType.ENDED
        if not silent(world, life, heard):
            assert types[:2] == [MomentType(life.direction), MomentType.ANSWERED]
    else:
        failed = life.failed is not None and seen[-1][0] >= life.failed
        known = MomentType.FAILED if failed else without_reason(life)
        states = {state for _, state in arrivals(world, life)}
        better = {life.outcome} if states & {"CONFIRMED", "TERMINATED"} else set()
        losing = {MomentType.ANSWERED_ELSEWHERE} if better else set()
        assert types[-1] in {known} | better | losing
        assert types[0] is MomentType(life.direction)
    uses = {MomentType.HELD, MomentType.RESUMED}
    held: list[MomentType] = [kind for kind in types if kind in uses]
    assert held in (
        expected_holds(statuses[doubted:], silent=silent(world, life, heard))
        for doubted in range(len(seen) - len(sure) + 1)
    )
    if is_transfer_seen(life, sure):
        assert MomentType.TRANSFERRED in types
    elif life.transferred is None:
        assert MomentType.TRANSFERRED not in types


def expected_holds(statuses: list[str], *, silent: bool) -> list[MomentType]:
    """Return what the polls showed of holding."""
    changes = []
    held = silent and statuses[:1] == ["HELD"]
    for status in statuses:
        if held is not (status == "HELD"):
            held = not held
            changes.append(MomentType.HELD if held else MomentType.RESUMED)
    return changes


def is_transfer_seen(life: Life, seen: list[tuple[float, str]]) -> bool:
    """Tell whether one poll showed the answered call before the transfer and one after."""
    if life.transferred is None:
        return False
    answered = [second for second, status in seen if status in {"ACTIVE", "HELD"}]
    return bool(answered) and answered[0] < life.transferred <= answered[-1]


def is_cut_short(world: World, life: Life, heard: Heard) -> bool:
    """Tell whether a first poll missed the call before the message said why."""
    last = max((second for second, _ in arrivals(world, life)), default=0.0)
    return any(life.ended <= poll <= last for poll in heard.first_polls)


def check_reason(world: World, life: Life, heard: Heard) -> None:
    """A call whose messages all came at once has the outcome they tell."""
    if life.crm_id not in world.prompt or is_cut_short(world, life, heard):
        return
    types = heard.types(life)
    seen = sights(world, life)
    if life.failed is not None and seen and seen[-1][0] >= life.failed:
        assert types[-1] is MomentType.FAILED
        return
    assert types[-1] is life.outcome
    assert types[0] is MomentType(life.direction)
    assert (MomentType.ANSWERED in types) is (life.answered is not None)
    (finished,) = [call for call in heard.finished if call.call_id in life.ids]
    assert finished.voicemail is life.voicemail


@pytest.mark.timeout(60 + WORLDS / 20)
@pytest.mark.parametrize("part", ["first", "second"])
def test_with_whole_snapshots_each_call_is_told_once(part: str) -> None:
    """Messages may be lost, repeated, late and in any order."""
    for seed in seeds(WORLDS):
        with told_by(seed):
            check_with_whole_snapshots(whole_snapshots(Random(f"{part}{seed}")))


@pytest.mark.timeout(60 + WORLDS / 20)
@pytest.mark.parametrize("part", ["first", "second"])
def test_with_whole_messages_each_call_is_told_once(part: str) -> None:
    """Snapshots may fail for a while, or always."""
    for seed in seeds(WORLDS):
        with told_by(seed):
            check_with_whole_messages(whole_messages(Random(f"{part}{seed}")))


def check_with_whole_snapshots(world: World) -> None:
    """Snapshots tell of every call that they showed, messages may know better."""
    heard = listen(world)
    assert heard.tracker.wake_at is None
    for life in world.lives:
        check_story(world, life, heard)
        if sights(world, life):
            check_seen(world, life, heard)
        check_reason(world, life, heard)


def check_with_whole_messages(world: World) -> None:
    """Messages alone tell each call's story."""
    heard = listen(world)
    assert heard.tracker.wake_at is None
    for life in world.lives:
        check_story(world, life, heard)
        check_reason(world, life, heard)


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to everything inside."""
    inside = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in inside:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))


def dumped(seed: int) -> tuple[World, dict[str, Any]]:
    """Return a world, and what a tracker would keep in the middle of it."""
    world = whole_snapshots(Random(f"dump{seed}"))
    middle = world.polls[len(world.polls) // 2]
    first = World(
        lives=world.lives,
        polls=[poll for poll in world.polls if poll <= middle],
        messages=[told for told in world.messages if told[0] <= middle],
        restarts=[],
        messages_alive=True,
    )
    return world, listen(first, to_the_end=False).tracker.dump()


@pytest.mark.timeout(60 + SPOILT_MEMORIES / 20)
def test_a_spoilt_memory_never_breaks_the_tracker() -> None:
    """A file on disk can hold anything, anywhere."""
    for seed in seeds(SPOILT_MEMORIES):
        with told_by(seed):
            check_spoilt_memory(seed)


@pytest.mark.timeout(60 + SPOILT_MEMORIES / 20)
def test_whatever_is_remembered_waits_for_what_is_yet_to_come() -> None:
    """Who wakes the tracker in time would do so for ever otherwise."""
    for seed in seeds(SPOILT_MEMORIES):
        with told_by(seed):
            check_waits(seed)


def check_waits(seed: int) -> None:
    """Stories of contradictory times and flags make it wait, never stay awake."""
    random = Random(f"waits{seed}")
    _, memory = dumped(seed)
    for story in memory["stories"]:
        for name, value in story.items():
            if random.random() < 0.5 and (name in TIMES or isinstance(value, bool)):
                time = at(random.choice((random.uniform(-1e5, 1e5), 3e10)))
                times = (None, time.isoformat(), time.isoformat())
                story[name] = random.choice(times if name in TIMES else (True, False))
    tracker = CallTracker(memory)
    for second in sorted(random.uniform(-1e5, 1e5) for _ in range(20)):
        tracker.wake(at(second))
        assert tracker.wake_at is None or tracker.wake_at > at(second)


def check_spoilt_memory(seed: int) -> None:
    """Junk in one place of the memory is forgotten, and the rest of the world is told."""
    random = Random(f"spoilt{seed}")
    world, memory = dumped(seed)
    *path, last = random.choice(list(leaves(memory)))
    spoilt: Any = memory
    for key in path:
        spoilt = spoilt[key]
    spoilt[last] = random.choice(JUNK)
    tracker = CallTracker(memory)
    json.dumps(tracker.dump(), allow_nan=False)
    heard = listen(world, tracker)
    assert heard.tracker.wake_at is None
    assert [moment.type for moment in heard.moments if moment.type in ENDINGS] == [
        finished.outcome for finished in heard.finished
    ]
