"""What `scripts/soak` may be told."""

from argparse import ArgumentTypeError

import pytest

from scripts.soak_lib.__main__ import minutes


@pytest.mark.parametrize("text", ["-1", "0", "nan", "inf"])
def test_a_soak_of_no_length_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        minutes(text)


def test_a_soak_may_be_shorter_than_a_minute() -> None:
    assert minutes("0.7") == 0.7
