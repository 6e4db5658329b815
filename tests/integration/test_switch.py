"""The hold switch (contract, section 4)."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from simulator import Fault, State

from .commands import active, change_calls, held, impatient, ringing, second, story
from .house import House


async def _turn(house: House, way: str) -> None:
    target = {"entity_id": house.entity_id("switch", "hold")}
    await house.hass.services.async_call("switch", f"turn_{way}", target, blocking=True)


def _shown(house: House) -> str:
    return house.state("switch", "hold").state


@pytest.mark.parametrize(
    ("actions", "shown"),
    [
        pytest.param([], "unavailable", id="nothing"),
        pytest.param(["ANSWER", "MOVE"], "unavailable", id="neither"),
        pytest.param(["HOLD"], "off", id="hold"),
        pytest.param(["RESUME"], "on", id="resume"),
        pytest.param(["HOLD", "RESUME"], "off", id="both"),
    ],
)
async def test_what_the_exchange_offers_decides_what_is_shown(
    alice: House, actions: list[str], shown: str
) -> None:
    active(alice)
    change_calls(alice.simulator, actions=[{"action": action} for action in actions])
    await alice.poll()
    assert _shown(alice) == shown


async def test_without_a_call_the_switch_is_unavailable(alice: House) -> None:
    assert _shown(alice) == "unavailable"


async def test_a_ringing_call_alone_leaves_it_unavailable(alice: House) -> None:
    ringing(alice)
    await alice.poll()
    assert _shown(alice) == "unavailable"


async def test_turning_on_holds_and_turning_off_resumes(alice: House) -> None:
    call = active(alice)
    await alice.poll()
    assert _shown(alice) == "off"
    alice.simulator.tally.reset()

    seen = []
    for way in ("on", "off"):
        await _turn(alice, way)
        seen.append((call.state, _shown(alice)))
    assert seen == [(State.HELD, "on"), (State.ACTIVE, "off")]
    assert story(alice.simulator) == "snapshot hold snapshot snapshot resume snapshot"


async def test_while_one_call_can_be_held_another_on_hold_does_not_show(
    alice: House,
) -> None:
    on_hold, talking = held(alice), second(alice)
    await alice.poll()
    assert _shown(alice) == "off"
    await _turn(alice, "on")
    assert talking.state is State.HELD
    assert _shown(alice) == "on"
    with pytest.raises(ServiceValidationError) as caught:
        await _turn(alice, "off")
    assert caught.value.translation_key == "several_calls"
    assert on_hold.state is State.HELD


async def test_turning_on_what_is_on_does_nothing(alice: House) -> None:
    held(alice)
    await alice.poll()
    alice.simulator.tally.reset()
    await _turn(alice, "on")
    assert alice.simulator.tally.count() == 0


async def test_turning_everything_off_resumes_no_call_beside_an_active_one(
    alice: House,
) -> None:
    held(alice)
    active(alice)
    await alice.poll()
    assert _shown(alice) == "off"
    alice.simulator.tally.reset()
    await _turn(alice, "off")
    assert alice.simulator.tally.count() == 0


async def test_of_two_calls_to_hold_neither_is_guessed(alice: House) -> None:
    calls = [active(alice), second(alice)]
    await alice.poll()
    assert _shown(alice) == "off"
    with pytest.raises(ServiceValidationError) as caught:
        await _turn(alice, "on")
    assert caught.value.translation_key == "several_calls"
    assert all(call.state is State.ACTIVE for call in calls)


async def test_a_command_that_has_no_effect_leaves_the_switch_as_it_was(
    alice: House,
) -> None:
    active(alice)
    await alice.poll()
    impatient(alice)
    alice.simulator.faults.add("hold", Fault.ignored())
    with pytest.raises(HomeAssistantError) as caught:
        await _turn(alice, "on")
    assert caught.value.translation_key == "accepted_not_seen"
    assert _shown(alice) == "off"


async def test_in_an_outage_the_switch_is_unavailable(
    alice: House, hass: HomeAssistant
) -> None:
    active(alice)
    await alice.poll()
    assert _shown(alice) == "off"
    alice.simulator.faults.add("snapshot", Fault.answer(503))
    await alice.poll()
    assert _shown(alice) == "unavailable"
    alice.simulator.faults.clear()
    await alice.poll()
    assert _shown(alice) == "off"


async def test_the_switch_shows_what_is_done_at_the_telephone(alice: House) -> None:
    call = active(alice)
    await alice.poll()
    alice.exchange.hold(call.call_id)
    await alice.poll()
    assert _shown(alice) == "on"
    alice.exchange.end(call.call_id)
    await alice.poll()
    assert _shown(alice) == "unavailable"
