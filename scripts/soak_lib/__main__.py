"""Run a soak: `scripts/soak`."""

import argparse
import asyncio
from collections import Counter
import math
import secrets
import signal
import sys
import time

from homeassistant.const import __version__ as HOME_ASSISTANT

from .run import Soak

_INTERRUPTED = 130
_MOST_LINES = 40


def _say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)


def minutes(text: str) -> float:
    """Read how long a soak is to be; argparse shows this name with what is no number."""
    number = float(text)
    # Asked this way round since "nan" is neither more nor less.
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError("more than 0 minutes are needed")
    return number


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/soak",
        usage="%(prog)s [--minutes N] [--seed TEXT] [--next]",
        description=__doc__,
        # It chooses the Python that runs this, so the script takes it away.
        epilog="--next: in the newest Home Assistant",
    )
    parser.add_argument("--minutes", type=minutes, default=1.5, help="of bad weather")
    parser.add_argument(
        "--seed",
        default=secrets.token_hex(3),
        help="draws the same (without it a new one is drawn and printed)",
    )
    return parser.parse_args()


async def _main(seed: str, minutes: float) -> int:
    """Run a soak; return the exit code, 0 when the books agree."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if task:
            loop.add_signal_handler(each, task.cancel)
    begun = time.monotonic()
    _say(
        f"A soak of {minutes:g} minutes in Home Assistant {HOME_ASSISTANT}; again with:"
        f" scripts/soak --minutes {minutes:g} --seed {seed}"
    )
    try:
        verdict = await Soak(seed, minutes, _say).run()
    except asyncio.CancelledError:
        _say("\nEverything is stopped.")
        return _INTERRUPTED
    _say(f"\nAfter {time.monotonic() - begun:.0f} s:")
    for figure in verdict.figures:
        _say(f"  {figure}")
    for line, times in Counter(verdict.wrong).most_common(_MOST_LINES):
        _say(f"  - {line}" + (f" ({times} times)" if times > 1 else ""))
    agree = "do not agree" if verdict.wrong else "agree"
    _say(f"The books {agree} (seed {seed}).")
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    given = _arguments()
    sys.exit(asyncio.run(_main(given.seed, given.minutes)))
