"""Pairs are measured in turns, and their medians make the ratio."""

from collections.abc import Iterator

import pytest

from benchmarks.pairs import Effort, Sample, interleaved, ratio_of


def sampler(name: str, figures: Iterator[float], order: list[str]) -> Sample:
    """Return a sample that notes its turn and takes the next figure."""

    async def measure_once() -> float:
        order.append(name)
        return next(figures)

    return measure_once


async def test_both_sides_take_turns_and_nobody_is_always_first() -> None:
    """A B B A, so that whoever suffers from the one before suffers as often."""
    order: list[str] = []
    ours = sampler("A", iter([1.0] * 4), order)
    floor = sampler("B", iter([1.0] * 4), order)
    await interleaved(ours, floor, rounds=4, warm_up=0)
    assert "".join(order) == "ABBAABBA"


async def test_the_first_pairs_do_not_count() -> None:
    """They warm up."""
    order: list[str] = []
    ours = sampler("A", iter([99.0, 99.0, 3.0, 3.0, 3.0]), order)
    floor = sampler("B", iter([1.0, 1.0, 2.0, 2.0, 2.0]), order)
    ratio = await interleaved(ours, floor, rounds=3, warm_up=2)
    assert (ratio.ours, ratio.floor, ratio.value) == (3.0, 2.0, 1.5)


def test_the_ratio_is_that_of_the_medians() -> None:
    """One bad moment of the machine changes nothing."""
    ratio = ratio_of([(2.0, 1.0), (2.0, 1.0), (2.0, 1.0), (900.0, 1.0), (2.0, 800.0)])
    assert ratio.value == 2.0


def test_the_spread_is_that_of_the_pairs() -> None:
    """From the first quartile to the third."""
    ratio = ratio_of([(1.0, 1.0), (2.0, 1.0), (3.0, 1.0)])
    assert (ratio.low, ratio.high) == (1.0, 3.0)


def test_one_pair_is_its_own_spread() -> None:
    """A quick run has no quartiles."""
    ratio = ratio_of([(3.0, 2.0)])
    assert ratio.low == ratio.value == ratio.high == 1.5


def test_nothing_measured_is_no_ratio() -> None:
    """It is a fault of the benchmark."""
    with pytest.raises(ValueError, match="Nothing"):
        ratio_of([])


def test_a_quick_effort_takes_the_quick_number() -> None:
    """The other one takes the thorough number."""
    assert Effort(quick=True).of(1000, 3) == 3
    assert Effort().of(1000, 3) == 1000
