"""The judge of memory: equal laps leave nothing, and a long life does not grow."""

from dataclasses import replace

import pytest

from scripts.soak_lib import memory
from scripts.soak_lib.told import Weight

CALLS = 22
FLAT = {"FinishedCall": 50, "Story": 2, "TelepoCoordinator": 2}


def inspection(objects: dict[str, int], traced: int = 0) -> memory.Inspection:
    """Return what the ear tells of the process after a lap."""
    return {"objects": FLAT | objects, "traced": traced}


def complaints(*objects: dict[str, int]) -> list[str]:
    """Judge laps that leave these objects."""
    return list(memory.lap_complaints([inspection(each) for each in objects], CALLS))


def test_laps_that_leave_nothing_but_their_history_are_no_complaint() -> None:
    laps = [inspection({"FinishedCall": 50 + 22 * lap}, 60_000 * lap) for lap in (0, 1)]
    assert list(memory.lap_complaints(laps, CALLS)) == []


def test_an_object_that_a_poll_is_about_to_use_is_no_complaint() -> None:
    assert complaints({}, {}, {"Snapshot": 1, "UserCalls": 3}) == []


def test_what_is_held_for_a_while_is_no_complaint() -> None:
    assert complaints({}, {"Call": 2}, {"Call": 24}, {"Call": 24}) == []


def test_objects_that_every_call_leaves_behind_are_found() -> None:
    assert complaints({}, {"Story": 24}, {"Story": 46}) == [
        "22 objects Story more after each lap of 22 calls"
    ]


def test_a_history_that_grows_by_more_than_its_calls_is_found() -> None:
    assert complaints({}, {"FinishedCall": 50 + 44}) == [
        "44 objects FinishedCall more after each lap of 22 calls"
    ]


def test_bytes_that_no_object_of_ours_explains_are_found() -> None:
    laps = [inspection({}, 0), inspection({}, CALLS * 20_000)]
    assert list(memory.lap_complaints(laps, CALLS)) == [
        "each call leaves 20000 bytes behind"
    ]


@pytest.mark.parametrize("laps", [[], [inspection({})]])
def test_without_laps_nothing_is_shown(laps: list[memory.Inspection]) -> None:
    assert len(list(memory.lap_complaints(laps, CALLS))) == 1


def life(minutes: float, growth: float) -> list[Weight]:
    """Return the weights of a process that grows by so many megabytes a minute."""
    return [
        Weight(float(second), 0, int((240 + growth * second / 60) * memory.MEGABYTE))
        for second in range(0, int(minutes * 60), 15)
    ]


def test_a_process_that_stays_as_it_is_is_no_complaint() -> None:
    assert list(memory.life_complaints(life(5, 0.5))) == []


def test_a_process_that_grows_and_grows_is_found() -> None:
    assert list(memory.life_complaints(life(5, 4))) == [
        "the memory grows by 4.0 MB a minute"
    ]


def test_what_a_process_needs_to_warm_up_is_no_complaint() -> None:
    start, rest = life(1.5, 40), life(5, 0)
    later = [replace(each, at=each.at + 90, resident=2**29) for each in rest]
    assert list(memory.life_complaints([*start, *later])) == []


def test_a_short_life_says_nothing_about_memory() -> None:
    assert memory.growth_a_minute(life(4, 4)) is None
    assert memory.growth_a_minute([]) is None
