"""Devices, dialling by command, and the operator's operations that are made up."""

from collections.abc import Callable

from aiohttp import ClientError, ClientSession
import pytest

from simulator import Fault, NotFoundError, Reason, Simulator, State, User
from simulator.wire import ReplyForm

from .conftest import Answer, ApiClient

MOBILE = "0.+1555555"
BODY = {"destination": "tel:+15555"}


async def shortlist(api: ApiClient, path: str = "organization.org/alice") -> Answer:
    """Return the answer to a reading of the device list."""
    url = f"{api.sim.url}/api/device/info/v1/shortlist/{path}"
    async with api.session.get(url, headers=api.headers) as answer:
        return Answer(answer.status, await answer.read())


async def test_the_devices_of_a_user_are_listed(sim: Simulator, api: ApiClient) -> None:
    """With the four keys of the operator's page, and no licence needed."""
    api.user.licensed = False
    answer = await shortlist(api)
    assert answer.status == 200
    first, second = answer.json()
    keys = ["deviceId", "deviceType", "deviceName", "deviceIcon"]
    assert list(first) == list(second) == keys
    assert (first["deviceId"], first["deviceType"]) == (MOBILE, "MOBILE")
    assert second["deviceType"] == "SOFTPHONE"
    assert sim.tally.by_operation() == {"shortlist": 1}


@pytest.mark.parametrize(
    ("spoil", "path", "status"),
    [
        pytest.param(
            lambda user: user.scopes.discard("USER"), "alice", 403, id="scope"
        ),
        pytest.param(lambda user: user.revoke(), "alice", 401, id="revoked"),
        pytest.param(lambda user: None, "bob", 401, id="another-user"),
        pytest.param(lambda user: None, "nobody", 404, id="no-such-user"),
    ],
)
async def test_the_device_list_is_the_user_s_own(
    api: ApiClient, spoil: Callable[[User], None], path: str, status: int
) -> None:
    """And needs the scope "User info"."""
    spoil(api.user)
    assert (await shortlist(api, f"organization.org/{path}")).status == status


async def test_without_that_scope_calls_can_still_be_controlled(api: ApiClient) -> None:
    """The two scopes open different doors."""
    api.user.scopes.discard("USER")
    assert await api.calls() == []
    assert (await api.post("make", MOBILE, BODY)).status == 200


async def test_the_device_list_may_be_nonsense(sim: Simulator, api: ApiClient) -> None:
    """As a test wishes."""
    sim.wire.edit_shortlist = lambda devices: [None, *devices[:1], {"deviceId": 5}]
    devices = (await shortlist(api)).json()
    assert [devices[0], devices[2]] == [None, {"deviceId": 5}]


async def test_a_device_dials_an_outside_number(sim: Simulator, api: ApiClient) -> None:
    """The call knows which one, and the reply says nothing."""
    answer = await api.post("make", MOBILE, BODY)
    assert (answer.status, answer.json()) == (200, {})
    (call,) = sim.exchange.calls()
    assert (call.user, call.inbound, call.state) == (api.user, False, State.DIALING)
    assert (call.device_id, call.remote.uri) == (MOBILE, "tel:+15555")
    assert sim.exchange.far_answers(call.call_id).state is State.ACTIVE
    (request,) = sim.tally.requests
    assert (request.operation, request.call_id) == ("make", None)


async def test_an_id_with_odd_characters_survives_the_path(
    sim: Simulator, api: ApiClient
) -> None:
    """Percent-encoded, it is one segment."""
    device = api.user.devices[0]
    api.user.devices = [type(device)("10.a/b c", "FXS", "Desk")]
    assert (await api.post("make", "10.a%2Fb%20c", BODY)).status == 200
    (call,) = sim.exchange.calls()
    assert call.device_id == "10.a/b c"


@pytest.mark.parametrize(
    "destination", ["tel:+1555556", "sip:bob@organization.org"], ids=["tel", "sip"]
)
async def test_a_colleague_who_is_dialled_rings(
    sim: Simulator, api: ApiClient, destination: str
) -> None:
    """And answers the call of the one who dialled."""
    await api.post("make", MOBILE, {"destination": destination})
    (ours,) = sim.exchange.calls("alice")
    (theirs,) = sim.exchange.calls("bob")
    assert (theirs.state, theirs.device_id) == (State.RINGING, None)
    assert (ours.remote.party_id, theirs.remote.party_id) == (
        "bob@organization.org",
        "alice@organization.org",
    )
    sim.exchange.answer(theirs.call_id)
    assert ours.state is State.ACTIVE


