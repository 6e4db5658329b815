"""The one place that masks callers."""

from collections.abc import Iterable
from enum import StrEnum

_LEFT_READABLE = 3


class Privacy(StrEnum):
    """How much of a caller may be shown, strictest last."""

    FULL = "full"
    MASKED = "masked"
    NONE = "none"


def strictest(levels: Iterable[Privacy]) -> Privacy:
    """Return the strictest of the levels, `full` of none."""
    return max(levels, key=list(Privacy).index, default=Privacy.FULL)


def shown_number(number: str | None, privacy: Privacy) -> str | None:
    """Return the number as the privacy option allows it: all but the last 3 digits masked."""
    if number is None or privacy is Privacy.FULL:
        return number
    if privacy is Privacy.NONE:
        return None
    digits_left = sum(character.isdigit() for character in number)
    shown = []
    for character in number:
        if character.isalnum():
            readable = character.isdigit() and digits_left <= _LEFT_READABLE
            shown.append(character if readable else "*")
            digits_left -= character.isdigit()
        else:
            shown.append(character)
    return "".join(shown)


def shown_uri(uri: str | None, privacy: Privacy) -> str | None:
    """Return the tel or SIP URI as the privacy option allows it."""
    if uri is None or privacy is Privacy.FULL:
        return uri
    if privacy is Privacy.NONE:
        return None
    scheme, separator, rest = uri.partition(":")
    if not separator:
        return shown_number(uri, privacy)
    # The host of a SIP URI can name its owner as well as the part before the @ does.
    return f"{scheme}:{shown_number(rest, privacy)}"


def shown_name(name: str | None, privacy: Privacy) -> str | None:
    """Return the name as the privacy option allows it: initials only when masked."""
    if name is None or privacy is Privacy.FULL:
        return name
    if privacy is Privacy.NONE:
        return None
    if sum(map(str.isdigit, name)) > _LEFT_READABLE or "*" in name:
        # Many callers have no other name than their number, which may be masked already.
        return shown_number(name, privacy)
    return " ".join(f"{word[0]}." for word in name.split())


def shown_address(address: str | None, privacy: Privacy) -> str | None:
    """Return an e-mail address or user id `name@domain` as the privacy option allows it."""
    if address is None or privacy is Privacy.FULL:
        return address
    if privacy is Privacy.NONE:
        return None
    return f"{address[:1]}***"
