"""The sentences of eight languages: complete, unmistakable, and never anybody else's."""

from collections.abc import Iterator
from functools import cache
import re

from hassil.intents import Intents, WildcardSlotList
from hassil.parse_expression import parse_sentence
from hassil.recognize import recognize, recognize_all
from hypothesis import given, strategies as st
import pytest

from custom_components.telepo import const
from custom_components.telepo.guard_rails import NumberKind, kind_of
from custom_components.telepo.names import spoken_name
from custom_components.telepo.voice.listening import Sentences
from custom_components.telepo.voice.sentence_files import (
    SentenceFile,
    names_of,
    read_files,
)
from custom_components.telepo.voice.speech import LANGUAGES
from tests.hostile import HOSTILE_NAMES
from tests.repository.readme import codes, sections, tables
from tests.repository.source import ROOT

from .sampling import Sample, intents_of, samples

FILES = {file.language: file for file in read_files()}
NAMES = names_of(["Alice", "bob"], ["Carol Carolson", "Anna"])

INTENTS = {value for name, value in vars(const).items() if name.startswith("INTENT_")}
QUESTIONS = {
    value for name, value in vars(const).items() if name.startswith("QUESTION_")
}

# Countries whose own emergency numbers have names in the files.
SPOKEN_IN = ("AT", "ES", "FR")

# What people say to their home about other things.
EVERYDAY = [
    ("en", "turn on the lights"),
    ("en", "pause"),
    ("en", "hold"),
    ("en", "resume"),
    ("en", "resume the music"),
    ("en", "continue"),
    ("en", "pause the timer"),
    ("en", "what time is it"),
    ("en", "call me a taxi"),
    ("en", "call the vacuum home"),
    ("en", "dial down the lights"),
    ("en", "ring the doorbell"),
    ("en", "transfer to the living room"),
    ("en", "transfer the music to the kitchen"),
    ("en", "put the light on"),
    ("en", "who is at the door"),
    ("en", "how long is the timer"),
    ("en", "is the light on"),
    ("en", "is anybody home"),
    ("sv", "tänd lampan"),
    ("sv", "pausa"),
    ("sv", "fortsätt"),
    ("sv", "pausa musiken"),
    ("sv", "ring på dörren"),
    ("sv", "koppla på larmet"),
    ("sv", "koppla till larmet"),
    ("sv", "flytta musiken till köket"),
    ("sv", "vem är hemma"),
    ("sv", "är någon hemma"),
    ("fi", "sytytä valot"),
    ("fi", "jatka"),
    ("fi", "soita musiikkia"),
    ("fi", "soita ovikelloa"),
    ("fi", "siirrä musiikki keittiöön"),
    ("fi", "onko kukaan kotona"),
    ("de", "schalte das Licht an"),
    ("de", "Pause"),
    ("de", "weiter"),
    ("de", "halt"),
    ("de", "setze die Musik fort"),
    ("de", "ruf den Staubsauger zurück"),
    ("de", "rufe die Szene Abend auf"),
    ("de", "wähle die Szene Abend"),
    ("de", "wer ist zu Hause"),
    ("de", "ist jemand zu Hause"),
    ("nl", "doe het licht aan"),
    ("nl", "pauzeer de muziek"),
    ("nl", "hervat"),
    ("nl", "bel een taxi"),
    ("nl", "zet de muziek door naar de keuken"),
    ("nl", "is er iemand thuis"),
    ("fr", "allume la lumière"),
    ("fr", "mets la musique en pause"),
    ("fr", "reprends"),
    ("fr", "appelle l'ascenseur"),
    ("fr", "passe la musique au salon"),
    ("fr", "qui est à la maison"),
    ("es", "enciende la luz"),
    ("es", "pausa la música"),
    ("es", "reanuda"),
    ("es", "pasa la música a la cocina"),
    ("es", "hay alguien en casa"),
    ("it", "accendi la luce"),
    ("it", "metti in pausa la musica"),
    ("it", "riprendi"),
    ("it", "chiama l'ascensore"),
    ("it", "passa la musica in cucina"),
    ("it", "c'è qualcuno in casa"),
]


@cache
def _sentences() -> Sentences:
    return Sentences(NAMES, LANGUAGES)


@cache
def _intents(language: str) -> Intents:
    return intents_of(FILES[language], NAMES)


