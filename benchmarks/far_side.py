"""The other process: the exchange, and whoever posts to the webhook.

Takes one JSON object a line from its input, `{"do": …}`, and answers each with one line.
Times are `time.monotonic()`, which processes of one machine share.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
import gc
import json
import sys
import time
from typing import Any

from benchmarks.posts import Line, post_all
from simulator import Fault, Simulator

type Order = dict[str, Any]
type Handler = Callable[[Order], Awaitable[object]]

_DOMAIN = "organization.org"


class FarSide:
    """Two exchanges, one for ours and one for the floor, and a hand that posts."""

    def __init__(self, exchanges: dict[str, Simulator]) -> None:
        """Serve these exchanges, by name."""
        self._exchanges = exchanges
        self._lines: dict[str, Line] = {}
        self._handlers: dict[str, Handler] = {
            "users": self._users,
            "crm": self._crm,
            "call": self._call,
            "step": self._step,
            "post": self._post,
            "storm": self._storm,
            "count": self._count,
            "away": self._away,
        }

    async def obey(self, order: Order) -> object:
        """Do as told and return the answer."""
        return await self._handlers[order["do"]](order)

    async def close(self) -> None:
        """Hang up."""
        for line in self._lines.values():
            line.close()

    async def _users(self, order: Order) -> object:
        """Add users; return what each would type into the first form."""
        simulator = self._of(order)
        users = [simulator.exchange.add_user(name, _DOMAIN) for name in order["names"]]
        return [
            {
                "url": simulator.url,
                "domain": user.domain,
                "user_id": user.name,
                "ticket": user.ticket,
            }
            for user in users
        ]

    async def _crm(self, order: Order) -> object:
        """Say where the exchange's CRM connector posts."""
        self._of(order).crm.configure(order["url"], insecure=True)
        return None

    async def _call(self, order: Order) -> object:
        """Let a call come in; return its id and the moment before."""
        before = time.monotonic()
        call = self._of(order).exchange.inbound(
            order["user"], order["number"], order.get("name")
        )
        return {"call_id": call.call_id, "at": before}

    async def _step(self, order: Order) -> object:
        """Let something happen to a call; return the moment before."""
        exchange = self._of(order).exchange
        steps: dict[str, Callable[[str], object]] = {
            "answer": exchange.answer,
            "hold": exchange.hold,
            "resume": exchange.resume,
            "end": exchange.end,
        }
        before = time.monotonic()
        steps[order["step"]](order["call_id"])
        return {"at": before}

    async def _post(self, order: Order) -> object:
        """Post one body on a connection that stays open; return the moment before."""
        url = order["url"]
        if url not in self._lines:
            self._lines[url] = await Line.open(url)
        before, status = await self._lines[url].post(order["body"].encode())
        return {"at": before, "status": status}

    async def _storm(self, order: Order) -> object:
        """Post bodies over so many connections at a time; return begin, end and statuses."""
        gc.collect()
        bodies = [body.encode() for body in order["bodies"]]
        begun, ended, statuses = await post_all(
            order["url"], bodies, order["at_a_time"]
        )
        return {"begun": begun, "ended": ended, "statuses": statuses}

    async def _count(self, order: Order) -> object:
        """Return how many requests the exchange has got."""
        return self._of(order).tally.count(order.get("operation"))

    async def _away(self, order: Order) -> object:
        """Put both exchanges so many seconds away: each answer takes as much longer."""
        for simulator in self._exchanges.values():
            simulator.faults.clear()
            if order["seconds"]:
                simulator.faults.add("*", Fault.delay(order["seconds"]))
        return None

    def _of(self, order: Order) -> Simulator:
        return self._exchanges[order.get("exchange", "ours")]


async def _lines_of_input() -> asyncio.StreamReader:
    loop = asyncio.get_running_loop()
    # Ten thousand messages are one line.
    reader = asyncio.StreamReader(limit=64 * 1024 * 1024)
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    return reader


async def main() -> None:
    """Obey until the input ends."""
    orders = await _lines_of_input()
    async with AsyncExitStack() as stack:
        exchanges = {
            name: await stack.enter_async_context(Simulator())
            for name in ("ours", "floor")
        }
        far_side = FarSide(exchanges)
        while line := await orders.readline():
            answer = await far_side.obey(json.loads(line))
            print(json.dumps(answer), flush=True)
        await far_side.close()


if __name__ == "__main__":
    asyncio.run(main())
