"""Polls one user's snapshot and publishes the calls."""

import asyncio
from datetime import timedelta
import logging
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .const import CONF_PRIVACY, DOMAIN, ISSUE_NOT_LICENSED
from .cti import (
    CRM_TERMINATED,
    CrmMessage,
    LiveCalls,
    Snapshot,
    TelepoAuthenticationError,
    TelepoClient,
    TelepoError,
    TelepoNotLicensedError,
    TelepoRateLimitedError,
    UserCalls,
)
from .ha_errors import retry_after, update_error
from .latency import Latency
from .own_numbers import OwnNumbers
from .pace import IDLE, Pace, PollBudget
from .privacy import Privacy
from .stories import CallStories
from .webhook_health import WebhookHealth

_LOGGER = logging.getLogger(__name__)

# A message of a living call may be ahead of the snapshot: so many polls more go at the
# pace of a call before an idle snapshot is believed.
_POLLS_EXPECTING_A_CALL = 2


class TelepoCoordinator(DataUpdateCoordinator[UserCalls]):
    """The user's calls, kept fresh at the pace of what happens.

    The snapshot alone is the truth about live calls; a CRM message makes the next poll
    come at once, and goes into the stories beside it.
    """

    config_entry: ConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: TelepoClient,
        stories: CallStories,
    ) -> None:
        """Poll through `client` for `entry`, whose type is told by the runtime."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"{DOMAIN} {entry.title}",
            update_interval=timedelta(seconds=IDLE),
        )
        self.privacy = Privacy(entry.options.get(CONF_PRIVACY, Privacy.FULL))
        self.webhook = WebhookHealth(hass, entry, self._webhook_changed)
        self.stories = stories
        self.own_numbers = OwnNumbers(client.domain, client.user_id)
        self.poll_latency = Latency()
        self._client = client
        self._live_calls = LiveCalls()
        self._pace = Pace()
        self._budget = PollBudget()
        self._webhook_listeners: list[CALLBACK_TYPE] = []
        self._told: tuple[bool, UserCalls] | None = None
        self._readings = 0
        self._newest_reading = 0
        self._refused_reading = 0
        # The client gives the same object again while nothing changes.
        self._snapshot: Snapshot | None = None
        self._latest = UserCalls()
        self._passing_on: asyncio.Handle | None = None
        self._licence_missing: bool | None = None
        self._auth_failed = False
        self._quiet_until = self._peace_until = 0.0
        self._polls_expecting_a_call = 0
        self._hurry_again = False
        self._hurry_task: asyncio.Task[None] | None = None
        self._nonsense_logged = False

    async def async_read_calls(self) -> UserCalls:
        """Read a fresh snapshot, publish and return its calls; raises TelepoError."""
        try:
            calls = await self._async_read()
        except TelepoAuthenticationError:
            # The ordinary poll starts the new authentication, and nothing else is asked.
            self._quiet_until = 0.0
            self._async_hurry()
            raise
        except TelepoError as error:
            if _asks_for_peace(error):
                self._leave_in_peace(error)
            raise
        if not self.last_update_success:
            _LOGGER.info("Fetching %s data recovered", self.name)
        if not self.last_update_success or calls != self.data:
            self._calls_known(calls)
            self.async_set_updated_data(calls)
        return calls

    @callback
    def async_message_arrived(self, message: CrmMessage) -> None:
        """Take note of a CRM message about this user, and poll at once."""
        self.async_catch_up()
        # The exchange answers while the message is taken in.
        self.async_hurry(expects_call=message.state != CRM_TERMINATED)
        self.webhook.async_message_arrived(message)
        self.own_numbers.take_number(message.local_number)
        self.stories.async_message_arrived(message, readable=self.last_update_success)

    @callback
    def async_command_failed(self, error: TelepoError) -> None:
        """Leave the exchange in peace if it asked for that instead of taking a command.

        What is read to learn what came of the command does not end that.
        """
        if _asks_for_peace(error):
            self._leave_in_peace(error)
            self._peace_until = self._quiet_until

    @callback
    def async_command_sent(self) -> None:
        """Poll at once after a command whose effect nobody watches for."""
        self.async_hurry(expects_call=True)

    @callback
    def async_hurry(self, *, expects_call: bool) -> None:
        """Poll at once; if a call may be about to begin, the next polls go at its pace."""
        if expects_call:
            self._polls_expecting_a_call = _POLLS_EXPECTING_A_CALL + 1
        self._async_hurry()

    @callback
    def async_catch_up(self) -> None:
        """Pass on what was read, if that is still to be done."""
        if self._passing_on is not None:
            self._passing_on.cancel()
            self._pass_on()

    @callback
    def async_add_webhook_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call `listener` when the webhook's health changes; returns the unsubscribe."""
        self._webhook_listeners.append(listener)
        return lambda: self._webhook_listeners.remove(listener)

    @override
    async def async_shutdown(self) -> None:
        """Stop polling and watching."""
        self.webhook.async_stop()
        await super().async_shutdown()
        self.async_catch_up()

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Tell what is news.

        The base class compares with what was there before its own poll, and would miss a
        poll that undoes what an action published meanwhile.
        """
        news = (self.last_update_success, self.data)
        if news != self._told:
            self._told = news
            super().async_update_listeners()

    @override
    async def _async_update_data(self) -> UserCalls:
        """Read the snapshot; raises UpdateFailed or ConfigEntryAuthFailed."""
        try:
            calls = await self._async_read()
        except TelepoError as error:
            self._auth_failed = isinstance(error, TelepoAuthenticationError)
            self._slow_down(error)
            if isinstance(error, TelepoNotLicensedError):
                self._tell_licence(missing=True)
            raise update_error(error) from error
        self._calls_known(calls)
        return calls

    async def _async_read(self) -> UserCalls:
        """Read a snapshot and take it in, unless a later question was answered first."""
        self._readings += 1
        reading = self._readings
        asked = self.hass.loop.time()
        try:
            snapshot = await self._client.snapshot()
        except TelepoError:
            if reading < self._newest_reading:
                # A later question has been answered, so this failure is old news.
                return self._latest
            raise
        self.poll_latency.add(self.hass.loop.time() - asked)
        if reading > self._newest_reading:
            self._newest_reading = reading
            self.async_catch_up()
            if snapshot is self._snapshot and not self._latest.calls:
                self._pass_on()
                return self._latest
            if snapshot is not self._snapshot:
                self._snapshot = snapshot
                self._log_nonsense(snapshot)
                self._latest = self._live_calls.apply(snapshot, dt_util.utcnow())
            # In the next turn: first the states are told, and who asked goes on.
            self._passing_on = self.hass.loop.call_soon(self._pass_on)
        return self._latest

    def _pass_on(self) -> None:
        """Let everybody know of the last reading who keeps books of the calls."""
        self._passing_on = None
        self.own_numbers.take_calls(self._latest)
        self.webhook.async_calls_read(self._latest)
        self.stories.async_calls_read(self._latest, messages_alive=self.webhook.alive)

    @callback
    def _async_hurry(self) -> None:
        """Poll at once, and once more when a poll is already under way.

        A poll under way may have been answered before the change that this is about.
        """
        if self._auth_failed or self.hass.loop.time() < self._quiet_until:
            return
        # The answer to a command can come after the unloading.
        if self._shutdown_requested:
            return
        self._hurry_again = True
        if self._hurry_task is None or self._hurry_task.done():
            self._hurry_task = self.config_entry.async_create_background_task(
                self.hass, self._async_hurried_polls(), f"{self.name} hurried poll"
            )

    async def _async_hurried_polls(self) -> None:
        while self._hurry_again:
            if wait := self._budget.take(self.hass.loop.time()):
                await asyncio.sleep(wait)
            self._hurry_again = False
            # Behind a poll under way, which may learn that no other is welcome.
            async with self._debounced_refresh.async_lock():
                if self._auth_failed or self.hass.loop.time() < self._quiet_until:
                    return
                await self._async_refresh(log_failures=True)

    def _calls_known(self, calls: UserCalls) -> None:
        """Take note that the exchange answers, and set the pace by what it says."""
        asked_before = self._newest_reading <= self._refused_reading
        left = self._peace_left()
        if left and (asked_before or self.hass.loop.time() < self._peace_until):
            # That the server asked for peace still holds, and for no longer than it said.
            self.update_interval = timedelta(seconds=left)
            return
        self._auth_failed = False
        self._quiet_until = 0.0
        self._tell_licence(missing=False)
        self._polls_expecting_a_call = max(0, self._polls_expecting_a_call - 1)
        seconds = self._pace.after_success(
            in_call=bool(calls.calls) or self._polls_expecting_a_call > 0,
            webhook_alive=self.webhook.alive,
        )
        self.update_interval = timedelta(seconds=seconds)

    def _slow_down(self, error: TelepoError) -> None:
        seconds = self._pace.after_failure(retry_after(error))
        if _asks_for_peace(error):
            self._refused_reading = self._readings
            # Whoever asked before may have asked for longer.
            until = self.hass.loop.time() + seconds
            self._quiet_until = max(self._quiet_until, until)
        self.update_interval = timedelta(seconds=max(seconds, self._peace_left()))

    def _peace_left(self) -> float:
        """Return after how many seconds the server wants to be asked again, 0 for now."""
        left = self._quiet_until - self.hass.loop.time()
        # The base class rounds the present down to a whole second.
        return left + 1 if left > 0 else 0.0

    def _leave_in_peace(self, error: TelepoError) -> None:
        """Put the next poll off, though none was refused."""
        if not self._shutdown_requested:
            self._slow_down(error)
            self._schedule_refresh()

    def _tell_licence(self, *, missing: bool) -> None:
        """Raise or withdraw the repair that says which licence or scope is missing."""
        if missing is self._licence_missing:
            return
        self._licence_missing = missing
        issue_id = f"{ISSUE_NOT_LICENSED}_{self.config_entry.entry_id}"
        if not missing:
            ir.async_delete_issue(self.hass, DOMAIN, issue_id)
            return
        ir.async_create_issue(
            self.hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=ISSUE_NOT_LICENSED,
            translation_placeholders={"user": self.config_entry.title},
        )

    def _log_nonsense(self, snapshot: Snapshot) -> None:
        """Say once, without their content, that call objects were left out."""
        if snapshot.left_out and not self._nonsense_logged:
            self._nonsense_logged = True
            _LOGGER.warning(
                "The snapshot of %s holds %d call objects that make no sense; they are"
                " left out",
                self.config_entry.title,
                snapshot.left_out,
            )

    @callback
    def _webhook_changed(self) -> None:
        """Tell the listeners; the slow pace is for as long as messages arrive."""
        if self.webhook.silent:
            self._async_hurry()
        for listener in list(self._webhook_listeners):
            listener()


def _asks_for_peace(error: TelepoError) -> bool:
    """Tell whether the server asked to be left alone for a while."""
    return isinstance(error, TelepoRateLimitedError) or retry_after(error) is not None
