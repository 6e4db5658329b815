"""Whoever interrupts a benchmark finds nothing left behind."""

import asyncio
from pathlib import Path
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from benchmarks.own_process import output_of, run_cleanly

_ROOT = Path(__file__).parents[2]
_PATIENCE = 120.0

# Measures for ten minutes in a process of its own, which has started another one.
_LONG_WORK = """
    import asyncio, sys
    sys.path.insert(0, sys.argv[1])
    from benchmarks.own_process import end_on_signals, output_of, run_cleanly

    async def measure():
        other = await asyncio.create_subprocess_exec("sleep", "600")
        try:
            print(other.pid, file=open(sys.argv[2], "w"), flush=True)
            await asyncio.sleep(600)
        finally:
            print("tidied up", file=open(sys.argv[2], "a"), flush=True)

    if len(sys.argv) > 3:
        run_cleanly(measure())
    else:
        end_on_signals()
        try:
            output_of([sys.executable, *sys.argv, "here"])
        except KeyboardInterrupt:
            sys.exit(130)
"""


def test_a_program_s_output_is_returned() -> None:
    """Output and errors, whatever the exit code is."""
    program = "import sys; print('rows'); sys.exit('no more')"
    assert output_of([sys.executable, "-c", program]) == ("rows\n", "no more\n")


def test_work_is_run_to_its_end() -> None:
    """In Home Assistant's event loop."""

    async def work() -> int:
        await asyncio.sleep(0)
        return 7

    assert run_cleanly(work()) == 7


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_behind(tmp_path: Path, how: signal.Signals) -> None:
    """The measuring process tidies up, and what it has started ends with it."""
    program, notes = tmp_path / "program.py", tmp_path / "notes"
    program.write_text(textwrap.dedent(_LONG_WORK), encoding="utf-8")
    process = subprocess.Popen([sys.executable, program, _ROOT, notes])
    deadline = time.monotonic() + _PATIENCE
    while not (notes.exists() and notes.read_text(encoding="utf-8").endswith("\n")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(how)
    assert process.wait(_PATIENCE) == 130
    pid, *rest = notes.read_text(encoding="utf-8").splitlines()
    assert rest == ["tidied up"]
    assert not _is_running(int(pid))


def _is_running(pid: int) -> bool:
    """Tell whether a process works; one that nobody has buried yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return state.rsplit(")", 1)[1].split()[0] != "Z"
