"""What of the entities a real recorder keeps."""

from datetime import timedelta

from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.history import get_significant_states
from homeassistant.core import HomeAssistant, State
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from .commands import active, second
from .house import House
from .storybook import missed

# Of each entity that shows callers, what there is besides.
KEPT = {
    ("sensor", "call"): {"actions", "call_id", "direction", "status"},
    ("sensor", "remote_party"): {"party_type"},
    ("sensor", "missed_calls"): {"last_missed"},
    ("event", "call"): {"call_id", "direction", "event_type"},
}
NOT_KEPT = {
    "calls",
    "last_caller",
    "number",
    "remote_name",
    "remote_number",
    "remote_uri",
    "uri",
}


@pytest.fixture(autouse=True)
def custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Let Home Assistant find the integration; the recorder must be there before it."""


async def _recorded(
    hass: HomeAssistant, recorder: Recorder, entity_id: str
) -> list[State]:
    await async_wait_recording_done(hass)
    history = await recorder.async_add_executor_job(
        lambda: get_significant_states(
            hass,
            dt_util.utcnow() - timedelta(hours=1),
            None,
            [entity_id],
            significant_changes_only=False,
            minimal_response=False,
        )
    )
    return [state for state in history[entity_id] if isinstance(state, State)]


@pytest.mark.parametrize(("platform", "key"), KEPT)
async def test_callers_in_attributes_stay_out_of_the_database(
    hass: HomeAssistant, recorder_mock: Recorder, alice: House, platform: str, key: str
) -> None:
    await missed(alice)
    active(alice)
    await alice.poll()
    second(alice)
    await alice.poll()
    shown = alice.state(platform, key)
    assert shown.attributes.keys() & NOT_KEPT

    kept = await _recorded(hass, recorder_mock, shown.entity_id)
    assert kept[-1].state == shown.state
    for state in kept:
        assert not state.attributes.keys() & NOT_KEPT
    assert KEPT[platform, key] <= kept[-1].attributes.keys()


async def test_nothing_is_recorded_while_nothing_changes(
    hass: HomeAssistant, recorder_mock: Recorder, alice: House
) -> None:
    active(alice)
    await alice.poll()
    entity_id = alice.entity_id("sensor", "call")
    before = await _recorded(hass, recorder_mock, entity_id)
    assert [state.state for state in before] == ["idle", "active"]
    for turn in range(1, 6):
        await alice.poll(700 * turn)
    after = await _recorded(hass, recorder_mock, entity_id)
    assert [state.last_updated for state in after] == [
        state.last_updated for state in before
    ]
