"""Which numbers are dangerous to call hands-free, and which ones look like it and are not."""

from urllib.parse import quote

from hypothesis import given, strategies as st
import pytest

from custom_components.telepo.destinations import DestinationError, normalise
from custom_components.telepo.guard_rails import NumberKind, kind_of

COUNTRIES = (None, "SE", "FI", "DE", "NL", "FR", "ES", "IT", "GB", "US", "CH", "JP")
# Digits as they stand between Chinese characters.
WIDE = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


def kinds(typed: str) -> set[NumberKind]:
    """Return what a destination is, seen from several countries."""
    return {kind_of(normalise(typed), country) for country in COUNTRIES}


@pytest.mark.parametrize(
    "typed",
    [
        "112",
        "911",
        "999",
        "000",
        "110",
        "113",
        "114",
        "115",
        "116117",
        "117",
        "118",
        "119",
        "1-1-2",
        "1 1 2",
        "(112)",
        "tel:112",
        "TEL:112",
        "tel:112;isub=1",
        "tel:112;ext=5",
        "112 ext 5",
        "tel:112;phone-context=+46",
        "tel:112;phone-context=organization.org",
        "tel:2;phone-context=+4611",
        "0112",
        "9112",
        "9911",
        "00112",
        "000112",
        "0000",
        "+112",
        "+46112",
        "+46 0112",
        "+46 (0)112",
        "0046112",
        "+1 911",
        "+44 999",
        "+61000",
        "+33 15",
        "+34 061",
        "+49116117",
        "*31#112",
        "#31#911",
        "*112",
        "112#",
        "sip:112@organization.org",
        "sips:112@organization.org",
        "SIP:112@organization.org:5060",
        "sip:112@organization.org;user=phone",
        "sip:+46112@organization.org",
        "sip:0046112@10.0.0.1",
        "sip:1-1-2@organization.org",
        "sip:1,1,2@organization.org",
        "sip:%31%31%32@organization.org",
        "sip:%2531%2531%2532@organization.org",
        "sip:112%3Bisub=1@organization.org",
        "sip:%25252531%25252531%25252532@organization.org",
        "sip:112%40x@organization.org",
        "sip:112%2540x@organization.org",
        "sip:112%20x@organization.org",
        "sip:tel%3A112@organization.org",
        "sip:sip%3A112%40x@organization.org",
        "sip:112=@organization.org",
        "sip:112/1@organization.org",
        "sip:alice.112@organization.org",
        "sip:x/1-1-2/y@organization.org",
        "sip:+0046112@organization.org",
        "sip:+0112@organization.org",
        "+0046112",
        "+46 00112",
        "+46 (0)(0)112",
        "sip:%EF%BC%91%EF%BC%91%EF%BC%92@organization.org",
    ],
)
def test_an_emergency_number_is_known_in_every_disguise(typed: str) -> None:
    assert kinds(typed) == {NumberKind.EMERGENCY}


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("FR", "15"),
        ("FR", "17"),
        ("FR", "18"),
        ("fr", "018"),
        ("ES", "061"),
        ("ES", "0062"),
        ("ES", "091"),
        ("ES", "092"),
        ("MX", "066"),
        ("MX", "080"),
        ("AT", "144"),
        ("CH", "1414"),
        ("BE", "100"),
        ("IT", "1530"),
        ("SE", "90000"),
        ("CZ", "158"),
        ("SK", "155"),
        ("PL", "997"),
        ("HU", "104"),
        ("BR", "190"),
        ("TR", "155"),
        ("IN", "108"),
        ("CN", "120"),
        ("IL", "101"),
        ("ZA", "10111"),
        ("RU", "102"),
        ("UA", "103"),
        ("TH", "1669"),
        ("SG", "995"),
        ("GR", "166"),
        ("AT", "133"),
        ("AU", "106"),
        ("US", "988"),
    ],
)
def test_a_country_s_own_emergency_number_is_an_extension_elsewhere(
    country: str, number: str
) -> None:
    assert kind_of(f"tel:{number}", country) is NumberKind.EMERGENCY
    assert kind_of(f"tel:{number}", None) is NumberKind.ORDINARY
    assert kind_of(f"tel:{number}", "DK") is NumberKind.ORDINARY


