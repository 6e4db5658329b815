"""Plays the story and watches what comes of every step."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from simulator import RefusalError

from .diary import LAMP, Diary, Moment, Seen
from .failure import DemoError
from .story import Spoken, Stage, Step

STEP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Sight:
    """An entity's expected state and when it was seen, in ms; None: not at all."""

    entity_id: str
    state: str
    milliseconds: float | None


@dataclass(frozen=True, slots=True)
class Telling:
    """An expected moment of a user's call, how often it was told, and first by what."""

    user: str
    type: str
    times: int
    source: str | None
    milliseconds: float | None


@dataclass(frozen=True, slots=True)
class Account:
    """What came of a step."""

    step: Step
    happened: bool
    sights: tuple[Sight, ...]
    tellings: tuple[Telling, ...]
    lamp_before: int
    lamp_milliseconds: float | None
    problem: str | None = None

    @property
    def complete(self) -> bool:
        """Whether all was seen that the step has to lead to."""
        return not self.missing and self.problem is None

    @property
    def missing(self) -> list[str]:
        """What was not seen, in words."""
        missing = [] if self.happened else [f"the exchange: {self.step.what}"]
        missing += [
            f"{sight.entity_id}: {sight.state}"
            for sight in self.sights
            if sight.milliseconds is None
        ]
        missing += [
            f"telepo_call_event of {telling.user}: {telling.type}"
            for telling in self.tellings
            if not telling.times
        ]
        if self.step.lamp is not None and self.lamp_milliseconds is None:
            missing.append(f"{LAMP}: {self.step.lamp} %")
        return missing


class Teller:
    """Plays steps on a stage and finds in the diary what they led to."""

    def __init__(
        self, stage: Stage, diary: Diary, lamp: int, patience: float = STEP_SECONDS
    ) -> None:
        """Begin with a lamp at `lamp` percent; every step has `patience` seconds."""
        self._stage = stage
        self._diary = diary
        self._lamp = lamp
        self._patience = patience

    async def play(self, step: Step) -> Account:
        """Play a step and wait until all of it was seen, or for as long as patience lasts."""
        diary = self._diary
        since = (len(diary.done), len(diary.seen), len(diary.moments))
        playing = asyncio.ensure_future(step.play(self._stage))
        problem = None
        try:
            async with asyncio.timeout(self._patience):
                await playing
                await diary.until(lambda: self.account(step, since).complete)
        except (DemoError, RefusalError) as error:
            problem = str(error)
        except TimeoutError:
            problem = f"not all was seen within {self._patience:g} s"
        account = self.account(step, since, problem)
        if step.lamp is not None:
            self._lamp = step.lamp
        return account

    def heard(self) -> list[Spoken]:
        """Return what was said aloud since it was asked last."""
        return self._stage.take_spoken()

    def account(
        self, step: Step, since: tuple[int, int, int], problem: str | None = None
    ) -> Account:
        """Say what has come of a step that began when the diary was `since` long."""
        done, seen = self._diary.done[since[0] :], self._diary.seen[since[1] :]
        wanted = (step.user, step.what)
        start = next((one.at for one in done if (one.user, one.what) == wanted), None)
        sights = tuple(
            Sight(entity_id, state, _delay(start, _states(seen, entity_id, state)))
            for entity_id, state in step.shows.items()
        )
        moments = self._diary.moments[since[2] :]
        tellings = tuple(_telling(start, moments, *each) for each in step.tells)
        lamp = (one for one in seen if one.entity_id == LAMP and one.lamp == step.lamp)
        delay = _delay(start, lamp)
        return Account(
            step, start is not None, sights, tellings, self._lamp, delay, problem
        )


def _states(seen: list[Seen], entity_id: str, state: str) -> Iterator[Seen]:
    return (one for one in seen if (one.entity_id, one.state) == (entity_id, state))


def _telling(
    start: float | None, moments: list[Moment], user: str, type_: str
) -> Telling:
    found = [one for one in moments if (one.user, one.type) == (user, type_)]
    source = found[0].source if found else None
    return Telling(user, type_, len(found), source, _delay(start, iter(found)))


def _delay(start: float | None, seen: Iterator[Seen | Moment]) -> float | None:
    """Return the ms from the start to the first of what was seen."""
    first = next(seen, None)
    return None if start is None or first is None else (first.at - start) * 1000
