"""Dialling: which telephone rings, where the call goes, and what is never sent twice."""

from typing import Any

import pytest
import voluptuous as vol

from custom_components.telepo.cti import client
from simulator import Call, Fault, State

from .commands import (
    NUMBER,
    active,
    answers,
    impatient,
    placeholder,
    posts,
    refused,
    story,
)
from .house import House
from .logs import told

TO = {"destination": f"tel:{NUMBER}"}
MOBILE, COMPUTER = "0.+1555555", "2.00000000-0000-0000-0000-000000000001"
UNREADABLE = [
    pytest.param(Fault.answer(403), id="403"),
    pytest.param(Fault.answer(404), id="404"),
    pytest.param(Fault.answer(500), id="500"),
    pytest.param(Fault.reset(), id="reset"),
    pytest.param(Fault.hang(), id="hang"),
    pytest.param(Fault.broken_json(), id="broken-json"),
    pytest.param(Fault.answer(200, "{}"), id="no-list"),
]


@pytest.fixture(autouse=True)
def short_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a request time out soon."""
    monkeypatch.setattr(client, "REQUEST_TIMEOUT", 1.0)


def dialed(house: House, user: str = "alice") -> Call:
    """Return the only call of the user."""
    (call,) = house.exchange.calls(user)
    return call


def only_telephones(house: House, *telephones: dict[str, Any]) -> None:
    """Let the exchange list these telephones."""
    house.simulator.wire.edit_shortlist = lambda _body: list(telephones)


async def test_the_first_telephone_rings_and_the_exchange_dials(alice: House) -> None:
    alice.simulator.tally.reset()
    answer = await alice.act("dial", TO)
    assert answer == {"telephone_id": MOBILE, "name": "Mobile"}
    call = dialed(alice)
    assert (call.device_id, call.state) == (MOBILE, State.DIALING)
    assert call.remote.uri == TO["destination"]
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    assert story(alice.simulator) == "shortlist snapshot make snapshot"
    assert alice.state("sensor", "call").state == "dialing"


async def test_a_call_that_shows_late_is_awaited_at_the_pace_of_a_call(
    alice: House,
) -> None:
    """The telephone may ring for a while before the exchange lists a call."""
    alice.simulator.faults.add("make", Fault.late())
    await alice.act("dial", TO)
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    assert alice.state("sensor", "call").state == "idle"
    alice.simulator.faults.release()
    await alice.poll(seconds=3)
    assert alice.state("sensor", "call").state == "dialing"


@pytest.mark.parametrize(
    ("named", "telephone_id"),
    [
        pytest.param(COMPUTER, COMPUTER, id="id"),
        pytest.param("Computer", COMPUTER, id="name"),
        pytest.param(" comPUTER ", COMPUTER, id="name-in-other-letters"),
        pytest.param("", MOBILE, id="empty"),
    ],
)
@pytest.mark.parametrize("by", ["field", "option"])
async def test_the_telephone_named_by_id_or_name_dials(
    alice: House, named: str, telephone_id: str, by: str
) -> None:
    if by == "option":
        await alice.set_options(telephone_id=named)
        answer = await alice.act("dial", TO)
    else:
        answer = await alice.act("dial", {**TO, "telephone_id": named})
    assert answer["telephone_id"] == dialed(alice).device_id == telephone_id


async def test_the_field_goes_before_the_option(alice: House) -> None:
    await alice.set_options(telephone_id=COMPUTER)
    answer = await alice.act("dial", {**TO, "telephone_id": "mobile"})
    assert answer == {"telephone_id": MOBILE, "name": "Mobile"}


async def test_an_id_goes_before_another_telephone_s_name(alice: House) -> None:
    only_telephones(
        alice,
        {"deviceId": "10.desk", "deviceName": COMPUTER},
        {"deviceId": COMPUTER, "deviceName": "Desk"},
    )
    answer = await alice.act("dial", {**TO, "telephone_id": COMPUTER})
    assert answer == {"telephone_id": COMPUTER, "name": "Desk"}


@pytest.mark.parametrize("by", ["field", "option"])
async def test_a_telephone_that_is_not_the_user_s_dials_nothing(
    alice: House, by: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Another one would surprise. The names are told, never the ids."""
    wanted = {"telephone_id": "0.+15550000"}
    if by == "option":
        await alice.set_options(**wanted)
    data = TO if by == "option" else TO | wanted
    alice.simulator.tally.reset()
    error = await refused(alice, "dial", data, mistake=True)
    assert error.translation_key == "telephone_not_found"
    assert placeholder(error, "telephones") == "Mobile, Computer"
    assert "555" not in f"{error} {told(caplog)}"
    assert story(alice.simulator) == "shortlist"