def test_a_diversion_is_followed(sim: Simulator) -> None:
    """The one it leads to is at the other end."""
    sim.exchange.user("bob").diverts_to = "tel:+15557777"
    call = sim.exchange.dial("alice", MOBILE, "tel:+1555556")
    assert call.remote.uri == "tel:+15557777"
    assert sim.exchange.calls("bob") == []


@pytest.mark.parametrize(
    ("destination", "status"),
    [
        ("tel:+15558888", 486),
        ("tel:+1555556", 486),
        ("tel:+1555555", 486),
        ("tel:+15559999", 404),
        ("sip:nobody@organization.org", 404),
    ],
    ids=["engaged", "colleague", "oneself", "unknown", "no-such-user"],
)
async def test_what_cannot_be_rung_fails_the_call_and_not_the_request(
    sim: Simulator, api: ApiClient, destination: str, status: int
) -> None:
    """Accepted is not done."""
    sim.exchange.set_busy("+15558888")
    sim.exchange.set_unknown("+15559999")
    sim.exchange.inbound("bob", "+46277464")
    answer = await api.post("make", MOBILE, {"destination": destination})
    assert answer.status == 200
    (call,) = await api.calls()
    assert call["event"] == "FAILED"
    assert str(status) in str(call["eventDescription"])
    assert len(sim.exchange.calls("bob")) == 1


@pytest.mark.parametrize("device_id", ["0.+1555556", "+1555555", "none"])
async def test_only_a_device_of_the_user_dials(
    sim: Simulator, api: ApiClient, device_id: str
) -> None:
    """Not a colleague's, and not one spelled as calls spell it."""
    assert (await api.post("make", device_id, BODY)).status == 404
    with pytest.raises(NotFoundError):
        sim.exchange.dial("alice", device_id, "tel:+15555")
    assert sim.exchange.calls() == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"destination": "+15555"},
        {"destination": "mailto:bob@organization.org"},
        {"destination": 15555},
        {**BODY, "callerId": "+1"},
        ["tel:+15555"],
    ],
    ids=["empty", "bare-number", "wrong-scheme", "number", "unknown-field", "array"],
)
async def test_a_bad_body_dials_nothing(
    sim: Simulator, api: ApiClient, body: object
) -> None:
    """With 400."""
    assert (await api.post("make", MOBILE, body)).status == 400
    assert sim.exchange.calls() == []


async def test_dialling_needs_the_licence(sim: Simulator, api: ApiClient) -> None:
    """As every command does."""
    api.user.licensed = False
    assert (await api.post("make", MOBILE, BODY)).status == 403
    assert sim.exchange.calls() == []


@pytest.mark.parametrize(
    ("form", "raw"), [("empty", b""), ("object", b"{}"), ("text", b"OK")]
)
@pytest.mark.parametrize("operation", ["make", "hold"])
async def test_an_undocumented_reply_has_the_form_that_is_set(
    sim: Simulator, api: ApiClient, operation: str, form: ReplyForm, raw: bytes
) -> None:
    """A client must live with any."""
    call = sim.exchange.inbound("alice", "+46277464")
    sim.exchange.answer(call.call_id)
    sim.wire.make_reply = sim.wire.command_reply = form
    sim.wire.make_status = sim.wire.command_status = 202
    target, body = (MOBILE, BODY) if operation == "make" else (call.call_id, None)
    answer = await api.post(operation, target, body)
    assert (answer.status, answer.raw) == (202, raw)


async def test_the_reply_to_make_may_be_the_call(
    sim: Simulator, api: ApiClient
) -> None:
    """An empty object where there is none yet."""
    sim.wire.make_reply = "call"
    answer = await api.post("make", MOBILE, BODY)
    (call,) = sim.exchange.calls()
    assert answer.json()["callId"] == call.call_id
    sim.faults.add("make", Fault.ignored())
    assert (await api.post("make", MOBILE, BODY)).json() == {}


@pytest.mark.parametrize(
    ("fault", "done"),
    [(Fault.reset(), 0), (Fault.executed_unanswered(), 1)],
    ids=["reset", "executed"],
)
async def test_faults_hit_dialling_too(
    sim: Simulator, api: ApiClient, fault: Fault, done: int
) -> None:
    """By the name of the operation."""
    sim.faults.add("make", fault)
    with pytest.raises(ClientError):
        await api.post("make", MOBILE, BODY)
    assert len(sim.exchange.calls()) == done


