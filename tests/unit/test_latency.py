"""Measured delays."""

from hypothesis import given, strategies as st

from custom_components.telepo.latency import Latency


def measured(*seconds: float) -> Latency:
    """Return a latency with these measurements."""
    latency = Latency()
    for delay in seconds:
        latency.add(delay)
    return latency


def test_before_the_first_measurement_nothing_is_claimed() -> None:
    assert measured().summary() == {
        "count": 0,
        "last": None,
        "median": None,
        "p95": None,
    }


def test_one_measurement_is_all_there_is_to_say() -> None:
    assert measured(0.25).summary() == {
        "count": 1,
        "last": 0.25,
        "median": 0.25,
        "p95": 0.25,
    }


def test_the_summary_has_the_last_the_median_and_the_95th_percentile() -> None:
    delays = [number / 100 for number in range(100, 0, -1)]
    assert measured(*delays).summary() == {
        "count": 100,
        "last": 0.01,
        "median": 0.505,
        "p95": 0.95,
    }


def test_one_outlier_in_twenty_does_not_show_in_the_percentile() -> None:
    summary = measured(9.0, *[0.1] * 19).summary()
    assert (summary["last"], summary["median"], summary["p95"]) == (0.1, 0.1, 0.1)


def test_only_the_last_hundred_count() -> None:
    summary = measured(*[50.0] * 100, *[1.0] * 100).summary()
    assert summary == {"count": 100, "last": 1.0, "median": 1.0, "p95": 1.0}


def test_milliseconds_are_enough() -> None:
    assert measured(0.123456).summary()["last"] == 0.123


@given(st.lists(st.floats(min_value=0, max_value=60), min_size=1, max_size=150))
def test_the_percentile_is_a_measured_delay_that_19_of_20_do_not_exceed(
    delays: list[float],
) -> None:
    summary = measured(*delays).summary()
    kept = delays[-100:]
    assert summary["count"] == len(kept)
    assert summary["last"] == round(kept[-1], 3)
    p95 = summary["p95"]
    assert p95 is not None
    assert p95 in {round(delay, 3) for delay in kept}
    assert sum(round(delay, 3) <= p95 for delay in kept) >= 0.95 * len(kept)
