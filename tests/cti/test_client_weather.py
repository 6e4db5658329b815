"""The client in bad weather: no answer, half an answer, no HTTP."""

import asyncio

from aiohttp import ClientSession
import pytest

from custom_components.telepo.cti import (
    TelepoClient,
    TelepoConnectionError,
    TelepoError,
    TelepoInvalidResponseError,
    TelepoTimeoutError,
    client as client_module,
)

from .conftest import TICKET, Exchange
from .operations import (
    OPERATIONS,
    UNREAD,
    MakeClient,
    Operation,
    every_operation,
    every_post,
)


@every_operation
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="hung up at once"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-", id="hung up in the headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", id="hung up after the status"),
    ],
)
async def test_a_broken_connection_is_no_answer(
    exchange: Exchange, client: TelepoClient, operation: Operation, raw: bytes
) -> None:
    """Every way to lose the line is one and the same."""
    exchange.raw = raw
    with pytest.raises(TelepoConnectionError) as caught:
        await operation(client)
    assert type(caught.value) is TelepoConnectionError


@every_post
async def test_no_post_is_repeated_when_a_kept_connection_breaks(
    exchange: Exchange, client: TelepoClient, operation: Operation
) -> None:
    """Where libraries like to try again, this one must not: the call may be transferred."""
    await client.snapshot()
    exchange.raw = b""
    with pytest.raises(TelepoConnectionError):
        await operation(client)
    assert [request.method for request in exchange.requests] == ["GET", "POST"]


@pytest.mark.parametrize(
    "operation",
    ["snapshot", "telephones", "single_step_transfer", "transfer", "send_command"],
)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"Content-Length: 500\r\n\r\n{", id="shorter than announced"),
        pytest.param(
            b"Transfer-Encoding: chunked\r\n\r\n5\r\n{", id="in the middle of a chunk"
        ),
    ],
)
async def test_a_connection_that_breaks_in_the_body_is_no_answer(
    exchange: Exchange, client: TelepoClient, operation: str, body: bytes
) -> None:
    """Half a snapshot is none."""
    exchange.raw = b"HTTP/1.1 200 OK\r\n" + body
    with pytest.raises(TelepoConnectionError):
        await OPERATIONS[operation](client)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"SIP/2.0 400 Bad Request\r\n\r\n", id="another protocol"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", id="huge header"
        ),
        pytest.param(
            b"HTTP/1.1 101 Switching Protocols\r\n\r\n", id="another protocol wanted"
        ),
    ],
)
async def test_an_answer_that_is_not_http_is_invalid(
    exchange: Exchange, client: TelepoClient, raw: bytes
) -> None:
    """Something answers there, but not an exchange."""
    exchange.raw = raw
    with pytest.raises(TelepoInvalidResponseError):
        await client.snapshot()


@every_operation
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(None, id="silence"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", id="in the headers"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{", id="in the body"
        ),
    ],
)
async def test_a_request_has_a_time_limit_in_all(
    exchange: Exchange,
    client: TelepoClient,
    monkeypatch: pytest.MonkeyPatch,
    operation: Operation,
    raw: bytes | None,
) -> None:
    """It ends wherever the exchange falls silent, unless the body is not read at all."""
    exchange.raw, exchange.hangs = raw, True
    monkeypatch.setattr(client_module, "REQUEST_TIMEOUT", 0.25)
    if raw is not None and b"{" in raw and operation in UNREAD:
        assert await operation(client) is None
        return
    with pytest.raises(TelepoTimeoutError):
        async with asyncio.timeout(5):
            await operation(client)
    assert len(exchange.requests) == 1


def test_the_time_limit_is_the_contracts() -> None:
    """Ten seconds in all, whatever the session's own limits are."""
    assert client_module.REQUEST_TIMEOUT == 10


@every_operation
async def test_nobody_at_home_is_no_answer(
    socket_enabled: None,
    unused_tcp_port: int,
    session: ClientSession,
    operation: Operation,
) -> None:
    """A refused connection."""
    client = TelepoClient(
        session,
        url=f"http://127.0.0.1:{unused_tcp_port}",
        domain="organization.org",
        user_id="alice",
        ticket=TICKET,
    )
    with pytest.raises(TelepoConnectionError) as caught:
        await operation(client)
    assert "ClientConnectorError" in str(caught.value)


async def test_a_failed_tls_handshake_is_no_answer(
    exchange: Exchange, make_client: MakeClient
) -> None:
    """Https to a server that speaks plain http: the ticket is never said aloud."""
    client = make_client(url=exchange.url.replace("http:", "https:"))
    with pytest.raises(TelepoConnectionError):
        await client.snapshot()
    assert exchange.requests == []


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="hung up"),
        pytest.param(b"SIP/2.0 400 Bad\r\n\r\n", id="another protocol"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", id="half an answer"
        ),
        pytest.param(None, id="silence"),
    ],
)
async def test_no_error_drags_the_ticket_along(
    exchange: Exchange,
    client: TelepoClient,
    monkeypatch: pytest.MonkeyPatch,
    raw: bytes | None,
) -> None:
    """Neither its text nor what hangs on it: aiohttp's own errors hold the headers."""
    exchange.raw, exchange.hangs = raw, raw is None
    if exchange.hangs:
        monkeypatch.setattr(client_module, "REQUEST_TIMEOUT", 0.25)
    with pytest.raises(TelepoError) as caught:
        await client.snapshot()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert TICKET not in repr(caught.value)
    assert "alice" not in repr(caught.value)
