"""The users and calls of the exchange, and everything but transfers."""

from collections.abc import Callable, Collection
from contextlib import suppress
import random
import string
import time

from .directory import Directory
from .models import (
    Call,
    Change,
    Clock,
    NotAllowedError,
    NotFoundError,
    Party,
    Reason,
    StaleTokenError,
    State,
    User,
    What,
)

type Listener = Callable[[Change], None]

# Enough for a day of calls; a simulator that runs for weeks must not grow.
MAX_FINISHED = 1_000

_ID_CHARACTERS = string.ascii_lowercase + string.digits


def _now() -> float:
    """Return the time, looked up at each call so that a frozen one is seen."""
    return time.time()


class CallTable(Directory):
    """Users and calls in memory: synchronous, no input or output.

    Every change gives the call a new stateToken and tells the subscribers.
    """

    def __init__(self, clock: Clock | None = None, seed: int | None = None) -> None:
        """Start empty; `clock` returns seconds since 1970."""
        super().__init__()
        self.clock: Clock = clock or _now
        self._calls: dict[str, Call] = {}
        self._listeners: list[Listener] = []
        self._random = random.Random(seed)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every change; return the unsubscribe."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def calls(self, user: User | str | None = None) -> list[Call]:
        """Return the live calls, oldest first, of one user or of all."""
        owner = None if user is None else self.user(user)
        return [
            call
            for call in self._calls.values()
            if call.live and owner in (None, call.user)
        ]

    def call(self, call_id: str) -> Call:
        """Return a call, live or lately finished, else raise NotFoundError."""
        if call := self._calls.get(call_id):
            return call
        raise NotFoundError("no such call")

    def inbound(
        self,
        user: User | str,
        number: str | None,
        name: str | None = None,
        *,
        call_id: str | None = None,
    ) -> Call:
        """Let an outside caller ring a user; no number means a withheld one."""
        party = Party.from_number(number, name)
        return self._new(self.user(user), party, State.RINGING, call_id)

    def outbound(
        self,
        user: User | str,
        number: str,
        name: str | None = None,
        *,
        call_id: str | None = None,
    ) -> Call:
        """Let a user dial an outside number."""
        party = Party.from_number(number, name)
        return self._new(self.user(user), party, State.DIALING, call_id)

    def internal(self, caller: User | str, callee: User | str) -> tuple[Call, Call]:
        """Let one user call another; return the caller's leg and the callee's."""
        caller, callee = self.user(caller), self.user(callee)
        ours = self._new(caller, callee.party, State.DIALING)
        theirs = self._new(callee, caller.party, State.RINGING)
        self._connect(ours, theirs)
        return ours, theirs

    def answer(self, call_id: str) -> Call:
        """The user answers a ringing call."""
        call = self._ready(call_id, {State.RINGING})
        self._set_active(call)
        if call.peer and call.peer.state is State.DIALING:
            self._set_active(call.peer)
        return call

    def far_answers(self, call_id: str) -> Call:
        """The other side answers a call that the user dialled."""
        call = self._ready(call_id, {State.DIALING})
        if call.peer and call.peer.state is State.RINGING:
            self.answer(call.peer.call_id)
        else:
            self._set_active(call)
        return call

    def reject(self, call_id: str) -> Call:
        """The called side turns the call down."""
        call = self._ready(call_id, {State.RINGING, State.DIALING})
        return self._finish(call, Reason.REJECTED)

    def cancel(self, call_id: str) -> Call:
        """The calling side gives up before an answer."""
        call = self._ready(call_id, {State.RINGING, State.DIALING})
        return self._finish(call, Reason.CANCELLED)

    def answered_elsewhere(self, call_id: str) -> Call:
        """Somebody else took the call that rings here."""
        call = self._ready(call_id, {State.RINGING})
        if peer := call.peer:
            # The caller is talking now, only not to this user.
            call.peer = peer.peer = None
            self._set_active(peer)
        return self._finish(call, Reason.ANSWERED_ELSEWHERE)

    def hold(self, call_id: str, state_token: int | None = None) -> Call:
        """Put an active call on hold."""
        call = self._ready(call_id, {State.ACTIVE}, state_token, free=True)
        return self._change(call, What.HELD, State.HELD)

    def resume(self, call_id: str, state_token: int | None = None) -> Call:
        """Take back a held or parked call."""
        allowed = {State.HELD, State.PARKED}
        call = self._ready(call_id, allowed, state_token, free=True)
        return self._change(call, What.RESUMED, State.ACTIVE)

    def park(self, call_id: str) -> Call:
        """Park an active or held call."""
        call = self._ready(call_id, {State.ACTIVE, State.HELD}, free=True)
        return self._change(call, What.PARKED, State.PARKED)

    def end(self, call_id: str, reason: Reason | str = Reason.HANGUP) -> Call:
        """Hang up, from either side and in any state."""
        return self._finish(self._ready(call_id, None), Reason(reason))

    def start_recording(self, call_id: str) -> Call:
        """Begin to record an active call."""
        call = self._ready(call_id, {State.ACTIVE})
        call.recording_since = self.clock()
        return self._change(call, What.RECORDING)

    def fail(self, call_id: str, description: str) -> Call:
        """Report a failure on a call (`event` FAILED); the call stays."""
        call = self._ready(call_id, None)
        call.event, call.event_description = "FAILED", description
        return self._change(call, What.FAILED)

    def check(self, call_id: str, action: str, state_token: int | None = None) -> Call:
        """Return a call that allows an action now, its token as expected.

        Raises NotFoundError, StaleTokenError or NotAllowedError.
        """
        call = self._ready(call_id, None, state_token)
        if action not in call.actions:
            raise NotAllowedError(f"{action} is not among the call's actions")
        return call

    def _new(
        self,
        user: User,
        remote: Party,
        state: State,
        call_id: str | None = None,
        device_id: str | None = None,
    ) -> Call:
        """Create a call that begins ringing or dialing."""
        call = Call(
            call_id=call_id or "".join(self._random.choices(_ID_CHARACTERS, k=9)),
            user=user,
            remote=self._known(remote),
            inbound=state is State.RINGING,
            state=state,
            state_token=0,
            created=self.clock(),
            device_id=device_id,
        )
        self._calls[call.call_id] = call
        self._forget_finished()
        what = What.RINGING if call.inbound else What.DIALING
        return self._change(call, what)

    def _known(self, party: Party) -> Party:
        """Return a party as the user it is, if it is one of the exchange's."""
        for user in self.users:
            if user.party.uri == party.uri and party.name in (None, user.display_name):
                return user.party
        return party

    def _forget_finished(self) -> None:
        """Drop the oldest finished calls beyond the limit."""
        finished = [key for key, call in self._calls.items() if not call.live]
        for key in finished[: max(0, len(finished) - MAX_FINISHED)]:
            del self._calls[key]

    def _ready(
        self,
        call_id: str,
        states: Collection[State] | None,
        state_token: int | None = None,
        *,
        free: bool = False,
    ) -> Call:
        """Return a live call in one of the states, its token as expected."""
        call = self.call(call_id)
        if not call.live:
            raise NotFoundError("the call is over")
        if state_token is not None and state_token != call.state_token:
            raise StaleTokenError("the stateToken does not match")
        if states is not None and call.state not in states:
            raise NotAllowedError(f"a call that is {call.state} does not allow this")
        if free and call.transferring:
            raise NotAllowedError("the call is being transferred")
        return call

    def _set_active(self, call: Call) -> None:
        """Begin the conversation."""
        call.answered = self.clock()
        self._change(call, What.ANSWERED, State.ACTIVE)

    def _connect(self, one: Call, other: Call) -> None:
        """Make two users' legs the two ends of one conversation."""
        one.peer, other.peer = other, one

    def _change(
        self,
        call: Call,
        what: What,
        state: State | None = None,
        reason: Reason | None = None,
    ) -> Call:
        """Apply a new state, give a new token and tell the subscribers."""
        if state is not None:
            # A report of failure is about the step before, not about this one.
            call.event = call.event_description = None
            call.last_live = call.state if call.live else call.last_live
            call.state = state
        call.state_token = self._random.randrange(1, 2**63)
        change = Change(self.clock(), call.user, call, what, reason)
        for listener in tuple(self._listeners):
            listener(change)
        return call

    def _finish(self, call: Call, reason: Reason) -> Call:
        """End a call, and with it the other user's leg."""
        call.reason = reason
        self._change(call, What.ENDED, State.ENDED, reason)
        if (peer := call.peer) and peer.live:
            call.peer = peer.peer = None
            self._finish(peer, reason)
        return call
