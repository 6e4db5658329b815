"""What is stored of calls: privately, bounded, and through restarts and crashes."""

from copy import deepcopy
from datetime import timedelta
import json
from pathlib import Path
import stat
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.telepo.stories import async_store

from .clock import Clock
from .commands import NAME, NUMBER, active, ringing
from .crm import Connector
from .house import House
from .leftovers import leftovers, set_up_again, unload
from .storybook import STORED_CALL, TOLD, missed, storage_key, talked, types

type Stored = dict[str, Any]


async def _history(house: House, **fields: Any) -> list[dict[str, Any]]:
    return list((await house.act("get_call_history", fields))["calls"])


def _stored_call(**changes: Any) -> dict[str, Any]:
    """Return a call that ended a minute ago, as it is stored."""
    ended = dt_util.utcnow() - timedelta(minutes=1)
    started = ended - timedelta(seconds=20)
    times = {"started": started.isoformat(), "ended": ended.isoformat()}
    return {**STORED_CALL, **times, **changes}


async def _restart_with(house: House, hass_storage: Stored, data: object) -> None:
    """Restart alice with something else in her file."""
    await unload(house)
    key = storage_key(house)
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": data}
    await set_up_again(house)


async def test_the_history_is_as_before_after_a_restart(alice: House) -> None:
    await talked(alice)
    await missed(alice)
    before = await _history(alice)
    assert len(before) == 2
    await unload(alice)
    await set_up_again(alice)
    assert await _history(alice) == before
    assert alice.state("sensor", "missed_calls").state == "1"
    assert alice.state("sensor", "calls_today").state == "2"


async def test_a_crash_loses_nothing_older_than_a_moment(
    alice: House, hass_storage: Stored
) -> None:
    """What is on disk before Home Assistant could say goodbye is enough."""
    await missed(alice)
    call = active(alice)
    await alice.poll()
    # The writing that the last moment asked for is due.
    await alice.poll()
    on_disk = deepcopy(hass_storage[storage_key(alice)]["data"])
    told = alice.heard(TOLD)
    await _restart_with(alice, hass_storage, on_disk)
    await alice.poll()
    assert types(told) == []
    assert [each["outcome"] for each in await _history(alice)] == ["missed"]
    alice.exchange.end(call.call_id)
    await alice.poll()
    assert types(told) == ["ended"]


async def test_an_answer_that_no_snapshot_has_shown_yet_survives_a_crash(
    alice: House, connector: Connector, clock: Clock, hass_storage: Stored
) -> None:
    """It is told as soon as no snapshot can deny it any more."""
    told = alice.heard(TOLD)
    call = ringing(alice)
    await connector.post(connector.message(remote_number=NUMBER))
    # That it rings is written by then.
    await clock.pass_time(1.5)
    answered = connector.message(2, state="CONFIRMED", remote_number=NUMBER)
    await connector.post(answered)
    await clock.pass_time(1.5)
    assert types(told) == ["incoming"]
    on_disk = deepcopy(hass_storage[storage_key(alice)]["data"])
    alice.exchange.end(call.call_id)
    told.clear()
    await _restart_with(alice, hass_storage, on_disk)
    await clock.pass_time(60)
    assert types(told)[-2:] == ["answered", "ended"]


async def test_the_file_is_for_home_assistants_eyes_only(
    alice: House, hass: HomeAssistant
) -> None:
    """Written for once as outside of tests."""
    store = async_store(hass, alice.entry())

    def write_and_look() -> int:
        store._write_data({"version": 1, "key": store.key, "data": {}})
        return Path(store.path).stat().st_mode

    mode = await hass.async_add_executor_job(write_and_look)
    assert stat.S_IMODE(mode) == 0o600


