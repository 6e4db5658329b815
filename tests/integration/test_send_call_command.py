"""Commands of the operator's own: who may send them, what travels, what comes back."""

from datetime import date
from typing import Any

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_USER
from homeassistant.core import Context
from homeassistant.exceptions import Unauthorized, UnknownUser
import pytest
import voluptuous as vol

from custom_components.telepo.const import DOMAIN
from custom_components.telepo.cti import client
from simulator import Fault, State

from .commands import active, answers, held, placeholder, posts, refused, ringing, story
from .crm import Connector
from .house import House

ACTION = "send_call_command"
DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]


@pytest.fixture(autouse=True)
def short_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a request time out soon."""
    monkeypatch.setattr(client, "REQUEST_TIMEOUT", 1.0)


@pytest.fixture
def operator(alice: House) -> House:
    """Return alice's house, at an operator with operations of its own."""
    alice.simulator.wire.operator_operations = True
    return alice


async def test_a_command_reaches_the_call_and_its_answer_comes_back(
    operator: House,
) -> None:
    call = ringing(operator)
    await operator.poll()
    operator.simulator.tally.reset()
    data = {"command": "answer", "call_id": call.call_id, "data": {"mode": ["a", 1]}}
    answer = await operator.act(ACTION, data)
    assert answer == {
        "status": 200,
        "body": {"done": "answer", "data": {"mode": ["a", 1]}},
    }
    assert call.state is State.ACTIVE
    await operator.hass.async_block_till_done(wait_background_tasks=True)
    assert story(operator.simulator) == "answer snapshot"
    assert operator.state("sensor", "call").state == "active"


async def test_what_the_exchange_offers_is_not_asked(operator: House) -> None:
    """The operator's documentation counts, not the list of actions."""
    call = held(operator)
    operator.simulator.tally.reset()
    data = {"command": "terminate", "call_id": call.call_id}
    assert (await operator.act(ACTION, data))["status"] == 200
    assert call.state is State.ENDED
    assert operator.simulator.tally.requests[0].operation == "terminate"


@pytest.mark.parametrize(
    ("sent", "body"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("OK", "OK", id="text"),
        pytest.param("[1, null]", [1, None], id="json"),
    ],
)
async def test_any_answer_comes_back_as_it_is(
    alice: House, sent: str, body: object
) -> None:
    alice.simulator.faults.add("mute", Fault.answer(202, sent))
    answer = await alice.act(ACTION, {"command": "mute"})
    assert answer == {"status": 202, "body": body}
    # Without a call the address ends with the user.
    (sent_once,) = [
        (each.operation, each.user, each.call_id)
        for each in alice.simulator.tally.requests
        if each.method == "POST"
    ]
    assert sent_once == ("mute", "alice", None)


async def test_an_operation_that_the_exchange_lacks_is_told(alice: House) -> None:
    call = active(alice)
    data = {"command": "answer", "call_id": call.call_id}
    error = await refused(alice, ACTION, data)
    assert error.translation_key == "user_not_found"
    assert posts(alice.simulator) == 1


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (400, "refused"),
        (401, "invalid_auth"),
        (403, "not_licensed"),
        (429, "rate_limited"),
    ],
)
async def test_a_refusal_is_told(operator: House, status: int, key: str) -> None:
    call = active(operator)
    operator.simulator.faults.add("park", Fault.answer(status))
    data = {"command": "park", "call_id": call.call_id}
    error = await refused(operator, ACTION, data)
    assert error.translation_key == key
    assert posts(operator.simulator) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault.executed_unanswered(), Fault.executed_hang(), Fault.answer(502)],
    ids=["reset", "silence", "502"],
)
async def test_without_an_answer_nothing_is_sent_again_but_the_calls_are_read(
    operator: House, fault: Fault
) -> None:
    call = ringing(operator)
    await operator.poll()
    operator.simulator.faults.add("answer", fault)
    operator.simulator.tally.reset()
    data = {"command": "answer", "call_id": call.call_id}
    error = await refused(operator, ACTION, data)
    assert error.translation_key == "unanswered"
    assert placeholder(error, "action") == "answer"
    await operator.hass.async_block_till_done(wait_background_tasks=True)
    assert story(operator.simulator) == "answer snapshot"
    shown = {State.ACTIVE: "active", State.RINGING: "ringing"}[call.state]
    assert operator.state("sensor", "call").state == shown


async def test_a_command_while_the_exchange_is_away_is_told(alice: House) -> None:
    await alice.simulator.stop()
    error = await refused(alice, ACTION, {"command": "mute"})
    assert error.translation_key == "unanswered"
    await alice.simulator.restart()


