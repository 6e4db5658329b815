"""One story per call, out of the snapshots and the CRM messages."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from .agenda import Agenda
from .crm_message import CRM_TERMINATED, CrmMessage
from .endings import deadline, finish, taken_up
from .likeness import ExchangeClock
from .live_calls import LiveCall, UserCalls
from .moments import FinishedCall, Moment, Told
from .own_clock import OwnClock
from .story import Story
from .story_pairing import (
    SLACK,
    UNDER_WAY,
    is_echo,
    is_lagging,
    is_no_echo,
    is_reused,
    nearest_story,
    pair,
    story_on_arrival,
)
from .story_shelf import FinishedShelf, StoryShelf
from .story_store import Memory, dump_memory, dump_story, load_memory, move_story
from .trust import UNSEEN_PERIOD, UnseenCalls

# What is late or repeated is recognised for so long.
_REMEMBERED_FOR: Final = timedelta(minutes=10)
_MOST_REMEMBERED: Final = 500
_NOTHING: Final = Told()


class CallTracker:
    """Tells each moment of each call of one user once, whichever source saw it first.

    Every time is aware and in one clock, ours. The snapshot is the truth about live calls;
    messages are earlier, and say why a call ended.
    """

    def __init__(self, restored: Mapping[str, object] | None = None) -> None:
        """Go on from what `dump` returned; what makes no sense counts as nothing."""
        memory = load_memory(restored)
        self._stories = StoryShelf(memory.stories)
        self._finished = FinishedShelf(memory.finished, most=_MOST_REMEMBERED)
        self._unseen = UnseenCalls([*memory.finished, *memory.stories], memory.unseen)
        self._clock = ExchangeClock(memory.delays)
        self._last_read = memory.last_read
        self._own_clock = OwnClock(memory.latest)
        self._read_any = False
        # Whether, in this run, snapshots showed a living call that messages told of.
        self._witnessed = False
        self._agenda: Agenda[Story] = Agenda()
        self._set_all_due()

    @property
    def wake_at(self) -> datetime | None:
        """When `wake` wants to be called; None when nothing is waited for."""
        return self._agenda.earliest

    @property
    def is_blank(self) -> bool:
        """Whether no call is remembered, so that of snapshots without calls the last counts."""
        return not (self._stories or self._finished or self._unseen)

    def read_snapshot(
        self, calls: UserCalls, now: datetime, *, messages_alive: bool
    ) -> Told:
        """Take in the live calls read at `now`; `messages_alive` as the webhook proves."""
        self._forget(now)
        if not calls.calls and not self._stories:
            self._read_any = True
            self._last_read = now
            return _NOTHING
        moments: list[Moment] = []
        shown: set[Story] = set()
        for live, story in self._assigned(calls.calls, now):
            shown.add(story)
            first = story.last_shown is None and story.crm_id is None
            moments += story.show(live, now, silently=first and not self._read_any)
            self._stories.learn(story)
            self._unseen.discard(story)
            if story.crm_id is not None and story.terminated is None:
                self._witnessed = True
        for story in self._stories:
            if story not in shown:
                # What ended while we were away has no reason on the way.
                hoped = messages_alive or story.crm_id is not None
                story.overlook(now, waits=hoped and self._read_any)
        self._read_any = True
        self._last_read = now
        self._set_all_due()
        return self._settled(moments, now)

    def take_message(
        self, message: CrmMessage, now: datetime, *, readable: bool
    ) -> Told:
        """Take in a message of this user that came at `now`, be it late or repeated.

        `readable` says whether snapshots can be had: it bounds how many calls messages
        alone may tell of.
        """
        self._forget(now)
        sent = self._clock.sent(message, now)
        story = self._heard_of(message, sent, now)
        if story is None:
            if self._unseen.are_too_many(readable=readable):
                return Told(distrusted=True)
            story = self._begin_by_message(message, sent, now)
        if story.done is not None:
            story.crm_id = message.call_id
            story.far_end.hear(message)
            self._finished.touch(story, now)
            return _NOTHING
        moments = list(story.hear(message, now))
        self._stories.learn(story)
        self._set_due(story)
        return self._settled(moments, now)

    def wake(self, now: datetime) -> Told:
        """Tell what was waited for long enough."""
        self._forget(now)
        return self._settled([], now)

    def note_transfer(self, call_id: str, now: datetime) -> None:
        """Take note at `now` that the exchange accepted our own transfer of this call.

        When the call then vanishes it tells `transferred` before its ending; so this wants
        to be said before the snapshot that shows the effect is read in.
        """
        for story in self._stories.with_id(call_id):
            story.transfer_noted = now

    def trust_anew(self, since: datetime) -> None:
        """Count no call that only messages tell of and that began before their new address."""
        self._unseen.forget_until(since)

    def follow_clock(self, now: datetime, steady: float) -> None:
        """Move the calls in progress along when our clock was put, forwards or back.

        `steady` is the time in seconds by a clock that nobody puts. Who knows it says so
        before anything else.
        """
        self._move(self._own_clock.put(now, steady))

    def rest_call_id(self, call_id: str) -> str | None:
        """Return the snapshot's id of a call that was told of under any of its ids."""
        named = (*self._stories.with_id(call_id), *self._finished.with_id(call_id))
        rest_ids = [story.rest_id for story in named]
        # What snapshots call so is meant, whatever else messages call so.
        return call_id if call_id in rest_ids else next(iter(rest_ids), None)

    def dump(self) -> dict[str, Any]:
        """Return, for JSON, the calls in progress and those that ended lately."""
        remembered = {*self._stories, *self._finished}
        forgotten = [story for story in self._unseen if story not in remembered]
        return dump_memory(
            Memory(
                stories=list(self._stories),
                unseen=[story.started for story in forgotten],
                delays=self._clock.delays,
                last_read=self._last_read,
            ),
            self._finished.written(dump_story),
        )

    def _heard_of(
        self, message: CrmMessage, sent: datetime, now: datetime
    ) -> Story | None:
        """Return the story that a message belongs to, be it over; None where there is none."""
        for shelf in (self._stories, self._finished):
            if story := shelf.of_messages(message.call_id):
                return story
        over = self._finished.unheard_since(sent - SLACK)
        story = nearest_story(message, sent, [*self._stories.unheard, *over])
        return story or story_on_arrival(message, sent, now, self._stories.unheard)

    def _assigned(
        self, calls: Iterable[LiveCall], now: datetime
    ) -> list[tuple[LiveCall, Story]]:
        """Return each call but an echo with its story, a new one where there is none."""
        assigned: list[tuple[LiveCall, Story]] = []
        new: list[LiveCall] = []
        for live in calls:
            if story := self._stories.of_snapshots(live.call.call_id):
                assigned.append((live, story))
            elif (over := self._over(live)) is None:
                new.append(live)
            elif is_no_echo(over, now):
                assigned.append((live, self._begin_after_all(live, over, now)))
            else:
                self._finished.touch(over, now)
        taken = {story for _, story in assigned}
        free = [story for story in self._stories.unshown if story not in taken]
        pairs = pair(new, free, self._last_read)
        for live in new:
            story = pairs.get(live.call.call_id) or self._begin_by_call(live, now)
            if story is not None:
                assigned.append((live, story))
        return assigned

    def _over(self, live: LiveCall) -> Story | None:
        """Return the finished story of this call, unless its id is used again."""
        over = self._finished.of_snapshots(live.call.call_id)
        if over is None or is_reused(live, over, self._last_read):
            return None
        return over

    def _begin_by_call(self, live: LiveCall, now: datetime) -> Story | None:
        """Begin a story, unless the call is the echo of one that is over."""
        for over in self._finished.unshown_since(now - UNDER_WAY):
            if is_echo(live, over, now, self._last_read):
                over.rest_id = live.call.call_id
                self._unseen.discard(over)
                self._finished.touch(over, now)
                return None
            if is_lagging(live, over, now, self._last_read):
                return None
        return self._begin(live, now)

    def _begin_after_all(self, live: LiveCall, over: Story, now: datetime) -> Story:
        """Begin a story of a call that is not over, as messages said, or is another one."""
        over.rest_id = None
        self._unseen.add(over)
        self._finished.touch(over, now)
        if over.last_shown is None:
            return self._begin(live, now)
        story = taken_up(over, now, self._last_read)
        self._stories.put(story)
        return story

    def _begin(self, live: LiveCall, now: datetime) -> Story:
        story = Story(
            call_id=live.call.call_id,
            started=live.started,
            known=now,
            not_before=self._last_read,
        )
        self._stories.put(story)
        return story

    def _begin_by_message(
        self, message: CrmMessage, sent: datetime, now: datetime
    ) -> Story:
        story = Story(
            call_id=message.call_id,
            started=now,
            known=sent,
            ending_alone=message.state.upper() == CRM_TERMINATED,
        )
        self._stories.put(story)
        self._unseen.add(story)
        return story

    def _settled(self, moments: list[Moment], now: datetime) -> Told:
        """End every story whose time has come."""
        finished: list[FinishedCall] = []
        for story in self._agenda.take_due(now):
            answer_due = story.answer_due
            if answer_due is not None and answer_due <= now:
                moments += story.believe_answer()
            due = self._deadline(story)
            if due is None or due > now:
                self._set_due(story)
                continue
            last_moments, call = finish(story, now)
            moments += last_moments
            finished.append(call)
            self._stories.remove(story)
            self._finished.put(story)
        return Told(moments=tuple(moments), finished=tuple(finished))

    def _set_due(self, story: Story) -> None:
        """Put on the agenda when to act though nobody tells anything of the story."""
        times = filter(None, (self._deadline(story), story.answer_due))
        self._agenda.set(story, min(times, default=None))

    def _set_all_due(self) -> None:
        for story in self._stories:
            self._set_due(story)

    def _deadline(self, story: Story) -> datetime | None:
        return deadline(story, witnessed=self._witnessed)

    def _forget(self, now: datetime) -> None:
        """Forget the calls that ended long ago."""
        self._move(self._own_clock.put_back(now))
        self._finished.forget(now - _REMEMBERED_FOR)
        self._unseen.forget_until(now - UNSEEN_PERIOD)

    def _move(self, by: timedelta) -> None:
        """Move the times that are remembered by what our clock was put."""
        if not by:
            return
        back = by < timedelta()
        # What is over may be forgotten the sooner, but must not be yet to come.
        over = (*self._finished, *self._unseen) if back else ()
        for story in {*self._stories, *over}:
            move_story(story, by)
        self._finished.moved()
        if self._last_read is not None:
            self._last_read += by
        self._set_all_due()
