"""Transfers that the exchange refuses for a stale token, or that fail."""

import pytest

from simulator import Fault, Party, State

from .commands import (
    NAME,
    NUMBER,
    active,
    after_every_reading,
    at_reading,
    change_calls,
    impatient,
    placeholder,
    posts,
    refused,
    story,
)
from .house import House

TO = {"destination": "tel:+15555"}


async def test_the_token_just_read_is_sent(alice: House) -> None:
    """The exchange refuses any other; the call changes after the entities' last poll."""
    call = active(alice)
    await alice.poll()
    alice.exchange.start_recording(call.call_id)
    alice.exchange.transfer_answers_after = 0
    alice.simulator.tally.reset()
    assert (await alice.act("transfer", TO))["confirmed"] is True
    assert posts(alice.simulator) == 1


async def test_without_a_token_in_the_snapshot_none_is_made_up(alice: House) -> None:
    active(alice)
    change_calls(alice.simulator, stateToken=None)
    alice.exchange.transfer_answers_after = 0
    assert (await alice.act("transfer", TO))["confirmed"] is True


STALE = pytest.mark.parametrize("status", [400, 403, 404, 409, 412, 422])


@STALE
async def test_a_stale_token_is_read_again_and_the_command_sent_once_more(
    alice: House, status: int
) -> None:
    call = active(alice)
    alice.simulator.wire.stale_status = status
    alice.exchange.transfer_answers_after = 0
    alice.simulator.tally.reset()
    at_reading(
        alice.simulator, {1: lambda: alice.exchange.start_recording(call.call_id)}
    )
    assert (await alice.act("transfer", TO))["confirmed"] is True
    assert story(alice.simulator) == (
        "snapshot singlesteptransfer snapshot singlesteptransfer snapshot"
    )


@STALE
async def test_a_token_that_is_stale_again_ends_the_attempts(
    alice: House, status: int
) -> None:
    call = active(alice)
    alice.simulator.wire.stale_status = status
    alice.simulator.tally.reset()
    after_every_reading(
        alice.simulator, lambda: alice.exchange.start_recording(call.call_id)
    )
    error = await refused(alice, "transfer", TO)
    assert error.translation_key == "state_changed"
    assert posts(alice.simulator) == 2


async def test_after_a_stale_token_the_offer_is_checked_again(alice: House) -> None:
    call = active(alice)
    alice.simulator.tally.reset()
    at_reading(alice.simulator, {1: lambda: alice.exchange.park(call.call_id)})
    error = await refused(alice, "transfer", TO, mistake=True)
    assert error.translation_key == "action_not_allowed"
    assert placeholder(error, "calls") == f"{call.call_id} (parked: resume)"
    assert posts(alice.simulator) == 1


async def test_after_a_stale_token_the_other_party_is_checked_again(
    alice: House,
) -> None:
    """A call is not transferred to whom it meanwhile is with."""
    call = active(alice)

    def goes_on_with_another() -> None:
        call.remote = Party.from_number(TO["destination"].removeprefix("tel:"))
        call.state_token += 1

    at_reading(alice.simulator, {1: goes_on_with_another})
    alice.simulator.tally.reset()
    error = await refused(alice, "transfer", TO, mistake=True)
    assert error.translation_key == "destination_is_caller"
    assert posts(alice.simulator) == 1


async def test_after_a_stale_token_the_call_may_have_ended(alice: House) -> None:
    call = active(alice)
    alice.simulator.tally.reset()
    at_reading(alice.simulator, {1: lambda: alice.exchange.end(call.call_id)})
    error = await refused(alice, "transfer", TO)
    assert error.translation_key == "call_ended"
    assert posts(alice.simulator) == 1


async def test_a_refusal_with_the_token_unchanged_is_not_a_stale_token(
    alice: House,
) -> None:
    active(alice)
    alice.simulator.faults.add("singlesteptransfer", Fault.answer(409))
    alice.simulator.tally.reset()
    error = await refused(alice, "transfer", TO)
    assert error.translation_key == "refused"
    assert placeholder(error, "status") == "409"
    assert story(alice.simulator) == "snapshot singlesteptransfer snapshot"


async def test_no_answer_to_the_second_attempt_does_not_bring_a_third(
    alice: House,
) -> None:
    call = active(alice)
    impatient(alice)
    faults = alice.simulator.faults

    def change_and_break() -> None:
        alice.exchange.start_recording(call.call_id)
        faults.add("singlesteptransfer", Fault.answer(409), times=1)
        faults.add("singlesteptransfer", Fault.reset())

    at_reading(alice.simulator, {1: change_and_break})
    alice.simulator.tally.reset()
    error = await refused(alice, "transfer", TO)
    assert error.translation_key == "unanswered"
    assert posts(alice.simulator) == 2


async def test_a_failure_in_the_reply_is_told_in_the_exchange_s_words(
    alice: House,
) -> None:
    call = active(alice)
    alice.exchange.set_unknown("+15555")
    alice.simulator.tally.reset()
    error = await refused(alice, "transfer", TO)
    assert error.translation_key == "command_failed"
    assert placeholder(error, "description") == "Call setup failed with status code 404"
    assert story(alice.simulator) == "snapshot singlesteptransfer"
    assert call.state is State.ACTIVE


async def test_a_failure_in_a_later_snapshot_is_told_too(alice: House) -> None:
    call = active(alice)
    at_reading(
        alice.simulator,
        {2: lambda: alice.exchange.transfer_target_rejects(call.call_id)},
    )
    alice.simulator.tally.reset()
    error = await refused(alice, "transfer", TO)
    assert error.translation_key == "command_failed"
    assert placeholder(error, "description") == "Call setup failed with status code 603"
    assert posts(alice.simulator) == 1


async def test_a_failure_s_description_names_nobody(alice: House) -> None:
    """A caller may have chosen the name, and error texts end up in logs."""
    call = active(alice)
    words = f"Transfer of {NAME} {NUMBER} failed with status code 486, dial {NUMBER}"
    at_reading(alice.simulator, {2: lambda: alice.exchange.fail(call.call_id, words)})
    error = await refused(alice, "transfer", TO)
    assert error.translation_key == "command_failed"
    told = "Transfer of … failed with status code 486 …"
    assert placeholder(error, "description") == told


async def test_a_failure_without_a_description_is_told_as_well(alice: House) -> None:
    active(alice)
    alice.exchange.set_unknown("+15555")
    reply = '{"callId": "aaa111bbb", "event": "FAILED"}'
    alice.simulator.faults.add("singlesteptransfer", Fault.answer(200, reply))
    error = await refused(alice, "transfer", TO)
    assert error.translation_key == "command_failed"
    assert placeholder(error, "description") == "–"


async def test_an_earlier_failure_is_no_failure_of_this_command(alice: House) -> None:
    call = active(alice)
    impatient(alice)
    alice.exchange.fail(call.call_id, "Call setup failed with status code 504")
    alice.simulator.faults.add("hold", Fault.ignored(), times=1)
    error = await refused(alice, "hold")
    assert error.translation_key == "accepted_not_seen"
    assert (await alice.act("hold"))["confirmed"] is True


async def test_a_failed_transfer_can_be_tried_again(alice: House) -> None:
    active(alice)
    alice.exchange.set_busy("+15555")
    error = await refused(alice, "transfer", TO)
    assert error.translation_key == "command_failed"
    alice.exchange.set_busy("+15555", busy=False)
    alice.exchange.transfer_answers_after = 0
    assert (await alice.act("transfer", TO))["confirmed"] is True
