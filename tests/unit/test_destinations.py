"""Spellings of destinations, hostile ones among them, and what a pattern matches."""

from hypothesis import given, strategies as st
import pytest

from custom_components.telepo.destinations import (
    DestinationError,
    Destinations,
    Reached,
    is_address,
    matches,
    normalise,
)
from custom_components.telepo.guard_rails import NumberKind, kind_of
from tests.hostile import HOSTILE_DESTINATIONS


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("+15555", "tel:+15555"),
        ("15555", "tel:15555"),
        ("  +1 (555) 5 ", "tel:+15555"),
        ("+46-277/46.4", "tel:+46277464"),
        ("+46\N{NO-BREAK SPACE}277\t464", "tel:+46277464"),
        ("*21*5#", "tel:*21*5#"),
        ("0", "tel:0"),
        ("00", "tel:00"),
        ("000", "tel:000"),
        ("000112", "tel:000112"),
        ("00*21#", "tel:00*21#"),
        ("0046277464", "tel:+46277464"),
        ("00 46 277-464", "tel:+46277464"),
        ("tel:0046277464", "tel:+46277464"),
        ("0070 123", "tel:+70123"),
        ("+46 (0)70 123", "tel:+4670123"),
        ("+46-( 0 ) 70 123", "tel:+4670123"),
        ("0046 (0)70 123", "tel:+4670123"),
        ("tel:+46(0)70123", "tel:+4670123"),
        ("+358 (0)9 123", "tel:+3589123"),
        # Italy's zero is dialled, whatever stands around it.
        ("+39 (0)6 123", "tel:+3906123"),
        ("(0)70 123", "tel:070123"),
        ("(08) 123", "tel:08123"),
        ("+46 8 123 ext 45", "tel:+468123;ext=45"),
        ("+46 8 123 ext. 45", "tel:+468123;ext=45"),
        ("+46 8 123 Ext45", "tel:+468123;ext=45"),
        ("+46 8 123x45", "tel:+468123;ext=45"),
        ("+46 8 123 X 45", "tel:+468123;ext=45"),
        ("+46 8 123;ext=45", "tel:+468123;ext=45"),
        ("0046 8 123;ext=45", "tel:+468123;ext=45"),
        ("tel:+468123 ext 45", "tel:+468123;ext=45"),
        ("tel:0046277464;ext=1", "tel:+46277464;ext=1"),
        ("tel:0046;phone-context=organization.org", "tel:0046;phone-context=organization.org"),
        ("tel:55-55;phone-context=+46", "tel:5555;phone-context=+46"),
        ("1" * 32, f"tel:{'1' * 32}"),
        ("tel:+15555", "tel:+15555"),
        ("TEL:+1 555-5", "tel:+15555"),
        ("tel:+15555;ext=12", "tel:+15555;ext=12"),
        ("tel:5555;phone-context=organization.org", "tel:5555;phone-context=organization.org"),
        ("tel:5555;ISUB=1", "tel:5555;ISUB=1"),
        ("tel:5555;ext=1;phone-context=+46", "tel:5555;ext=1;phone-context=+46"),
        ("+0046277464", "tel:+46277464"),
        ("+00 46 277464", "tel:+46277464"),
        ("tel:+0046277464", "tel:+46277464"),
        ("sip:bob@organization.org", "sip:bob@organization.org"),
        ("SIPS:Bob@Organization.org:5061", "sips:Bob@Organization.org:5061"),
        ("sip:+15555@[2001:db8::1]", "sip:+15555@[2001:db8::1]"),
        ("sip:+15555@organization.org;user=phone", "sip:+15555@organization.org;user=phone"),
        ("SIP:+15555@organization.org;USER=Phone", "sip:+15555@organization.org;USER=Phone"),
    ],
)  # fmt: skip
def test_every_spelling_becomes_a_uri(typed: str, uri: str) -> None:
    assert normalise(typed) == uri
    # What is a URI already stays as it is.
    assert normalise(uri) == uri


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="empty"),
        pytest.param(" ", id="space"),
        pytest.param("+", id="plus"),
        pytest.param("++1", id="two-plus"),
        pytest.param("1+1", id="plus-inside"),
        pytest.param("+046277464", id="plus-zero"),
        pytest.param("+0", id="plus-zero-alone"),
        pytest.param("+00", id="plus-two-zeros-alone"),
        pytest.param("+000112", id="plus-three-zeros"),
        pytest.param("tel:+0112;ext=1", id="tel-plus-zero"),
        pytest.param("tel:5555;phone-context=+0046", id="context-plus-zero"),
        pytest.param("tel:5555;phone-context=0046", id="context-prefix"),
        pytest.param("tel:+15555;rn=+19005551234", id="tel-routing-number"),
        pytest.param("tel:+15555;npdi;rn=+19005551234", id="tel-ported"),
        pytest.param("tel:+15555;cic=+1900", id="tel-carrier"),
        pytest.param("tel:+15555;postd=112", id="tel-dialled-on"),
        pytest.param("tel:+15555;tgrp=x", id="tel-trunk-group"),
        pytest.param("tel:+15555;x", id="tel-unknown-parameter"),
        pytest.param("tel:+15555;isub", id="tel-parameter-without-value"),
        pytest.param("tel:+15555;ext=1;EXT=2", id="tel-parameter-twice"),
        pytest.param("tel:1;phone-context=a;phone-context=+46", id="tel-context-twice"),
        pytest.param("()-./", id="separators-only"),
        pytest.param("1" * 33, id="too-many-digits"),
        pytest.param(f"1{' ' * 255}1", id="too-long"),
        pytest.param(f"sip:{'a' * 241}@example.org", id="sip-too-long"),
        pytest.param("bob", id="name"),
        pytest.param("bob@organization.org", id="no-scheme"),
        pytest.param("+46abc", id="letters"),
        pytest.param("\N{FULLWIDTH DIGIT ONE}555", id="fullwidth-digit"),
        pytest.param("\N{ARABIC-INDIC DIGIT ONE}555", id="arabic-digit"),
        pytest.param("1\x005", id="null"),
        pytest.param("1\u202e5", id="direction-override"),
        pytest.param("tel:", id="tel-empty"),
        pytest.param("tel:;ext=1", id="tel-parameters-only"),
        pytest.param("tel:bob", id="tel-name"),
        pytest.param("tel:+1;", id="tel-empty-parameter"),
        pytest.param("tel:+1;ext=", id="tel-empty-value"),
        pytest.param("tel:+1;a b=c", id="tel-space-in-parameter"),
        pytest.param("tel:+1;ext=1\r\nX: y", id="tel-line-break"),
        pytest.param("tel:tel:+1", id="tel-twice"),
        pytest.param("sip:", id="sip-empty"),
        pytest.param("sip:bob", id="sip-no-host"),
        pytest.param("sip:@organization.org", id="sip-no-user"),
        pytest.param("sip:bob@", id="sip-empty-host"),
        pytest.param("sip:a@b@c", id="sip-two-at"),
        pytest.param("sip:bob@organization.org?Replaces=x", id="sip-headers"),
        pytest.param("sip:bob@organization.org;maddr=evil.example", id="sip-parameters"),
        pytest.param("sip:bob@organization.org;user=ip", id="sip-user-ip"),
        pytest.param("sip:bob@organization.org;user=phones", id="sip-user-phones"),
        pytest.param("sip:bob@organization.org;transport=tcp", id="sip-transport"),
        pytest.param("sip:bob@organization.org;user=phone;lr", id="sip-more-parameters"),
        pytest.param("sip:bob@organization.org;lr;user=phone", id="sip-parameter-before"),
        pytest.param("sip:bob@organization.org;", id="sip-empty-parameter"),
        pytest.param("sip:bob;x@organization.org", id="sip-user-parameter"),
        pytest.param("sip:bob@organization.org\r\nX: y", id="sip-line-break"),
        pytest.param('sip:"bob"@organization.org', id="sip-quotes"),
        pytest.param("<sip:bob@organization.org>", id="sip-angle-brackets"),
        pytest.param("sip:b ob@organization.org", id="sip-space"),
        pytest.param("sip:b\x00b@organization.org", id="sip-null"),
        pytest.param("sip:\u202ebob@organization.org", id="sip-direction-override"),
        pytest.param("\N{LATIN SMALL LETTER LONG S}ip:bob@organization.org", id="sip-long-s"),
        pytest.param("sip:bob@\N{KELVIN SIGN}.org", id="sip-kelvin"),
        pytest.param("x45", id="extension-only"),
        pytest.param("+46 8 123 ext", id="extension-empty"),
        pytest.param("+46 8 123 ext bob", id="extension-name"),
        pytest.param("+46 8 123 ext 12345678901", id="extension-too-long"),
        pytest.param("+46 8 123 y45", id="another-letter"),
        pytest.param("tel:bob;phone-context=+46", id="tel-name-with-context"),
        pytest.param("http://organization.org", id="http"),
        pytest.param("javascript:1", id="javascript"),
        pytest.param("{{ 1 }}", id="template"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(DestinationError) as caught:
        normalise(typed)
    assert caught.value.key == "invalid_destination"
    # The refused text may be a person's number, and errors end up in logs.
    assert str(caught.value) == "invalid_destination"


@given(st.text(max_size=300))
def test_any_text_is_a_uri_or_refused(typed: str) -> None:
    try:
        uri = normalise(typed)
    except DestinationError:
        return
    assert uri.startswith(("tel:", "sip:", "sips:"))
    assert uri.isascii()
    assert uri.isprintable()
    assert normalise(uri) == uri


@pytest.mark.parametrize(
    ("uri", "pattern", "expected"),
    [
        ("tel:+46277464", "+46277464", True),
        ("tel:+46277464", "tel:+46277464", True),
        ("tel:+46277464", "+46 277-464", True),
        ("tel:+46277464", "+46*", True),
        ("tel:+46277464", " +46* ", True),
        ("sip:bob@organization.org", " sip:* ", True),
        ("tel:+46277464", "*464", True),
        ("tel:+46277464", "+46*464", True),
        ("tel:+46277464", "+*2*4", True),
        ("tel:+46277464", "*", True),
        ("tel:+46277464", "tel:*", True),
        ("tel:+46277464", "sip:*", False),
        ("tel:+46277464", "0046*", True),
        ("tel:+46277464", "00 46 277*", True),
        ("tel:+46277464", "tel:0046*", True),
        ("tel:+46277464", "00*", True),
        ("tel:000", "00*", False),
        ("tel:+46277464", "+46 (0)277*", True),
        ("tel:+46277464", "46*", False),
        ("tel:+46277464", "+46", False),
        ("tel:+46277464", "+4627746", False),
        ("tel:+46277464", "", False),
        ("tel:+46277464", "+46[0-9]*", False),
        ("tel:+46277464", "+46?*", False),
        ("tel:+46277464", "(+46)*", True),
        ("tel:+15555;ext=1", "+15555", True),
        ("tel:+15555;ext=1", "tel:+15555;ext=*", True),
        ("tel:*21*5", "*21*5", True),
        ("sip:bob@organization.org", "sip:bob@organization.org", True),
        ("sip:bob@organization.org", "bob@organization.org", True),
        ("sip:Bob@Organization.org", "sip:*@organization.org", True),
        ("sip:bob@organization.org", "*@organization.org", True),
        ("sip:bob@organizationxorg", "*@organization.org", False),
        ("sip:bob@organization.org.example", "*@organization.org", False),
        ("sip:bob-smith@organization.org", "bob-*@organization.org", True),
    ],
)
def test_what_a_pattern_matches(uri: str, pattern: str, expected: bool) -> None:
    assert matches(uri, [pattern]) is expected
    assert matches(uri, ["tel:0", pattern]) is expected


def test_a_pattern_for_numbers_does_not_open_sip_addresses() -> None:
    assert not matches("sip:+46123@example.org", ["+46*"])


@pytest.mark.parametrize(
    "uri",
    [
        "tel:5555;phone-context=+46",
        "tel:5555;PHONE-CONTEXT=+46",
        "tel:5555;ext=1;phone-context=+46",
        "tel:5555;phone-context=example.org;ext=1",
    ],
)
@pytest.mark.parametrize(
    "pattern",
    ["5555", "555*", "*5555", "5*5", "+46*", "55 55", "tel:5*", "tel:5555;*", "t*"],
)
def test_a_number_that_its_context_completes_is_not_the_bare_number(
    uri: str, pattern: str
) -> None:
    """RFC 3966, section 5.1.5: with the context it is another number."""
    assert not matches(uri, [pattern])
    assert matches(uri, ["tel:5555;*phone-context=*"])
    assert matches(uri, ["*"])


@pytest.mark.parametrize(
    ("uri", "pattern", "expected"),
    [
        ("tel:5555;phone-context=+46", "tel:5555;phone-context=+46", True),
        ("tel:5555;phone-context=example.org", "tel:5555;*=example.org", False),
        ("tel:5555;phone-context=example.org", "tel:*;phone-context=example.org", True),
        ("sip:bob-smith@organization.org", "sip:bob-*", True),
        ("sip:bobby@organization.org", "sip:bob-*", False),
        ("sip:bob@organization.org", "*organization.org", True),
    ],
)
def test_what_only_separates_in_a_number_counts_elsewhere(
    uri: str, pattern: str, expected: bool
) -> None:
    assert matches(uri, [pattern]) is expected


def test_a_sip_number_is_matched_by_patterns_for_sip_addresses_only() -> None:
    uri = "sip:+46277464@organization.org;user=phone"
    assert not matches(uri, ["+46*"])
    assert not matches(uri, ["+46277464"])
    assert matches(uri, ["sip:*"])
    assert matches(uri, ["*@organization.org"])
    assert not matches(uri, ["*@organization.example"])


def test_without_patterns_nothing_matches() -> None:
    assert not matches("tel:+15555", [])


def test_no_options_allow_everything_and_know_nobody() -> None:
    destinations = Destinations.from_options({})
    assert destinations == Destinations({}, ())
    assert destinations.resolve("+15555") == "tel:+15555"


def test_contacts_are_found_by_name_before_anything_else() -> None:
    destinations = Destinations.from_options(
        {
            "contacts": [
                {"name": " Straße ", "destination": "+46 1"},
                {"name": "911", "destination": "tel:+462"},
            ],
            "allowed_destinations": ["+47*"],
        }
    )
    assert destinations.resolve("STRASSE") == "tel:+461"
    assert destinations.resolve("911") == "tel:+462"
    assert destinations.resolve("tel:+46-1") == "tel:+461"
    assert destinations.resolve("+471") == "tel:+471"
    with pytest.raises(DestinationError, match="destination_not_allowed"):
        destinations.resolve("+481")


def test_a_contact_that_the_rules_no_longer_permit_stops_no_call_to_others() -> None:
    destinations = Destinations.from_options(
        {
            "contacts": [
                {"name": "Anna", "destination": "tel:+461;rn=900"},
                {"name": "Bob", "destination": "tel:+462"},
            ]
        }
    )
    assert destinations.resolve("bob") == "tel:+462"
    with pytest.raises(DestinationError, match="invalid_destination"):
        destinations.resolve("anna")


@pytest.mark.parametrize("value", [15555, -1, 0, 1.5])
def test_a_number_that_is_not_text_is_refused_as_such(value: object) -> None:
    with pytest.raises(DestinationError, match="destination_is_number"):
        Destinations({}, ()).resolve(value)


@pytest.mark.parametrize("value", [None, True, [], {}, ["+15555"]])
def test_what_is_not_text_is_refused(value: object) -> None:
    with pytest.raises(DestinationError):
        Destinations({}, ()).resolve(value)


FAMILY = {
    "contacts": [
        {"name": "Anna (mobil)", "destination": "+46 70 123 45 67"},
        {"name": "Bob Bobson", "destination": "0046 277 464"},
        {"name": "Carol Bobson", "destination": "sip:carol@organization.org"},
        {"name": "O'Brien", "destination": "5555"},
        {"name": "Reception desk 2", "destination": "9000"},
        {"name": "Night mode", "destination": "*21*5555#"},
        {"name": "Rescue", "destination": "112"},
        {"name": "911", "destination": "+46 8 123"},
        {"name": "Weather", "destination": "0900 123 456"},
    ]
}


@pytest.mark.parametrize(
    ("said", "uri", "name"),
    [
        ("Anna (mobil)", "tel:+46701234567", "Anna (mobil)"),
        ("anna", "tel:+46701234567", "Anna (mobil)"),
        ("Anna mobil", "tel:+46701234567", "Anna (mobil)"),
        ("  bob   BOBSON. ", "tel:+46277464", "Bob Bobson"),
        ("Bob?", "tel:+46277464", "Bob Bobson"),
        ("Carol!", "sip:carol@organization.org", "Carol Bobson"),
        ("o'brien", "tel:5555", "O'Brien"),
        ("reception desk", "tel:9000", "Reception desk 2"),
        # A number that belongs to a contact is that contact.
        ("plus 46 277 464", "tel:+46277464", "Bob Bobson"),
        ("Plus 46277464.", "tel:+46277464", "Bob Bobson"),
        ("más 46 277 464", "tel:+46277464", "Bob Bobson"),
        ("mas 46 277 464", "tel:+46277464", "Bob Bobson"),
        ("più 46 277 464", "tel:+46277464", "Bob Bobson"),
        ("piu 46277464", "tel:+46277464", "Bob Bobson"),
        ("0 0 4 6 2 7 7 4 6 4", "tel:+46277464", "Bob Bobson"),
        ("5 5 5 5", "tel:5555", "O'Brien"),
        ("sip:carol@organization.org", "sip:carol@organization.org", "Carol Bobson"),
    ],
)
@pytest.mark.parametrize("allowed", [[], ["+1*"]])
def test_hands_free_a_contact_is_reached(
    said: str, uri: str, name: str, allowed: list[str]
) -> None:
    options = {**FAMILY, "allowed_destinations": allowed}
    reached = Destinations.from_options(options).resolve_hands_free(said, "SE")
    assert reached == Reached(uri, name)


@pytest.mark.parametrize(
    ("said", "allowed", "key"),
    [
        ("Dave", ["*"], "destination_not_a_contact"),
        ("o", ["*"], "destination_not_a_contact"),
        ("Bob Carol", ["*"], "destination_not_a_contact"),
        # Words that nobody goes by alone.
        ("reception", ["*"], "destination_not_a_contact"),
        ("night", ["*"], "destination_not_a_contact"),
        ("mobil", ["*"], "destination_not_a_contact"),
        ("obson", ["*"], "destination_not_a_contact"),
        ("...", ["*"], "destination_not_a_contact"),
        ("()", ["*"], "destination_not_a_contact"),
        # A digit is no part of a name.
        ("2", [], "destination_not_a_contact"),
        ("+15555", [], "destination_not_a_contact"),
        ("+15555", ["+46*"], "destination_not_a_contact"),
        ("*98", ["*"], "destination_not_a_contact"),
        # A code of the exchange, even as a contact.
        ("Night mode", ["*"], "destination_not_a_contact"),
        ("*21*5555#", ["*"], "destination_not_a_contact"),
        ("\u0410nna", ["*"], "destination_not_a_contact"),
        ("112", ["*", "112"], "emergency_number"),
        ("1 1 2.", [], "emergency_number"),
        ("911", ["*"], "emergency_number"),
        ("Rescue", ["*"], "emergency_number"),
        ("Weather", ["*", "0900*"], "premium_number"),
        ("0900 123 456", ["*"], "premium_number"),
        ("plus 1 900 555 1234", ["+1*"], "premium_number"),
        ("*31#112", ["*"], "emergency_number"),
    ],
)
def test_hands_free_nobody_else_is_reached(
    said: str, allowed: list[str], key: str
) -> None:
    options = {**FAMILY, "allowed_destinations": allowed}
    with pytest.raises(DestinationError) as caught:
        Destinations.from_options(options).resolve_hands_free(said, "SE")
    assert caught.value.key == key
    assert caught.value.names == ()


def test_hands_free_a_name_of_several_contacts_asks_which() -> None:
    with pytest.raises(DestinationError) as caught:
        Destinations.from_options(FAMILY).resolve_hands_free("bobson", None)
    assert caught.value.key == "several_contacts"
    assert caught.value.names == ("Bob Bobson", "Carol Bobson")


ALIKE = {
    "contacts": [
        {"name": "Karl-Erik", "destination": "+461"},
        {"name": "Karl Erik", "destination": "+462"},
        {"name": "Anna \N{MOBILE PHONE}", "destination": "+463"},
        {"name": "Anna \N{HOUSE BUILDING}", "destination": "+464"},
    ]
}


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("karl erik", ("Karl Erik", "Karl-Erik")),
        ("Karl Erik", ("Karl Erik", "Karl-Erik")),
        ("anna", ("Anna \N{HOUSE BUILDING}", "Anna \N{MOBILE PHONE}")),
    ],
)
def test_hands_free_of_contacts_that_sound_alike_none_is_picked(
    said: str, names: tuple[str, ...]
) -> None:
    with pytest.raises(DestinationError, match="several_contacts") as caught:
        Destinations.from_options(ALIKE).resolve_hands_free(said, "SE")
    assert caught.value.names == names


