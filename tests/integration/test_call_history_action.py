"""The action that returns finished calls."""

from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.util import dt as dt_util
import pytest
import voluptuous as vol

from simulator import Fault

from .commands import NAME, NUMBER, OTHER_NAME, OTHER_NUMBER, held
from .house import House
from .storybook import given_up, missed, talked


async def _outcomes(house: House, **fields: Any) -> list[str]:
    answer = await house.act("get_call_history", fields)
    return [call["outcome"] for call in answer["calls"]]


async def test_a_finished_call_is_told_with_all_that_is_known(
    alice: House, freezer: FrozenDateTimeFactory
) -> None:
    call = alice.exchange.inbound("alice", NUMBER, NAME)
    await alice.poll()
    freezer.tick(5)
    alice.exchange.answer(call.call_id)
    await alice.poll()
    freezer.tick(59)
    alice.exchange.end(call.call_id)
    await alice.poll()
    (told,) = (await alice.act("get_call_history"))["calls"]
    started, answered, ended = (
        datetime.fromisoformat(told.pop(key))
        for key in ("started", "answered", "ended")
    )
    assert timedelta(seconds=4) <= answered - started <= timedelta(seconds=6)
    assert ended - answered == timedelta(seconds=59)
    assert told == {
        "call_id": call.call_id,
        "direction": "incoming",
        "outcome": "ended",
        "remote_name": NAME,
        "remote_number": NUMBER,
        "remote_uri": f"tel:{NUMBER}",
        "duration": 59,
        "source": "snapshot",
        "voicemail": False,
    }


async def test_the_latest_comes_first_and_the_fields_choose(alice: House) -> None:
    await missed(alice)
    await talked(alice, OTHER_NUMBER, OTHER_NAME)
    await given_up(alice)
    assert await _outcomes(alice) == ["cancelled", "ended", "missed"]
    assert await _outcomes(alice, limit=2) == ["cancelled", "ended"]
    assert await _outcomes(alice, direction="outgoing") == ["cancelled"]
    assert await _outcomes(alice, direction="incoming", limit=1) == ["ended"]
    assert await _outcomes(alice, outcome="missed") == ["missed"]
    assert await _outcomes(alice, outcome="rejected") == []


@pytest.mark.parametrize("local", [True, False], ids=["local-time", "with-zone"])
async def test_since_counts_the_end_of_a_call(
    alice: House, freezer: FrozenDateTimeFactory, local: bool
) -> None:
    """A time without a zone is that of the house."""
    await missed(alice)
    freezer.tick(3600)
    since = dt_util.now()
    freezer.tick(60)
    await talked(alice)
    given = since.replace(tzinfo=None) if local else since
    assert await _outcomes(alice, since=given.isoformat()) == ["ended"]
    earlier = given - timedelta(hours=2)
    assert await _outcomes(alice, since=earlier.isoformat()) == ["ended", "missed"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"since": "yesterday"}, id="since"),
        pytest.param({"direction": "up"}, id="direction"),
        pytest.param({"outcome": "incoming"}, id="outcome"),
        pytest.param({"limit": -1}, id="limit"),
        pytest.param({"unread": "some"}, id="unread"),
    ],
)
async def test_a_field_that_makes_no_sense_is_refused(
    alice: House, fields: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await alice.act("get_call_history", fields)


async def test_a_refusal_lists_what_may_be_typed(alice: House) -> None:
    """As an owner types it, and not as our source does."""
    for field, choice in (("direction", "'incoming'"), ("outcome", "'missed'")):
        with pytest.raises(vol.Invalid) as caught:
            await alice.act("get_call_history", {field: "x"})
        assert choice in str(caught.value)
        assert "<" not in str(caught.value)


async def test_unread_are_the_missed_calls_that_nobody_marked_as_read(
    alice: House,
) -> None:
    await missed(alice)
    assert await _outcomes(alice, unread=True) == ["missed"]
    await alice.act("mark_missed_calls_read")
    await missed(alice, OTHER_NUMBER, OTHER_NAME)
    await talked(alice)
    await missed(alice, NUMBER, NAME)
    unread = (await alice.act("get_call_history", {"unread": True}))["calls"]
    assert [call["remote_name"] for call in unread] == [NAME, OTHER_NAME]
    assert await _outcomes(alice, unread=True, limit=1) == ["missed"]
    assert await _outcomes(alice, unread=True, outcome="ended") == []
    assert len(await _outcomes(alice, unread=False)) == 4


async def test_unread_calls_outlive_the_days_of_the_history(
    alice: House, freezer: FrozenDateTimeFactory
) -> None:
    await missed(alice)
    freezer.tick(timedelta(days=31))
    assert await _outcomes(alice) == []
    assert await _outcomes(alice, unread=True) == ["missed"]


async def test_each_user_has_a_history_of_their_own(alice: House) -> None:
    await alice.set_up("bob")
    await missed(alice)
    target = {"device_id": [alice.device_id("alice"), alice.device_id("bob")]}
    assert len((await alice.act("get_call_history", target, "alice"))["calls"]) == 1
    assert (await alice.act("get_call_history", target, "bob"))["calls"] == []


async def test_the_history_is_there_in_an_outage_and_costs_no_request(
    alice: House,
) -> None:
    await missed(alice)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await alice.poll()
    alice.simulator.tally.reset()
    assert await _outcomes(alice) == ["missed"]
    assert alice.simulator.tally.count("snapshot") == 0


async def test_a_call_in_progress_is_not_history_yet(alice: House) -> None:
    held(alice)
    await alice.poll()
    assert await _outcomes(alice) == []