async def test_a_name_that_several_telephones_bear_is_not_guessed(alice: House) -> None:
    only_telephones(
        alice,
        {"deviceId": "1", "deviceName": "Desk"},
        {"deviceId": "2", "deviceName": "desk"},
    )
    error = await refused(alice, "dial", {**TO, "telephone_id": "DESK"}, mistake=True)
    assert error.translation_key == "telephone_not_found"
    assert posts(alice.simulator) == 0


@pytest.mark.parametrize(
    "telephone",
    [
        pytest.param({"deviceId": f"0.{NUMBER}"}, id="only-an-id"),
        pytest.param({"deviceId": "7", "deviceName": NUMBER}, id="a-number-as-name"),
    ],
)
async def test_numbers_of_telephones_are_in_no_error(
    alice: House, telephone: dict[str, Any]
) -> None:
    only_telephones(alice, telephone)
    error = await refused(alice, "dial", {**TO, "telephone_id": "Desk"}, mistake=True)
    assert placeholder(error, "telephones") == "–"


async def test_a_user_without_telephones_cannot_dial(alice: House) -> None:
    only_telephones(alice)
    for data in (TO, {**TO, "telephone_id": MOBILE}):
        error = await refused(alice, "dial", data, mistake=True)
        assert error.translation_key == "no_telephone"
    assert posts(alice.simulator) == 0


@pytest.mark.parametrize("fault", UNREADABLE)
@pytest.mark.parametrize("by", ["field", "option"])
async def test_a_named_telephone_needs_no_list(
    alice: House, fault: Fault, by: str
) -> None:
    wanted = {"telephone_id": COMPUTER}
    if by == "option":
        await alice.set_options(**wanted)
    alice.simulator.faults.add("shortlist", fault)
    answer = await alice.act("dial", TO if by == "option" else TO | wanted)
    assert answer == {"telephone_id": COMPUTER, "name": COMPUTER}
    assert dialed(alice).device_id == COMPUTER


@pytest.mark.parametrize("fault", UNREADABLE)
async def test_without_a_list_the_telephone_has_to_be_named(
    alice: House, fault: Fault
) -> None:
    alice.simulator.faults.add("shortlist", fault)
    error = await refused(alice, "dial", TO, mistake=True)
    assert error.translation_key == "telephones_unknown"
    assert "User info" in str(error)
    assert posts(alice.simulator) == 0


@pytest.mark.parametrize("fault", UNREADABLE)
async def test_without_a_list_a_name_is_not_taken_for_an_id(
    alice: House, fault: Fault
) -> None:
    alice.simulator.faults.add("shortlist", fault)
    error = await refused(alice, "dial", {**TO, "telephone_id": "Mobile"}, mistake=True)
    assert error.translation_key == "telephones_unknown"
    assert posts(alice.simulator) == 0


async def test_a_ticket_without_user_info_dials_from_a_named_telephone(
    alice: House,
) -> None:
    alice.exchange.user("alice").scopes.discard("USER")
    error = await refused(alice, "dial", TO, mistake=True)
    assert error.translation_key == "telephones_unknown"
    await alice.act("dial", {**TO, "telephone_id": COMPUTER})
    assert dialed(alice).device_id == COMPUTER


@pytest.mark.parametrize("named", [{}, {"telephone_id": COMPUTER}], ids=["-", "named"])
@pytest.mark.parametrize(
    ("status", "key"),
    [(401, "invalid_auth"), (403, "not_licensed"), (503, "cannot_connect")],
)
async def test_when_nothing_can_be_read_the_error_says_why(
    alice: House, named: dict[str, str], status: int, key: str
) -> None:
    alice.simulator.faults.add("*", Fault.answer(status))
    error = await refused(alice, "dial", TO | named)
    assert error.translation_key == key
    assert posts(alice.simulator) == 0


async def test_an_exchange_that_is_away_is_told(alice: House) -> None:
    await alice.simulator.stop()
    error = await refused(alice, "dial", TO)
    assert error.translation_key == "cannot_connect"
    await alice.simulator.restart()


