"""The control API and the page."""

from typing import Any

from aiohttp import ClientSession
import pytest

from simulator import Simulator, State


class Desk:
    """A person at the control API."""

    def __init__(self, sim: Simulator, session: ClientSession) -> None:
        """Sit down."""
        self._sim, self._session = sim, session
        self.status = 0

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """Return the answer and note its status."""
        async with self._session.request(
            method, f"{self._sim.url}/sim/{path}", json=body
        ) as answer:
            self.status = answer.status
            return await answer.json()


@pytest.fixture
def desk(sim: Simulator, session: ClientSession) -> Desk:
    """Return a person at the control API."""
    return Desk(sim, session)


async def test_a_call_can_be_played_by_clicking(sim: Simulator, desk: Desk) -> None:
    """From ringing to its end."""
    call = await desk.ask(
        "POST", "calls", {"user": "alice", "number": "+46277464", "name": "Carol"}
    )
    assert (call["state"], call["remote"]) == ("ringing", "Carol")

    states = [
        (await desk.ask("POST", f"calls/{call['call_id']}/{step}"))["state"]
        for step in ("answer", "hold", "resume", "park", "resume", "record", "fail")
    ]
    assert " ".join(states) == "active held active parked active active active"
    ended = await desk.ask("POST", f"calls/{call['call_id']}/end")

    assert ended["state"] == "ended"
    assert sim.exchange.calls() == []


@pytest.mark.parametrize(
    ("direction", "number", "state"),
    [
        ("incoming", None, State.RINGING),
        ("outgoing", "+15555", State.DIALING),
        ("internal", "bob", State.DIALING),
    ],
)
async def test_calls_begin_in_every_direction(
    desk: Desk, direction: str, number: str | None, state: State
) -> None:
    """An internal one names a user."""
    call = await desk.ask(
        "POST", "calls", {"user": "alice", "direction": direction, "number": number}
    )

    assert call["state"] == state


@pytest.mark.parametrize(
    ("step", "body", "state"),
    [
        ("transfer", {"destination": "tel:+15555"}, "active"),
        ("transfer", {"destination": "tel:+15555", "blind": True}, "transferred"),
        ("end", {"reason": "REJECTED"}, "ended"),
    ],
    ids=["transfer", "blind", "reason"],
)
async def test_a_step_may_need_more_words(
    sim: Simulator, desk: Desk, step: str, body: object, state: str
) -> None:
    """They come in the body."""
    call = sim.exchange.inbound("alice", "+46277464")
    sim.exchange.answer(call.call_id)

    answer = await desk.ask("POST", f"calls/{call.call_id}/{step}", body)

    assert answer["state"] == state


async def test_two_calls_can_be_connected(sim: Simulator, desk: Desk) -> None:
    """Both are gone then."""
    first, second = (
        sim.exchange.answer(sim.exchange.inbound("alice", "+46277464").call_id)
        for _ in range(2)
    )

    await desk.ask(
        "POST", f"calls/{first.call_id}/connect", {"target_call_id": second.call_id}
    )

    assert sim.exchange.calls() == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("calls", {"user": "nobody"}, 404),
        ("calls", {}, 400),
        ("calls", {"user": "alice", "direction": "sideways"}, 400),
        ("calls", {"user": "alice", "direction": "outgoing"}, 400),
        ("calls", ["alice"], 400),
        ("calls/zzz/answer", {}, 404),
        ("calls/ringing/dance", {}, 404),
        ("calls/ringing/hold", {}, 409),
        ("calls/ringing/end", {"reason": "BORED"}, 400),
        ("users", {"name": "alice"}, 400),
        ("users", {}, 400),
        ("users/alice", {"licensed": "no"}, 400),
        ("crm", {"url": "http://127.0.0.1/"}, 400),
        ("crm", {"late": -1}, 400),
        ("crm", {"late": "soon"}, 400),
        ("crm", {"drop": "EARLY"}, 400),
        ("faults", {"kind": "gremlins"}, 400),
        ("faults", {"kind": "redirect"}, 400),
        ("scenarios/opera", {}, 404),
        ("scenarios/missed", {"user": "nobody"}, 404),
    ],
)
async def test_a_mistake_is_explained(
    sim: Simulator, desk: Desk, path: str, body: object, status: int
) -> None:
    """And nothing has happened."""
    sim.exchange.inbound("alice", None, call_id="ringing")

    answer = await desk.ask("POST", path, body)

    assert desk.status == status
    assert answer["error"]
    assert len(sim.exchange.calls()) == 1
    assert len(sim.exchange.users) == 2
    assert sim.faults.rules == []


async def test_a_new_user_is_told_the_ticket_once(sim: Simulator, desk: Desk) -> None:
    """The state never shows one."""
    answer = await desk.ask("POST", "users", {"name": "carol", "ticket": "s3cret"})
    assert answer["ticket"] == "s3cret"

    state = await desk.ask("GET", "state")

    assert [user["name"] for user in state["users"]] == ["alice", "bob", "carol"]
    tickets = [user.ticket for user in sim.exchange.users]
    assert not [ticket for ticket in tickets if ticket in repr(state)]


async def test_a_user_loses_and_regains_access(sim: Simulator, desk: Desk) -> None:
    """Licence and ticket apart."""
    alice = sim.exchange.user("alice")

    await desk.ask("POST", "users/alice", {"licensed": False, "revoke": True})
    assert (alice.licensed, alice.revoked) == (False, True)

    answer = await desk.ask("POST", "users/alice", {"licensed": True, "renew": True})
    assert (alice.licensed, alice.revoked) == (True, False)
    assert answer["ticket"] == alice.ticket


