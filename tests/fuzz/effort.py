"""How much is tried: the same little in every run, or new input, as much as is asked for."""

import os
from random import Random, SystemRandom
from typing import Final

from hypothesis import HealthCheck, settings
import pytest

USUAL: Final = 3_000
# How many bodies the webhook gets; everything else grows in proportion.
BODIES: Final = int(os.environ.get("TELEPO_FUZZ", "0")) or USUAL
# A long run has a seed of its own; a failing test tells it in its name, and with this
# variable it is repeated.
SEED: Final = int(
    os.environ.get("TELEPO_FUZZ_SEED")
    or (SystemRandom().getrandbits(32) if BODIES > USUAL else 1)
)
# For the limit of a test's time: the usual run is to be no slower than its neighbours.
MINUTE: Final = 60.0 * max(1.0, BODIES / USUAL)


def share(usual: int) -> int:
    """Return how much to try of what a usual run tries so often."""
    return max(1, usual * BODIES // USUAL)


# For tests that draw from `random_of(name, seed)`.
seeded = pytest.mark.parametrize("seed", [SEED], ids="seed{}".format)


def random_of(name: str, seed: int) -> Random:
    """Return a source of chance of its own for a test."""
    return Random(f"{name} {seed}")


def fuzz(usual: int) -> settings:
    """Return hypothesis' settings for so many examples in the usual run."""
    return settings(
        max_examples=share(usual),
        deadline=None,
        database=None,
        derandomize=BODIES <= USUAL,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
