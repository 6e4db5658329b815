"""What somebody asked of an assistant: who is meant, and how the answer is spoken."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..const import ATTR_CALLS, QUESTION_WHO
from ..hands_free import Asked, Person
from .call_speech import Call
from .speech import Speech

# How a user's calls are told at a moment.
type Tell = Callable[[Speech, Sequence[Call], datetime], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Asked):
    """What was said, and in which language to answer."""

    speech: Speech
    question: str = QUESTION_WHO

    async def async_hear(
        self, people: list[Person], action: str, **data: Any
    ) -> Reading:
        """Ask for each one's calls; raises the exchange's error when it answers of nobody."""
        calls: list[tuple[Person, list[Call]]] = []
        failures: list[str] = []
        for person, part in await self.async_read(people, action, **data):
            if isinstance(part, HomeAssistantError):
                failures.append(self.to(person, self.failure(part, action)))
            else:
                calls.append((person, list(part[ATTR_CALLS])))
        return Reading(self, calls, failures)

    def about(self, key: str, people: Iterable[Person]) -> str:
        """Return a sentence about users."""
        names = [self.speech.words(person.name) for person in people]
        return self.speech.say(key, users=self.speech.all_of(names))

    def to(self, person: Person, answer: str) -> str:
        """Return the answer for one of several users."""
        user = self.speech.words(person.name)
        return self.speech.say("for_user", user=user, answer=answer)

    def failure(self, error: HomeAssistantError, action: str) -> str:
        """Return why something did not work."""
        return self.speech.failure(
            error, action, user=self.name, destination=self.destination
        )


class Reading(NamedTuple):
    """The calls of whom the exchange answered; sentences on the others in `failures`."""

    request: Request
    calls: list[tuple[Person, list[Call]]]
    failures: list[str]

    def told(self, tell: Tell) -> str:
        """Return what is told of each user's calls; of several users with their names."""
        now = dt_util.now()
        speech = self.request.speech
        answers = [(person, tell(speech, calls, now)) for person, calls in self.calls]
        if len(answers) == 1 and not self.failures:
            return answers[0][1]
        return " ".join([*(self.request.to(*told) for told in answers), *self.failures])
