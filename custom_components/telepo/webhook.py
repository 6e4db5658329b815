"""Receives the CRM connector's messages, one webhook for each organisation."""

from collections.abc import Iterable, Sequence
import logging
from typing import Final

from aiohttp.hdrs import ALLOW, METH_GET, METH_POST, METH_PUT
from aiohttp.web import Request, RequestPayloadError, Response
from homeassistant.components import webhook
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import (
    DOMAIN,
    EVENT_CRM_MESSAGE,
    MAX_WEBHOOK_BODY,
    NAME,
    REMEMBERED_MESSAGES,
)
from .coordinator import TelepoCoordinator
from .cti import (
    CRM_TERMINATED,
    CrmMessage,
    TelepoInvalidMessageError,
    parse_crm_messages,
)
from .latency import Latency
from .organisation import Organisation
from .poll_round import PollRound
from .privacy import Privacy, shown_address, shown_number
from .webhook_health import Arrivals

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
        self._organisation = Organisation(hass, webhook_id)
        self._round = PollRound(hass)
        self._cancel_following: CALLBACK_TYPE = lambda: None
        # By the ids of their entries.
        self._coordinators: dict[str, TelepoCoordinator] = {}
        self._arrivals = Arrivals()
        # To whom no message has shown yet that messages come.
        self._unproven: list[TelepoCoordinator] = []
        # What the first message of each key claimed. A dict keeps its order: the oldest
        # key is the first one out.
        self._seen: dict[tuple[object, ...], int] = {}
        # The same of the messages that came to the address before.
        self._seen_before: dict[tuple[object, ...], int] = {}

    @callback
    def async_add(self, coordinator: TelepoCoordinator) -> CALLBACK_TYPE:
        """Serve one more entry, registering with the first; returns the removal."""
        if not self._coordinators:
            self._register()
        self._coordinators[coordinator.config_entry.entry_id] = coordinator
        self._unproven.append(coordinator)
        coordinator.webhook.async_share(self._arrivals)

        @callback
        def remove() -> None:
            del self._coordinators[coordinator.config_entry.entry_id]
            if coordinator in self._unproven:
                self._unproven.remove(coordinator)
            self._round.async_leave(coordinator)
            if not self._coordinators:
                self._unregister()

        return remove

    @callback
    def async_move(self, webhook_id: str) -> None:
        """Receive under another secret id, and no longer under the old one."""
        if self._coordinators:
            self._unregister()
        self._webhook_id = webhook_id
        self._organisation = Organisation(self._hass, webhook_id)
        if self._coordinators:
            self._register()
        # A number that was used up at the old address does not silence a true message.
        self._seen_before, self._seen = self._seen, {}
        self._unproven = list(self._coordinators.values())
        for coordinator in self._unproven:
            coordinator.stories.async_follow_address()
            # Nothing comes until the operator has entered the new address, so the slow
            # pace ends, but not with a request for everybody in the same instant.
            if coordinator.webhook.alive:
                self._round.async_join(coordinator, expects_call=False)
            coordinator.webhook.async_begin_anew()

    def _register(self) -> None:
        self._cancel_following = self._organisation.async_follow()
        webhook.async_register(
            self._hass,
            DOMAIN,
            NAME,
            self._webhook_id,
            self._async_handle,
            # What Home Assistant refuses itself it logs, with the secret id.
            allowed_methods=[METH_GET, METH_POST, METH_PUT],
        )

    def _unregister(self) -> None:
        webhook.async_unregister(self._hass, self._webhook_id)
        self._cancel_following()

    async def _async_handle(
        self, _hass: HomeAssistant, webhook_id: str, request: Request
    ) -> Response:
        """Check the body, put its messages on the bus and answer; the polls come later."""
        if request.method != METH_POST:
            return Response(status=405, headers={ALLOW: METH_POST})
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
        anybodys = []
        for message in messages:
            key, claim = message.key, _claim(message)
            if claim in (self._seen.get(key), self._seen_before.get(key)):
                continue
            if key not in self._seen:
                self._remember(key, claim)
                self._tell(message)
                self._measure(message)
            # Else it is not fired, but no copy either: who forges a number in advance must
            # not silence the message that truly has it.
            if message.local_user_id is None:
                anybodys.append(message)
            else:
                self._hand_on(message)
        if anybodys:
            self._hand_round(anybodys)

    def _remember(self, key: tuple[object, ...], claim: int) -> None:
        self._seen[key] = claim
        if len(self._seen) > REMEMBERED_MESSAGES:
            del self._seen[next(iter(self._seen))]

    def _measure(self, message: CrmMessage) -> None:
        if message.timestamp is None:
            return
        seconds = (dt_util.utcnow() - message.timestamp).total_seconds()
        if 0 <= seconds <= _CREDIBLE_DELAY:
            self.push_latency.add(seconds)

    def _tell(self, message: CrmMessage) -> None:
        """Fire the message on the bus."""
        organisation = self._organisation
        member = organisation.member(message.local_user_id)
        data = _shown(message, organisation.privacy, of_colleague=member is None)
        data["config_entry_id"] = member.entry.entry_id if member else None
        data["device_id"] = member.device_id if member else None
        data["entity_id"] = member.entity_id if member else None
        self._hass.bus.async_fire(EVENT_CRM_MESSAGE, data)

    def _hand_on(self, message: CrmMessage) -> None:
        """Hurry the user's poll, and let the stories know."""
        self._arrivals.last = dt_util.utcnow()
        if member := self._organisation.member(message.local_user_id):
            if coordinator := self._coordinators.get(member.entry.entry_id):
                coordinator.async_message_arrived(message)
        # To the others it is news once: a message costs the same however many they are.
        unproven, self._unproven = self._unproven, []
        for coordinator in unproven:
            coordinator.webhook.async_colleagues_message_arrived()

    def _hand_round(self, messages: Sequence[CrmMessage]) -> None:
        """Hurry everybody's poll: settings of the exchange can keep the user back.

        What may be anybody's call makes nobody's story.
        """
        self._arrivals.last = dt_util.utcnow()
        self._unproven = []
        expects_call = any(message.state != CRM_TERMINATED for message in messages)
        for coordinator in self._coordinators.values():
            self._round.async_join(coordinator, expects_call=expects_call)
            coordinator.webhook.async_anybodys_messages_arrived(messages)


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


def _claim(message: CrmMessage) -> int:
    """Return a hash of what a message says has happened: no caller is remembered."""
    return hash(
        (
            message.state,
            message.termination_reason,
            message.local_user_id,
            message.direction,
            message.remote_number,
        )
    )


def _shown(
    message: CrmMessage, privacy: Privacy, *, of_colleague: bool
) -> dict[str, object]:
    data = message.as_dict()
    if privacy is Privacy.FULL:
        return data
    for field in _NUMBERS:
        data[field] = shown_number(getattr(message, field), privacy)
    # Who has an entry here is no secret here; a colleague is.
    for field in (*_ADDRESSES, "local_user_id") if of_colleague else _ADDRESSES:
        data[field] = shown_address(getattr(message, field), privacy)
    return data
