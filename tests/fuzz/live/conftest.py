"""The fixtures of the integration's tests, and one that listens to the log."""

from collections.abc import Iterator

import pytest

from tests.integration.conftest import (
    alice,
    clock,
    connector,
    custom_integrations,
    exchange,
    house,
    texts,
    web,
)

from .watch import LogWatch

__all__ = [
    "alice",
    "clock",
    "connector",
    "custom_integrations",
    "exchange",
    "house",
    "log",
    "texts",
    "web",
]


@pytest.fixture
def log() -> Iterator[LogWatch]:
    """Listen to everything that is logged, our own records at their most talkative."""
    with LogWatch() as watch:
        yield watch
