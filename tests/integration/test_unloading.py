"""What is under way while a user is unloaded or reloaded: it ends properly, and for good."""

from typing import Any

from aiohttp.web import HTTPTooManyRequests
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.telepo.const import DOMAIN
from simulator import Fault

from .clock import Clock
from .commands import active, impatient, posts
from .crm import CALLER, Connector
from .house import House
from .leftovers import leftovers, repairs

ACTIONS = [
    pytest.param("get_calls", {}, id="get_calls"),
    pytest.param("hold", {}, id="hold"),
    pytest.param("transfer", {"destination": "+15555"}, id="transfer"),
    pytest.param(
        "transfer", {"destination": "+15555", "dry_run": True}, id="transfer-dry-run"
    ),
]


async def leave(house: House, way: str) -> None:
    """Unload, reload or remove alice."""
    entries, entry_id = house.hass.config_entries, house.entry().entry_id
    if way == "remove":
        await entries.async_remove(entry_id)
    else:
        assert await getattr(entries, f"async_{way}")(entry_id)


async def outcome(house: House, action: str, data: dict[str, Any]) -> str:
    """Call an action; return `answer`, or domain and key of its translated error."""
    target = {"device_id": house.device_id()}
    try:
        answer = await house.hass.services.async_call(
            DOMAIN, action, data | target, blocking=True, return_response=True
        )
    except HomeAssistantError as error:
        return f"{error.translation_domain}: {error.translation_key}"
    assert answer is not None
    assert answer["users"]
    return "answer"


def proper(*keys: str) -> set[str]:
    """Return an answer and our errors, of which an action may have any."""
    return {"answer", *(f"{DOMAIN}: {key}" for key in keys)}


@pytest.mark.parametrize("way", ["unload", "reload", "remove"])
@pytest.mark.parametrize(("action", "data"), ACTIONS)
async def test_an_action_that_reads_while_its_user_goes_ends_properly(
    alice: House, action: str, data: dict[str, Any], way: str
) -> None:
    active(alice)
    impatient(alice)
    alice.simulator.tally.reset()
    alice.simulator.faults.add("snapshot", Fault.hang(), times=1)
    acting = alice.hass.async_create_task(outcome(alice, action, data))
    await alice.simulator.tally.wait_for(1)
    await leave(alice, way)
    alice.simulator.faults.release()
    assert await acting in proper("unanswered", "cannot_connect")
    # Whose user is gone commands nothing any more.
    assert posts(alice.simulator) == 0


@pytest.mark.parametrize("way", ["unload", "reload"])
@pytest.mark.parametrize("turns", range(1, 8))
async def test_a_request_that_is_connecting_while_its_user_goes_ends_properly(
    alice: House, turns: int, way: str
) -> None:
    """However far it has come; another has the connection that was there."""
    alice.simulator.faults.add("snapshot", Fault.hang(), times=1)
    alice.simulator.tally.reset()
    reading = alice.hass.async_create_task(outcome(alice, "get_calls", {}))
    await alice.simulator.tally.wait_for(1)
    connecting = alice.hass.async_create_task(outcome(alice, "get_calls", {}))
    for _ in range(turns):
        await alice.next_turn()
    await leave(alice, way)
    alice.simulator.faults.release()
    for acting in (reading, connecting):
        assert await acting in proper("unanswered", "cannot_connect")


@pytest.mark.parametrize("way", ["unload", "reload"])
@pytest.mark.parametrize("fault", [Fault.hang(), Fault.late()], ids=["sent", "watched"])
async def test_a_command_under_way_while_its_user_goes_ends_properly(
    alice: House, fault: Fault, way: str
) -> None:
    active(alice)
    impatient(alice)
    alice.simulator.tally.reset()
    alice.simulator.faults.add("hold", fault)
    acting = alice.hass.async_create_task(outcome(alice, "hold", {}))
    await alice.simulator.tally.wait_for(1, "hold")
    await leave(alice, way)
    alice.simulator.faults.release()
    assert await acting in proper("unanswered", "accepted_not_seen")
    assert posts(alice.simulator) == 1


