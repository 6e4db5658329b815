"""A process for each name: started, awaited, and never left behind."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
import os
import signal
import subprocess

from homeassistant.runner import create_event_loop

from scripts.demo_lib.hass_process import environment

INTERRUPTED = 130

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PATIENCE_AT_STOP = 15.0


def end_on_signals() -> None:
    """Let whatever ends a program raise KeyboardInterrupt, as Ctrl-C does."""
    for each in _SIGNALS:
        signal.signal(each, signal.default_int_handler)


def output_of(command: Sequence[str]) -> tuple[str, str]:
    """Run a program and return what it printed, output and errors.

    When this process is interrupted meanwhile, the program is, too, and whatever it started.
    """
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(os.environ),
        # Ctrl-C is for this process alone, which then ends the other one in order.
        start_new_session=True,
    )
    try:
        return process.communicate()
    except KeyboardInterrupt:
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=_PATIENCE_AT_STOP)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


def run_cleanly[Result](work: Coroutine[object, object, Result]) -> Result:
    """Run in Home Assistant's event loop; a signal cancels, so that all is tidied up."""
    with asyncio.Runner(loop_factory=create_event_loop) as runner:
        return runner.run(_cancelled_by_signals(work))


async def _cancelled_by_signals[Result](
    work: Coroutine[object, object, Result],
) -> Result:
    loop = asyncio.get_running_loop()
    if task := asyncio.current_task():
        for each in _SIGNALS:
            loop.add_signal_handler(each, task.cancel)
    return await work
