"""How many calls are believed that messages tell of and no snapshot shows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from .story import Story

# Who knows the webhook's address can make calls up: so many an hour that no snapshot shows
# are told, and more only while there are no snapshots to show any.
_MOST: Final = 100
_MOST_UNREADABLE: Final = 1000
_PERIOD: Final = timedelta(hours=1)


class UnseenCalls:
    """The calls of the last hour that only messages tell of."""

    def __init__(self, stories: Iterable[Story]) -> None:
        """Start with these; those that a snapshot has shown do not count."""
        self._stories = dict.fromkeys(
            story for story in stories if story.rest_id is None
        )

    def add(self, story: Story) -> None:
        """Count one more."""
        self._stories[story] = None

    def discard(self, story: Story) -> None:
        """Count one less, now that a snapshot has shown it."""
        self._stories.pop(story, None)

    def clear(self) -> None:
        """Count anew."""
        self._stories.clear()

    def are_too_many(self, now: datetime, *, readable: bool | None) -> bool:
        """Tell whether one more is not to be believed; `readable` when snapshots can be had.

        Of None, that is of nobody who says, every one is believed.
        """
        while self._stories:
            first = next(iter(self._stories))
            if abs(now - first.started) <= _PERIOD:
                break
            del self._stories[first]
        if readable is None:
            return False
        return len(self._stories) >= (_MOST if readable else _MOST_UNREADABLE)
