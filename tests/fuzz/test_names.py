"""Users and contacts with any name: the sentences stay sentences."""

from hassil.parse_expression import parse_sentence
from hypothesis import given, strategies as st
import pytest

from custom_components.telepo.voice.listening import Sentences
from custom_components.telepo.voice.sentence_files import names_of, read_files
from tests.hostile import HOSTILE_NAMES

from .effort import MINUTE, fuzz

FILES = {file.language: file for file in read_files()}
names = st.text(max_size=80) | st.sampled_from([name for _, name in HOSTILE_NAMES])


@pytest.mark.timeout(MINUTE)
@fuzz(25)
@given(
    st.lists(names, max_size=2), st.lists(names, max_size=3), st.sampled_from([*FILES])
)
def test_every_sentence_with_any_name_can_be_parsed(
    users: list[str], contacts: list[str], language: str
) -> None:
    """One that cannot be would end the sentences of the owner's automations."""
    spoken = names_of(users, contacts)
    assert {*spoken.users.values()} <= {*users}
    for template in FILES[language].written_out(spoken).values():
        parse_sentence(template)


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    """Return what is understood in a house of hostile contacts."""
    hostile = [name for _, name in HOSTILE_NAMES]
    return Sentences(names_of(["Alice"], ["Anna", *hostile]), {"en"})


@pytest.mark.timeout(MINUTE)
@fuzz(60)
@given(text=st.text(max_size=60) | st.sampled_from([name for _, name in HOSTILE_NAMES]))
def test_whatever_is_said_names_somebody_known_or_nothing(
    sentences: Sentences, text: str
) -> None:
    for said in (text, f"transfer the call to {text}", f"call {text}"):
        heard = sentences.hear(said, ["en"])
        assert heard is None or heard.intent_type.startswith("Telepo")
    assert (sentences.hear("transfer the call to Anna", ["en"])) is not None
