"""CRM message posted → `telepo_crm_message` on the bus, one at a time.

The clock begins in the posting process, just before the request is written to an open
connection, and ends in Home Assistant's, where a listener of the event runs. Home Assistant's
web server is in both sides. Between two posts everything that a message starts comes to rest,
so that no side waits for the other's polls.
"""

import asyncio
from collections.abc import Callable
import json
import time
from typing import Any

from aiohttp.web import Request
from homeassistant.components import webhook
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.util.json import json_loads

from custom_components.telepo.const import EVENT_CRM_MESSAGE

from .exchange import Exchange, running_exchange
from .home import add_user, running_home, webhook_url
from .messages import calls_of
from .pairs import Effort, Sample, interleaved
from .table import Aim, Row

WHAT = "CRM message posted → `telepo_crm_message` on the bus"
BAREST = "the barest handler of Home Assistant's webhook component: parse the JSON, fire one event"
AUTOMATION = "an automation: webhook trigger, event action"

AUTOMATION_EVENT = "benchmark_automation"
AUTOMATION_WEBHOOK = "benchmark-automation"
# It carries the message, or it would not be the same. The mode is the one that loses nothing.
AUTOMATION_YAML = f"""\
automation:
  - alias: Benchmark
    mode: parallel
    max: 1000
    triggers:
      - trigger: webhook
        webhook_id: {AUTOMATION_WEBHOOK}
        allowed_methods: [POST]
        local_only: false
    actions:
      - event: {AUTOMATION_EVENT}
        event_data:
          message: "{{{{ trigger.json }}}}"
"""

_BAREST_EVENT = "benchmark_barest"
_BAREST_WEBHOOK = "benchmark-barest"
# A poll that a message starts is over by then, and the next one not yet due.
_REST = 0.02


async def measure(effort: Effort) -> list[Row]:
    """Measure both rows of the single message."""
    async with (
        running_exchange() as exchange,
        running_home(AUTOMATION_YAML) as hass,
    ):
        (alice,) = await exchange.ask("users", names=["alice"])
        entry = await add_user(hass, alice)
        register_barest(hass)
        bodies = calls_of("alice")

        def sample(event_type: str, webhook_id: str) -> Sample:
            return _sample(hass, exchange, event_type, webhook_id, lambda: next(bodies))

        ours = sample(EVENT_CRM_MESSAGE, entry.data["webhook_id"])
        rounds = {"rounds": effort.of(800, 20), "warm_up": effort.of(100, 5)}
        barest = await interleaved(
            ours, sample(_BAREST_EVENT, _BAREST_WEBHOOK), **rounds
        )
        automation = await interleaved(
            ours, sample(AUTOMATION_EVENT, AUTOMATION_WEBHOOK), **rounds
        )
        return [
            Row.of(barest, what=WHAT, floor=BAREST, aim=Aim("≤", 1.2)),
            Row.of(automation, what="the same", floor=AUTOMATION, aim=Aim("≤", 0.75)),
        ]


def register_barest(hass: HomeAssistant) -> None:
    """Register the least that a webhook which fires an event can do."""

    async def handle(hass: HomeAssistant, _webhook_id: str, request: Request) -> None:
        data: Any = json_loads(await request.read())
        hass.bus.async_fire(_BAREST_EVENT, data)

    webhook.async_register(
        hass,
        "benchmark",
        "Benchmark",
        _BAREST_WEBHOOK,
        handle,
        allowed_methods=["POST"],
    )


def _sample(
    hass: HomeAssistant,
    exchange: Exchange,
    event_type: str,
    webhook_id: str,
    body: Callable[[], dict[str, object]],
) -> Sample:
    """Return what posts one message and returns the seconds until its event."""
    url = webhook_url(hass, webhook_id)

    async def measure_once() -> float:
        heard = hass.loop.create_future()

        @callback
        def hear(_event: Event[Any]) -> None:
            if not heard.done():
                heard.set_result(time.monotonic())

        remove = hass.bus.async_listen(event_type, hear)
        posted = await exchange.ask("post", url=url, body=json.dumps(body()))
        async with asyncio.timeout(5):
            at = await heard
        remove()
        await asyncio.sleep(_REST)
        return float(at - posted["at"])

    return measure_once
