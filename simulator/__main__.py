"""Run the simulator: `python -m simulator`."""

import argparse
import asyncio
from collections.abc import Callable, Sequence
import contextlib
import signal
import sys

from .models import Change
from .scenarios import SCENARIOS
from .simulator import Simulator

DEFAULT_PORT = 8780


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator", description="A MiCloud Telepo exchange of your own."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="0 for any free one"
    )
    parser.add_argument("--domain", default="organization.org")
    parser.add_argument(
        "--user",
        action="append",
        metavar="NAME[=TICKET]",
        help="a user, repeatable (default: alice and bob with random tickets)",
    )
    parser.add_argument("--crm-url", help="where the CRM connector posts")
    parser.add_argument(
        "--insecure-crm", action="store_true", help="let the CRM URL be plain http"
    )
    parser.add_argument("--scenario", choices=list(SCENARIOS), help="play this story")
    parser.add_argument(
        "--pace", type=float, default=1.0, help="seconds a beat of the story lasts"
    )
    return parser.parse_args(argv)


def narrate(say: Callable[[str], None]) -> Callable[[Change], None]:
    """Return a listener that tells every change in one line."""

    def listener(change: Change) -> None:
        call = change.call
        reason = f" ({change.reason})" if change.reason else ""
        arrow = "from" if call.inbound else "to"
        say(
            f"{change.user.name}: call {arrow} {call.remote.label} {change.what}{reason}"
        )

    return listener


def introduce(sim: Simulator, say: Callable[[str], None]) -> None:
    """Print where everything is."""
    say(f"Telepo simulator: {sim.url}")
    say(f"Page for clicking: {sim.url}/")
    for user in sim.exchange.users:
        say(f"User {user.name}, domain {user.domain}, ticket {user.ticket}")
    if sim.crm.url:
        say(f"CRM connector posts to {sim.crm.url}")


async def run(
    options: argparse.Namespace, stopped: asyncio.Event, say: Callable[[str], None]
) -> None:
    """Serve until stopped.

    Raises ValueError for a CRM URL that is not allowed, OSError for a port in use.
    """
    sim = Simulator(options.port, host=options.host)
    for each in options.user or ["alice", "bob"]:
        name, _, ticket = each.partition("=")
        sim.exchange.add_user(name, options.domain, ticket or None)
    sim.crm.configure(options.crm_url, insecure=options.insecure_crm)
    sim.exchange.subscribe(narrate(say))
    async with sim:
        introduce(sim, say)
        if options.scenario:
            names = [user.name for user in sim.exchange.users]
            sim.play_in_background(
                options.scenario, user=names[0], colleague=names[-1], pace=options.pace
            )
        await stopped.wait()


def _say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)


async def main(
    argv: Sequence[str] | None = None, say: Callable[[str], None] = _say
) -> int:
    """Serve until interrupted; return the exit code."""
    options = arguments(argv)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        # Windows has no signal handlers in the loop; Ctrl-C ends it there all the same.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(each, stopped.set)
    try:
        await run(options, stopped, say)
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
