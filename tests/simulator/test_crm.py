"""The CRM connector posts every call's story."""

from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from simulator import Simulator


class Receiver:
    """A CRM system."""

    def __init__(self) -> None:
        """Answer 200."""
        self.messages: list[dict[str, Any]] = []
        self.status = 200
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        """Take one message."""
        assert request.content_type == "application/json"
        self.messages.append(await request.json())
        return web.Response(status=self.status)

    def story(self, *keys: str) -> list[tuple[object, ...]]:
        """Return some keys of all messages."""
        return [tuple(each.get(key) for key in keys) for each in self.messages]


@pytest.fixture
async def crm(sim: Simulator) -> AsyncIterator[Receiver]:
    """Return a CRM system that the simulator posts to."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/crm", receiver.receive)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/crm"))
        sim.crm.configure(receiver.url, insecure=True)
        yield receiver


def answered_call(sim: Simulator) -> None:
    """Let a call ring, be answered and end."""
    call = sim.exchange.inbound("alice", "+46277464", "Carol Carlson")
    sim.exchange.answer(call.call_id)
    sim.exchange.end(call.call_id)


async def test_an_answered_call_is_three_messages_in_order(
    sim: Simulator, crm: Receiver
) -> None:
    """One call id, numbers from 1."""
    answered_call(sim)
    await sim.crm.settled()

    assert crm.story("seq_num", "state", "termination-reason", "direction") == [
        (1, "EARLY", None, "INCOMING"),
        (2, "CONFIRMED", None, "INCOMING"),
        (3, "TERMINATED", "HANGUP", "INCOMING"),
    ]
    assert len(set(crm.story("call_id", "branch_id"))) == 1
    assert "termination-reason" not in crm.messages[0]
    assert [delivery.status for delivery in sim.crm.deliveries] == [200] * 3
    assert all(delivery.milliseconds >= 0 for delivery in sim.crm.deliveries)


async def test_an_outside_caller_has_a_number_and_nothing_else(
    sim: Simulator, crm: Receiver
) -> None:
    """Our user is local, though called."""
    sim.exchange.inbound("alice", "+46277464", "Carol Carlson")
    await sim.crm.settled()

    (message,) = crm.messages
    assert message["local_user_id"] == "alice@organization.org"
    assert message["remote_number"] == "+46277464"
    assert not {"remote_email", "remote_user_id"} & message.keys()


@pytest.mark.parametrize("number", [None, "sip:carol@example.org"])
async def test_a_caller_without_a_number_has_none_in_the_message(
    sim: Simulator, crm: Receiver, number: str | None
) -> None:
    """The field is absent, not empty."""
    sim.exchange.inbound("alice", number)
    await sim.crm.settled()

    assert "remote_number" not in crm.messages[0]


async def test_a_call_between_two_users_is_two_stories(
    sim: Simulator, crm: Receiver
) -> None:
    """Each is told from its own user's side."""
    _, theirs = sim.exchange.internal("alice", "bob")
    sim.exchange.reject(theirs.call_id)
    await sim.crm.settled()

    told = set(
        crm.story("local_user_id", "remote_user_id", "direction", "termination-reason")
    )
    alice, bob = "alice@organization.org", "bob@organization.org"
    assert {(alice, bob, "OUTGOING", "REJECTED")} <= told
    assert {(bob, alice, "INCOMING", "REJECTED")} <= told
    assert len(set(crm.story("call_id"))) == 2


async def test_the_colleague_s_address_stays_after_the_other_leg_has_gone(
    sim: Simulator, crm: Receiver
) -> None:
    """The last message is as complete as the first."""
    sim.exchange.user("bob").email = "bob@example.org"
    ours, theirs = sim.exchange.internal("alice", "bob")
    sim.exchange.end(theirs.call_id)
    await sim.crm.settled()

    emails = {
        message.get("remote_email")
        for message in crm.messages
        if message["local_number"] == ours.user.number
    }
    assert emails == {"bob@example.org"}


async def test_hold_park_and_recording_are_not_told(
    sim: Simulator, crm: Receiver
) -> None:
    """The connector has no states for them."""
    call = sim.exchange.inbound("alice", "+46277464")
    sim.exchange.answer(call.call_id)
    sim.exchange.start_recording(call.call_id)
    sim.exchange.hold(call.call_id)
    sim.exchange.park(call.call_id)
    await sim.crm.settled()

    assert crm.story("state") == [("EARLY",), ("CONFIRMED",)]


async def test_a_transferred_call_is_over_for_its_user(
    sim: Simulator, crm: Receiver
) -> None:
    """And another story begins at the colleague's."""
    call = sim.exchange.inbound("alice", "+46277464")
    sim.exchange.answer(call.call_id)
    target = f"tel:{sim.exchange.user('bob').number}"
    sim.exchange.single_step_transfer(call.call_id, target, blind=True)
    await sim.crm.settled()

    told = crm.story("local_user_id", "state", "termination-reason")
    assert ("alice@organization.org", "TERMINATED", "HANGUP") in told
    assert ("bob@organization.org", "EARLY", None) in told


