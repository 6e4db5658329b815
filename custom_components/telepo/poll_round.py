"""Polls of everybody, when a message does not say whose it is."""

from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .coordinator import TelepoCoordinator
from .pace import PollBudget


class PollRound:
    """Hurries one user after the other, within one budget for all of them.

    With a budget for each user, one message could ask the exchange hundreds of times.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Hurry nobody yet."""
        self._hass = hass
        self._budget = PollBudget()
        # Who is to be hurried, in this order, and whether a call is expected.
        self._waiting: dict[TelepoCoordinator, bool] = {}
        self._cancel: CALLBACK_TYPE | None = None

    @callback
    def async_join(self, coordinator: TelepoCoordinator, *, expects_call: bool) -> None:
        """Hurry the user's poll, at once if the budget allows."""
        expected = self._waiting.get(coordinator, False)
        self._waiting[coordinator] = expected or expects_call
        if self._cancel is None:
            # In the next turn: messages that come together are one reason to look.
            self._cancel = self._hass.loop.call_soon(self._go_on).cancel

    @callback
    def async_leave(self, coordinator: TelepoCoordinator) -> None:
        """Hurry the user's poll no more."""
        self._waiting.pop(coordinator, None)
        if self._cancel and not self._waiting:
            self._cancel()
            self._cancel = None

    @callback
    def _go_on(self) -> None:
        self._cancel = None
        while self._waiting:
            if wait := self._budget.take(self._hass.loop.time()):
                self._cancel = async_call_later(
                    self._hass, wait, HassJob(self._due, cancel_on_shutdown=True)
                )
                return
            self._hurry_first()

    @callback
    def _due(self, _now: datetime) -> None:
        self._hurry_first()
        self._go_on()

    def _hurry_first(self) -> None:
        coordinator = next(iter(self._waiting))
        coordinator.async_hurry(expects_call=self._waiting.pop(coordinator))
