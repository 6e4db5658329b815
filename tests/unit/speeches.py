"""The speech of each language, its texts read from the files of translations."""

import pytest

from custom_components.telepo.const import DOMAIN
from custom_components.telepo.voice.speech import LANGUAGES, Speech
from tests.repository.source import PACKAGE, read_json

PREFIX = f"component.{DOMAIN}.common."

every_language = pytest.mark.parametrize("language", LANGUAGES)


def speech(language: str = "en") -> Speech:
    """Return the speech of a language, its texts read from its file."""
    texts = read_json(PACKAGE / "translations" / f"{language}.json")["common"]
    return Speech(language, {f"{PREFIX}{key}": text for key, text in texts.items()})
