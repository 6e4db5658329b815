"""The faults of the soak: each in its turn, and the same for the same seed."""

from scripts.soak_lib.faults import OPERATIONS, WEATHERS, FaultBook
from simulator import Simulator
from simulator.faults import Kind


def drawn(book: FaultBook, simulator: Simulator, times: int) -> list[Kind]:
    """Draw faults for hold, and let a request run into each."""
    kinds = []
    for _ in range(times):
        book.hit("hold", "alice")
        fault = simulator.faults.take("hold", "alice")
        assert fault is not None
        kinds.append(fault.kind)
        book.forget("hold", "alice")
    return kinds


def test_every_kind_of_the_simulator_hits_every_operation() -> None:
    simulator = Simulator()
    book = FaultBook(simulator, "seed")
    assert set(drawn(book, simulator, len(WEATHERS))) == set(Kind)
    assert set(book.met) == {("hold", weather) for weather in WEATHERS}
    assert "hold" in OPERATIONS


def test_the_same_seed_draws_the_same_faults() -> None:
    one, two, other = (
        drawn(FaultBook(simulator, seed), simulator, 40)
        for simulator, seed in (
            (Simulator(), "seed"),
            (Simulator(), "seed"),
            (Simulator(), "another"),
        )
    )
    assert one == two != other


def test_a_fault_that_nothing_ran_into_comes_again() -> None:
    simulator = Simulator()
    book = FaultBook(simulator, "seed")
    book.hit("hold", "alice")
    missed = simulator.faults.rules[0].fault.kind
    book.forget("hold", "alice")
    assert not simulator.faults.rules
    assert not book.met
    assert drawn(book, simulator, 1) == [missed]
