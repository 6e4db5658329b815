"""The logbook: a line for each moment that a person likes to read."""

from datetime import timedelta
from typing import Any

from homeassistant.components.recorder import Recorder
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.telepo.logbook import async_describe_events

from .house import House

BOB = {"remote_name": "Bob Bobson", "remote_number": "+46277464"}
MOMENTS = {
    "incoming",
    "outgoing",
    "answered",
    "held",
    "resumed",
    "transferred",
    "ended",
    "missed",
    "rejected",
    "answered_elsewhere",
    "cancelled",
    "failed",
}


@pytest.fixture(autouse=True)
def custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Let Home Assistant find the integration; the recorder must be there before it."""


def _described(house: House, **data: Any) -> dict[str, str]:
    """Return what the logbook gets to show for an event."""
    describers = {}
    async_describe_events(
        house.hass,
        lambda domain, event, describe: describers.update({(domain, event): describe}),
    )
    describe = describers["telepo", "telepo_call_event"]
    return describe(
        Event("telepo_call_event", {"device_id": house.device_id(), **data})
    )


@pytest.mark.parametrize(
    ("moment", "direction", "message"),
    [
        ("incoming", "incoming", "is called by Bob Bobson"),
        ("outgoing", "outgoing", "calls Bob Bobson"),
        ("answered", "incoming", "answered the call from Bob Bobson"),
        ("answered", "outgoing", "reached Bob Bobson"),
        ("held", "incoming", "put Bob Bobson on hold"),
        ("resumed", "outgoing", "took the call with Bob Bobson off hold"),
        ("transferred", "incoming", "transferred the call with Bob Bobson"),
        ("ended", "incoming", "talked 3 min 20 s with Bob Bobson"),
        ("missed", "incoming", "missed a call from Bob Bobson"),
        ("rejected", "incoming", "rejected a call from Bob Bobson"),
        ("rejected", "outgoing", "was turned down by Bob Bobson"),
        (
            "answered_elsewhere",
            "incoming",
            "let somebody else answer the call from Bob Bobson",
        ),
        ("cancelled", "outgoing", "did not reach Bob Bobson"),
        ("failed", "outgoing", "could not be connected with Bob Bobson"),
        ("of_a_later_version", None, "had a call with Bob Bobson: of a later version"),
    ],
)
async def test_a_moment_reads_like_a_sentence(
    alice: House, moment: str, direction: str | None, message: str
) -> None:
    described = _described(alice, type=moment, direction=direction, duration=200, **BOB)
    assert f"{described['name']} {described['message']}" == f"alice {message}"
    assert described["icon"].startswith("mdi:phone-")


@pytest.mark.parametrize(
    ("seconds", "message"),
    [
        (1, "talked 1 s with Bob Bobson"),
        (60, "talked 1 min with Bob Bobson"),
        (3605, "talked 1 h 5 s with Bob Bobson"),
        (7384, "talked 2 h 3 min 4 s with Bob Bobson"),
        (0, "ended the call with Bob Bobson"),
        (None, "ended the call with Bob Bobson"),
    ],
)
async def test_the_time_talked_is_told_as_people_tell_it(
    alice: House, seconds: int | None, message: str
) -> None:
    described = _described(
        alice, type="ended", direction="incoming", duration=seconds, **BOB
    )
    assert described["message"] == message


@pytest.mark.parametrize(
    "duration", ["200", "long", 12.5, float("nan"), -3, [200], {}], ids=repr
)
async def test_a_duration_that_is_none_is_not_told(
    alice: House, duration: object
) -> None:
    """Anybody can fire an event of this name."""
    described = _described(alice, type="ended", duration=duration, **BOB)
    assert described["message"] == "ended the call with Bob Bobson"


async def test_an_event_full_of_nonsense_is_a_line_all_the_same(alice: House) -> None:
    nonsense: list[object] = [{}]
    described = _described(
        alice,
        **dict.fromkeys(("type", "direction", "remote_name"), nonsense),
        device_id=nonsense,
        entity_id=nonsense,
    )
    assert described["message"] == "had a call with [{}]: [{}]"
    assert described["name"] == "MiCloud Telepo"


@pytest.mark.parametrize(
    ("party", "message"),
    [
        ({"remote_number": "+46277464"}, "missed a call from +46277464"),
        (
            {"remote_name": None, "remote_uri": "sip:bob@organization.org"},
            "missed a call from sip:bob@organization.org",
        ),
        # What the privacy option leaves, and nothing else.
        ({"remote_name": "B. B."}, "missed a call from B. B."),
        ({}, "missed a call from an unknown caller"),
        # Braces in a stranger's name are no placeholders.
        ({"remote_name": "{duration}"}, "missed a call from {duration}"),
    ],
    ids=["number", "address", "masked", "nobody-known", "braces"],
)
async def test_who_called_is_told_as_well_as_it_is_known(
    alice: House, party: dict[str, str | None], message: str
) -> None:
    described = _described(alice, type="missed", direction="incoming", **party)
    assert described["message"] == message


async def test_a_call_to_nobody_known_is_a_call_to_somebody(alice: House) -> None:
    described = _described(alice, type="outgoing", direction="outgoing")
    assert described["message"] == "calls somebody"


async def test_the_line_bears_the_name_that_the_owner_gave(alice: House) -> None:
    """As everywhere else in Home Assistant."""
    dr.async_get(alice.hass).async_update_device(
        alice.device_id(), name_by_user="Desk phone"
    )
    described = _described(alice, type="missed", entity_id="event.alice_call")
    assert described["name"] == "Desk phone"
    assert described["entity_id"] == "event.alice_call"


@pytest.mark.parametrize("device_id", [None, "gone"])
async def test_a_line_outlives_the_device(alice: House, device_id: str | None) -> None:
    """The database may be older than the registry."""
    described = _described(alice, type="missed", device_id=device_id)
    assert described["name"] == "MiCloud Telepo"
    assert "entity_id" not in described


async def test_the_logbook_shows_the_lines(
    hass: HomeAssistant, alice: House, hass_ws_client: WebSocketGenerator
) -> None:
    """Read from the database, as the page does it."""
    assert await async_setup_component(hass, "logbook", {})
    for moment in sorted(MOMENTS):
        hass.bus.async_fire(
            "telepo_call_event",
            {"type": moment, "device_id": alice.device_id(), "duration": 1, **BOB},
        )
    await async_wait_recording_done(hass)
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": (dt_util.utcnow() - timedelta(hours=1)).isoformat(),
            "device_ids": [alice.device_id()],
        }
    )
    answer = await client.receive_json()
    lines = [line for line in answer["result"] if line.get("domain") == "telepo"]
    assert len(lines) == len(MOMENTS)
    assert all("Bob Bobson" in line["message"] for line in lines)
    assert {line["name"] for line in lines} == {"alice"}
