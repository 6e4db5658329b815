"""A Home Assistant, an exchange, and users set up through the real config flow."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant
from homeassistant.helpers import event
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from simulator import Simulator

from .blueprints import BlueprintHousehold
from .clock import Clock, Pass
from .cloud import CloudStandIn
from .crm import Connector
from .house import House, WebClient
from .texts import TextWatch, install


@pytest.fixture(autouse=True)
def custom_integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant find the integration."""


@pytest.fixture(autouse=True)
def texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[TextWatch]:
    """Fail a test in which the integration says what has no text in English."""
    watch = TextWatch()
    install(watch, monkeypatch)
    yield watch
    assert watch.faults == []


@pytest.fixture
def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> CloudStandIn:
    """Give Home Assistant a cloud that is signed in and connected."""
    stand_in = CloudStandIn(hass)
    stand_in.install(monkeypatch)
    return stand_in


@pytest.fixture
async def exchange(socket_enabled: None) -> AsyncIterator[Simulator]:
    """Run an exchange with the users alice and bob."""
    async with Simulator() as simulator:
        simulator.exchange.add_user("alice", domain="organization.org")
        simulator.exchange.add_user("bob", domain="organization.org")
        yield simulator


@pytest.fixture
async def house(hass: HomeAssistant, exchange: Simulator) -> House:
    """Return a Home Assistant that no user of the exchange is set up in yet."""
    await async_setup_component(hass, "homeassistant", {})
    return House(hass, exchange)


@pytest.fixture
async def alice(house: House) -> House:
    """Return a Home Assistant that alice is set up in."""
    await house.set_up("alice")
    return house


@pytest.fixture
async def web(
    hass: HomeAssistant, house: House, hass_client_no_auth: ClientSessionGenerator
) -> WebClient:
    """Return a client of Home Assistant's web server, as the exchange is one."""
    await async_setup_component(hass, "webhook", {})
    return await hass_client_no_auth()


@pytest.fixture
def clock(hass: HomeAssistant) -> Iterator[Clock]:
    """Return the event loop's clock, for the test to move."""
    clock = Clock(hass)
    yield clock
    clock.close()


@pytest.fixture
def later(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Pass:
    """Return what lets time pass, on the wall as well as in the loop."""
    begin, begun = clock.now(), dt_util.utcnow()

    def now() -> datetime:
        return begun + timedelta(seconds=clock.now() - begin)

    monkeypatch.setattr(dt_util, "utcnow", now)
    monkeypatch.setattr(event, "time_tracker_utcnow", now)
    return clock.pass_time


@pytest.fixture
def connector(house: House, web: WebClient) -> Connector:
    """Return the exchange's CRM connector, moved by hand."""
    return Connector(house, web)


@pytest.fixture
async def blueprints(alice: House) -> AsyncIterator[BlueprintHousehold]:
    """Return the house of alice, with lamps, for automations made from blueprints."""
    household = BlueprintHousehold(alice)
    await household.furnish()
    yield household
    await alice.hass.services.async_call(
        "automation", "turn_off", {"entity_id": "all"}, blocking=True
    )
