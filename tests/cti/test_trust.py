"""How many calls are believed that no snapshot shows."""

from custom_components.telepo.cti.story import Story
from custom_components.telepo.cti.trust import UnseenCalls

from .line import at


def test_what_began_by_then_is_forgotten_whatever_is_known_of_it() -> None:
    """Of the oldest calls only the time is left after a restart."""
    young, old = (Story(call_id="crm", started=at(s), known=at(s)) for s in (60, 30))
    unseen = UnseenCalls([young, old], [at(20), at(10)])
    assert [story.started for story in unseen] == [at(10), at(20), at(30), at(60)]
    unseen.forget_until(at(30))
    assert list(unseen) == [young]


def test_a_call_that_a_snapshot_has_shown_does_not_count() -> None:
    """Nobody had to believe a message."""
    shown = Story(call_id="crm", rest_id="rest", started=at(0), known=at(0))
    assert list(UnseenCalls([shown])) == []
