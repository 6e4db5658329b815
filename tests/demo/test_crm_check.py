"""The judge of what reached the bus."""

from collections.abc import Sequence

import pytest

from scripts.demo_lib.crm_check import crm_complaints, crm_stories

type Message = dict[str, object]


def message(
    call: str, number: int, state: str = "EARLY", entry: str | None = "e"
) -> Message:
    """Return a message as it arrives on the bus."""
    return {
        "call_id": call,
        "branch_id": "b",
        "seq_num": number,
        "state": state,
        "local_user_id": f"user-of-{call}",
        "config_entry_id": entry,
    }


A1, A2, B1 = message("a", 1), message("a", 2), message("b", 1)


@pytest.mark.parametrize(
    "heard",
    [
        pytest.param([A1, A2, B1], id="as posted"),
        pytest.param([B1, A1, A2], id="two calls overtake each other"),
    ],
)
def test_messages_in_order_within_each_call_are_right(heard: Sequence[Message]) -> None:
    """The vendor promises an order within a call only."""
    assert crm_complaints([A1, A2, B1], heard) == []


@pytest.mark.parametrize(
    ("posted", "heard", "word"),
    [
        pytest.param([], [], "nothing", id="nothing posted"),
        pytest.param([A1, A2], [A1], "did not reach", id="one lost"),
        pytest.param([A1], [A1, A1], "became 2", id="one twice"),
        pytest.param([A1, A2], [A2, A1], "out of order", id="swapped"),
        pytest.param([A1], [message("a", 1, entry=None)], "no user", id="nobody's"),
    ],
)
def test_what_went_wrong_with_messages_is_told(
    posted: Sequence[Message], heard: Sequence[Message], word: str
) -> None:
    """One complaint, the first that explains it."""
    (complaint,) = crm_complaints(posted, heard)
    assert word in complaint


def test_stories_list_the_states_of_each_user_in_order() -> None:
    """A user's states stand as they came."""
    heard = [message("a", 1), message("b", 1), message("a", 2, "TERMINATED")]
    assert crm_stories(heard) == {
        "user-of-a": ["EARLY", "TERMINATED"],
        "user-of-b": ["EARLY"],
    }
