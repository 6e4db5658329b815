"""One story per call: what the tracker tells, told on in Home Assistant."""

from collections.abc import Callable, Mapping
from datetime import datetime
import time
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_at, async_track_time_change
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .const import (
    CONF_HISTORY_DAYS,
    CONF_PRIVACY,
    DEFAULT_HISTORY_DAYS,
    DOMAIN,
    EVENT_CALL,
    SAVE_DELAY,
    SAVE_IN_CALL,
    STORAGE_VERSION,
)
from .cti import (
    OUTCOMES,
    CallTracker,
    CrmMessage,
    Moment,
    MomentType,
    Source,
    Told,
    UserCalls,
)
from .history import CallHistory, discreet
from .message_trust import MessageTrust
from .privacy import Privacy, shown_name, shown_number, shown_uri
from .registry import async_device_id, async_event_entity_id

# The loop's clock stands still while the machine sleeps; where no clock goes on, so be it.
_CLOCK_WITH_SLEEP: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

# Gets a moment's type and its data as the privacy option allows.
type MomentListener = Callable[[MomentType, dict[str, Any]], None]


class CallStories:
    """Feeds the tracker from both sources, keeps time for it and tells its moments."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Tell the stories of the entry's user."""
        self._hass = hass
        self._entry = entry
        self._privacy = Privacy(entry.options.get(CONF_PRIVACY, Privacy.FULL))
        self.history = CallHistory(
            days=entry.options.get(CONF_HISTORY_DAYS, DEFAULT_HISTORY_DAYS),
            privacy=self._privacy,
        )
        self._store = async_store(hass, entry)
        self._tracker = CallTracker()
        self._moment_listeners: list[MomentListener] = []
        self._history_listeners: list[CALLBACK_TYPE] = []
        # Nobody listens yet while the entry is being set up.
        self._kept_back: list[Moment] | None = []
        self._stopped = False
        self._saved_at = 0.0
        self._save_is_due = False
        # When the last snapshot was read, by our clock and by a steady one, if it held no
        # call and none is remembered.
        self._last_blank: tuple[datetime, float] | None = None
        self._wake_at: datetime | None = None
        self._cancel_wake: CALLBACK_TYPE | None = None
        self._cancel_midnight: CALLBACK_TYPE | None = None
        # Calls in progress that no snapshot has shown yet.
        self._only_messages_know: set[str] = set()
        self._trust = MessageTrust(hass, entry)

    async def async_load(self) -> None:
        """Go on where the last run left off."""
        stored = await self._store.async_load()
        if not isinstance(stored, dict):
            return
        self._tracker = CallTracker(stored.get("tracker"))
        self.history.restore(stored.get("history"))
        self._trust.restore(stored.get("trust"))
        if since := self._trust.since:
            self._tracker.trust_anew(since)
        if self._dump() != stored:
            # What the options no longer allow to keep leaves the disk as well.
            self._save_soon()

    @callback
    def async_start(self) -> None:
        """Tell what happened during the set-up, and from now on everything at once."""
        # It can have changed while the entry was not loaded, or during the set-up.
        self.async_follow_address()
        kept_back, self._kept_back = self._kept_back or [], None
        for moment in kept_back:
            self._tell(moment)
        self._cancel_midnight = async_track_time_change(
            self._hass, self._midnight, hour=0, minute=0, second=0
        )
        # Home Assistant stops without unloading; what is about to be saved it still writes.
        self._entry.async_on_unload(
            self._hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._stopping)
        )

    async def async_stop(self) -> None:
        """Stop and store; what happens from now on is the next run's."""
        self._stopped = True
        for cancel in (self._cancel_wake, self._cancel_midnight):
            if cancel:
                cancel()
        self._cancel_wake = self._cancel_midnight = None
        await self._store.async_save(self._dump())

    @callback
    def async_calls_read(self, calls: UserCalls, *, messages_alive: bool) -> None:
        """Take in a snapshot's calls."""
        # An answer can come at the very moment of the unloading.
        if self._stopped:
            return
        self._trust.async_review()
        if not calls.calls and self._tracker.is_blank:
            # As nearly always; the tracker learns of it before anything else.
            self._last_blank = dt_util.utcnow(), self._steady()
            return
        now = self._now()
        self._take(
            self._tracker.read_snapshot(calls, now, messages_alive=messages_alive)
        )
        if calls.calls and self._hass.loop.time() - self._saved_at > SAVE_IN_CALL:
            # After a power cut a long talk ends when it was last seen.
            self._save_soon()

    @callback
    def async_message_arrived(self, message: CrmMessage, *, readable: bool) -> None:
        """Take in a message about the user; `readable` when snapshots can be had."""
        if self._stopped:
            return
        now = self._now()
        told = self._tracker.take_message(message, now, readable=readable)
        self._take(told)
        # Also an answer that is not told before a snapshot shows it: a crash would lose it.
        if not told.distrusted or self._trust.async_refused():
            self._save_soon()

    @callback
    def async_follow_address(self) -> None:
        """Believe messages anew when they come to another address than before."""
        if since := self._trust.async_follow_address():
            self._tracker.trust_anew(since)
            self._save_soon()

    @callback
    def async_transfer_accepted(self, call_id: str) -> None:
        """Take note that the exchange accepted the transfer of a call."""
        self._tracker.note_transfer(call_id, self._now())

    def only_messages_know(self, call_id: str) -> bool:
        """Tell whether a call was told of that no snapshot has shown yet."""
        return call_id in self._only_messages_know

    def rest_call_id(self, call_id: str) -> str:
        """Return the id that commands know a told call by."""
        return self._tracker.rest_call_id(call_id) or call_id

    @callback
    def async_mark_read(self, uids: list[str] | None = None) -> None:
        """Mark missed calls as read: those of the list's ids, without ids all."""
        self.history.mark_read(uids)
        self._history_changed()

    @callback
    def async_listen_moments(self, listener: MomentListener) -> CALLBACK_TYPE:
        """Call `listener` with every moment; returns the unsubscribe."""
        self._moment_listeners.append(listener)
        return lambda: self._moment_listeners.remove(listener)

    @callback
    def async_listen_history(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call `listener` when the history or a total changes; returns the unsubscribe."""
        self._history_listeners.append(listener)
        return lambda: self._history_listeners.remove(listener)

    def _take(self, told: Told) -> None:
        self._set_wake()
        # First, so that who hears of a missed call finds it counted.
        for call in told.finished:
            self.history.add(call)
        if told.finished:
            self._history_changed()
        elif told.moments:
            self._save_soon()
        for moment in told.moments:
            self._note_who_knows(moment)
            if self._kept_back is None:
                self._tell(moment)
            else:
                self._kept_back.append(moment)

    def _now(self) -> datetime:
        """Return the time, of which the tracker knows when it was put."""
        self._tell_blank()
        now = dt_util.utcnow()
        self._tracker.follow_clock(now, self._steady())
        return now

    def _steady(self) -> float:
        """Return a time in seconds that nobody puts and that goes on while the machine sleeps."""
        slept = time.clock_gettime(_CLOCK_WITH_SLEEP) - time.clock_gettime(
            time.CLOCK_MONOTONIC
        )
        return self._hass.loop.time() + slept

    def _tell_blank(self) -> None:
        """Let the tracker know of the last snapshot that brought nothing."""
        if self._last_blank is not None:
            now, steady = self._last_blank
            self._last_blank = None
            self._tracker.follow_clock(now, steady)
            self._tracker.read_snapshot(UserCalls(), now, messages_alive=False)

    def _note_who_knows(self, moment: Moment) -> None:
        if moment.source is Source.WEBHOOK and moment.type not in OUTCOMES:
            self._only_messages_know.add(moment.call_id)
        else:
            self._only_messages_know.discard(moment.call_id)

    def _tell(self, moment: Moment) -> None:
        shown = self._shown(moment)
        for listener in list(self._moment_listeners):
            listener(moment.type, shown)
        self._hass.bus.async_fire(
            EVENT_CALL,
            {
                "type": moment.type.value,
                **shown,
                "config_entry_id": self._entry.entry_id,
                "device_id": async_device_id(self._hass, self._entry),
                "entity_id": async_event_entity_id(self._hass, self._entry),
            },
        )

    def _shown(self, moment: Moment) -> dict[str, Any]:
        return self.masked(
            {
                "call_id": moment.call_id,
                "direction": moment.direction.value if moment.direction else None,
                "remote_name": moment.remote_name,
                "remote_number": moment.remote_number,
                "remote_uri": moment.remote_uri,
                "duration": moment.duration,
                "started": moment.started.isoformat(timespec="seconds"),
                "source": moment.source.value,
            }
        )

    def masked(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return data of a call with its caller as the privacy option allows."""
        return {
            **data,
            "remote_name": shown_name(data.get("remote_name"), self._privacy),
            "remote_number": shown_number(data.get("remote_number"), self._privacy),
            "remote_uri": shown_uri(data.get("remote_uri"), self._privacy),
        }

    def _set_wake(self) -> None:
        wake_at = self._tracker.wake_at
        if wake_at == self._wake_at:
            return
        self._wake_at = wake_at
        if self._cancel_wake:
            self._cancel_wake()
            self._cancel_wake = None
        if wake_at:
            self._cancel_wake = async_call_at(
                self._hass,
                HassJob(self._wake, cancel_on_shutdown=True),
                self._hass.loop.time()
                + max(0.0, (wake_at - dt_util.utcnow()).total_seconds()),
            )

    @callback
    def _wake(self, _now: datetime) -> None:
        self._cancel_wake = self._wake_at = None
        now = self._now()
        # A timer may be a little early, and what is due would wait for the next one.
        self._take(self._tracker.wake(max(now, self._tracker.wake_at or now)))

    @callback
    def _stopping(self, _event: Event) -> None:
        self._save_soon()

    @callback
    def _midnight(self, _now: datetime) -> None:
        self._history_changed()

    def _history_changed(self) -> None:
        self._save_soon()
        for listener in list(self._history_listeners):
            listener()

    def _save_soon(self) -> None:
        # Asked again before it is written, the storage would put the writing off, and as
        # long as moments follow closely nothing would be on disk.
        if self._stopped or self._save_is_due:
            return
        self._save_is_due = True
        self._saved_at = self._hass.loop.time()
        self._store.async_delay_save(self._dump, SAVE_DELAY)

    def _dump(self) -> dict[str, Any]:
        self._save_is_due = False
        self._tell_blank()
        return {
            "tracker": discreet(self._tracker.dump(), self._privacy),
            "history": self.history.dump(),
            "trust": self._trust.dump(),
        }


@callback
def async_store(hass: HomeAssistant, entry: ConfigEntry) -> Store[dict[str, Any]]:
    """Return the storage of one user's calls: a private file."""
    return Store(hass, STORAGE_VERSION, f"{DOMAIN}.{entry.entry_id}", private=True)
