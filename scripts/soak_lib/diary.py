"""The exchange's side of the diary that stays when the books differ."""

from collections.abc import Iterable

from .hands import Command
from .life import USERS
from .truth import Truth

type Line = dict[str, object]


def exchange_diary(
    truth: Truth, commands: Iterable[Command], kills: Iterable[float]
) -> list[Line]:
    """Return what the exchange did and showed, and what was asked of it."""
    diary: list[Line] = [
        {
            "at": s.at,
            "kind": "exchange",
            "user": leg.user,
            "call": leg.call_id,
            "crm": leg.crm_id,
            "what": s.what.value,
            "reason": s.reason,
        }
        for leg in truth.all_legs()
        for s in leg.steps
    ]
    diary += [
        {"at": s.at, "kind": "shown", "user": s.user, "states": s.states}
        for s in truth.sights
    ]
    diary += [
        {
            "at": p.ended,
            "kind": "posted",
            "user": p.user,
            "key": p.key,
            "state": p.state,
            "status": p.status,
        }
        for p in truth.posted()
    ]
    diary += [
        {
            "at": at,
            "kind": "request",
            "user": user,
            "operation": r.operation,
            "answered": r.answered,
            "status": r.status,
            "method": method,
        }
        for user in USERS
        for method in ("GET", "POST")
        for at, r in truth.requests(user, method)
    ]
    diary += [
        {
            "at": c.began,
            "kind": "command",
            "user": c.user,
            "action": c.action,
            "answer": c.answer,
            "confirmed": c.confirmed,
        }
        for c in commands
    ]
    diary += [{"at": at, "kind": "killed"} for at in kills]
    return diary
