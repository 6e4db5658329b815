"""Sentences that work at once, in every language and pipeline, without the owner's doing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import logging
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import EVENT_COMPONENT_LOADED
from homeassistant.core import CALLBACK_TYPE, CoreState, HomeAssistant, callback
from homeassistant.helpers import intent
from homeassistant.helpers.device_registry import EVENT_DEVICE_REGISTRY_UPDATED
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.start import async_at_started
from homeassistant.util import language as language_util
from homeassistant.util.hass_dict import HassKey

from ..const import CONF_CONTACT_NAME, CONF_CONTACTS, DOMAIN
from ..hands_free import async_people
from .sentence_files import Names, names_of
from .speech import LANGUAGES, async_speech

if TYPE_CHECKING:
    from .owners_sentences import LastSentences

_LOGGER = logging.getLogger(__name__)

_CONVERSATION = "conversation"

# Conversation parses all sentences in the event loop when the first word is spoken: half a
# second for 300 names in eight languages, 4 s for 2,000.
_MOST_NAMES_IN_ALL_LANGUAGES = 300

# A user in one of these states is there, or about to be.
_PRESENT = (ConfigEntryState.LOADED, ConfigEntryState.SETUP_IN_PROGRESS)

# What an attempt ends in where sentences are registered in another way than here.
_UNUSABLE = (ImportError, AttributeError, LookupError, TypeError)


class _UnusableError(Exception):
    """Sentences are registered in another way in this Home Assistant."""


@contextmanager
def _perhaps_unusable() -> Iterator[None]:
    try:
        yield
    except _UNUSABLE as error:
        raise _UnusableError from error


class Said(Protocol):
    """What conversation tells of a sentence at least; more of it is read if it is there."""

    text: str
    language: str


class Offer(NamedTuple):
    """What can be said: in which languages, and of whom."""

    languages: tuple[str, ...]
    names: Names


@callback
def async_offer_sentences(hass: HomeAssistant) -> None:
    """Have the sentences understood from when a user is loaded until none is any more."""
    hass.data.setdefault(_VOICE, Voice(hass)).async_follow()


class Voice:
    """Keeps the registered sentences in step with the users, their names and contacts."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin silent."""
        self._hass = hass
        self._following: list[CALLBACK_TYPE] = []
        self._stale = False
        self._is_renewing = False
        self._is_usable = True
        self._offer: Offer | None = None
        self._sentences: LastSentences | None = None

    @callback
    def async_follow(self) -> None:
        """Follow whatever changes the sentences."""
        if self._following or not self._is_usable:
            return
        hass = self._hass
        self._following = [
            async_dispatcher_connect(
                hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
            ),
            hass.bus.async_listen(
                EVENT_DEVICE_REGISTRY_UPDATED, self._async_outdated, _is_rename
            ),
            hass.bus.async_listen(
                EVENT_COMPONENT_LOADED, self._async_outdated, _is_conversation
            ),
            # While Home Assistant starts, each user that is loaded would change them all.
            async_at_started(hass, self._async_outdated),
        ]

    @callback
    def _async_entry_changed(
        self, _change: ConfigEntryChange, entry: ConfigEntry
    ) -> None:
        if entry.domain == DOMAIN:
            self._async_outdated()

    @callback
    def _async_outdated(self, _reason: object = None) -> None:
        self._stale = True
        if not self._is_renewing:
            self._is_renewing = True
            self._hass.async_create_task(self._async_catch_up(), f"{DOMAIN} sentences")

    async def _async_catch_up(self) -> None:
        """Renew the sentences until nothing has changed meanwhile."""
        while self._stale and self._is_usable:
            self._stale = False
            try:
                await self._async_renew()
            except _UnusableError as error:
                self._async_switch_off()
                _LOGGER.info(
                    "Sentences are not available in this Home Assistant, intents are: %s",
                    type(error.__cause__).__name__,
                )
            except Exception:
                _LOGGER.exception(
                    "The sentences stay as they are: renewing them failed"
                )
        self._is_renewing = False
        if not self._async_anybody_present():
            self._async_unfollow()

    async def _async_renew(self) -> None:
        offer = self._async_offer()
        if offer == self._offer:
            return
        sentences = None
        if offer:
            sentences = await self._hass.async_add_executor_job(_read, offer)
        self._async_silence()
        if sentences and self._is_usable:
            self._sentences = sentences
            with _perhaps_unusable():
                sentences.async_begin(self._hass, self._async_answer)
            self._offer = offer

    @callback
    def _async_switch_off(self) -> None:
        """End for good what this Home Assistant has no place for."""
        self._is_usable = False
        self._async_silence()
        self._async_unfollow()

    @callback
    def _async_unfollow(self) -> None:
        while self._following:
            self._following.pop()()

    @callback
    def _async_silence(self) -> None:
        if self._sentences:
            self._sentences.async_end()
        self._sentences = self._offer = None

    @callback
    def _async_offer(self) -> Offer | None:
        """Return what may be said, None when there is nobody to speak to or of."""
        hass = self._hass
        ready = hass.state is CoreState.running
        if not ready or _CONVERSATION not in hass.config.components:
            return None
        people = async_people(hass)
        if not any(person.is_loaded for person in people):
            return None
        names = names_of(
            (
                name
                for person in people
                for name in (person.name, *sorted(person.names))
            ),
            (
                contact[CONF_CONTACT_NAME]
                for person in people
                for contact in person.options.get(CONF_CONTACTS, ())
            ),
        )
        if len(names.users) + len(names.contacts) <= _MOST_NAMES_IN_ALL_LANGUAGES:
            return Offer(LANGUAGES, names)
        own = language_util.matches(hass.config.language, LANGUAGES)
        return Offer(tuple(own[:1]) or LANGUAGES[:1], names)

    @callback
    def _async_anybody_present(self) -> bool:
        entries = self._hass.config_entries.async_entries(DOMAIN)
        return any(entry.state in _PRESENT for entry in entries)

    async def _async_answer(self, said: Said, _result: object) -> str | None:
        """Do what was said and return what to say, None when it was said to an automation.

        Otherwise always something: without an answer Home Assistant would say that it is done.
        """
        try:
            return await self._async_respond(said)
        except Exception:
            self._async_switch_off()
            _LOGGER.exception("Sentences are switched off: answering one failed")
        language = getattr(said, "language", self._hass.config.language)
        return (await async_speech(self._hass, language)).say("error_other")

    async def _async_respond(self, said: Said) -> str | None:
        hass = self._hass
        if self._sentences and self._sentences.async_is_anothers(hass, said.text):
            return None
        languages = (said.language, hass.config.language)
        heard = self._sentences and self._sentences.hear(said.text, languages)
        if heard:
            try:
                response = await intent.async_handle(
                    hass,
                    DOMAIN,
                    heard.intent_type,
                    heard.slots,
                    text_input=said.text,
                    context=getattr(said, "context", None),
                    language=heard.language,
                    assistant=_CONVERSATION,
                    device_id=getattr(said, "device_id", None),
                    satellite_id=getattr(said, "satellite_id", None),
                )
                return str(response.speech["plain"]["speech"])
            except intent.IntentError:
                # Home Assistant has logged it.
                pass
        language = heard.language if heard else said.language
        return (await async_speech(hass, language)).say("error_other")


_VOICE: HassKey[Voice] = HassKey(f"{DOMAIN}_voice")


def _read(offer: Offer) -> LastSentences:
    with _perhaps_unusable():
        # Home Assistant installs the matcher with conversation, so not before that is loaded.
        from .listening import Sentences  # noqa: PLC0415
        from .owners_sentences import LastSentences  # noqa: PLC0415

    return LastSentences(Sentences(offer.names, offer.languages))


@callback
def _is_rename(data: Mapping[str, Any]) -> bool:
    return data["action"] == "update" and not {"name", "name_by_user"}.isdisjoint(
        data["changes"]
    )


@callback
def _is_conversation(data: Mapping[str, Any]) -> bool:
    return bool(data["component"] == _CONVERSATION)
