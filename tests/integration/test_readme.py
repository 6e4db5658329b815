"""The automations and tables of README.md, in a Home Assistant with the simulator."""

from typing import Any

from aiohttp.test_utils import TestClient
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest

from custom_components.telepo.cti import OUTCOMES
from simulator import State
from tests.repository.readme import codes, examples, sections, table, tables

from .house import House
from .household import AUTOMATIONS, Household

ENTITY_TABLES = ("Sensors", "Binary sensors", "Switches", "Other entities")


@pytest.fixture
def household(alice: House) -> Household:
    """Return the house of alice with everything README's automations need."""
    return Household(alice)


def test_every_entity_in_the_tables_exists_and_no_other(
    hass: HomeAssistant, alice: House
) -> None:
    """By the entity ids that a user named alice gets."""
    told = [
        codes(row["entity"])[0] for heading in ENTITY_TABLES for row in table(heading)
    ]
    assert sorted(told) == sorted(er.async_get(hass).entities)


@pytest.mark.parametrize("heading", ENTITY_TABLES)
async def test_the_attributes_in_the_tables_are_those_of_the_entities(
    alice: House, heading: str
) -> None:
    """All that the state machine does not have for every entity."""
    call = alice.exchange.inbound("alice", "+46277464", "Bob Bobson")
    alice.exchange.answer(call.call_id)
    await alice.poll()
    usual = {
        *("friendly_name", "device_class", "options", "state_class"),
        *("icon", "supported_features", "unit_of_measurement"),
    }
    for row in table(heading):
        state = alice.hass.states.get(codes(row["entity"])[0])
        assert state is not None
        assert set(state.attributes) - usual == set(codes(row["attributes"])), row


async def test_the_answers_shown_have_the_keys_of_real_ones(alice: House) -> None:
    """In their order as well."""
    shown = [each.data["users"] for each in examples() if each.heading == "Answers"]
    of_hold, of_get_calls, of_history = (next(iter(users.values())) for users in shown)
    call = alice.exchange.inbound("alice", "+46277464", "Bob Bobson")
    alice.exchange.answer(call.call_id)
    (listed,) = (await alice.act("get_calls"))["calls"]
    assert list(listed) == list(of_get_calls["calls"][0])
    assert list(await alice.act("hold")) == list(of_hold)
    alice.exchange.end(call.call_id)
    await alice.poll()
    (finished,) = (await alice.act("get_call_history"))["calls"]
    assert list(finished) == list(of_history["calls"][0])


async def test_the_moments_described_are_those_that_are_told(alice: House) -> None:
    """Their fields, in table and example, and all endings."""
    heading = "Moments of a call"
    fields, endings = tables(sections()[heading])
    (example,) = [each for each in examples() if each.heading == heading]
    told = alice.heard(example.data["event_type"])
    alice.exchange.inbound("alice", "+46277464", "Bob Bobson")
    await alice.poll()
    (event,) = told
    assert [codes(row["field"])[0] for row in fields] == list(event.data)
    assert list(example.data["data"]) == list(event.data)
    assert [codes(row["ending"])[0] for row in endings] == list(OUTCOMES)


async def test_every_automation_is_accepted(alice: House) -> None:
    """Home Assistant would show a faulty one as unavailable."""
    config = {"automation": list(AUTOMATIONS.values())}
    assert await async_setup_component(alice.hass, "automation", config)
    await alice.hass.async_block_till_done()
    states = {
        str(state.attributes["friendly_name"]): state.state
        for state in alice.hass.states.async_all("automation")
    }
    assert states == dict.fromkeys(AUTOMATIONS, "on")


async def test_the_light_is_dimmed_during_a_call_and_restored(
    household: Household,
) -> None:
    """Automation 1."""
    exchange = household.house.exchange
    await household.live_with("Dim the light during a call")
    call = exchange.inbound("alice", "+46277464", "Bob Bobson")
    await household.read()
    exchange.answer(call.call_id)
    await household.read()
    await household.until(lambda: household.acted("light.turn_on"))
    assert household.acted("light.turn_on")[0]["brightness_pct"] == 20
    exchange.end(call.call_id)
    await household.read()
    await household.until(lambda: len(household.acted("light.turn_on")) > 1)
    assert household.acted("light.turn_on")[1]["brightness"] == 200


async def test_the_music_pauses_from_ringing_to_the_end(household: Household) -> None:
    """Automation 2."""
    exchange = household.house.exchange
    await household.live_with("Pause the music when the telephone rings")
    call = exchange.inbound("alice", "+46277464", "Bob Bobson")
    await household.read()
    await household.until(lambda: household.acted("media_player.media_pause"))
    exchange.answer(call.call_id)
    await household.read()
    assert not household.acted("media_player.media_play")
    exchange.end(call.call_id)
    await household.read()
    await household.until(lambda: household.acted("media_player.media_play"))


@pytest.mark.parametrize(
    ("number", "name", "spoken"),
    [
        pytest.param("+46277464", "Bob Bobson", "Telephone: Bob Bobson", id="name"),
        pytest.param("+46277464", None, "Telephone: +46277464", id="number"),
        pytest.param(None, None, "Telephone: an unknown caller", id="withheld"),
    ],
)
async def test_the_caller_is_announced(
    household: Household, number: str | None, name: str | None, spoken: str
) -> None:
    """Automation 3."""
    await household.live_with("Say who is calling")
    household.house.exchange.inbound("alice", number, name)
    await household.read()
    await household.until(lambda: household.acted("tts.speak"))
    assert household.acted("tts.speak")[0]["message"] == spoken


