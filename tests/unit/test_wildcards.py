"""Patterns in which a star stands for anything."""

import pytest

from custom_components.telepo.wildcards import compiled


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("anna", "Anna"),
        ("*", ""),
        ("*", "Anna"),
        ("a*a", "Anna"),
        ("*nn*", "Anna"),
        ("a*n*a", "A-n-b-n-a"),
        ("**", "Anna"),
        ("a.c", "A.C"),
        ("a*c", "a\nc"),
    ],
)
def test_a_pattern_means_the_whole_text_in_any_case(pattern: str, text: str) -> None:
    assert compiled(pattern).fullmatch(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("anna", "Annas"), ("", "Anna"), ("a.c", "abc"), ("a*a", "a"), ("*b", "Anna")],
)
def test_what_a_pattern_does_not_say_it_does_not_mean(pattern: str, text: str) -> None:
    assert not compiled(pattern).fullmatch(text)


@pytest.mark.timeout(10)
def test_no_pattern_is_slow() -> None:
    """One that tries every division of a text takes longer than anybody lives."""
    assert not compiled("*a" * 40 + "*b").fullmatch("a" * 400)
