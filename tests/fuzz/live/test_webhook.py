"""The webhook under bodies of every kind: it answers, and tells of none that it refuses."""

import asyncio
from collections.abc import Iterable
import gc
from typing import Any

from homeassistant.core import Event
from homeassistant.helpers.json import json_bytes
import pytest

from custom_components.telepo.const import REMEMBERED_MESSAGES
from custom_components.telepo.cti import CrmMessage, parse_crm_messages
from custom_components.telepo.webhook import DATA_RECEIVERS
from tests.fuzz.bodies import Bodies, Post
from tests.fuzz.effort import BODIES, MINUTE, USUAL, random_of, seeded
from tests.integration.commands import held
from tests.integration.crm import MESSAGE, Connector
from tests.integration.house import House

from .watch import LogWatch, assert_sane

USERS = ("alice@organization.org", "alice", "bob@organization.org", None, "x")
AT_ONCE = 50
# What the snapshot alone decides.
LIVE = (
    ("sensor", "call"),
    ("sensor", "calls"),
    ("sensor", "remote_party"),
    ("sensor", "call_started"),
    ("binary_sensor", "on_call"),
    ("binary_sensor", "ringing"),
    ("switch", "hold"),
)


async def send(connector: Connector, post: Post) -> int:
    """Send a request and return the answer's status."""
    # The server leaves what is too large half-read, and its connection with it.
    headers = {"Connection": "close"} if post.is_too_large else {}
    # The test's client itself keeps every answer.
    url = connector.web.make_url(connector.path())
    request = connector.web.session.request(
        post.method, url, data=post.body, headers=headers
    )
    async with request as response:
        return response.status


async def send_all(connector: Connector, posts: Iterable[Post]) -> list[int]:
    """Send requests at once and return the statuses."""
    return await asyncio.gather(*(send(connector, post) for post in posts))


def allowed(post: Post) -> set[int]:
    """Return the statuses that a request may get."""
    if post.method == "HEAD":
        # Home Assistant's own answer: the address exists.
        return {200}
    if post.method != "POST":
        return {405}
    return {413} if post.is_too_large else {200, 400}


def messages_in(post: Post) -> Iterable[CrmMessage]:
    """Return the messages of an accepted body."""
    return parse_crm_messages(post.body)


def live_states(house: House) -> list[object]:
    """Return what is shown of the call that there is."""
    return [
        (state.state, dict(state.attributes))
        for state in (house.state(platform, key) for platform, key in LIVE)
    ]


async def check_batch(
    connector: Connector,
    posts: list[Post],
    heard: list[Event[Any]],
    known: set[tuple[object, ...]],
) -> list[Post]:
    """Send a batch, check answers and events, and return what was refused.

    Every message that is not `known` yet is fired, once.
    """
    heard.clear()
    statuses = await send_all(connector, posts)
    answered = list(zip(posts, statuses, strict=True))
    for post, status in answered:
        assert status in allowed(post), (status, post)
    accepted = [post for post, status in answered if post.is_taken(status)]
    keys = {message.key for post in accepted for message in messages_in(post)}
    new = len(keys - known)
    # What came long ago is forgotten, and may be fired again.
    assert new <= len(heard) <= (new if len(known) < REMEMBERED_MESSAGES else len(keys))
    known |= keys
    for event in heard:
        json_bytes(event.data)
    return [post for post, status in answered if not post.is_taken(status)]


async def check_refused(
    house: House, connector: Connector, refused: list[Post], heard: list[Event[Any]]
) -> None:
    """Send refused requests again: refused again, nothing fired, and no message came.

    Other states change of themselves: stories that were accepted before come to their end.
    """
    heard.clear()
    before = house.state("binary_sensor", "webhook")
    statuses = await send_all(connector, refused)
    assert not any(
        post.is_taken(status) for post, status in zip(refused, statuses, strict=True)
    )
    assert heard == []
    assert house.state("binary_sensor", "webhook") is before


@seeded
@pytest.mark.timeout(2 * MINUTE)
async def test_any_body_is_answered_and_what_is_refused_does_nothing(
    alice: House,
    connector: Connector,
    log: LogWatch,
    seed: int,
) -> None:
    """Forged messages do not move what the snapshot shows, and memory stays flat."""
    # What is for debugging takes most of the time.
    alice.hass.loop.set_debug(False)
    held(alice)
    await alice.act("get_calls")
    heard, live = alice.heard(MESSAGE), live_states(alice)
    bodies = Bodies(random_of("webhook", seed), USERS)
    refused: list[Post] = []
    known: set[tuple[object, ...]] = set()
    sizes: list[int] = []
    for batch in range(BODIES // AT_ONCE):
        posts = [bodies.next() for _ in range(AT_ONCE)]
        refused += await check_batch(connector, posts, heard, known)
        if len(refused) >= AT_ONCE:
            await check_refused(alice, connector, refused, heard)
            refused.clear()
        coordinator = alice.entry().runtime_data.coordinator
        assert coordinator.last_update_success, coordinator.last_exception
        assert live_states(alice) == live
        if batch % 20 == 0:
            sizes.append(len(gc.get_objects()))
    assert len(known) > BODIES // 10
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    log.assert_quiet("fuzz-")
    assert_sane(alice)
    assert live_states(alice) == live
    (receiver,) = alice.hass.data[DATA_RECEIVERS].values()
    assert len(receiver._seen) <= REMEMBERED_MESSAGES
    if BODIES > 20 * USUAL:
        half = len(sizes) // 2
        assert max(sizes[half:]) < 1.1 * max(sizes[:half])
    heard.clear()
    assert await connector.post(connector.message()) == 200
    assert [event.data["call_id"] for event in heard] == [
        connector.message()["call_id"]
    ]