async def test_an_exchange_that_asks_for_peace_is_left_alone(alice: House) -> None:
    alice.simulator.faults.add("shortlist", Fault.answer(429))
    alice.simulator.tally.reset()
    for named in ({}, {"telephone_id": COMPUTER}):
        error = await refused(alice, "dial", TO | named)
        assert error.translation_key == "rate_limited"
    assert story(alice.simulator) == "shortlist shortlist"


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (400, "refused"),
        (401, "invalid_auth"),
        (403, "not_licensed"),
        (404, "user_not_found"),
        (429, "rate_limited"),
    ],
)
async def test_a_refusal_is_told_and_nothing_is_sent_again(
    alice: House, status: int, key: str
) -> None:
    alice.simulator.faults.add("make", Fault.answer(status))
    alice.simulator.tally.reset()
    error = await refused(alice, "dial", TO)
    assert error.translation_key == key
    assert posts(alice.simulator) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault.hang(), Fault.reset(), Fault.answer(500), Fault.answer(304)],
    ids=["hang", "reset", "500", "304"],
)
async def test_without_an_answer_and_without_a_call_nothing_is_sent_again(
    alice: House, fault: Fault
) -> None:
    impatient(alice)
    alice.simulator.faults.add("make", fault)
    alice.simulator.tally.reset()
    error = await refused(alice, "dial", TO)
    assert error.translation_key == "unanswered"
    assert placeholder(error, "action") == "dial"
    assert alice.simulator.tally.count("make") == posts(alice.simulator) == 1
    assert alice.exchange.calls("alice") == []


@pytest.mark.parametrize(
    "fault",
    [Fault.executed_unanswered(), Fault.executed_hang()],
    ids=["reset", "silence"],
)
async def test_a_call_that_shows_up_was_dialed(alice: House, fault: Fault) -> None:
    alice.simulator.faults.add("make", fault)
    alice.simulator.tally.reset()
    assert (await alice.act("dial", TO))["telephone_id"] == MOBILE
    assert dialed(alice).state is State.DIALING
    assert posts(alice.simulator) == 1


async def test_contacts_are_dialed_by_name_and_only_what_is_allowed(
    alice: House, caplog: pytest.LogCaptureFixture
) -> None:
    """The destinations are those of transfers."""
    contact = {"name": "Bob Bobson", "destination": "+46 277-464"}
    await alice.set_options(contacts=[contact], allowed_destinations=["+1*"])
    alice.simulator.tally.reset()
    for destination, key in {
        "+46 999": "destination_not_allowed",
        "Nobody": "invalid_destination",
        15555: "destination_is_number",
    }.items():
        data = {"destination": destination}
        error = await refused(alice, "dial", data, mistake=True)
        assert error.translation_key == key
    assert story(alice.simulator) == ""
    await alice.act("dial", {"destination": "bob bobson"})
    assert dialed(alice).remote.uri == f"tel:{NUMBER}"
    assert NUMBER[1:] not in str(told(caplog))


async def test_a_second_call_can_be_dialed_during_another(alice: House) -> None:
    first = active(alice)
    await alice.act("dial", {"destination": "tel:+15557777"})
    calls = {call.call_id: call for call in alice.exchange.calls("alice")}
    assert first.state is State.ACTIVE
    del calls[first.call_id]
    assert [call.device_id for call in calls.values()] == [MOBILE]


async def test_every_user_of_the_target_dials_from_an_own_telephone(
    alice: House,
) -> None:
    await alice.set_up("bob", telephone_id="Computer")
    ids = {user: alice.device_id(user) for user in ("alice", "bob")}
    error = await refused(alice, "dial", TO, mistake=True)
    assert error.translation_key == "several_users"
    answered = await answers(alice, "dial", {**TO, "device_id": [*ids.values()]})
    assert {user: answered[ids[user]]["name"] for user in ids} == {
        "alice": "Mobile",
        "bob": "Computer",
    }
    assert dialed(alice).device_id == MOBILE
    assert dialed(alice, "bob").device_id == answered[ids["bob"]]["telephone_id"]


async def test_one_user_s_failure_does_not_keep_another_from_dialing(
    alice: House,
) -> None:
    await alice.set_up("bob")
    ids = [alice.device_id("alice"), alice.device_id("bob")]
    alice.simulator.faults.add("make", Fault.answer(403), user="alice")
    error = await refused(alice, "dial", {**TO, "device_id": ids})
    assert error.translation_key == "failed_for_user"
    assert placeholder(error, "done") == "bob@organization.org"
    assert dialed(alice, "bob").remote.uri == TO["destination"]
    assert alice.exchange.calls("alice") == []


async def test_a_call_needs_a_destination_and_a_telephone_that_is_text(
    alice: House,
) -> None:
    with pytest.raises(vol.Invalid, match="destination"):
        await alice.act("dial", {})
    with pytest.raises(vol.Invalid, match="telephone_id"):
        await alice.act("dial", {**TO, "telephone_id": {"a": 1}})
    assert posts(alice.simulator) == 0
