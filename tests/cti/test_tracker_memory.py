"""One story per call: what is remembered, over restarts too."""

import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.telepo.cti import CallTracker, MomentType

from .line import Line, at, call, message

# An answered call, as the first version wrote it down.
_EARLIER_MEMORY = Path(__file__).with_name("earlier_memory.json")


def test_finished_calls_are_forgotten_after_a_while() -> None:
    """An id may then mean another call."""
    line = Line()
    line.hears(0, message())
    line.hears(1, message("TERMINATED"))
    line.waits(3)
    line.hears(700, message())
    assert line.types == ["incoming", "missed", "incoming"]


def test_no_more_finished_calls_than_that_are_remembered() -> None:
    """Else a flood of messages would fill the memory."""
    line = Line(readable=False)
    for number in range(510):
        line.hears(number / 100, message("TERMINATED", call_id=f"crm{number}"))
    line.waits(60)
    assert len(line.finished) == 510
    assert len(line.tracker.dump()["finished"]) == 500


def test_a_call_without_direction_tells_its_start_when_it_is_known() -> None:
    """The message knows what the snapshot did not."""
    line = Line()
    line.shows(0, call("SOMETHING", inbound=None))
    assert line.types == []
    line.hears(1, message())
    assert line.types == ["incoming"]


def test_a_call_that_nobody_knows_the_direction_of_is_not_missed() -> None:
    """No call to return is invented."""
    line = Line(messages_alive=False)
    line.shows(0, call("SOMETHING", inbound=None))
    line.shows(5)
    assert line.types == ["cancelled"]


def test_a_restart_in_mid_call_repeats_and_forgets_nothing() -> None:
    """Through JSON."""
    line = Line()
    line.shows(0, call())
    line.hears(0.5, message())
    line.restarts()
    line.shows(3, call("ACTIVE"))
    line.restarts()
    line.hears(4, message("CONFIRMED"))
    line.shows(5, call("HELD"))
    line.restarts()
    line.shows(7, call("ACTIVE"))
    line.hears(20, message("TERMINATED"))
    line.restarts()
    line.shows(21)
    line.restarts()
    line.hears(22, message("TERMINATED"))
    assert line.types == ["incoming", "answered", "held", "resumed", "ended"]
    assert line.finished[0].duration == 17


def test_a_call_that_ended_while_away_ends_with_the_first_snapshot() -> None:
    """Nobody knows when, so nobody talked on that account."""
    line = Line()
    line.shows(0, call("ACTIVE"))
    line.shows(60, call("ACTIVE"))
    line.restarts()
    told = line.shows(90_000)
    assert line.types == ["incoming", "answered", "ended"]
    assert told.finished[0].duration == 60


def test_a_call_known_by_messages_may_ring_on_after_a_restart() -> None:
    """The first snapshot without it counts, but not before its time."""
    line = Line()
    line.hears(0, message())
    line.restarts()
    line.restarts()
    line.waits(99)
    assert line.types == ["incoming"]
    line.shows(100)
    assert line.types == ["incoming"]
    assert line.tracker.wake_at == at(180)
    line.shows(181)
    assert line.types == ["incoming", "missed"]


@pytest.mark.parametrize(
    "restored",
    [
        None,
        {},
        {"version": 99},
        {"version": 1},
        {"version": 1, "stories": [1], "finished": []},
        {"version": 1, "stories": [{"direction": None}], "finished": []},
        {"version": 1, "stories": [], "finished": [], "delays": ["x"]},
        {"version": 1, "stories": [], "finished": [], "delays": [], "last_read": "x"},
        {
            "version": 1,
            "stories": [],
            "finished": [],
            "delays": [1e12] * 10,
            "last_read": None,
        },
        [],
        "nonsense",
    ],
    ids=repr,
)
def test_nonsense_restored_counts_as_nothing(restored: Any) -> None:
    """A file on disk can hold anything, and a message with a time stamp is told."""
    tracker = CallTracker(restored)
    assert tracker.wake_at is None
    assert tracker.dump()["stories"] == []
    told = tracker.take_message(message(timestamp=at(0)), at(0), readable=True)
    assert [moment.type for moment in told.moments] == [MomentType.INCOMING]


