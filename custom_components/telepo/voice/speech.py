"""What is said aloud: sentences of eight languages, and words for numbers, names and times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
import re
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import language as language_util

from ..const import DOMAIN
from ..cti import clean_text
from ..ha_errors import SeveralError
from ..names import LONGEST_NAME

# English first: whoever speaks none of them hears it.
LANGUAGES: Final = ("en", "sv", "fi", "de", "nl", "fr", "es", "it")

_CATEGORY: Final = "common"
_PREFIX: Final = f"component.{DOMAIN}.{_CATEGORY}.speech_"

# A number, perhaps masked or a tel: URI; what stands between its digits is not spoken.
_NUMBER = re.compile(r"(?:tel:)?([+(0-9*#][0-9*#\s().,/-]*)", re.IGNORECASE)

# Markup, its look-alikes and private characters: no voice says them as they are meant.
_UNSPEAKABLE = re.compile(r"[<>‹›{}\[\]`|\\^~*_=\ue000-\uf8ff\U000f0000-\U0010ffff]")
# A masked name has a full stop of its own: "Calling B. B.."
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?=\s|$)")

_MOST_DIGITS = 20
_MOST_CHOICES = 5

# A listener forgets the seconds of a long call before the sentence ends.
_MINUTES_WITH_SECONDS = 10

# Home Assistant itself tells the time with "AM" and "PM" in English only.
_TWELVE_HOURS = frozenset({"en"})

# The Spanish words for "and" and "or" change before the sound that they consist of.
_SPANISH: Final = {
    "and": (re.compile(r"h?[iíy](?![aeouáéóú])", re.IGNORECASE), " y ", " e "),
    "or": (re.compile(r"h?[oó]", re.IGNORECASE), " o ", " u "),
}


async def async_speech(hass: HomeAssistant, language: str) -> Speech:
    """Return the speech of the language that matches a tag such as `sv-SE` best."""
    matching = language_util.matches(language, LANGUAGES)
    chosen = matching[0] if matching else LANGUAGES[0]
    return Speech(
        chosen, await async_get_translations(hass, chosen, _CATEGORY, {DOMAIN})
    )


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language says things; `texts` are Home Assistant's translations."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **placeholders: str) -> str:
        """Return a sentence, or several, each with one full stop."""
        sentence = _TWO_STOPS.sub(".", self.phrase(key, **placeholders))
        return sentence[:1].upper() + sentence[1:]

    def phrase(self, key: str, **placeholders: str) -> str:
        """Return a part of a sentence."""
        return self.texts[f"{_PREFIX}{key}"].format(**placeholders)

    def words(self, text: str) -> str:
        """Return a name in at most 60 characters, a number digit by digit, "" for neither."""
        if number := _NUMBER.fullmatch(text.strip()):
            return self._number(number[1])
        return clean_text(_UNSPEAKABLE.sub(" ", text), LONGEST_NAME) or ""

    def caller(self, name: str | None, number: str | None) -> str:
        """Return how to call the other party, as far as it is known."""
        return self.words(name or number or "") or self.phrase("unknown_caller")

    def duration(self, seconds: float) -> str:
        """Return hours, minutes and seconds, without the seconds from ten minutes on."""
        minutes, second = divmod(max(0, int(seconds)), 60)
        hour, minute = divmod(minutes, 60)
        if minutes >= _MINUTES_WITH_SECONDS:
            second = 0
        units = ((hour, "hour"), (minute, "minute"), (second, "second"))
        spoken = [self.count(number, unit) for number, unit in units if number]
        return self.all_of(spoken or [self.count(0, "second")])

    def count(self, number: int, unit: str) -> str:
        """Return a number with its unit, in the singular or the plural."""
        if number == 1:
            return self.phrase(unit)
        return self.phrase(f"{unit}s", number=str(number))

    def when(self, moment: datetime, now: datetime) -> str:
        """Return the time of today or yesterday, else how many days ago; `now` is local."""
        local = moment.astimezone(now.tzinfo)
        days = (now.date() - local.date()).days
        if days > 1:
            return self.phrase("days_ago", number=str(days))
        time = self._time(local)
        if local.hour == 1:
            # In some languages the hour is a number of things, and one o'clock a single one.
            time = time.removeprefix("0")
            if days == 1:
                return self.phrase("yesterday_at_one", time=time)
            return self.phrase("today_at_one", time=time)
        return self.phrase("yesterday_at" if days == 1 else "today_at", time=time)

    def all_of(self, items: Sequence[str]) -> str:
        """Return `a, b and c`."""
        return self._listed(items, "and")

    def any_of(self, items: Sequence[str]) -> str:
        """Return `a, b or c`."""
        return self._listed(items, "or")

    def failure(
        self, error: HomeAssistantError, action: str, *, user: str, destination: str
    ) -> str:
        """Return why the action failed; `user` and `destination` as they were said."""
        key = error.translation_key if error.translation_domain == DOMAIN else None
        if isinstance(error, Unauthorized):
            key = "not_permitted"
        names = error.choices if isinstance(error, SeveralError) else ()
        listing = self.all_of if key == "unknown_user" else self.any_of
        chosen = self._first_known(
            f"error_{key}_{action}",
            *([f"error_{key}_many"] if len(names) > _MOST_CHOICES else ()),
            f"error_{key}",
            "error_other",
        )
        destination = self.words(destination)
        if not destination and "{destination}" in self.texts[f"{_PREFIX}{chosen}"]:
            chosen = "error_no_destination"
        choices = listing([self.words(name) for name in names])
        return self.say(
            chosen,
            user=self.words(user),
            users=choices,
            contacts=choices,
            destination=destination,
        )

    def _first_known(self, *keys: str) -> str:
        return next(key for key in keys if f"{_PREFIX}{key}" in self.texts)

    def _listed(self, items: Sequence[str], word: str) -> str:
        if len(items) < 2:
            return "".join(items)
        *items, last = items
        listed = self.phrase(word, items=", ".join(items), last=last)
        if self.language == "es":
            sound, usual, changed = _SPANISH[word]
            if sound.match(last):
                start = listed.removesuffix(f"{usual}{last}")
                return f"{start}{changed}{last}"
        return listed

    def _number(self, number: str) -> str:
        _, star, last = number.rpartition("*")
        if not (digits := _spaced(last)):
            return ""
        if star:
            # The privacy option masks all but the last digits.
            return self.phrase("number_ending", digits=digits)
        return f"{self.phrase('plus')} {digits}" if number.startswith("+") else digits

    def _time(self, local: datetime) -> str:
        if self.language not in _TWELVE_HOURS:
            return f"{local:%H:%M}"
        return f"{local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"


def _spaced(number: str) -> str:
    return " ".join([digit for digit in number if digit.isdigit()][:_MOST_DIGITS])
