"""Compares the commands that were given with what reached the exchange."""

from collections.abc import Iterable, Iterator, Sequence

from simulator import Request, What

from .hands import Command
from .truth import Leg, Truth

# Home Assistant's answer and the exchange's own book are written one after the other.
_SIMULTANEOUS = 0.05
# The budget's burst and pace, what commands read to watch their effects, and the polls.
_MOST, _IN_SECONDS = 80, 10.0

_GONE = (What.TRANSFERRED, What.ENDED)
_EFFECTS: dict[str | None, tuple[What, ...]] = {
    "hold": (What.HELD,),
    "resume": (What.RESUMED,),
    "singlesteptransfer": (*_GONE, What.PARTY_CHANGED),
    "transfer": (*_GONE, What.PARTY_CHANGED),
}


def command_complaints(
    commands: Sequence[Command], truth: Truth, users: Iterable[str]
) -> Iterator[str]:
    """Yield what was sent oftener than it was given, and what was not done as was said."""
    legs = {leg.call_id: leg for leg in truth.all_legs()}
    for user in users:
        posts = truth.requests(user, "POST")
        given = [each for each in commands if each.user == user]
        begins = [each.began for each in given] + [float("inf")]
        if [at for at, _ in posts if at < begins[0]]:
            yield f"a command of {user}'s was sent that nobody gave"
        for command, begin, end in zip(given, begins, begins[1:], strict=False):
            sent = [post for at, post in posts if begin <= at < end]
            yield from _sent_wrongly(command, sent)
            yield from _not_done(command, legs)


def _sent_wrongly(command: Command, sent: Sequence[Request]) -> Iterator[str]:
    name = f"{command.user}'s {command.action}"
    operations = ", ".join(f"{post.operation} {post.answered}" for post in sent)
    if [post for post in sent if post.operation != command.posts]:
        yield f"{name} was sent as something else: {operations}"
    # What was refused for a stale token has done nothing and goes once more.
    refused = len(sent) == 2 and 400 <= (sent[0].status or 0) < 500
    if len(sent) > 1 and not refused:
        yield f"{name} was sent {len(sent)} times: {operations}"


def _not_done(command: Command, legs: dict[str, Leg]) -> Iterator[str]:
    """Yield the calls whose effect was said to have been seen, and never was."""
    effects = _EFFECTS.get(command.posts, ())
    for call_id in command.confirmed:
        leg = legs.get(call_id)
        times = leg.times(*effects) if leg else []
        if not any(at >= command.began - _SIMULTANEOUS for at in times):
            yield f"{command.user}'s {command.action} is said to be done and is not"


def request_complaints(truth: Truth, users: Iterable[str]) -> Iterator[str]:
    """Yield where the exchange was asked more often than in the worst weather."""
    for user in users:
        times = [at for at, _ in truth.requests(user, "GET")]
        for index, at in enumerate(times):
            if index >= _MOST and at - times[index - _MOST] < _IN_SECONDS:
                yield f"{_MOST} questions of {user}'s within {_IN_SECONDS:g} s"
                break