@pytest.mark.parametrize(
    ("said", "uri"), [("Karl-Erik", "tel:+461"), ("Anna \N{MOBILE PHONE}", "tel:+463")]
)
def test_hands_free_a_sign_in_a_name_tells_which_one(said: str, uri: str) -> None:
    reached = Destinations.from_options(ALIKE).resolve_hands_free(said, "SE")
    assert reached.uri == uri


def test_automations_tell_names_apart_that_sound_alike() -> None:
    destinations = Destinations.from_options(ALIKE)
    assert destinations.resolve("karl erik") == "tel:+462"
    assert destinations.resolve("karl-erik") == "tel:+461"


def test_names_to_choose_from_are_short() -> None:
    contacts = [
        {"name": f"Anna {letter * 9999}", "destination": "+461"} for letter in "XY"
    ]
    with pytest.raises(DestinationError) as caught:
        Destinations.from_options({"contacts": contacts}).resolve_hands_free(
            "Anna", "SE"
        )
    assert [len(name) for name in caught.value.names] == [60, 60]


def test_a_contact_named_like_an_address_does_not_take_its_place() -> None:
    contacts = [
        {"name": "Anna", "destination": "+15558888"},
        {"name": "tel:+15558888", "destination": "+19005551234"},
        {"name": "SIP:bob@example.org", "destination": "+15557777"},
    ]
    destinations = Destinations.from_options(
        {"contacts": contacts, "allowed_destinations": ["sip:*"]}
    )
    assert destinations.resolve("tel:+15558888") == "tel:+15558888"
    assert destinations.resolve("sip:bob@example.org") == "sip:bob@example.org"
    anna = Reached("tel:+15558888", "Anna")
    assert destinations.resolve_hands_free("tel:+15558888", "SE") == anna
    bob = destinations.resolve_hands_free("sip:bob@example.org", "SE")
    assert bob == Reached("sip:bob@example.org", None)


