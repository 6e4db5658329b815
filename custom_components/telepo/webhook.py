"""Receives the CRM connector's messages, one webhook for each organisation."""

from collections.abc import Iterable
import logging
from typing import Final

from aiohttp.hdrs import METH_POST
from aiohttp.web import Request, RequestPayloadError, Response
from homeassistant.components import webhook
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_DOMAIN, CONF_WEBHOOK_ID
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import (
    CONF_PRIVACY,
    CONF_USER_ID,
    DOMAIN,
    EVENT_CRM_MESSAGE,
    MAX_WEBHOOK_BODY,
    NAME,
    REMEMBERED_MESSAGES,
)
from .coordinator import TelepoCoordinator
from .cti import CrmMessage, TelepoInvalidMessageError, parse_crm_messages, same_user
from .latency import Latency
from .privacy import Privacy, shown_address, shown_number, strictest
from .registry import async_device_id, async_event_entity_id

_LOGGER = logging.getLogger(__name__)

# A clock that is off would drown the real delays.
_CREDIBLE_DELAY: Final = 60.0

_NUMBERS = ("local_number", "remote_number")
_ADDRESSES = ("local_email", "remote_email", "remote_user_id")

DATA_RECEIVERS: HassKey[dict[str, CrmReceiver]] = HassKey(f"{DOMAIN}_receivers")


class CrmReceiver:
    """The webhook that all loaded entries of one organisation share."""

    def __init__(self, hass: HomeAssistant, webhook_id: str) -> None:
        """Receive under the secret `webhook_id`."""
        self.push_latency = Latency()
        self._hass = hass
        self._webhook_id = webhook_id
        self._coordinators: list[TelepoCoordinator] = []
        # What the first message of each key claimed. A dict keeps its order: the oldest
        # key is the first one out.
        self._seen: dict[tuple[object, ...], tuple[object, ...]] = {}

    @callback
    def async_add(self, coordinator: TelepoCoordinator) -> CALLBACK_TYPE:
        """Serve one more entry, registering with the first; returns the removal."""
        if not self._coordinators:
            self._register()
        self._coordinators.append(coordinator)

        @callback
        def remove() -> None:
            self._coordinators.remove(coordinator)
            if not self._coordinators:
                webhook.async_unregister(self._hass, self._webhook_id)

        return remove

    @callback
    def async_move(self, webhook_id: str) -> None:
        """Receive under another secret id, and no longer under the old one."""
        webhook.async_unregister(self._hass, self._webhook_id)
        self._webhook_id = webhook_id
        if self._coordinators:
            self._register()

    def _register(self) -> None:
        webhook.async_register(
            self._hass,
            DOMAIN,
            NAME,
            self._webhook_id,
            self._async_handle,
            allowed_methods=[METH_POST],
        )

    async def _async_handle(
        self, _hass: HomeAssistant, webhook_id: str, request: Request
    ) -> Response:
        """Check the body, put its messages on the bus and answer; the polls come later."""
        try:
            body = await _read_body(request)
        except OSError, RequestPayloadError:
            return Response(status=400)
        if len(body) > MAX_WEBHOOK_BODY:
            return Response(status=413)
        try:
            messages = parse_crm_messages(body)
        except TelepoInvalidMessageError:
            _LOGGER.debug("A webhook body that is no CRM message was refused")
            return Response(status=400)
        # Not what was under way to an address that is given up.
        if webhook_id == self._webhook_id:
            self._take(messages)
        return Response(status=200)

    @callback
    def _take(self, messages: Iterable[CrmMessage]) -> None:
        for message in messages:
            if message.key not in self._seen:
                self._remember(message)
                self._measure(message)
                self._tell(message)
            elif self._seen[message.key] != _claim(message):
                # Not a copy: who forges a number in advance must not silence the message
                # that truly has it.
                self._hand_on(message, _user_of(message, self._entries))

    def _remember(self, message: CrmMessage) -> None:
        self._seen[message.key] = _claim(message)
        if len(self._seen) > REMEMBERED_MESSAGES:
            del self._seen[next(iter(self._seen))]

    def _measure(self, message: CrmMessage) -> None:
        if message.timestamp is None:
            return
        seconds = (dt_util.utcnow() - message.timestamp).total_seconds()
        if 0 <= seconds <= _CREDIBLE_DELAY:
            self.push_latency.add(seconds)

    def _tell(self, message: CrmMessage) -> None:
        """Fire the message on the bus and hand it on."""
        hass = self._hass
        entries = self._entries
        user = _user_of(message, entries)
        data = _shown(message, _strictest_privacy(entries), of_colleague=user is None)
        data["config_entry_id"] = user.entry_id if user else None
        data["device_id"] = async_device_id(hass, user) if user else None
        data["entity_id"] = async_event_entity_id(hass, user) if user else None
        hass.bus.async_fire(EVENT_CRM_MESSAGE, data)
        self._hand_on(message, user)

    def _hand_on(self, message: CrmMessage, user: ConfigEntry | None) -> None:
        """Hurry the user's poll, and let the stories know."""
        # Settings of the exchange can keep the user back; then it can be anybody's call.
        of_anybody = message.local_user_id is None
        for coordinator in self._coordinators:
            coordinator.async_message_arrived(
                message, of_user=of_anybody or coordinator.config_entry is user
            )

    @property
    def _entries(self) -> list[ConfigEntry]:
        """The organisation's entries, loaded or not: an outage changes nobody's options."""
        return [
            entry
            for entry in self._hass.config_entries.async_entries(DOMAIN)
            if entry.data[CONF_WEBHOOK_ID] == self._webhook_id
        ]


