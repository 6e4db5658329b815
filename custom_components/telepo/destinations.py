"""Where a call may go: contacts, numbers and URIs, and what the owner allows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import re
from typing import Any, NamedTuple
import unicodedata

from .const import (
    CONF_ALLOWED_DESTINATIONS,
    CONF_CONTACT_DESTINATION,
    CONF_CONTACT_NAME,
    CONF_CONTACTS,
)
from .guard_rails import NumberKind, kind_of
from .names import LONGEST_NAME, goes_by, same_name, spoken_name
from .wildcards import compiled

# What people put between the digits of a number to read it better (RFC 3966, section 3).
_SEPARATORS = re.compile(r"[\s().\-/]")
# No calling code begins with 0.
_NUMBER = re.compile(r"(?!\+0)\+?[0-9*#]{1,32}")
_SCHEME = re.compile(r"\s*(?:tel|sips?):", re.IGNORECASE)
# Of what RFC 3966 knows. Others reroute the call (rn, cic) or dial on (postd).
_PARAMETER = re.compile(
    r"(ext)=[0-9]{1,10}|(isub)=[a-z0-9.-]+"
    r"|(phone-context)=(?:\+[1-9][0-9.-]*|(?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*)",
    re.ASCII | re.IGNORECASE,
)
_SIP = re.compile(
    r"sips?:[a-z0-9_.!~*()%&=+$,/-]+@[a-z0-9.:\[\]-]+(;user=phone)?",
    re.ASCII | re.IGNORECASE,
)
_NUMBER_PATTERN = re.compile(r"[+0-9*#]+")
# The trunk zero that print adds to an international number; Italy alone dials it.
_UNDIALLED = re.compile(
    r"((?:\+|00)\s*(?!3[\s.-]*9[\s.-]*\()[1-9](?:[\s.-]?[0-9]){0,2})[\s.\-/]*\(\s*0\s*\)",
    re.ASCII,
)
# 000 is an emergency number, and 00 alone leads nowhere.
_ABROAD = re.compile(r"^\+?00(?=[1-9])")
_EXTENSION = re.compile(
    r"(.*[0-9].*?)\s*(?:;\s*ext\s*=|ext|x)\s*\.?\s*([0-9]{1,10})",
    re.ASCII | re.IGNORECASE,
)
# "plus" in the languages that Home Assistant is spoken to in.
_SPOKEN_PLUS = re.compile(r"^(?:plus|más|mas|più|piu)\s*(?=[0-9])", re.IGNORECASE)
_SPOKEN_ENDS = " .,;:!?…"
_LONGEST = 256
# A single letter is nobody's name.
_SHORTEST_NAME = 2
_SEVERAL = 2


class DestinationError(ValueError):
    """A destination that cannot be used; `key` names the reason's translation.

    `names` are the contacts that can be meant, where there are several.
    """

    def __init__(self, key: str, names: tuple[str, ...] = ()) -> None:
        """Remember why."""
        super().__init__(key)
        self.key = key
        self.names = names


class Reached(NamedTuple):
    """Where words lead: a URI, and the contact's name as the owner spells it."""

    uri: str
    contact_name: str | None


class Contact(NamedTuple):
    """Whom the owner gave a name, and the URI of where to reach them."""

    name: str
    uri: str


