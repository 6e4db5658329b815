"""What is said aloud: numbers, names, durations, lists and times in eight languages."""

from datetime import datetime, timedelta, timezone

from hypothesis import given, strategies as st
import pytest

from tests.hostile import HOSTILE_DESTINATIONS, HOSTILE_NAMES, harm

from .speeches import every_language, speech


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        pytest.param("+46277464", "plus 4 6 2 7 7 4 6 4", id="international"),
        pytest.param("070-123 45 67", "0 7 0 1 2 3 4 5 6 7", id="separators"),
        pytest.param("(555) 123.4567", "5 5 5 1 2 3 4 5 6 7", id="brackets"),
        pytest.param("tel:+15555", "plus 1 5 5 5 5", id="uri"),
        pytest.param("112", "1 1 2", id="short"),
        pytest.param("+*****464", "a number ending in 4 6 4", id="masked"),
        pytest.param(
            "+* (***) ***-5-67", "a number ending in 5 6 7", id="masked-separators"
        ),
        pytest.param("555-****", "", id="masked-letters"),
        pytest.param("***", "", id="masked-whole"),
        pytest.param("+", "", id="bare-plus"),
        pytest.param("1" * 128, " ".join("1" * 20), id="endless"),
        pytest.param("Bob Bobson", "Bob Bobson", id="name"),
        pytest.param("B. B.", "B. B.", id="masked-name"),
        pytest.param("Studio 54", "Studio 54", id="name-with-number"),
        pytest.param("Bob " * 100, ("Bob " * 15).strip(), id="long-name"),
    ],
)
def test_numbers_are_read_digit_by_digit_and_names_as_they_are(
    number: str, spoken: str
) -> None:
    assert speech().words(number) == spoken


def test_a_caller_goes_by_name_then_number() -> None:
    assert speech().caller("Bob Bobson", "+46277464") == "Bob Bobson"
    assert speech().caller(None, "+15555") == "plus 1 5 5 5 5"
    assert speech().caller("+15555", None) == "plus 1 5 5 5 5"
    assert speech().caller(None, None) == "an unknown caller"
    assert speech().caller("***", "+1") == "an unknown caller"


HOSTILE_WORDS = [
    *(pytest.param(text, id=f"name-{name}") for name, text in HOSTILE_NAMES),
    *(pytest.param(text, id=f"to-{name}") for name, text in HOSTILE_DESTINATIONS),
]


@pytest.mark.parametrize("text", HOSTILE_WORDS)
def test_hostile_words_are_harmless_when_spoken(text: str) -> None:
    for said in (speech().words(text), speech().caller(text, text)):
        assert harm(said) == []
        assert len(said) <= 60
    assert speech().caller(text, None)


@pytest.mark.parametrize(
    ("seconds", "english", "finnish", "swedish"),
    [
        (0, "0 seconds", "0 sekuntia", "0 sekunder"),
        (1.9, "one second", "yksi sekunti", "en sekund"),
        (-5, "0 seconds", "0 sekuntia", "0 sekunder"),
        (60, "one minute", "yksi minuutti", "en minut"),
        (
            181,
            "3 minutes and one second",
            "3 minuuttia ja yksi sekunti",
            "3 minuter och en sekund",
        ),
        (
            599,
            "9 minutes and 59 seconds",
            "9 minuuttia ja 59 sekuntia",
            "9 minuter och 59 sekunder",
        ),
        (659, "10 minutes", "10 minuuttia", "10 minuter"),
        (3600, "one hour", "yksi tunti", "en timme"),
        (3605, "one hour", "yksi tunti", "en timme"),
        (
            7265,
            "2 hours and one minute",
            "2 tuntia ja yksi minuutti",
            "2 timmar och en minut",
        ),
    ],
)
def test_durations_are_words(
    seconds: float, english: str, finnish: str, swedish: str
) -> None:
    assert speech("en").duration(seconds) == english
    assert speech("fi").duration(seconds) == finnish
    assert speech("sv").duration(seconds) == swedish


