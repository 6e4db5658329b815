"""Commands with their whole story: read, check, send once, watch the effect.

The server's acceptance is not success and a stale state token is recognised only by
reading again, so every command here lives between two snapshots.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .client import TelepoClient
from .command_errors import (
    AcceptedNotSeenError,
    ActionNotAllowedError,
    CallEndedError,
    CommandFailedError,
    UnansweredError,
)
from .errors import (
    TelepoConnectionError,
    TelepoError,
    TelepoInvalidResponseError,
    TelepoNotFoundError,
    TelepoNotLicensedError,
    TelepoRateLimitedError,
    TelepoRefusedError,
    TelepoServerError,
    TelepoStaleStateTokenError,
)
from .live_calls import LiveCall, UserCalls
from .matching import is_other_party
from .models import (
    ACTION_HOLD,
    ACTION_RESUME,
    ACTION_TRANSFER,
    Call,
    CallState,
    TransferType,
)
from .selection import choose_call, choose_pair

type ReadCalls = Callable[[], Awaitable[UserCalls]]
type Effect = Callable[[Call, Call | None], bool]

# Which status a stale token has is not documented.
_REFUSALS = (TelepoRefusedError, TelepoNotFoundError, TelepoNotLicensedError)

# Watching begins at once, since most servers have done it by then, and gets calmer.
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The call as last seen, and whether a snapshot confirmed the effect."""

    live: LiveCall
    confirmed: bool


@dataclass(frozen=True, slots=True)
class _Command:
    """One command: how calls are chosen for it, how it is sent, what shows that it worked."""

    action: str
    choose: Callable[[tuple[Call, ...]], tuple[Call, ...]]
    send: Callable[[tuple[Call, ...]], Awaitable[Call | None]]
    effect: Effect
    carries_token: bool