@pytest.mark.parametrize(
    "command",
    [
        *(
            "",
            "a",
            "a" * 41,
            "Answer",
            "ans wer",
            "../hold",
            "hold/x",
            "höld",
            "hold\n",
        ),
        *(7, None, True, ["answer"]),
    ],
    ids=repr,
)
async def test_a_command_is_lowercase_letters_and_the_error_says_so(
    alice: House, command: object
) -> None:
    error = await refused(alice, ACTION, {"command": command}, mistake=True)
    assert error.translation_key == "invalid_command"
    assert "2 to 40 lowercase letters" in str(error)
    assert posts(alice.simulator) == 0


@pytest.mark.parametrize("command", ["ab", "z" * 40])
async def test_the_shortest_and_the_longest_command_are_sent(
    alice: House, command: str
) -> None:
    alice.simulator.faults.add("*", Fault.answer(204))
    assert (await alice.act(ACTION, {"command": command}))["status"] == 204


@pytest.mark.parametrize(
    "data",
    [
        pytest.param([1], id="list"),
        pytest.param("{}", id="text"),
        pytest.param(None, id="nothing"),
        pytest.param({"on": date(2026, 11, 1)}, id="date"),
        pytest.param({"x": float("nan")}, id="nan"),
        pytest.param({(1, 2): 3}, id="key"),
        pytest.param({"x": DEEP}, id="too-deep"),
    ],
)
async def test_data_that_cannot_travel_is_refused_before_anything_is_sent(
    alice: House, data: object
) -> None:
    sent = {"command": "mute", "data": data}
    error = await refused(alice, ACTION, sent, mistake=True)
    assert error.translation_key == "invalid_data"
    assert posts(alice.simulator) == 0


async def test_a_command_has_to_be_given(alice: House) -> None:
    with pytest.raises(vol.Invalid, match="command"):
        await alice.act(ACTION, {"data": {}})


async def _person(house: House, group: str) -> Context:
    """Return what somebody else than the owner does."""
    await house.hass.auth.async_create_user("owner")
    user = await house.hass.auth.async_create_user("person", group_ids=[group])
    return Context(user_id=user.id)


async def _sent(house: House, context: Context) -> int:
    """Send a command and return how many have arrived."""
    house.simulator.faults.add("mute", Fault.answer(204))
    await house.hass.services.async_call(
        DOMAIN, ACTION, {"command": "mute"}, blocking=True, context=context
    )
    return house.simulator.tally.count("mute")


async def test_administrators_may_send_commands(alice: House) -> None:
    assert await _sent(alice, await _person(alice, GROUP_ID_ADMIN)) == 1


async def test_automations_may_send_commands(alice: House) -> None:
    """They act for nobody."""
    assert await _sent(alice, Context()) == 1


async def test_nobody_else_may(alice: House) -> None:
    with pytest.raises(Unauthorized):
        await _sent(alice, await _person(alice, GROUP_ID_USER))
    with pytest.raises(UnknownUser):
        await _sent(alice, Context(user_id="nobody"))
    assert posts(alice.simulator) == 0


async def test_everybody_may_dial(alice: House) -> None:
    """Administrators are asked for where nobody knows what a command does."""
    await alice.hass.services.async_call(
        DOMAIN,
        "dial",
        {"destination": "tel:+15557777"},
        blocking=True,
        context=await _person(alice, GROUP_ID_USER),
    )
    assert len(alice.exchange.calls("alice")) == 1


async def test_every_user_of_the_target_gets_an_answer(operator: House) -> None:
    await operator.set_up("bob")
    for user in ("alice", "bob"):
        body = f'"{user}"'
        operator.simulator.faults.add("mute", Fault.answer(200, body), user=user)
    ids = [operator.device_id("alice"), operator.device_id("bob")]
    answered = await answers(operator, ACTION, {"command": "mute", "device_id": ids})
    assert [answered[device]["body"] for device in ids] == ["alice", "bob"]
    error = await refused(operator, ACTION, {"command": "mute"}, mistake=True)
    assert error.translation_key == "several_users"


async def test_the_id_of_a_story_that_began_with_a_message_is_understood(
    operator: House, connector: Connector
) -> None:
    """As in every other action."""
    moments = operator.heard("telepo_call_event")
    call = ringing(operator)
    await connector.post(connector.message())
    call_id = moments[0].data["call_id"]
    assert call_id != call.call_id
    await operator.act(ACTION, {"command": "answer", "call_id": call_id})
    assert call.state is State.ACTIVE