@pytest.mark.parametrize(
    "said",
    [
        "sip:112%40x@example.org",
        "sip:tel%3A112@example.org",
        "sip:b%6Fb@example.org",
        "sip:%2561lice@example.org",
    ],
)
def test_hands_free_a_disguised_sip_address_is_not_reached(said: str) -> None:
    everything = Destinations.from_options({"allowed_destinations": ["*"]})
    with pytest.raises(DestinationError):
        everything.resolve_hands_free(said, "SE")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("112", True),
        ("+1 555-5", True),
        ("plus 1555", True),
        ("\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO}", True),
        ("tel:+15555", True),
        ("sip:", True),
        ("SIPS:Anna", True),
        ("Anna", False),
        ("Anna 2", False),
        ("A1 Taxi", False),
        ("", False),
    ],
)
def test_a_name_is_told_from_a_number_or_an_address(text: str, is_one: bool) -> None:
    assert is_address(text) is is_one


@pytest.mark.parametrize(
    ("said", "allowed", "uri"),
    [
        ("+15555", ["+1*"], "tel:+15555"),
        ("plus 1 5 5 5 5", ["+1*"], "tel:+15555"),
        ("001 5555", ["+1*"], "tel:+15555"),
        ("464", ["4*"], "tel:464"),
        ("sip:bob@organization.org", ["sip:*"], "sip:bob@organization.org"),
        ("+15555", ["*"], "tel:+15555"),
    ],
)
def test_hands_free_a_number_is_reached_that_the_owner_allows_expressly(
    said: str, allowed: list[str], uri: str
) -> None:
    options = {**FAMILY, "allowed_destinations": allowed}
    reached = Destinations.from_options(options).resolve_hands_free(said, "SE")
    assert reached == Reached(uri, None)


@pytest.mark.parametrize(
    "said", [said for _, said in HOSTILE_DESTINATIONS], ids=dict(HOSTILE_DESTINATIONS)
)
@pytest.mark.parametrize("country", [None, "SE", "US"])
def test_hands_free_a_hostile_destination_is_never_reached(
    said: str, country: str | None
) -> None:
    everything = Destinations.from_options({"allowed_destinations": ["*"]})
    with pytest.raises(DestinationError):
        everything.resolve_hands_free(said, country)


@given(st.text(max_size=80))
def test_hands_free_any_words_lead_to_an_ordinary_number_or_nowhere(said: str) -> None:
    everything = Destinations.from_options({"allowed_destinations": ["*"]})
    try:
        reached = everything.resolve_hands_free(said, None)
    except DestinationError:
        return
    assert kind_of(reached.uri, None) is NumberKind.ORDINARY


def test_automations_reach_what_hands_free_commands_do_not() -> None:
    destinations = Destinations.from_options(FAMILY)
    assert destinations.resolve("Rescue") == "tel:112"
    assert destinations.resolve("+1 900 555 1234") == "tel:+19005551234"
    assert destinations.resolve("911") == "tel:+468123"
