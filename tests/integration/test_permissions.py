"""What somebody may do whom the owner lets do less than everything."""

from collections.abc import Mapping
from typing import Any

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.components.conversation import async_converse
from homeassistant.core import Context
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.llm import LLMContext, ToolInput, async_get_api
import pytest

from custom_components.telepo.const import DOMAIN
from simulator import State

from .commands import active, posts
from .house import House
from .model import Model
from .talk import CONTACTS, listen

COMMANDS: dict[str, dict[str, Any]] = {
    "hold": {},
    "resume": {},
    "transfer": {"destination": "Anna"},
    "transfer_to_call": {},
    "dial": {"destination": "Anna"},
    "mark_missed_calls_read": {},
}
QUESTIONS = ("get_calls", "get_call_history")


@pytest.fixture
async def home(house: House) -> House:
    """Return the house of alice and an owner."""
    await house.hass.auth.async_create_user("owner")
    await house.set_up("alice", contacts=CONTACTS)
    active(house)
    house.simulator.tally.reset()
    return house


async def _guest(house: House, group: str = GROUP_ID_USER) -> User:
    return await house.hass.auth.async_create_user("guest", group_ids=[group])


def _let(house: House, guest: User, policy: Mapping[str, Any]) -> None:
    """Let somebody do what a policy for entities says, and nothing else."""
    (group,) = guest.groups
    group.policy = {"entities": {"entity_ids": dict(policy)}}
    guest.invalidate_cache()


async def _act(
    house: House, who: Context, action: str, data: Mapping[str, Any] | None = None
) -> set[str]:
    """Call an action for somebody and return the devices that answered."""
    answer = await house.hass.services.async_call(
        DOMAIN,
        action,
        dict(data or {}),
        blocking=True,
        context=who,
        return_response=True,
    )
    assert answer is not None
    users = answer["users"]
    assert isinstance(users, dict)
    return set(users)


@pytest.mark.parametrize("action", COMMANDS)
async def test_who_may_only_look_gives_no_commands(home: House, action: str) -> None:
    guest = Context(user_id=(await _guest(home, GROUP_ID_READ_ONLY)).id)
    with pytest.raises(Unauthorized) as caught:
        await _act(home, guest, action, COMMANDS[action])
    assert caught.value.permission == "control"
    assert caught.value.entity_id == home.entity_id("switch", "hold")
    assert home.simulator.tally.requests == []


@pytest.mark.parametrize("action", QUESTIONS)
async def test_who_may_look_may_ask(home: House, action: str) -> None:
    guest = Context(user_id=(await _guest(home, GROUP_ID_READ_ONLY)).id)
    assert await _act(home, guest, action) == {home.device_id()}


@pytest.mark.parametrize("action", QUESTIONS)
async def test_who_may_not_look_is_told_nothing(home: House, action: str) -> None:
    guest = await _guest(home)
    _let(home, guest, {home.entity_id("switch", "hold"): True})
    who = Context(user_id=guest.id)
    with pytest.raises(Unauthorized) as caught:
        await _act(home, who, action)
    assert caught.value.permission == "read"
    assert home.simulator.tally.requests == []
    assert await _act(home, who, "hold") == {home.device_id()}


@pytest.mark.parametrize("group", [GROUP_ID_ADMIN, GROUP_ID_USER])
async def test_people_of_the_home_may_do_everything(home: House, group: str) -> None:
    who = Context(user_id=(await _guest(home, group)).id)
    for action in ("hold", "get_calls"):
        assert await _act(home, who, action) == {home.device_id()}


async def test_automations_act_for_nobody_and_may(home: House) -> None:
    assert await _act(home, Context(), "hold") == {home.device_id()}


async def test_somebody_unknown_may_nothing(home: House) -> None:
    with pytest.raises(UnknownUser):
        await _act(home, Context(user_id="nobody"), "hold")
    assert posts(home.simulator) == 0


async def test_one_user_out_of_bounds_stops_the_command_for_all(home: House) -> None:
    await home.set_up("bob")
    calls = [active(home, user) for user in ("alice", "bob")]
    guest = await _guest(home)
    _let(home, guest, {home.entity_id("switch", "hold", "bob"): True})
    who = Context(user_id=guest.id)
    home.simulator.tally.reset()
    devices = [home.device_id(user) for user in ("bob", "alice")]
    for target in ({"device_id": devices}, {"entity_id": "all"}):
        with pytest.raises(Unauthorized):
            await _act(home, who, "hold", target)
    assert home.simulator.tally.requests == []
    assert [call.state for call in calls] == [State.ACTIVE, State.ACTIVE]
    assert await _act(home, who, "hold", {"device_id": devices[:1]}) == {devices[0]}


@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [
        ("en", "hold the call", "You are not permitted to do that."),
        ("de", "Halte den Anruf", "Dazu bist du nicht berechtigt."),
    ],
)
async def test_an_assistant_says_that_it_is_not_permitted(
    home: House, language: str, text: str, answer: str
) -> None:
    await listen(home)
    guest = Context(user_id=(await _guest(home, GROUP_ID_READ_ONLY)).id)
    result = await async_converse(home.hass, text, None, guest, language)
    assert result.response.speech["plain"]["speech"] == answer
    assert posts(home.simulator) == 0


async def test_a_model_is_told_that_it_is_not_permitted(home: House) -> None:
    await Model(home).begin()
    guest = Context(user_id=(await _guest(home, GROUP_ID_READ_ONLY)).id)
    context = LLMContext(
        platform="test",
        context=guest,
        language="en",
        assistant="conversation",
        device_id=None,
    )
    api = await async_get_api(home.hass, "assist", context)
    result = await api.async_call_tool(ToolInput("telepo__hold_call", {}))
    assert result.error
    assert result.data["error"] == "not_permitted"
    assert "not permitted" in str(result.data["message"])
    assert posts(home.simulator) == 0


async def test_where_nothing_stands_for_the_calls_a_guest_may_do_nothing(
    home: House,
) -> None:
    """The entity that the policies would be asked about has been removed."""
    who = Context(user_id=(await _guest(home, GROUP_ID_READ_ONLY)).id)
    er.async_get(home.hass).async_remove(home.entity_id("switch", "hold"))
    with pytest.raises(Unauthorized) as caught:
        await _act(home, who, "hold")
    assert caught.value.permission == "control"
    assert home.simulator.tally.requests == []
