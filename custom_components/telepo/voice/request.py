"""What somebody asked of an assistant: who is meant, and how the answer is spoken."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..const import ATTR_CALLS, SLOT_DESTINATION, SLOT_NAME
from ..hands_free import Person, async_act, choose_person
from .call_speech import Call
from .speech import Speech

# How a user's calls are told at a moment.
type Tell = Callable[[Speech, Sequence[Call], datetime], str]


@dataclass(frozen=True, slots=True)
class Request:
    """What was said, to whom it may apply, and in which language to answer."""

    hass: HomeAssistant
    context: Context
    speech: Speech
    people: list[Person]
    area_id: str | None
    said: Mapping[str, str]

    @property
    def name(self) -> str:
        """The user's name that was said, else empty."""
        return self.said.get(SLOT_NAME, "").strip()

    @property
    def destination(self) -> str:
        """The destination that was said, else empty."""
        return self.said.get(SLOT_DESTINATION, "").strip()

    def person(self) -> Person:
        """Return whose call is meant; raises ServiceValidationError when that is not clear."""
        return choose_person(self.people, self.name, self.area_id)

    def people_asked_about(self) -> list[Person]:
        """Return whom a question is about: who is named, who is of the area, or all."""
        if self.name:
            return [self.person()]
        here = [person for person in self.people if person.area_id == self.area_id]
        return here if self.area_id and here else self.everybody()

    def everybody(self) -> list[Person]:
        """Return all users; raises ServiceValidationError `no_user`."""
        return self.people or [self.person()]

    async def async_act(
        self, person: Person, action: str, **data: Any
    ) -> dict[str, Any]:
        """Call an action and return the person's part of the answer."""
        return await async_act(self.hass, self.context, person, action, **data)

    async def async_read(
        self, people: list[Person], action: str, **data: Any
    ) -> Reading:
        """Ask for each one's calls; raises the exchange's error when it answers of nobody."""

        async def read(person: Person) -> list[Call] | HomeAssistantError:
            # One whom the exchange refuses silences nobody else.
            try:
                part = await self.async_act(person, action, **data)
            except HomeAssistantError as error:
                return error
            return list(part[ATTR_CALLS])

        calls: list[tuple[Person, list[Call]]] = []
        errors: list[tuple[Person, HomeAssistantError]] = []
        answers = await asyncio.gather(*map(read, people))
        for person, answer in zip(people, answers, strict=True):
            if isinstance(answer, HomeAssistantError):
                errors.append((person, answer))
            else:
                calls.append((person, answer))
        if not calls:
            raise errors[0][1]
        failures = [self.to(who, self.failure(error, action)) for who, error in errors]
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


@dataclass(frozen=True, slots=True)
class Reading:
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
