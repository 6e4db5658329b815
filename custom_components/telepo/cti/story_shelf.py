"""Stories where each is found by its ids, and by which source has yet to tell of it."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, takewhile
from typing import Any, override

from .story import Story


class StoryShelf:
    """Stories in the order they were put here; no look-up goes through all of them."""

    def __init__(self, stories: Iterable[Story] = ()) -> None:
        """Start with these."""
        # Each with the ids that it is known by.
        self._ids: dict[Story, set[str]] = {}
        self._by_id: dict[str, list[Story]] = {}
        self._unheard: OrderedDict[Story, None] = OrderedDict()
        self._unshown: OrderedDict[Story, None] = OrderedDict()
        for story in stories:
            self.put(story)

    def __iter__(self) -> Iterator[Story]:
        """Yield them in order."""
        return iter(self._ids)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ids)

    @property
    def unheard(self) -> Iterable[Story]:
        """Those that no message has told of, or only one that the time speaks for."""
        return self._unheard.keys()

    @property
    def unshown(self) -> Iterable[Story]:
        """Those that no snapshot has shown."""
        return self._unshown.keys()

    def with_id(self, call_id: str) -> Sequence[Story]:
        """Return those that are known by an id."""
        return self._by_id.get(call_id, ())

    def of_snapshots(self, call_id: str) -> Story | None:
        """Return which one snapshots call so; the messages' id counts until one gave one."""
        for story in self.with_id(call_id):
            if call_id == (story.rest_id or story.crm_id):
                return story
        return None

    def of_messages(self, call_id: str) -> Story | None:
        """Return which one messages call so; the snapshots' id counts while it is open."""
        named = self.with_id(call_id)
        so_called = (story for story in named if call_id == story.crm_id)
        shown = (s for s in named if call_id == s.rest_id and s.is_open)
        return next(chain(so_called, shown), None)

    def put(self, story: Story) -> None:
        """Add a story."""
        self._ids[story] = set()
        self.learn(story)

    def learn(self, story: Story) -> None:
        """Take note of which ids a story that is here has by now."""
        known = self._ids[story]
        ids = {story.call_id, story.rest_id or "", story.crm_id or ""} - {""}
        for call_id in ids - known:
            self._by_id.setdefault(call_id, []).append(story)
        for call_id in known - ids:
            self._unname(story, call_id)
        self._ids[story] = ids
        _enter(story, self._unheard, belongs=story.is_open)
        _enter(story, self._unshown, belongs=story.rest_id is None)

    def remove(self, story: Story) -> None:
        """Take a story away."""
        for call_id in self._ids.pop(story):
            self._unname(story, call_id)
        self._unheard.pop(story, None)
        self._unshown.pop(story, None)

    def _unname(self, story: Story, call_id: str) -> None:
        named = self._by_id[call_id]
        named.remove(story)
        if not named:
            del self._by_id[call_id]


class FinishedShelf(StoryShelf):
    """Stories that are over, so many at most, in the order they ended in."""

    def __init__(self, stories: Iterable[Story], *, most: int) -> None:
        """Start with the last of these."""
        self._most = most
        # What was last heard of comes last.
        self._by_time: OrderedDict[Story, None] = OrderedDict()
        self._written: dict[Story, dict[str, Any]] = {}
        super().__init__(stories)
        for story in sorted(self, key=_done):
            self._by_time.move_to_end(story)

    @override
    def put(self, story: Story) -> None:
        """Add a story that ended just now."""
        super().put(story)
        self._by_time[story] = None
        if len(self) > self._most:
            self.remove(next(iter(self)))

    @override
    def remove(self, story: Story) -> None:
        """Take a story away."""
        super().remove(story)
        del self._by_time[story]
        self._written.pop(story, None)

    @override
    def with_id(self, call_id: str) -> Sequence[Story]:
        """Return those that are known by an id, what ended last before the others."""
        return sorted(super().with_id(call_id), key=_ended)[::-1]

    def touch(self, story: Story, now: datetime) -> None:
        """Remember a story from now on: something was heard of it."""
        story.done = now
        self.learn(story)
        self._by_time.move_to_end(story)
        self._written.pop(story, None)

    def written(self, write: Callable[[Story], dict[str, Any]]) -> list[dict[str, Any]]:
        """Return what `write` makes of each; it is asked again only after `touch` and `moved`."""
        for story in self:
            if story not in self._written:
                self._written[story] = write(story)
        return [self._written[story] for story in self]

    def moved(self) -> None:
        """Take note that the times of the stories are others."""
        self._written.clear()

    def forget(self, before: datetime) -> None:
        """Forget what nothing was heard of since then."""
        while (oldest := next(iter(self._by_time), None)) and _done(oldest) < before:
            self.remove(oldest)

    def unheard_since(self, time: datetime) -> list[Story]:
        """Return at least those that ended since then and are still open to messages."""
        return _since(self._unheard, time)

    def unshown_since(self, time: datetime) -> list[Story]:
        """Return at least those that ended since then and that no snapshot has shown."""
        return _since(self._unshown, time)


def _enter(story: Story, stories: OrderedDict[Story, None], *, belongs: bool) -> None:
    if belongs:
        stories[story] = None
    else:
        stories.pop(story, None)


def _since(stories: OrderedDict[Story, None], time: datetime) -> list[Story]:
    """Return the last ones, in the order they ended in, from that time on."""
    last = list(takewhile(lambda story: _done(story) >= time, reversed(stories)))
    return last[::-1]


def _done(story: Story) -> datetime:
    return story.done or story.started


def _ended(story: Story) -> datetime:
    return story.last_told or story.started
