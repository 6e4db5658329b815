"""The CRM connector: posts the messages of every call to one URL."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
import time

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from .crm_messages import PRELIMINARY, STATES, Message, Story, message
from .models import Change

_TIMEOUT = ClientTimeout(total=10)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One POST: what came back (no status: nothing did) and after how long."""

    time: float
    message: Message
    status: int | None
    milliseconds: float
    error: str | None = None


@dataclass(slots=True)
class Manners:
    """How badly the connector behaves; every attribute may be set at any time."""

    twice: bool = False
    # Seconds after the change.
    late: float = 0.0
    # Kept until the call's end or flush(), then sent newest first.
    out_of_order: bool = False
    # The states whose messages get lost.
    drop: set[str] = field(default_factory=set)
    # The operator's setting that keeps e-mail addresses and remote ids back.
    withhold: bool = False
    # TRYING and PROCEEDING before EARLY, which the vendor may never send.
    preliminary: bool = False


class CrmConnector:
    """Posts in order within a call, one POST after the other; nothing is retried."""

    def __init__(self, listener: Callable[[Delivery], None] | None = None) -> None:
        """Start without a URL: nothing is sent."""
        self.url: URL | None = None
        self.manners = Manners()
        self.deliveries: list[Delivery] = []
        # The API's callId behind each call_id of the messages.
        self.api_call_ids: dict[str, str] = {}
        self._listener = listener
        self._stories: dict[str, Story] = {}
        self._kept: list[tuple[Story, Message]] = []
        self._last_task: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None

    def configure(self, url: str | None, *, insecure: bool = False) -> None:
        """Set where to post; None stops it.

        Raises ValueError unless the URL is https, or http and `insecure`.
        """
        target = None if url is None else URL(url)
        schemes = {"https", "http"} if insecure else {"https"}
        if target and (target.scheme not in schemes or not target.host):
            raise ValueError("the URL must use the HTTPS scheme")
        self.url = target

    def on_change(self, change: Change) -> None:
        """Tell of a change, if it is one that the connector tells."""
        state = STATES.get(change.what)
        if state is None or self.url is None:
            return
        story = self._stories.setdefault(change.call.call_id, Story())
        self.api_call_ids[story.call_id] = change.call.call_id
        before = PRELIMINARY if self.manners.preliminary and state == "EARLY" else ()
        withhold = self.manners.withhold
        for each in (*before, state):
            self._hand_over(story, message(story, change, each, withhold=withhold))
        if state == "TERMINATED":
            del self._stories[change.call.call_id]
            self._send_kept(kept for kept in self._kept if kept[0] is story)

    def flush(self) -> None:
        """Send what is kept for disorder, newest first."""
        self._send_kept(self._kept)

    async def settled(self) -> None:
        """Wait until everything that was sent has been answered or has failed."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Give up what is not sent yet."""
        for task in self._tasks:
            task.cancel()
        await self.settled()
        if self._session:
            await self._session.close()
            self._session = None

    def _hand_over(self, story: Story, message_: Message) -> None:
        """Send a message, keep it for later or lose it."""
        if message_["state"] in self.manners.drop:
            return
        if self.manners.out_of_order:
            self._kept.append((story, message_))
        else:
            self._send(story, message_)

    def _send_kept(self, kept: Iterable[tuple[Story, Message]]) -> None:
        """Send kept messages, newest first."""
        sending = list(kept)
        self._kept = [item for item in self._kept if item not in sending]
        for story, message_ in reversed(sending):
            self._send(story, message_)

    def _send(self, story: Story, message_: Message) -> None:
        """Post in the background, after the call's message before."""
        if self.url is None:
            return
        previous = self._last_task.get(story.call_id)
        posting = self._post_in_turn(self.url, message_, previous)
        task = asyncio.get_running_loop().create_task(posting)
        self._last_task[story.call_id] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._done(story, done))

    def _done(self, story: Story, task: asyncio.Task[None]) -> None:
        """Forget a finished task."""
        self._tasks.discard(task)
        if self._last_task.get(story.call_id) is task:
            del self._last_task[story.call_id]

    async def _post_in_turn(
        self, url: URL, message_: Message, previous: asyncio.Task[None] | None
    ) -> None:
        """Wait as told and for the message before, then post."""
        times = 2 if self.manners.twice else 1
        await asyncio.sleep(self.manners.late)
        if previous:
            await asyncio.wait([previous])
        for _ in range(times):
            await self._post(url, message_)

    async def _post(self, url: URL, message_: Message) -> None:
        """Post once and log what came of it."""
        if self._session is None:
            self._session = ClientSession(timeout=_TIMEOUT)
        began, status, error = time.monotonic(), None, None
        try:
            async with self._session.post(
                url, json=message_, allow_redirects=False
            ) as response:
                status = response.status
        except (ClientError, TimeoutError) as problem:
            error = type(problem).__name__
        milliseconds = (time.monotonic() - began) * 1000
        delivery = Delivery(time.time(), message_, status, milliseconds, error)
        self.deliveries.append(delivery)
        if self._listener:
            self._listener(delivery)
