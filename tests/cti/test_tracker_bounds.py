"""One story per call: how much of one call is remembered, whatever messages say of it."""

from typing import Any

import pytest

from .line import Line, message


@pytest.mark.parametrize(
    ("field", "remembered"),
    [
        ("branch_id", "legs"),
        ("seq_num", "seq_nums"),
        ("remote_number", "said_numbers"),
    ],
)
def test_what_messages_say_of_one_call_is_bounded(field: str, remembered: str) -> None:
    """No call has more telephones, messages and numbers than that."""
    line = Line()
    for number in range(200):
        said: Any = number if field == "seq_num" else f"+1555010{number:04}"
        line.hears(number / 100, message(**{field: said}))
    (story,) = line.tracker.dump()["stories"]
    assert len(story[remembered]) == 64
    assert line.types == ["incoming"]


def test_a_call_with_as_many_legs_as_are_remembered_goes_on() -> None:
    """Those are told of as ever."""
    line = Line()
    for number in range(70):
        line.hears(0, message(branch_id=f"leg{number}"))
    line.hears(1, message("CONFIRMED", branch_id="leg63"))
    for number in range(64):
        line.hears(9, message("TERMINATED", branch_id=f"leg{number}"))
    line.waits(20)
    assert line.types == ["incoming", "answered", "ended"]
