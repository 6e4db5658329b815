"""Triggers: an automation runs at the moment, and for the user, that it names."""

from collections.abc import Callable

from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component
import pytest

from custom_components.telepo.const import DOMAIN

from .bystander import CALL, TRIGGERS, Bystander, Options
from .commands import NAME, NUMBER, OTHER_NAME, OTHER_NUMBER, active, ringing
from .house import House


@pytest.fixture
def bystander(alice: House) -> Bystander:
    """Return who watches alice's home."""
    return Bystander(alice)


@pytest.mark.parametrize("moment", TRIGGERS)
async def test_a_trigger_fires_at_its_moment_and_at_no_other(
    bystander: Bystander, moment: str
) -> None:
    await bystander.wait_for(moment)
    for other in (*TRIGGERS, "rejected", "answered_elsewhere", "cancelled", "failed"):
        await bystander.tell(other)
    assert len(bystander.ran) == 1


async def test_the_first_moment_ever_told_fires(bystander: Bystander) -> None:
    """Until then the event entity is unknown."""
    await bystander.wait_for("missed")
    await bystander.tell("missed")
    assert len(bystander.ran) == 1


async def test_an_automation_learns_who_called(bystander: Bystander) -> None:
    """The address stays a text, where a bare number would lose its plus sign."""
    await bystander.wait_for("missed")
    await bystander.tell("missed")
    (run,) = bystander.ran
    assert run.data == {
        "moment": "missed",
        "entity_id": "event.alice_call",
        "name": NAME,
        "uri": f"tel:{NUMBER}",
    }


def _device(house: House) -> Options:
    return {"device_id": house.device_id()}


def _event(house: House) -> Options:
    return {"entity_id": house.entity_id("event", "call")}


def _other_entity(house: House) -> Options:
    return {"entity_id": house.entity_id("sensor", "remote_party")}


def _diagnostic_entity(house: House) -> Options:
    return {"entity_id": house.entity_id("binary_sensor", "webhook")}


def _all_entities(house: House) -> Options:
    entities = er.async_entries_for_config_entry(
        er.async_get(house.hass), house.entry().entry_id
    )
    return {"entity_id": [entity.entity_id for entity in entities]}


def _area(house: House) -> Options:
    area = ar.async_get(house.hass).async_create("Office")
    dr.async_get(house.hass).async_update_device(house.device_id(), area_id=area.id)
    return {"area_id": area.id}


def _label(house: House) -> Options:
    label = lr.async_get(house.hass).async_create("Telephones").label_id
    dr.async_get(house.hass).async_update_device(house.device_id(), labels={label})
    return {"label_id": label}


def _device_with_hidden_event(house: House) -> Options:
    er.async_get(house.hass).async_update_entity(
        house.entity_id("event", "call"), hidden_by=er.RegistryEntryHider.USER
    )
    return _device(house)


@pytest.mark.parametrize(
    "target",
    [
        _device,
        _event,
        _other_entity,
        _diagnostic_entity,
        _all_entities,
        _area,
        _label,
        _device_with_hidden_event,
    ],
    ids=lambda target: target.__name__.strip("_"),
)
async def test_a_target_means_its_users_each_once_and_nobody_else(
    bystander: Bystander, target: Callable[[House], Options]
) -> None:
    await bystander.house.set_up("bob")
    await bystander.wait_for("missed", target=target(bystander.house))
    await bystander.tell("missed", "bob")
    assert bystander.ran == []
    await bystander.tell("missed")
    assert len(bystander.ran) == 1


async def test_event_entities_of_others_do_not_count(bystander: Bystander) -> None:
    """A doorbell may stand in the same room, and even miss somebody."""
    doorbell = er.async_get(bystander.house.hass).async_get_or_create(
        "event", "other", "1"
    )
    unregistered = "event.letterbox"
    await bystander.wait_for(
        "missed", target={"entity_id": [doorbell.entity_id, unregistered]}
    )
    for entity_id in (doorbell.entity_id, unregistered):
        await bystander.show(entity_id, {})
        await bystander.show(entity_id, {**CALL, "event_type": "missed"})
    assert bystander.ran == []


async def test_a_reload_tells_no_moment_again(bystander: Bystander) -> None:
    """The event entity comes back with its last moment, which is old."""
    await bystander.wait_for("incoming")
    ringing(bystander.house)
    await bystander.house.poll()
    assert len(bystander.ran) == 1
    await bystander.house.hass.config_entries.async_reload(
        bystander.house.entry().entry_id
    )
    await bystander.house.poll()
    assert len(bystander.ran) == 1


async def test_a_whole_call_is_told_in_order(bystander: Bystander) -> None:
    """Each moment once, as it happens at the exchange."""
    house, exchange = bystander.house, bystander.house.exchange
    await bystander.wait_for(*TRIGGERS, options={"remote": "bob*"})
    call = ringing(house)
    await house.poll()
    for step in (exchange.answer, exchange.hold, exchange.resume, exchange.end):
        step(call.call_id)
        await house.poll()
        await house.poll()
    told = [run.data["moment"] for run in bystander.ran]
    assert told == ["incoming", "answered", "held", "resumed", "ended"]


async def test_two_moments_that_one_poll_tells_are_both_told(
    bystander: Bystander,
) -> None:
    """And a call of somebody else at the same time is not."""
    await bystander.wait_for(*TRIGGERS, options={"remote": "bob*"})
    active(bystander.house)
    bystander.house.exchange.inbound("alice", OTHER_NUMBER, OTHER_NAME)
    await bystander.house.poll()
    told = [run.data["moment"] for run in bystander.ran]
    assert told == ["incoming", "answered"]


async def test_an_automation_may_be_older_than_the_user(
    hass: HomeAssistant, house: House
) -> None:
    """Automations are set up before some integrations, and outlive a user's removal."""
    bystander = Bystander(house)
    await async_setup_component(hass, DOMAIN, {})
    await bystander.wait_for("incoming", target={"entity_id": "event.alice_call"})
    await house.set_up("alice")
    ringing(house)
    await house.poll()
    assert len(bystander.ran) == 1