@pytest.mark.parametrize(
    "typed",
    [
        "+46 900 12 34 56",
        "+46 (0)900 12 34 56",
        "+46 0900 12 34 56",
        "+46 00 900 12 34 56",
        "+00 46 900 12 34 56",
        "+34 0 803 123 456",
        "+44 00 909 876 5432",
        "sip:+0046900123456@organization.org",
        "sip:tel%3A+46-900-123456@organization.org",
        "0046 939 12 34 56",
        "+46 944 12 34 56",
        "+46 118 118",
        "+358 600 12345",
        "+358 700 12345",
        "+49 900 1 234567",
        "+49 137 123 4567",
        "+49 11833",
        "+31 900 1234",
        "+31 906 1234",
        "+31 909 123 4567",
        "+33 899 12 34 56",
        "+33 (0)8 10 12 34 56",
        "+33 825 12 34 56",
        "+33 3615",
        "+34 803 123 456",
        "+34 806 123 456",
        "+34 905 123 456",
        "+39 899 123 456",
        "+39 892 424",
        "+39 199 123 456",
        "+44 909 876 5432",
        "+44 118 500",
        "+353 1520 123 456",
        "+1 900 555 1234",
        "+1-900-555-1234",
        "+43 900 123456",
        "+43 930 123456",
        "+41 901 123 456",
        "+32 903 12345",
        "+45 90 12 34 56",
        "+47 829 12 345",
        "+352 900 12345",
        "+61 1900 123 456",
        "+64 900 12345",
        "+52 900 123 4567",
        "+979 1 2345 6789",
        "+878 10 1234567",
        "+881 6 1234 5678",
        "+882 16 1234567",
        "+883 5100 123456",
        "+870 77 1234567",
        "00 979 1 2345 6789",
        "0 00 979 1 2345 6789",
        "9 00 979 1 2345 6789",
        "118118",
        "0 118 118",
        "9 118 118",
        "*31#0046900123456",
        "tel:900123456;phone-context=+46",
        "tel:123456;phone-context=+46900",
        "tel:+46900123456;ext=1",
        "sip:+19005551234@organization.org",
        "sip:0046900123456@organization.org;user=phone",
    ],
)
def test_an_international_premium_number_is_known_everywhere(typed: str) -> None:
    assert kinds(typed) == {NumberKind.PREMIUM}


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("SE", "0900 12 34 56"),
        ("SE", "0939-12 34 56"),
        ("SE", "0944 123456"),
        ("SE", "9 0900 12 34 56"),
        ("SE", "0 0900 12 34 56"),
        ("SE", "sip:+0900123456@organization.org"),
        ("FI", "0600 12345"),
        ("FI", "0 0600 12345"),
        ("FI", "0700 12345"),
        ("FI", "0 0700 12345"),
        ("DE", "0900 1 234567"),
        ("DE", "0137 1234567"),
        ("DE", "0118 12345"),
        ("NL", "0900-1234"),
        ("NL", "0906-1234"),
        ("FR", "08 99 12 34 56"),
        ("FR", "3615"),
        ("ES", "806 123 456"),
        ("ES", "0 806 123 456"),
        ("IT", "899 123 456"),
        ("IT", "178 123 4567"),
        ("IT", "144 123 456"),
        ("GB", "0909 876 5432"),
        ("US", "1-900-555-1234"),
        ("US", "900-555-1234"),
        ("US", "9 1 900 555 1234"),
        ("US", "011 979 1 2345 6789"),
        ("US", "9 011 979 1 2345 6789"),
        ("CA", "011 46 900 123456"),
        ("AT", "0900 123456"),
        ("CH", "0906 123 456"),
        ("BE", "0903 12345"),
        ("DK", "90 12 34 56"),
        ("NO", "820 12 345"),
        ("IE", "1530 123 456"),
        ("AU", "1900 123 456"),
    ],
)
def test_a_national_premium_number_is_known_in_its_country(
    country: str, number: str
) -> None:
    uri = normalise(number)
    assert kind_of(uri, country) is NumberKind.PREMIUM
    assert kind_of(uri, country.lower()) is NumberKind.PREMIUM