@every_language
@given(seconds=st.integers(min_value=0, max_value=10**7))
def test_a_duration_tells_at_most_two_units(language: str, seconds: int) -> None:
    units = speech(language).duration(seconds)
    joint = speech(language).all_of(["", ""])
    assert 1 <= len(units.split(joint)) <= 2
    assert "," not in units


@pytest.mark.parametrize(
    ("language", "both", "either"),
    [
        ("en", "a, b and c", "a or b"),
        ("sv", "a, b och c", "a eller b"),
        ("fi", "a, b ja c", "a vai b"),
        ("de", "a, b und c", "a oder b"),
        ("nl", "a, b en c", "a of b"),
        ("fr", "a, b et c", "a ou b"),
        ("es", "a, b y c", "a o b"),
        ("it", "a, b e c", "a o b"),
    ],
)
def test_lists_end_with_a_word(language: str, both: str, either: str) -> None:
    assert speech(language).all_of(["a", "b", "c"]) == both
    assert speech(language).any_of(["a", "b"]) == either
    assert speech(language).all_of(["a"]) == "a"
    assert speech(language).all_of([]) == ""


@pytest.mark.parametrize(
    ("names", "both", "either"),
    [
        (["Anna", "Inés"], "Anna e Inés", "Anna o Inés"),
        (["Anna", "Hilda"], "Anna e Hilda", "Anna o Hilda"),
        (["Anna", "Ian"], "Anna y Ian", "Anna o Ian"),
        (["Anna", "Yolanda"], "Anna y Yolanda", "Anna o Yolanda"),
        (["Anna", "Óscar"], "Anna y Óscar", "Anna u Óscar"),
        (["Anna", "Inés", "Olga"], "Anna, Inés y Olga", "Anna, Inés u Olga"),
        (["Inés"], "Inés", "Inés"),
    ],
)
def test_spanish_words_of_a_list_sound_unlike_the_next_name(
    names: list[str], both: str, either: str
) -> None:
    assert speech("es").all_of(names) == both
    assert speech("es").any_of(names) == either


NOW = datetime(2026, 11, 23, 18, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("moment", "english", "german"),
    [
        ("2026-11-23T17:05:00+00:00", "at 6:05 PM", "um 18:05 Uhr"),
        ("2026-11-22T23:00:00+00:00", "at 12:00 AM", "um 00:00 Uhr"),
        ("2026-11-22T22:59:00+00:00", "yesterday at 11:59 PM", "gestern um 23:59 Uhr"),
        ("2026-11-22T11:30:00+00:00", "yesterday at 12:30 PM", "gestern um 12:30 Uhr"),
        ("2026-11-21T22:00:00+00:00", "2 days ago", "vor 2 Tagen"),
        ("2026-10-24T12:00:00+00:00", "30 days ago", "vor 30 Tagen"),
        ("2026-11-24T12:00:00+00:00", "at 1:00 PM", "um 13:00 Uhr"),
    ],
)
def test_times_are_of_the_local_day(moment: str, english: str, german: str) -> None:
    assert speech("en").when(datetime.fromisoformat(moment), NOW) == english
    assert speech("de").when(datetime.fromisoformat(moment), NOW) == german


@pytest.mark.parametrize(
    ("language", "today", "yesterday"),
    [
        ("en", "at 1:05 AM", "yesterday at 1:05 AM"),
        ("de", "um 1:05 Uhr", "gestern um 1:05 Uhr"),
        ("es", "a la 1:05", "ayer a la 1:05"),
        ("it", "all'1:05", "ieri all'1:05"),
    ],
)
def test_one_oclock_is_a_single_hour(language: str, today: str, yesterday: str) -> None:
    night = NOW.replace(hour=1, minute=5)
    assert speech(language).when(night, NOW) == today
    assert speech(language).when(night - timedelta(days=1), NOW) == yesterday
