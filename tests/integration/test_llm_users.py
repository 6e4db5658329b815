"""Whose calls a language model means: a name, a room, or everybody."""

from homeassistant.helpers import device_registry as dr
import pytest

from simulator import Fault, State

from .commands import NAME, NUMBER, OTHER_NUMBER, active, story
from .house import House
from .leftovers import unload
from .model import Model

CONTACTS = [
    {"name": "Anna", "destination": "tel:+4685550100"},
    {"name": "Carol Carolson", "destination": f"tel:{OTHER_NUMBER}"},
]


@pytest.fixture
async def both(house: House) -> Model:
    """Return a model that sees everything of alice and bob, who have contacts of their own."""
    model = Model(house)
    await model.begin()
    await house.set_up(contacts=CONTACTS)
    await house.set_up("bob", contacts=CONTACTS[:1])
    for user in ("alice", "bob"):
        model.expose("sensor", "call", user)
    return model


async def test_what_models_send_for_nothing_counts_as_nothing(both: Model) -> None:
    said = await both.use("call_status", user=None)
    assert [part["user"] for part in said["users"]] == ["alice", "bob"]
    said = await both.use("call_status", user="")
    assert [part["user"] for part in said["users"]] == ["alice", "bob"]


async def test_one_user_s_exchange_being_away_does_not_hide_the_other_s_calls(
    both: Model,
) -> None:
    active(both.house)
    both.house.simulator.faults.add("snapshot", Fault.answer(500), user="bob")
    alice, bob = (await both.use("call_status"))["users"]
    assert (
        alice["calls"][0].items()
        >= {"caller_name": NAME, "caller_number": NUMBER}.items()
    )
    assert (bob["user"], bob["error"]) == ("bob", "cannot_connect")
    assert "calls" not in bob


async def test_when_the_exchange_answers_of_nobody_that_is_an_error(
    both: Model,
) -> None:
    both.house.simulator.faults.add("snapshot", Fault.answer(500), user="alice")
    both.house.simulator.faults.add("snapshot", Fault.answer(500), user="bob")
    assert (await both.fail("call_status"))[0] == "cannot_connect"


async def test_with_several_users_commands_ask_whose(both: Model) -> None:
    active(both.house)
    both.house.simulator.tally.reset()
    key, message = await both.fail("hold_call")
    assert key == "which_user"
    assert "alice, bob" in message
    assert story(both.house.simulator) == ""


async def test_a_named_user_is_the_one(both: Model) -> None:
    first, other = active(both.house), active(both.house, "bob")
    said = await both.use("hold_call", user="bob")
    assert said["user"] == "bob"
    assert (first.state, other.state) == (State.ACTIVE, State.HELD)
    said = await both.use("call_status", user="bob")
    assert [part["user"] for part in said["users"]] == ["bob"]


async def test_nobody_else_can_be_named(both: Model) -> None:
    key, message = await both.fail("hold_call", user="mallory")
    assert key == "invalid_arguments"
    assert "alice" in message


async def test_the_room_says_who_is_meant(both: Model) -> None:
    both.speak_from_room_of("bob")
    first, other = active(both.house), active(both.house, "bob")
    assert (await both.use("hold_call"))["user"] == "bob"
    assert (first.state, other.state) == (State.ACTIVE, State.HELD)
    said = await both.use("call_status")
    assert [part["user"] for part in said["users"]] == ["bob"]
    assert (await both.use("hold_call", user="alice"))["user"] == "alice"


async def test_a_user_of_no_room_is_not_in_the_room_of_a_speaker_of_none(
    both: Model,
) -> None:
    both.speak_from_room_of("bob")
    assert both.device_id
    devices = dr.async_get(both.house.hass)
    devices.async_update_device(both.device_id, area_id=None)
    calls = active(both.house), active(both.house, "bob")
    assert (await both.fail("hold_call"))[0] == "which_user"
    both.device_id = None
    assert (await both.fail("hold_call"))[0] == "which_user"
    assert [call.state for call in calls] == [State.ACTIVE, State.ACTIVE]
    said = await both.use("call_status")
    assert [part["user"] for part in said["users"]] == ["alice", "bob"]


async def test_a_user_s_contacts_are_not_another_s(both: Model) -> None:
    arguments = {"destination": "Carol Carolson", "user": "bob"}
    key, _ = await both.fail("dial", **arguments)
    assert key == "destination_not_a_contact"
    assert (await both.use("dial", **{**arguments, "user": "alice"}))["done"]


async def test_a_hidden_user_s_calls_are_not_told(both: Model) -> None:
    active(both.house, "bob")
    both.hide("bob")
    said = await both.use("call_status")
    assert said == {"users": [{"user": "alice", "calls": []}]}
    assert (await both.fail("hold_call", user="bob"))[0] == "invalid_arguments"


async def test_in_the_room_of_a_user_who_is_not_connected_nobody_else_is_meant(
    both: Model,
) -> None:
    both.speak_from_room_of("bob")
    call = active(both.house)
    await unload(both.house, "bob")
    both.house.simulator.tally.reset()
    key, message = await both.fail("hold_call")
    assert key == "user_not_loaded"
    assert "bob is not connected" in message
    key, _ = await both.fail("call_status")
    assert key == "user_not_loaded"
    assert call.state is State.ACTIVE
    assert both.house.simulator.tally.requests == []
    assert (await both.use("hold_call", user="alice"))["user"] == "alice"


async def test_who_is_not_connected_is_a_user_all_the_same(both: Model) -> None:
    call = active(both.house)
    await unload(both.house, "bob")
    assert (await both.fail("hold_call"))[0] == "which_user"
    assert (await both.fail("hold_call", user="bob"))[0] == "user_not_loaded"
    alice, bob = (await both.use("call_status"))["users"]
    assert len(alice["calls"]) == 1
    assert (bob["user"], bob["error"]) == ("bob", "user_not_loaded")
    assert call.state is State.ACTIVE


async def test_in_a_hidden_user_s_room_nobody_else_is_meant(both: Model) -> None:
    both.speak_from_room_of("bob")
    both.hide("bob")
    call = active(both.house)
    for tool in ("hold_call", "call_status"):
        key, message = await both.fail(tool)
        assert key == "room_not_shown"
        assert "bob" not in message
    assert call.state is State.ACTIVE


async def test_names_that_sound_alike_are_told_apart_by_the_entries(
    both: Model,
) -> None:
    devices = dr.async_get(both.house.hass)
    for user, name in (("alice", "Desk \N{HOUSE BUILDING}"), ("bob", "Desk")):
        device_id = both.house.device_id(user)
        devices.async_update_device(device_id, name_by_user=name)
    calls = active(both.house), active(both.house, "bob")
    bob = "bob@organization.org"
    assert (await both.use("hold_call", user=bob))["user"] == bob
    assert [call.state for call in calls] == [State.ACTIVE, State.HELD]
    assert (await both.fail("hold_call"))[0] == "which_user"
