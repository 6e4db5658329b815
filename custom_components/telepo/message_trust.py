"""Whether a user's messages are believed, and the repair when they are not."""

from datetime import datetime, timedelta
from hashlib import sha256
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .const import DOMAIN, ISSUE_WEBHOOK_DISTRUSTED

_LOGGER = logging.getLogger(__name__)

# The tracker counts by the hour, but who was flooded at night is to find the report in the
# morning.
_REPORTED: Final = timedelta(days=1)


class MessageTrust:
    """Says once that messages are not believed, until they are again."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Believe what comes to the entry's webhook."""
        self._hass = hass
        self._entry = entry
        self._address: object = self._address_now()
        self._refused_at: datetime | None = None
        self.since: datetime | None = None

    def restore(self, stored: object) -> None:
        """Go on from what `dump` returned; what makes no sense counts as nothing."""
        known = stored if isinstance(stored, dict) else {}
        self._address = known.get("address")
        self.since = _time(known.get("since"))
        refused_at, now = _time(known.get("refused_at")), dt_util.utcnow()
        if refused_at and now - refused_at <= _REPORTED:
            # Not later than now: a clock that was put right would keep the repair for ever.
            self._refused_at = min(refused_at, now)
            self._raise_issue()

    def dump(self) -> dict[str, Any]:
        """Return, for JSON, where messages came since when, and when one was not believed."""
        return {
            "address": self._address,
            "since": self.since and self.since.isoformat(),
            "refused_at": self._refused_at and self._refused_at.isoformat(),
        }

    @callback
    def async_follow_address(self) -> datetime | None:
        """Believe anew, and return since when, if the address is another than before."""
        if self._address == (address := self._address_now()):
            return None
        self._address = address
        self.since = dt_util.utcnow()
        self._believe()
        return self.since

    @callback
    def async_refused(self) -> bool:
        """Take note that a message was not believed, and return whether that is news."""
        is_news = self._refused_at is None
        self._refused_at = dt_util.utcnow()
        if is_news:
            self._report()
        return is_news

    @callback
    def async_review(self) -> None:
        """Withdraw the repair when all messages of a day have been believed."""
        at = self._refused_at
        if at is not None and dt_util.utcnow() - at > _REPORTED:
            self._believe()

    def _believe(self) -> None:
        self._refused_at = None
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    def _report(self) -> None:
        _LOGGER.warning(
            "Messages tell of more calls of %s than can be, and the exchange shows none of"
            " them; more such calls are not told",
            self._entry.title,
        )
        self._raise_issue()

    def _raise_issue(self) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_WEBHOOK_DISTRUSTED,
            translation_placeholders={"user": self._entry.title},
        )

    @property
    def _issue_id(self) -> str:
        return f"{ISSUE_WEBHOOK_DISTRUSTED}_{self._entry.entry_id}"

    def _address_now(self) -> str:
        """Return what tells the webhook's secret id from others without holding it."""
        webhook_id: str = self._entry.data[CONF_WEBHOOK_ID]
        return sha256(webhook_id.encode()).hexdigest()[:16]


def _time(text: object) -> datetime | None:
    """Read an aware time; None for anything else."""
    try:
        time = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return time if time and time.tzinfo else None