@pytest.mark.parametrize(
    "typed",
    [
        "+46 8 123 456 78",
        "+46 277 464",
        "+46 70 123 45 67",
        "+46 90 10 20 30",
        "+46 911 123 45",
        "+358 9 1234 5678",
        "+358 40 123 4567",
        "+49 30 1234567",
        "+49 171 1234567",
        "+49 911 1234567",
        "+31 20 123 4567",
        "+33 1 12 34 56 78",
        "+33 9 12 34 56 78",
        "+33 800 123 456",
        "+34 91 123 45 67",
        "+34 980 61 23 45",
        "+39 06 1234567",
        "+39 089 912345",
        "+39 0144 12345",
        "+39 347 123 4567",
        "+44 20 7946 0000",
        "+44 118 496 0000",
        "+353 1 512 3456",
        "+1 212 555 1234",
        "+1 911 555 1234",
        "+1 555 5",
        "+1 979 555 1234",
        "+81 3 1234 5678",
        "+82 2 1234 5678",
        "+90 212 123 45 67",
        "+32 9 123 45 67",
        "+43 1 12345678",
        "+45 33 12 34 56",
        "+47 22 12 34 56",
        "0046 8 123 456 78",
        "5555",
        "5",
        "12",
        "99",
        "123",
        "200",
        "464",
        "1000",
        "1234",
        "2000",
        "2456x1",
        "4711",
        "9000",
        "9001",
        "tel:5555;phone-context=organization.org",
        "sip:bob@organization.org",
        "sip:bob112@organization.org",
        "sip:+46812345678@organization.org",
        "sip:%2B46-8-123%2045678@organization.org",
    ],
)
def test_an_ordinary_number_is_ordinary_everywhere(typed: str) -> None:
    assert kinds(typed) == {NumberKind.ORDINARY}


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("SE", "08-123 456 78"),
        ("SE", "090-61 23 45"),
        ("SE", "0911-123 45"),
        ("SE", "011-97 91 23"),
        ("FI", "09 1234 5678"),
        ("DE", "0803 112345"),
        ("DE", "0911 123456"),
        ("NL", "020 123 4567"),
        ("FR", "09 12 34 56 78"),
        ("FR", "0800 123 456"),
        ("ES", "980 61 23 45"),
        ("IT", "089 9123456"),
        ("IT", "0144 12345"),
        ("GB", "0118 496 0000"),
        ("GB", "0800 123456"),
        ("US", "980 612 3456"),
        ("US", "1 800 555 1234"),
        ("BE", "09 123 45 67"),
        ("JP", "0900 123 456"),
    ],
)
def test_an_ordinary_national_number_is_ordinary_in_its_country(
    country: str, number: str
) -> None:
    assert kind_of(normalise(number), country) is NumberKind.ORDINARY


@pytest.mark.parametrize(
    "typed",
    [
        "*21*5555#",
        "#21#",
        "*",
        "#",
        "tel:*72",
        "5555*",
        "sip:*98@organization.org",
        "sip:%2372@organization.org",
        "*21*5555 x4",
    ],
)
def test_what_has_a_star_or_a_hash_commands_the_exchange(typed: str) -> None:
    assert kind_of(normalise(typed), "SE") is NumberKind.FEATURE_CODE


@pytest.mark.parametrize(
    "uri", ["", ":", "tel:", "tel:+", "sip:@", "sip:a", "x", "tel:;"]
)
def test_what_is_no_number_is_ordinary(uri: str) -> None:
    assert kind_of(uri, None) is NumberKind.ORDINARY


@given(st.text(max_size=60), st.sampled_from(COUNTRIES))
def test_every_destination_has_a_kind(typed: str, country: str | None) -> None:
    try:
        uri = normalise(typed)
    except DestinationError:
        uri = f"tel:{typed}"
    assert kind_of(uri, country) in NumberKind


@given(
    st.sampled_from(["112", "911", "999", "110"]),
    st.lists(st.sampled_from(" -./()"), max_size=8),
    st.sampled_from(["", "0", "9", "+46", "0046", "+1", "00358", "*31#", "#31#"]),
    st.sampled_from(["{}", "tel:{}", "tel:{};ext=1", "{} x12"]),
    st.integers(1, 3),
    st.booleans(),
)
def test_no_spelling_hides_an_emergency(
    number: str,
    separators: list[str],
    prefix: str,
    shape: str,
    times: int,
    wide: bool,
) -> None:
    spelled = prefix + "".join(
        f"{digit}{separator}"
        for digit, separator in zip(
            number, [*separators, "", "", ""][: len(number)], strict=True
        )
    )
    for typed in (
        shape.format(spelled),
        f"sip:{_encoded(spelled.translate(WIDE) if wide else spelled, times)}@x.org",
        f"tel:{number[1:]};phone-context=+46{number[0]}",
    ):
        assert kind_of(normalise(typed), "SE") is NumberKind.EMERGENCY


def _encoded(text: str, times: int) -> str:
    """Return a text with each byte percent-encoded, and so many times in all."""
    text = "".join(f"%{byte:02X}" for byte in text.encode())
    for _ in range(times - 1):
        text = quote(text, safe="")
    return text
