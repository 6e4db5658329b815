"""Targets of which a part is missing, and users of whom one is in trouble."""

import logging
from typing import Any

import pytest

from simulator import Fault, State

from .commands import active, answers, placeholder, posts, refused
from .house import House

OUR_LOGGER = "custom_components.telepo.targets"


@pytest.fixture
async def both(alice: House) -> House:
    """Return a Home Assistant that alice and bob are set up in."""
    await alice.set_up("bob")
    return alice


@pytest.mark.parametrize(
    "missing",
    [
        {"device_id": "nodevice"},
        {"entity_id": "sensor.nowhere"},
        {"area_id": "noarea"},
        {"label_id": "nolabel"},
        {"floor_id": "nofloor"},
    ],
    ids=lambda target: next(iter(target)),
)
async def test_what_is_missing_beside_a_good_target_is_logged_and_the_good_one_works(
    both: House, caplog: pytest.LogCaptureFixture, missing: dict[str, str]
) -> None:
    device = both.device_id("bob")
    ((kind, gone),) = missing.items()
    target: dict[str, Any] = {"entity_id": [both.entity_id("sensor", "call", "bob")]}
    if kind == "device_id":
        target = {"device_id": [device]}
    target[kind] = [*target.get(kind, []), gone]
    caplog.clear()
    assert set(await answers(both, "get_calls", target)) == {device}
    (record,) = [record for record in caplog.records if gone in record.getMessage()]
    assert (record.name, record.levelno) == (OUR_LOGGER, logging.WARNING)
    assert "bob" not in record.getMessage()
    assert device not in record.getMessage()


async def test_a_whole_target_logs_nothing(
    both: House, caplog: pytest.LogCaptureFixture
) -> None:
    target = {
        "device_id": [both.device_id("bob")],
        "entity_id": [both.entity_id("switch", "hold", "bob")],
    }
    caplog.clear()
    await answers(both, "get_calls", target)
    assert [record for record in caplog.records if record.name == OUR_LOGGER] == []


@pytest.mark.parametrize("troubled", ["alice", "bob"])
@pytest.mark.parametrize(
    ("operation", "fault", "reason"),
    [
        pytest.param("snapshot", Fault.answer(503), "does not answer", id="503"),
        pytest.param("snapshot", Fault.answer(403), "call control", id="403"),
        pytest.param("hold", Fault.answer(418), "418", id="418-on-the-command"),
    ],
)
async def test_a_failure_of_the_exchange_for_one_user_is_not_the_caller_s_mistake(
    both: House, troubled: str, operation: str, fault: Fault, reason: str
) -> None:
    """It names whose command failed, why, and whose was carried out."""
    calls = {user: active(both, user) for user in ("alice", "bob")}
    both.simulator.faults.add(operation, fault, user=troubled)
    both.simulator.tally.reset()
    target = {"device_id": [both.device_id(user) for user in calls]}
    error = await refused(both, "hold", target)
    fine = "bob" if troubled == "alice" else "alice"
    assert error.translation_key == "failed_for_user"
    assert placeholder(error, "user") == both.entry(troubled).title
    assert placeholder(error, "done") == both.entry(fine).title
    assert reason in placeholder(error, "reason")
    assert calls[fine].state is State.HELD
    assert calls[troubled].state is State.ACTIVE
    assert posts(both.simulator) == (2 if operation == "hold" else 1)


async def test_when_all_fail_nobody_is_said_to_be_done(both: House) -> None:
    both.simulator.faults.add("snapshot", Fault.answer(503))
    error = await refused(both, "get_calls", {"entity_id": "all"})
    assert error.translation_key == "failed_for_user"
    assert placeholder(error, "done") == "–"


async def test_of_a_single_user_the_failure_is_told_plainly(alice: House) -> None:
    active(alice)
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    error = await refused(alice, "hold", {"device_id": alice.device_id()})
    assert error.translation_key == "cannot_connect"
