"""Reads Home Assistant's log for what must not stand there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
import re

_OURS = "custom_components.telepo"

# 2026-11-01 12:00:00.000 WARNING (MainThread) [custom_components.telepo] text
_RECORD = re.compile(
    r"^(?:\x1b\[\d+m)*\d{4}-\d\d-\d\d [\d:.]+ (?P<level>[A-Z]+) \([^)]*\) \[(?P<logger>[^\]]+)\] "
)
_FAULTS = frozenset({"WARNING", "ERROR", "CRITICAL"})


@dataclass(frozen=True, slots=True)
class Record:
    """One log record with the lines of its traceback."""

    level: str
    logger: str
    text: str

    @property
    def ours(self) -> bool:
        """Whether the integration wrote it."""
        return self.logger == _OURS or self.logger.startswith(f"{_OURS}.")


def records(log: str) -> Iterator[Record]:
    """Split a log into its records; what stands before the first one counts as a record."""
    level, logger, text = "", "", ""
    for line in log.splitlines():
        if match := _RECORD.match(line):
            if text:
                yield Record(level, logger, text)
            level, logger, text = match["level"], match["logger"], line
        else:
            text = f"{text}\n{line}" if text else line
    if text:
        yield Record(level, logger, text)


def complaints(
    log: str, tickets: Collection[str], private: Collection[str]
) -> list[str]:
    """Return what is wrong with a log, without repeating a secret; empty when nothing is.

    Tickets must stand nowhere, the private texts in no record of ours, and the integration
    must neither warn nor cause an error.
    """
    found = []
    for record in records(log):
        hidden = [secret for secret in tickets if secret in record.text]
        if record.ours:
            hidden += [secret for secret in private if secret in record.text]
        if hidden:
            found.append(f"a secret stands in a record of {record.logger}")
        elif record.level in _FAULTS and (record.ours or _blames_us(record)):
            found.append(record.text)
    return found


def _blames_us(record: Record) -> bool:
    """Tell whether Home Assistant speaks of an error in the integration."""
    about_us = re.search(r"custom_components[./]telepo\b|\bfor telepo\b", record.text)
    return record.level != "WARNING" and about_us is not None
