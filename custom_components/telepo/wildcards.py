"""Patterns of an owner's, in which `*` stands for anything."""

import re


def compiled(pattern: str) -> re.Pattern[str]:
    """Return what matches the whole of a text by a pattern, in any case of letters."""
    first, *others = (re.escape(part) for part in pattern.split("*"))
    if others:
        *middle, last = others
        # Atomic groups never look back, so no pattern is slow on a long text.
        between = "".join(f"(?>.*?{part})" for part in middle)
        first = f"{first}{between}.*{last}"
    return re.compile(first, re.DOTALL | re.IGNORECASE)
