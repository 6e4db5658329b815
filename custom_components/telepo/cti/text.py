"""Sanitising of a stranger's text: callers choose their own display names."""

import re
import unicodedata

TEXT_LIMIT = 128
ID_LIMIT = 256

# Control characters, format characters (bidirectional overrides among them), lone surrogates.
_REMOVED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_PLANES = range(0x10000, 0xF0000, 0x10000)
# Letters and marks that show nothing: fillers, joiners, variation selectors, tags, the empty
# braille pattern; what is private; and what is no character at all.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ue000-\uf8ff"
    "\ufe00-\ufe0f\uffa0\ufdd0-\ufdef\ufff0-\ufff8\ufffe\uffff\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in _PLANES)
    + "\U000f0000-\U0010ffff]"
)
_MARKS = frozenset({"Mn", "Me"})
# Vietnamese and Hebrew put two marks on a letter; a column of them buries its neighbours.
_MOST_MARKS = 2
# What means something to markup and templates, and what looks like it and means nothing.
_LOOK_ALIKES = str.maketrans(
    "<>{}[]`",
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}()()'",
)
_NOT_IN_URIS = re.compile(r'[\s<>{}|\\^"`]')
_HOST_ADDRESS = re.compile(r"(@\[[0-9a-f:.]+\])|[\[\]]", re.ASCII | re.IGNORECASE)
# Most ids, numbers and addresses.
_PLAIN = re.compile(rf"[\w@.+:/-]{{1,{TEXT_LIMIT}}}", re.ASCII)
# And most names.
_PLAIN_WORDS = re.compile(r"[\w@.+:/-]+(?: [\w@.+:/-]+)*", re.ASCII)
_MIN_INT64 = -(2**63)
_MAX_INT64 = 2**63 - 1


def is_plain(text: str) -> bool:
    """Tell whether none of the functions below would change the text, as most need no change."""
    return _PLAIN.fullmatch(text) is not None


def clean_text(value: object, limit: int = TEXT_LIMIT) -> str | None:
    """Return text fit for display in one line of at most `limit` characters, else None."""
    if not isinstance(value, str):
        return None
    text = " ".join(_without_hidden(value, limit).split())
    return text[:limit].rstrip() or None


def clean_name(value: object, limit: int = TEXT_LIMIT) -> str | None:
    """Return a name that is harmless wherever it is shown, else None.

    As `clean_text`, but brackets and backticks become look-alikes, and invisible characters
    and all but two of the marks on a letter are dropped. Emoji lose their joiners.
    """
    if not isinstance(value, str):
        return None
    if len(value) <= limit and _PLAIN_WORDS.fullmatch(value):
        return value
    text = " ".join(_without_hidden(value, limit)[: 16 * limit].split())
    if not text.isascii():
        text = " ".join(_legible(_INVISIBLE.sub("", text)).split())
    return text.translate(_LOOK_ALIKES)[:limit].rstrip() or None


def clean_name_or_number(value: object, limit: int = TEXT_LIMIT) -> str | None:
    """Return a clean name where a field may also be an integer (a number sent unquoted)."""
    return clean_name(_digits(value), limit)


def clean_uri(value: object) -> str | None:
    """Return a URI without characters that no URI has, of at most 256 others, else None."""
    if (text := clean_id(value)) is None or is_plain(text):
        return text
    text = _NOT_IN_URIS.sub("", _INVISIBLE.sub("", text))
    # Brackets stand around an IPv6 address and nowhere else (RFC 3986, section 3.2.2).
    return _HOST_ADDRESS.sub(r"\1", text) or None


def clean_uri_or_number(value: object) -> str | None:
    """Return a clean URI or user id where a field may also be an integer."""
    return clean_uri(_digits(value))


def clean_id(value: object) -> str | None:
    """Return an opaque id, inner spaces kept, of at most 256 characters, else None."""
    if not isinstance(value, str):
        return None
    if is_plain(value):
        return value
    return _without_hidden(value, ID_LIMIT).strip()[:ID_LIMIT] or None


def opaque_id(value: object) -> str | None:
    """Return an id that has to travel back exactly as it came, None for one that cannot be."""
    if not isinstance(value, str) or not value.strip():
        return None
    return value if value.isprintable() and len(value) <= ID_LIMIT else None


def clean_id_or_number(value: object) -> str | None:
    """Return an opaque id where a field may also be an integer (an id sent unquoted)."""
    return clean_id(_digits(value))


def int64(value: object) -> int | None:
    """Return a 64-bit integer, also from a decimal string; None for anything else."""
    if isinstance(value, str):
        # int() on a long string is quadratic, and 20 characters hold every 64-bit integer.
        digits = value.strip()
        if len(digits) > 20 or not digits.removeprefix("-").isdecimal():
            return None
        value = int(digits)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if _MIN_INT64 <= value <= _MAX_INT64 else None


def _digits(value: object) -> object:
    """Turn a sane integer into text and leave everything else as it is."""
    if isinstance(value, int) and (number := int64(value)) is not None:
        return str(number)
    return value


def _without_hidden(text: str, limit: int) -> str:
    """Drop characters that do not show, turning line breaks and tabs into spaces."""
    if text.isprintable():
        return text
    # Only a megabyte of junk is longer than this, and looking at each character costs.
    return "".join(
        " " if character.isspace() else character
        for character in text[: 16 * limit]
        if character.isspace()
        or unicodedata.category(character) not in _REMOVED_CATEGORIES
    )


def _legible(text: str) -> str:
    """Drop marks that stand on nothing, and those that are too many on one letter."""
    kept: list[str] = []
    room = 0
    for character in text:
        if unicodedata.category(character) not in _MARKS:
            room = 0 if character == " " else _MOST_MARKS
        elif room:
            room -= 1
        else:
            continue
        kept.append(character)
    return "".join(kept)
