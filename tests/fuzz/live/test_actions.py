"""Actions with any data: refused in our own words, and the exchange is spared."""

from typing import Any

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.json import json_loads
import pytest
import voluptuous as vol

from custom_components.telepo.const import DOMAIN
from simulator import Fault
from tests.fuzz.damage import some_damage, write
from tests.fuzz.effort import MINUTE, random_of, seeded, share
from tests.integration.commands import NAME, NUMBER, active, held, impatient, posts
from tests.integration.house import House

from .watch import LogWatch, assert_sane

OPTIONS: dict[str, Any] = {
    "contacts": [{"name": "Anna", "destination": "+46701234567"}],
    "allowed_destinations": ["+46*"],
}
# Nothing else is sent by the actions that only read.
READING = {"get_calls", "get_call_history", "mark_missed_calls_read"}


def actions(call_id: str, target: str) -> dict[str, dict[str, Any]]:
    """Return data that every action would take."""
    call = {"call_id": call_id}
    return {
        "hold": call,
        "resume": call,
        "transfer": {"destination": "Anna", "type": "basic", "blind": True, **call},
        "transfer_to_call": {"target_call_id": target, **call},
        "dial": {"destination": "+46701234567", "telephone_id": "0.+1"},
        "get_calls": {},
        "get_call_history": {"since": "2026-11-23T12:00:00", "limit": 5},
        "mark_missed_calls_read": {},
        "send_call_command": {"command": "answer", "data": {"a": [1]}, **call},
    }


@seeded
@pytest.mark.timeout(MINUTE)
async def test_an_action_with_any_data_is_done_or_refused(
    alice: House, log: LogWatch, seed: int
) -> None:
    """One POST at most, and none where only something is to be read."""
    await alice.set_options(**OPTIONS)
    impatient(alice, 0.001)
    good = actions(active(alice).call_id, held(alice).call_id)
    alice.simulator.faults.add("[!s]*", Fault.ignored())
    alice.simulator.faults.add("singlesteptransfer", Fault.ignored())
    random = random_of("actions", seed)
    told: list[str] = []
    for _ in range(share(250)):
        action = random.choice(list(good))
        target = {"device_id": alice.device_id()} if random.random() < 0.3 else {}
        spoilt = some_damage({**good[action], "x": 1}, random, 2) | target
        if random.random() < 0.9:
            spoilt.pop("x", None)
        before = posts(alice.simulator)
        try:
            data: Any = json_loads(write(spoilt))
            await alice.hass.services.async_call(
                DOMAIN, action, data, blocking=True, return_response=True
            )
        except HomeAssistantError as error:
            told.append(f"{error} {error.translation_placeholders}")
        except vol.Invalid, ValueError:
            pass
        assert posts(alice.simulator) - before <= (action not in READING)
    assert [text for text in told if NAME in text or NUMBER[1:] in text] == []
    assert len(set(told)) > 5
    assert_sane(alice)
    log.assert_quiet()
