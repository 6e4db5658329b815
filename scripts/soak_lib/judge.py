"""Judges what is left at the end: the log, tasks and timers, objects, memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
import re
from statistics import median
from typing import Any

from scripts.demo_lib.log_check import complaints

# What the integration and Home Assistant say of bad weather, and ought to.
_WEATHER = (
    "Error fetching telepo ",
    "Authentication failed while fetching telepo ",
    "could not authenticate",
    "Setup of config entry '",
    "Config entry '",
    "Referenced entities ",
)
# What Home Assistant says with a traceback when it is stopped while an entry waits.
_STOPPED = "for telepo integration cancelled"
_OUTAGE = re.compile(
    r"(?:Error|Authentication failed while) fetching (telepo \S+) data"
)
_RECOVERY = re.compile(r"Fetching (telepo \S+) data recovered")
_NEVER = (
    "Task was destroyed",
    "was never awaited",
    "never retrieved",
    "Unclosed ",
    "still running after",
    "Error doing job",
)

# One of each for a user.
_ONE_EACH = (
    "TelepoCoordinator",
    "CallStories",
    "CallTracker",
    "CallHistory",
    "WebhookHealth",
    "TelepoClient",
    "CallControl",
)

_MINUTE, _MEGABYTE = 60.0, 2.0**20
_WARM_UP, _LONG_LIFE = 2 * _MINUTE, 5 * _MINUTE
_MOST_GROWTH_AN_HOUR = 60 * _MEGABYTE


def log_complaints(
    log: str, tickets: Collection[str], private: Collection[str]
) -> Iterator[str]:
    """Yield what must not stand in a log, bad weather or not."""
    for found in complaints(log, tickets, private):
        weather = any(text in found for text in _WEATHER) and "Traceback" not in found
        if not weather and _STOPPED not in found:
            yield _short(found)
    for line in log.splitlines():
        if any(text in line for text in _NEVER):
            yield line
    yield from _outages(log)


def _short(record: str) -> str:
    """Return a record's first line and what its traceback comes to."""
    lines = record.splitlines()
    return lines[0] if len(lines) == 1 else f"{lines[0]} … {lines[-1]}"


def _outages(log: str) -> Iterator[str]:
    """Yield the users of whom an outage was logged twice before its end."""
    away: set[str] = set()
    for line in log.splitlines():
        if match := _OUTAGE.search(line):
            if match[1] in away:
                yield f"an outage of {match[1]} was logged more than once"
            away.add(match[1])
        elif match := _RECOVERY.search(line):
            away.discard(match[1])
        elif "Setup of domain telepo took" in line or "Reloading" in line:
            away.clear()


def living_complaints(objects: Mapping[str, int], users: int) -> Iterator[str]:
    """Yield what there is too much of while the users are set up."""
    for name in _ONE_EACH:
        if (count := objects.get(name, 0)) > users:
            yield f"{count} objects {name} for {users} users"


def leftover_complaints(inspection: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is left behind when no user is set up any more."""
    for kind in ("tasks", "timers"):
        for left in inspection[kind]:
            yield f"left behind in {kind}: {left}"
    for name in _ONE_EACH:
        if count := inspection["objects"].get(name, 0):
            yield f"{count} objects {name} are left behind"


def growth_an_hour(memory: Sequence[tuple[float, int]]) -> float | None:
    """Return the bytes an hour by which a process grew; None if it lived too shortly."""
    if not memory or memory[-1][0] - memory[0][0] < _LONG_LIFE:
        return None
    warm = [(at, size) for at, size in memory if at - memory[0][0] >= _WARM_UP]
    third = len(warm) // 3
    first, last = warm[:third], warm[-third:]
    seconds = median(at for at, _ in last) - median(at for at, _ in first)
    grown = median(size for _, size in last) - median(size for _, size in first)
    return grown / seconds * 3600


def memory_complaints(memory: Sequence[tuple[float, int]]) -> Iterator[str]:
    """Yield that a process grew all the time."""
    growth = growth_an_hour(memory)
    if growth is not None and growth > _MOST_GROWTH_AN_HOUR:
        yield f"the memory grows by {growth / _MEGABYTE:.0f} MB an hour"
