"""What happened, in order and on one clock: at the exchange and in Home Assistant."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
import re
import time
from typing import Any

type Json = dict[str, Any]

LAMP = "light.desk_lamp"


@dataclass(frozen=True, slots=True)
class Seen:
    """A new state of an entity: `lamp` is its brightness in percent, if it is the lamp."""

    at: float
    entity_id: str
    state: str
    lamp: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Something that the exchange did for one of its users."""

    at: float
    user: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment of a user's call, as a `telepo_call_event` told it."""

    at: float
    user: str
    type: str
    call_id: str
    direction: str
    number: str
    source: str


@dataclass(slots=True)
class Diary:
    """Collects what is seen; times are seconds of one monotonic clock."""

    clock: Callable[[], float] = time.monotonic
    done: list[Done] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    crm_messages: list[Json] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    # What the event entities show of the same, as (user, type).
    shown: list[tuple[str, str]] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def exchange_did(self, user: str, what: str) -> None:
        """Write down a change at the exchange."""
        self.done.append(Done(self.clock(), user, what))
        self._news.set()

    def state_changed(self, data: Json) -> None:
        """Write down the data of a `state_changed` event."""
        if (new := data["new_state"]) is None:
            return
        if (user := _user_of_event_entity(new["entity_id"])) is not None:
            self.shown.append((user, new["attributes"]["event_type"]))
        lamp = percent(new) if new["entity_id"] == LAMP else None
        self.seen.append(Seen(self.clock(), new["entity_id"], new["state"], lamp))
        self._news.set()

    def crm_message(self, data: Json) -> None:
        """Write down the data of a `telepo_crm_message` event."""
        self.crm_messages.append(data)
        self._news.set()

    def call_event(self, data: Json) -> None:
        """Write down the data of a `telepo_call_event`."""
        moment = Moment(
            at=self.clock(),
            user=_user_of_event_entity(data["entity_id"]) or "nobody",
            type=data["type"],
            call_id=data["call_id"],
            direction=data["direction"],
            number=data["remote_number"],
            source=data["source"],
        )
        self.moments.append(moment)
        self._news.set()

    async def until(self, fulfilled: Callable[[], bool]) -> None:
        """Wait until what is written down fulfils something."""
        while not fulfilled():
            self._news.clear()
            await self._news.wait()


def percent(light: Json) -> int:
    """Return the brightness of a light's state in percent, 0 when it is off."""
    brightness = light["attributes"].get("brightness") if light["state"] == "on" else 0
    return round((brightness or 0) / 2.55)


def _user_of_event_entity(entity_id: str | None) -> str | None:
    """Return whose event entity this is; None for any other entity."""
    match = re.fullmatch(r"event\.(\w+)_call", entity_id or "")
    return match[1] if match else None