async def test_faults_hit_the_device_list_too(sim: Simulator, api: ApiClient) -> None:
    """By the name of the operation."""
    sim.faults.add("shortlist", Fault.answer(503), times=1)
    assert (await shortlist(api)).status == 503
    assert (await shortlist(api)).status == 200


@pytest.mark.parametrize("operation", ["answer", "park", "terminate"])
async def test_the_operator_s_operations_are_unknown_unless_turned_on(
    sim: Simulator, api: ApiClient, operation: str
) -> None:
    """The real ones are not public."""
    call = sim.exchange.inbound("alice", "+46277464")
    assert (await api.post(operation, call.call_id)).status == 404
    assert call.state is State.RINGING


async def test_turned_on_they_do_what_they_say(sim: Simulator, api: ApiClient) -> None:
    """And repeat what they were sent."""
    sim.wire.operator_operations = True
    call = sim.exchange.inbound("alice", "+46277464")
    states = []
    for operation in ("answer", "park", "terminate"):
        answer = await api.post(operation, call.call_id, {"any": [1]})
        assert answer.json() == {"done": operation, "data": {"any": [1]}}
        states.append(call.state)
    assert states == [State.ACTIVE, State.PARKED, State.ENDED]
    assert call.reason is Reason.HANGUP


@pytest.mark.parametrize(
    ("inbound", "reason"), [(True, Reason.REJECTED), (False, Reason.CANCELLED)]
)
async def test_terminating_a_call_that_nobody_answered_has_its_own_reason(
    sim: Simulator, api: ApiClient, inbound: bool, reason: Reason
) -> None:
    """Turned down by the called one, given up by the caller."""
    sim.wire.operator_operations = True
    place = sim.exchange.inbound if inbound else sim.exchange.outbound
    call = place("alice", "+46277464")
    await api.post("terminate", call.call_id)
    assert (call.state, call.reason) == (State.ENDED, reason)


@pytest.mark.parametrize(
    ("user", "body", "licensed", "status"),
    [
        ("alice", ["x"], True, 400),
        ("bob", {}, True, 404),
        ("alice", {}, False, 403),
    ],
    ids=["array", "foreign-call", "licence"],
)
async def test_they_keep_the_rules_of_every_command(
    sim: Simulator, api: ApiClient, user: str, body: object, licensed: bool, status: int
) -> None:
    """Own calls, a licence, an object."""
    sim.wire.operator_operations = True
    api.user.licensed = licensed
    call = sim.exchange.inbound(user, "+46277464")
    assert (await api.post("answer", call.call_id, body)).status == status
    assert call.state is State.RINGING


async def test_they_refuse_what_the_state_forbids(
    sim: Simulator, api: ApiClient
) -> None:
    """A ringing call cannot be parked."""
    sim.wire.operator_operations = True
    call = sim.exchange.inbound("alice", "+46277464")
    assert (await api.post("park", call.call_id)).status == 409


async def test_faults_hit_them_too(sim: Simulator, api: ApiClient) -> None:
    """By the name of the operation."""
    sim.wire.operator_operations = True
    call = sim.exchange.inbound("alice", "+46277464")
    sim.faults.add("answer", Fault.answer(500))
    assert (await api.post("answer", call.call_id)).status == 500
    assert call.state is State.RINGING


async def test_they_are_turned_on_over_http(
    sim: Simulator, session: ClientSession
) -> None:
    """And off again; nothing said changes nothing."""
    answers = []
    for body in ({"operator_operations": True}, {}, {"operator_operations": False}):
        async with session.post(f"{sim.url}/sim/wire", json=body) as answer:
            answers.append((await answer.json())["operator_operations"])
    assert answers == [True, True, False]
    assert sim.wire.operator_operations is False


async def test_the_control_api_tells_which_device_dialled(
    sim: Simulator, api: ApiClient
) -> None:
    """None for a call that began otherwise."""
    sim.exchange.outbound("alice", "+15557777")
    await api.post("make", MOBILE, BODY)
    async with api.session.get(f"{sim.url}/sim/state") as answer:
        state = await answer.json()
    told = [call["device_id"] for call in state["users"][0]["calls"]]
    assert told == [None, MOBILE]
