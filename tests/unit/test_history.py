"""Finished calls: kept in bounds, found, counted, masked."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.telepo.cti import Direction, FinishedCall, MomentType, Source
from custom_components.telepo.history import CallHistory, discreet
from custom_components.telepo.privacy import Privacy

NOW = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(NOW)


def _history(days: int = 30, privacy: Privacy = Privacy.FULL) -> CallHistory:
    return CallHistory(days=days, privacy=privacy)


def _call(call_id: str = "1", **changes: Any) -> FinishedCall:
    return FinishedCall(
        **{
            "call_id": call_id,
            "direction": Direction.INCOMING,
            "outcome": MomentType.MISSED,
            "remote_name": "Bob Bobson",
            "remote_number": "+46277464",
            "remote_uri": "tel:+46277464",
            "started": NOW - timedelta(seconds=20),
            "answered": None,
            "ended": NOW,
            "duration": 0,
            "source": Source.BOTH,
            "voicemail": False,
            **changes,
        }
    )


def test_the_history_is_bounded() -> None:
    """The oldest calls give way."""
    stored = [_call(str(number)).as_dict() for number in range(10_001)]
    history = _history()
    history.restore({"calls": stored, "unread": stored})
    assert len(history.find()) == 10_000
    assert history.find()[-1].call_id == "1"
    assert len(history.unread) == 500
    history.add(_call("last"))
    assert len(history.find()) == 10_000
    assert history.find()[0].call_id == "last"
    assert [call.call_id for call in history.unread][-2:] == ["10000", "last"]
    assert len(history.unread) == 500


def test_what_is_dumped_is_restored() -> None:
    history = _history()
    history.add(_call())
    history.add(_call("2", outcome=MomentType.ENDED, duration=60, answered=NOW))
    again = _history()
    again.restore(json.loads(json.dumps(history.dump())))
    assert again.find() == history.find()
    assert again.unread == history.unread
    assert again.calls_today() == history.calls_today()
    assert again.talk_today() == {"total": 60, "incoming": 60}


def test_a_call_of_unknown_direction_counts_by_outcome_only() -> None:
    history = _history()
    history.add(_call(direction=None, outcome=MomentType.CANCELLED))
    assert history.calls_today() == {"total": 1, "cancelled": 1}
    assert history.find(direction="incoming") == []


def test_yesterdays_totals_are_none_of_today(freezer: FrozenDateTimeFactory) -> None:
    history = _history()
    history.add(_call())
    freezer.tick(timedelta(days=1))
    assert history.calls_today() == {}
    assert history.talk_today() == {}
    history.add(_call("2", ended=NOW + timedelta(days=1)))
    assert history.calls_today()["total"] == 1


def test_only_the_calls_named_are_marked_read() -> None:
    """Two calls of the same id are two."""
    history = _history()
    for hours, call_id in enumerate(["1", "2", "1", "1"]):
        at = NOW + timedelta(hours=hours)
        history.add(_call(call_id, started=at, ended=at))
    third = list(history.unread_by_uid())[2]
    history.mark_read(["1", "nobody", third])
    assert [call.ended.hour for call in history.unread] == [10, 12]
    history.mark_read(["1"])
    assert [call.call_id for call in history.unread] == ["2"]
    history.mark_read()
    assert history.unread == ()


def test_totals_that_make_no_sense_are_left_out() -> None:
    history = _history()
    counts = {"total": 1, "missed": "many"}
    history.restore({"day": "2026-10-12", "counts": counts, "talk": [1]})
    assert history.calls_today() == {"total": 1}
    assert history.talk_today() == {}


@pytest.mark.parametrize("privacy", [Privacy.MASKED, Privacy.NONE])
def test_the_trackers_memory_keeps_no_caller_in_clear(privacy: Privacy) -> None:
    story = {
        "rest_id": "a",
        "party": {"tel_uri": "tel:+46277464"},
        "numbers": ["+46277464"],
        "user": "bob",
        "remote_name": "Bob Bobson",
        "remote_number": "+46277464",
        "remote_uri": "tel:+46277464",
    }
    memory = {"version": 1, "stories": [story], "finished": [story]}
    kept = discreet(memory, privacy)
    assert kept.keys() == memory.keys()
    assert kept["stories"][0]["rest_id"] == "a"
    for secret in ("+46277464", "bob", "Bobson"):
        assert secret not in json.dumps(kept)
    assert discreet(memory, Privacy.FULL) == memory


def test_what_ended_yesterday_does_not_count_today() -> None:
    """A call can be learnt of after midnight."""
    history = _history()
    history.add(_call("late", ended=NOW - timedelta(days=1)))
    assert history.calls_today() == {}
    assert [call.call_id for call in history.find()] == ["late"]
