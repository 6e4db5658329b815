"""When each of many things is due."""

from random import Random

from custom_components.telepo.cti.agenda import Agenda

from .line import at


def test_what_is_due_is_taken_once_the_earliest_first() -> None:
    """What is due later stays."""
    agenda: Agenda[str] = Agenda()
    agenda.set("late", at(9))
    agenda.set("second", at(2))
    agenda.set("first", at(1))
    agenda.set("never", None)
    assert agenda.earliest == at(1)
    assert agenda.take_due(at(2)) == ["first", "second"]
    assert agenda.take_due(at(2)) == []
    assert agenda.earliest == at(9)


def test_only_the_last_time_of_a_thing_counts() -> None:
    """Earlier, later, never, and the same again."""
    agenda: Agenda[str] = Agenda()
    for when in (at(5), at(1), at(7), None, at(5), at(5)):
        agenda.set("thing", when)
    assert agenda.take_due(at(4)) == []
    assert agenda.earliest == at(5)
    assert agenda.take_due(at(5)) == ["thing"]
    assert agenda.earliest is None


def test_it_agrees_with_a_plain_list_whatever_is_set() -> None:
    """However often times change, nothing is lost."""
    random = Random(1)
    agenda: Agenda[int] = Agenda()
    plain: dict[int, float] = {}
    for step in range(5000):
        thing, second = random.randrange(20), random.uniform(0, 100)
        if random.random() < 0.1:
            agenda.set(thing, None)
            plain.pop(thing, None)
        else:
            agenda.set(thing, at(second))
            plain[thing] = second
        if step % 50 == 0:
            due = sorted((when, name) for name, when in plain.items() if when <= 10)
            assert agenda.take_due(at(10)) == [name for _, name in due]
            plain = {name: when for name, when in plain.items() if when > 10}
        assert agenda.earliest == min(map(at, plain.values()), default=None)


def test_outdated_times_do_not_pile_up() -> None:
    """A call that goes on puts its end off with every message."""
    agenda: Agenda[str] = Agenda()
    agenda.set("first", at(0))
    for second in range(1, 10_000):
        agenda.set("put off", at(second))
    assert len(agenda._heap) < 100
    assert agenda.take_due(at(10_000)) == ["first", "put off"]