async def test_the_file_goes_with_the_entry(
    alice: House, hass: HomeAssistant, hass_storage: Stored
) -> None:
    await missed(alice)
    await alice.poll()
    key = storage_key(alice)
    assert NUMBER in json.dumps(hass_storage[key])
    await hass.config_entries.async_remove(alice.entry().entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert key not in hass_storage


async def test_users_have_files_of_their_own(
    alice: House, hass_storage: Stored
) -> None:
    await alice.set_up("bob")
    await missed(alice)
    await unload(alice, "alice")
    await unload(alice, "bob")
    assert NUMBER in json.dumps(hass_storage[storage_key(alice, "alice")])
    assert NUMBER not in json.dumps(hass_storage[storage_key(alice, "bob")])


NONSENSE = [
    pytest.param([], id="list"),
    pytest.param([1], id="filled-list"),
    pytest.param("text", id="text"),
    pytest.param({"tracker": 1, "history": 1}, id="numbers"),
    pytest.param({"tracker": [], "history": []}, id="lists"),
    pytest.param({"history": {"calls": 1, "unread": {}, "day": 1}}, id="parts"),
    pytest.param({"history": {"counts": [], "talk": 1, "day": "x"}}, id="totals"),
    pytest.param({"tracker": {"version": 99}}, id="later-version"),
]


@pytest.mark.parametrize("data", NONSENSE)
async def test_nonsense_in_the_file_does_not_stop_anything(
    alice: House, hass_storage: Stored, data: object
) -> None:
    await _restart_with(alice, hass_storage, data)
    assert alice.state("sensor", "missed_calls").state == "0"
    await missed(alice)
    assert alice.state("sensor", "missed_calls").state == "1"
    assert len(await _history(alice)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"call_id": 5}, id="id"),
        pytest.param({"outcome": "incoming"}, id="no-outcome"),
        pytest.param({"outcome": "flown"}, id="outcome"),
        pytest.param({"direction": "up"}, id="direction"),
        pytest.param({"ended": "2026-10-12T09:30:00"}, id="no-zone"),
        pytest.param({"answered": "2026-10-12T09:30:00"}, id="answer-no-zone"),
        pytest.param({"started": None}, id="time"),
        pytest.param({"ended": "0001-01-01T00:00:00+00:00"}, id="before-all-years"),
        pytest.param({"ended": "9999-12-31T23:59:59+00:00"}, id="behind-all-years"),
        pytest.param({"duration": "long"}, id="duration"),
        pytest.param({"remote_number": 15555}, id="number"),
    ],
)
@pytest.mark.parametrize("privacy", ["full", "masked"])
async def test_a_call_that_makes_no_sense_is_lost_and_the_others_stay(
    alice: House, hass_storage: Stored, changes: Stored, privacy: str
) -> None:
    await alice.set_options(privacy=privacy)
    kept, broken = _stored_call(), _stored_call(**changes)
    calls: list[object] = [broken, kept, {}, None]
    history = {"calls": calls, "unread": calls}
    await _restart_with(alice, hass_storage, {"history": history})
    assert [call["call_id"] for call in await _history(alice)] == ["kept"]
    assert alice.state("sensor", "missed_calls").state == "1"


async def test_calls_leave_after_the_days_of_the_option(
    alice: House, hass_storage: Stored, freezer: FrozenDateTimeFactory
) -> None:
    """Those still to return stay until they are marked as read."""
    await alice.set_options(history_days=2)
    await missed(alice)
    freezer.tick(timedelta(days=1, hours=23))
    await alice.poll()
    assert len(await _history(alice)) == 1
    freezer.tick(timedelta(hours=2))
    await alice.poll()
    assert await _history(alice) == []
    assert alice.state("sensor", "missed_calls").state == "1"
    await unload(alice)
    assert hass_storage[storage_key(alice)]["data"]["history"]["calls"] == []


async def test_no_days_keep_no_history(alice: House, hass_storage: Stored) -> None:
    """Missed calls and totals are kept all the same."""
    await alice.set_options(history_days=0)
    await missed(alice)
    assert await _history(alice) == []
    assert alice.state("sensor", "missed_calls").state == "1"
    assert alice.state("sensor", "calls_today").state == "1"
    await unload(alice)
    assert hass_storage[storage_key(alice)]["data"]["history"]["calls"] == []


