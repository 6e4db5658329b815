"""The judge of memory: equal laps leave nothing, and a long life does not grow."""

import pytest

from scripts.soak_lib import memory

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


def test_a_process_that_grows_and_grows_is_found() -> None:
    flat = [(float(second), 250 * 2**20) for second in range(0, 3600, 10)]
    grows = [(second, int(size + second * 2**17)) for second, size in flat]
    assert list(memory.life_complaints(flat)) == []
    assert list(memory.life_complaints(grows)) == ["the memory grows by 450 MB an hour"]


def test_a_short_life_says_nothing_about_memory() -> None:
    assert memory.growth_an_hour([(0.0, 1), (60.0, 2)]) is None
    assert memory.growth_an_hour([]) is None
