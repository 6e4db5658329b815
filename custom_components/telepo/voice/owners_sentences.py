"""The sentences of the owner's automations: they come first, and ours are silent for them.

Import it only when conversation is loaded: its matcher is installed with it.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from hassil.intents import Intents, WildcardSlotList
from hassil.recognize import recognize
from homeassistant.components.conversation.agent_manager import (
    AgentManager,
    get_agent_manager,
)
from homeassistant.components.conversation.trigger import TRIGGER_CALLBACK_TYPE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from .listening import Heard, Sentences

_AUTOMATION_RELOADED = "automation_reloaded"


class LastSentences:
    """Our sentences, registered behind all others.

    Home Assistant looks no further once a registration has matched a sentence twice, and ours
    does so easily: in front it would silence the owner's.
    """

    def __init__(self, sentences: Sentences) -> None:
        """Register nothing yet."""
        self._sentences = sentences
        self._ending: list[CALLBACK_TYPE] = []
        self._others: tuple[str, ...] = ()
        self._parsed: Intents | None = None

    @callback
    def async_begin(self, hass: HomeAssistant, answer: TRIGGER_CALLBACK_TYPE) -> None:
        """Have `answer` called for each sentence until `async_end`.

        Raises AttributeError and the like in a Home Assistant that registers otherwise.
        """
        manager = get_agent_manager(hass)
        self._read_others(manager)
        registered = self._sentences.async_register(hass, answer)
        is_moving = False

        @callback
        def unregister() -> None:
            registered()

        self._ending = [unregister]

        @callback
        def stay_last(_change: object) -> None:
            nonlocal registered, is_moving
            if is_moving or self._is_last(manager):
                return
            # Both steps are changes that are told to us as well.
            is_moving = True
            registered()
            registered = self._sentences.async_register(hass, answer)
            is_moving = False

        self._ending.insert(0, _follow(hass, manager, stay_last))

    @callback
    def async_end(self) -> None:
        """Have the sentences understood no more."""
        while self._ending:
            self._ending.pop(0)()

    def hear(self, text: str, languages: Iterable[str]) -> Heard | None:
        """Return what one of our sentences means."""
        return self._sentences.hear(text, languages)

    @callback
    def async_is_anothers(self, hass: HomeAssistant, text: str) -> bool:
        """Tell whether a sentence that somebody else registered matches as well."""
        others = self._read_others(get_agent_manager(hass))
        if others != self._others:
            self._others = others
            self._parsed = _parsed(others, hass.config.language)
        return self._parsed is not None and recognize(text, self._parsed) is not None

    def _read_others(self, manager: AgentManager) -> tuple[str, ...]:
        sentences = Counter(manager.trigger_sentences)
        return tuple((sentences - Counter(self._sentences.templates)).elements())

    def _is_last(self, manager: AgentManager) -> bool:
        ours = self._sentences.templates
        return manager.trigger_sentences[-len(ours) :] == ours


def _follow(
    hass: HomeAssistant, manager: AgentManager, changed: Callable[[object], None]
) -> CALLBACK_TYPE:
    """Call `changed` when sentences come or go, and return what ends that."""
    try:
        return manager.subscribe_intents(changed)
    except AttributeError:
        return hass.bus.async_listen(_AUTOMATION_RELOADED, changed)


def _parsed(sentences: tuple[str, ...], language: str) -> Intents | None:
    """Return the sentences as Home Assistant itself parses them: every list is a wildcard."""
    if not sentences:
        return None
    block = {"sentences": list(sentences)}
    intents = Intents.from_dict(
        {"language": language, "intents": {"others": {"data": [block]}}}
    )
    for sentence in intents.intents["others"].data[0].sentences:
        for name in sentence.list_names():
            intents.slot_lists[name] = WildcardSlotList(name)
    return intents
