"""What Home Assistant told, as the ear in its process wrote it down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """A `telepo_call_event`."""

    at: float
    user: str
    type: str
    call_id: str
    direction: str | None
    source: str
    duration: int


@dataclass(frozen=True, slots=True)
class Message:
    """A `telepo_crm_message`; of a colleague without an entry the user is empty."""

    at: float
    user: str
    key: tuple[Any, ...]
    state: str
    # The process in which it was told, counted from 0.
    process: int


@dataclass(frozen=True, slots=True)
class Watch:
    """A time in which a user's entry was loaded; `killed` when it ended with a SIGKILL."""

    user: str
    begin: float
    end: float
    killed: bool

    def has(self, at: float, *, spare: float = 0.0) -> bool:
        """Tell whether something then was seen, and `spare` seconds before the end."""
        return self.begin <= at <= self.end - spare


@dataclass(frozen=True, slots=True)
class Weight:
    """How many bytes a process needed at a monotonic time; processes count from 0."""

    at: float
    process: int
    resident: int


@dataclass(slots=True)
class Told:
    """All of it."""

    moments: list[Moment] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)
    inspections: list[Json] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)
    # By how much Home Assistant's clock was off from when on.
    clock: list[tuple[float, float]] = field(default_factory=list)

    def of(self, user: str) -> list[Watch]:
        """Return when somebody watched for a user, in order."""
        return [watch for watch in self.watches if watch.user == user]


def read(path: Path, kills: Sequence[float], stops: Sequence[float]) -> Told:
    """Read the ear's file; `kills` and `stops` are when processes were ended, and how."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    lines += [{"at": at, "kind": "killed"} for at in kills]
    lines += [{"at": at, "kind": "stopped"} for at in stops]
    reader = _Reader()
    for line in sorted(lines, key=lambda line: float(line["at"])):
        reader.take(line)
    reader.all_end(float("inf"), killed=False)
    return reader.told


class _Reader:
    """Reads the ear's lines in order."""

    def __init__(self) -> None:
        self.told = Told()
        self._users: dict[str, str] = {}
        self._loaded: dict[str, float] = {}
        self._process = -1

    def take(self, line: Json) -> None:
        """Take in the next line."""
        at = line["at"]
        match line["kind"]:
            case "begin":
                self._process += 1
                self.told.clock.append((at, line["clock"]))
            case "clock":
                before = self.told.clock[-1][1]
                self.told.clock.append((at, before + line["seconds"]))
            case "killed":
                self.all_end(at, killed=True)
            case "stopped":
                self.all_end(at, killed=False)
            case "entry":
                self._entry(at, line)
            case "moment":
                self.told.moments.append(_moment(at, self._users, line["data"]))
            case "message":
                message = _message(at, self._users, line["data"], self._process)
                self.told.messages.append(message)
            case "inspection":
                self.told.inspections.append(line)
            case "weight" if (resident := line["resident"]) is not None:
                self.told.weights.append(Weight(at, self._process, resident))

    def all_end(self, at: float, *, killed: bool) -> None:
        """Nobody is loaded any more."""
        for user in list(self._loaded):
            self._ends(user, at, killed=killed)

    def _entry(self, at: float, line: Json) -> None:
        user = self._users[line["id"]] = line["title"].partition("@")[0]
        self._ends(user, at, killed=False)
        if line["state"] == "loaded":
            self._loaded[user] = at

    def _ends(self, user: str, at: float, *, killed: bool) -> None:
        if (begin := self._loaded.pop(user, None)) is not None:
            self.told.watches.append(Watch(user, begin, at, killed))


def _moment(at: float, users: dict[str, str], data: Json) -> Moment:
    return Moment(
        at=at,
        user=users.get(data["config_entry_id"], ""),
        type=data["type"],
        call_id=data["call_id"],
        direction=data["direction"],
        source=data["source"],
        duration=data["duration"],
    )


def _message(at: float, users: dict[str, str], data: Json, process: int) -> Message:
    return Message(
        at=at,
        user=users.get(data["config_entry_id"] or "", ""),
        key=(data["call_id"], data["branch_id"], data["seq_num"]),
        state=data["state"],
        process=process,
    )
