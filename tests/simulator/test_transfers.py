"""Transfers: single-step ones, camp-on, and two calls made one."""

from collections.abc import Callable

import pytest

from simulator import Call, NotAllowedError, NotFoundError, State, Switchboard, What

from .conftest import FakeClock

OUTSIDE = "tel:+15555"


@pytest.fixture
def exchange(clock: FakeClock) -> Switchboard:
    """Return an exchange with alice, bob and carol."""
    exchange = Switchboard(clock, seed=1)
    for name in ("alice", "bob", "carol"):
        exchange.add_user(name)
    return exchange


def talking(exchange: Switchboard, user: str = "alice") -> Call:
    """Return an answered call from outside."""
    call = exchange.inbound(user, "+46277464", "Nathan Hughes")
    return exchange.answer(call.call_id)


def uri(exchange: Switchboard, user: str) -> str:
    """Return where a user is reached."""
    return f"tel:{exchange.user(user).number}"


def test_a_blind_transfer_clears_our_call_and_rings_the_colleague(
    exchange: Switchboard,
) -> None:
    """The colleague learns who sent the call."""
    call = talking(exchange)

    exchange.single_step_transfer(call.call_id, uri(exchange, "bob"), blind=True)

    assert call.state is State.TRANSFERRED
    (leg,) = exchange.calls("bob")
    assert (leg.state, leg.inbound) == (State.RINGING, True)
    assert leg.remote == call.remote
    assert leg.history is not None
    assert leg.history.previous.party_id == "alice@organization.org"
    exchange.answer(leg.call_id)
    assert exchange.transfers == ()


def test_a_transfer_that_is_not_blind_keeps_our_call_until_the_answer(
    exchange: Switchboard,
) -> None:
    """Meanwhile nothing else can be done with it."""
    call = talking(exchange)
    exchange.single_step_transfer(call.call_id, uri(exchange, "bob"))
    assert (call.state, call.actions) == (State.ACTIVE, ())
    with pytest.raises(NotAllowedError):
        exchange.hold(call.call_id)

    exchange.transfer_target_answers(call.call_id)

    assert call.state is State.TRANSFERRED
    (leg,) = exchange.calls("bob")
    assert leg.state is State.ACTIVE


def test_an_answer_at_the_target_completes_the_transfer(
    exchange: Switchboard,
) -> None:
    """It is the same as being told that the target answers."""
    call = talking(exchange)
    exchange.single_step_transfer(call.call_id, uri(exchange, "bob"))
    (leg,) = exchange.calls("bob")

    exchange.answer(leg.call_id)

    assert not call.live
    assert exchange.transfers == ()


@pytest.mark.parametrize("destination", [OUTSIDE, "bob"], ids=["outside", "colleague"])
def test_a_target_that_declines_gives_the_call_back(
    exchange: Switchboard, destination: str
) -> None:
    """The failure is told on our call, which may then be transferred again."""
    target = OUTSIDE if destination == OUTSIDE else uri(exchange, destination)
    call = talking(exchange)
    exchange.single_step_transfer(call.call_id, target)

    exchange.transfer_target_rejects(call.call_id)

    assert (call.state, call.event) == (State.ACTIVE, "FAILED")
    assert "TRANSFER" in call.actions
    assert exchange.calls("bob") == []


def test_a_held_call_is_unheld_by_a_transfer(exchange: Switchboard) -> None:
    """The vendor document says so of both kinds."""
    whats: list[What] = []
    call = talking(exchange)
    exchange.hold(call.call_id)
    exchange.subscribe(lambda change: whats.append(change.what))

    exchange.single_step_transfer(call.call_id, OUTSIDE)

    assert call.state is State.ACTIVE
    assert whats == [What.RESUMED, What.TRANSFERRING]


@pytest.mark.parametrize(
    ("spoil", "destination", "status"),
    [
        pytest.param(lambda x: x.set_busy("+15555"), OUTSIDE, "486", id="engaged"),
        pytest.param(lambda x: x.set_unknown("+15555"), OUTSIDE, "404", id="unknown"),
        pytest.param(
            lambda x: x.add_user("dan"), "sip:eve@organization.org", "404", id="no-user"
        ),
        pytest.param(
            lambda x: x.inbound("bob", None),
            "sip:bob@organization.org",
            "486",
            id="colleague-on-the-telephone",
        ),
    ],
)
@pytest.mark.parametrize("blind", [False, True], ids=["asking", "blind"])
def test_a_target_that_cannot_be_rung_fails_the_transfer_and_not_the_call(
    exchange: Switchboard,
    spoil: Callable[[Switchboard], object],
    destination: str,
    status: str,
    blind: bool,
) -> None:
    """The request itself was accepted."""
    spoil(exchange)
    call = talking(exchange)

    exchange.single_step_transfer(call.call_id, destination, blind=blind)

    assert (call.state, call.event) == (State.ACTIVE, "FAILED")
    assert call.event_description == f"Call setup failed with status code {status}"


