"""Why something did not work, said aloud; and that every text is used."""

from collections.abc import Sequence

from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
import pytest

from custom_components.telepo.cti import CallState
from custom_components.telepo.ha_errors import SeveralError, refused_input
from custom_components.telepo.voice.speech import LANGUAGES
from tests.hostile import harm
from tests.repository.source import PACKAGE, calls, python_files, text_of

from .speeches import PREFIX, every_language, speech

# What an action or a guard rail may raise while somebody speaks.
LISTS = {
    "several_contacts": "contacts",
    "unknown_user": "users",
    "which_user": "users",
}
ERRORS = (
    *LISTS,
    "accepted_not_seen",
    "action_not_allowed",
    "call_ended",
    "call_not_found",
    "cannot_connect",
    "command_failed",
    "destination_is_caller",
    "destination_not_a_contact",
    "destination_not_allowed",
    "emergency_number",
    "invalid_auth",
    "invalid_destination",
    "invalid_response",
    "no_second_call",
    "no_telephone",
    "no_user",
    "not_licensed",
    "not_permitted",
    "own_number",
    "premium_number",
    "rate_limited",
    "refused",
    "room_not_shown",
    "several_calls",
    "state_changed",
    "telephone_not_found",
    "telephones_unknown",
    "unanswered",
    "user_not_found",
    "user_not_loaded",
)


def error_of(key: str, *choices: str) -> HomeAssistantError:
    """Return the error of a key, with names to choose from where it has some."""
    if key in LISTS:
        return SeveralError(key, LISTS[key], choices)
    return refused_input(key)


def said_texts() -> set[str]:
    """Return the keys that stand in the code as they are."""
    found = set[str]()
    for module in (
        "voice.speech",
        "voice.call_speech",
        "voice.request",
        "intent",
    ):
        for name, call in calls(python_files(PACKAGE)[module]):
            if name in ("say", "phrase", "about") and call.args:
                found.add(text_of(module, call.args[0]) or "")
    return found - {""}


def test_every_language_of_the_integration_can_be_spoken() -> None:
    files = (PACKAGE / "translations").glob("*.json")
    assert set(LANGUAGES) == {file.stem for file in files}


def test_every_text_is_said_and_everything_said_has_a_text() -> None:
    texts = {key.removeprefix(f"{PREFIX}speech_") for key in speech().texts}
    errors = {key for key in texts if key.startswith("error_")}
    # Said by a key that is put together, or looked up.
    units = {
        f"{unit}{plural}"
        for unit in ("hour", "minute", "second")
        for plural in ("", "s")
    }
    states = {f"call_{state}" for state in CallState}
    chosen = {"today_at", "yesterday_at", "one_on_call", "several_on_call"}
    chosen |= {"held", "resumed", "and", "or"}
    assert texts - errors == said_texts() | units | states | chosen
    assert {f"error_{key}" for key in ERRORS} | {"error_other"} <= errors
    of_actions = {
        f"error_action_not_allowed_{name}" for name in ("hold", "resume", "transfer")
    }
    many = {f"error_{key}_many" for key in LISTS}
    rest = {f"error_{key}" for key in (*ERRORS, "other", "no_destination")}
    assert errors == rest | of_actions | many


@every_language
@pytest.mark.parametrize("action", ["hold", "resume", "transfer", "dial", "get_calls"])
def test_every_error_is_spoken(language: str, action: str) -> None:
    for key in ERRORS:
        error = error_of(key, "alice", "Bob Bobson")
        text = speech(language).failure(error, action, user="carol", destination="Dave")
        assert text.endswith((".", "?")), (key, text)
        assert text[:1].isupper() or text[0] == "¿", (key, text)
        assert "{" not in text
        assert harm(text) == []
        english = speech().failure(error, action, user="carol", destination="Dave")
        assert (text == english) is (language == "en"), key


@every_language
def test_an_unknown_error_is_spoken_generally(language: str) -> None:
    general = speech(language).say("error_other")
    for error in (
        HomeAssistantError("Bob Bobson +46277464"),
        ServiceValidationError(translation_domain="light", translation_key="refused"),
        refused_input("no_such_key"),
    ):
        said = speech(language).failure(error, "hold", user="", destination="")
        assert said == general


@every_language
def test_who_is_not_permitted_hears_so(language: str) -> None:
    said = speech(language).failure(Unauthorized(), "hold", user="", destination="")
    assert said == speech(language).say("error_not_permitted")


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("hold", "There is no call that I could put on hold."),
        ("resume", "There is no call on hold."),
        ("transfer", "There is no call that I could transfer."),
        ("dial", "The exchange does not offer that now."),
    ],
)
def test_what_is_not_offered_depends_on_what_was_asked(
    action: str, sentence: str
) -> None:
    error = refused_input(
        "action_not_allowed", action="x", calls="secret (held: resume)"
    )
    assert speech().failure(error, action, user="", destination="") == sentence


@pytest.mark.parametrize(
    ("key", "choices", "sentence"),
    [
        ("which_user", ["alice", "bob"], "For whom: alice or bob?"),
        ("which_user", "abcdef", "For whom?"),
        (
            "unknown_user",
            ["alice", "bob"],
            "I do not know carol. I know alice and bob.",
        ),
        ("unknown_user", "abcdef", "I do not know carol."),
        (
            "several_contacts",
            ["Anna A", "Anna B"],
            "Which one: Anna A or Anna B?",
        ),
        (
            "several_contacts",
            ["Berg, Anna", "Dahl, Anna"],
            "Which one: Berg, Anna or Dahl, Anna?",
        ),
        (
            "several_contacts",
            ["Berg, Anna", "Dahl, Anna", "Ek, Anna"],
            "Which one: Berg, Anna, Dahl, Anna or Ek, Anna?",
        ),
        ("several_contacts", "abcdef", "Which one?"),
        ("destination_not_a_contact", [], "Dave is not among your contacts."),
    ],
)
def test_a_question_back_offers_a_choice_that_can_be_kept_in_mind(
    key: str, choices: Sequence[str], sentence: str
) -> None:
    error = error_of(key, *choices)
    assert speech().failure(error, "dial", user="carol", destination="Dave") == sentence


@every_language
def test_a_destination_of_which_nothing_is_left_is_not_spoken(language: str) -> None:
    error = refused_input("destination_not_a_contact")
    for nothing in ("", "  ", "\u200b", "+", "#"):
        text = speech(language).failure(error, "dial", user="", destination=nothing)
        assert text == speech(language).say("error_no_destination")
