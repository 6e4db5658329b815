"""Sanitising: what a stranger's text loses, and what it keeps."""

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.telepo.cti.text import (
    clean_id,
    clean_id_or_number,
    clean_name,
    clean_name_or_number,
    clean_text,
    clean_uri,
    clean_uri_or_number,
    is_plain,
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
    assert clean_name_or_number(value) == expected
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


@pytest.mark.parametrize(
    "name",
    [
        "Bob Bobson",
        "O'Brien",
        "Müller & Söhne",
        "Anna (mobil)",
        'Anna "Annie" = #1, 50 % / A+B; C*D_E ~ F|G',
        "Åsa Öberg",
        "François d'Été",
        "Nguyễn Thị Hường",
        "Ngu\u0079e\u0302\u0303n",
        "محمد عبد الله",
        "שָׁלוֹם",
        "王小明",
        "สมชาย",
        "राजेश",
        "Ελένη Παπαδοπούλου",
        "Ольга",
        "김민준",
        "😀 Bob",
        "🇸🇪",
        "+46 (0)277-464",
    ],
)
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    """In every language, with what people put into names."""
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("<b>Bob</b>", "‹b›Bob‹/b›", id="markup"),
        pytest.param("{{ 1 }} {% x %}", "(( 1 )) (% x %)", id="template"),
        pytest.param("[Bob](http://x) `x`", "(Bob)(http://x) 'x'", id="markdown"),
        pytest.param("Bob\ufe0f\U000e0100", "Bob", id="variation selectors"),
        pytest.param("Bob\U000e0061\U000e007f", "Bob", id="tags"),
        pytest.param("\ufff9Bob\ufffb", "Bob", id="interlinear"),
        pytest.param("\ue000Bob\U0010fffd", "Bob", id="private use"),
        pytest.param("Bob\uffff\ufdd0\U0001ffff", "Bob", id="no characters"),
        pytest.param("\u3164\u115f\u2800", None, id="fillers"),
        pytest.param("a \u3164 b", "a b", id="filler between spaces"),
        pytest.param(
            "a" + "\u0301" * 9 + "b", "a\u0301\u0301b", id="a column of marks"
        ),
        pytest.param("a\u0301\ue000\u0301\u0301", "a\u0301\u0301", id="divided marks"),
        pytest.param("\u0301\u0489a \u0301b", "a b", id="marks on nothing"),
        pytest.param("👨\u200d👩\u200d👧", "👨👩👧", id="an emoji loses its joiners"),
        pytest.param("\n" + "<" * 3_000_000, "‹" * 128, id="megabytes"),
        pytest.param("x" * 127 + " y", "x" * 127, id="cut behind a space"),
        pytest.param(" \u200b", None, id="nothing to see"),
        pytest.param("", None, id="empty"),
        pytest.param(5, None, id="number"),
        pytest.param(None, None, id="none"),
        pytest.param(["Bob"], None, id="list"),
    ],
)
def test_a_name_loses_what_means_something(value: object, expected: str | None) -> None:
    """To markup, to templates, or to nobody's eye."""
    assert clean_name(value) == expected


def test_a_number_may_stand_for_a_name() -> None:
    """As for other texts, and with another limit."""
    assert clean_name_or_number(5) == "5"
    assert clean_name_or_number("<5>") == "‹5›"
    assert clean_name_or_number("[12345]", 3) == "(12"
    assert clean_name_or_number(None) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("tel:+46277464", "tel:+46277464", id="tel"),
        pytest.param("sip:bob@organization.org;user=phone", "sip:bob@organization.org;user=phone", id="sip"),
        pytest.param("sip:bob@[2001:DB8::1]:5060", "sip:bob@[2001:DB8::1]:5060", id="address"),
        pytest.param("sip:åsa@organization.org", "sip:åsa@organization.org", id="not ASCII"),
        pytest.param("tel:+46 277\u00a0464", "tel:+46277464", id="spaces"),
        pytest.param("<sip:bob@x>", "sip:bob@x", id="angle brackets"),
        pytest.param('sip:"b{o}|b^`\\@x', "sip:bob@x", id="what no URI has"),
        pytest.param("[x](javascript:1)", "x(javascript:1)", id="markdown"),
        pytest.param("sip:b[o]b@x", "sip:bob@x", id="brackets elsewhere"),
        pytest.param("sip:bob\ufe0f\u200b@x", "sip:bob@x", id="hidden"),
        pytest.param("x" * 300, "x" * 256, id="too long"),
        pytest.param("<>", None, id="nothing left"),
        pytest.param(" ", None, id="blank"),
        pytest.param(5, None, id="number"),
        pytest.param(None, None, id="none"),
    ],
)  # fmt: skip
def test_a_uri_keeps_what_uris_have(value: object, expected: str | None) -> None:
    """It may lead back to the caller."""
    assert clean_uri(value) == expected
    if value != 5:
        assert clean_uri_or_number(value) == expected


def test_a_number_may_stand_for_a_uri() -> None:
    """The user id of a CRM message may come unquoted."""
    assert clean_uri_or_number(5) == "5"


@settings(max_examples=200, deadline=None)
@given(value=st.text() | st.text("<[{`a \u0301\u200b\ue000\u3164"))
def test_a_clean_name_stays_clean(value: str) -> None:
    """Cleaning twice changes nothing, whichever way round."""
    name = clean_name(value)
    if name is not None:
        assert clean_name(name) == clean_text(name) == name
        assert not set(name) & set("<>{}[]`")
        assert name.encode()
        assert 0 < len(name) <= 128
    uri = clean_uri(value)
    assert uri is None or clean_uri(uri) == uri


@given(st.text("aZ0@.+:/-_<{ é\u200b", max_size=140))
def test_plain_is_what_no_cleaning_changes(text: str) -> None:
    """Whoever asks first saves the cleaning, whichever it would be."""
    if is_plain(text):
        for clean in (clean_text, clean_name, clean_id, clean_uri):
            assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("alice@organization.org", True),
        ("+46277464", True),
        ("x" * 128, True),
        ("x" * 129, False),
        ("", False),
        ("Bob Bobson", False),
        ("Åsa", False),
        ("alice\n", False),
        ("{{x}}", False),
    ],
)
def test_ids_numbers_and_addresses_are_plain(text: str, plain: bool) -> None:
    """Most fields of a message are one of these."""
    assert is_plain(text) is plain
