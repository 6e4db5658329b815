"""What the recorder writes of one user: rows in its database, states and events both.

An idle hour is as many polls as an hour has, asked for at once; nothing else looks at the
clock but midnight. A whole call comes in, is answered, held, resumed and ends, with a poll
after each step. What must be written of it is counted by hand: each entity once for each time
that what it shows is another, each event once.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from contextlib import closing
from pathlib import Path
import sqlite3

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import get_instance

from .exchange import Exchange, running_exchange
from .home import add_user, running_home, webhook_url
from .pairs import Effort
from .table import Aim, Row

_RECORDER = """\
recorder:
  commit_interval: 1
"""
_DATABASE = "home-assistant_v2.db"

# Without a message the exchange is asked every five seconds, with messages every minute.
_POLLS_OF_AN_HOUR = 720

# What a call is: ringing, active, held, active, over.
_CALL = {
    "sensor.call": 5,
    "sensor.remote_party": 2,
    "sensor.call_started": 2,
    "sensor.calls": 2,
    "binary_sensor.on_call": 2,
    "binary_sensor.ringing": 2,
    # There is something to hold, to resume, to hold, and nothing any more.
    "switch.hold": 4,
    # Incoming, answered, held, resumed, ended: the entity's, and the bus'.
    "event.call": 5,
    "telepo_call_event": 5,
    "sensor.calls_today": 1,
    "sensor.talk_time_today": 1,
}
# Each message is on the bus, and the webhook's sensor tells when the last one came.
_MESSAGES = {"telepo_crm_message": 3, "binary_sensor.webhook": 3}

_SECONDS_OF_TALK = 1.1
_PATIENCE = 10.0

_COUNT = """\
SELECT meta.entity_id, COUNT(*)
FROM states JOIN states_meta AS meta ON meta.metadata_id = states.metadata_id
GROUP BY meta.entity_id
UNION ALL
SELECT types.event_type, COUNT(*)
FROM events JOIN event_types AS types ON types.event_type_id = events.event_type_id
GROUP BY types.event_type
"""


async def measure(effort: Effort) -> list[Row]:
    """Measure idle hours and whole calls, without and with messages."""
    rows: list[Row] = []
    async with running_exchange() as exchange, running_home(_RECORDER) as hass:
        (alice,) = await exchange.ask("users", names=["alice"])
        entry = await add_user(hass, alice)
        for connected, words in ((False, "no webhook"), (True, "with webhook")):
            must = _CALL
            if connected:
                must = _CALL | _MESSAGES
                await exchange.ask(
                    "crm", url=webhook_url(hass, entry.data["webhook_id"])
                )
                # The first message of all also tells that messages come.
                await _one_call(hass, entry, exchange)
            written = await _rows_of(hass, entry, _one_call(hass, entry, exchange))
            rows.append(
                Row(
                    what=f"recorder rows of one whole call, {words}",
                    floor="what changes for those who look and listen",
                    aim=Aim("≤", 1.0),
                    figure=written.total() / sum(must.values()),
                    ours=f"{written.total()} rows",
                    against=_differences(written, must) or f"{sum(must.values())} rows",
                )
            )
            polls = effort.of(_POLLS_OF_AN_HOUR, 20)
            written = await _rows_of(hass, entry, _idle(entry, polls))
            rows.append(
                Row(
                    what=f"recorder rows in an idle hour, {words}",
                    floor="nothing happens",
                    aim=Aim("≤", 0, "rows"),
                    figure=written.total(),
                )
            )
    return rows


def _differences(written: Counter[str], must: dict[str, int]) -> str:
    """Say where what was written is not what must be."""
    return ", ".join(
        f"{key}: {written[key]} rows against {must.get(key, 0)}"
        for key in sorted(written.keys() | must)
        if written[key] != must.get(key, 0)
    )


async def _idle(entry: ConfigEntry, polls: int) -> None:
    for _ in range(polls):
        await entry.runtime_data.coordinator.async_refresh()


async def _one_call(
    hass: HomeAssistant, entry: ConfigEntry, exchange: Exchange
) -> None:
    """Let a call happen, its steps so far apart that each is seen."""
    call = await exchange.ask("call", user="alice", number="+46277464", name="Bob")
    await _seen(hass, entry, "ringing")
    for step, state in (
        ("answer", "active"),
        ("hold", "held"),
        ("resume", "active"),
        ("end", "idle"),
    ):
        await asyncio.sleep(_SECONDS_OF_TALK)
        await exchange.ask("step", call_id=call["call_id"], step=step)
        await _seen(hass, entry, state)
    # An ending may wait for the message that says why, and the storage is written then.
    await asyncio.sleep(4)


async def _seen(hass: HomeAssistant, entry: ConfigEntry, state: str) -> None:
    """Poll until the sensor of the call shows a state."""
    sensor = _entities(hass, entry)["sensor.call"]
    async with asyncio.timeout(_PATIENCE):
        while True:
            await entry.runtime_data.coordinator.async_refresh()
            if (shown := hass.states.get(sensor)) and shown.state == state:
                return


async def _rows_of(
    hass: HomeAssistant, entry: ConfigEntry, happening: Awaitable[None]
) -> Counter[str]:
    """Return how many rows of the user something brought, by entity and type of event."""
    before = await _rows(hass, entry)
    await happening
    await hass.async_block_till_done()
    return await _rows(hass, entry) - before


async def _rows(hass: HomeAssistant, entry: ConfigEntry) -> Counter[str]:
    instance = get_instance(hass)
    await instance.async_block_till_done()
    database = Path(hass.config.path(_DATABASE))
    counted = await instance.async_add_executor_job(_count, database)
    entities = {entity: key for key, entity in _entities(hass, entry).items()}
    return Counter(
        {
            entities.get(key, key): number
            for key, number in counted.items()
            if key in entities or key.startswith("telepo_")
        }
    )


def _count(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute(_COUNT).fetchall())


def _entities(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    """Return the user's entity ids by domain and key."""
    registry = er.async_get(hass)
    return {
        f"{entity.domain}.{entity.unique_id.removeprefix(f'{entry.entry_id}_')}": entity.entity_id
        for entity in er.async_entries_for_config_entry(registry, entry.entry_id)
    }
