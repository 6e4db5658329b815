"""The story of one call: what is known of it from both sources, and what was told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from .crm_message import CrmMessage
from .far_end import FarEnd
from .legs import Legs, is_beginning
from .likeness import Likeness
from .live_calls import LiveCall
from .models import CallState, Direction
from .moments import Moment, MomentType, Source

_ANSWERED = frozenset({CallState.ACTIVE, CallState.HELD, CallState.PARKED})
_ALERTING = frozenset({CallState.RINGING, CallState.DIALING})

# A snapshot can still list so long a call that is over, or as ringing one that is answered.
LAG: Final = timedelta(seconds=3)
# A snapshot older than this is no witness against a message.
FRESH: Final = timedelta(seconds=10)


@dataclass(slots=True, kw_only=True, eq=False)
class Story:
    """One call; `rest_id` is the snapshot's name for it and `crm_id` the messages'."""

    call_id: str
    started: datetime
    # When, by our clock, the first message was sent or the first snapshot read.
    known: datetime
    # The last snapshot before the first one that showed the call.
    not_before: datetime | None = None
    rest_id: str | None = None
    crm_id: str | None = None

    far_end: FarEnd = field(default_factory=FarEnd)
    legs: Legs = field(default_factory=Legs)

    start_told: bool = False
    answered: datetime | None = None
    # When a message told of an answer that snapshots have yet to show.
    claimed: datetime | None = None
    held: bool = False
    transferred: bool = False
    # When the exchange accepted a transfer of our own.
    transfer_noted: datetime | None = None
    failed: bool = False
    # Its first message told that it is over already.
    ending_alone: bool = False
    # Snapshots knew it before its first message, which was none of its beginning.
    unsure: bool = False

    last_shown: datetime | None = None
    last_alerting: datetime | None = None
    # A snapshot showed it answered.
    shown_answered: bool = False
    vanished: datetime | None = None
    # A vanished call waits for the message that says why.
    waits: bool = False
    last_message: datetime | None = None
    terminated: datetime | None = None
    # Snapshots showed it long after messages said that it is over.
    outlived: bool = False
    # Snapshots without it: ever, and since its last message.
    overlooked: bool = False
    unseen: int = 0
    unseen_since: datetime | None = None
    last_told: datetime | None = None
    done: datetime | None = None

    @property
    def source(self) -> Source:
        """Who knows of the call by now."""
        if self.rest_id is None:
            return Source.WEBHOOK
        # Also by a message that a snapshot denied.
        return Source.SNAPSHOT if self.last_message is None else Source.BOTH

    @property
    def direction(self) -> Direction | None:
        """Who began the call, as far as known."""
        return self.far_end.direction

    @property
    def likeness(self) -> Likeness:
        """What the call can be recognised by."""
        return self.far_end.likeness

    @property
    def is_open(self) -> bool:
        """Whether it has no messages yet, or some that only the time speaks for."""
        if self.crm_id is None:
            return True
        known = self.rest_id is not None and self.rest_id != self.crm_id
        return known and not self.far_end.agreed

    @property
    def answer_due(self) -> datetime | None:
        """When an answer is believed that only a message tells of; None when none is."""
        if self.claimed is None or self.answered or self.vanished:
            return None
        return max(self.claimed, self.last_shown or self.claimed) + FRESH

    def show(
        self, live: LiveCall, now: datetime, *, silently: bool = False
    ) -> Iterator[Moment]:
        """Take in that a snapshot shows the call; `silently`, what was before is not news."""
        call = live.call
        state = call.state
        transfer = self.shown_answered and self.far_end.is_replaced_in(call)
        self.shown_answered = self.shown_answered or state in _ANSWERED
        unheard = self.crm_id is None and self.last_shown is None
        self.far_end.show(call)
        self.rest_id = call.call_id
        self.last_shown = now
        self.vanished = None
        self.unseen, self.unseen_since = 0, None
        self.failed = call.failed
        if call.failed:
            self.transfer_noted = None
        if self._lags(now):
            self.started = min(self.started, live.started)
            return
        self.ending_alone = False
        self._refute(state, now)
        if state in _ALERTING:
            self.last_alerting = now
        if silently and state not in _ALERTING:
            self.start_told = True
            if state in _ANSWERED:
                self.answered = self.answered or live.started
            self.held = state is CallState.HELD
        yield from self._tell_state(state, now, live.started if unheard else now)
        if transfer:
            yield from self.tell_transfer(now)

    def hear(self, message: CrmMessage, now: datetime) -> Iterator[Moment]:
        """Take in a message of this call."""
        self._join(message)
        self.legs.take(message)
        self.last_message = now
        self.unseen, self.unseen_since = 0, None
        if not self.legs.over:
            self.terminated = None
            self.ending_alone = False
            yield from self._tell_start(now)
        elif self.terminated is None:
            self.terminated = now
            self.outlived = False
        if self.legs.answered and self.answered is None:
            self.claimed = self.claimed or now
            if not self._is_witnessed_alerting(now):
                yield from self.believe_answer()

    def believe_answer(self) -> Iterator[Moment]:
        """Tell the answer that only a message told of, if there is one."""
        if self.claimed is not None:
            yield from self._tell_answer(self.claimed)

    def overlook(self, now: datetime, *, waits: bool) -> None:
        """Take in that a snapshot does not show the call."""
        if self.rest_id is None:
            self.overlooked = True
            self.unseen += 1
            self.unseen_since = self.unseen_since or now
        elif self.vanished is None:
            self.vanished = now
            # An answered call ends as `ended` whatever a message says, and the next word
            # of those who were wrong already is not worth waiting for.
            self.waits = waits and not (self.outlived and self.answered is not None)

    def tell_transfer(self, at: datetime) -> Iterator[Moment]:
        """Tell that the call was transferred, unless that was told before."""
        if not self.transferred:
            self.transferred = True
            yield self.moment(MomentType.TRANSFERRED, at)

    def moment(self, moment_type: MomentType, at: datetime) -> Moment:
        """Return a moment of this call, never before one that was told already."""
        at = self.last_told = max(at, self.last_told or at)
        return Moment(
            type=moment_type,
            call_id=self.call_id,
            direction=self.direction,
            remote_name=self.far_end.name,
            remote_number=self.far_end.number,
            remote_uri=self.far_end.uri,
            started=self.started,
            at=at,
            duration=self.talked(at),
            source=self.source,
        )

    def talked(self, at: datetime) -> int:
        """Return the whole seconds talked until then."""
        if self.answered is None:
            return 0
        return max(0, int((at - self.answered).total_seconds()))

    def _join(self, message: CrmMessage) -> None:
        """Take note whose messages are heard: others than before were of another call."""
        if self.crm_id != message.call_id:
            self.unsure = self.rest_id is not None and not is_beginning(message)
            self.claimed = self.terminated = None
            self._unhear()
            self.crm_id = message.call_id
        self.far_end.hear(message)

    def _unhear(self) -> None:
        """Let go of the messages that were heard."""
        self.crm_id = None
        self.legs = Legs()
        self.far_end.unsay()

    def _lags(self, now: datetime) -> bool:
        """Tell whether a snapshot read now may not know of the end told first of all."""
        over = self.terminated
        return self.ending_alone and over is not None and now - over <= LAG

    def _is_witnessed_alerting(self, now: datetime) -> bool:
        """Tell whether the last snapshot, a fresh one, showed that nobody has answered."""
        alerted = self.last_alerting
        return (
            self.vanished is None
            and alerted is not None
            and alerted == self.last_shown
            and now - alerted <= FRESH
        )

    def _refute(self, state: CallState, now: datetime) -> None:
        """Drop what messages claimed long enough ago and a snapshot read now denies."""
        if self.terminated is not None and now - self.terminated > LAG:
            self.terminated = None
            self.outlived = True
            self.legs = Legs()
            self._doubt()
        if self.claimed is not None and state in _ALERTING:
            if now - self.claimed > LAG:
                self.claimed = None
                self.legs.refute_answer()
                self._doubt()

    def _doubt(self) -> None:
        """Let go of messages that only said what a snapshot denies: they are of another call."""
        if self.unsure:
            self._unhear()

    def _tell_state(
        self, state: CallState, now: datetime, answered: datetime
    ) -> Iterator[Moment]:
        """Tell what is new in a snapshot; `answered` counts where the answer is."""
        yield from self._tell_start(now)
        if state in _ANSWERED:
            if (
                self.claimed
                and self.last_alerting
                and self.claimed > self.last_alerting
            ):
                answered = self.claimed
            yield from self._tell_answer(now, answered)
        if state is CallState.HELD and not self.held:
            self.held = True
            yield self._tell_use(MomentType.HELD, now)
        elif state is CallState.ACTIVE and self.held:
            self.held = False
            yield self._tell_use(MomentType.RESUMED, now)

    def _tell_use(self, moment_type: MomentType, now: datetime) -> Moment:
        """Tell what only the user's own call does: it was not handed over."""
        self.transfer_noted = None
        return self.moment(moment_type, now)

    def _tell_start(self, now: datetime) -> Iterator[Moment]:
        if self.start_told or self.direction is None:
            return
        self.start_told = True
        yield self.moment(MomentType(self.direction.value), now)

    def _tell_answer(
        self, now: datetime, answered: datetime | None = None
    ) -> Iterator[Moment]:
        if self.answered is not None:
            return
        # With the answer it is too late for a start that nobody knew the direction of.
        self.start_told = True
        self.answered = answered or now
        self.claimed = None
        if not self.ending_alone:
            yield self.moment(MomentType.ANSWERED, now)