@pytest.mark.parametrize("blind", [False, True], ids=["asking", "blind"])
def test_a_camped_on_call_rings_when_the_colleague_is_free(
    exchange: Switchboard, blind: bool
) -> None:
    """Not blind, our call stays meanwhile."""
    other = talking(exchange, "bob")
    call = talking(exchange)
    exchange.single_step_transfer(
        call.call_id, uri(exchange, "bob"), type_="CAMP_ON", blind=blind
    )
    assert call.live is not blind
    assert exchange.calls("bob") == [other]

    exchange.end(other.call_id)

    (leg,) = exchange.calls("bob")
    assert (leg.state, leg.remote) == (State.RINGING, call.remote)
    assert leg.history is not None
    assert leg.history.camp_on
    exchange.answer(leg.call_id)
    assert not call.live


def test_an_outside_number_is_camped_on_too(exchange: Switchboard) -> None:
    """It rings when the test says that it is free."""
    exchange.set_busy("+15555")
    exchange.transfer_answers_after = 0
    call = talking(exchange)
    exchange.single_step_transfer(call.call_id, OUTSIDE, type_="CAMP_ON")
    assert call.live

    exchange.set_busy("+15555", busy=False)

    assert call.state is State.TRANSFERRED


def test_only_one_waiter_rings_a_colleague_who_becomes_free(
    exchange: Switchboard,
) -> None:
    """The others wait on."""
    other = talking(exchange, "bob")
    for _ in range(2):
        exchange.single_step_transfer(
            talking(exchange).call_id, uri(exchange, "bob"), type_="CAMP_ON"
        )

    exchange.end(other.call_id)

    assert len(exchange.calls("bob")) == 1
    assert [transfer.begun for transfer in exchange.transfers] == [True, False]


def test_voicemail_takes_the_call_at_once_even_of_somebody_engaged(
    exchange: Switchboard,
) -> None:
    """Nothing rings."""
    talking(exchange, "bob")
    call = talking(exchange)

    exchange.single_step_transfer(call.call_id, uri(exchange, "bob"), type_="VOICEMAIL")

    assert call.state is State.TRANSFERRED
    assert len(exchange.calls("bob")) == 1


@pytest.mark.parametrize(
    ("type_", "rings"), [("BASIC", "carol"), ("DIVERSION_BYPASS", "bob")]
)
def test_a_diversion_is_followed_unless_bypassed(
    exchange: Switchboard, type_: str, rings: str
) -> None:
    """The user's own telephone rings only with the bypass."""
    exchange.user("bob").diverts_to = uri(exchange, "carol")
    call = talking(exchange)

    exchange.single_step_transfer(call.call_id, uri(exchange, "bob"), type_=type_)

    assert [leg.user.name for leg in exchange.calls() if leg is not call] == [rings]


@pytest.mark.parametrize("destination", [OUTSIDE, "bob"], ids=["outside", "colleague"])
def test_a_target_may_answer_by_itself(exchange: Switchboard, destination: str) -> None:
    """Immediately, when told so."""
    target = OUTSIDE if destination == OUTSIDE else uri(exchange, destination)
    exchange.transfer_answers_after = 0
    call = talking(exchange)

    exchange.single_step_transfer(call.call_id, target)

    assert call.state is State.TRANSFERRED
    assert all(leg.state is State.ACTIVE for leg in exchange.calls("bob"))


def test_a_target_that_answers_late_is_not_asked_twice(
    exchange: Switchboard,
) -> None:
    """A caller who has gone meanwhile is not transferred any more."""
    later: list[Callable[[], None]] = []
    exchange.schedule = lambda _, function: later.append(function)
    exchange.transfer_answers_after = 5
    first, second = talking(exchange), talking(exchange)
    for call in (first, second):
        exchange.single_step_transfer(call.call_id, OUTSIDE)
    exchange.end(second.call_id)

    for function in later:
        function()

    assert (first.state, second.state) == (State.TRANSFERRED, State.ENDED)


