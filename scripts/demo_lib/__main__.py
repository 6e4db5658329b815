"""Run the demo: `scripts/demo`."""

import argparse
import asyncio
import os
import signal
import sys

from .run import Demo

_INTERRUPTED = 130


def _say(line: str) -> None:
    """Print at once, also into a pipe; end when nobody reads that any more."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        signal.raise_signal(signal.SIGHUP)


def _cancel_on_signals(task: asyncio.Task[int]) -> None:
    """Let the first signal cancel the task; the others find the cleaning up under way."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop() -> None:
        for each in signals:
            loop.add_signal_handler(each, lambda: None)
        task.cancel()

    for each in signals:
        loop.add_signal_handler(each, stop)


async def _main(*, once: bool) -> int:
    """Run the demo; return the exit code, 0 when all of the story was seen."""
    demo = Demo(_say, once=once)
    running = asyncio.create_task(_exit_code(demo))
    _cancel_on_signals(running)
    return await running


async def _exit_code(demo: Demo) -> int:
    try:
        return 0 if await demo.run() else 1
    except asyncio.CancelledError:
        _say("\nEverything is stopped.")
        return 0 if demo.staying else _INTERRUPTED


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="scripts/demo")
    parser.add_argument("--once", action="store_true", help="end after the story")
    sys.exit(asyncio.run(_main(once=parser.parse_args().once)))
