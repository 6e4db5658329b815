"""Whether the CRM connector's messages still arrive, judged against the snapshots."""

from collections.abc import Callable
from datetime import datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .const import DOMAIN, ISSUE_WEBHOOK_SILENT, WEBHOOK_PATIENCE
from .cti import UserCalls

# A message may be here before the poll it hurries; the poll before that one can be
# this much older and still be about the same moment.
_EARLY = 5.0


class WebhookHealth:
    """Alive from the first message on, until a call shows that no message tells of."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, on_change: Callable[[], None]
    ) -> None:
        """Call `on_change` whenever `alive` or `last_message` changes."""
        self._hass = hass
        self._issue_id = f"{ISSUE_WEBHOOK_SILENT}_{entry.entry_id}"
        self._entry = entry
        self._on_change = on_change
        self._alive = False
        self._silent = False
        self._last_message: datetime | None = None
        self._last_of_user = 0.0
        self._known: frozenset[str] | None = None
        self._waiting: dict[str, CALLBACK_TYPE] = {}

    @property
    def alive(self) -> bool:
        """Whether messages arrive."""
        return self._alive

    @property
    def last_message(self) -> datetime | None:
        """When the last message of the organisation arrived (aware UTC)."""
        return self._last_message

    @callback
    def async_message_arrived(self, *, of_user: bool) -> None:
        """Take note of a message; `of_user` when it is about this entry's user."""
        self._last_message = dt_util.utcnow()
        if of_user:
            self._last_of_user = self._hass.loop.time()
            self._silent = False
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        # A colleague's message does not prove that this user's messages come.
        if not self._silent:
            self._alive = True
        self._on_change()

    @callback
    def async_calls_read(self, calls: UserCalls) -> None:
        """Watch every call that is new since the last snapshot."""
        now = frozenset(live.call.call_id for live in calls.calls)
        # Calls found at the start began before anybody could tell of them.
        new = now - self._known if self._known is not None else frozenset()
        self._known = now
        if not self._alive:
            return
        for call_id in new:
            self._watch(call_id)

    @callback
    def async_stop(self) -> None:
        """Stop watching."""
        for cancel in self._waiting.values():
            cancel()
        self._waiting.clear()

    def _watch(self, call_id: str) -> None:
        since = self._hass.loop.time() - _EARLY

        @callback
        def out_of_patience(_now: datetime) -> None:
            del self._waiting[call_id]
            if self._alive and self._last_of_user < since:
                self._fall_silent()

        if call_id not in self._waiting:
            self._waiting[call_id] = async_call_later(
                self._hass, WEBHOOK_PATIENCE, out_of_patience
            )

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