async def test_a_dial_that_is_answered_after_the_unloading_starts_nothing(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Not even a poll that waits for its turn behind others."""
    for number in range(11):
        await connector.post(connector.message(number, state="TERMINATED"))
        await clock.settle()
    tally = alice.simulator.tally
    tally.reset()
    alice.simulator.faults.add("make", Fault.delay(600))
    acting = alice.hass.async_create_task(
        outcome(alice, "dial", {"destination": CALLER})
    )
    await tally.wait_for(1, "make")
    await leave(alice, "unload")
    asked = tally.count("snapshot")
    alice.simulator.faults.release()
    assert await acting in proper("unanswered", "cannot_connect")
    assert not any(kind.startswith("task ") for kind in leftovers(alice.hass))
    await clock.settle()
    assert tally.count("snapshot") == asked


async def test_home_assistant_at_its_end_asks_nothing_any_more(alice: House) -> None:
    alice.hass.bus.async_fire(EVENT_HOMEASSISTANT_CLOSE)
    alice.simulator.tally.reset()
    assert await outcome(alice, "get_calls", {}) == f"{DOMAIN}: cannot_connect"
    assert alice.simulator.tally.requests == []


async def test_a_user_reloaded_under_an_action_works_on(alice: House) -> None:
    call = active(alice)
    alice.simulator.faults.add("snapshot", Fault.hang(), times=1)
    alice.simulator.tally.reset()
    acting = alice.hass.async_create_task(outcome(alice, "get_calls", {}))
    await alice.simulator.tally.wait_for(1)
    await leave(alice, "reload")
    alice.simulator.faults.release()
    await acting
    assert alice.state("sensor", "call").state == "active"
    assert (await alice.act("hold"))["call_id"] == call.call_id
    assert alice.state("sensor", "call").state == "held"


async def test_a_snapshot_that_returns_after_the_unloading_starts_no_timer(
    alice: House, connector: Connector, clock: Clock
) -> None:
    """Its new call would else be watched for a message of an entry that is gone."""
    await connector.post(connector.message(9, call_id="earlier", state="TERMINATED"))
    await clock.pass_time(30)
    times = clock.times_of_polls(alice.simulator.tally)
    alice.simulator.faults.add("snapshot", Fault.delay(3600), times=1)
    acting = alice.hass.async_create_task(outcome(alice, "get_calls", {}))
    while not times:
        await alice.next_turn()
    alice.exchange.inbound("alice", CALLER)
    await leave(alice, "unload")
    alice.simulator.faults.release()
    assert await acting == "answer"
    assert leftovers(alice.hass)["timer"] == 0
    await clock.pass_time(60)
    assert repairs(alice) == set()
    assert len(times) == 1


def _refuse(house: House, status: int) -> None:
    """Refuse what is answered from now on, requests that wait for it included."""
    user = house.exchange.user("alice")
    user.revoked, user.licensed = status == 401, status != 403

    def edit(body: dict[str, object]) -> object:
        if status == 429:
            raise HTTPTooManyRequests(headers={"Retry-After": "100"})
        return body

    house.simulator.wire.edit_snapshot = edit


@pytest.mark.parametrize(
    ("status", "key"),
    [
        pytest.param(401, "invalid_auth", id="401"),
        pytest.param(403, "not_licensed", id="403"),
        pytest.param(429, "rate_limited", id="429"),
    ],
)
async def test_a_refusal_that_returns_after_the_unloading_starts_nothing(
    alice: House, clock: Clock, status: int, key: str
) -> None:
    times = clock.times_of_polls(alice.simulator.tally)
    alice.simulator.faults.add("snapshot", Fault.delay(3600), times=1)
    acting = alice.hass.async_create_task(outcome(alice, "get_calls", {}))
    while not times:
        await alice.next_turn()
    await leave(alice, "unload")
    _refuse(alice, status)
    alice.simulator.faults.release()
    assert await acting == f"{DOMAIN}: {key}"
    await clock.settle()
    assert leftovers(alice.hass)["timer"] == 0
    await clock.pass_time(700)
    assert len(times) == 1
    assert alice.reauth_flows() == []
    assert repairs(alice) == set()
