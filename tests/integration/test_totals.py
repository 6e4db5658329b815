"""Calls and talk of today: right across midnight, restarts and in the statistics."""

from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_recorder_block_till_done,
    async_wait_recording_done,
    do_adhoc_statistics,
)

from simulator import Call

from .commands import NAME, NUMBER
from .house import House
from .leftovers import set_up_again, unload
from .storybook import given_up, missed

KINDS = (
    *("incoming", "outgoing", "ended", "missed", "rejected"),
    *("answered_elsewhere", "cancelled", "failed"),
)
NOON = "2026-10-12T12:00:00-07:00"


async def _to(house: House, freezer: FrozenDateTimeFactory, when: str) -> None:
    """Move to a time, with everything that is due by then."""
    freezer.move_to(when)
    async_fire_time_changed(house.hass, datetime.fromisoformat(when))
    await house.hass.async_block_till_done(wait_background_tasks=True)


async def _read(house: House) -> None:
    await house.act("get_calls")
    await house.hass.async_block_till_done()


async def _talk(
    house: House, freezer: FrozenDateTimeFactory, seconds: int, *, out: bool = False
) -> Call:
    """Talk for so long and no second longer."""
    begin = house.exchange.outbound if out else house.exchange.inbound
    call = begin("alice", NUMBER, NAME)
    (house.exchange.far_answers if out else house.exchange.answer)(call.call_id)
    await _read(house)
    # A snapshot at the end: an ending during a longer gap has no time.
    freezer.tick(seconds)
    await _read(house)
    house.exchange.end(call.call_id)
    await _read(house)
    return call


def _totals(house: House) -> tuple[str, str]:
    return (
        house.state("sensor", "calls_today").state,
        house.state("sensor", "talk_time_today").state,
    )


def _kinds(house: House) -> dict[str, int]:
    """Return the kinds of calls there were."""
    attributes = house.state("sensor", "calls_today").attributes
    assert set(KINDS) <= attributes.keys()
    return {kind: attributes[kind] for kind in KINDS if attributes[kind]}


async def test_calls_are_counted_by_direction_and_outcome(alice: House) -> None:
    assert _totals(alice) == ("0", "0")
    assert _kinds(alice) == {}
    await missed(alice)
    await missed(alice)
    await given_up(alice)
    assert _totals(alice) == ("3", "0")
    assert _kinds(alice) == {"incoming": 2, "outgoing": 1, "missed": 2, "cancelled": 1}


async def test_seconds_of_talk_are_summed_by_direction(
    alice: House, freezer: FrozenDateTimeFactory
) -> None:
    await _talk(alice, freezer, 61)
    await _talk(alice, freezer, 30, out=True)
    assert _totals(alice) == ("2", "91")
    state = alice.state("sensor", "talk_time_today")
    assert (state.attributes["incoming"], state.attributes["outgoing"]) == (61, 30)
    assert state.attributes["unit_of_measurement"] == "s"
    assert state.attributes["device_class"] == "duration"
    assert state.attributes["state_class"] == "total_increasing"


async def test_totals_begin_anew_at_local_midnight(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """Without a poll that brings news, and not at midnight of somewhere else."""
    freezer.move_to("2026-10-12T16:30:00-07:00")
    await house.set_up("alice")
    alice = house
    await missed(alice)
    await _to(alice, freezer, "2026-10-12T17:00:01-07:00")
    assert _totals(alice)[0] == "1"
    await _to(alice, freezer, "2026-10-13T00:00:01-07:00")
    assert _totals(alice) == ("0", "0")
    assert _kinds(alice) == {}
    await missed(alice)
    assert _totals(alice)[0] == "1"


async def test_a_talk_across_midnight_counts_on_the_day_it_ends(
    alice: House, freezer: FrozenDateTimeFactory
) -> None:
    await _to(alice, freezer, "2026-10-12T23:59:00-07:00")
    call = alice.exchange.inbound("alice", NUMBER, NAME)
    alice.exchange.answer(call.call_id)
    await _read(alice)
    await _to(alice, freezer, "2026-10-13T00:01:00-07:00")
    await _read(alice)
    alice.exchange.end(call.call_id)
    await _read(alice)
    assert _totals(alice) == ("1", "120")


@pytest.mark.parametrize(
    ("when", "totals"),
    [
        pytest.param("2026-10-12T23:59:59-07:00", ("1", "40"), id="same-day"),
        pytest.param("2026-10-13T00:00:01-07:00", ("0", "0"), id="next-day"),
    ],
)
async def test_totals_outlive_a_restart_but_not_the_day(
    alice: House, freezer: FrozenDateTimeFactory, when: str, totals: tuple[str, str]
) -> None:
    await _to(alice, freezer, NOON)
    await _talk(alice, freezer, 40)
    await unload(alice)
    freezer.move_to(when)
    await set_up_again(alice)
    assert _totals(alice) == totals


class TestStatistics:
    """With a recorder, which has to be there before the integration."""

    @pytest.fixture(autouse=True)
    def custom_integrations(
        self,
        freezer: FrozenDateTimeFactory,
        recorder_mock: Recorder,
        enable_custom_integrations: None,
    ) -> None:
        """Let Home Assistant find the integration, at a time that the tests know."""
        freezer.move_to("2026-10-12T23:40:00-07:00")

    async def test_long_term_statistics_sum_over_midnight_and_a_restart(
        self, alice: House, hass: HomeAssistant, freezer: FrozenDateTimeFactory
    ) -> None:
        assert await async_setup_component(hass, "sensor", {})
        await async_recorder_block_till_done(hass)
        begin = dt_util.utcnow()
        await self._compiled(hass, freezer)
        await _talk(alice, freezer, 40)
        await self._compiled(hass, freezer)
        await unload(alice)
        await set_up_again(alice)
        await _talk(alice, freezer, 20)
        await self._compiled(hass, freezer)
        await _to(alice, freezer, "2026-10-13T00:00:01-07:00")
        await self._compiled(hass, freezer)
        await _talk(alice, freezer, 50)
        await self._compiled(hass, freezer)
        assert _totals(alice) == ("1", "50")
        assert await self._sums(alice, begin, "talk_time_today") == 110
        assert await self._sums(alice, begin, "calls_today") == 3

    async def _compiled(
        self, hass: HomeAssistant, freezer: FrozenDateTimeFactory
    ) -> None:
        """Let five minutes pass and have the recorder sum them up."""
        await async_wait_recording_done(hass)
        now = dt_util.utcnow()
        start = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
        do_adhoc_statistics(hass, start=start)
        await async_wait_recording_done(hass)
        freezer.move_to(start + timedelta(minutes=5))

    async def _sums(self, house: House, begin: datetime, key: str) -> float:
        """Return by how much the recorder's sum has grown."""
        entity_id = house.entity_id("sensor", key)
        found: dict[str, list[Any]] = await house.hass.async_add_executor_job(
            lambda: dict(
                statistics_during_period(
                    house.hass, begin, None, {entity_id}, "5minute", None, {"sum"}
                )
            )
        )
        sums = [row["sum"] for row in found[entity_id]]
        return float(sums[-1] - sums[0])