@pytest.mark.parametrize(
    ("privacy", "name", "number", "uri"),
    [
        pytest.param("masked", "B. B.", "+*****464", "tel:+*****464", id="masked"),
        pytest.param("none", None, None, None, id="none"),
    ],
)
async def test_the_privacy_option_holds_everywhere(
    alice: House,
    hass_storage: Stored,
    privacy: str,
    name: str | None,
    number: str | None,
    uri: str | None,
) -> None:
    """Events, entities, answers and the disk, during a call and after it."""
    await alice.set_options(privacy=privacy)
    told = alice.heard(TOLD)
    ringing(alice)
    await alice.poll()
    await missed(alice)
    shown = {"remote_name": name, "remote_number": number, "remote_uri": uri}
    for data in (
        *(event.data for event in told),
        alice.state("event", "call").attributes,
        *(await _history(alice)),
    ):
        assert {key: data[key] for key in shown} == shown
    assert alice.state("sensor", "missed_calls").attributes["last_caller"] == name
    await alice.poll()
    await unload(alice)
    on_disk = json.dumps(hass_storage[storage_key(alice)])
    for secret in (NAME, NUMBER, NUMBER[1:-3]):
        assert secret not in on_disk
    # A restart in mid-call loses nothing by it.
    await set_up_again(alice)
    (call,) = alice.exchange.calls("alice")
    alice.exchange.cancel(call.call_id)
    await alice.poll()
    assert types(told) == ["incoming", "incoming", "missed", "missed"]


@pytest.mark.parametrize("privacy", ["masked", "none"])
async def test_the_privacy_option_holds_for_what_messages_say(
    alice: House, connector: Connector, clock: Clock, hass_storage: Stored, privacy: str
) -> None:
    """On the disk during a call."""
    await alice.set_options(privacy=privacy)
    ringing(alice)
    await connector.post(connector.message(1))
    await clock.settle()
    await unload(alice)
    (story,) = hass_storage[storage_key(alice)]["data"]["tracker"]["stories"]
    assert None not in (story["rest_id"], story["crm_id"])
    assert NUMBER[1:-3] not in json.dumps(hass_storage[storage_key(alice)])


async def test_a_stricter_option_reaches_what_is_stored_already(
    alice: House, hass_storage: Stored
) -> None:
    await talked(alice)
    await missed(alice)
    await alice.set_options(privacy="none")
    await alice.poll()
    on_disk = json.dumps(hass_storage[storage_key(alice)])
    assert NAME not in on_disk
    assert NUMBER not in on_disk
    assert {call["remote_number"] for call in await _history(alice)} == {None}


async def test_home_assistant_stops_in_mid_call_and_the_talk_is_saved(
    alice: House, hass_storage: Stored, clock: Clock
) -> None:
    """It stops without unloading: what is to be saved it still writes."""
    active(alice)
    await clock.pass_time(30)
    before = deepcopy(hass_storage[storage_key(alice)]["data"])
    await clock.pass_time(20)
    alice.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await clock.pass_time(5)
    assert hass_storage[storage_key(alice)]["data"] != before


async def test_a_long_talk_is_saved_once_a_minute(
    alice: House, hass_storage: Stored, clock: Clock
) -> None:
    active(alice)
    await clock.pass_time(30)
    before = deepcopy(hass_storage[storage_key(alice)]["data"])
    await clock.pass_time(20)
    assert hass_storage[storage_key(alice)]["data"] == before
    await clock.pass_time(60)
    assert hass_storage[storage_key(alice)]["data"] != before


async def test_what_is_marked_after_the_unloading_starts_no_timer(
    alice: House, hass: HomeAssistant
) -> None:
    stories = alice.entry().runtime_data.coordinator.stories
    await unload(alice)
    before = leftovers(hass)
    stories.async_mark_read()
    assert leftovers(hass) == before