@callback
def async_receive(hass: HomeAssistant, coordinator: TelepoCoordinator) -> CrmReceiver:
    """Serve the coordinator's entry at its organisation's webhook until it unloads."""
    webhook_id: str = coordinator.config_entry.data[CONF_WEBHOOK_ID]
    receivers = hass.data.setdefault(DATA_RECEIVERS, {})
    receiver = receivers.setdefault(webhook_id, CrmReceiver(hass, webhook_id))
    coordinator.config_entry.async_on_unload(receiver.async_add(coordinator))
    return receiver


@callback
def async_move_receiver(hass: HomeAssistant, old: str, new: str) -> None:
    """Let what receives under the webhook id `old`, if anything does, receive under `new`."""
    receivers = hass.data.get(DATA_RECEIVERS, {})
    if receiver := receivers.pop(old, None):
        receiver.async_move(new)
        receivers[new] = receiver


@callback
def async_forget(hass: HomeAssistant, webhook_id: str) -> None:
    """Forget which messages came in; a reload must not, since copies may follow it."""
    hass.data.get(DATA_RECEIVERS, {}).pop(webhook_id, None)


async def _read_body(request: Request) -> bytes:
    """Return the body, of a too large one no more than shows that it is too large."""
    # Cloudhooks bring a stand-in for a request: it has a stream but no content length,
    # and every access to `content` starts anew.
    stream = request.content
    body = bytearray()
    while len(body) <= MAX_WEBHOOK_BODY:
        chunk = await stream.read(MAX_WEBHOOK_BODY + 1 - len(body))
        if not chunk:
            break
        body += chunk
    return bytes(body)


def _claim(message: CrmMessage) -> tuple[object, ...]:
    """Return what a message says has happened."""
    return (message.state, message.termination_reason)


def _user_of(message: CrmMessage, entries: Iterable[ConfigEntry]) -> ConfigEntry | None:
    for entry in entries:
        domain, user_id = entry.data[CONF_DOMAIN], entry.data[CONF_USER_ID]
        if same_user(domain, user_id, message.local_user_id):
            return entry
    return None


def _strictest_privacy(entries: Iterable[ConfigEntry]) -> Privacy:
    """Return the strictest option: the messages tell of colleagues as well."""
    return strictest(
        Privacy(entry.options.get(CONF_PRIVACY, Privacy.FULL)) for entry in entries
    )


def _shown(
    message: CrmMessage, privacy: Privacy, *, of_colleague: bool
) -> dict[str, object]:
    data: dict[str, object] = {**message.as_dict()}
    for field in _NUMBERS:
        data[field] = shown_number(getattr(message, field), privacy)
    # Who has an entry here is no secret here; a colleague is.
    for field in (*_ADDRESSES, "local_user_id") if of_colleague else _ADDRESSES:
        data[field] = shown_address(getattr(message, field), privacy)
    return data
