"""POSTs that cost the poster next to nothing: requests written beforehand, on open connections."""

import asyncio
from collections import Counter
from collections.abc import Iterator
import re
import time
from typing import Self

from yarl import URL

from .messages import now

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class Line:
    """One connection to a web server that stays open."""

    def __init__(
        self, url: URL, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Post to a URL through an open connection."""
        self._reader = reader
        self._writer = writer
        self._head = (
            f"POST {url.raw_path} HTTP/1.1\r\n"
            f"Host: {url.host}:{url.port}\r\n"
            "Content-Type: application/json\r\n"
            "Content-Length: "
        ).encode()

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect."""
        target = URL(url)
        reader, writer = await asyncio.open_connection(target.host, target.port)
        return cls(target, reader, writer)

    async def post(self, body: bytes) -> tuple[float, int]:
        """Post and wait for the answer; return the moment before and the status."""
        request = b"%b%d\r\n\r\n%b" % (self._head, len(body), body)
        before = time.monotonic()
        self._writer.write(request)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        if length := _LENGTH.search(answer):
            await self._reader.readexactly(int(length[1]))
        return before, int(answer[9:12])

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def post_all(
    url: str, bodies: list[bytes], at_a_time: int
) -> tuple[float, float, dict[int, int]]:
    """Post bodies, so many at a time; return begin, end and how often each status came.

    `@now@` in a body becomes the time at which it is posted.
    """
    lines = [await Line.open(url) for _ in range(at_a_time)]
    statuses: Counter[int] = Counter()
    waiting = iter(bodies)

    async def work(line: Line, waiting: Iterator[bytes]) -> None:
        for body in waiting:
            _, status = await line.post(body.replace(b"@now@", now().encode()))
            statuses[status] += 1

    begun = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for line in lines:
            group.create_task(work(line, waiting))
    ended = time.monotonic()
    for line in lines:
        line.close()
    return begun, ended, dict(statuses)
