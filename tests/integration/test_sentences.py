"""Every sentence of every language, said to Home Assistant: the exchange does it, or is not asked."""

from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest

from custom_components.telepo import const
from custom_components.telepo.voice.sentence_files import names_of, read_files
from custom_components.telepo.voice.speech import LANGUAGES, Speech, async_speech
from simulator import Call, State
from tests.repository.source import PACKAGE
from tests.unit.sampling import Sample, samples

from .commands import NAME, active, held, posts
from .house import House
from .talk import CONTACTS, listen, say

FILES = {file.language: file for file in read_files()}
NAMES = names_of(["alice"], [contact["name"] for contact in CONTACTS])


class Conversation:
    """One sentence after the other, each with a call in the state that it needs."""

    def __init__(self, house: House, speech: Speech) -> None:
        """Talk in a language."""
        self.house = house
        self.speech = speech
        house.exchange.transfer_answers_after = 0

    async def check(self, sample: Sample) -> str:
        """Say it and check answer and exchange; return what is wrong."""
        call = self._call_for(sample.intent_type)
        simulator = self.house.simulator
        simulator.tally.reset()
        answer = await say(self.house, sample.text, self.speech.language)
        done = simulator.tally.by_operation()
        for other in self.house.exchange.calls("alice"):
            if other.live:
                self.house.exchange.end(other.call_id)
        if answer in self._refusals() or not self._is_done(sample, call, answer, done):
            return f"{sample.text!r}: {answer!r} {done} {call.state}"
        return ""

    def _call_for(self, intent_type: str) -> Call:
        return (held if intent_type == const.INTENT_RESUME else active)(self.house)

    def _refusals(self) -> set[str]:
        return {"", self.speech.say("error_other")}

    def _is_done(
        self, sample: Sample, call: Call, answer: str, done: dict[str, int]
    ) -> bool:
        say = self.speech.say
        match sample.intent_type:
            case const.INTENT_HOLD:
                return done.get("hold") == 1 and answer == say("held", caller=NAME)
            case const.INTENT_RESUME:
                return done.get("resume") == 1 and answer == say("resumed", caller=NAME)
            case const.INTENT_TRANSFER:
                told = say("transferred", caller=NAME, contact=_contact_in(sample.text))
                return call.state is State.TRANSFERRED and answer == told
            case const.INTENT_MISSED_CALLS:
                return done == {} and answer == say("no_missed")
            case const.INTENT_CALL_STATUS:
                asked_of_all = sample.slots["question"] == "on_call"
                return done == {"snapshot": 1} and (asked_of_all or NAME in answer)
            case const.INTENT_DIAL:
                # Without a contact it is a number, and none is allowed.
                return (_contact_in(sample.text) == "") is ("make" not in done)
        return False


def _contact_in(text: str) -> str:
    """Return the contact whom a sentence names, "" for none."""
    return next(
        (
            contact["name"]
            for contact in CONTACTS
            if contact["name"].split()[0].casefold() in text.casefold()
        ),
        "",
    )


async def _conversation(house: House, language: str) -> Conversation:
    await house.set_up("alice", contacts=CONTACTS)
    await listen(house)
    return Conversation(house, await async_speech(house.hass, language))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_said_is_done(house: House, language: str) -> None:
    conversation = await _conversation(house, language)
    drawn = list(samples(FILES[language], NAMES, "Anna", 3))
    faults = [fault for sample in drawn if (fault := await conversation.check(sample))]
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_whom_nobody_knows_is_not_called(house: House, language: str) -> None:
    """Wherever a destination can be anything that was heard."""
    await _conversation(house, language)
    speech = await async_speech(house.hass, language)
    refusal = speech.say("error_destination_not_a_contact", destination="Zaphod")
    active(house)
    house.simulator.tally.reset()
    heard = 0
    for sample in samples(FILES[language], NAMES, "Zaphod", 2):
        if sample.text.count("Zaphod"):
            assert await say(house, sample.text, language) == refusal
            heard += 1
    assert heard > 2
    assert posts(house.simulator) == 0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_emergency_numbers_are_refused_aloud(house: House, language: str) -> None:
    await _conversation(house, language)
    speech = await async_speech(house.hass, language)
    call = {
        "en": "call",
        "sv": "ring",
        "fi": "soita",
        "de": "wähle",
        "nl": "bel",
        "fr": "appelle le",
        "es": "llama al",
        "it": "chiama il",
    }[language]
    house.simulator.tally.reset()
    for number in ("112", "911", "1-1-2", "1 1 2"):
        answer = await say(house, f"{call} {number}", language)
        assert answer == speech.say("error_emergency_number")
    assert posts(house.simulator) == 0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_copied_file_works_without_the_integrations_own_sentences(
    house: House,
    hass: HomeAssistant,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """<config>/custom_sentences/<language>/telepo.yaml, as the docs say."""
    monkeypatch.setattr(
        "custom_components.telepo.async_offer_sentences", lambda _hass: None
    )
    await hass.async_add_executor_job(_copy, hass, language)
    conversation = await _conversation(house, language)
    shortest = list(samples(FILES[language], NAMES, "Anna", 1))
    faults = [
        fault for sample in shortest if (fault := await conversation.check(sample))
    ]
    assert faults == []


@pytest.mark.parametrize("is_copied", [False, True])
async def test_finnish_endings_are_no_part_of_a_name(
    house: House,
    hass: HomeAssistant,
    is_copied: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a copied file names are wildcards, which could swallow the ending."""
    if is_copied:
        monkeypatch.setattr(
            "custom_components.telepo.async_offer_sentences", lambda _hass: None
        )
        await hass.async_add_executor_job(_copy, hass, "fi")
    conversation = await _conversation(house, "fi")
    call = active(house)
    told = conversation.speech.say
    assert await say(house, "Siirrä puhelu Annalle", "fi") == told(
        "transferred", caller=NAME, contact="Anna"
    )
    assert call.state is State.TRANSFERRED
    house.simulator.tally.reset()
    for sentence in ("Soita Annalle", "Soita Carol Carolsonille", "Soita Anna"):
        await say(house, sentence, "fi")
    assert house.simulator.tally.by_operation().get("make") == 3


def _copy(hass: HomeAssistant, language: str) -> None:
    ours = PACKAGE / "sentences" / f"{language}.yaml"
    theirs = Path(hass.config.path("custom_sentences", language)) / "telepo.yaml"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(ours.read_bytes())
