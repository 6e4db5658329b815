"""The file of calls, damaged on disk: the entry loads, and tells what it still can."""

from copy import deepcopy
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers.json import json_bytes
from homeassistant.util.json import json_loads
import pytest

from custom_components.telepo.const import DOMAIN
from tests.fuzz.damage import some_damage, write
from tests.fuzz.effort import MINUTE, random_of, seeded, share
from tests.integration.commands import active, held
from tests.integration.crm import Connector
from tests.integration.house import House
from tests.integration.leftovers import set_up_again, unload

from .watch import LogWatch, assert_sane


@pytest.fixture
def disk(hass_storage: dict[str, Any]) -> dict[str, Any]:
    """Return Home Assistant's storage by key."""
    return hass_storage


async def stored(house: House, connector: Connector, disk: dict[str, Any]) -> Any:
    """Return what is on disk after an ended, a missed and two calls in progress."""
    ended = active(house)
    await house.act("get_calls")
    house.exchange.end(ended.call_id)
    missed = house.exchange.inbound("alice", "+15557777", "Carol Carolson")
    await house.act("get_calls")
    house.exchange.cancel(missed.call_id)
    held(house)
    await connector.post(connector.message())
    await house.act("get_calls")
    await unload(house)
    return deepcopy(disk[f"{DOMAIN}.{house.entry().entry_id}"])


@seeded
@pytest.mark.timeout(2 * MINUTE)
@pytest.mark.parametrize("privacy", ["full", "masked"])
async def test_a_damaged_file_of_calls_never_keeps_the_entry_from_loading(
    alice: House,
    disk: dict[str, Any],
    connector: Connector,
    log: LogWatch,
    privacy: str,
    seed: int,
) -> None:
    """And what is written next is sound again."""
    await alice.set_options(privacy=privacy)
    file = await stored(alice, connector, disk)
    random = random_of(f"storage {privacy}", seed)
    key = f"{DOMAIN}.{alice.entry().entry_id}"
    for _ in range(share(120)):
        try:
            data = json_loads(write(some_damage(file["data"], random, 2)))
        except ValueError:
            # Home Assistant itself puts a file aside that is no JSON.
            continue
        disk[key] = {**file, "data": data}
        await set_up_again(alice)
        assert alice.entry().state is ConfigEntryState.LOADED
        assert_sane(alice)
        json_bytes(await alice.act("get_call_history"))
        json_bytes(await alice.act("get_calls"))
        assert alice.state("sensor", "call").state == "held"
        await unload(alice)
        json_bytes(disk[key])
    log.assert_quiet()