def test_there_is_a_file_for_every_language_that_is_spoken() -> None:
    assert tuple(FILES) == LANGUAGES
    assert {file.data["language"] for file in FILES.values()} == set(LANGUAGES)


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_every_language_can_say_everything(file: SentenceFile) -> None:
    """Each intent, each question, and everywhere with or without a user's name."""
    assert set(file.data["intents"]) == INTENTS
    asked = {
        block["slots"]["question"]
        for block in file.data["intents"][const.INTENT_CALL_STATUS]["data"]
    }
    assert asked == QUESTIONS
    drawn = list(samples(file, NAMES, "Zaphod", 40))
    for intent_type in INTENTS:
        named = {
            "name" in heard.slots
            for sample in drawn
            if sample.intent_type == intent_type
            and (heard := _sentences().hear(sample.text, [file.language]))
        }
        assert named == {True, False}, intent_type


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_a_copied_file_leaves_home_assistants_own_sentences_alone(
    file: SentenceFile,
) -> None:
    """Its rules and lists are merged into Home Assistant's: a name of theirs would replace one."""
    assert set(file.data) == {"language", "intents", "expansion_rules", "lists"}
    for name in (*file.data["expansion_rules"], *file.data["lists"]):
        assert name.startswith("telepo_")
    assert [
        name for name, values in file.data["lists"].items() if "wildcard" in values
    ] == [
        "telepo_destination",
        "telepo_contact",
        "telepo_user",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_means_one_thing(language: str) -> None:
    """Its own, in its own language, and nothing else in any of the eight."""
    faults: list[tuple[Sample, object]] = []
    for sample in samples(FILES[language], NAMES, "Zaphod", 6):
        heard = _sentences().hear(sample.text, [language])
        if heard is None or (heard.language, heard.intent_type) != (
            language,
            sample.intent_type,
        ):
            faults.append((sample, heard))
            continue
        said = {name: slot["value"] for name, slot in heard.slots.items()}
        if sample.slots.items() - said.items():
            faults.append((sample, heard))
        meanings = {
            (result.intent.name, result.intent_data.slots.get("question"))
            for each in LANGUAGES
            for result in recognize_all(sample.text, _intents(each))
        }
        if meanings != {(sample.intent_type, sample.slots.get("question"))}:
            faults.append((sample, meanings))
    assert faults == []


@pytest.mark.parametrize(
    ("speaker", "language"),
    [("sv", "sv"), ("en", "en"), ("sv-FI", "sv"), ("en-GB", "en"), ("ja", "en")],
)
def test_where_languages_share_a_sentence_the_speakers_wins(
    speaker: str, language: str
) -> None:
    heard = _sentences().hear("ring Anna", [speaker])
    assert heard is not None
    assert (heard.intent_type, heard.language) == (const.INTENT_DIAL, language)


@pytest.mark.parametrize(("language", "text"), EVERYDAY)
def test_everyday_sentences_are_not_ours(language: str, text: str) -> None:
    assert _sentences().hear(text, [language]) is None


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_emergency_numbers_are_understood_as_such(file: SentenceFile) -> None:
    """They are understood to be refused aloud, by number and by what people call them."""
    numbers = {
        value["out"] for value in file.data["lists"]["telepo_emergency"]["values"]
    }
    assert "112" in numbers
    for number in numbers:
        kinds = {kind_of(f"tel:{number}", country) for country in (None, *SPOKEN_IN)}
        assert NumberKind.EMERGENCY in kinds


def test_who_has_the_police_among_the_contacts_means_the_contact() -> None:
    sentences = Sentences(names_of(["Alice"], ["Polisen", "The Police"]), LANGUAGES)
    for text, language, name in [
        ("ring polisen", "sv", "Polisen"),
        ("call the police", "en", "The Police"),
    ]:
        heard = sentences.hear(text, [language])
        assert heard is not None
        assert heard.slots["destination"]["value"] == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Alice", "alice"),
        ("alice.smith", "alice smith"),
        ("Anne-Marie", "anne marie"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Brien", "o'brien"),
        ("Müller & Söhne", "müller & söhne"),
        ("Mu\N{COMBINING DIAERESIS}ller", "müller"),
        ("Anna (mobil)", "anna mobil"),
        ("Dr. Anna", "dr anna"),
        ("[a|b] {list} <rule>; \\ :/", "a b list rule"),
        ("安娜", "安娜"),
        ("☎", ""),
        ("' ' &", ""),
        ("", ""),
    ],
)
def test_a_name_is_spoken_without_sentence_syntax(name: str, said: str) -> None:
    assert spoken_name(name) == said


