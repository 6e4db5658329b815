"""Messages that are not believed any more, and how they are believed again."""

import asyncio
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.util import dt as dt_util
import pytest

from simulator import Fault

from .clock import Clock, Pass
from .crm import Connector
from .house import House
from .leftovers import repairs, set_up_again, unload
from .storybook import TOLD, storage_key, types
from .test_security_forged import DISTRUSTED
from .test_security_rotation import renew


async def flood(connector: Connector, name: str = "forged", calls: int = 110) -> None:
    """Post more calls of alice's than can be; none of them ever was."""
    await connector.post(
        [
            connector.message(1, call_id=f"{name}{number}", state="TERMINATED")
            for number in range(calls)
        ]
    )


async def believed(house: House, connector: Connector, call_id: str) -> bool:
    """Tell whether a call is told that only a message knows."""
    told = house.heard(TOLD)
    await connector.post(connector.message(1, call_id=call_id))
    return [event.data["call_id"] for event in told] == [call_id]


@pytest.mark.parametrize("who", ["alice", "bob"])
async def test_a_new_address_is_believed(
    alice: House, connector: Connector, clock: Clock, who: str
) -> None:
    """Whoever of the organization asked for it, and however often the user is reloaded."""
    await alice.set_up("bob")
    await flood(connector)
    assert repairs(alice) == {DISTRUSTED}
    await renew(alice, who)
    await clock.settle()
    assert repairs(alice) == set()
    assert await believed(alice, connector, "true")
    await clock.settle()
    await unload(alice)
    await set_up_again(alice)
    assert await believed(alice, connector, "true as well")
    assert repairs(alice) == set()
    await clock.settle()


async def test_a_new_address_is_believed_by_who_was_not_there(
    alice: House, connector: Connector, clock: Clock
) -> None:
    await alice.set_up("bob")
    await flood(connector)
    await unload(alice)
    await renew(alice, "bob")
    await set_up_again(alice)
    assert await believed(alice, connector, "true")
    assert repairs(alice) == set()
    await clock.settle()


async def test_a_new_address_is_believed_by_who_is_being_set_up(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """The stories are read, but the exchange has not answered yet."""
    await alice.set_up("bob")
    await flood(connector)
    await unload(alice)
    alice.simulator.faults.add("snapshot", Fault.hang(), user="alice", times=1)
    tally = alice.simulator.tally
    asked = tally.count("snapshot")
    entries = alice.hass.config_entries
    setting_up = asyncio.create_task(entries.async_setup(alice.entry().entry_id))
    while tally.count("snapshot") == asked:
        await alice.next_turn()
    assert alice.entry().state is ConfigEntryState.SETUP_IN_PROGRESS
    form = await alice.reconfigure("bob")
    await alice.submit(form, {"url": alice.simulator.url, "new_webhook": True})
    alice.simulator.faults.release()
    assert await setting_up
    assert await believed(alice, connector, "true")
    assert repairs(alice) == set()
    await clock.settle()


async def test_a_flood_to_the_new_address_is_reported_again(
    alice: House, connector: Connector, clock: Clock
) -> None:
    await flood(connector)
    await renew(alice)
    await clock.pass_time(20)
    told = alice.heard(TOLD)
    await flood(connector, "again", 90)
    assert repairs(alice) == set()
    await flood(connector, "and again", 20)
    assert repairs(alice) == {DISTRUSTED}
    await clock.settle()
    await clock.pass_time(20)
    assert types(told) == ["missed"] * 100


async def test_the_report_of_a_flood_goes_a_day_after_it(
    alice: House, connector: Connector, later: Pass
) -> None:
    """Who slept meanwhile finds it; and the next one is reported anew."""
    await flood(connector)
    await later(1800)
    await flood(connector, "still", 1)
    await later(24 * 3600 - 100)
    assert repairs(alice) == {DISTRUSTED}
    await later(200)
    assert repairs(alice) == set()
    assert await believed(alice, connector, "true")
    await flood(connector, "anew")
    assert repairs(alice) == {DISTRUSTED}
    await later(20)


async def test_the_file_of_calls_does_not_hold_the_address(
    alice: House, hass_storage: dict[str, Any]
) -> None:
    """But tells it from others."""
    found = []
    for _ in range(2):
        await renew(alice)
        await unload(alice)
        found.append(hass_storage[storage_key(alice)]["data"]["trust"]["address"])
        await set_up_again(alice)
    assert found[0] != found[1]
    webhook_id = alice.entry().data["webhook_id"]
    assert not {webhook_id} & set(found)
    assert all(address not in webhook_id for address in found)
    await alice.poll()


@pytest.mark.parametrize(
    ("ago", "reported"),
    [(0, True), (23, True), (25, False), (9999, False)],
)
async def test_the_day_of_a_report_goes_on_while_home_assistant_is_off(
    alice: House,
    connector: Connector,
    later: Pass,
    hass_storage: dict[str, Any],
    ago: float,
    reported: bool,
) -> None:
    """And while the user is disabled."""
    await flood(connector)
    await later(20)
    disable = alice.hass.config_entries.async_set_disabled_by
    await disable(alice.entry().entry_id, ConfigEntryDisabler.USER)
    assert repairs(alice) == set()
    trust = hass_storage[storage_key(alice)]["data"]["trust"]
    trust["refused_at"] = (dt_util.utcnow() - timedelta(hours=ago)).isoformat()
    await disable(alice.entry().entry_id, None)
    await alice.hass.async_block_till_done()
    assert repairs(alice) == ({DISTRUSTED} if reported else set())


async def test_a_clock_that_is_put_right_keeps_no_report_for_more_than_a_day(
    alice: House, connector: Connector, later: Pass, hass_storage: dict[str, Any]
) -> None:
    await flood(connector)
    await later(20)
    await unload(alice)
    trust = hass_storage[storage_key(alice)]["data"]["trust"]
    trust["refused_at"] = (dt_util.utcnow() + timedelta(days=400)).isoformat()
    await set_up_again(alice)
    assert repairs(alice) == {DISTRUSTED}
    # Who hears messages is polled once a minute only.
    await connector.post({"call_id": "x", "state": "TERMINATED"})
    await later(24 * 3600 + 100)
    assert repairs(alice) == set()


@pytest.mark.parametrize("since", [None, 1, "soon", "2026-10-12T09:30:00", "9999-99"])
async def test_a_damaged_file_makes_nothing_up(
    alice: House,
    connector: Connector,
    clock: Clock,
    hass_storage: dict[str, Any],
    since: object,
) -> None:
    """What was counted still counts."""
    await flood(connector)
    await clock.settle()
    await unload(alice)
    hass_storage[storage_key(alice)]["data"]["trust"] |= {
        "since": since,
        "refused_at": since,
    }
    await set_up_again(alice)
    assert alice.entry().state is ConfigEntryState.LOADED
    assert not await believed(alice, connector, "once more")
    await clock.settle()
