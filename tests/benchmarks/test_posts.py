"""The poster that costs next to nothing posts proper requests."""

import json
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from benchmarks.messages import call_of
from benchmarks.posts import post_all
from custom_components.telepo.cti import parse_crm_messages


@pytest.mark.usefixtures("socket_enabled")
async def test_every_body_arrives_once_and_its_status_is_counted() -> None:
    """Over as many connections as are asked for, the time written when it is posted."""
    arrived: list[Any] = []
    connections = set()

    async def take(request: web.Request) -> web.Response:
        connections.add(request.transport)
        arrived.append(await request.json())
        return web.Response(status=200 if arrived[-1]["number"] else 400, text="ok")

    app = web.Application()
    app.router.add_post("/hook", take)
    async with TestServer(app) as server:
        bodies = [
            json.dumps({"number": number, "at": "@now@"}).encode()
            for number in range(10)
        ]
        begun, ended, statuses = await post_all(
            str(server.make_url("/hook")), bodies, 3
        )
    assert sorted(each["number"] for each in arrived) == list(range(10))
    assert all(each["at"].endswith("+0000") for each in arrived)
    assert len(connections) == 3
    assert statuses == {200: 9, 400: 1}
    assert begun < ended


def test_a_call_of_the_benchmark_is_one_that_the_integration_reads() -> None:
    """It rings, is answered and ends."""
    messages = [
        message
        for data in call_of("alice", 7)
        for message in parse_crm_messages(json.dumps(data).encode())
    ]
    assert [message.state for message in messages] == [
        "EARLY",
        "CONFIRMED",
        "TERMINATED",
    ]
    assert [message.seq_num for message in messages] == [1, 2, 3]
    assert all(message.timestamp for message in messages)
