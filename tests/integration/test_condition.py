"""Conditions: an automation goes on only while a telephone is as it should be."""

from collections.abc import Callable
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest

from custom_components.telepo.const import DOMAIN
from simulator import Fault

from .bystander import Options, checker_of
from .commands import active, held, ringing, second
from .house import House

CONDITIONS = {"is_held", "is_idle", "is_on_call", "is_ringing"}


async def _true(house: House, target: Options | None = None) -> set[str]:
    """Return which conditions are true now."""
    found = set()
    for key in CONDITIONS:
        checker = await checker_of(house, key, target)
        if checker.async_check():
            found.add(key)
        checker.async_unload()
    return found


def _nothing(_house: House) -> None:
    """No call at all."""


def _dialing(house: House) -> None:
    house.exchange.outbound("alice", "+46277464")


def _held_while_talking(house: House) -> None:
    held(house)
    second(house)


def _held_while_ringing(house: House) -> None:
    held(house)
    ringing(house)


def _parked(house: House) -> None:
    house.exchange.park(active(house).call_id)


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (_nothing, {"is_idle"}),
        (ringing, {"is_ringing"}),
        (_dialing, {"is_on_call"}),
        (active, {"is_on_call"}),
        (held, {"is_on_call", "is_held"}),
        (_held_while_talking, {"is_on_call", "is_held"}),
        (_held_while_ringing, {"is_on_call", "is_held", "is_ringing"}),
        (_parked, set()),
    ],
    ids=lambda value: getattr(value, "__name__", "").strip("_") or None,
)
async def test_conditions_say_what_the_telephone_does(
    alice: House, situation: Callable[[House], object], expected: set[str]
) -> None:
    situation(alice)
    await alice.poll()
    assert await _true(alice) == expected


async def test_an_automation_asks_before_it_acts(alice: House) -> None:
    """The same through an automation of the owner's."""
    automation = {
        "alias": "a",
        "triggers": [{"trigger": "event", "event_type": "ask"}],
        "conditions": [
            {
                "condition": f"{DOMAIN}.is_on_call",
                "target": {"device_id": alice.device_id()},
            }
        ],
        "actions": [{"event": "ran"}],
    }
    ran = alice.heard("ran")
    assert await async_setup_component(
        alice.hass, "automation", {"automation": [automation]}
    )
    for calls in (0, 1):
        if calls:
            active(alice)
            await alice.poll()
        alice.hass.bus.async_fire("ask")
        await alice.hass.async_block_till_done()
        assert len(ran) == calls


@pytest.mark.parametrize(
    ("platform", "key"),
    [
        ("sensor", "call"),
        ("sensor", "remote_party"),
        ("binary_sensor", "on_call"),
        ("binary_sensor", "ringing"),
        ("binary_sensor", "webhook"),
        ("switch", "hold"),
    ],
)
async def test_any_entity_of_a_user_means_the_user(
    alice: House, platform: str, key: str
) -> None:
    """Only the entity that knows is asked, whatever the others' states are."""
    await alice.set_up("bob")
    held(alice)
    await alice.poll()
    assert await _true(alice, {"entity_id": alice.entity_id(platform, key)}) == {
        "is_on_call",
        "is_held",
    }
    bob = {"entity_id": alice.entity_id(platform, key, "bob")}
    assert await _true(alice, bob) == {"is_idle"}


async def test_entities_of_others_do_not_count(alice: House) -> None:
    """A motion sensor that is on is no call."""
    motion = er.async_get(alice.hass).async_get_or_create("binary_sensor", "other", "1")
    for entity_id in (motion.entity_id, "sensor.unregistered"):
        alice.hass.states.async_set(entity_id, "on")
        assert await _true(alice, {"entity_id": entity_id}) == set()


@pytest.mark.parametrize(
    ("behavior", "expected"), [("any", True), ("all", False), (None, True)]
)
async def test_with_several_users_one_is_enough_unless_all_are_asked_for(
    alice: House, behavior: str | None, *, expected: bool
) -> None:
    await alice.set_up("bob")
    active(alice)
    await alice.poll()
    target = {"device_id": [alice.device_id(), alice.device_id("bob")]}
    options = {"behavior": behavior} if behavior else {}
    checker = await checker_of(alice, "is_on_call", target, options)
    assert checker.async_check() is expected
    checker.async_unload()


async def test_in_an_outage_nothing_is_claimed(alice: House) -> None:
    """Neither a call nor none: nobody knows."""
    active(alice)
    await alice.poll()
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await alice.poll()
    assert await _true(alice) == set()


async def test_a_call_has_been_held_for_some_time(
    alice: House, freezer: FrozenDateTimeFactory
) -> None:
    """Also while another call has come to the front meanwhile."""
    first = held(alice)
    await alice.poll()
    checker = await checker_of(alice, "is_held", options={"for": {"minutes": 2}})
    assert checker.async_check() is False
    freezer.tick(timedelta(minutes=1))
    second(alice)
    await alice.poll()
    assert alice.state("sensor", "call").state == "active"
    freezer.tick(timedelta(seconds=61))
    assert checker.async_check() is True
    alice.exchange.resume(first.call_id)
    await alice.poll()
    assert checker.async_check() is False
    checker.async_unload()


async def test_a_call_held_behind_another_counts_from_when_it_is_seen(
    alice: House, freezer: FrozenDateTimeFactory
) -> None:
    """The front call's age says nothing about it."""
    call = active(alice)
    await alice.poll()
    freezer.tick(timedelta(minutes=10))
    alice.exchange.hold(call.call_id)
    second(alice)
    await alice.poll()
    checker = await checker_of(alice, "is_held", options={"for": {"minutes": 2}})
    assert checker.async_check() is False
    freezer.tick(timedelta(minutes=2))
    assert checker.async_check() is True
    checker.async_unload()


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(lambda house: {"device_id": house.device_id()}, id="device"),
        pytest.param(
            lambda house: {"entity_id": house.entity_id("binary_sensor", "webhook")},
            id="another-entity",
        ),
    ],
)
async def test_the_editor_sees_a_condition_become_true(
    alice: House, target: Callable[[House], Options]
) -> None:
    """It shows the answer beside the condition, as it changes."""
    checker = await checker_of(alice, "is_on_call", target(alice))
    seen: list[bool | None] = []
    remove = await checker.async_track_changes(
        lambda: seen.append(checker.async_check())
    )
    assert seen == []
    active(alice)
    await alice.poll()
    assert seen == [True]
    er.async_get(alice.hass).async_remove(alice.entity_id("binary_sensor", "on_call"))
    await alice.hass.async_block_till_done()
    assert seen[-1] is False
    remove()
    checker.async_unload()
