"""Whether the CRM connector's messages still arrive, judged against the snapshots."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later

from .const import DOMAIN, ISSUE_WEBHOOK_SILENT, WEBHOOK_PATIENCE
from .cti import Call, CrmMessage, UserCalls, tells_of

# A call can be told of before a snapshot shows it, but not long before the last
# snapshot that did not.
_EARLY = 5.0

# More messages than a user's calls send in the time that matters.
_REMEMBERED = 64

# So often it is told that messages come which name nobody: of all users with each POST.
_TOLD_AGAIN = 60.0


@dataclass(slots=True)
class Arrivals:
    """What all users of one webhook share: when the last message came (aware UTC)."""

    last: datetime | None = None


class WebhookHealth:
    """Alive from the first message on, until a call shows that no message tells of."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, on_change: Callable[[], None]
    ) -> None:
        """Call `on_change` when `alive` changes and on every message about the user."""
        self._hass = hass
        self._issue_id = f"{ISSUE_WEBHOOK_SILENT}_{entry.entry_id}"
        self._entry = entry
        self._on_change = on_change
        self._alive = False
        self._silent = False
        self._arrivals = Arrivals()
        self._told_at = 0.0
        self._of_user: deque[tuple[float, CrmMessage]] = deque(maxlen=_REMEMBERED)
        self._last_read = 0.0
        self._calls: UserCalls | None = None
        self._known: frozenset[str] | None = None
        # The calls that no message has told of yet, and what ends the waiting for one.
        self._waiting: dict[str, tuple[Call, CALLBACK_TYPE]] = {}
        self._stopped = False

    @property
    def alive(self) -> bool:
        """Whether messages arrive."""
        return self._alive

    @property
    def last_message(self) -> datetime | None:
        """When the last message arrived, a colleague's included (aware UTC)."""
        return self._arrivals.last

    @property
    def silent(self) -> bool:
        """Whether messages have stopped."""
        return self._silent

    @callback
    def async_share(self, arrivals: Arrivals) -> None:
        """Know from now on when messages come to the webhook."""
        self._arrivals = arrivals

    @callback
    def async_message_arrived(self, message: CrmMessage) -> None:
        """Take note of a message about this entry's user."""
        self._note(message)
        self._heard()

    @callback
    def async_anybodys_messages_arrived(self, messages: Sequence[CrmMessage]) -> None:
        """Take note of messages that do not say whose they are; hundreds do so with each.

        They end a silence only with a call of the user's: they may be a stranger's.
        """
        now = self._hass.loop.time()
        self._of_user.extend((now, message) for message in messages[-_REMEMBERED:])
        if self._waiting:
            for message in messages:
                self._no_longer_waiting(message)
        if not self._alive and (not self._silent or self._tell_of_a_call(messages)):
            self._heard()
        elif self._alive and now - self._told_at >= _TOLD_AGAIN:
            self._tell()

    @callback
    def async_colleagues_message_arrived(self) -> None:
        """Take note that messages come, the first of which is a colleague's."""
        # It does not prove that this user's messages come.
        if not (self._alive or self._silent):
            self._alive = True
            self._on_change()

    @callback
    def async_begin_anew(self) -> None:
        """Expect nothing until a message arrives, as after a new set-up."""
        self._no_longer_waiting_at_all()
        self._of_user.clear()
        self._silent = False
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        if self._alive:
            self._alive = False
            self._on_change()

    @callback
    def async_calls_read(self, calls: UserCalls) -> None:
        """Watch every call that is new since the last snapshot."""
        if calls is self._calls:
            self._last_read = self._hass.loop.time()
            return
        self._calls = calls
        now = {live.call.call_id: live.call for live in calls.calls}
        # Calls found at the start began before anybody could tell of them.
        new = now.keys() - self._known if self._known is not None else ()
        self._known = frozenset(now)
        since = self._last_read - _EARLY
        self._last_read = self._hass.loop.time()
        if not self._stopped:
            for call_id in new:
                self._take(now[call_id], since)

    @callback
    def async_stop(self) -> None:
        """Stop watching; an answer that is still under way starts nothing anew."""
        self._stopped = True
        self._no_longer_waiting_at_all()

    def _note(self, message: CrmMessage) -> None:
        self._of_user.append((self._hass.loop.time(), message))
        self._no_longer_waiting(message)

    def _tell_of_a_call(self, messages: Sequence[CrmMessage]) -> bool:
        calls = self._calls.calls if self._calls else ()
        return any(
            tells_of(message, each.call) for each in calls for message in messages
        )

    def _heard(self) -> None:
        self._silent = False
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        self._alive = True
        self._tell()

    def _tell(self) -> None:
        self._told_at = self._hass.loop.time()
        self._on_change()

    def _take(self, call: Call, since: float) -> None:
        """Judge by a new call, which a message after monotonic time `since` may tell of."""
        told = any(
            arrived >= since and tells_of(message, call)
            for arrived, message in self._of_user
        )
        if told and self._silent:
            self._heard()
        elif self._alive and not told:
            self._watch(call)

    def _watch(self, call: Call) -> None:
        """Fall silent unless a message tells of the call soon."""

        @callback
        def out_of_patience(_now: datetime) -> None:
            del self._waiting[call.call_id]
            if self._alive:
                self._fall_silent()

        if call.call_id not in self._waiting:
            cancel = async_call_later(
                self._hass,
                WEBHOOK_PATIENCE,
                HassJob(out_of_patience, cancel_on_shutdown=True),
            )
            self._waiting[call.call_id] = call, cancel

    def _no_longer_waiting(self, message: CrmMessage) -> None:
        """Stop to wait for the calls that a message tells of."""
        for call, cancel in list(self._waiting.values()):
            if tells_of(message, call):
                cancel()
                del self._waiting[call.call_id]

    def _no_longer_waiting_at_all(self) -> None:
        for _, cancel in self._waiting.values():
            cancel()
        self._waiting.clear()

    def _fall_silent(self) -> None:
        self._alive = False
        self._silent = True
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            data={"entry_id": self._entry.entry_id},
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_WEBHOOK_SILENT,
            translation_placeholders={"user": self._entry.title},
        )
        self._on_change()