@pytest.mark.parametrize(
    ("field", "junk"),
    [
        ("call_id", None),
        ("call_id", 5),
        ("started", None),
        ("known", None),
        ("started", "2026-11-23T12:00:00"),
        ("last_shown", "9999-12-31T23:59:59+00:00"),
        ("last_shown", "8999-12-31T23:59:59+00:00"),
        ("remote_name", 5),
        ("numbers", [5]),
        ("direction", "sideways"),
        ("party", {"telephone": "x"}),
        ("legs", [{}]),
        ("seq_nums", 5),
        ("unseen", float("nan")),
        ("unseen", 1e300),
        ("unseen", 2**63),
    ],
    ids=repr,
)
def test_what_was_spoilt_on_disk_is_forgotten(field: str, junk: object) -> None:
    """And the call is told from its next snapshot on."""
    line = Line()
    line.hears(0, message(seq_num=1))
    line.shows(0.5, call())
    memory = line.tracker.dump()
    memory["stories"][0][field] = junk
    line.tracker = CallTracker(memory)
    assert line.tracker.dump()["stories"] == []
    line.shows(5, call("ACTIVE"))
    line.shows(9)
    line.waits(60)
    assert line.types == ["incoming", "ended"]


def test_a_call_that_an_earlier_version_wrote_down_goes_on() -> None:
    """Home Assistant is updated in mid-call."""
    line = Line()
    line.tracker = CallTracker(json.loads(_EARLIER_MEMORY.read_text()))
    line.shows(10, call("ACTIVE"))
    line.hears(20, message("TERMINATED", seq_num=3))
    line.shows(20.2)
    assert line.types == ["ended"]
    (finished,) = line.finished
    assert (finished.call_id, finished.duration) == ("crm", 19)


def test_what_earlier_versions_did_not_know_may_be_missing() -> None:
    """Each of it alone."""
    line = Line()
    line.hears(0, message(seq_num=1))
    line.hears(0, message(call_id="over", state="TERMINATED"))
    line.waits(5)
    memory = line.tracker.dump()
    earlier = json.loads(_EARLIER_MEMORY.read_text())
    new = memory["stories"][0].keys() - earlier["stories"][0].keys()
    assert new == {
        "claimed",
        "outlived",
        "said_numbers",
        "said_user",
        "seq_nums",
        "unsure",
    }
    assert memory.keys() - earlier.keys() == {"unseen"}
    for name in new:
        without = json.loads(json.dumps(memory))
        del without["stories"][0][name]
        del without["finished"][0][name]
        tracker = CallTracker(without)
        assert [len(tracker.dump()[what]) for what in ("stories", "finished")] == [1, 1]


def test_an_answer_that_was_told_is_not_waited_for() -> None:
    """Though what was written down says both."""
    line = Line()
    line.hears(0, message(seq_num=1))
    memory = line.tracker.dump()
    memory["stories"][0] |= {
        name: at(0).isoformat() for name in ("answered", "claimed")
    }
    line.tracker = CallTracker(memory)
    line.tracker.wake(at(100))
    wake_at = line.tracker.wake_at
    assert wake_at is None or wake_at > at(100)


@pytest.mark.parametrize("call_id", ["crm", "rest"])
def test_commands_find_the_snapshots_id_of_a_told_call(call_id: str) -> None:
    """A call that only messages know has none."""
    line = Line()
    line.hears(0, message())
    assert line.tracker.rest_call_id("crm") is None
    line.shows(0.4, call())
    assert line.tracker.rest_call_id(call_id) == "rest"
    line.shows(9)
    line.waits(20)
    assert line.tracker.rest_call_id(call_id) == "rest"
    assert line.tracker.rest_call_id("nonsense") is None
