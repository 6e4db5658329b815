"""The far side as Home Assistant's process sees it: orders and answers."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from pathlib import Path
import sys
from typing import Any

_ROOT = Path(__file__).parents[1]
_LONGEST_ANSWER = 64 * 1024 * 1024


class FarSideError(Exception):
    """The other process has ended."""


class Exchange:
    """Orders to the process of `far_side.py`: the exchange and the poster of messages."""

    def __init__(self, process: Process) -> None:
        """Give orders to this process."""
        self._process = process
        self._one_at_a_time = asyncio.Lock()

    async def ask(self, do: str, **order: Any) -> Any:
        """Give an order and return its answer; raises FarSideError.

        `exchange="floor"` means the second exchange, which Home Assistant does not know.
        """
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise FarSideError("The other process has no ears")
        async with self._one_at_a_time:
            process.stdin.write(json.dumps({"do": do, **order}).encode() + b"\n")
            await process.stdin.drain()
            if not (answer := await process.stdout.readline()):
                raise FarSideError("The other process has ended")
        return json.loads(answer)


@asynccontextmanager
async def running_exchange() -> AsyncIterator[Exchange]:
    """Run the far side as long as the context lasts."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.far_side",
        stdin=PIPE,
        stdout=PIPE,
        cwd=_ROOT,
        limit=_LONGEST_ANSWER,
    )
    try:
        yield Exchange(process)
    finally:
        if process.stdin:
            process.stdin.close()
        await process.wait()
