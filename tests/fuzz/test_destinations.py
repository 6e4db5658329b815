"""Numbers, names and patterns of any kind: a URI that is meant, or a refusal."""

from fnmatch import fnmatchcase
from typing import Any

from hypothesis import example, given, strategies as st
import pytest

from custom_components.telepo.destinations import (
    DestinationError,
    Destinations,
    matches,
    normalise,
)
from custom_components.telepo.guard_rails import NumberKind, kind_of
from custom_components.telepo.privacy import (
    Privacy,
    shown_address,
    shown_name,
    shown_number,
    shown_uri,
)
from tests.hostile import HOSTILE_DESTINATIONS, HOSTILE_NAMES

from .effort import fuzz

CONTACTS = {
    "contacts": [
        {"name": "Anna", "destination": "+46701234567"},
        {"name": "Carol Carolson", "destination": "sip:carol@organization.org"},
    ],
    "allowed_destinations": ["+4677*", "sip:*@organization.org"],
}
# So many different ones are good, or a test that refuses everything would pass.
FEWEST_TAKEN = 10
COUNTRIES = st.sampled_from([None, "SE", "fr", "US", "xx", ""])

said = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="+0123456789 -()./;=*#:sipteltlx@%\u0660", max_size=60),
    st.sampled_from([text for _, text in (*HOSTILE_DESTINATIONS, *HOSTILE_NAMES)]),
    st.sampled_from(["Anna", "carol", "+46 771 23 45", "0046771234"]),
)
things = said | st.integers() | st.floats() | st.none() | st.lists(said, max_size=2)


def test_any_text_is_a_destination_or_none() -> None:
    """A URI is its own spelling, and telling what it is cannot fail."""
    taken: set[str] = set()

    @fuzz(500)
    @given(said)
    def check(text: str) -> None:
        try:
            uri = normalise(text)
        except DestinationError:
            return
        taken.add(uri)
        assert normalise(uri) == uri
        assert uri.startswith(("tel:", "sip:", "sips:"))
        assert uri.isprintable()
        assert len(uri) <= 300
        assert kind_of(uri, "SE") in set(NumberKind)

    check()
    assert len(taken) >= FEWEST_TAKEN


def test_an_automation_reaches_what_the_owner_allows() -> None:
    """Contacts by name, and what a pattern lets through."""
    destinations = Destinations.from_options(CONTACTS)
    known = {contact.uri for contact in destinations.contacts.values()}
    taken: set[str] = set()

    @fuzz(500)
    @given(things)
    def check(thing: Any) -> None:
        try:
            uri = destinations.resolve(thing)
        except DestinationError:
            return
        taken.add(uri)
        assert uri in known or matches(uri, CONTACTS["allowed_destinations"])  # type: ignore[arg-type]

    check()
    assert taken & known
    assert taken - known


def test_hands_free_nothing_dangerous_is_reached() -> None:
    """Though everything is allowed."""
    destinations = Destinations.from_options({**CONTACTS, "allowed_destinations": "*"})
    taken: set[str] = set()

    @fuzz(500)
    @given(said, COUNTRIES)
    def check(text: str, country: str | None) -> None:
        try:
            reached = destinations.resolve_hands_free(text, country)
        except DestinationError:
            return
        taken.add(reached.uri)
        assert kind_of(reached.uri, country) is NumberKind.ORDINARY

    check()
    assert len(taken) >= FEWEST_TAKEN


@fuzz(500)
@given(
    st.text(alphabet="ab1*", max_size=12),
    st.text(alphabet="ab1", min_size=1, max_size=12),
)
def test_a_star_stands_for_anything(pattern: str, user: str) -> None:
    """As in the patterns of file names, which are not made by us."""
    uri = f"sip:{user}@x"
    wanted = f"sip:{pattern}@x"
    assert matches(uri, [wanted]) is fnmatchcase(uri, wanted)


@pytest.mark.timeout(10)
def test_no_pattern_is_slow_on_a_long_address() -> None:
    """A pattern of many stars once looked back for hours."""
    long = "a" * 200
    assert not matches(f"sip:{long}@x", ["*a" * 12 + "*b"])
    assert not matches(f"tel:{'1' * 32}", ["*1" * 16 + "*2"])
    assert matches(f"sip:{long}@x", ["sip:" + "*a" * 12 + "*@x"])


@fuzz(300)
@example("+46277464", Privacy.MASKED)
@given(said, st.sampled_from([Privacy.MASKED, Privacy.NONE]))
def test_what_is_masked_shows_three_digits_at_most(text: str, privacy: Privacy) -> None:
    """Whatever a caller is called, and masking twice is as masking once."""
    for shown in (shown_name, shown_number, shown_uri, shown_address):
        masked = shown(text, privacy)
        if privacy is Privacy.NONE:
            assert masked is None
            continue
        assert masked is not None
        if shown in {shown_name, shown_number}:
            assert sum(map(str.isdigit, masked)) <= 3
        if shown is not shown_address:
            assert shown(masked, privacy) == masked
