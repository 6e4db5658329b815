"""Faults on demand: which one hits which request, and how often."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase


class Kind(StrEnum):
    """What goes wrong."""

    DELAY = "delay"
    HANG = "hang"
    RESET = "reset"
    STATUS = "status"
    BROKEN_JSON = "broken_json"
    TRUNCATED = "truncated"
    HUGE = "huge"
    REDIRECT = "redirect"
    EXECUTED_UNANSWERED = "executed_unanswered"
    EXECUTED_HANG = "executed_hang"
    EXECUTED_BROKEN_JSON = "executed_broken_json"
    IGNORED = "ignored"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; made by the class methods."""

    kind: Kind
    seconds: float | None = None
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    size: int = 0

    @classmethod
    def delay(cls, seconds: float) -> Fault:
        """Answer properly, but so much later."""
        return cls(Kind.DELAY, seconds=seconds)

    @classmethod
    def hang(cls) -> Fault:
        """Keep the connection and say nothing until released; nothing is done."""
        return cls(Kind.HANG)

    @classmethod
    def reset(cls) -> Fault:
        """Reset the TCP connection; nothing is done."""
        return cls(Kind.RESET)

    @classmethod
    def answer(
        cls,
        status: int,
        body: bytes | str = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Fault:
        """Answer with any status, body and headers; nothing is done."""
        data = body.encode() if isinstance(body, str) else body
        return cls(Kind.STATUS, status=status, body=data, headers=headers or {})

    @classmethod
    def broken_json(cls) -> Fault:
        """Answer 200 with JSON that stops half-way; nothing is done."""
        return cls(Kind.BROKEN_JSON)

    @classmethod
    def truncated(cls) -> Fault:
        """Close the connection before the announced length; nothing is done."""
        return cls(Kind.TRUNCATED)

    @classmethod
    def huge(cls, size: int = 64 * 2**20) -> Fault:
        """Answer valid JSON of `size` bytes; nothing is done."""
        return cls(Kind.HUGE, size=size)

    @classmethod
    def redirect(cls, url: str, status: int = 307) -> Fault:
        """Send the client elsewhere; 307 asks it to repeat method and body."""
        return cls(Kind.REDIRECT, status=status, headers={"Location": url})

    @classmethod
    def executed_unanswered(cls) -> Fault:
        """Do it, then reset the connection instead of an answer."""
        return cls(Kind.EXECUTED_UNANSWERED)

    @classmethod
    def executed_hang(cls) -> Fault:
        """Do it, then say nothing until released."""
        return cls(Kind.EXECUTED_HANG)

    @classmethod
    def executed_broken_json(cls) -> Fault:
        """Do it, then answer JSON that stops half-way."""
        return cls(Kind.EXECUTED_BROKEN_JSON)

    @classmethod
    def ignored(cls) -> Fault:
        """Answer as if it were done, and do nothing."""
        return cls(Kind.IGNORED)

    @classmethod
    def late(cls, seconds: float | None = None) -> Fault:
        """Answer at once, do it after so many seconds or when released."""
        return cls(Kind.LATE, seconds=seconds)


@dataclass(slots=True)
class Rule:
    """A fault, the operations it hits and how often it still will."""

    operation: str
    fault: Fault
    times: int | None = None
    user: str | None = None

    def matches(self, operation: str, user: str | None) -> bool:
        """Return whether a request is one that this rule is for."""
        return fnmatchcase(operation, self.operation) and self.user in (None, user)


class Faults:
    """The faults in force, and what waits because of them."""

    def __init__(self) -> None:
        """Start without faults."""
        self.rules: list[Rule] = []
        self._released = asyncio.Event()
        self._late: list[Callable[[], None]] = []
        self._timers: list[asyncio.TimerHandle] = []

    def add(
        self,
        operation: str,
        fault: Fault,
        *,
        times: int | None = None,
        user: str | None = None,
    ) -> Rule:
        """Let a fault hit an operation (a `*` pattern) `times` times or for ever.

        The oldest rule that matches is taken, and one a request.
        """
        rule = Rule(operation, fault, times, user)
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        """Remove all faults and release what waits."""
        self.rules.clear()
        self.release()

    def release(self) -> None:
        """Let hanging and delayed requests go on, and do what was put off."""
        self._released.set()
        self._released = asyncio.Event()
        put_off, self._late = self._late, []
        for effect in put_off:
            effect()

    def close(self) -> None:
        """Forget everything that was put off."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        self._late.clear()
        self.clear()

    def take(self, operation: str, user: str | None) -> Fault | None:
        """Return the fault for a request and count it down."""
        for rule in self.rules:
            if rule.matches(operation, user):
                if rule.times is not None:
                    rule.times -= 1
                    if rule.times <= 0:
                        self.rules.remove(rule)
                return rule.fault
        return None

    async def pause(self, seconds: float | None = None) -> None:
        """Wait until released, or for so many seconds."""
        released = self._released
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await released.wait()

    def put_off(self, effect: Callable[[], None], seconds: float | None) -> None:
        """Do something after so many seconds, or when released."""
        self._late.append(effect)
        if seconds is not None:
            loop = asyncio.get_running_loop()
            self._timers.append(loop.call_later(seconds, self._run_late, effect))

    def _run_late(self, effect: Callable[[], None]) -> None:
        """Do what was put off, unless a release has done it."""
        if effect in self._late:
            self._late.remove(effect)
            effect()