@dataclass(frozen=True, slots=True)
class Destinations:
    """The owner's contacts (by name in lower case) and the patterns of what may be reached."""

    contacts: Mapping[str, Contact]
    allowed: tuple[str, ...]

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Destinations:
        """Read the entry's options."""
        contacts = map(_contact, options.get(CONF_CONTACTS, ()))
        return cls(
            {same_name(contact.name): contact for contact in contacts if contact},
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
        if not _SCHEME.match(destination):
            # A URI is itself, whatever a contact is named.
            if contact := self.contacts.get(same_name(destination)):
                return contact.uri
        uri = normalise(destination)
        if not self._permits(uri):
            raise DestinationError("destination_not_allowed")
        return uri

    def resolve_hands_free(self, said: str, country: str | None) -> Reached:
        """Return where a voice or a language model may reach; `country` is an ISO code.

        Raises DestinationError: `several_contacts` (with `names`), `emergency_number`,
        `premium_number`, `destination_not_a_contact`.
        """
        uri = _uri_said(said)
        if uri:
            # Who says 112 means 112, whatever a contact is named.
            _refuse_dangerous(uri, country)
        contact = self._contact_said(said, is_number=uri is not None)
        if contact is None and uri:
            contact = self._contact_at(uri)
        if contact is None:
            return self._reach_allowed(uri)
        _refuse_dangerous(contact.uri, country)
        return Reached(contact.uri, contact.name)

    def _contact_said(self, said: str, *, is_number: bool) -> Contact | None:
        """Return the contact of that name, or the only one with the name among its words."""
        if _SCHEME.match(said):
            return None
        spoken = spoken_name(said)
        alike = [
            contact
            for contact in self.contacts.values()
            if spoken and spoken_name(contact.name) == spoken
        ]
        for name in (same_name(said), same_name(said).strip(_SPOKEN_ENDS)):
            # Of names that sound alike only signs that nobody speaks tell one.
            if name in self.contacts and (len(alike) < _SEVERAL or name != spoken):
                return self.contacts[name]
        if is_number or len(said.strip(_SPOKEN_ENDS)) < _SHORTEST_NAME:
            return None
        found = alike or [
            contact for contact in self.contacts.values() if goes_by(contact.name, said)
        ]
        if len(found) >= _SEVERAL:
            names = sorted(contact.name[:LONGEST_NAME] for contact in found)
            raise DestinationError("several_contacts", tuple(names))
        return found[0] if found else None

    def _contact_at(self, uri: str) -> Contact | None:
        at = (contact for contact in self.contacts.values() if contact.uri == uri)
        return next(at, None)

    def _reach_allowed(self, uri: str | None) -> Reached:
        """Return a URI that the owner expressly allows."""
        if uri and not _is_disguised(uri) and matches(uri, self.allowed):
            return Reached(uri, None)
        raise DestinationError("destination_not_a_contact")

    def _permits(self, uri: str) -> bool:
        if not self.allowed or self._contact_at(uri):
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
        return f"tel:{_subscriber(text)}"
    if scheme.lower() == "tel":
        number, semicolon, parameters = rest.partition(";")
        if semicolon and not _are_sound(parameters):
            raise DestinationError("invalid_destination")
        if _is_completed(parameters):
            # The context's number and no other's: 00 means nothing in it.
            return f"tel:{_checked(_SEPARATORS.sub('', number))};{parameters}"
        return f"tel:{_subscriber(number)}{semicolon}{parameters}"
    if _SIP.fullmatch(text):
        return f"{scheme.lower()}:{rest}"
    raise DestinationError("invalid_destination")


def is_address(text: str) -> bool:
    """Tell whether a text is a number or an address, as typed or as spoken."""
    text = unicodedata.normalize("NFKC", text)
    return bool(_SCHEME.match(text)) or _uri_said(text) is not None


def matches(uri: str, patterns: Iterable[str]) -> bool:
    """Tell whether the URI or its bare number matches a pattern, `*` standing for anything."""
    return any(_matches(uri, pattern.strip()) for pattern in patterns)


def _matches(uri: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    scheme, _, rest = uri.partition(":")
    bare, _, parameters = rest.partition(";")
    if _is_completed(parameters) and not _is_completed(pattern):
        # Not the number that it begins with (RFC 3966, section 5.1.5).
        return False
    # "00*" meant every foreign country before 00 was turned into a plus.
    number = re.sub(r"^00(?=\*)", "+", _undressed(pattern))
    if _NUMBER_PATTERN.fullmatch(number):
        # A pattern for numbers means a telephone number, and not sip:+46…@anywhere.
        return scheme == "tel" and bool(compiled(number).fullmatch(bare))
    if pattern.lower().startswith("tel:"):
        head, semicolon, tail = pattern[len("tel:") :].partition(";")
        expression = compiled(f"tel:{_undressed(head)}{semicolon}{tail}")
        return bool(expression.fullmatch(uri))
    return any(map(compiled(pattern).fullmatch, (uri, rest, bare)))


def _subscriber(text: str) -> str:
    """Return a number without separators, its extension as RFC 3966 spells it."""
    if extended := _EXTENSION.fullmatch(text):
        return f"{_checked(_undressed(extended[1]))};ext={extended[2]}"
    return _checked(_undressed(text))


def _undressed(text: str) -> str:
    """Return a number, or a pattern of numbers, without what is there for reading only."""
    number = _SEPARATORS.sub("", _UNDIALLED.sub(r"\1", text, count=1))
    return _ABROAD.sub("+", number)


def _checked(number: str) -> str:
    if not _NUMBER.fullmatch(number):
        raise DestinationError("invalid_destination")
    return number


def _are_sound(parameters: str) -> bool:
    """Tell whether parameters of a tel URI are known ones, each there once."""
    found = [_PARAMETER.fullmatch(part) for part in parameters.split(";")]
    names = [match.lastindex for match in found if match]
    return len(set(names)) == len(found)


def _is_completed(parameters: str) -> bool:
    """Tell whether a tel URI is no number alone, but one that its context completes."""
    return "phone-context" in parameters.lower()


def _is_disguised(uri: str) -> bool:
    """Tell whether a SIP address has characters that somebody on the way has to decode."""
    return "%" in uri


def _contact(option: Mapping[str, Any]) -> Contact | None:
    """Return a contact of the options, None for one that the rules no longer permit."""
    name = option[CONF_CONTACT_NAME].strip()
    try:
        return Contact(name, normalise(option[CONF_CONTACT_DESTINATION]))
    except DestinationError:
        # Saved when they still did; it must not stop calls to everybody else.
        return None


def _uri_said(said: str) -> str | None:
    """Return the URI of a number or address that was said, None for anything else."""
    text = _SPOKEN_PLUS.sub("+", said.strip().rstrip(_SPOKEN_ENDS))
    try:
        return normalise(text)
    except DestinationError:
        return None


def _refuse_dangerous(uri: str, country: str | None) -> None:
    kind = kind_of(uri, country)
    if kind is NumberKind.EMERGENCY:
        raise DestinationError("emergency_number")
    if kind is NumberKind.PREMIUM:
        raise DestinationError("premium_number")
    if kind is NumberKind.FEATURE_CODE:
        # It forwards calls or opens doors, and is nobody whom one calls.
        raise DestinationError("destination_not_a_contact")
