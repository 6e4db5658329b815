"""Calls live as on a real exchange."""

from collections.abc import Callable

import pytest

from simulator import (
    Change,
    NotAllowedError,
    NotFoundError,
    StaleTokenError,
    State,
    Switchboard,
    What,
)
from simulator.call_table import MAX_FINISHED

from .conftest import FakeClock


@pytest.fixture
def exchange(clock: FakeClock) -> Switchboard:
    """Return an exchange with alice and bob."""
    exchange = Switchboard(clock, seed=1)
    exchange.add_user("alice")
    exchange.add_user("bob")
    return exchange


def active(exchange: Switchboard) -> str:
    """Return the id of a call that alice has answered."""
    call = exchange.inbound("alice", "+46277464", "Carol Carlson")
    return exchange.answer(call.call_id).call_id


def test_every_change_gives_the_call_a_new_state_token(exchange: Switchboard) -> None:
    """No two states of a call have the same token, all of them int64."""
    tokens: list[int] = []
    exchange.subscribe(lambda change: tokens.append(change.call.state_token))

    call_id = active(exchange)
    exchange.hold(call_id)
    exchange.resume(call_id)
    exchange.park(call_id)
    exchange.start_recording(exchange.resume(call_id).call_id)
    exchange.end(call_id)

    assert len(tokens) == len(set(tokens)) == 8
    assert all(0 < token < 2**63 for token in tokens)


def test_a_stale_token_is_refused_and_changes_nothing(exchange: Switchboard) -> None:
    """The token is a precondition."""
    call = exchange.call(active(exchange))
    token = call.state_token

    with pytest.raises(StaleTokenError):
        exchange.hold(call.call_id, token + 1)

    assert (call.state, call.state_token) == (State.ACTIVE, token)
    assert exchange.hold(call.call_id, token).state is State.HELD


def test_duration_counts_from_the_answer(
    exchange: Switchboard, clock: FakeClock
) -> None:
    """Ringing is not talking."""
    call = exchange.inbound("alice", "+46277464")
    clock.now += 7
    assert call.duration(clock()) == 0

    exchange.answer(call.call_id)
    clock.now += 50.9

    assert call.duration(clock()) == 50


@pytest.mark.parametrize(
    ("prepare", "state", "actions"),
    [
        pytest.param(
            lambda x: x.inbound("alice", "+1555").call_id,
            State.RINGING,
            ("ANSWER",),
            id="ringing",
        ),
        pytest.param(
            lambda x: x.outbound("alice", "+1555").call_id,
            State.DIALING,
            (),
            id="dialing",
        ),
        pytest.param(
            active, State.ACTIVE, ("HOLD", "MOVE", "TRANSFER", "PARK"), id="active"
        ),
        pytest.param(
            lambda x: x.hold(active(x)).call_id,
            State.HELD,
            ("MOVE", "TRANSFER", "RESUME", "PARK"),
            id="held",
        ),
        pytest.param(
            lambda x: x.park(active(x)).call_id, State.PARKED, ("RESUME",), id="parked"
        ),
        pytest.param(lambda x: x.end(active(x)).call_id, State.ENDED, (), id="ended"),
    ],
)
def test_the_state_decides_which_actions_are_offered(
    exchange: Switchboard,
    prepare: Callable[[Switchboard], str],
    state: State,
    actions: tuple[str, ...],
) -> None:
    """And an action that is not offered is refused."""
    call = exchange.call(prepare(exchange))

    assert (call.state, call.actions) == (state, actions)
    for action in {"ANSWER", "HOLD", "RESUME", "TRANSFER"} - set(actions):
        with pytest.raises((NotAllowedError, NotFoundError)):
            exchange.check(call.call_id, action)


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ("reject", "REJECTED"),
        ("cancel", "CANCELLED"),
        ("answered_elsewhere", "ANSWERED_ELSEWHERE"),
        ("end", "HANGUP"),
    ],
)
def test_a_call_that_nobody_answers_ends_with_its_reason(
    exchange: Switchboard, ending: str, reason: str
) -> None:
    """The reason is the one that the CRM connector tells."""
    changes: list[Change] = []
    exchange.subscribe(changes.append)
    call = exchange.inbound("alice", "+46277464")

    getattr(exchange, ending)(call.call_id)

    assert (changes[-1].what, changes[-1].reason) == (What.ENDED, reason)
    assert exchange.calls("alice") == []
    with pytest.raises(NotFoundError):
        exchange.end(call.call_id)


