"""The vendor API: who may do what, and what is refused."""

from collections.abc import Callable

from aiohttp import ClientSession
import pytest

from simulator import Simulator, State, User

from .conftest import HEADERS, ApiClient


def talking(sim: Simulator, user: str = "alice") -> str:
    """Return the id of an answered call."""
    call = sim.exchange.inbound(user, "+46277464", "Carol Carlson")
    return sim.exchange.answer(call.call_id).call_id


async def test_an_idle_user_has_no_calls(api: ApiClient) -> None:
    """And the snapshot is the whole state."""
    assert await api.snapshot() == {"fullState": True, "calls": []}


async def test_a_user_sees_only_calls_of_one_s_own(
    sim: Simulator, api: ApiClient
) -> None:
    """A colleague's call is neither shown nor commanded."""
    foreign = talking(sim, "bob")

    assert await api.calls() == []
    assert (await api.post("hold", foreign)).status == 404
    assert sim.exchange.call(foreign).state is State.ACTIVE


async def test_hold_and_resume_do_what_they_say(sim: Simulator, api: ApiClient) -> None:
    """The reply is empty, since the vendor shows none."""
    call_id = talking(sim)

    answer = await api.post("hold", call_id)
    assert (answer.status, answer.raw) == (200, b"")
    assert sim.exchange.call(call_id).state is State.HELD

    assert (await api.post("resume", call_id)).status == 200
    assert sim.exchange.call(call_id).state is State.ACTIVE


@pytest.mark.parametrize(
    ("reply", "key"), [("object", None), ("call", "callId")], ids=["object", "call"]
)
async def test_the_undocumented_reply_can_be_another(
    sim: Simulator, api: ApiClient, reply: str, key: str | None
) -> None:
    """A client must live with whatever a real server sends."""
    sim.wire.command_reply = "call" if reply == "call" else "object"
    sim.wire.command_status = 202

    answer = await api.post("hold", talking(sim))

    assert answer.status == 202
    assert (key in answer.json()) if key else answer.json() == {}


@pytest.mark.parametrize(
    ("spoil", "status"),
    [
        pytest.param(lambda user: user.revoke(), 401, id="revoked"),
        pytest.param(lambda user: setattr(user, "licensed", False), 403, id="licence"),
        pytest.param(lambda user: user.scopes.clear(), 403, id="scope"),
    ],
)
async def test_access_can_be_taken_away(
    sim: Simulator,
    session: ClientSession,
    api: ApiClient,
    spoil: Callable[[User], None],
    status: int,
) -> None:
    """The next request hears of it."""
    spoil(api.user)

    async with session.get(api.snapshot_url, headers=api.headers) as answer:
        assert answer.status == status


async def test_a_renewed_ticket_opens_what_a_revoked_one_closed(
    api: ApiClient,
) -> None:
    """The old one stays worthless."""
    old = api.user.ticket
    api.user.revoke()

    new = api.user.renew()

    assert new != old
    assert not api.user.accepts(old)
    assert (await api.snapshot())["calls"] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Authorization": ""}, 401, id="no-ticket"),
        pytest.param({"Authorization": "Bearer wrong"}, 401, id="unknown-ticket"),
        pytest.param({"Authorization": "Basic {ticket}"}, 401, id="not-bearer"),
        pytest.param({"Authorization": "bearer {ticket}"}, 200, id="lower-case-bearer"),
        pytest.param({"Accept": "*/*"}, 400, id="no-accept"),
        pytest.param({"Content-Type": "text/plain"}, 400, id="no-content-type"),
        pytest.param(
            {"Content-Type": "application/json; charset=utf-8"}, 200, id="charset"
        ),
    ],
)
async def test_the_headers_decide_about_a_request(
    session: ClientSession, api: ApiClient, headers: dict[str, str], status: int
) -> None:
    """Content-Type and Accept are needed even where there is no body."""
    ticket = api.user.ticket
    sent = api.headers | {k: v.format(ticket=ticket) for k, v in headers.items()}

    async with session.get(api.snapshot_url, headers=sent) as answer:
        assert answer.status == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("organization.org/bob", 401),
        ("organization.org/nobody", 404),
        ("example.org/alice", 404),
        ("organization.org/alice%40organization.org", 404),
    ],
    ids=["another-user", "no-such-user", "no-such-domain", "name-with-domain"],
)
async def test_a_ticket_opens_one_user_s_state_only(
    sim: Simulator, session: ClientSession, api: ApiClient, path: str, status: int
) -> None:
    """The path has the bare name of the ticket's user."""
    url = f"{sim.url}/api/call/state/v1/snapshot/{path}"

    async with session.get(url, headers=api.headers) as answer:
        assert answer.status == status


