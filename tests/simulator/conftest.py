"""A running simulator, and a client that knows nothing but HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
import json
from typing import Any

from aiohttp import ClientSession, ClientTimeout
import pytest

from simulator import Simulator, User

HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}


class FakeClock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        """Start at a time with milliseconds."""
        self.now = 1_517_574_897.699

    def __call__(self) -> float:
        """Return seconds since 1970."""
        return self.now


@dataclass
class Answer:
    """What came back."""

    status: int
    raw: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.raw)


@dataclass
class ApiClient:
    """Speaks to the vendor API as one user."""

    session: ClientSession
    sim: Simulator
    user: User

    @property
    def headers(self) -> dict[str, str]:
        """Return what every request needs."""
        return {**HEADERS, "Authorization": f"Bearer {self.user.ticket}"}

    @property
    def snapshot_url(self) -> str:
        """Return where the user's state is read."""
        user = self.user
        return f"{self.sim.url}/api/call/state/v1/snapshot/{user.domain}/{user.name}"

    async def snapshot(self) -> dict[str, object]:
        """Return the user's state."""
        async with self.session.get(self.snapshot_url, headers=self.headers) as answer:
            assert answer.status == 200
            body: dict[str, object] = await answer.json()
            return body

    async def calls(self) -> list[dict[str, object]]:
        """Return the calls of the user's state."""
        calls = (await self.snapshot())["calls"]
        assert isinstance(calls, list)
        return calls

    async def post(
        self, operation: str, call_id: str, body: object | None = None
    ) -> Answer:
        """Give a command."""
        user = self.user
        path = f"{operation}/{user.domain}/{user.name}/{call_id}"
        async with self.session.post(
            f"{self.sim.url}/api/call/control/v1/{path}",
            json={} if body is None else body,
            headers=self.headers,
        ) as answer:
            return Answer(answer.status, await answer.read())


@pytest.fixture
def clock() -> FakeClock:
    """Return the simulator's clock."""
    return FakeClock()


@pytest.fixture
async def sim(socket_enabled: None, clock: FakeClock) -> AsyncIterator[Simulator]:
    """Return a running simulator with alice and bob."""
    async with Simulator(clock=clock) as simulator:
        simulator.exchange.add_user("alice")
        simulator.exchange.add_user("bob")
        yield simulator


@pytest.fixture
async def session(sim: Simulator) -> AsyncIterator[ClientSession]:
    """Return an HTTP session with a short patience."""
    async with ClientSession(timeout=ClientTimeout(total=2)) as session:
        yield session


@pytest.fixture
def api(sim: Simulator, session: ClientSession) -> ApiClient:
    """Return alice's access to the vendor API."""
    return ApiClient(session, sim, sim.exchange.user("alice"))
