"""Whom an action is for: devices, entities, areas, labels, floors, or nobody named."""

from collections.abc import Callable
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telepo.const import DOMAIN
from simulator import Fault, State

from .commands import active, answers, impatient, placeholder, posts, refused
from .house import House

type Target = dict[str, Any]
type MakeTarget = Callable[[House], Target]


@pytest.fixture
async def both(alice: House) -> House:
    """Return a Home Assistant that alice and bob are set up in."""
    await alice.set_up("bob")
    return alice


async def _answered(house: House, target: Target) -> set[str]:
    """Return the device ids of the users that an action was carried out for."""
    return set(await answers(house, "get_calls", target))


def _device(house: House) -> Target:
    return {"device_id": house.device_id("bob")}


def _entity(house: House) -> Target:
    return {"entity_id": house.entity_id("sensor", "call", "bob")}


def _diagnostic_entity(house: House) -> Target:
    return {"entity_id": house.entity_id("binary_sensor", "webhook", "bob")}


def _all_entities_of_one(house: House) -> Target:
    entry_id = house.entry("bob").entry_id
    entities = er.async_entries_for_config_entry(er.async_get(house.hass), entry_id)
    return {"entity_id": [entity.entity_id for entity in entities]}


def _area_of_device(house: House) -> Target:
    area = ar.async_get(house.hass).async_create("Office")
    registry = dr.async_get(house.hass)
    registry.async_update_device(house.device_id("bob"), area_id=area.id)
    return {"area_id": area.id}


def _area_of_entity(house: House) -> Target:
    area = ar.async_get(house.hass).async_create("Office")
    entity_id = house.entity_id("sensor", "calls", "bob")
    er.async_get(house.hass).async_update_entity(entity_id, area_id=area.id)
    return {"area_id": area.id}


def _floor(house: House) -> Target:
    floor = fr.async_get(house.hass).async_create("First")
    area_id = _area_of_device(house)["area_id"]
    ar.async_get(house.hass).async_update(area_id, floor_id=floor.floor_id)
    return {"floor_id": floor.floor_id}


def _label_of_device(house: House) -> Target:
    label = lr.async_get(house.hass).async_create("Sales")
    registry = dr.async_get(house.hass)
    registry.async_update_device(house.device_id("bob"), labels={label.label_id})
    return {"label_id": label.label_id}


def _label_of_entity(house: House) -> Target:
    label = lr.async_get(house.hass).async_create("Sales")
    entity_id = house.entity_id("switch", "hold", "bob")
    er.async_get(house.hass).async_update_entity(entity_id, labels={label.label_id})
    return {"label_id": [label.label_id]}


def _everything_at_once(house: House) -> Target:
    return {
        **_device(house),
        **_all_entities_of_one(house),
        **_floor(house),
        **_label_of_device(house),
    }


@pytest.mark.parametrize(
    "target",
    [
        _device,
        _entity,
        _diagnostic_entity,
        _all_entities_of_one,
        _area_of_device,
        _area_of_entity,
        _floor,
        _label_of_device,
        _label_of_entity,
        _everything_at_once,
    ],
)
async def test_a_target_means_its_user_and_each_user_once(
    both: House, target: MakeTarget
) -> None:
    data = target(both)
    both.simulator.tally.reset()
    assert await _answered(both, data) == {both.device_id("bob")}
    assert both.simulator.tally.count(user="bob") == 1
    assert both.simulator.tally.count(user="alice") == 0


@pytest.mark.parametrize("target", ["devices", "all"])
async def test_several_users_are_answered_by_device(both: House, target: str) -> None:
    ids = {name: both.device_id(name) for name in ("alice", "bob")}
    calls = {name: active(both, name) for name in ids}
    data = (
        {"device_id": list(ids.values())}
        if target == "devices"
        else {"entity_id": "all"}
    )
    users = await answers(both, "hold", data)
    assert {device: call["call_id"] for device, call in users.items()} == {
        ids[name]: calls[name].call_id for name in ids
    }
    assert all(call.state is State.HELD for call in calls.values())


async def test_one_user_s_failure_waits_for_the_other_s_command(both: House) -> None:
    call = active(both, "bob")
    both.simulator.faults.add("hold", Fault.delay(0.3), user="bob")
    both.simulator.tally.reset()
    target = {"device_id": [both.device_id(name) for name in ("alice", "bob")]}
    error = await refused(both, "hold", target, mistake=True)
    assert error.translation_key == "failed_for_user"
    assert placeholder(error, "user") == both.entry("alice").title
    assert placeholder(error, "done") == both.entry("bob").title
    assert "does not offer this now: hold." in placeholder(error, "reason")
    assert call.state is State.HELD
    assert posts(both.simulator) == 1


async def test_without_a_target_the_only_user_is_meant(alice: House) -> None:
    assert await _answered(alice, {}) == {alice.device_id()}


async def test_without_a_target_several_users_are_named(both: House) -> None:
    both.simulator.tally.reset()
    error = await refused(both, "get_calls", mistake=True)
    assert error.translation_key == "several_users"
    titles = sorted(both.entry(name).title for name in ("alice", "bob"))
    assert placeholder(error, "users") == ", ".join(titles)
    assert both.simulator.tally.count() == 0