@given(st.text(max_size=80))
def test_no_name_can_break_a_sentence(name: str) -> None:
    """One broken sentence would end all sentence triggers of the home."""
    said = spoken_name(name)
    assert not re.search(r"[()\[\]{}<>|;:\\/]", said)
    if said:
        parse_sentence(f"(call|ring) ({said}|anna)['s] phone")


def test_hostile_names_are_spoken_or_left_out() -> None:
    hostile = ["☎", *(name for _, name in HOSTILE_NAMES)]
    names = names_of(hostile, hostile)
    # What has no words would stand for nothing said.
    assert "" not in {*names.users, *names.contacts}
    templates = Sentences(names, ("en",)).templates
    assert len(templates) == len(FILES["en"].written_out(NAMES))
    assert max(map(len, templates)) < 20_000


def test_contacts_are_called_by_their_first_names_too() -> None:
    names = names_of([], ["Anna Andersson", "Anna Berg", "A. Smith", "Bob"])
    assert names.contacts == {
        "anna andersson": "Anna Andersson",
        "anna berg": "Anna Berg",
        "a smith": "A. Smith",
        "bob": "Bob",
        "anna": "Anna",
    }


def test_what_is_no_first_name_is_said_only_with_the_rest() -> None:
    """With "soita radio" somebody wants to hear the radio, and "call the" is no call yet."""
    names = names_of([], ["The Plumber", "Radio Helsinki", "Le Bistro", "Night mode"])
    assert set(names.contacts) == {
        "the plumber",
        "radio helsinki",
        "le bistro",
        "night mode",
    }


def test_names_that_sound_alike_are_handed_on_as_they_sound() -> None:
    """So that nobody is picked: the guard rails ask which one is meant."""
    names = names_of(
        ["Desk \N{HOUSE BUILDING}", "Desk \N{MOBILE PHONE}", "Alice", "alice"],
        ["Karl-Erik", "Karl Erik", "Karl (Erik)", "Anna  Berg", "anna berg", "Anna"],
    )
    assert names.users == {"desk": "desk", "alice": "Alice"}
    assert names.contacts == {
        "karl erik": "karl erik",
        "karl": "Karl",
        "anna berg": "Anna  Berg",
        "anna": "Anna",
    }


def test_names_that_sound_alike_do_so_in_every_spelling() -> None:
    names = names_of(["Groß"], ["Karl-Erik Weiß", "Karl Erik Weiss", "Weiß Anna"])
    assert names.users == {"gross": "Groß", "groß": "Groß"}
    assert names.contacts == {
        "karl erik weiss": "karl erik weiss",
        "karl erik weiß": "karl erik weiss",
        "karl erik": "Karl-Erik",
        "karl": "Karl",
        "weiss anna": "Weiß Anna",
        "weiß anna": "Weiß Anna",
        "weiss": "Weiß",
        "weiß": "Weiß",
    }


@pytest.mark.parametrize(
    ("contact", "spellings"),
    [
        ("Anna Weiß", ["Anna Weiß", "anna weiß", "Anna Weiss", "ANNA WEISS", "ANNA WEIẞ"]),
        ("Anna Weiss", ["Anna Weiss", "anna weiss"]),
        ("İpek", ["İpek", "İPEK", "ipek", "IPEK", "i\N{COMBINING DOT ABOVE}pek"]),
        ("\N{LATIN SMALL LIGATURE FI}sh", ["\N{LATIN SMALL LIGATURE FI}sh", "fish", "FISH"]),
    ],
)  # fmt: skip
def test_letters_that_are_several_in_another_case_are_understood(
    contact: str, spellings: list[str]
) -> None:
    """As sentence triggers, and when the words are looked at again."""
    sentences = Sentences(names_of(["Alice"], [contact]), ("de",))
    block = {"sentences": sentences.templates}
    triggers = Intents.from_dict(
        {"language": "de", "intents": {"ours": {"data": [block]}}}
    )
    triggers.slot_lists["telepo_destination"] = WildcardSlotList("telepo_destination")
    for spelling in spellings:
        text = f"Ruf {spelling} an"
        assert recognize(text, triggers), spelling
        heard = sentences.hear(text, ["de"])
        assert heard is not None, spelling
        assert heard.slots["destination"]["value"] == contact


