"""The table that `scripts/benchmark` prints."""

import json

import pytest

from benchmarks.pairs import Ratio
from benchmarks.table import Aim, Row, as_markdown, as_text

ROW = Row.of(
    Ratio(ours=0.00055, floor=0.0005, low=1.04, high=1.2),
    what="a thing",
    floor="the least",
    aim=Aim("≤", 1.2),
)


@pytest.mark.parametrize(
    ("aim", "figure", "met"),
    [
        (Aim("≤", 1.2), 1.2, True),
        (Aim("≤", 1.2), 1.21, False),
        (Aim("≥", 0.9), 0.9, True),
        (Aim("≥", 0.9), 0.89, False),
        (Aim("≤", 0, "rows"), 0, True),
        (Aim("≤", 0, "rows"), 1, False),
    ],
)
def test_an_aim_is_met_up_to_its_bound(aim: Aim, figure: float, met: bool) -> None:
    """Upwards or downwards."""
    assert aim.is_met(figure) is met


def test_a_row_shows_the_ratio_its_spread_and_both_sides() -> None:
    """A ratio alone does not say of what."""
    assert ROW.cells() == (
        "a thing",
        "the least",
        "≤ 1.2 ×",
        "1.10 ×",
        "1.04 – 1.20",
        "0.55 ms",
        "0.5 ms",
        "met",
    )


def test_a_count_has_neither_spread_nor_sides() -> None:
    """Nothing was divided."""
    row = Row("rows of an idle hour", "0", Aim("≤", 0, "rows"), 0)
    assert row.cells()[2:] == ("≤ 0 rows", "0 rows", "", "", "", "met")


def test_large_numbers_are_written_out() -> None:
    """Messages per second have no exponent."""
    ratio = Ratio(ours=1703.6, floor=868.2, low=1.9, high=2.0)
    row = Row.of(ratio, what="", floor="", aim=Aim("≥", 1), unit="/s", scale=1)
    assert row.cells()[5:7] == ("1,704 /s", "868 /s")


def test_a_row_comes_back_from_another_process() -> None:
    """Each benchmark has a process of its own."""
    assert Row.from_dict(json.loads(json.dumps(ROW.as_dict()))) == ROW


def test_the_markdown_is_a_table() -> None:
    """With as many cells in every line."""
    lines = as_markdown([ROW, ROW]).splitlines()
    assert len(lines) == 4
    assert {line.count("|") for line in lines} == {9}


def test_the_text_says_what_was_measured_and_whether_it_is_enough() -> None:
    """For whoever sits at the terminal."""
    text = as_text([ROW])
    assert "1.10 × (1.04 – 1.20), aim ≤ 1.2 ×: met" in text
    assert "0.55 ms against 0.5 ms" in text
