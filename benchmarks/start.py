"""Home Assistant's start, with one user's entry and without, in fresh processes.

From the start of the process until Home Assistant says that it has started: by the clock, and
as processor time of the process. The home is an ordinary one on paper: frontend, voice,
recorder, history, logbook. Both folders have been started once before, and all modules are
compiled by then, as they are at home, whatever the environment says about bytecode.

Python's garbage collector goes through everything after so many collections of what is new,
which takes a twentieth of the start. Whether the start ends just before that or just behind it
is a matter of chance, the home's and not the integration's. So each pair begins at another
point of that round.
"""

import asyncio
from asyncio.subprocess import PIPE
from dataclasses import dataclass
import gc
import json
import os
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
import time

from scripts.demo_lib.hass_process import free_port

from .exchange import running_exchange
from .home import HomeError, write_home
from .least import Json
from .pairs import Effort, ratio_of
from .table import Aim, Row

_ROOT = Path(__file__).parents[1]
_CONFIGURATION = """\
automation:
conversation:
frontend:
history:
logbook:
recorder:
"""
_FLOOR = "without the entry"
_AIM = Aim("≤", 1.02)

# So many collections of what is new, and the next one is of everything.
_ROUND = gc.get_threshold()[2] + 1


@dataclass(frozen=True, slots=True)
class _Start:
    """What one start took, in seconds."""

    seconds: float
    processor: float


async def measure(effort: Effort) -> list[Row]:
    """Measure both times."""
    pairs: list[tuple[_Start, _Start]] = []
    async with running_exchange() as exchange:
        with TemporaryDirectory(prefix="telepo-benchmark-") as folder:
            (alice,) = await exchange.ask("users", names=["alice"])
            ours = await asyncio.to_thread(_new_home, Path(folder, "with"))
            floor = await asyncio.to_thread(_new_home, Path(folder, "without"))
            await _start(ours, user=alice)
            await _start(floor)
            for number in range(1 + effort.of(3 * _ROUND, 1)):
                at = number % _ROUND
                if number % 2:
                    pair = await _start(ours, at), await _start(floor, at)
                else:
                    without = await _start(floor, at)
                    pair = await _start(ours, at), without
                pairs.append(pair)
    seconds = [(one.seconds, other.seconds) for one, other in pairs[1:]]
    processor = [(one.processor, other.processor) for one, other in pairs[1:]]
    what = "Home Assistant's start with one entry"
    return [
        Row.of(ratio_of(seconds), what=what, floor=_FLOOR, aim=_AIM),
        Row.of(
            ratio_of(processor),
            what=f"{what}, processor time",
            floor=_FLOOR,
            aim=_AIM,
        ),
    ]


def _new_home(folder: Path) -> Path:
    write_home(folder, free_port(), _CONFIGURATION)
    return folder


def _with_bytecode(folder: Path) -> dict[str, str]:
    """Return the environment of a Python that keeps what it compiles in a folder."""
    kept = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder)}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


async def _start(
    folder: Path, collections: int = 0, *, user: Json | None = None
) -> _Start:
    """Start a Home Assistant, which ends at once; with a user, set one up before that."""
    begun = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.one_start",
        str(folder),
        str(collections),
        *([json.dumps(user)] if user else []),
        stdout=PIPE,
        cwd=_ROOT,
        env=_with_bytecode(folder.parent / "bytecode"),
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise HomeError("Home Assistant does not start")
    started = json.loads(output.splitlines()[-1])
    return _Start(started["at"] - begun, started["processor"])
