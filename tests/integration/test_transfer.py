"""Transfers to a new destination: token, types, confirmation, failure."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator import Call, Fault, Party, State

from .commands import (
    NUMBER,
    active,
    at_reading,
    calls_in,
    held,
    impatient,
    posts,
    refused,
    second,
    story,
)
from .house import House

TO = {"destination": "tel:+15555"}


async def test_a_transfer_that_was_answered_is_confirmed(alice: House) -> None:
    call = active(alice)
    alice.exchange.transfer_answers_after = 0
    alice.simulator.tally.reset()
    answer = await alice.act("transfer", TO)

    assert story(alice.simulator) == "snapshot singlesteptransfer snapshot"
    assert answer["confirmed"] is True
    assert answer["call_id"] == call.call_id
    # The call is gone, so it is shown as it was.
    assert (answer["state"], answer["remote_number"]) == ("active", NUMBER)
    assert call.state is State.TRANSFERRED
    assert alice.state("sensor", "call").state == "idle"


async def test_a_transfer_that_still_rings_returns_unconfirmed(alice: House) -> None:
    call = active(alice)
    impatient(alice)
    alice.simulator.tally.reset()
    answer = await alice.act("transfer", TO)

    assert answer["confirmed"] is False
    assert answer["call_id"] == call.call_id
    # It is shown as last seen: nothing more can be done with it now.
    assert answer["actions"] == []
    assert posts(alice.simulator) == 1
    (transfer,) = alice.exchange.transfers
    assert transfer.target == Party.from_number("tel:+15555")


async def test_a_held_call_can_be_transferred(alice: House) -> None:
    held(alice)
    alice.exchange.transfer_answers_after = 0
    assert (await alice.act("transfer", TO))["confirmed"] is True


async def test_of_several_calls_the_named_one_is_transferred(alice: House) -> None:
    first, other = active(alice), second(alice)
    alice.exchange.transfer_answers_after = 0
    error = await refused(alice, "transfer", TO, mistake=True)
    assert error.translation_key == "several_calls"
    answer = await alice.act("transfer", {**TO, "call_id": other.call_id})
    assert answer["call_id"] == other.call_id
    assert (first.state, other.state) == (State.ACTIVE, State.TRANSFERRED)


async def test_another_remote_party_means_that_the_transfer_took_effect(
    alice: House,
) -> None:
    call = active(alice)
    party = Party.from_number("+15559", "Carol Carolson")
    at_reading(alice.simulator, {2: lambda: alice.exchange._retarget(call, party)})
    answer = await alice.act("transfer", TO)
    assert answer["confirmed"] is True
    assert answer["remote_number"] == "+15559"


@pytest.mark.parametrize(
    ("before", "after", "confirmed"),
    [
        pytest.param(None, {"telUri": "tel:+15559"}, False, id="appears"),
        pytest.param({"telUri": "tel:+15559"}, None, False, id="vanishes"),
        pytest.param(None, None, False, id="stays-unknown"),
        pytest.param(
            {"telUri": "tel:+15559"},
            {"telUri": "tel:+15559", "displayName": "Bob"},
            False,
            id="only-named",
        ),
        pytest.param(
            {"displayNumber": "Desk 1"},
            {"displayNumber": "Desk 2"},
            True,
            id="another-shown-number",
        ),
        pytest.param(
            {"partyId": "bob@organization.org"},
            {"partyId": "carol@organization.org"},
            True,
            id="another-id",
        ),
        pytest.param(
            {"displayNumber": "7464"},
            {"displayNumber": "7464", "telUri": "tel:+46277464", "partyId": "b"},
            False,
            id="more-is-known",
        ),
        pytest.param(
            {"displayNumber": "7464", "telUri": "tel:+46277464", "partyId": "b"},
            {"displayNumber": "7464"},
            False,
            id="less-is-known",
        ),
        pytest.param(
            {"telUri": "tel:+46277464"},
            {"displayNumber": "7464"},
            False,
            id="nothing-known-to-both",
        ),
        pytest.param(
            {"partyId": "b", "telUri": "tel:+46277464"},
            {"partyId": "b", "telUri": "tel:+15559"},
            True,
            id="one-of-two-differs",
        ),
    ],
)
async def test_whether_the_remote_party_has_changed(
    alice: House,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
    confirmed: bool,
) -> None:
    active(alice)
    impatient(alice, 5 if confirmed else 0.3)

    def edit(body: dict[str, object]) -> object:
        for call in calls_in(body):
            call["remoteParty"] = after if posts(alice.simulator) else before
        return body

    alice.simulator.wire.edit_snapshot = edit
    alice.simulator.tally.reset()
    answer = await alice.act("transfer", TO)
    assert answer["confirmed"] is confirmed


async def test_a_reply_without_a_body_is_an_acceptance(alice: House) -> None:
    active(alice)
    impatient(alice)
    alice.simulator.faults.add("singlesteptransfer", Fault.answer(202))
    assert (await alice.act("transfer", TO))["confirmed"] is False


@pytest.mark.parametrize("blind", [False, True], ids=["attended", "blind"])
async def test_blind_clears_the_call_and_attended_keeps_it(
    alice: House, blind: bool
) -> None:
    call = active(alice)
    impatient(alice, 5 if blind else 0.3)
    answer = await alice.act("transfer", {**TO, "blind": blind})
    assert answer["confirmed"] is blind
    assert call.live is not blind
    (transfer,) = alice.exchange.transfers
    assert transfer.blind is blind


async def _transfer_to_bob(house: House, data: dict[str, Any]) -> Call:
    call = active(house)
    impatient(house)
    await house.act("transfer", {"destination": "sip:bob@organization.org", **data})
    return call


async def test_basic_is_the_default_and_fails_on_a_busy_destination(
    alice: House,
) -> None:
    active(alice)
    alice.exchange.set_busy("+15555")
    for data in (TO, {**TO, "type": "basic"}):
        error = await refused(alice, "transfer", data)
        assert error.translation_key == "command_failed"


async def test_camp_on_waits_for_a_busy_destination(alice: House) -> None:
    call = active(alice)
    impatient(alice)
    alice.exchange.set_busy("+15555")
    answer = await alice.act("transfer", {**TO, "type": "camp_on"})
    assert answer["confirmed"] is False
    (transfer,) = alice.exchange.transfers
    assert (transfer.camp_on, transfer.begun, call.live) == (True, False, True)


async def test_voicemail_takes_the_call_at_once(alice: House) -> None:
    call = active(alice)
    answer = await alice.act("transfer", {**TO, "type": "voicemail"})
    assert answer["confirmed"] is True
    assert call.state is State.TRANSFERRED


@pytest.mark.parametrize(
    ("kind", "rings"), [("basic", "+15559"), ("diversion_bypass", "+1555556")]
)
async def test_only_diversion_bypass_ignores_a_diversion(
    alice: House, kind: str, rings: str
) -> None:
    bob = alice.exchange.user("bob")
    bob.diverts_to = "tel:+15559"
    await _transfer_to_bob(alice, {"type": kind})
    (transfer,) = alice.exchange.transfers
    assert transfer.target.uri == f"tel:{rings}"


@pytest.mark.parametrize("kind", ["BASIC", "Voicemail", "attended", "", None, 1])
async def test_an_unknown_type_is_refused_before_anything_is_read(
    alice: House, hass: HomeAssistant, kind: object
) -> None:
    import voluptuous as vol  # noqa: PLC0415

    active(alice)
    alice.simulator.tally.reset()
    with pytest.raises(vol.Invalid):
        await hass.services.async_call(
            "telepo", "transfer", {**TO, "type": kind}, blocking=True
        )
    assert story(alice.simulator) == ""


async def test_a_dry_run_reads_says_and_sends_nothing(alice: House) -> None:
    call = active(alice)
    alice.simulator.tally.reset()
    data = {"destination": "+1 (555) 5", "dry_run": True, "blind": True}
    answer = await alice.act("transfer", data)
    assert answer["call_id"] == call.call_id
    assert answer["destination"] == "tel:+15555"
    assert answer["dry_run"] is True
    assert answer["confirmed"] is False
    assert story(alice.simulator) == "snapshot"
    assert alice.exchange.transfers == ()


async def test_a_dry_run_refuses_what_the_real_one_would(alice: House) -> None:
    data = {**TO, "dry_run": True}
    error = await refused(alice, "transfer", data, mistake=True)
    assert error.translation_key == "action_not_allowed"
    calls = [active(alice), second(alice)]
    error = await refused(alice, "transfer", data, mistake=True)
    assert error.translation_key == "several_calls"
    named = await alice.act("transfer", {**data, "call_id": calls[0].call_id})
    assert named["call_id"] == calls[0].call_id
    error = await refused(alice, "transfer", {**data, "call_id": "x"}, mistake=True)
    assert error.translation_key == "call_not_found"
