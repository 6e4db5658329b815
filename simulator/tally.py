"""A record of every request to the vendor API: what a thing costs in requests."""

import asyncio
from dataclasses import asdict, dataclass


@dataclass(slots=True)
class Request:
    """One request; never the ticket, never the body.

    `status` is None while no answer was sent; `answered` is "answer", or the
    kind of the fault that took its place, or "pending".
    """

    time: float
    method: str
    operation: str
    domain: str | None
    user: str | None
    call_id: str | None
    status: int | None = None
    answered: str = "pending"

    def as_dict(self) -> dict[str, object]:
        """Return the record for the control API."""
        return asdict(self)


class Tally:
    """All requests since the last reset."""

    def __init__(self) -> None:
        """Start at nought."""
        self.requests: list[Request] = []
        self._news = asyncio.Event()

    def add(self, request: Request) -> Request:
        """Record a request that has just arrived."""
        self.requests.append(request)
        self._news.set()
        self._news = asyncio.Event()
        return request

    async def wait_for(self, count: int, operation: str | None = None) -> None:
        """Wait until so many requests have arrived."""
        while self.count(operation) < count:
            await self._news.wait()

    def count(self, operation: str | None = None, user: str | None = None) -> int:
        """Return how many requests there were, of one operation or user or all."""
        return sum(
            operation in (None, request.operation) and user in (None, request.user)
            for request in self.requests
        )

    def by_operation(self) -> dict[str, int]:
        """Return the number of requests of each operation."""
        names = sorted({request.operation for request in self.requests})
        return {name: self.count(name) for name in names}

    def reset(self) -> None:
        """Forget everything."""
        self.requests.clear()
