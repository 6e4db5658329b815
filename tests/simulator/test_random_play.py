"""Whatever people click, the exchange stays in one piece."""

from contextlib import suppress

from hypothesis import given, settings, strategies as st
import pytest

from simulator import RefusalError, State, Switchboard, TransferType

USERS = ("alice", "bob", "carol")
STEPS = (
    "answer",
    "far_answers",
    "reject",
    "cancel",
    "answered_elsewhere",
    "hold",
    "resume",
    "park",
    "end",
    "start_recording",
    "transfer_target_answers",
    "transfer_target_rejects",
)
DESTINATIONS = (
    *(f"sip:{user}@organization.org" for user in USERS),
    "sip:nobody@organization.org",
    "tel:+15555",
)

user = st.sampled_from(USERS)
which = st.integers(0, 5)
moves = st.one_of(
    st.tuples(st.just("inbound"), user),
    st.tuples(st.just("outbound"), user),
    st.tuples(st.just("internal"), user, user),
    st.tuples(st.just("dial"), user, st.sampled_from(DESTINATIONS)),
    st.tuples(st.sampled_from(STEPS), which),
    st.tuples(st.just("busy"), st.booleans()),
    st.tuples(
        st.just("single_step_transfer"),
        which,
        st.sampled_from(DESTINATIONS),
        st.sampled_from(TransferType),
        st.booleans(),
    ),
    st.tuples(st.just("transfer"), which, which),
)


def make(exchange: Switchboard, move: tuple[object, ...]) -> None:
    """Make one move; calls are counted from the oldest that was ever begun."""
    calls = list(exchange._calls)
    match move:
        case ("inbound" | "outbound" as kind, str(name)):
            getattr(exchange, kind)(name, "+46277464")
        case ("internal", str(one), str(other)) if one != other:
            exchange.internal(one, other)
        case ("dial", str(name), str(to)):
            exchange.dial(name, exchange.user(name).devices[0].device_id, to)
        case ("busy", bool(busy)):
            exchange.set_busy("+15555", busy=busy)
        case ("single_step_transfer", int(i), str(to), TransferType() as type_, blind):
            if i < len(calls):
                exchange.single_step_transfer(
                    calls[i], to, type_=type_, blind=bool(blind)
                )
        case ("transfer", int(i), int(j)) if max(i, j) < len(calls):
            exchange.transfer(calls[i], calls[j])
        case (str(step), int(i)) if i < len(calls):
            getattr(exchange, step)(calls[i])


def check(exchange: Switchboard) -> None:
    """Check what must be true at any time."""
    for call in exchange.calls():
        open_transfers = [t for t in exchange.transfers if t.origin is call]
        assert call.transferring is (len(open_transfers) == 1)
        assert (call.answered is not None) == (
            call.state not in (State.DIALING, State.RINGING)
        )
        if call.peer and call.peer.live:
            assert call.peer.peer is call
    for transfer in exchange.transfers:
        assert transfer.leg is None or transfer.leg.state is State.RINGING
        assert transfer.blind or transfer.origin.live


@pytest.mark.parametrize("answers_after", [None, 0], ids=["when-told", "at-once"])
@given(st.lists(moves, max_size=25))
@settings(max_examples=150, deadline=None)
def test_no_sequence_of_moves_breaks_the_exchange(
    answers_after: float | None, sequence: list[tuple[object, ...]]
) -> None:
    """Every move works or is refused, and in the end everybody can hang up."""
    exchange = Switchboard(seed=1)
    exchange.transfer_answers_after = answers_after
    for name in USERS:
        exchange.add_user(name)

    for move in sequence:
        with suppress(RefusalError):
            make(exchange, move)
        check(exchange)

    while calls := exchange.calls():
        exchange.end(calls[0].call_id)
    assert not [transfer for transfer in exchange.transfers if transfer.leg]
