"""Bodies that are no messages, or hardly: refused, and nothing is harmed."""

import asyncio
from collections.abc import AsyncIterator
import gzip
import json

import pytest

from custom_components.telepo.const import MAX_WEBHOOK_BODY

from .crm import MESSAGE, Connector, assert_nothing_raised
from .house import House

REFUSED = [
    pytest.param(b"", id="empty"),
    pytest.param(b"not json", id="not-json"),
    pytest.param(b"call_id=1&state=EARLY", id="form"),
    pytest.param(b'{"call_id": "x", "state": "EA', id="truncated"),
    pytest.param(b"\xff\xfe\xfa", id="not-text"),
    pytest.param(b"\x00" * 100, id="zeros"),
    pytest.param(b"null", id="null"),
    pytest.param(b"7", id="number"),
    pytest.param(b'"EARLY"', id="text"),
    pytest.param(b"{}", id="empty-object"),
    pytest.param(b"[]", id="empty-array"),
    pytest.param(b"[[]]", id="array-in-array"),
    pytest.param(b"[" * 50_000, id="abyss"),
    pytest.param(b'{"call_id": "x"}', id="no-state"),
    pytest.param(b'{"state": "EARLY"}', id="no-call-id"),
    pytest.param(b'{"call_id": null, "state": "EARLY"}', id="null-call-id"),
    pytest.param(b'{"call_id": 7, "state": "EARLY"}', id="number-call-id"),
    pytest.param(b'{"call_id": "", "state": "EARLY"}', id="empty-call-id"),
    pytest.param(b'{"call_id": "x", "state": 7}', id="number-state"),
    pytest.param(b'{"call_id": "x", "state": ["EARLY"]}', id="array-state"),
    pytest.param(b'{"call_id": "x", "state": " "}', id="blank-state"),
    pytest.param(b'[{"call_id": "x", "state": "EARLY"}, 7]', id="mixed-array"),
    pytest.param(b'{"call_id": "x", "state": "EARLY", "seq_num": NaN}', id="nan"),
    pytest.param(
        b'{"call_id": "x", "state": "EARLY", "seq_num": Infinity}', id="infinity"
    ),
    pytest.param(
        b'{"call_id": "x", "state": "EARLY", "a": {"b": [-Infinity]}}',
        id="minus-infinity-within",
    ),
]


@pytest.mark.parametrize("body", REFUSED)
async def test_what_is_no_message_is_refused_and_fires_nothing(
    alice: House,
    connector: Connector,
    caplog: pytest.LogCaptureFixture,
    body: bytes,
) -> None:
    """And later good input works."""
    heard = alice.heard(MESSAGE)
    polls = alice.simulator.tally.count("snapshot")
    response = await connector.post_raw(body)
    assert response.status == 400
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    assert heard == []
    assert alice.simulator.tally.count("snapshot") == polls
    assert alice.state("binary_sensor", "webhook").state == "off"
    assert await connector.post(connector.message()) == 200
    assert len(heard) == 1
    assert_nothing_raised(caplog)


@pytest.mark.parametrize("size", [MAX_WEBHOOK_BODY + 1, 2 * 2**20])
@pytest.mark.parametrize("filling", [b" ", b"x"])
async def test_a_body_that_is_too_large_is_refused(
    alice: House, connector: Connector, size: int, filling: bytes
) -> None:
    """Be it good JSON or not."""
    heard = alice.heard(MESSAGE)
    body = json.dumps(connector.message()).encode()
    response = await connector.post_raw(body + filling * (size - len(body)))
    assert response.status == 413
    assert heard == []
    assert await connector.post(connector.message()) == 200


async def test_a_body_of_64_kib_is_taken(alice: House, connector: Connector) -> None:
    """The limit itself is still within it."""
    heard = alice.heard(MESSAGE)
    body = json.dumps(connector.message()).encode()
    response = await connector.post_raw(body.ljust(MAX_WEBHOOK_BODY))
    assert response.status == 200
    assert len(heard) == 1


async def test_a_small_body_that_swells_when_unpacked_is_refused(
    alice: House, connector: Connector
) -> None:
    """What counts is what it becomes."""
    heard = alice.heard(MESSAGE)
    bomb = gzip.compress(json.dumps(connector.message()).encode().ljust(4 * 2**20))
    assert len(bomb) < 8192
    packed = {"Content-Encoding": "gzip"}
    response = await connector.post_raw(bomb, headers=packed)
    assert response.status == 413
    broken = await connector.post_raw(b"this is not packed", headers=packed)
    assert broken.status == 400
    assert heard == []
    message = json.dumps(connector.message()).encode()
    good = await connector.post_raw(gzip.compress(message), headers=packed)
    assert good.status == 200
    assert len(heard) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_only_post_is_taken(
    alice: House,
    connector: Connector,
    method: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As the vendor document says; a browser at the address leaves no secret in the log."""
    caplog.set_level("WARNING")
    heard = alice.heard(MESSAGE)
    body = json.dumps(connector.message()).encode()
    response = await connector.post_raw(body, method=method)
    assert response.status == 405
    assert heard == []
    assert alice.entry().data["webhook_id"] not in caplog.text


async def test_a_body_without_a_length_is_read_to_its_end(
    alice: House, connector: Connector
) -> None:
    """Chunk by chunk."""
    heard = alice.heard(MESSAGE)

    async def pieces() -> AsyncIterator[bytes]:
        for character in json.dumps(connector.message()):
            yield character.encode()

    async with connector.web.post(connector.path(), data=pieces()) as response:
        assert response.status == 200
    assert len(heard) == 1


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("Content-Length: 500", id="length-never-reached"),
        pytest.param("Transfer-Encoding: chunked", id="chunk-that-is-none"),
    ],
)
async def test_a_connection_that_breaks_in_the_middle_harms_nothing(
    alice: House, connector: Connector, caplog: pytest.LogCaptureFixture, head: str
) -> None:
    """Nobody is left to answer; the next message is taken as ever."""
    heard = alice.heard(MESSAGE)
    port = connector.web.server.port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    opening = f"POST {connector.path()} HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n"
    writer.write(opening.encode() + b'{"call_id": "x", "state"')
    await writer.drain()
    writer.write_eof()
    await reader.read()
    writer.close()
    await writer.wait_closed()
    assert heard == []
    assert await connector.post(connector.message()) == 200
    assert len(heard) == 1
    assert_nothing_raised(caplog)
