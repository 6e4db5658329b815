"""The language that is spoken, found among Home Assistant's translations."""

import pytest

from custom_components.telepo.voice.speech import async_speech

from .house import House


@pytest.mark.parametrize(
    ("tag", "language", "nobody"),
    [
        ("en", "en", "Nobody is on the phone."),
        ("en-US", "en", "Nobody is on the phone."),
        ("sv", "sv", "Ingen pratar i telefon."),
        ("sv-FI", "sv", "Ingen pratar i telefon."),
        ("fi", "fi", "Kukaan ei ole puhelimessa."),
        ("de", "de", "Niemand telefoniert."),
        ("de-AT", "de", "Niemand telefoniert."),
        ("DE_ch", "de", "Niemand telefoniert."),
        ("nl-BE", "nl", "Niemand is aan het bellen."),
        ("fr-CA", "fr", "Personne n'est au téléphone."),
        ("es-419", "es", "No hay nadie al teléfono."),
        ("it-CH", "it", "Nessuno è al telefono."),
        ("pl", "en", "Nobody is on the phone."),
        ("zh-Hans", "en", "Nobody is on the phone."),
        ("*", "en", "Nobody is on the phone."),
        ("", "en", "Nobody is on the phone."),
    ],
)
async def test_the_nearest_language_is_spoken(
    alice: House, tag: str, language: str, nobody: str
) -> None:
    speech = await async_speech(alice.hass, tag)
    assert speech.language == language
    assert speech.say("nobody_on_call") == nobody


async def test_no_text_of_english_is_missing_in_another_language(alice: House) -> None:
    english = await async_speech(alice.hass, "en")
    assert len(english.texts) > 70
    for tag in ("sv", "fi", "de", "nl", "fr", "es", "it"):
        speech = await async_speech(alice.hass, tag)
        assert speech.texts.keys() == english.texts.keys()
        same = {key for key, text in speech.texts.items() if text == english.texts[key]}
        # Words that both languages have.
        assert {key.rpartition("speech_")[2] for key in same} <= {
            "for_user",
            "minute",
            "minutes",
            "plus",
            "today_at",
        }
