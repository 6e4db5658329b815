"""Which story a message or a snapshot's call belongs to, where no id says so."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from .crm_message import CrmMessage
from .legs import CRM_CONFIRMED, is_beginning, is_voicemail
from .likeness import Likeness, message_likeness, party_numbers, party_user
from .live_calls import LiveCall
from .story import LAG, Story

type Nearness = tuple[bool, float, float]

# How far apart the two sources' times of one change may be.
SLACK: Final = timedelta(seconds=2)
# The exchange can send messages of a call so long before its snapshots show it.
_AHEAD = timedelta(seconds=5)
# The sources' ends of a call, and its start by a whole duration, are so far apart at most.
_REUSE_SLACK = timedelta(seconds=5)
# A snapshot can have been under way when the messages said that the call is over.
UNDER_WAY: Final = timedelta(seconds=10)
# So many comparisons take a fifth of a second; who forges messages could ask for more.
_MOST_COMPARED: Final = 20_000


def nearest_story(
    message: CrmMessage,
    sent: datetime,
    stories: Iterable[Story],
    *,
    surely: bool = False,
) -> Story | None:
    """Return which of the stories that are open to messages one sent then belongs to.

    `surely` leaves out the stories of which only the time speaks for it.
    """
    likeness = message_likeness(message)
    near = [
        (nearness, index, story)
        for index, story in enumerate(stories)
        if (nearness := _nearness(message, likeness, sent, story)) is not None
        and not (surely and nearness[0])
    ]
    return min(near)[2] if near else None


def story_on_arrival(
    message: CrmMessage, sent: datetime, now: datetime, stories: Iterable[Story]
) -> Story | None:
    """Return which story a message belongs to that is not late: the exchange's clock is slow.

    Somebody's number has to speak for it. What was sent while the story's call was there,
    by whatever clock, and does not fit it, is another call's.
    """
    any_time = is_beginning(message)
    known_later = [story for story in stories if any_time or sent < story.known]
    return nearest_story(message, now, known_later, surely=True)


def pair(
    new: Iterable[LiveCall],
    stories: Iterable[Story],
    previous: datetime | None,
) -> dict[str, Story]:
    """Return which call ids of a snapshot belong to stories that only messages know.

    `previous` is when the last snapshot was read, which did not show the calls. Of more
    calls than can be compared the first count.
    """
    free = list(stories)
    compared = islice(new, _MOST_COMPARED // max(1, len(free)))
    near = sorted(
        (nearness, call_id, index)
        for call_id, index, nearness in (
            (live.call.call_id, index, _distance(story, live, likeness, previous))
            for live, likeness in [(live, _likeness(live)) for live in compared]
            for index, story in enumerate(free)
        )
        if nearness is not None
    )
    pairs: dict[str, Story] = {}
    taken: set[int] = set()
    for _, call_id, index in near:
        if call_id not in pairs and index not in taken:
            pairs[call_id] = free[index]
            taken.add(index)
    return pairs


def is_echo(live: LiveCall, story: Story, now: datetime, read: datetime | None) -> bool:
    """Tell whether a snapshot's new call is one that messages said was over meanwhile.

    `read` is when the last snapshot was read, which did not show the call.
    """
    over = story.terminated
    if (
        story.rest_id is not None
        or over is None
        or live.started > over
        or now - over > UNDER_WAY
    ):
        return False
    alike = story.likeness.compare(_likeness(live))
    # What only may be it was not shown in between.
    return alike or (alike is None and (read is None or read <= over))


def is_no_echo(story: Story, now: datetime) -> bool:
    """Tell whether a call that is still shown cannot be an echo of one that is over.

    That it is over was only said by messages, and too long ago.
    """
    over = story.terminated
    return story.vanished is None and over is not None and now - over > UNDER_WAY


def is_lagging(
    live: LiveCall, story: Story, now: datetime, read: datetime | None
) -> bool:
    """Tell whether a snapshot's new call may be an echo that says nothing of its age.

    `read` is when the last snapshot was read, which did not show the call.
    """
    over = story.terminated
    return (
        story.rest_id is None
        and over is not None
        and live.call.duration is None
        and now - over <= LAG
        and (read is None or read <= over)
        and story.likeness.compare(_likeness(live)) is not False
    )


def is_reused(live: LiveCall, story: Story, read: datetime | None) -> bool:
    """Tell whether the id of a call that is over names a new call.

    `read` is when the last snapshot was read.
    """
    left = story.done is not None and read is not None and story.done < read
    ended = story.last_told
    return (
        (left or story.vanished is not None)
        and ended is not None
        and live.started > ended + _REUSE_SLACK
    )


def _nearness(
    message: CrmMessage, likeness: Likeness, sent: datetime, story: Story
) -> Nearness | None:
    """Return how well a message fits a story, less is better; None when it does not."""
    first, last = _window(message, story)
    early = (first - sent).total_seconds() if first else 0.0
    late = (sent - last).total_seconds() if last else 0.0
    gap = max(early, late, 0.0)
    if gap > SLACK.total_seconds():
        return None
    alike = story.far_end.shown_likeness.compare(likeness)
    if alike is False or not (alike or _is_by_time(message, likeness, sent, story)):
        return None
    return (not alike, gap, abs((sent - story.known).total_seconds()))


def _is_by_time(
    message: CrmMessage, likeness: Likeness, sent: datetime, story: Story
) -> bool:
    """Tell whether a message is of a story for which only the time speaks."""
    if story.crm_id is not None:
        # The time spoke for others already.
        return False
    if story.done is not None:
        # With a number rather a new call than a late message, for the exchange's clock may
        # be slow.
        return not likeness.numbers
    # A number that snapshots do not know is this call's if the call began with it.
    began_then = sent <= story.known + SLACK
    return began_then or not (is_beginning(message) and likeness.has_number)


def _window(
    message: CrmMessage, story: Story
) -> tuple[datetime | None, datetime | None]:
    """Return between which times the story's messages of this kind are sent."""
    if message.timestamp is None:
        return story.not_before, story.vanished
    state = message.state.upper()
    if is_beginning(message) and story.answered is not None:
        return story.not_before, story.answered
    if state == CRM_CONFIRMED and not is_voicemail(message):
        return story.last_alerting or story.not_before, story.vanished
    return story.not_before, story.vanished


def _distance(
    story: Story, live: LiveCall, likeness: Likeness, previous: datetime | None
) -> tuple[bool, float] | None:
    """Return how far a story of messages is from a snapshot's new call."""
    alike = story.likeness.compare(likeness)
    if alike is False:
        return None
    # By the same number it is one call, though the exchange's clock be slow.
    known = story.started if alike else story.known
    if previous is not None and known < previous - _AHEAD:
        return None
    return (not alike, abs((story.known - live.started).total_seconds()))


def _likeness(live: LiveCall) -> Likeness:
    call = live.call
    # Whom a conference shows is not whom the call began with.
    party = None if call.conference else call.remote_party
    return Likeness(call.direction, party_numbers(party), party_user(party))
