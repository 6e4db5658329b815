"""What is said of calls, live and missed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from custom_components.telepo.cti import CallState
from custom_components.telepo.voice import call_speech

from .speeches import every_language, speech

FROM_BOB = "from Bob Bobson at 6:28 PM"
NOW = datetime(2026, 11, 23, 18, 30, tzinfo=timezone(timedelta(hours=1)))


def call(state: str, **changes: object) -> dict[str, object]:
    """Return a call as an action answers it, begun 65 seconds ago."""
    started = datetime(2026, 11, 23, 17, 28, 55, tzinfo=UTC)
    return {
        "state": state,
        "remote_name": "Bob Bobson",
        "remote_number": "+46277464",
        "started": started.isoformat(),
        "ended": started.isoformat(),
        **changes,
    }


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("ringing", "Bob Bobson is calling."),
        ("dialing", "Calling Bob Bobson."),
        ("active", "On the phone with Bob Bobson for one minute and 5 seconds."),
        ("held", "Bob Bobson is on hold."),
        ("parked", "The call with Bob Bobson is parked."),
        ("unknown", "There is a call with Bob Bobson."),
    ],
)
def test_every_state_has_its_sentence(state: str, sentence: str) -> None:
    assert call_speech.status(speech(), [call(state)], NOW) == sentence


@every_language
def test_every_state_is_told_in_every_language(language: str) -> None:
    sentences = {
        call_speech.status(speech(language), [call(state)], NOW) for state in CallState
    }
    assert len(sentences) == len(CallState)
    assert all("Bob Bobson" in sentence for sentence in sentences)


@every_language
def test_a_masked_name_ends_a_sentence_with_one_full_stop(language: str) -> None:
    calls = [call(state, remote_name="B. B.") for state in CallState]
    for told in (
        call_speech.status(speech(language), calls, NOW),
        call_speech.how_long(speech(language), calls, NOW),
        speech(language).say("dialing", contact="C. C.", telephone="D. D."),
    ):
        assert "B. B." in told or "C. C." in told
        assert ".." not in told


def test_a_full_stop_too_many_is_dropped_and_dots_of_a_name_stay() -> None:
    masked = [call("dialing", remote_name="B."), call("held", remote_name="C.")]
    told = call_speech.status(speech(), masked, NOW)
    assert told == "Calling B. C. is on hold."
    dots = [call("dialing", remote_name="x..y"), call("held", remote_name="Who...")]
    told = call_speech.status(speech(), dots, NOW)
    assert told == "Calling x..y. Who... is on hold."


def test_of_several_calls_each_has_its_sentence() -> None:
    several = [call("ringing", remote_name=None, remote_number=None), call("held")]
    told = call_speech.status(speech(), several, NOW)
    assert told == "An unknown caller is calling. Bob Bobson is on hold."
    assert call_speech.status(speech(), [], NOW) == "There is no call."


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        ([], "There is no call."),
        (["ringing"], "Bob Bobson is calling."),
        (["dialing"], "Calling Bob Bobson."),
        (["held"], "For one minute and 5 seconds, with Bob Bobson."),
        (["ringing", "parked"], "For one minute and 5 seconds, with Bob Bobson."),
    ],
)
def test_how_long_is_told_of_an_answered_call(states: list[str], sentence: str) -> None:
    told = call_speech.how_long(speech(), [call(state) for state in states], NOW)
    assert told == sentence


def test_how_long_is_told_of_the_call_somebody_is_busy_with() -> None:
    two = [call("held"), call("active", remote_name="Carol Carolson")]
    told = call_speech.how_long(speech(), two, NOW)
    assert told == "For one minute and 5 seconds, with Carol Carolson."


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, "No missed calls."),
        (1, "One missed call, from Bob Bobson at 6:28 PM."),
        (
            2,
            f"2 missed calls: {FROM_BOB} and {FROM_BOB}.",
        ),
        (
            4,
            f"4 missed calls: {', '.join([FROM_BOB] * 3)} and one more.",
        ),
        (
            12,
            f"12 missed calls: {', '.join([FROM_BOB] * 3)} and 9 more.",
        ),
    ],
)
def test_of_missed_calls_three_are_named(count: int, sentence: str) -> None:
    assert call_speech.missed(speech(), [call("ended")] * count, NOW) == sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sv", "Ett missat samtal, från Bob Bobson klockan 18:28."),
        ("fi", "Yksi vastaamaton puhelu: Bob Bobson, kello 18:28."),
        ("de", "Ein verpasster Anruf von Bob Bobson, um 18:28 Uhr."),
        ("nl", "Eén gemiste oproep, van Bob Bobson om 18:28."),
        ("fr", "Un appel manqué : Bob Bobson, à 18:28."),
        ("es", "Una llamada perdida, de Bob Bobson, a las 18:28."),
        ("it", "Una chiamata persa, da Bob Bobson alle 18:28."),
    ],
)
def test_a_missed_call_is_told_in_every_language(language: str, sentence: str) -> None:
    assert call_speech.missed(speech(language), [call("ended")], NOW) == sentence


@pytest.mark.parametrize(
    ("state", "is_on_call"),
    [
        ("active", True),
        ("held", True),
        ("dialing", True),
        ("ringing", False),
        ("parked", False),
        ("unknown", False),
    ],
)
def test_who_is_on_the_phone_is_as_the_binary_sensor_says(
    state: str, is_on_call: bool
) -> None:
    assert call_speech.is_on_call([call(state)]) is is_on_call
