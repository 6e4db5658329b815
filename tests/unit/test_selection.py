"""Which call a command means."""

import pytest

from custom_components.telepo.cti import (
    ActionNotAllowedError,
    Call,
    CallNotFoundError,
    NoSecondCallError,
    SeveralCallsError,
    TelepoCommandError,
    choose_call,
    choose_pair,
)

from .calls import make_call

RINGING = make_call("ringing", "RINGING")
ACTIVE = make_call("active", "ACTIVE")
OTHER = make_call("other", "ACTIVE")
HELD = make_call("held", "HELD")
BARE = make_call("bare", "HELD", "RESUME")

type Calls = tuple[Call, ...]


@pytest.mark.parametrize(
    ("calls", "action", "call_id", "chosen"),
    [
        pytest.param((ACTIVE,), "HOLD", None, ACTIVE, id="the-only-one"),
        pytest.param((RINGING, ACTIVE, HELD), "HOLD", None, ACTIVE, id="among-others"),
        pytest.param((ACTIVE, HELD), "RESUME", None, HELD, id="not-the-first"),
        pytest.param((ACTIVE, OTHER), "HOLD", "other", OTHER, id="named"),
        pytest.param((ACTIVE,), "hold", None, ACTIVE, id="lower-case"),
    ],
)
def test_the_call_that_is_meant(
    calls: Calls, action: str, call_id: str | None, chosen: Call
) -> None:
    assert choose_call(calls, action, call_id) is chosen


@pytest.mark.parametrize(
    ("calls", "call_id", "error", "named"),
    [
        pytest.param((), None, ActionNotAllowedError, (), id="no-calls"),
        pytest.param(
            (HELD, RINGING),
            None,
            ActionNotAllowedError,
            (HELD, RINGING),
            id="none-allows",
        ),
        pytest.param(
            (ACTIVE, HELD), "held", ActionNotAllowedError, (HELD,), id="named-does-not"
        ),
        pytest.param(
            (ACTIVE, HELD), "nobody", CallNotFoundError, (ACTIVE, HELD), id="unknown-id"
        ),
        pytest.param((ACTIVE,), "", CallNotFoundError, (ACTIVE,), id="empty-id"),
        pytest.param(
            (ACTIVE,), "ACTIVE", CallNotFoundError, (ACTIVE,), id="case-matters"
        ),
        pytest.param(
            (ACTIVE, HELD, OTHER),
            None,
            SeveralCallsError,
            (ACTIVE, OTHER),
            id="several",
        ),
    ],
)
def test_no_call_is_guessed(
    calls: Calls, call_id: str | None, error: type[TelepoCommandError], named: Calls
) -> None:
    with pytest.raises(error) as caught:
        choose_call(calls, "HOLD", call_id)
    assert caught.value.calls == named


@pytest.mark.parametrize(
    ("calls", "call_id", "target_id", "pair"),
    [
        pytest.param((HELD, ACTIVE), None, None, (ACTIVE, HELD), id="active-to-held"),
        pytest.param((ACTIVE, HELD), None, None, (ACTIVE, HELD), id="in-any-order"),
        pytest.param((ACTIVE, HELD), "held", None, (HELD, ACTIVE), id="call-named"),
        pytest.param((ACTIVE, HELD), None, "held", (ACTIVE, HELD), id="target-named"),
        pytest.param((ACTIVE, OTHER), None, "active", (OTHER, ACTIVE), id="two-active"),
        pytest.param(
            (ACTIVE, HELD, OTHER), "other", "held", (OTHER, HELD), id="both-named"
        ),
        pytest.param(
            (ACTIVE, BARE), "active", "bare", (ACTIVE, BARE), id="target-without-offer"
        ),
    ],
)
def test_the_pair_that_is_meant(
    calls: Calls, call_id: str | None, target_id: str | None, pair: Calls
) -> None:
    assert choose_pair(calls, call_id, target_id) == pair


@pytest.mark.parametrize(
    ("calls", "call_id", "target_id", "error"),
    [
        pytest.param((), None, None, NoSecondCallError, id="no-calls"),
        pytest.param((ACTIVE,), None, None, NoSecondCallError, id="one-call"),
        pytest.param((ACTIVE, OTHER), None, None, NoSecondCallError, id="two-active"),
        pytest.param((ACTIVE, RINGING), None, None, NoSecondCallError, id="none-held"),
        pytest.param(
            (ACTIVE, HELD, RINGING), None, None, NoSecondCallError, id="three"
        ),
        pytest.param((ACTIVE,), "active", None, NoSecondCallError, id="no-other"),
        pytest.param(
            (ACTIVE, HELD, OTHER), "active", None, NoSecondCallError, id="which-other"
        ),
        pytest.param(
            (ACTIVE, HELD, OTHER), None, "held", NoSecondCallError, id="which-call"
        ),
        pytest.param((ACTIVE, HELD), "held", "held", NoSecondCallError, id="itself"),
        pytest.param(
            (ACTIVE, HELD), "nobody", None, CallNotFoundError, id="unknown-call"
        ),
        pytest.param(
            (ACTIVE, HELD), None, "nobody", CallNotFoundError, id="unknown-target"
        ),
        pytest.param(
            (ACTIVE, HELD), "active", "nobody", CallNotFoundError, id="one-unknown"
        ),
        pytest.param(
            (ACTIVE, RINGING), "ringing", None, ActionNotAllowedError, id="not-offered"
        ),
        pytest.param(
            (ACTIVE, BARE),
            "bare",
            "active",
            ActionNotAllowedError,
            id="held-not-offered",
        ),
    ],
)
def test_no_pair_is_guessed(
    calls: Calls,
    call_id: str | None,
    target_id: str | None,
    error: type[TelepoCommandError],
) -> None:
    with pytest.raises(error) as caught:
        choose_pair(calls, call_id, target_id)
    assert set(caught.value.calls) <= set(calls)