@pytest.mark.parametrize("parameter", ["t", "access_token"])
async def test_a_ticket_in_the_address_is_refused(
    session: ClientSession, api: ApiClient, parameter: str
) -> None:
    """Even beside a proper header."""
    async with session.get(
        api.snapshot_url, params={parameter: api.user.ticket}, headers=api.headers
    ) as answer:
        assert answer.status == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"destination": "+15555"},
        {"destination": "mailto:bob@organization.org"},
        {"destination": "tel:"},
        {"destination": "tel:+1 5555"},
        {"destination": 15555},
        {"destination": "tel:+15555", "blind": "true"},
        {"destination": "tel:+15555", "type": "basic"},
        {"destination": "tel:+15555", "stateToken": "1"},
        {"destination": "tel:+15555", "stateToken": True},
        {"destination": "tel:+15555", "stateToken": 2**63},
        {"destination": "tel:+15555", "statetoken": 1},
        ["tel:+15555"],
    ],
    ids=[
        "empty",
        "bare-number",
        "wrong-scheme",
        "no-number",
        "space",
        "number",
        "text-for-boolean",
        "unknown-type",
        "text-token",
        "boolean-token",
        "token-too-large",
        "misspelt-field",
        "array",
    ],
)
async def test_a_bad_transfer_body_is_refused(
    sim: Simulator, api: ApiClient, body: object
) -> None:
    """With 400, and the call goes on."""
    call_id = talking(sim)

    answer = await api.post("singlesteptransfer", call_id, body)

    assert answer.status == 400
    assert "TRANSFER" in sim.exchange.call(call_id).actions


async def test_a_body_that_is_not_json_is_refused(
    sim: Simulator, session: ClientSession, api: ApiClient
) -> None:
    """An empty one is fine where nothing is required."""
    call_id = talking(sim)
    url = f"{sim.url}/api/call/control/v1/hold/organization.org/alice/{call_id}"

    async with session.post(url, data=b"{", headers=api.headers) as answer:
        assert answer.status == 400
    async with session.post(url, headers=api.headers) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("stale_status", [409, 412])
@pytest.mark.parametrize(
    "operation", ["hold", "singlesteptransfer", "transfer", "transfer-target"]
)
async def test_a_stale_token_is_refused_with_the_status_that_is_set(
    sim: Simulator, api: ApiClient, stale_status: int, operation: str
) -> None:
    """The real status is not documented."""
    sim.wire.stale_status = stale_status
    call_id, other = talking(sim), talking(sim)
    body: dict[str, object] = {"stateToken": 1}
    if operation == "singlesteptransfer":
        body["destination"] = "tel:+15555"
    if operation == "transfer":
        body["targetCallId"] = other
    if operation == "transfer-target":
        body = {"targetCallId": other, "targetStateToken": 1}

    answer = await api.post(operation.partition("-")[0], call_id, body)

    assert answer.status == stale_status
    assert sim.exchange.call(call_id).state is State.ACTIVE


async def test_an_action_that_is_not_offered_is_refused(
    sim: Simulator, api: ApiClient
) -> None:
    """A ringing call cannot be held."""
    call = sim.exchange.inbound("alice", "+46277464")

    assert (await api.post("hold", call.call_id)).status == 409
    sim.wire.not_allowed_status = 400
    assert (await api.post("resume", call.call_id)).status == 400


@pytest.mark.parametrize("target", ["itself", "over", "missing"])
async def test_a_transfer_needs_another_living_call(
    sim: Simulator, api: ApiClient, target: str
) -> None:
    """Nothing happens to the first one."""
    call_id, other = talking(sim), talking(sim)
    sim.exchange.end(other)
    targets = {"itself": call_id, "over": other, "missing": "zzz"}

    answer = await api.post("transfer", call_id, {"targetCallId": targets[target]})

    assert answer.status == (409 if target == "itself" else 404)
    assert sim.exchange.call(call_id).state is State.ACTIVE


