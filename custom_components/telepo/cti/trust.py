"""How many calls are believed that messages tell of and no snapshot shows."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from .story import Story

# Who knows the webhook's address can make calls up: so many an hour that no snapshot shows
# are told, and more only while there are no snapshots to show any.
_MOST: Final = 100
_MOST_UNREADABLE: Final = 1000
UNSEEN_PERIOD: Final = timedelta(hours=1)


class UnseenCalls:
    """The calls of the last hour that only messages tell of."""

    def __init__(
        self, stories: Iterable[Story], forgotten: Iterable[datetime] = ()
    ) -> None:
        """Start with these, and with those of which only is known when they began.

        Stories that a snapshot has shown do not count.
        """
        unseen = [story for story in stories if story.rest_id is None]
        unseen += [Story(call_id="", started=time, known=time) for time in forgotten]
        unseen.sort(key=lambda story: story.started)
        self._stories = dict.fromkeys(unseen)

    def __iter__(self) -> Iterator[Story]:
        """Yield them, the oldest first."""
        return iter(self._stories)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._stories)

    def add(self, story: Story) -> None:
        """Count one more."""
        self._stories[story] = None

    def discard(self, story: Story) -> None:
        """Count one less, now that a snapshot has shown it."""
        self._stories.pop(story, None)

    def forget_until(self, time: datetime) -> None:
        """Count none of the calls that began by then."""
        while (oldest := next(iter(self), None)) and oldest.started <= time:
            del self._stories[oldest]

    def are_too_many(self, *, readable: bool) -> bool:
        """Tell whether one more is not to be believed; `readable` when snapshots can be had."""
        return len(self._stories) >= (_MOST if readable else _MOST_UNREADABLE)
