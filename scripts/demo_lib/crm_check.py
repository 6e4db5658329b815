"""Compares what the CRM connector posted with what reached Home Assistant's bus."""

from collections.abc import Iterable, Mapping, Sequence

type Key = tuple[object, object, object]


def crm_complaints(
    posted: Sequence[Mapping[str, object]], heard: Sequence[Mapping[str, object]]
) -> list[str]:
    """Return what is wrong with the messages on the bus; empty when all came in order."""
    if not posted:
        return ["the CRM connector posted nothing"]
    lost = len(set(_keys(posted)) - set(_keys(heard)))
    if lost:
        return [f"{lost} of {len(posted)} CRM messages did not reach the bus"]
    if len(heard) != len(posted):
        return [f"{len(posted)} CRM messages became {len(heard)} on the bus"]
    if _by_call(posted) != _by_call(heard):
        return ["the CRM messages reached the bus out of order"]
    if any(message["config_entry_id"] is None for message in heard):
        return ["a CRM message on the bus belongs to no user"]
    return []


def crm_stories(heard: Iterable[Mapping[str, object]]) -> dict[object, list[str]]:
    """Return the states that the messages on the bus tell of each user's calls, in order."""
    stories: dict[object, list[str]] = {}
    for message in heard:
        stories.setdefault(message["local_user_id"], []).append(str(message["state"]))
    return stories


def _keys(messages: Iterable[Mapping[str, object]]) -> list[Key]:
    return [
        (message["call_id"], message["branch_id"], message["seq_num"])
        for message in messages
    ]


def _by_call(messages: Iterable[Mapping[str, object]]) -> dict[object, list[Key]]:
    """Return the messages of each call in order: only within a call there is one."""
    calls: dict[object, list[Key]] = {}
    for key in _keys(messages):
        calls.setdefault(key[0], []).append(key)
    return calls
