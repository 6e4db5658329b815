"""Sentences as they come to mind, without a look at the docs; natural_sentences/ holds them."""

from collections.abc import Iterator
from pathlib import Path

from homeassistant.util.yaml import load_yaml_dict
import pytest

from custom_components.telepo import const
from custom_components.telepo.voice.listening import Sentences
from custom_components.telepo.voice.sentence_files import names_of
from custom_components.telepo.voice.speech import LANGUAGES

FOLDER = Path(__file__).parent / "natural_sentences"
SENTENCES = Sentences(names_of(["Alice", "bob"], ["Carol Carolson", "Anna"]), LANGUAGES)

MEANINGS = {
    "hold": (const.INTENT_HOLD, None),
    "resume": (const.INTENT_RESUME, None),
    "transfer": (const.INTENT_TRANSFER, None),
    "who": (const.INTENT_CALL_STATUS, const.QUESTION_WHO),
    "how_long": (const.INTENT_CALL_STATUS, const.QUESTION_HOW_LONG),
    "on_call": (const.INTENT_CALL_STATUS, const.QUESTION_ON_CALL),
    "missed": (const.INTENT_MISSED_CALLS, None),
    "dial": (const.INTENT_DIAL, None),
    "emergency": (const.INTENT_DIAL, None),
    "not_ours": None,
}


def _said() -> Iterator[tuple[str, str, str]]:
    """Yield language, meaning and sentence."""
    for language in LANGUAGES:
        said = load_yaml_dict(str(FOLDER / f"{language}.yaml"))
        assert set(said) == set(MEANINGS)
        for meaning, sentences in said.items():
            for sentence in sentences:
                yield language, meaning, sentence


@pytest.mark.parametrize(("language", "meaning", "sentence"), _said())
def test_what_comes_to_mind_is_understood(
    language: str, meaning: str, sentence: str
) -> None:
    heard = SENTENCES.hear(sentence, [language])
    question = heard and heard.slots.get("question", {}).get("value")
    assert (heard and (heard.intent_type, question)) == MEANINGS[meaning]
    assert heard is None or heard.language == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "number", ["100", "5555", "5 5 5 5", "+46 555 1234", "070-123 45 67", "1" * 15]
)
def test_a_number_needs_no_more_than_its_digits(language: str, number: str) -> None:
    heard = SENTENCES.hear(f"{_DIAL[language]} {number}", [language])
    assert heard is not None
    assert heard.intent_type == const.INTENT_DIAL
    assert heard.slots["destination"]["value"] == number


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", ["5", "12a", "50 cent", "route 66", "1" * 16])
def test_what_is_no_number_is_not_dialled(language: str, number: str) -> None:
    assert SENTENCES.hear(f"{_DIAL[language]} {number}", [language]) is None


_DIAL = {
    "en": "call",
    "sv": "ring",
    "fi": "soita",
    "de": "wähle",
    "nl": "bel",
    "fr": "appelle le",
    "es": "llama al",
    "it": "chiama il",
}
