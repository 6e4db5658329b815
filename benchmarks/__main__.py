"""Measure: `scripts/benchmark`."""

import argparse
from collections.abc import Iterable
from importlib import import_module
import json
import sys

from .machine import machine
from .own_process import INTERRUPTED, end_on_signals, output_of, run_cleanly
from .pairs import Effort
from .table import Row, as_markdown, as_text

# Each is a module with `async def measure(effort: Effort) -> list[Row]`, and is measured in a
# process of its own: what one leaves behind is no burden for the next.
NAMES = (
    "message",
    "storm",
    "poll",
    "change",
    "hold",
    "users",
    "memory",
    "recorder",
    "start",
    "tracker",
)

_ROWS = "rows: "


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark",
        usage="%(prog)s [--quick] [--markdown] [--next] [name ...]",
        description=__doc__,
        # It chooses the Python that runs this, so the script takes it away.
        epilog="--next: in the newest Home Assistant",
    )
    parser.add_argument(
        "--quick", action="store_true", help="few rounds: whether all can be measured"
    )
    parser.add_argument(
        "--markdown", action="store_true", help="the table of docs/performance.md"
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("name", nargs="*", help=", ".join(NAMES))
    options = parser.parse_args()
    if unknown := set(options.name) - set(NAMES):
        parser.error(
            f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(NAMES)}"
        )
    return options


def _measure_here(name: str, effort: Effort) -> None:
    """Measure in this process, and print the rows for the one that asked."""
    module = import_module(f"{__package__}.{name}")
    rows: list[Row] = run_cleanly(module.measure(effort))
    print(_ROWS + json.dumps([row.as_dict() for row in rows]), flush=True)


def _measure(name: str, effort: Effort) -> list[Row] | None:
    """Measure in another process; None when that failed, whose reasons it has printed."""
    command = [sys.executable, "-m", __package__, "--here", name]
    if effort.quick:
        command.append("--quick")
    output, errors = output_of(command)
    for line in output.splitlines():
        if line.startswith(_ROWS):
            return [Row.from_dict(row) for row in json.loads(line.removeprefix(_ROWS))]
    print(errors, file=sys.stderr)
    return None


def main() -> int:
    """Measure and print; return 0 whatever the figures are, if there are any."""
    options = _arguments()
    effort = Effort(quick=options.quick)
    names = options.name or NAMES
    if options.here:
        _measure_here(names[0], effort)
        return 0
    end_on_signals()
    try:
        return _measure_all(names, effort, markdown=options.markdown)
    except KeyboardInterrupt:
        print("\nEverything is stopped.", file=sys.stderr)
        return INTERRUPTED


def _measure_all(names: Iterable[str], effort: Effort, *, markdown: bool) -> int:
    print(machine(), flush=True)
    if effort.quick:
        print("Quick: too few rounds for the figures to count.", flush=True)
    rows: list[Row] = []
    failed = []
    for name in names:
        measured = _measure(name, effort)
        if measured is None:
            failed.append(name)
        else:
            rows += measured
            if not markdown:
                print(f"\n{as_text(measured)}", flush=True)
    if markdown:
        print(f"\n{as_markdown(rows)}")
    if failed:
        print(f"\nCould not be measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