async def test_an_id_with_odd_characters_survives_the_path(
    sim: Simulator, session: ClientSession, api: ApiClient
) -> None:
    """Percent-encoded, it is one segment."""
    call = sim.exchange.inbound("alice", None, call_id="a/b c")
    sim.exchange.answer(call.call_id)

    answer = await api.post("hold", "a%2Fb%20c")

    assert answer.status == 200
    assert call.state is State.HELD


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "call/control/v1/answer/organization.org/alice/abc"),
        ("POST", "call/control/v1/make/organization.org/alice"),
        ("GET", "call/control/v1/hold/organization.org/alice/abc"),
        ("GET", "contacts/list/organization.org/alice"),
    ],
    ids=["undocumented", "without-call", "wrong-method", "elsewhere"],
)
async def test_what_the_document_does_not_describe_is_counted_and_refused(
    sim: Simulator, session: ClientSession, api: ApiClient, method: str, path: str
) -> None:
    """The tally knows of every request to the API."""
    async with session.request(
        method, f"{sim.url}/api/{path}", headers=api.headers
    ) as answer:
        assert answer.status == 404

    assert [request.status for request in sim.tally.requests] == [404]


@pytest.mark.parametrize("lists", ["arrays", "strings"])
async def test_lists_may_be_written_either_way(
    sim: Simulator, api: ApiClient, lists: str
) -> None:
    """The vendor's document has both."""
    sim.wire.snapshot_lists = "strings" if lists == "strings" else "arrays"
    sim.exchange.inbound("alice", "+46277464")

    (call,) = await api.calls()

    expected = {
        "arrays": [{"action": "ANSWER", "deviceIds": ["+1555555"]}],
        "strings": "[{action: ANSWER, deviceIds: [+1555555]}]",
    }
    assert call["actions"] == expected[lists]


async def test_a_status_may_be_spelled_otherwise_or_left_out(
    sim: Simulator, api: ApiClient
) -> None:
    """Clients must infer the state from the actions then."""
    talking(sim)
    sim.wire.statuses[State.ACTIVE] = "CONNECTED"
    assert (await api.calls())[0]["status"] == "CONNECTED"

    sim.wire.omit_status = True
    assert "status" not in (await api.calls())[0]


async def test_a_snapshot_may_be_partial_or_nonsense(
    sim: Simulator, api: ApiClient
) -> None:
    """As a test wishes."""
    sim.wire.full_state = False
    assert (await api.snapshot())["fullState"] is False

    sim.wire.edit_snapshot = lambda body: body | {"calls": [None, 5]}
    assert await api.snapshot() == {"fullState": False, "calls": [None, 5]}


async def test_the_tally_counts_by_operation_and_user_and_knows_no_ticket(
    sim: Simulator, session: ClientSession, api: ApiClient
) -> None:
    """So that a test can say what a thing costs."""
    call_id = talking(sim)
    await api.snapshot()
    await api.post("hold", call_id)
    bob = ApiClient(session, sim, sim.exchange.user("bob"))
    await bob.snapshot()

    assert sim.tally.count() == 3
    assert sim.tally.count("snapshot") == 2
    assert sim.tally.count("snapshot", user="bob") == 1
    assert sim.tally.by_operation() == {"hold": 1, "snapshot": 2}
    hold = sim.tally.requests[1]
    assert (hold.method, hold.call_id, hold.status) == ("POST", call_id, 200)
    assert api.user.ticket not in repr(sim.tally.requests)
    sim.tally.reset()
    assert sim.tally.count() == 0


async def test_no_answer_invites_to_follow_it_elsewhere(
    session: ClientSession, sim: Simulator
) -> None:
    """A refusal is a plain JSON object."""
    url = f"{sim.url}/api/call/state/v1/snapshot/organization.org/alice"

    async with session.get(url, headers=HEADERS, allow_redirects=False) as answer:
        assert answer.status == 401
        assert (await answer.json()).keys() == {"error"}