def test_without_contacts_there_is_nobody_to_call_by_name() -> None:
    sentences = Sentences(names_of(["Alice"], []), LANGUAGES)
    assert sentences.hear("call Anna", ["en"]) is None
    heard = sentences.hear("call the number 5555", ["en"])
    assert heard is not None
    assert heard.slots == {"destination": {"value": "5555", "text": "5555"}}
    assert all("telepo_contact" not in template for template in sentences.templates)


def test_other_languages_can_be_left_out() -> None:
    sentences = Sentences(NAMES, ("sv",))
    assert sentences.hear("hold the call", ["en"]) is None
    assert sentences.hear("pausa samtalet", ["en"]) is not None


def test_a_name_is_handed_on_as_it_is_written() -> None:
    """The guard rails compare it with the contacts, which voices cannot spell."""
    sentences = Sentences(names_of(["alice.smith"], ["Carol-Ann (mobile)"]), LANGUAGES)
    heard = sentences.hear("Call Carol Ann mobile for Alice Smith, please!", ["en"])
    assert heard is not None
    assert {name: slot["value"] for name, slot in heard.slots.items()} == {
        "destination": "Carol-Ann (mobile)",
        "name": "alice.smith",
    }


@pytest.mark.parametrize(
    ("language", "typed", "intent_type", "said"),
    [
        ("en", "Who\N{RIGHT SINGLE QUOTATION MARK}s calling?", const.INTENT_CALL_STATUS, {}),
        ("en", "hold Alice\N{RIGHT SINGLE QUOTATION MARK}s call", const.INTENT_HOLD, {"name": "Alice"}),
        ("en", "Call 9-1-1!", const.INTENT_DIAL, {"destination": "9-1-1"}),
        ("fr", "Y a-t-il quelqu'un au téléphone ?", const.INTENT_CALL_STATUS, {}),
        ("fr", "Alice a-t-elle manqué un appel ?", const.INTENT_MISSED_CALLS, {"name": "Alice"}),
        ("fr", "Passez-moi Anna, s'il vous plaît.", const.INTENT_DIAL, {"destination": "Anna"}),
        ("de", "Ruf bitte die 112 an!", const.INTENT_DIAL, {"destination": "112"}),
        ("fi", "Soita 112:een", const.INTENT_DIAL, {"destination": "112"}),
        ("it", "C\N{RIGHT SINGLE QUOTATION MARK}è qualcuno al telefono?", const.INTENT_CALL_STATUS, {}),
    ],
)  # fmt: skip
def test_spelling_and_punctuation_do_not_matter(
    language: str, typed: str, intent_type: str, said: dict[str, str]
) -> None:
    heard = _sentences().hear(typed, [language])
    assert heard is not None
    slots = {name: slot["value"] for name, slot in heard.slots.items()}
    assert heard.intent_type == intent_type
    assert said.items() <= slots.items()


def _told() -> Iterator[tuple[str, str, str]]:
    """Yield language, intent and sentence of every example in the docs."""
    page = sections((ROOT / "docs" / "voice.md").read_text(encoding="utf-8"))
    headings = list(page)
    first = headings.index("English")
    for language, heading in zip(LANGUAGES, headings[first:], strict=False):
        (rows,) = tables(page[heading])
        for row in rows:
            (intent_type,) = codes(row["intent"])
            for sentence in codes(row["for example"]):
                yield language, intent_type, sentence


def test_the_docs_have_an_example_of_every_intent_in_every_language() -> None:
    told = {(language, intent_type) for language, intent_type, _ in _told()}
    assert told == {(language, intent) for language in LANGUAGES for intent in INTENTS}


@pytest.mark.parametrize(("language", "intent_type", "sentence"), _told())
def test_what_the_docs_say_is_understood(
    language: str, intent_type: str, sentence: str
) -> None:
    heard = _sentences().hear(sentence, [language])
    assert heard is not None
    assert (heard.language, heard.intent_type) == (language, intent_type)
