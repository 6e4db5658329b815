"""The tasks of a soak: whatever fails in one of them fails the soak."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Self


class Crew:
    """Tasks that are started at any time and ended together."""

    def __init__(self) -> None:
        """Begin without a task."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._failure: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to look after tasks."""
        self._failure = asyncio.get_running_loop().create_future()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End all tasks."""
        await self.stop()
        if self._failure:
            self._failure.cancel()

    def start(self, work: Coroutine[object, object, None], name: str) -> None:
        """Run something beside everything else."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def stop(self) -> None:
        """End all tasks, those too that are started meanwhile."""
        while self._tasks:
            tasks = list(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def works(self, seconds: float) -> None:
        """Let everybody work for so long; raises what a task has raised."""
        if self._failure:
            await asyncio.wait([self._failure], timeout=seconds)
            if self._failure.done():
                self._failure.result()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or (problem := task.exception()) is None:
            return
        if self._failure and not self._failure.done():
            self._failure.set_exception(problem)
