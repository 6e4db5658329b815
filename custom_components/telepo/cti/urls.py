"""Addresses and spellings: where an exchange lives, and who a user is there."""

from ipaddress import ip_address
import re

from yarl import URL

_HOST_NAME = re.compile(
    r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*"
)


def normalise_url(text: str) -> str:
    """Return the origin `https://host[:port]` of a typed URL.

    Path, query and fragment are dropped. Raises ValueError for what is not an http or
    https URL, holds credentials, or is plain http to a host that is not loopback.
    """
    stripped = text.strip()
    if not stripped.isprintable() or " " in stripped:
        raise ValueError("Not a URL")
    url = URL(stripped)
    host = url.raw_host
    if url.scheme not in ("http", "https") or not host or not _is_host(host):
        raise ValueError("Not an http or https URL with a host")
    if url.port == 0:
        raise ValueError("Not a port one can connect to")
    if url.raw_user is not None or url.raw_password is not None:
        raise ValueError("A URL must not hold credentials")
    if url.scheme == "http" and not _is_loopback(host):
        raise ValueError("Plain http is for loopback hosts only")
    return str(url.origin())


def bare_user(user_id: str, domain: str) -> str:
    """Return the user name without `@domain` when the suffix is the organisation's domain."""
    stripped = user_id.strip()
    name, at, suffix = stripped.rpartition("@")
    if name and at and suffix.casefold() == domain.strip().casefold():
        return name
    return stripped


def unique_id(url: str, domain: str, user_id: str) -> str:
    """Return `{host}[:port]/{domain}/{user}` in lower case; the port only when unusual."""
    _, _, host = normalise_url(url).partition("://")
    return f"{host}/{domain.strip()}/{bare_user(user_id, domain)}".lower()


def _is_host(host: str) -> bool:
    """Tell whether a host is an IP address or a name that DNS could hold."""
    try:
        ip_address(host)
    except ValueError:
        return _HOST_NAME.fullmatch(host) is not None
    return True


def _is_loopback(host: str) -> bool:
    """Tell whether a host is this machine: what is sent there crosses no network."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
