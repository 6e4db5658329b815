"""A home with a telephone: what tests do again and again with Home Assistant."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aiohttp.test_utils import TestClient
from aiohttp.web import Application, Request
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigFlowResult,
)
from homeassistant.core import Event, HomeAssistant, State
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.telepo.const import DOMAIN
from simulator import Simulator

# A client of Home Assistant's web server.
type WebClient = TestClient[Request, Application]


class House:
    """A Home Assistant with the integration, and its exchange."""

    def __init__(self, hass: HomeAssistant, exchange: Simulator) -> None:
        """Begin with nobody set up."""
        self.hass = hass
        self.simulator = exchange
        self.exchange = exchange.exchange

    def credentials(self, user: str = "alice", **changes: Any) -> dict[str, Any]:
        """Return what the user would type into the first form."""
        return {
            "url": self.simulator.url,
            "domain": "organization.org",
            "user_id": user,
            "ticket": self.exchange.user(user).ticket,
            **changes,
        }

    async def start_flow(self) -> ConfigFlowResult:
        """Open the first form."""
        return await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )

    async def submit(
        self, result: ConfigFlowResult, data: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Fill in a form."""
        return await self.hass.config_entries.flow.async_configure(
            result["flow_id"], data if data is not None else {}
        )

    async def reconfigure(self, user: str = "alice") -> ConfigFlowResult:
        """Open the form that changes how a user is reached."""
        return await self.hass.config_entries.flow.async_init(
            DOMAIN,
            context={
                "source": SOURCE_RECONFIGURE,
                "entry_id": self.entry(user).entry_id,
            },
        )

    def reauth_flows(self) -> list[ConfigFlowResult]:
        """Return the open forms that ask for a new ticket."""
        return [
            flow
            for flow in self.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
            if flow["context"]["source"] == SOURCE_REAUTH
        ]

    def served_webhooks(self) -> set[str]:
        """Return the ids of all webhooks that Home Assistant answers at."""
        return set(self.hass.data.get("webhook", {}))

    async def set_up(self, user: str = "alice", **options: Any) -> ConfigEntry:
        """Set a user up as a person would; options are saved through their own form."""
        result = await self.start_flow()
        result = await self.submit(result, self.credentials(user))
        assert result["step_id"] == "webhook", result
        result = await self.submit(result)
        assert result["type"] is FlowResultType.CREATE_ENTRY
        await self.hass.async_block_till_done()
        if options:
            await self.set_options(user, **options)
        return self.entry(user)

    async def set_options(self, user: str = "alice", **options: Any) -> None:
        """Save the options form; the entry reloads."""
        flow = self.hass.config_entries.options
        result = await flow.async_init(self.entry(user).entry_id)
        filled_in = {"history_days": 30, "privacy": "full", **options}
        result = await flow.async_configure(result["flow_id"], filled_in)
        assert result["type"] is FlowResultType.CREATE_ENTRY, result
        await self.hass.async_block_till_done()

    def entry(self, user: str = "alice") -> ConfigEntry:
        """Return the user's entry."""
        return next(
            entry
            for entry in self.hass.config_entries.async_entries(DOMAIN)
            if entry.data["user_id"] == user
        )

    def device_id(self, user: str = "alice") -> str:
        """Return the id of the user's device."""
        entry_id = self.entry(user).entry_id
        (device,) = dr.async_entries_for_config_entry(dr.async_get(self.hass), entry_id)
        return device.id

    def entity_id(self, platform: str, key: str, user: str = "alice") -> str:
        """Return the entity id that belongs to a translation key."""
        entity_id = er.async_get(self.hass).async_get_entity_id(
            platform, DOMAIN, f"{self.entry(user).entry_id}_{key}"
        )
        assert entity_id is not None, key
        return entity_id

    def state(self, platform: str, key: str, user: str = "alice") -> State:
        """Return the state of one of the user's entities."""
        state = self.hass.states.get(self.entity_id(platform, key, user))
        assert state is not None, key
        return state

    async def poll(self, seconds: float = 700) -> None:
        """Let so much time pass that the next poll is due, and wait for its end."""
        async_fire_time_changed(
            self.hass, dt_util.utcnow() + timedelta(seconds=seconds)
        )
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def next_turn(self) -> None:
        """Let the event loop turn once, for conditions that a test waits for."""
        await asyncio.sleep(0)

    async def act(
        self, action: str, data: dict[str, Any] | None = None, user: str = "alice"
    ) -> dict[str, Any]:
        """Call an action without a target and return the user's part of the answer."""
        answer = await self.hass.services.async_call(
            DOMAIN, action, data or {}, blocking=True, return_response=True
        )
        # What it has read becomes stories when it has returned.
        await self.next_turn()
        assert answer is not None
        users = answer["users"]
        assert isinstance(users, dict)
        part = users[self.device_id(user)]
        assert isinstance(part, dict)
        return part

    def heard(self, event_type: str) -> list[Event[Any]]:
        """Return the list that collects every event of the type from now on."""
        events: list[Event[Any]] = []
        self.hass.bus.async_listen(event_type, collector(events))
        return events


def collector(events: list[Event[Any]]) -> Callable[[Event[Any]], None]:
    """Return a listener that appends to the list, in the event loop."""
    from homeassistant.core import callback  # noqa: PLC0415

    @callback
    def collect(event: Event[Any]) -> None:
        events.append(event)

    return collect
