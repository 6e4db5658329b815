"""Starts Home Assistant with an ear in it, which writes down all that it tells; steps its clock.

A WebSocket hears nothing until somebody has logged in, and the recorder loses its last
second when the process is killed. A line that was written to a file stays.
"""

import asyncio
from collections import Counter
from contextlib import suppress
import ctypes
from datetime import UTC, datetime, timedelta, tzinfo
import gc
import json
import os
from pathlib import Path
import re
import sys
import time
import tracemalloc
from typing import Any, override

from homeassistant import core
from homeassistant.__main__ import main
from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry
from homeassistant.core import Event, EventBus, HomeAssistant, callback
from homeassistant.helpers import event as event_helper
from homeassistant.helpers.dispatcher import DATA_DISPATCHER, async_dispatcher_connect
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import get_scheduled_timer_handles

EAR_FILE, CLOCK = "SOAK_EAR", "SOAK_CLOCK"

_DOMAIN = "telepo"
_CODE = f"*/custom_components/{_DOMAIN}/*"
# Home Assistant's own listeners for an entry are not ours to take away.
_TARGET = re.compile(rf"custom_components[./]{_DOMAIN}\b")
_OURS = re.compile(r"custom_components[./]telepo\b|\btelepo \S+@")


class Ear:
    """Listens on one bus; every line is on its way to the disk before anything goes on."""

    def __init__(self, hass: HomeAssistant, path: Path) -> None:
        """Append to the file."""
        self._hass = hass
        self._file = path.open("ab", buffering=0)
        self._states: dict[str, str] = {}
        self._clock = Clock()
        self._clock.step(float(os.environ[CLOCK]))
        self._write("begin", pid=os.getpid(), clock=float(os.environ[CLOCK]))

    def listen(self, bus: EventBus) -> None:
        """Listen to everything that the soak compares."""
        for event_type, kind in (
            ("telepo_call_event", "moment"),
            ("telepo_crm_message", "message"),
        ):
            bus.async_listen(event_type, self._hears(kind))
        bus.async_listen("soak_clock_step", self._step)
        bus.async_listen("soak_inspect", self._inspect)
        bus.async_listen("soak_trace", _trace)
        bus.async_listen("soak_weigh", self._weigh)
        async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry)

    def _hears(self, kind: str) -> Any:
        @callback
        def heard(event: Event) -> None:
            self._write(kind, data=dict(event.data))

        return heard

    @callback
    def _entry(self, _change: object, entry: ConfigEntry) -> None:
        """Write down that an entry's state has changed."""
        state = entry.state.value
        if entry.domain != _DOMAIN or self._states.get(entry.entry_id) == state:
            return
        self._states[entry.entry_id] = state
        self._write("entry", id=entry.entry_id, title=entry.title, state=state)

    @callback
    def _step(self, event: Event) -> None:
        self._clock.step(float(event.data["seconds"]))
        self._write("clock", seconds=event.data["seconds"])

    @callback
    def _inspect(self, _event: Event) -> None:
        """Write down what there is of the integration, and how much memory it holds."""
        gc.collect()
        self._write(
            "inspection",
            tasks=[t.get_name() for t in asyncio.all_tasks() if _is_ours(t)],
            timers=[
                repr(handle)[:200]
                for handle in get_scheduled_timer_handles(self._hass.loop)
                if not handle.cancelled() and _is_ours(handle)
            ],
            listeners=[
                f"{event_type}: {job!r}"[:200]
                for event_type, listeners in self._hass.bus._listeners.items()  # noqa: SLF001
                for job, _ in listeners
                if _TARGET.search(repr(job))
            ]
            + [
                f"{signal}: {target!r}"[:200]
                for signal, targets in self._hass.data.get(DATA_DISPATCHER, {}).items()
                for target in targets
                if _TARGET.search(repr(target))
            ],
            webhooks=[
                webhook.name
                for webhook in self._hass.data.get("webhook", {}).values()
                if webhook.domain == _DOMAIN
            ],
            blocks=sys.getallocatedblocks(),
            traced=_traced(),
            objects=Counter(
                type(each).__name__
                for each in gc.get_objects()
                if str(type(each).__module__).startswith(f"custom_components.{_DOMAIN}")
            ),
        )

    @callback
    def _weigh(self, _event: Event) -> None:
        """Write down how much memory the process needs, all given back that can be."""
        gc.collect()
        # Other C libraries than glibc keep less, and have no such function.
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
        self._write("weight", resident=_resident())

    def _write(self, kind: str, **details: object) -> None:
        line = json.dumps({"at": time.monotonic(), "kind": kind, **details})
        self._file.write(f"{line}\n".encode())


@callback
def _trace(_event: Event) -> None:
    """Keep account, from now on, of the memory that the integration's lines ask for."""
    tracemalloc.start()


def _resident() -> int | None:
    """Return the bytes of this process that are in memory; None where nobody tells."""
    with suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        if match := re.search(r"VmRSS:\s+(\d+) kB", status):
            return 1024 * int(match[1])
    return None


def _traced() -> int | None:
    """Return the bytes that the integration's lines asked for and that are still held."""
    if not tracemalloc.is_tracing():
        return None
    ours = tracemalloc.Filter(inclusive=True, filename_pattern=_CODE)
    snapshot = tracemalloc.take_snapshot().filter_traces([ours])
    return sum(trace.size for trace in snapshot.traces)


class Clock:
    """Steps the wall clock that Home Assistant reads; the monotonic one goes on, as with NTP."""

    def __init__(self) -> None:
        """Begin with the machine's time."""
        self._offset = 0.0

    def step(self, seconds: float) -> None:
        """Put the clock forward or back."""
        self._offset += seconds
        dt_util.utcnow = self._utcnow  # type: ignore[assignment]
        dt_util.now = self._now
        event_helper.time_tracker_utcnow = self._utcnow  # type: ignore[assignment]
        event_helper.time_tracker_timestamp = lambda: time.time() + self._offset

    def _utcnow(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def _now(self, time_zone: tzinfo | None = None) -> datetime:
        return self._utcnow().astimezone(time_zone or dt_util.get_default_time_zone())


def listening(bus_type: type[EventBus]) -> type[EventBus]:
    """Return the bus with an ear on it."""

    class EarBus(bus_type):  # type: ignore[misc, valid-type]
        """The bus of this process."""

        @override
        def __init__(self, hass: HomeAssistant) -> None:
            super().__init__(hass)
            Ear(hass, Path(os.environ[EAR_FILE])).listen(self)

    return EarBus


def _is_ours(thing: object) -> bool:
    return _OURS.search(repr(thing)) is not None


if __name__ == "__main__":
    core.EventBus = listening(core.EventBus)  # type: ignore[misc]
    sys.exit(main())
