"""Where a call may go: contacts, numbers and URIs, and what the owner allows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import re
from typing import Any

from .const import (
    CONF_ALLOWED_DESTINATIONS,
    CONF_CONTACT_DESTINATION,
    CONF_CONTACT_NAME,
    CONF_CONTACTS,
)

# What people put between the digits of a number to read it better (RFC 3966, section 3).
_SEPARATORS = re.compile(r"[\s().\-/]")
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
_PARAMETERS = re.compile(r"(;[a-z0-9-]+(=[a-z0-9.+-]+)?)*", re.ASCII | re.IGNORECASE)
_SIP = re.compile(
    r"sips?:[a-z0-9_.!~*()%&=+$,/-]+@[a-z0-9.:\[\]-]+(;user=phone)?",
    re.ASCII | re.IGNORECASE,
)
_NUMBER_PATTERN = re.compile(r"[+0-9*#]+")
_LONGEST = 256


class DestinationError(ValueError):
    """A destination that cannot be used; `key` names the reason's translation."""

    def __init__(self, key: str) -> None:
        """Remember why."""
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Destinations:
    """The owner's contacts (name in lower case → URI) and the patterns of what may be reached."""

    contacts: Mapping[str, str]
    allowed: tuple[str, ...]

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Destinations:
        """Read the entry's options."""
        return cls(
            {
                contact[CONF_CONTACT_NAME].strip().casefold(): normalise(
                    contact[CONF_CONTACT_DESTINATION]
                )
                for contact in options.get(CONF_CONTACTS, ())
            },
            tuple(options.get(CONF_ALLOWED_DESTINATIONS, ())),
        )

    def resolve(self, destination: object) -> str:
        """Return the tel or SIP URI for a contact's name, a number or a URI.

        Raises DestinationError: `destination_is_number`, `invalid_destination`,
        `destination_not_allowed`.
        """
        if isinstance(destination, int | float):
            # A template renders "+15555" to the integer 15555: its plus sign is lost.
            raise DestinationError("destination_is_number")
        if not isinstance(destination, str):
            raise DestinationError("invalid_destination")
        if uri := self.contacts.get(destination.strip().casefold()):
            return uri
        uri = normalise(destination)
        if not self._permits(uri):
            raise DestinationError("destination_not_allowed")
        return uri

    def _permits(self, uri: str) -> bool:
        if not self.allowed or uri in self.contacts.values():
            return True
        return matches(uri, self.allowed)


def normalise(destination: str) -> str:
    """Return the destination as a `tel:` or `sip:` URI, a number without its separators.

    Raises DestinationError `invalid_destination`.
    """
    text = destination.strip()
    if len(text) > _LONGEST:
        raise DestinationError("invalid_destination")
    scheme, separator, rest = text.partition(":")
    if not separator:
        return f"tel:{_number(text)}"
    if scheme.lower() == "tel":
        number, semicolon, parameters = rest.partition(";")
        if not _PARAMETERS.fullmatch(semicolon + parameters):
            raise DestinationError("invalid_destination")
        return f"tel:{_number(number)}{semicolon}{parameters}"
    if _SIP.fullmatch(text):
        return f"{scheme.lower()}:{rest}"
    raise DestinationError("invalid_destination")


def matches(uri: str, patterns: Iterable[str]) -> bool:
    """Tell whether the URI or its bare number matches a pattern, `*` standing for anything."""
    return any(_matches(uri, pattern.strip()) for pattern in patterns)


def _matches(uri: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    scheme, _, rest = uri.partition(":")
    bare, _, parameters = rest.partition(";")
    number = _SEPARATORS.sub("", pattern)
    if _NUMBER_PATTERN.fullmatch(number):
        # A pattern for numbers means a telephone number alone: neither sip:+46…@anywhere,
        # nor parameters, nor a number that its context completes (RFC 3966, 5.1.5).
        whole = "phone-context" not in parameters.lower()
        return scheme == "tel" and whole and _fits(bare, number)
    if pattern.lower().startswith("tel:"):
        head, semicolon, tail = pattern.partition(";")
        return _fits(uri, f"{_SEPARATORS.sub('', head)}{semicolon}{tail}")
    return any(_fits(candidate, pattern) for candidate in (uri, rest, bare))


def _number(text: str) -> str:
    number = _SEPARATORS.sub("", text)
    if not _NUMBER.fullmatch(number):
        raise DestinationError("invalid_destination")
    return number


def _fits(text: str, pattern: str) -> bool:
    expression = ".*".join(re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(expression, text, re.IGNORECASE) is not None
