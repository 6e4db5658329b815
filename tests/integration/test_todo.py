"""Missed calls: the sensor, the to-do list and the button."""

from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
import pytest

from simulator import Fault

from .clock import Pass
from .commands import NAME, NUMBER, OTHER_NAME, OTHER_NUMBER, change_calls
from .house import House
from .storybook import given_up, missed, talked


async def _items(house: House) -> list[dict[str, Any]]:
    """Return the calls to return that Home Assistant lists."""
    entity_id = house.entity_id("todo", "missed_calls")
    answer = await house.hass.services.async_call(
        "todo",
        "get_items",
        {"entity_id": entity_id},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    part: Any = answer[entity_id]
    return list(part["items"])


async def _change(house: House, service: str, **data: Any) -> None:
    entity_id = house.entity_id("todo", "missed_calls")
    await house.hass.services.async_call(
        "todo", service, {"entity_id": entity_id, **data}, blocking=True
    )


def _counts(house: House) -> tuple[str, str]:
    """Return what sensor and list count."""
    return (
        house.state("sensor", "missed_calls").state,
        house.state("todo", "missed_calls").state,
    )


async def test_only_missed_calls_are_to_return(alice: House) -> None:
    assert _counts(alice) == ("0", "0")
    assert alice.state("sensor", "missed_calls").attributes["last_caller"] is None
    assert alice.state("sensor", "missed_calls").attributes["last_missed"] is None
    await talked(alice)
    await given_up(alice)
    assert _counts(alice) == ("0", "0")
    assert await _items(alice) == []


async def test_a_missed_call_is_listed_with_who_and_when(alice: House) -> None:
    call = await missed(alice)
    assert _counts(alice) == ("1", "1")
    attributes = alice.state("sensor", "missed_calls").attributes
    assert attributes["last_caller"] == NAME
    when = datetime.fromisoformat(attributes["last_missed"])
    assert abs((dt_util.utcnow() - when).total_seconds()) < 60
    local = dt_util.as_local(when).strftime("%Y-%m-%d %H:%M")
    (item,) = await _items(alice)
    assert item == {
        "uid": call.call_id,
        "summary": NAME,
        "description": f"{local} · {NUMBER}",
        "status": "needs_action",
    }


@pytest.mark.parametrize(
    ("number", "summary"),
    [
        pytest.param(OTHER_NUMBER, OTHER_NUMBER, id="number-only"),
        pytest.param(None, "?", id="withheld"),
    ],
)
async def test_a_caller_without_a_name_is_listed_by_what_is_known(
    alice: House, number: str | None, summary: str
) -> None:
    await missed(alice, number, None)
    (item,) = await _items(alice)
    assert item["summary"] == summary
    assert "·" not in item["description"]
    assert alice.state("sensor", "missed_calls").attributes["last_caller"] == number


async def test_the_latest_missed_call_stands_first(alice: House) -> None:
    await missed(alice)
    await missed(alice, OTHER_NUMBER, OTHER_NAME)
    assert [item["summary"] for item in await _items(alice)] == [OTHER_NAME, NAME]
    last_caller = alice.state("sensor", "missed_calls").attributes["last_caller"]
    assert last_caller == OTHER_NAME


async def test_ticking_one_marks_it_read(alice: House) -> None:
    first = await missed(alice)
    await missed(alice, OTHER_NUMBER, OTHER_NAME)
    await _change(alice, "update_item", item=first.call_id, status="completed")
    assert _counts(alice) == ("1", "1")
    assert [item["summary"] for item in await _items(alice)] == [OTHER_NAME]
    last_caller = alice.state("sensor", "missed_calls").attributes["last_caller"]
    assert last_caller == OTHER_NAME
    assert len((await alice.act("get_call_history"))["calls"]) == 2


async def test_ticking_one_leaves_another_with_the_same_id(
    alice: House, later: Pass
) -> None:
    """An exchange may use its ids again."""
    change_calls(alice.simulator, callId="1")
    for number, name in ((NUMBER, NAME), (OTHER_NUMBER, OTHER_NAME)):
        call = alice.exchange.inbound("alice", number, name)
        await later(10)
        alice.exchange.cancel(call.call_id)
        await later(60)
    assert _counts(alice) == ("2", "2")
    await _change(alice, "update_item", item=NAME, status="completed")
    assert _counts(alice) == ("1", "1")
    assert [item["summary"] for item in await _items(alice)] == [OTHER_NAME]


async def test_renaming_one_changes_nothing(alice: House) -> None:
    call = await missed(alice)
    await _change(alice, "update_item", item=call.call_id, rename="Somebody")
    assert [item["summary"] for item in await _items(alice)] == [NAME]


async def test_deleting_one_marks_it_read(alice: House) -> None:
    await missed(alice)
    other = await missed(alice, OTHER_NUMBER, OTHER_NAME)
    await _change(alice, "remove_item", item=[other.call_id])
    assert [item["summary"] for item in await _items(alice)] == [NAME]
    assert _counts(alice) == ("1", "1")


async def test_the_button_marks_all_of_its_user_as_read(
    alice: House, hass: HomeAssistant
) -> None:
    await alice.set_up("bob")
    await missed(alice)
    await missed(alice, OTHER_NUMBER, OTHER_NAME)
    call = alice.exchange.inbound("bob", NUMBER, NAME)
    await alice.poll()
    alice.exchange.cancel(call.call_id)
    await alice.poll()
    button = alice.entity_id("button", "mark_missed_calls_read")
    await hass.services.async_call(
        "button", "press", {"entity_id": button}, blocking=True
    )
    assert _counts(alice) == ("0", "0")
    assert alice.state("sensor", "missed_calls").attributes["last_caller"] is None
    assert alice.state("sensor", "missed_calls", "bob").state == "1"


@pytest.mark.parametrize("target", ["entity", "device", "area", "none"])
async def test_the_action_marks_all_of_the_targets_as_read(
    alice: House, hass: HomeAssistant, target: str
) -> None:
    await missed(alice)
    devices = dr.async_get(hass)
    devices.async_update_device(alice.device_id(), area_id="study")
    data = {
        "entity": {"entity_id": alice.entity_id("sensor", "missed_calls")},
        "device": {"device_id": alice.device_id()},
        "area": {"area_id": "study"},
        "none": {},
    }[target]
    assert await alice.act("mark_missed_calls_read", data) == {}
    assert _counts(alice) == ("0", "0")


async def test_missed_calls_stay_in_an_outage_and_can_be_marked_read(
    alice: House,
) -> None:
    await missed(alice)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await alice.poll()
    assert alice.state("sensor", "call").state == "unavailable"
    assert _counts(alice) == ("1", "1")
    assert alice.state("button", "mark_missed_calls_read").state != "unavailable"
    for key in ("calls_today", "talk_time_today"):
        assert alice.state("sensor", key).state != "unavailable"
    await alice.act("mark_missed_calls_read")
    assert _counts(alice) == ("0", "0")


async def test_a_poll_without_news_writes_none_of_them(
    alice: House, hass: HomeAssistant
) -> None:
    await missed(alice)
    before = {state.entity_id: state.last_reported for state in hass.states.async_all()}
    await alice.poll()
    assert before == {
        state.entity_id: state.last_reported for state in hass.states.async_all()
    }