async def test_a_disabled_user_does_not_count(both: House, hass: HomeAssistant) -> None:
    from homeassistant.config_entries import ConfigEntryDisabler  # noqa: PLC0415

    bob = both.device_id("bob")
    await hass.config_entries.async_set_disabled_by(
        both.entry("bob").entry_id, ConfigEntryDisabler.USER
    )
    assert await _answered(both, {}) == {both.device_id("alice")}
    error = await refused(both, "get_calls", {"device_id": bob}, mistake=True)
    assert error.translation_key == "no_user_in_target"


def _foreign_entity(house: House) -> Target:
    entry = MockConfigEntry(domain="other")
    entry.add_to_hass(house.hass)
    registry = er.async_get(house.hass)
    entity = registry.async_get_or_create("light", "other", "1", config_entry=entry)
    return {"entity_id": entity.entity_id}


def _foreign_device(house: House) -> Target:
    entry = MockConfigEntry(domain="other")
    entry.add_to_hass(house.hass)
    device = dr.async_get(house.hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("other", "1")}
    )
    return {"device_id": device.id}


def _empty_area(house: House) -> Target:
    return {"area_id": ar.async_get(house.hass).async_create("Attic").id}


@pytest.mark.parametrize(
    "target",
    [
        _foreign_entity,
        _foreign_device,
        _empty_area,
        pytest.param(lambda _: {"entity_id": "none"}, id="none"),
        pytest.param(lambda _: {"entity_id": []}, id="no-entities"),
        pytest.param(lambda _: {"entity_id": "sensor.nowhere"}, id="unknown-entity"),
        pytest.param(lambda _: {"device_id": "nowhere"}, id="unknown-device"),
        pytest.param(lambda _: {"area_id": "nowhere"}, id="unknown-area"),
        pytest.param(lambda _: {"label_id": "nowhere"}, id="unknown-label"),
        pytest.param(lambda _: {"floor_id": "nowhere"}, id="unknown-floor"),
    ],
)
async def test_a_target_without_a_user_is_refused_even_with_one_user(
    alice: House, target: MakeTarget
) -> None:
    data = target(alice)
    alice.simulator.tally.reset()
    error = await refused(alice, "get_calls", data, mistake=True)
    assert error.translation_key == "no_user_in_target"
    assert alice.simulator.tally.count() == 0


async def test_a_group_means_its_members(both: House, hass: HomeAssistant) -> None:
    members = [both.entity_id("switch", "hold", "bob"), "light.nowhere"]
    group = {"group": {"desk": {"entities": members}}}
    assert await async_setup_component(hass, "group", group)
    target = {"entity_id": "group.desk"}
    assert await _answered(both, target) == {both.device_id("bob")}


async def test_foreign_things_in_the_target_are_passed_over(alice: House) -> None:
    entity = _foreign_entity(alice)["entity_id"]
    device = _foreign_device(alice)["device_id"]
    target = {
        "entity_id": [entity, alice.entity_id("sensor", "call")],
        "device_id": [device],
    }
    assert await _answered(alice, target) == {alice.device_id()}


@pytest.mark.parametrize("target", [{}, {"entity_id": "all"}], ids=["none", "all"])
async def test_without_any_user_the_actions_say_so(
    alice: House, hass: HomeAssistant, target: Target
) -> None:
    await hass.config_entries.async_remove(alice.entry().entry_id)
    error = await refused(alice, "get_calls", target, mistake=True)
    assert error.translation_key == ("no_user_in_target" if target else "no_user")


async def test_a_user_that_is_not_loaded_is_named(
    alice: House, hass: HomeAssistant
) -> None:
    entry = alice.entry()
    await hass.config_entries.async_unload(entry.entry_id)
    for target in ({}, {"device_id": alice.device_id()}):
        error = await refused(alice, "hold", target, mistake=True)
        assert error.translation_key == "user_not_loaded"
        assert placeholder(error, "user") == entry.title


async def test_a_failed_set_up_is_not_loaded_either(
    alice: House, hass: HomeAssistant
) -> None:
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await hass.config_entries.async_reload(alice.entry().entry_id)
    error = await refused(alice, "get_calls", mistake=True)
    assert error.translation_key == "user_not_loaded"


async def test_the_actions_stay_registered_while_no_user_is_loaded(
    alice: House, hass: HomeAssistant
) -> None:
    await hass.config_entries.async_unload(alice.entry().entry_id)
    assert set(hass.services.async_services_for_domain(DOMAIN)) == {
        "dial",
        "get_call_history",
        "get_calls",
        "hold",
        "mark_missed_calls_read",
        "resume",
        "send_call_command",
        "transfer",
        "transfer_to_call",
    }


async def test_get_calls_has_to_be_asked_for_its_answer(alice: House) -> None:
    with pytest.raises(HomeAssistantError):
        await alice.hass.services.async_call(DOMAIN, "get_calls", {}, blocking=True)


async def test_commands_of_two_users_do_not_wait_for_each_other(both: House) -> None:
    """Alice's is still watched in vain when bob's is done."""
    for name in ("alice", "bob"):
        active(both, name)
    impatient(both, 30, user="alice")
    both.simulator.faults.add("hold", Fault.late(), user="alice")
    task = both.hass.async_create_task(
        both.act("hold", {"device_id": both.device_id("alice")})
    )
    target = {"device_id": both.device_id("bob")}
    assert (await both.act("hold", target, user="bob"))["confirmed"] is True
    assert not task.done()
    both.simulator.faults.release()
    assert (await task)["confirmed"] is True
