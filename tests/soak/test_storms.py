"""The disturbances: however short a soak is, and however slow the machine, it meets them all."""

from itertools import count
from types import SimpleNamespace
from typing import cast

from aiohttp import ClientSession
import pytest

from scripts.soak_lib import storms
from scripts.soak_lib.forms import Forms
from scripts.soak_lib.home import Home
from simulator import Simulator

KINDS = {
    "kill",
    "outage",
    "new_ticket",
    "new_webhook",
    "step_hass_clock",
    "step_exchange_clock",
    "copies",
    "anybodys",
    "junk",
    "manners",
}


class Calm(storms.Storms):
    """Storms of which nothing is to be felt."""

    def __init__(self) -> None:
        """Note what comes."""
        self.came: list[str] = []
        for kind in (*KINDS, "restart"):
            setattr(self, kind, self._coming(kind))
        nobody = cast("Home", None), Simulator(), cast("Forms", None)
        nowhere = storms.ExchangeClock(), cast("ClientSession", None)
        super().__init__(*nobody, *nowhere, print, "seed")

    def _coming(self, kind: str) -> object:
        async def comes() -> None:
            self.came.append(kind)

        return comes


@pytest.fixture(autouse=True)
def _slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let five seconds pass whenever somebody looks at the clock."""
    ticks = count(step=5)
    clock = SimpleNamespace(monotonic=lambda: next(ticks), time=lambda: 0.0)
    monkeypatch.setattr(storms, "time", clock)
    monkeypatch.setattr(storms, "_PAUSE", (0.0, 0.0))


@pytest.mark.parametrize("minutes", [0.3, 0.7])
async def test_a_short_soak_meets_every_kind_once(minutes: float) -> None:
    calm = Calm()
    await calm.rage(minutes)
    assert calm.came[0] == "kill"
    assert sorted(set(calm.came) - {"restart"}) == sorted(KINDS)
    assert len(calm.came) == len(set(calm.came))


async def test_in_the_second_half_of_a_long_soak_one_process_lives() -> None:
    calm = Calm()
    await calm.rage(20)
    half = len(calm.came) // 2
    assert {"kill", "restart"} <= set(calm.came[:half])
    assert not {"kill", "restart"} & set(calm.came[half + len(KINDS) :])