@pytest.mark.parametrize("blind", [False, True], ids=["asking", "blind"])
def test_a_transferred_colleague_sees_the_new_party(
    exchange: Switchboard, blind: bool
) -> None:
    """Their call goes on with another at its other end."""
    theirs, ours = exchange.internal("carol", "alice")
    exchange.answer(ours.call_id)

    exchange.single_step_transfer(ours.call_id, uri(exchange, "bob"), blind=blind)
    (leg,) = exchange.calls("bob")
    exchange.answer(leg.call_id)

    assert theirs.remote.party_id == "bob@organization.org"
    assert leg.remote.party_id == "carol@organization.org"
    exchange.end(theirs.call_id)
    assert not leg.live


def test_a_caller_who_hangs_up_stops_the_ringing(exchange: Switchboard) -> None:
    """And no transfer is left over."""
    theirs, ours = exchange.internal("carol", "alice")
    exchange.answer(ours.call_id)
    exchange.single_step_transfer(ours.call_id, uri(exchange, "bob"))

    exchange.end(theirs.call_id)

    assert exchange.calls() == []
    assert exchange.transfers == ()


@pytest.mark.parametrize("camp_on", [False, True], ids=["ringing", "waiting"])
def test_a_blindly_transferred_caller_may_give_up(
    exchange: Switchboard, camp_on: bool
) -> None:
    """Whether the target rings already or not."""
    engaged = talking(exchange, "bob") if camp_on else None
    theirs, ours = exchange.internal("carol", "alice")
    exchange.answer(ours.call_id)
    type_ = "CAMP_ON" if camp_on else "BASIC"
    exchange.single_step_transfer(
        ours.call_id, uri(exchange, "bob"), type_=type_, blind=True
    )

    exchange.end(theirs.call_id)

    assert exchange.calls() == ([engaged] if engaged else [])
    assert exchange.transfers == ()


def test_a_blindly_transferred_caller_is_dropped_by_a_refusal(
    exchange: Switchboard,
) -> None:
    """Nobody is left to take the call back."""
    theirs, ours = exchange.internal("carol", "alice")
    exchange.answer(ours.call_id)
    exchange.single_step_transfer(ours.call_id, OUTSIDE, blind=True)

    exchange.transfer_target_rejects(ours.call_id)

    assert theirs.state is State.ENDED


def test_a_call_passed_on_twice_still_tells_where_it_came_from(
    exchange: Switchboard,
) -> None:
    """The initial party stays, the previous one changes."""
    exchange.transfer_answers_after = 0
    call = talking(exchange)
    exchange.single_step_transfer(call.call_id, uri(exchange, "bob"))
    (leg,) = exchange.calls("bob")
    exchange.single_step_transfer(leg.call_id, uri(exchange, "carol"))

    (last,) = exchange.calls("carol")

    assert last.history is not None
    assert last.history.initial.party_id == "alice@organization.org"
    assert last.history.previous.party_id == "bob@organization.org"


def test_two_calls_made_one_are_both_gone(exchange: Switchboard) -> None:
    """The two other sides talk to each other."""
    first = talking(exchange)
    exchange.hold(first.call_id)
    asking, asked = exchange.internal("alice", "bob")
    exchange.answer(asked.call_id)

    exchange.transfer(first.call_id, asking.call_id)

    assert exchange.calls("alice") == []
    assert (asked.state, asked.remote) == (State.ACTIVE, first.remote)


def test_two_colleagues_connected_share_the_end_of_their_call(
    exchange: Switchboard,
) -> None:
    """Each becomes the other's party."""
    one, one_end = exchange.internal("alice", "bob")
    other, other_end = exchange.internal("alice", "carol")
    for leg in (one_end, other_end):
        exchange.answer(leg.call_id)

    exchange.transfer(one.call_id, other.call_id)

    assert one_end.remote.party_id == "carol@organization.org"
    assert other_end.remote.party_id == "bob@organization.org"
    exchange.end(one_end.call_id)
    assert not other_end.live


@pytest.mark.parametrize("which", ["itself", "another-user's"])
def test_a_call_is_connected_only_to_another_of_the_same_user(
    exchange: Switchboard, which: str
) -> None:
    """Anything else is refused and changes nothing."""
    call = talking(exchange)
    target = call if which == "itself" else talking(exchange, "bob")

    with pytest.raises(NotAllowedError):
        exchange.transfer(call.call_id, target.call_id)

    assert call.state is State.ACTIVE


def test_without_a_transfer_nobody_can_answer_one(exchange: Switchboard) -> None:
    """A mistaken test hears of its mistake."""
    call = talking(exchange)

    with pytest.raises(NotFoundError):
        exchange.transfer_target_answers(call.call_id)
