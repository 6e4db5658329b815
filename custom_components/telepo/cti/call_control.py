"""Commands with their whole story: read, check, send once, watch the effect.

The server's acceptance is not success and a stale state token is recognised only by
reading again, so every command here lives between two snapshots.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from .client import TelepoClient
from .command_errors import (
    AcceptedNotSeenError,
    CallEndedError,
    CommandFailedError,
    UnansweredError,
)
from .effects import (
    Effect,
    ReadCalls,
    Sight,
    dials_anew,
    is_held,
    is_resumed,
    is_transferred,
    watch,
)
from .errors import (
    TelepoConnectionError,
    TelepoError,
    TelepoInvalidResponseError,
    TelepoNotFoundError,
    TelepoNotLicensedError,
    TelepoRefusedError,
    TelepoStaleStateTokenError,
)
from .live_calls import LiveCall, UserCalls
from .models import (
    ACTION_HOLD,
    ACTION_RESUME,
    ACTION_TRANSFER,
    Call,
    Reply,
    TransferType,
)
from .selection import choose_call, choose_for_transfer, choose_pair

# Which status a stale token has is not documented.
_REFUSALS = (TelepoRefusedError, TelepoNotFoundError, TelepoNotLicensedError)

# Sent perhaps, answered not: never again, the snapshot tells what came of it.
_NO_ANSWER = (TelepoConnectionError, TelepoInvalidResponseError)

# No action of a call has this name: it is what people read in an error.
_DIAL = "DIAL"


class Outcome(NamedTuple):
    """The call as last seen, and whether a snapshot confirmed the effect.

    `watched`: whether any snapshot could be read after the command.
    """

    live: LiveCall
    confirmed: bool
    watched: bool = True


class _Command(NamedTuple):
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
        on_error: Callable[[TelepoError], None] = lambda error: None,
        patience: float = 5.0,
    ) -> None:
        """Send through `client`; `read_calls` reads a fresh snapshot; watch for `patience` s.

        `on_transfer` is told the id of each call whose transfer was sent and not refused,
        `on_error` what came instead of a good answer to a command.
        """
        self._client = client
        self._read_calls = read_calls
        self._on_transfer = on_transfer
        self._on_error = on_error
        self._patience = patience
        self._one_at_a_time = asyncio.Lock()

    async def hold(self, call_id: str | None = None) -> Outcome:
        """Put a call on hold (section "Hold a call")."""
        return await self._confirmed(
            _Command(
                ACTION_HOLD,
                lambda calls: (choose_call(calls, ACTION_HOLD, call_id),),
                lambda chosen: self._client.hold(chosen[0].call_id),
                is_held,
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
                is_resumed,
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
                lambda calls: (choose_for_transfer(calls, call_id, destination),),
                lambda chosen: self._client.single_step_transfer(
                    chosen[0].call_id,
                    destination=destination,
                    state_token=chosen[0].state_token,
                    blind=blind,
                    transfer_type=transfer_type,
                ),
                is_transferred,
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
                is_transferred,
                carries_token=True,
            )
        )

    async def dial(self, destination: str, telephone_id: str) -> None:
        """Call a SIP or tel URI from one of the user's telephones; returns when accepted.

        That telephone rings first, so no call is due yet. Raises UnansweredError.
        """
        async with self._one_at_a_time:
            before = await self._read_calls()
            try:
                await self._answer(self._client.make(telephone_id, destination))
            except _NO_ANSWER as no_answer:
                sight = await self._watch_for(
                    lambda now: dials_anew(before, now, destination)
                )
                if sight is not Sight.SEEN:
                    raise UnansweredError(action=_DIAL) from no_answer

    async def send_command(
        self,
        command: str,
        call_id: str | None = None,
        data: Mapping[str, object] | None = None,
    ) -> Reply:
        """Send an operation of the operator's, whatever `actions` lists.

        Raises ValueError as the client does, and UnansweredError.
        """
        async with self._one_at_a_time:
            try:
                return await self._answer(
                    self._client.send_command(command, call_id, data)
                )
            except _NO_ANSWER as no_answer:
                raise UnansweredError(action=command.upper()) from no_answer

    async def _confirmed(self, command: _Command) -> Outcome:
        """Run a command whose effect is due at once."""
        outcome = await self._run(command)
        if outcome.confirmed:
            return outcome
        error = AcceptedNotSeenError if outcome.watched else UnansweredError
        raise error(outcome.live.call, action=command.action)

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
        # Checked like the first time: the other party may be another one, for instance.
        return command.choose(now)

    async def _send(
        self, command: _Command, chosen: tuple[Call, ...]
    ) -> TelepoError | None:
        """Send once; return the error when no readable answer came."""
        try:
            reply = await self._answer(command.send(chosen))
        except _NO_ANSWER as no_answer:
            return no_answer
        if reply is not None:
            _raise_if_failed(command, chosen[0], reply)
        return None

    async def _answer[T](self, request: Awaitable[T]) -> T:
        try:
            return await request
        except TelepoError as error:
            self._on_error(error)
            raise

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

        def look(calls: UserCalls) -> bool:
            nonlocal seen
            now = calls.get(before.call.call_id)
            seen = now or seen
            return _took_effect(command, before, now)

        sight = await self._watch_for(look)
        return Outcome(
            seen, confirmed=sight is Sight.SEEN, watched=sight is not Sight.BLIND
        )

    async def _watch_for(self, look: Callable[[UserCalls], bool]) -> Sight:
        return await watch(
            self._read_calls,
            look,
            self._patience,
            is_over=lambda: self._client.is_closed,
        )


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
