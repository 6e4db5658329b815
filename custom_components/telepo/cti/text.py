"""Sanitising of a stranger's text: callers choose their own display names."""

import unicodedata

TEXT_LIMIT = 128
ID_LIMIT = 256

# Control characters, format characters (bidirectional overrides among them), lone surrogates.
_REMOVED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_MIN_INT64 = -(2**63)
_MAX_INT64 = 2**63 - 1


def clean_text(value: object, limit: int = TEXT_LIMIT) -> str | None:
    """Return text fit for display in one line of at most `limit` characters, else None."""
    if not isinstance(value, str):
        return None
    text = " ".join(_without_hidden(value, limit).split())
    return text[:limit].rstrip() or None


def clean_text_or_number(value: object, limit: int = TEXT_LIMIT) -> str | None:
    """Return clean text where a field may also be an integer (a number sent unquoted)."""
    return clean_text(_digits(value), limit)


def clean_id(value: object) -> str | None:
    """Return an opaque id, inner spaces kept, of at most 256 characters, else None."""
    if not isinstance(value, str):
        return None
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
