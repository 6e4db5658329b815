"""Masking of callers."""

import re

from hypothesis import example, given, strategies as st
import pytest

from custom_components.telepo.privacy import (
    Privacy,
    shown_address,
    shown_name,
    shown_number,
    shown_uri,
    strictest,
)

MASKED, NONE, FULL = Privacy.MASKED, Privacy.NONE, Privacy.FULL

SHOWING = [
    pytest.param(shown_number, id="number"),
    pytest.param(shown_uri, id="uri"),
    pytest.param(shown_name, id="name"),
    pytest.param(shown_address, id="address"),
]

# As hostile as a display name can be, and as plain as a telephone number is.
strangers_text = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="+0123456789 -()./,;:*#abz@", max_size=40),
    st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True),
)


def digits(text: str | None) -> int:
    """Count the digits of any script."""
    return sum(character.isdigit() for character in text or "")


@pytest.mark.parametrize("shown", SHOWING)
@given(text=strangers_text)
def test_in_full_nothing_is_touched(shown: object, text: str) -> None:
    assert callable(shown)
    assert shown(text, FULL) == text


@pytest.mark.parametrize("shown", SHOWING)
@given(text=strangers_text)
def test_not_at_all_means_nothing_is_shown(shown: object, text: str) -> None:
    assert callable(shown)
    assert shown(text, NONE) is None


@pytest.mark.parametrize("shown", SHOWING)
@pytest.mark.parametrize("privacy", [FULL, MASKED, NONE])
def test_what_is_not_known_stays_so(shown: object, privacy: Privacy) -> None:
    assert callable(shown)
    assert shown(None, privacy) is None


@given(text=strangers_text)
def test_a_masked_number_keeps_at_most_its_last_three_digits(text: str) -> None:
    masked = shown_number(text, MASKED)
    assert masked is not None
    assert len(masked) == len(text)
    kept = "".join(character for character in masked if character.isdigit())
    told = "".join(character for character in text if character.isdigit())
    assert kept == told[-3:]
    assert not any(character.isalpha() for character in masked)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        pytest.param("+46277464", "+*****464", id="international"),
        pytest.param("+1 (555) 123-4567", "+* (***) ***-*567", id="separators"),
        pytest.param("5678", "*678", id="short"),
        pytest.param("112", "112", id="three-digits"),
        pytest.param("555-TAXI", "555-****", id="letters"),
        pytest.param("", "", id="empty"),
        pytest.param("٠١٢٣٤٥٦", "****٤٥٦", id="arabic-digits"),
        pytest.param("x²³¹⁴⁵⁶", "****⁴⁵⁶", id="superscripts"),
    ],
)
def test_the_last_three_digits_of_a_number_are_left(number: str, masked: str) -> None:
    assert shown_number(number, MASKED) == masked


@given(
    scheme=st.sampled_from(["tel", "sip", "sips", "TEL", "Sip"]),
    rest=strangers_text.filter(bool),
)
def test_a_masked_uri_keeps_its_scheme_and_three_digits(scheme: str, rest: str) -> None:
    masked = shown_uri(f"{scheme}:{rest}", MASKED)
    assert masked is not None
    assert masked.startswith(f"{scheme}:")
    assert digits(masked) <= 3
    assert not any(character.isalpha() for character in masked[len(scheme) :])


@pytest.mark.parametrize(
    ("uri", "masked"),
    [
        pytest.param("tel:+46277464", "tel:+*****464", id="tel"),
        pytest.param(
            "sip:bob@organization.org", "sip:***@************.***", id="sip-name"
        ),
        pytest.param(
            "sip:+15551234@192.0.2.77", "sip:+********@***.*.2.77", id="sip-address"
        ),
        pytest.param("+46277464", "+*****464", id="no-scheme"),
    ],
)
def test_a_uri_names_nobody(uri: str, masked: str) -> None:
    assert shown_uri(uri, MASKED) == masked


@given(text=strangers_text)
@example(text="4, 6, 2, 7, 7, 4, 6, 4")
@example(text="Bob 4a 6b 2c 7d 7e")
def test_a_masked_name_keeps_at_most_three_digits(text: str) -> None:
    assert digits(shown_name(text, MASKED)) <= 3


@given(
    words=st.lists(
        st.from_regex(r"[A-Za-zÅÄÖåäöé]{2,12}", fullmatch=True), min_size=1, max_size=5
    )
)
def test_a_masked_name_is_its_initials(words: list[str]) -> None:
    initials = " ".join(f"{word[0]}." for word in words)
    assert shown_name(" ".join(words), MASKED) == initials


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        pytest.param("Bob Bobson", "B. B.", id="two-words"),
        pytest.param("  Bob\tBobson ", "B. B.", id="odd-spaces"),
        pytest.param("bob", "b.", id="one-word"),
        pytest.param("+46277464", "+*****464", id="a-number"),
        pytest.param("+1 (555) 1234", "+* (***) *234", id="a-printed-number"),
        pytest.param("Bob 15551234", "*** *****234", id="a-name-with-a-number"),
        pytest.param("Room 101", "R. 1.", id="a-small-number"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_name_that_is_a_number_is_masked_as_one(name: str, masked: str) -> None:
    assert shown_name(name, MASKED) == masked


@given(text=strangers_text)
def test_a_masked_address_keeps_one_character(text: str) -> None:
    masked = shown_address(text, MASKED)
    assert masked is not None
    assert re.fullmatch(r".?\*\*\*", masked, re.DOTALL)
    assert digits(masked) <= 1


def test_a_masked_address_does_not_even_tell_its_length() -> None:
    assert shown_address("bob@organization.org", MASKED) == "b***"
    assert shown_address("bobby.bobson@organization.org", MASKED) == "b***"


@pytest.mark.parametrize(
    ("levels", "winner"),
    [
        pytest.param([], FULL, id="nobody"),
        pytest.param([FULL], FULL, id="full"),
        pytest.param([FULL, MASKED], MASKED, id="masked-after-full"),
        pytest.param([MASKED, FULL], MASKED, id="masked-before-full"),
        pytest.param([NONE, MASKED, FULL], NONE, id="none-first"),
        pytest.param([FULL, MASKED, NONE], NONE, id="none-last"),
    ],
)
def test_the_strictest_level_wins(levels: list[Privacy], winner: Privacy) -> None:
    assert strictest(levels) is winner
