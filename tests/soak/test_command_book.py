"""The book of commands: sent once, as what they are, and done when it was said so."""

from collections.abc import Sequence

import pytest

from scripts.soak_lib.command_book import command_complaints, request_complaints
from scripts.soak_lib.hands import Command
from scripts.soak_lib.truth import Leg, Step, Truth
from simulator import Request, Simulator, What

HOLD = Command("alice", "telepo.hold", 10.0, "hold", "done", ["rest"])
NEXT = Command("alice", "telepo.get_calls", 20.0)


class Written(Truth):
    """What the exchange's book says, without an exchange."""

    def __init__(self, requests: Sequence[tuple[float, Request]], held: float) -> None:
        """Remember requests, and when the call was held."""
        super().__init__(Simulator())
        steps = [Step(5.0, What.RINGING), Step(held, What.HELD)]
        self.legs = {
            "rest": Leg(user="alice", call_id="rest", inbound=True, steps=steps)
        }
        self._simulator.tally.requests = [request for _, request in requests]
        for at, request in requests:
            request.time = at + self._behind


def post(operation: str, status: int | None = 200, method: str = "POST") -> Request:
    """Return a request that was answered, or not."""
    answered = "answer" if status else "reset"
    domain = "organization.org"
    return Request(0.0, method, operation, domain, "alice", "rest", status, answered)


def complaints(
    *sent: Request, held: float = 11.0, command: Command = HOLD
) -> list[str]:
    """Judge a command after which this was sent."""
    truth = Written([(10.5 + index, each) for index, each in enumerate(sent)], held)
    return list(command_complaints([command, NEXT], truth, ["alice"]))


def test_a_command_that_is_sent_and_done_is_no_complaint() -> None:
    assert complaints(post("hold")) == []


def test_what_was_refused_for_its_token_may_go_once_more() -> None:
    assert complaints(post("hold", 409), post("hold")) == []


@pytest.mark.parametrize("status", [None, 200, 500], ids=["reset", "done", "error"])
def test_a_command_sent_twice_is_found(status: int | None) -> None:
    (found,) = complaints(post("hold", status), post("hold"))
    assert found.startswith("alice's telepo.hold was sent 2 times: hold")


def test_a_command_sent_as_another_is_found() -> None:
    assert complaints(post("resume")) == [
        "alice's telepo.hold was sent as something else: resume answer"
    ]


def test_a_rehearsal_that_sends_something_is_found() -> None:
    rehearsal = Command("alice", "telepo.transfer", 10.0)
    assert len(complaints(post("singlesteptransfer"), command=rehearsal)) == 1


def test_what_is_said_to_be_done_and_is_not_is_found() -> None:
    assert complaints(post("hold"), held=9.0) == [
        "alice's telepo.hold is said to be done and is not"
    ]


def test_a_command_that_nobody_gave_is_found() -> None:
    truth = Written([(1.0, post("hold"))], held=11.0)
    assert list(command_complaints([HOLD], truth, ["alice"])) == [
        "a command of alice's was sent that nobody gave"
    ]


def test_a_storm_of_questions_is_found() -> None:
    asked = [(at / 20, post("snapshot", method="GET")) for at in range(100)]
    assert len(list(request_complaints(Written(asked, 11.0), ["alice"]))) == 1
    calm = [(at * 1.0, post("snapshot", method="GET")) for at in range(100)]
    assert list(request_complaints(Written(calm, 11.0), ["alice"])) == []
