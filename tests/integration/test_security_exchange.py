"""What a hostile exchange, a dashboard, a user or a lost file can get at."""

from collections.abc import AsyncIterator, Iterator
import json
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.template import Template
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.telepo.const import DOMAIN, ISSUE_WEBHOOK_SILENT
from simulator import Fault

from .commands import NUMBER, active, ringing
from .crm import Connector
from .house import House
from .storybook import missed, storage_key, talked

HOSTILE = "{{ states('sensor.secret') }}<img src=x onerror=alert(1)>[x](javascript:1)"


def secrets(house: House) -> list[str]:
    """Return what nobody may see."""
    data = house.entry().data
    return [data["ticket"], data["webhook_id"]]


def leaks(house: House, *things: object) -> Iterator[str]:
    """Yield every secret that is in what was given."""
    text = json.dumps(things, default=str)
    return (secret for secret in secrets(house) if secret in text)


class OtherDoor:
    """A server that takes every request and remembers it."""

    def __init__(self) -> None:
        """Begin with nobody there."""
        self.knocks: list[str] = []
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._open)
        self.server = TestServer(application)

    async def _open(self, request: web.Request) -> web.Response:
        self.knocks.append(f"{request.method} {request.path}")
        return web.json_response({"calls": []})


@pytest.fixture
async def other_door(socket_enabled: None) -> AsyncIterator[OtherDoor]:
    """Run a server that nothing may ever be sent to."""
    door = OtherDoor()
    async with door.server:
        yield door


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_later_on_takes_no_ticket_along(
    alice: House, other_door: OtherDoor, status: int
) -> None:
    """Neither that of a poll nor that of a command; nobody knocks at the other door."""
    active(alice)
    await alice.poll()
    fault = Fault.redirect(str(other_door.server.make_url("/api")), status)
    faults, tally = alice.simulator.faults, alice.simulator.tally
    faults.add("hold", fault)
    with pytest.raises(HomeAssistantError) as caught:
        await alice.act("hold")
    assert caught.value.translation_key == "unanswered"
    assert tally.count("hold") == 1
    faults.add("snapshot", fault)
    await alice.poll()
    assert alice.state("sensor", "call").state == "unavailable"
    assert other_door.knocks == []
    faults.clear()


async def test_what_is_stored_of_calls_holds_no_secret(
    alice: House, connector: Connector, hass_storage: dict[str, Any]
) -> None:
    """The ticket is where Home Assistant keeps such things, and nowhere else."""
    await talked(alice)
    await missed(alice)
    await connector.post(connector.message())
    await alice.poll()
    await alice.hass.config_entries.async_unload(alice.entry().entry_id)
    stored = hass_storage[storage_key(alice)]
    assert NUMBER in json.dumps(stored)
    assert list(leaks(alice, stored)) == []


async def test_no_state_holds_a_secret(alice: House, connector: Connector) -> None:
    """Nor does any event."""
    heard = [
        alice.heard(event) for event in ("telepo_crm_message", "telepo_call_event")
    ]
    ringing(alice)
    await connector.post(connector.message())
    await alice.poll()
    assert all(heard)
    events = [dict(event.data) for events in heard for event in events]
    states = [state.as_dict() for state in alice.hass.states.async_all()]
    assert list(leaks(alice, states, events)) == []


async def test_a_template_of_a_dashboard_shows_a_name_and_runs_nothing(
    alice: House, hass: HomeAssistant
) -> None:
    """As a Markdown card renders it, and once more, as careless templates do."""
    hass.states.async_set("sensor.secret", "the secret")
    alice.exchange.inbound("alice", NUMBER, HOSTILE)
    await alice.poll()
    entity_id = alice.entity_id("sensor", "call")
    card = f"{{{{ state_attr('{entity_id}', 'remote_name') }}}}"
    shown = str(Template(card, hass).async_render(parse_result=False))
    again = str(Template(shown, hass).async_render(parse_result=False))
    assert "secret" in shown
    for text in (shown, again):
        assert "the secret" not in text
        assert "<" not in text
        assert "](" not in text


@pytest.mark.parametrize(
    "source", ["user", "reconfigure", "reauth", "options", "repair"]
)
async def test_forms_are_for_administrators(
    alice: House,
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    hass_read_only_access_token: str,
    source: str,
) -> None:
    """Another user sees no address and changes no ticket."""
    for component in ("config", "repairs"):
        await async_setup_component(hass, component, {})
    web = await hass_client(hass_read_only_access_token)
    entry_id = alice.entry().entry_id
    alice.exchange.user("alice").revoke()
    await alice.poll()
    (asked,) = alice.reauth_flows()
    issue_id = f"{ISSUE_WEBHOOK_SILENT}_{entry_id}"
    flow, options = "config/config_entries/flow", "config/config_entries/options/flow"
    path, body = {
        "user": (flow, {"handler": DOMAIN}),
        "reconfigure": (flow, {"handler": DOMAIN, "entry_id": entry_id}),
        "reauth": (f"{flow}/{asked['flow_id']}", {"ticket": "another"}),
        "options": (options, {"handler": entry_id}),
        "repair": ("repairs/issues/fix", {"handler": DOMAIN, "issue_id": issue_id}),
    }[source]
    async with web.post(f"/api/{path}", json=body) as response:
        assert response.status == 401
        assert list(leaks(alice, await response.text())) == []
