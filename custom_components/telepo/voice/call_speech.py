"""What is said of calls as the actions answer them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from .speech import Speech

type Call = Mapping[str, Any]

# In this order a call is the one that somebody is busy with.
_MOST_BUSY: Final = ("active", "held", "dialing", "parked", "unknown", "ringing")
_ON_CALL: Final = frozenset({"active", "held", "dialing"})
_NOT_YET_ANSWERED: Final = frozenset({"dialing", "ringing"})

# More than three callers nobody remembers.
_MOST_NAMED: Final = 3


def caller(speech: Speech, call: Call) -> str:
    """Return how to call the other party."""
    return speech.caller(call.get("remote_name"), call.get("remote_number"))


def is_on_call(calls: Iterable[Call]) -> bool:
    """Tell whether somebody with these calls is on the phone; a ringing one is not."""
    return any(call["state"] in _ON_CALL for call in calls)


def status(speech: Speech, calls: Sequence[Call], now: datetime) -> str:
    """Return a sentence for each call."""
    return " ".join(_state(speech, call, now) for call in calls) or speech.say(
        "no_call"
    )


def how_long(speech: Speech, calls: Sequence[Call], now: datetime) -> str:
    """Return how long the call lasts that somebody is busy with."""
    if not calls:
        return speech.say("no_call")
    call = min(calls, key=lambda call: _MOST_BUSY.index(call["state"]))
    if call["state"] in _NOT_YET_ANSWERED:
        return _state(speech, call, now)
    return speech.say(
        "how_long", caller=caller(speech, call), duration=_duration(speech, call, now)
    )


def missed(speech: Speech, calls: Sequence[Call], now: datetime) -> str:
    """Return how many missed calls there are and whose the newest are, newest first."""
    if not calls:
        return speech.say("no_missed")
    told = [
        {
            "caller": caller(speech, call),
            "when": speech.when(datetime.fromisoformat(call["ended"]), now),
        }
        for call in calls[:_MOST_NAMED]
    ]
    if len(calls) == 1:
        return speech.say("missed_one", **told[0])
    parts = [speech.phrase("missed_call", **each) for each in told]
    if more := len(calls) - len(parts):
        parts.append(
            speech.phrase("missed_more_one")
            if more == 1
            else speech.phrase("missed_more", number=str(more))
        )
    return speech.say(
        "missed_several", number=str(len(calls)), calls=speech.all_of(parts)
    )


def _state(speech: Speech, call: Call, now: datetime) -> str:
    return speech.say(
        f"call_{call['state']}",
        caller=caller(speech, call),
        duration=_duration(speech, call, now),
    )


def _duration(speech: Speech, call: Call, now: datetime) -> str:
    since = now - datetime.fromisoformat(call["started"])
    return speech.duration(since.total_seconds())
