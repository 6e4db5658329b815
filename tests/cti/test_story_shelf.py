"""Stories that are found by their ids."""

from datetime import timedelta

from custom_components.telepo.cti.story import Story
from custom_components.telepo.cti.story_shelf import FinishedShelf, StoryShelf

from .line import at


def over(call_id: str, second: float) -> Story:
    """Return the story of a call that ended then."""
    ended = at(second)
    began = ended - timedelta(seconds=9)
    return Story(
        call_id=call_id, started=began, known=began, last_told=ended, done=ended
    )


def test_of_calls_of_one_id_the_one_that_ended_last_comes_first() -> None:
    """In whichever order it was learned whose id it is."""
    first, second = over("first", 10), over("second", 20)
    shelf = FinishedShelf([first, second], most=9)
    for story, learned in ((second, 25), (first, 30)):
        story.rest_id = "same"
        shelf.touch(story, at(learned))
    assert shelf.with_id("same") == [second, first]


def test_a_story_is_found_by_the_ids_that_it_has_now() -> None:
    """What it was called before can be another's name."""
    one, other = over("one", 10), over("other", 20)
    shelf = StoryShelf([one, other])
    one.crm_id = other.crm_id = "same"
    shelf.learn(one)
    shelf.learn(other)
    one.crm_id = None
    shelf.learn(one)
    assert list(shelf.with_id("same")) == [other]
    assert list(shelf.with_id("one")) == [one]
    shelf.remove(other)
    assert list(shelf.with_id("same")) == []