async def test_the_busy_light_follows_the_call(household: Household) -> None:
    """Automation 4."""
    exchange = household.house.exchange
    await household.live_with("A busy light at the door")
    call = exchange.outbound("alice", "+46277464")
    await household.read()
    await household.until(lambda: household.acted("light.turn_on"))
    exchange.end(call.call_id)
    await household.read()
    await household.until(lambda: household.acted("light.turn_off"))


async def test_the_notification_goes_when_the_ringing_ends(
    household: Household,
) -> None:
    """Automation 5."""
    exchange = household.house.exchange
    await household.live_with("A notification while it rings")
    call = exchange.inbound("alice", "+46277464", "Bob Bobson")
    await household.read()
    await household.until(lambda: household.acted("notify.mobile_app_phone"))
    exchange.cancel(call.call_id)
    await household.read()
    await household.until(lambda: len(household.acts) > 1)
    shown, cleared = household.acted("notify.mobile_app_phone")
    assert shown["message"] == "Bob Bobson +46277464"
    assert cleared["message"] == "clear_notification"
    assert shown["data"] == cleared["data"]


async def test_the_doorbell_holds_the_call_until_the_door_is_closed(
    household: Household,
) -> None:
    """Automation 6."""
    hold = household.house.entity_id("switch", "hold")
    await household.live_with("Hold the call when the doorbell rings")
    call = household.house.exchange.inbound("alice", "+46277464", "Bob Bobson")
    household.house.exchange.answer(call.call_id)
    await household.read()
    household.show("binary_sensor.doorbell", "on")
    await household.until(lambda: household.hass.states.is_state(hold, "on"))
    assert call.state is State.HELD
    household.show("binary_sensor.front_door", "on")
    # The automation begins to wait after the answer to the command.
    await household.read()
    household.show("binary_sensor.front_door", "off")
    await household.until(lambda: household.hass.states.is_state(hold, "off"))
    assert household.house.exchange.call(call.call_id).state is State.ACTIVE


async def test_the_button_transfers_the_caller_to_bob(household: Household) -> None:
    """Automation 7."""
    exchange = household.house.exchange
    exchange.transfer_answers_after = 0
    bob = {"name": "Bob", "destination": exchange.user("bob").number}
    await household.house.set_options(contacts=[bob])
    await household.live_with("Transfer the caller to Bob")
    call = exchange.inbound("alice", "+46277464", "Bob Bobson")
    exchange.answer(call.call_id)
    await household.read()
    household.press("input_button.to_bob")
    await household.until(
        lambda: household.hass.states.is_state("sensor.alice_call", "idle")
    )
    (transferred,) = exchange.calls("bob")
    assert transferred.remote == call.remote


@pytest.mark.parametrize(
    ("ending", "missed"),
    [
        pytest.param("cancel", ["From +46277464"], id="given-up"),
        pytest.param("reject", [], id="rejected"),
        pytest.param("answered_elsewhere", [], id="answered-elsewhere"),
        pytest.param("answer", [], id="answered"),
    ],
)
async def test_only_a_missed_call_is_told(
    household: Household, web: TestClient[Any, Any], ending: str, missed: list[str]
) -> None:
    """Automation 8, with the CRM connector's own messages."""
    house = household.house
    crm = house.simulator.crm
    webhook_id = house.entry().data["webhook_id"]
    crm.configure(str(web.make_url(f"/api/webhook/{webhook_id}")), insecure=True)
    await household.live_with("Tell of a missed call")
    call = house.exchange.inbound("alice", "+46277464", "Bob Bobson")
    await crm.settled()
    getattr(house.exchange, ending)(call.call_id)
    await crm.settled()
    # Nothing waits any more, so everything that will be told has been.
    await house.hass.async_block_till_done(wait_background_tasks=True)
    told = household.acted("notify.mobile_app_phone")
    assert [data["message"] for data in told] == missed


async def test_a_caller_on_hold_is_not_forgotten(household: Household) -> None:
    """Automation 9."""
    exchange = household.house.exchange
    await household.live_with("Remind of a caller on hold")
    call = exchange.inbound("alice", "+46277464", "Bob Bobson")
    exchange.answer(call.call_id)
    exchange.hold(call.call_id)
    await household.read()
    await household.house.poll(seconds=110)
    assert not household.acts
    await household.house.poll(seconds=130)
    (reminder,) = household.acted("notify.mobile_app_phone")
    assert reminder["message"] == "Bob Bobson has been waiting for two minutes."


async def test_the_button_connects_two_callers(household: Household) -> None:
    """Automation 10."""
    exchange = household.house.exchange
    await household.live_with("Connect two callers")
    held = exchange.inbound("alice", "+46277464", "Bob Bobson")
    exchange.answer(held.call_id)
    exchange.hold(held.call_id)
    active = exchange.inbound("alice", "+15558473", "Carol Carlson")
    exchange.answer(active.call_id)
    await household.read()
    household.press("input_button.connect")
    await household.until(
        lambda: household.hass.states.is_state("sensor.alice_call", "idle")
    )
    assert household.house.simulator.tally.count("transfer") == 1
    assert {held.state, active.state} == {State.TRANSFERRED}
