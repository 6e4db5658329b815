"""A small real server that does what a test tells it, and remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
import json

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer
import pytest

from custom_components.telepo.cti import TelepoClient

TICKET = "4711.c2VjcmV0LXRpY2tldA=="


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> object:
        """The decoded body."""
        return json.loads(self.body)


@dataclass(slots=True)
class Exchange:
    """The script of a server: set what it answers, then read what it was asked."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"fullState":true,"calls":[]}'
    # Replaces the answer by bytes of the test's own; then the connection is cut.
    raw: bytes | None = None
    hangs: bool = False
    requests: list[Request] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def answers(self, data: object, status: int = 200) -> None:
        """Answer with JSON from now on."""
        self.status, self.body = status, json.dumps(data).encode()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Remember a request and follow the script."""
        seen = Request(
            request.method,
            request.raw_path,
            dict(request.headers),
            await request.read(),
        )
        self.requests.append(seen)
        assert request.transport is not None
        if self.raw is not None:
            request.transport.write(self.raw)
        if self.hangs:
            await self.released.wait()
        if self.raw is not None:
            request.transport.close()
        return web.Response(status=self.status, headers=self.headers, body=self.body)


@pytest.fixture
async def exchange(socket_enabled: None) -> AsyncIterator[Exchange]:
    """Run a scripted exchange on loopback."""
    script = Exchange()
    async with RawTestServer(script.handle) as server:
        script.url = str(server.make_url("/")).rstrip("/")
        yield script
        script.released.set()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """Open a client session, as the integration would be handed one."""
    async with ClientSession() as opened:
        yield opened


@pytest.fixture
def make_client(
    exchange: Exchange, session: ClientSession
) -> Callable[..., TelepoClient]:
    """Return a maker of clients of the scripted exchange, alice's unless told otherwise."""

    def make(**changes: str) -> TelepoClient:
        arguments = {
            "url": exchange.url,
            "domain": "organization.org",
            "user_id": "alice",
            "ticket": TICKET,
        }
        return TelepoClient(session, **(arguments | changes))

    return make


@pytest.fixture
def client(make_client: Callable[..., TelepoClient]) -> TelepoClient:
    """Return alice's client."""
    return make_client()