class CallControl:
    """Call control of one user, one command at a time (vendor document, "Call Control")."""

    def __init__(
        self,
        client: TelepoClient,
        read_calls: ReadCalls,
        *,
        on_transfer: Callable[[str], None] = lambda call_id: None,
        patience: float = 5.0,
    ) -> None:
        """Send through `client`; `read_calls` reads a fresh snapshot; watch for `patience` s.

        `on_transfer` is told the id of each call whose transfer was sent and not refused.
        """
        self._client = client
        self._read_calls = read_calls
        self._on_transfer = on_transfer
        self._patience = patience
        self._one_at_a_time = asyncio.Lock()

    async def hold(self, call_id: str | None = None) -> Outcome:
        """Put a call on hold (section "Hold a call")."""
        return await self._confirmed(
            _Command(
                ACTION_HOLD,
                lambda calls: (choose_call(calls, ACTION_HOLD, call_id),),
                lambda chosen: self._client.hold(chosen[0].call_id),
                _is_held,
                carries_token=False,
            )
        )

    async def resume(self, call_id: str | None = None) -> Outcome:
        """Resume a held call (section "Resume a held call")."""
        return await self._confirmed(
            _Command(
                ACTION_RESUME,
                lambda calls: (choose_call(calls, ACTION_RESUME, call_id),),
                lambda chosen: self._client.resume(chosen[0].call_id),
                _is_resumed,
                carries_token=False,
            )
        )

    async def transfer(
        self,
        destination: str,
        *,
        call_id: str | None = None,
        blind: bool = False,
        transfer_type: TransferType = TransferType.BASIC,
    ) -> Outcome:
        """Transfer a call to a SIP or tel URI (section "Transfer a call to a new destination")."""
        return await self._run(
            _Command(
                ACTION_TRANSFER,
                lambda calls: (choose_call(calls, ACTION_TRANSFER, call_id),),
                lambda chosen: self._client.single_step_transfer(
                    chosen[0].call_id,
                    destination=destination,
                    state_token=chosen[0].state_token,
                    blind=blind,
                    transfer_type=transfer_type,
                ),
                _is_transferred,
                carries_token=True,
            )
        )

    async def transfer_to_call(
        self, call_id: str | None = None, target_call_id: str | None = None
    ) -> Outcome:
        """Connect two calls of the user (section "Transfer a call to another call …")."""
        return await self._run(
            _Command(
                ACTION_TRANSFER,
                lambda calls: choose_pair(calls, call_id, target_call_id),
                lambda chosen: self._client.transfer(
                    chosen[0].call_id,
                    target_call_id=chosen[1].call_id,
                    state_token=chosen[0].state_token,
                    target_state_token=chosen[1].state_token,
                ),
                _is_transferred,
                carries_token=True,
            )
        )

    async def _confirmed(self, command: _Command) -> Outcome:
        """Run a command whose effect is due at once."""
        outcome = await self._run(command)
        if not outcome.confirmed:
            raise AcceptedNotSeenError(outcome.live.call, action=command.action)
        return outcome

    async def _run(self, command: _Command) -> Outcome:
        async with self._one_at_a_time:
            calls = await self._read_calls()
            chosen = command.choose(tuple(live.call for live in calls.calls))
            before = _live(calls, chosen[0])
            try:
                no_answer = await self._send(command, chosen)
            except _REFUSALS as refusal:
                chosen = await self._after_refusal(command, chosen, refusal)
                # The token was stale, so the server has done nothing: once more, not
                # oftener.
                no_answer = await self._send_again(command, chosen)
                before = LiveCall(chosen[0], before.started)
            if command.action == ACTION_TRANSFER:
                for call in chosen:
                    self._on_transfer(call.call_id)
            outcome = await self._watch(command, before)
            if no_answer and not outcome.confirmed:
                raise UnansweredError(before.call, action=command.action) from no_answer
            return outcome

    async def _after_refusal(
        self, command: _Command, chosen: tuple[Call, ...], refusal: TelepoError
    ) -> tuple[Call, ...]:
        """Return the calls to try again with, or raise what the refusal means."""
        calls = await self._read_calls()
        fresh = [calls.get(call.call_id) for call in chosen]
        if None in fresh:
            raise CallEndedError(*chosen, action=command.action) from refusal
        now = tuple(live.call for live in fresh if live)
        if not command.carries_token or _tokens(now) == _tokens(chosen):
            raise refusal
        if not now[0].allows(command.action):
            raise ActionNotAllowedError(now[0], action=command.action) from refusal
        return now

    async def _send(
        self, command: _Command, chosen: tuple[Call, ...]
    ) -> TelepoError | None:
        """Send once; return the error when no readable answer came."""
        try:
            reply = await command.send(chosen)
        except (TelepoConnectionError, TelepoInvalidResponseError) as no_answer:
            # Sent perhaps, answered not: never again, the snapshot tells what came of it.
            return no_answer
        if reply is not None:
            _raise_if_failed(command, chosen[0], reply)
        return None

    async def _send_again(
        self, command: _Command, chosen: tuple[Call, ...]
    ) -> TelepoError | None:
        try:
            return await self._send(command, chosen)
        except _REFUSALS as refusal:
            status = getattr(refusal, "status", 0)
            raise TelepoStaleStateTokenError(status) from refusal

    async def _watch(self, command: _Command, before: LiveCall) -> Outcome:
        """Read snapshots until one shows the effect or patience ends."""
        seen = before
        pause = _FIRST_PAUSE
        try:
            async with asyncio.timeout(self._patience):
                while True:
                    try:
                        calls = await self._read_calls()
                    except TelepoRateLimitedError as error:
                        pause = max(pause, error.retry_after or self._patience)
                    except TelepoServerError as error:
                        pause = max(pause, error.retry_after or 0)
                    except TelepoError:
                        # The next reading may get through; until then nothing is known.
                        pass
                    else:
                        now = calls.get(before.call.call_id)
                        if _took_effect(command, before, now):
                            return Outcome(now or before, confirmed=True)
                        seen = now or seen
                    await asyncio.sleep(pause)
                    pause = min(_LONGEST_PAUSE, pause * 2)
        except TimeoutError:
            return Outcome(seen, confirmed=False)


def _live(calls: UserCalls, call: Call) -> LiveCall:
    return next(live for live in calls.calls if live.call is call)


def _tokens(calls: tuple[Call, ...]) -> list[int | None]:
    return [call.state_token for call in calls]


def _took_effect(command: _Command, before: LiveCall, now: LiveCall | None) -> bool:
    """Tell whether the snapshot shows the effect; raise when it shows that none can come."""
    if command.effect(before.call, now.call if now else None):
        return True
    if now is None:
        raise CallEndedError(before.call, action=command.action)
    _raise_if_failed(command, before.call, now.call)
    return False


def _raise_if_failed(command: _Command, before: Call, now: Call) -> None:
    """Raise when `event: FAILED` is news, not the trace of an earlier failure."""
    old_news = before.failed and now.state_token == before.state_token
    if now.failed and not old_news:
        raise CommandFailedError(
            now, action=command.action, description=now.event_description
        )


def _is_held(_before: Call, now: Call | None) -> bool:
    return now is not None and now.state is CallState.HELD


def _is_resumed(_before: Call, now: Call | None) -> bool:
    return now is not None and now.state is CallState.ACTIVE


def _is_transferred(before: Call, now: Call | None) -> bool:
    return now is None or is_other_party(before.remote_party, now.remote_party)
