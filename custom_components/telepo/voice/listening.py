"""The sentences as Home Assistant's conversation matches them.

Import it only when conversation is loaded: its matcher is installed with it.
"""

from collections.abc import Container, Iterable, Mapping
import logging
from typing import Any, NamedTuple

from hassil.intents import Intents, TextSlotList
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.recognize import recognize_best
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.components.conversation.trigger import TRIGGER_CALLBACK_TYPE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import language as language_util

from .sentence_files import LIST_CONTACT, LIST_USER, Names, read_files

_LOGGER = logging.getLogger(__name__)


class Heard(NamedTuple):
    """What somebody said: the intent, its slots by name, and the sentence's language."""

    intent_type: str
    slots: dict[str, dict[str, Any]]
    language: str


class Sentences:
    """The sentences with names, of all languages or of some."""

    def __init__(self, names: Names, languages: Container[str]) -> None:
        """Read and parse; takes a while, so it belongs into the executor."""
        self.templates: list[str] = []
        self._intents: dict[str, Intents] = {}
        for file in read_files():
            if file.language in languages:
                usable = _parsable(file.written_out(names))
                self.templates += usable.values()
                self._intents[file.language] = _intents(file.only(usable), names)

    @callback
    def async_register(
        self, hass: HomeAssistant, answer: TRIGGER_CALLBACK_TYPE
    ) -> CALLBACK_TYPE:
        """Have `answer` called for each sentence, and return what ends that.

        One registration for all: Home Assistant runs every registration that matches, and
        some sentences are the same in two languages.
        """
        return get_agent_manager(hass).register_trigger(self.templates, answer)

    def hear(self, text: str, languages: Iterable[str]) -> Heard | None:
        """Return what a sentence means, first in the languages that the speaker knows."""
        known = [
            match
            for language in languages
            for match in language_util.matches(language, self._intents)[:1]
        ]
        for language in dict.fromkeys([*known, *self._intents]):
            if result := recognize_best(text, self._intents[language]):
                slots = {
                    slot.name: {"value": slot.value, "text": slot.text}
                    for slot in result.entities_list
                }
                return Heard(result.intent.name, slots, language)
        return None


def _parsable(sentences: Mapping[str, str]) -> dict[str, str]:
    """Return the sentences whose templates can be parsed.

    Home Assistant parses them together with the sentences of the owner's automations, and
    one that cannot be parsed would end them all.
    """
    parsable = {}
    for sentence, template in sentences.items():
        try:
            parse_sentence(template)
        except ParseError:
            _LOGGER.warning("A sentence was left out: it cannot be parsed")
        else:
            parsable[sentence] = template
    return parsable


def _intents(data: dict[str, Any], names: Names) -> Intents:
    intents = Intents.from_dict(data)
    for name, forms in ((LIST_USER, names.users), (LIST_CONTACT, names.contacts)):
        intents.slot_lists[name] = TextSlotList.from_tuples(
            forms.items(), allow_template=False, name=name
        )
    for intent in intents.intents.values():
        for block in intent.data:
            # To read this property is to parse, better here than in the event loop.
            _ = block.sentences
    return intents
