"""Judges what is left at the end: the log, tasks and timers, objects, memory."""

from collections.abc import Collection, Iterator, Mapping
import re
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
# Who is set up again may find the exchange away again; the line does not say who it is.
_SET_UP = "Setting up telepo.sensor"
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
        elif _SET_UP in line:
            away.clear()


def living_complaints(objects: Mapping[str, int], users: int) -> Iterator[str]:
    """Yield what there is too much of while the users are set up."""
    for name in _ONE_EACH:
        if (count := objects.get(name, 0)) > users:
            yield f"{count} objects {name} for {users} users"


def leftover_complaints(inspection: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is left behind when no user is set up any more."""
    for kind in ("tasks", "timers", "listeners", "webhooks"):
        for left in inspection[kind]:
            yield f"left behind in {kind}: {left}"
    for name in _ONE_EACH:
        if count := inspection["objects"].get(name, 0):
            yield f"{count} objects {name} are left behind"