async def test_messages_may_come_twice(sim: Simulator, crm: Receiver) -> None:
    """Each copy right behind its original."""
    sim.crm.manners.twice = True

    answered_call(sim)
    await sim.crm.settled()

    assert [number for (number,) in crm.story("seq_num")] == [1, 1, 2, 2, 3, 3]


async def test_messages_may_come_out_of_order(sim: Simulator, crm: Receiver) -> None:
    """The end of the call sends what was kept, newest first."""
    sim.crm.manners.out_of_order = True

    answered_call(sim)
    await sim.crm.settled()

    assert [number for (number,) in crm.story("seq_num")] == [3, 2, 1]


async def test_what_is_kept_can_be_sent_before_the_end(
    sim: Simulator, crm: Receiver
) -> None:
    """And only once."""
    sim.crm.manners.out_of_order = True
    call = sim.exchange.inbound("alice", "+46277464")
    sim.exchange.answer(call.call_id)
    await sim.crm.settled()
    assert crm.messages == []

    sim.crm.flush()
    sim.crm.flush()
    await sim.crm.settled()

    assert crm.story("state") == [("CONFIRMED",), ("EARLY",)]


async def test_late_messages_keep_their_order_and_time(
    sim: Simulator, crm: Receiver
) -> None:
    """The timestamp is the change's, not the delivery's."""
    sim.crm.manners.late = 0.01

    answered_call(sim)
    assert crm.messages == []
    await sim.crm.settled()

    assert [number for (number,) in crm.story("seq_num")] == [1, 2, 3]
    assert crm.messages[0]["timestamp"] == "2018-02-02T12:34:57.699+0000"


async def test_messages_may_get_lost_and_leave_a_gap(
    sim: Simulator, crm: Receiver
) -> None:
    """The numbers show it."""
    sim.crm.manners.drop = {"CONFIRMED"}

    answered_call(sim)
    await sim.crm.settled()

    assert [number for (number,) in crm.story("seq_num")] == [1, 3]


async def test_a_long_story_begins_with_trying(sim: Simulator, crm: Receiver) -> None:
    """With a rejection the sample's number 5 would be reached by an answer."""
    sim.crm.manners.preliminary = True

    answered_call(sim)
    await sim.crm.settled()

    assert crm.story("seq_num", "state")[:3] == [
        (1, "TRYING"),
        (2, "PROCEEDING"),
        (3, "EARLY"),
    ]
    assert crm.messages[-1]["seq_num"] == 5


async def test_personal_data_can_be_withheld(sim: Simulator, crm: Receiver) -> None:
    """As the operator's setting does."""
    sim.crm.manners.withhold = True

    sim.exchange.internal("alice", "bob")
    await sim.crm.settled()

    withheld = {"local_email", "remote_email", "remote_user_id"}
    assert all(not withheld & message.keys() for message in crm.messages)
    assert len(crm.messages) == 2


@pytest.mark.parametrize("status", [301, 404, 500])
async def test_a_refused_message_is_logged_and_not_repeated(
    sim: Simulator, crm: Receiver, status: int
) -> None:
    """No retry is documented."""
    crm.status = status

    answered_call(sim)
    await sim.crm.settled()

    assert len(crm.messages) == 3
    assert [delivery.status for delivery in sim.crm.deliveries] == [status] * 3


async def test_nobody_listening_is_logged_with_the_kind_of_error(
    sim: Simulator, unused_tcp_port: int
) -> None:
    """The exchange goes on."""
    sim.crm.configure(f"http://127.0.0.1:{unused_tcp_port}/crm", insecure=True)

    sim.exchange.inbound("alice", "+46277464")
    await sim.crm.settled()

    (delivery,) = sim.crm.deliveries
    assert delivery.status is None
    assert delivery.error == "ClientConnectorError"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/crm", "ftp://127.0.0.1/crm", "/crm", "https:///crm"]
)
async def test_a_url_that_is_not_https_is_refused(sim: Simulator, url: str) -> None:
    """Nothing is posted then."""
    with pytest.raises(ValueError, match=r"HTTPS|host|URL"):
        sim.crm.configure(url)

    assert sim.crm.url is None


async def test_after_its_url_is_taken_away_nothing_is_sent(
    sim: Simulator, crm: Receiver
) -> None:
    """Not even what was kept."""
    sim.crm.manners.out_of_order = True
    sim.exchange.inbound("alice", "+46277464")

    sim.crm.configure(None)
    sim.crm.flush()
    await sim.crm.settled()

    assert crm.messages == []


async def test_unsent_messages_are_given_up_at_the_end(
    sim: Simulator, crm: Receiver
) -> None:
    """Nothing is left behind."""
    sim.crm.manners.late = 60
    answered_call(sim)

    await sim.crm.close()

    assert crm.messages == []
