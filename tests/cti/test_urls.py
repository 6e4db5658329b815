"""Addresses and spellings of users."""

import pytest

from custom_components.telepo.cti import bare_user, normalise_url, unique_id


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://telepo.organization.org", "https://telepo.organization.org"),
        (" HTTPS://Telepo.Organization.ORG/ \n", "https://telepo.organization.org"),
        (
            "https://telepo.organization.org:443/api?x=1#y",
            "https://telepo.organization.org",
        ),
        (
            "https://telepo.organization.org:8443/portal",
            "https://telepo.organization.org:8443",
        ),
        ("https://telepo", "https://telepo"),
        ("https://192.0.2.7:8443", "https://192.0.2.7:8443"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://telepo.localhost:80", "http://telepo.localhost"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_a_typed_address_becomes_an_origin(typed: str, origin: str) -> None:
    """Scheme, host and unusual port; twice is the same as once."""
    assert normalise_url(typed) == origin
    assert normalise_url(origin) == origin


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "telepo.organization.org",
        "//telepo.organization.org",
        "ftp://telepo.organization.org",
        "javascript:alert(1)",
        "https://",
        "https:///api",
        "https://:443",
        "https://host:0",
        "https://host:99999",
        "https://host:port",
        "https://ho st",
        "https://ho\tst",
        "https://ho\nst",
        "https://host\\@evil.org",
        "https://user@host",
        "https://user:password@host",
        "https://:password@host",
        "https://a%2fb",
        "https://a..b",
        "https://-a",
        "https://[::1",
        "https://\u202ehost",
        "http://telepo.organization.org",
        "http://192.0.2.7",
        "http://localhost.organization.org",
        "http://notlocalhost",
        "http://127.1",
        "http://[2001:db8::1]",
        "http://0.0.0.0",
    ],
    ids=ascii,
)
def test_what_is_no_safe_address_is_refused(typed: str) -> None:
    """A ticket is a password: it goes to an https host, or stays on this machine."""
    with pytest.raises(ValueError, match=r"."):
        normalise_url(typed)


@pytest.mark.parametrize(
    ("user_id", "bare"),
    [
        ("alice", "alice"),
        (" alice ", "alice"),
        ("Alice@organization.org", "Alice"),
        ("alice@ORGANIZATION.ORG", "alice"),
        ("alice@elsewhere.org", "alice@elsewhere.org"),
        ("alice@x@organization.org", "alice@x"),
        ("@organization.org", "@organization.org"),
        ("organization.org", "organization.org"),
        ("", ""),
    ],
)
def test_the_organisations_own_suffix_goes(user_id: str, bare: str) -> None:
    """The name keeps its spelling."""
    assert bare_user(user_id, "Organization.org") == bare


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://Telepo.organization.org/",
            "telepo.organization.org/organization.org/alice",
        ),
        (
            "https://telepo.organization.org:443",
            "telepo.organization.org/organization.org/alice",
        ),
        (
            "https://telepo.organization.org:8443",
            "telepo.organization.org:8443/organization.org/alice",
        ),
        ("http://localhost:80", "localhost/organization.org/alice"),
        ("http://localhost:443", "localhost:443/organization.org/alice"),
        ("http://[::1]:8080", "[::1]:8080/organization.org/alice"),
        ("https://[2001:DB8::1]", "[2001:db8::1]/organization.org/alice"),
    ],
)
@pytest.mark.parametrize("user_id", ["alice", "ALICE", " alice@Organization.ORG "])
def test_one_user_has_one_unique_id(url: str, expected: str, user_id: str) -> None:
    """However address, organisation and user are typed."""
    assert unique_id(url, " Organization.ORG", user_id) == expected
