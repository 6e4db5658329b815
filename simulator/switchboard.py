"""Dialling by command and transfers, on top of the table of calls."""

from collections.abc import Callable
from typing import override

from .call_table import CallTable
from .models import (
    Call,
    Clock,
    History,
    NotAllowedError,
    NotFoundError,
    Party,
    Reason,
    State,
    Transfer,
    TransferType,
    User,
    What,
)

type Schedule = Callable[[float, Callable[[], None]], object]

TALKING = frozenset({State.ACTIVE, State.HELD})

# The wording is the vendor document's; the numbers are SIP's own.
_FAILED = "Call setup failed with status code {}"
_UNKNOWN, _BUSY, _DECLINED = 404, 486, 603


class Switchboard(CallTable):
    """The exchange: calls of users, dialled by command too, and transfers between them."""

    def __init__(
        self,
        clock: Clock | None = None,
        seed: int | None = None,
        schedule: Schedule | None = None,
    ) -> None:
        """Start empty; `schedule(seconds, function)` is needed for delays only."""
        super().__init__(clock, seed)
        self.schedule = schedule
        # Seconds until a transfer's target answers by itself; None: when told.
        self.transfer_answers_after: float | None = None
        self._busy: set[str] = set()
        self._unknown: set[str] = set()
        self._transfers: list[Transfer] = []

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """Return the transfers that nobody has answered yet."""
        return tuple(self._transfers)

    def set_busy(self, number: str, *, busy: bool = True) -> None:
        """Make a number engaged or free; camped-on calls then ring."""
        if busy:
            self._busy.add(f"tel:{number}")
        else:
            self._busy.discard(f"tel:{number}")
            self._ring_camped()

    def set_unknown(self, number: str) -> None:
        """Make a number one that leads nowhere."""
        self._unknown.add(f"tel:{number}")

    def dial(self, user: User | str, device_id: str, destination: str) -> Call:
        """Let a user's device dial a SIP or tel URI; a user of this exchange rings.

        What goes wrong later is told by `event` FAILED. Raises NotFoundError.
        """
        caller = self.user(user)
        if not caller.owns(device_id):
            raise NotFoundError("no such device")
        party, callee = self._resolve(destination, follow=True)
        call = self._new(caller, party, State.DIALING, device_id=device_id)
        if problem := self._problem(party, callee):
            return self.fail(call.call_id, _FAILED.format(problem))
        if callee:
            self._connect(call, self._new(callee, caller.party, State.RINGING))
        return call

    def single_step_transfer(
        self,
        call_id: str,
        destination: str,
        *,
        type_: TransferType | str = TransferType.BASIC,
        blind: bool = False,
        state_token: int | None = None,
    ) -> Call:
        """Transfer a call to a SIP or tel URI (vendor document, Call Control).

        A held call is unheld. What goes wrong later is told by `event` FAILED.
        """
        call = self._ready(call_id, TALKING, state_token, free=True)
        type_ = TransferType(type_)
        self._unhold(call)
        bypass = type_ is TransferType.DIVERSION_BYPASS
        party, user = self._resolve(destination, follow=not bypass)
        camp_on = type_ is TransferType.CAMP_ON
        transfer = Transfer(call, party, user, blind, camp_on)
        waits = type_ in (TransferType.CAMP_ON, TransferType.VOICEMAIL)
        if problem := self._problem(party, user, waits=waits):
            return self.fail(call_id, _FAILED.format(problem))
        self._transfers.append(transfer)
        call.transferring = True
        self._change(call, What.TRANSFERRING)
        if type_ is TransferType.VOICEMAIL:
            # Somebody's voicemail always answers, and without ringing.
            self._complete(transfer)
        else:
            self._begin(transfer)
        return call

    def transfer(
        self,
        call_id: str,
        target_call_id: str,
        state_token: int | None = None,
        target_state_token: int | None = None,
    ) -> Call:
        """Connect the other sides of two calls of one user; both calls go."""
        call = self._ready(call_id, TALKING, state_token, free=True)
        target = self._ready(target_call_id, TALKING, target_state_token, free=True)
        if call is target or call.user is not target.user:
            raise NotAllowedError("the target is not another call of the user")
        for one in (call, target):
            self._unhold(one)
        for one, other in ((call, target), (target, call)):
            self._retarget(one.peer, other.remote)
        if call.peer and target.peer:
            self._connect(call.peer, target.peer)
        for one in (call, target):
            self._clear(one)
        return call

    def transfer_target_answers(self, call_id: str) -> Call:
        """The target of this call's transfer answers."""
        transfer = self._transfer_of(call_id)
        self._complete(transfer)
        return transfer.origin

    def transfer_target_rejects(self, call_id: str) -> Call:
        """The target of this call's transfer declines it."""
        transfer = self._transfer_of(call_id)
        if transfer.leg:
            self.reject(transfer.leg.call_id)
        else:
            self._drop(transfer, _DECLINED)
        return transfer.origin

    @override
    def answer(self, call_id: str) -> Call:
        """The user answers a ringing call; a transfer to it is then complete."""
        call = super().answer(call_id)
        for transfer in self.transfers:
            if transfer.leg is call:
                self._complete(transfer)
        return call

    @override
    def _finish(self, call: Call, reason: Reason) -> Call:
        """End a call and what hung on it."""
        super()._finish(call, reason)
        for transfer in self.transfers:
            if transfer.leg is call:
                self._drop(transfer, _DECLINED)
            elif call in (transfer.origin, transfer.origin.peer):
                self._abandon(transfer)
        self._ring_camped()
        return call

    def _unhold(self, call: Call) -> None:
        """Take a held call back first, as the vendor document says."""
        if call.state is State.HELD:
            self._change(call, What.RESUMED, State.ACTIVE)
        call.event = call.event_description = None

    def _resolve(self, destination: str, *, follow: bool) -> tuple[Party, User | None]:
        """Find whom a URI reaches, a diversion followed once."""
        address = destination.partition(":")[2]
        for user in self.users:
            if address in (user.number, user.user_id):
                if follow and user.diverts_to:
                    return self._resolve(user.diverts_to, follow=False)
                return user.party, user
        return Party.from_number(destination), None

    def _problem(
        self, target: Party, user: User | None, *, waits: bool = False
    ) -> int | None:
        """Return the SIP status with which ringing the target would fail."""
        uri = target.uri or ""
        domains = {user.domain for user in self.users}
        ours = uri.startswith("sip:") and uri.rpartition("@")[2] in domains
        if uri in self._unknown or (ours and not user):
            return _UNKNOWN
        return _BUSY if self._is_busy(target, user) and not waits else None

    def _is_busy(self, target: Party, user: User | None) -> bool:
        """Return whether a party, perhaps a user, is engaged."""
        if target.uri in self._busy:
            return True
        return user is not None and bool(self.calls(user))

    def _begin(self, transfer: Transfer) -> None:
        """Ring the target, or camp on it; a blind transfer's call goes now."""
        busy = self._is_busy(transfer.target, transfer.target_user)
        if not (transfer.camp_on and busy):
            self._ring(transfer)
        if transfer.blind:
            self._clear(transfer.origin)

    def _ring(self, transfer: Transfer) -> None:
        """Let the transferred party ring the target."""
        origin = transfer.origin
        transfer.begun = True
        if user := transfer.target_user:
            previous = origin.user.party
            initial = origin.history.initial if origin.history else previous
            leg = self._new(user, origin.remote, State.RINGING)
            leg.history = History(initial, previous, transfer.camp_on)
            transfer.leg = leg
        if transfer.blind:
            self._hand_over(transfer)
        if (seconds := self.transfer_answers_after) is not None:
            self._answer_later(transfer, seconds)

    def _answer_later(self, transfer: Transfer, seconds: float) -> None:
        """Let the target answer now, or in so many seconds if it still rings."""

        def answer() -> None:
            if transfer in self._transfers:
                self._complete(transfer)

        if seconds <= 0 or self.schedule is None:
            answer()
        else:
            self.schedule(seconds, answer)

    def _ring_camped(self) -> None:
        """Ring the targets that have become free, the first waiter first."""
        for transfer in self.transfers:
            busy = self._is_busy(transfer.target, transfer.target_user)
            if not transfer.begun and not busy:
                self._ring(transfer)

    def _complete(self, transfer: Transfer) -> None:
        """The target has answered: the transferring user's call goes."""
        self._transfers.remove(transfer)
        transfer.begun = True
        self._hand_over(transfer)
        if transfer.origin.live:
            self._clear(transfer.origin)
        if transfer.leg and transfer.leg.state is State.RINGING:
            super().answer(transfer.leg.call_id)

    def _hand_over(self, transfer: Transfer) -> None:
        """Give the other user's leg, if there is one, its new other end."""
        caller = transfer.origin.peer
        if caller is None or not caller.live:
            return
        if caller.remote != transfer.target:
            self._retarget(caller, transfer.target)
        if transfer.leg:
            self._connect(caller, transfer.leg)

    def _retarget(self, call: Call | None, party: Party) -> None:
        """Show a user that somebody else is at the other end now."""
        if call and call.live:
            call.remote = party
            self._change(call, What.PARTY_CHANGED)

    def _clear(self, call: Call) -> None:
        """Take the transferring user out of a call; the other side goes on."""
        call.transferring = False
        call.reason = Reason.HANGUP
        self._change(call, What.TRANSFERRED, State.TRANSFERRED, call.reason)
        self._ring_camped()

    def _abandon(self, transfer: Transfer) -> None:
        """Forget a transfer whose caller, or whose call, has gone."""
        self._transfers.remove(transfer)
        transfer.origin.transferring = False
        if transfer.leg and transfer.leg.live:
            self._finish(transfer.leg, Reason.CANCELLED)

    def _drop(self, transfer: Transfer, status: int) -> None:
        """Give up a transfer; the call, if the user still has it, says so."""
        self._transfers.remove(transfer)
        if transfer.origin.live:
            transfer.origin.transferring = False
            self.fail(transfer.origin.call_id, _FAILED.format(status))
        elif (caller := transfer.origin.peer) and caller.live:
            self._finish(caller, Reason.REJECTED)

    def _transfer_of(self, call_id: str) -> Transfer:
        """Return the open transfer of a call, else raise NotFoundError."""
        for transfer in self._transfers:
            if transfer.origin.call_id == call_id:
                return transfer
        raise NotFoundError("no transfer of this call is under way")
