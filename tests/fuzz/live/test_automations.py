"""Triggers and conditions with any configuration: refused when saved, or they work."""

from collections.abc import Mapping
from random import Random
from typing import Any

from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import (
    async_from_config,
    async_validate_condition_config,
)
from homeassistant.helpers.trigger import (
    async_initialize_triggers,
    async_validate_trigger_config,
)
from homeassistant.util.json import json_loads
import pytest
import voluptuous as vol

from custom_components.telepo.condition import CONDITIONS
from custom_components.telepo.const import DOMAIN
from custom_components.telepo.trigger import TRIGGERS
from tests.fuzz.damage import some_damage, write
from tests.fuzz.effort import MINUTE, random_of, seeded, share
from tests.hostile import HOSTILE_DESTINATIONS, HOSTILE_NAMES
from tests.integration.bystander import CALL
from tests.integration.commands import held
from tests.integration.house import House

from .watch import LogWatch

TEXTS = [text for _, text in (*HOSTILE_NAMES, *HOSTILE_DESTINATIONS)]


def spoilt(good: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """Return a damaged configuration, as the editor would send it; raises ValueError."""
    data: dict[str, Any] = json_loads(write(some_damage(good, random, 2)))  # type: ignore[assignment]
    return data


def some_call(random: Random) -> dict[str, Any]:
    """Return a call of somebody whose name and number mean harm."""
    return CALL | {
        key: random.choice(TEXTS)
        for key in ("remote_name", "remote_number", "remote_uri", "direction")
        if random.random() < 0.5
    }


@seeded
@pytest.mark.timeout(2 * MINUTE)
async def test_a_trigger_is_refused_or_fires_once_for_each_moment(
    alice: House, log: LogWatch, seed: int
) -> None:
    """At most: the call may be of somebody else."""
    random = random_of("triggers", seed)
    hass, entity_id = alice.hass, alice.entity_id("event", "call")
    fired: list[object] = []
    outcomes: set[str] = set()

    async def fire(variables: object, _context: object = None) -> None:
        fired.append(variables)

    for number in range(share(200)):
        moment = random.choice(list(TRIGGERS))
        good: dict[str, Any] = {
            "target": {"device_id": alice.device_id()},
            "options": {"remote": [random.choice(TEXTS), "*46*"]},
        }
        if random.random() < 0.5:
            good["options"]["direction"] = "incoming"
        try:
            typed = spoilt(good, random) if random.random() < 0.8 else good
            config = cv.TRIGGER_SCHEMA([typed | {"trigger": f"{DOMAIN}.{moment}"}])
            config = await async_validate_trigger_config(hass, config)
        except vol.Invalid, HomeAssistantError, ValueError:
            outcomes.add("refused")
            continue
        detach = await async_initialize_triggers(
            hass, config, fire, DOMAIN, "fuzz", lambda *_: None
        )
        fired.clear()
        at = f"2026-10-12T09:30:00.{number % 1000:03}+00:00"
        hass.states.async_set(entity_id, at, some_call(random) | {"event_type": moment})
        await hass.async_block_till_done()
        outcomes.add(f"fired {len(fired)}")
        if detach is not None:
            detach()
    assert outcomes == {"refused", "fired 0", "fired 1"}
    log.assert_quiet()


@seeded
@pytest.mark.timeout(MINUTE)
async def test_a_condition_is_refused_or_true_or_false(
    alice: House, log: LogWatch, seed: int
) -> None:
    held(alice)
    await alice.act("get_calls")
    random = random_of("conditions", seed)
    answers: set[object] = set()
    for _ in range(share(200)):
        good = {
            "target": {"device_id": alice.device_id()},
            "options": {"behavior": "any", "for": {"seconds": random.choice((0, 5))}},
        }
        try:
            typed = spoilt(good, random) if random.random() < 0.8 else good
            key = random.choice(list(CONDITIONS))
            config: Any = cv.CONDITION_SCHEMA(typed | {"condition": f"{DOMAIN}.{key}"})
            config = await async_validate_condition_config(alice.hass, config)
        except vol.Invalid, HomeAssistantError, OverflowError, ValueError:
            # Home Assistant's own fields refuse a time without end by an OverflowError.
            answers.add("refused")
            continue
        checker = await async_from_config(alice.hass, config)
        answers.add(checker.async_check())
        checker.async_unload()
    assert answers == {"refused", True, False}
    log.assert_quiet()