def test_a_call_between_two_users_has_two_legs_that_move_together(
    exchange: Switchboard,
) -> None:
    """Each user sees the other, under a call id of one's own."""
    ours, theirs = exchange.internal("alice", "bob")
    assert ours.call_id != theirs.call_id
    assert (ours.state, theirs.state) == (State.DIALING, State.RINGING)
    assert ours.remote.party_id == "bob@organization.org"
    assert theirs.remote.party_id == "alice@organization.org"

    exchange.far_answers(ours.call_id)
    assert (ours.state, theirs.state) == (State.ACTIVE, State.ACTIVE)

    exchange.hold(ours.call_id)
    assert theirs.state is State.ACTIVE

    exchange.end(theirs.call_id)
    assert ours.state is State.ENDED


def test_a_colleague_who_takes_the_call_leaves_the_caller_talking(
    exchange: Switchboard,
) -> None:
    """Answered elsewhere ends the ringing leg alone."""
    ours, theirs = exchange.internal("alice", "bob")

    exchange.answered_elsewhere(theirs.call_id)

    assert (ours.state, theirs.state) == (State.ACTIVE, State.ENDED)


def test_an_outside_number_answers_a_dialled_call(exchange: Switchboard) -> None:
    """Only then the conversation begins."""
    call = exchange.outbound("alice", "+46277464")

    exchange.far_answers(call.call_id)

    assert call.state is State.ACTIVE
    with pytest.raises(NotAllowedError):
        exchange.far_answers(call.call_id)


def test_a_failure_is_told_until_the_next_step(exchange: Switchboard) -> None:
    """The call itself stays."""
    call = exchange.fail(active(exchange), "Call setup failed with status code 504")
    assert (call.event, call.state) == ("FAILED", State.ACTIVE)

    exchange.hold(call.call_id)

    assert call.event is None
    assert call.event_description is None


def test_a_user_may_have_several_calls(exchange: Switchboard) -> None:
    """The oldest comes first."""
    first, second = active(exchange), exchange.inbound("alice", None).call_id

    assert [call.call_id for call in exchange.calls("alice")] == [first, second]
    assert exchange.calls("bob") == []
    assert len(exchange.calls()) == 2


@pytest.mark.parametrize(
    ("number", "uri", "display_number", "label"),
    [
        ("+46277464", "tel:+46277464", "+46277464", "+46277464"),
        ("tel:+46277464", "tel:+46277464", "+46277464", "+46277464"),
        (
            "sip:carol@example.org",
            "sip:carol@example.org",
            None,
            "sip:carol@example.org",
        ),
        (None, None, None, "withheld"),
    ],
    ids=["number", "tel", "sip", "withheld"],
)
def test_a_caller_may_have_a_number_an_address_or_nothing(
    exchange: Switchboard,
    number: str | None,
    uri: str | None,
    display_number: str | None,
    label: str,
) -> None:
    """A SIP-only party has no number."""
    remote = exchange.inbound("alice", number).remote

    assert (remote.uri, remote.display_number, remote.label) == (
        uri,
        display_number,
        label,
    )


def test_a_number_of_ours_is_recognised_as_its_user(exchange: Switchboard) -> None:
    """Unless the caller goes by another name."""
    bob = exchange.user("bob")

    assert exchange.inbound("alice", bob.number).remote == bob.party
    assert exchange.inbound("alice", bob.number, "Robert").remote.party_id is None


def test_users_are_found_by_name_with_or_without_domain(
    exchange: Switchboard,
) -> None:
    """Two organisations may have a user of the same name."""
    other = exchange.add_user("alice", "example.org")

    assert exchange.user("alice@example.org") is other
    assert exchange.user("alice", "organization.org") is exchange.users[0]
    with pytest.raises(NotFoundError):
        exchange.user("carol")
    with pytest.raises(ValueError, match="exists already"):
        exchange.add_user("alice")


def test_a_ticket_is_never_printed_with_its_user(exchange: Switchboard) -> None:
    """Tests fail with users in their messages."""
    user = exchange.user("alice")

    assert user.ticket not in repr(user)


def test_the_end_of_a_subscription_is_final_and_harmless(
    exchange: Switchboard,
) -> None:
    """Unsubscribing twice is no fault."""
    changes: list[Change] = []
    unsubscribe = exchange.subscribe(changes.append)
    active(exchange)
    seen = len(changes)

    unsubscribe()
    unsubscribe()
    active(exchange)

    assert len(changes) == seen == 2


def test_old_calls_are_forgotten_and_live_ones_never(exchange: Switchboard) -> None:
    """A simulator that runs for weeks does not grow."""
    lasting = active(exchange)
    first = exchange.inbound("bob", None, call_id="first")
    exchange.end(first.call_id)
    for _ in range(MAX_FINISHED):
        exchange.end(exchange.inbound("bob", None).call_id)
    exchange.inbound("bob", None)

    assert exchange.call(lasting).live
    with pytest.raises(NotFoundError):
        exchange.call("first")
