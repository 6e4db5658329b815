"""Which words a name goes by, and which of its words are nobody."""

import pytest

from custom_components.telepo.names import (
    first_name,
    goes_by,
    same_name,
    spoken_forms,
    spoken_name,
)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Anna", "Anna"),
        ("Anna Berg", "Anna"),
        ("Anna (mobil)", "Anna"),
        ("Anna [Work] Berg", "Anna"),
        ("Anna de Vries", "Anna"),
        ("Anne-Marie Dupont", "Anne-Marie"),
        ("Bob Bobson 2", "Bob"),
        ("Ella Berg", "Ella"),
        ("Per Berg", "Per"),
        # Words of everyday speech.
        ("The Plumber", None),
        ("Le Bistro", None),
        ("La Maison", None),
        ("Das Restaurant", None),
        ("Der Elektriker", None),
        ("De Bakker", None),
        ("Het Restaurant", None),
        ("El Bar", None),
        ("Mi Casa", None),
        ("Il Sale", None),
        ("Ett Hotell", None),
        ("Alle Kollegen", None),
        ("Radio Helsinki", None),
        ("Musik Schmidt", None),
        ("Out of office", None),
        # No name stands behind it, or it is none itself.
        ("Night mode", None),
        ("Bobson 2", None),
        ("anna Berg", None),
        ("A1 Taxi", None),
        ("Dr. Smith", None),
        ("J. Smith", None),
        ("123 Main", None),
        ("(mobil)", None),
        ("", None),
    ],
)
def test_a_first_word_is_a_first_name_or_nobody(name: str, first: str | None) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("name", "said", "meant"),
    [
        ("Anna Berg", "anna", True),
        ("Anna Berg", "BERG", True),
        ("Anna Berg", "anna berg", True),
        ("Anna Lena Berg", "lena berg", True),
        ("Karl-Erik Berg", "karl", True),
        ("Karl-Erik Berg", "karl erik", True),
        ("Mary O'Brien", "o'brien", True),
        ("The Plumber", "plumber", True),
        ("Reception desk 2", "reception desk", True),
        ("Anna Berg", "ann", False),
        ("Anna Berg", "berg anna", False),
        ("Reception desk 2", "reception", False),
        ("Reception desk 2", "desk", False),
        ("Reception desk 2", "2", False),
        ("Anna (Mobil)", "mobil", False),
        ("The Plumber", "the", False),
        ("Radio Helsinki", "radio", False),
        ("House of the Rising", "of the", False),
        ("Anna Berg", "...", False),
        ("", "anna", False),
    ],
)
def test_words_that_were_said_mean_a_name_or_not(
    name: str, said: str, meant: bool
) -> None:
    assert goes_by(name, said) is meant


def test_case_and_spacing_make_no_other_name() -> None:
    assert same_name(" Anna  Berg ") == same_name("anna\N{NO-BREAK SPACE}BERG")
    assert same_name("Mu\N{COMBINING DIAERESIS}ller") == same_name("müller")
    assert same_name("Karl-Erik") != same_name("Karl Erik")


def test_a_very_long_name_is_spoken_by_its_beginning() -> None:
    assert spoken_name("Anna  " + "x" * 9999) == f"anna {'x' * 55}"


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Anna Berg", ("anna berg",)),
        ("Anna Weiß", ("anna weiss", "anna weiß")),
        ("GROẞ", ("gross", "groß")),
        ("\N{LATIN SMALL LIGATURE FI}sh", ("fish", "\N{LATIN SMALL LIGATURE FI}sh")),
        ("İpek", ("i\N{COMBINING DOT ABOVE}pek", "İpek", "ipek")),
        ("☎", ()),
        ("", ()),
    ],
)
def test_a_name_is_written_in_every_way_that_it_may_be_heard(
    name: str, forms: tuple[str, ...]
) -> None:
    assert spoken_forms(name) == forms
    assert forms[:1] == (*filter(None, [spoken_name(name)]),)