async def test_the_crm_connector_is_set_and_unset(sim: Simulator, desk: Desk) -> None:
    """With its manners."""
    url = "http://127.0.0.1:9/crm"
    await desk.ask(
        "POST",
        "crm",
        {"url": url, "insecure": True, "twice": True, "late": 2, "drop": ["EARLY"]},
    )
    assert str(sim.crm.url) == url
    assert sim.crm.manners.twice
    assert (sim.crm.manners.late, sim.crm.manners.drop) == (2, {"EARLY"})

    await desk.ask("POST", "crm", {"url": ""})
    assert sim.crm.url is None
    assert not sim.crm.manners.twice


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"kind": "delay", "seconds": 3}, "delay"),
        ({"kind": "late"}, "late"),
        ({"kind": "status", "status": 429, "retry_after": "20"}, "status"),
        ({"kind": "redirect", "url": "https://example.org/"}, "redirect"),
        ({"kind": "huge", "size": 10}, "huge"),
        ({"kind": "reset", "times": 2, "user": "alice"}, "reset"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_faults_are_switched_on_and_off(
    sim: Simulator, desk: Desk, body: object, kind: str
) -> None:
    """From the page's buttons."""
    answer = await desk.ask("POST", "faults", body)
    assert [fault["kind"] for fault in answer["faults"]] == [kind]

    assert (await desk.ask("POST", "faults/release"))["faults"]
    assert await desk.ask("DELETE", "faults") == {"faults": []}
    assert sim.faults.rules == []


async def test_the_tally_is_read_and_reset(
    sim: Simulator, session: ClientSession, desk: Desk
) -> None:
    """Control requests are not counted."""
    async with session.get(f"{sim.url}/api/call"):
        pass

    answer = await desk.ask("GET", "tally")
    assert answer["counts"] == {"unknown": 1}
    assert [request["status"] for request in answer["requests"]] == [404]

    await desk.ask("DELETE", "tally")
    assert sim.tally.count() == 0


async def test_events_are_read_in_order_and_from_where_one_left_off(
    sim: Simulator, desk: Desk
) -> None:
    """Calls and what the CRM connector posted."""
    sim.crm.configure(f"{sim.url}/nowhere", insecure=True)
    call = sim.exchange.inbound("alice", "+46277464", "Carol")
    await sim.crm.settled()
    first = await desk.ask("GET", "events")
    sim.exchange.reject(call.call_id)
    await sim.crm.settled()

    rest = await desk.ask("GET", f"events?since={first['last']}&wait=1")

    assert [event["kind"] for event in first["events"]] == ["change", "crm"]
    assert [event["kind"] for event in rest["events"]] == ["change", "crm"]
    assert rest["events"][0]["reason"] == "REJECTED"
    assert rest["events"][1]["status"] == 404
    assert rest["events"][1]["message"]["state"] == "TERMINATED"
    times = [event["time"] for event in first["events"] + rest["events"]]
    assert times == sorted(times)


async def test_waiting_for_events_ends_without_any(desk: Desk) -> None:
    """After the time asked for."""
    answer = await desk.ask("GET", "events?wait=0.01")

    assert answer == {"events": [], "last": 0}


async def test_a_story_plays_in_the_background(sim: Simulator, desk: Desk) -> None:
    """The answer does not wait for its end."""
    await desk.ask("POST", "scenarios/missed", {"pace": 60})

    assert desk.status == 202
    async with ClientSession() as session:
        answer = await Desk(sim, session).ask("GET", "events?wait=5")
    assert answer["events"][0]["what"] == "ringing"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example.org"},
        {"Host": "192.0.2.1"},
        {"Host": "[::1"},
        {"Origin": "https://evil.example.org"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
    ids=["host", "address", "broken-host", "origin", "other-port", "null"],
)
@pytest.mark.parametrize("path", ["", "sim/state", "sim/calls"])
async def test_a_foreign_page_is_kept_out(
    sim: Simulator, session: ClientSession, path: str, headers: dict[str, str]
) -> None:
    """It neither reads nor places calls."""
    method = "POST" if path == "sim/calls" else "GET"

    async with session.request(
        method, f"{sim.url}/{path}", json={"user": "alice"}, headers=headers
    ) as answer:
        assert answer.status == 403

    assert sim.exchange.calls() == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_the_page_itself_is_let_in(
    sim: Simulator, session: ClientSession, host: str
) -> None:
    """Under either name of this machine."""
    name = f"{host}:{sim.port}"
    headers = {"Host": name, "Origin": f"http://{name}"}

    async with session.get(f"{sim.url}/sim/state", headers=headers) as answer:
        assert answer.status == 200


async def test_the_page_needs_nothing_from_elsewhere_and_trusts_no_name(
    sim: Simulator, session: ClientSession
) -> None:
    """No address of another host, and text is never made markup."""
    async with session.get(f"{sim.url}/") as answer:
        page = await answer.text()
        policy = answer.headers["Content-Security-Policy"]

    assert answer.content_type == "text/html"
    assert "default-src 'none'" in policy
    assert "://" not in page.replace("https://…", "")
    assert "textContent" in page
    for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"):
        assert danger not in page
