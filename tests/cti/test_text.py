"""Sanitising: what a stranger's text loses, and what it keeps."""

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.telepo.cti.text import (
    clean_id,
    clean_id_or_number,
    clean_text,
    clean_text_or_number,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("Bob Bobson", "Bob Bobson", id="plain"),
        pytest.param("Åsa Öberg 王 😀", "Åsa Öberg 王 😀", id="not ASCII"),
        pytest.param("  Bob \t\r\n\u00a0 Bobson\u2028", "Bob Bobson", id="white space"),
        pytest.param("B\x00o\x1bb\x7f", "Bob", id="control characters"),
        pytest.param(
            "\u202ebob\u202c \u2066x\u2069", "bob x", id="bidirectional overrides"
        ),
        pytest.param("B\u200bo\ufeffb\u00ad", "Bob", id="invisible characters"),
        pytest.param("B\ud800ob", "Bob", id="lone surrogate"),
        pytest.param("x" * 127 + " y", "x" * 127, id="cut behind a space"),
        pytest.param("x" * 129, "x" * 128, id="too long"),
        pytest.param("\n" + "x" * 3_000_000, "x" * 128, id="megabytes"),
        pytest.param("", None, id="empty"),
        pytest.param(" \n\u200b", None, id="nothing to see"),
        pytest.param(5, None, id="number"),
        pytest.param(None, None, id="none"),
        pytest.param(["Bob"], None, id="list"),
    ],
)
def test_text_keeps_what_shows(value: object, expected: str | None) -> None:
    """One line, at most 128 characters, nothing that hides or turns."""
    assert clean_text(value) == expected


def test_text_may_have_another_limit() -> None:
    """The caller knows how much room there is."""
    assert clean_text("Bob Bobson", 5) == "Bob B"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("8Z7SCgOCRyCewZ6yHmDR3g", "8Z7SCgOCRyCewZ6yHmDR3g", id="plain"),
        pytest.param("a  b/c+d==%20", "a  b/c+d==%20", id="kept exactly"),
        pytest.param(" a\x00\u202e ", "a", id="hidden characters"),
        pytest.param("x" * 257, "x" * 256, id="too long"),
        pytest.param(" ", None, id="blank"),
        pytest.param(5, None, id="number"),
        pytest.param(None, None, id="none"),
    ],
)
def test_an_id_keeps_its_spelling(value: object, expected: str | None) -> None:
    """It must lead back to the same call."""
    assert clean_id(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, "5"),
        (-5, "-5"),
        ("x", "x"),
        (True, None),
        (5.5, None),
        (10**5000, None),
        (None, None),
    ],
    ids=lambda value: (
        ascii(value)[:8] if not isinstance(value, int) else value.bit_length()
    ),
)
def test_a_number_may_stand_for_text(value: object, expected: str | None) -> None:
    """An integer of a sane size; a truth value is none."""
    assert clean_text_or_number(value) == expected
    assert clean_id_or_number(value) == expected


@settings(max_examples=200, deadline=None)
@given(value=st.text())
def test_clean_text_stays_clean(value: str) -> None:
    """Cleaning twice changes nothing, and the result can always be written as UTF-8."""
    cleaned = clean_text(value)
    if cleaned is not None:
        assert clean_text(cleaned) == cleaned
        assert cleaned.encode()
        assert 0 < len(cleaned) <= 128
