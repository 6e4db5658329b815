"""When a story is over, and how it came out."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from .legs import REASON_ANSWERED_ELSEWHERE, REASON_REJECTED
from .models import Direction
from .moments import FinishedCall, Moment, MomentType
from .story import FRESH, Story

# How long a vanished call waits for the message that says why.
_REASON_PATIENCE = timedelta(seconds=3)
# How long a call that messages say is over waits for a snapshot to agree, and for a message
# that was sent before the end and comes after it.
_SNAPSHOT_PATIENCE = timedelta(seconds=2)
# A call that snapshots do not show and messages no longer tell of is a ghost; sooner where
# snapshots are known to show the calls that messages tell of.
_LONGEST_RING: Final = timedelta(minutes=3)
_GHOST_PATIENCE = timedelta(seconds=15)
_GHOST_SNAPSHOTS = 2
# Without any snapshots nobody says that a call is over but its last message.
_LONGEST_SILENCE = timedelta(hours=4)
# A transfer can ring or be camped on; a call that lasts longer was not handed over.
_LONGEST_TRANSFER = timedelta(minutes=10)
# A call that vanished during a longer gap ended nobody knows when.
_LONGEST_GAP = timedelta(minutes=1)


def deadline(story: Story, *, witnessed: bool) -> datetime | None:
    """Return when the story ends if nothing more is heard; None while a snapshot shows it.

    `witnessed` says that snapshots have shown calls that messages told of.
    """
    if story.terminated is not None:
        return _deadline_of_terminated(story, story.terminated)
    if story.vanished is not None:
        return story.vanished + _REASON_PATIENCE if story.waits else story.vanished
    if story.last_shown is not None:
        return None
    return (story.last_message or story.known) + _silence(story, witnessed=witnessed)


def finish(story: Story, now: datetime) -> tuple[list[Moment], FinishedCall]:
    """End the story; returns its last moments, the ending last, and the whole call."""
    if story.ending_alone and story.shown_answered:
        # The snapshot that came too late for its moments still says how it ended.
        story.answered = story.answered or story.started
    # No snapshot has denied it.
    moments = list(story.believe_answer())
    ended = max(_ended(story), story.last_told or story.started, story.started)
    noted = story.transfer_noted
    ours = noted is not None and ended - noted <= _LONGEST_TRANSFER
    if ours:
        moments += story.tell_transfer(ended)
    outcome = _outcome(story)
    moments.append(story.moment(outcome, ended))
    story.done = now
    return moments, FinishedCall(
        call_id=story.call_id,
        direction=story.direction,
        outcome=outcome,
        remote_name=story.far_end.name,
        remote_number=story.far_end.number,
        remote_uri=story.far_end.uri,
        started=story.started,
        answered=story.answered,
        ended=ended,
        duration=story.talked(ended),
        source=story.source,
        voicemail=story.answered is None and story.legs.voicemail,
    )


def taken_up(over: Story, now: datetime, read: datetime | None) -> Story:
    """Return a story of the rest of a call that is not over after all.

    `read` is when the last snapshot was read. What messages said does not count.
    """
    story = Story(
        call_id=over.call_id,
        started=over.started,
        known=now,
        not_before=read,
        far_end=replace(over.far_end),
        start_told=over.start_told,
        answered=over.answered if over.shown_answered else None,
        shown_answered=over.shown_answered,
        held=over.held,
        transferred=over.transferred,
        last_told=over.last_told,
    )
    story.far_end.unsay()
    return story


def _deadline_of_terminated(story: Story, terminated: datetime) -> datetime:
    """Return when a call ends of which messages say that it is over."""
    patient = terminated + _SNAPSHOT_PATIENCE
    # The answer may have been overtaken by the end.
    overtaken = story.answered is None and story.legs.awaited
    if story.vanished is not None:
        return max(story.vanished, patient) if overtaken else story.vanished
    if story.last_shown is not None:
        return max(story.last_shown + FRESH, patient)
    return terminated if story.overlooked and not overtaken else patient


def _silence(story: Story, *, witnessed: bool) -> timedelta:
    """Return how long a call that only messages know may go without one."""
    if story.unseen < _GHOST_SNAPSHOTS:
        return _LONGEST_SILENCE
    if witnessed:
        return _GHOST_PATIENCE
    return _LONGEST_SILENCE if story.legs.taken else _LONGEST_RING


def _outcome(story: Story) -> MomentType:
    if story.answered is not None:
        return MomentType.ENDED
    if story.failed:
        return MomentType.FAILED
    reason = story.legs.reason
    if reason == REASON_REJECTED:
        return MomentType.REJECTED
    if story.direction is Direction.OUTGOING:
        return MomentType.CANCELLED
    # Where the voicemail took it, that is the elsewhere.
    if reason == REASON_ANSWERED_ELSEWHERE and not story.legs.voicemail:
        return MomentType.ANSWERED_ELSEWHERE
    # A call to return is not invented where nobody knows that one came in.
    incoming = story.direction is Direction.INCOMING
    return MomentType.MISSED if incoming else MomentType.CANCELLED


def _ended(story: Story) -> datetime:
    """Return when the call ended, as well as is known."""
    evidence = max(
        filter(None, (story.last_shown, story.last_message)), default=story.known
    )
    if (over := story.terminated) is not None and (
        story.last_shown is None or story.last_shown <= over + FRESH
    ):
        return min(over, story.vanished or over)
    gone = story.vanished or story.unseen_since
    return evidence if gone is None or gone - evidence > _LONGEST_GAP else gone
