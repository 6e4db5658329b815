"""Who watches a home: which automations run, and when."""

from typing import Any

from homeassistant.core import Event
from homeassistant.helpers.condition import (
    ConditionChecker,
    async_from_config,
    async_validate_condition_config,
)
from homeassistant.setup import async_setup_component

from custom_components.telepo.const import DOMAIN

from .commands import NAME, NUMBER
from .house import House

type Options = dict[str, Any]

# Triggers with the option `direction`, and all of them.
DIRECTED = ("answered", "ended", "held", "resumed", "transferred")
TRIGGERS = (*DIRECTED, "incoming", "missed", "outgoing")

CALL = {
    "call_id": "1",
    "direction": "incoming",
    "remote_name": NAME,
    "remote_number": NUMBER,
    "remote_uri": f"tel:{NUMBER}",
    "duration": 0,
}


class Bystander:
    """Sees which automations run, and tells moments of calls as the event entity does."""

    def __init__(self, house: House) -> None:
        """Begin before any moment."""
        self.house = house
        self.ran: list[Event[Any]] = house.heard("ran")
        self._told = 0

    async def wait_for(
        self,
        *moments: str,
        options: Options | None = None,
        target: Options | None = None,
    ) -> None:
        """Set up an automation with triggers, on alice's telephone if none is named."""
        common = {"target": target or {"device_id": self.house.device_id()}}
        if options is not None:
            common["options"] = options
        triggers = [{"trigger": f"{DOMAIN}.{moment}", **common} for moment in moments]
        act = {
            "event": "ran",
            "event_data": {
                "moment": "{{ trigger.to_state.attributes.event_type }}",
                "entity_id": "{{ trigger.entity_id }}",
                "name": "{{ trigger.to_state.attributes.remote_name }}",
                "uri": "{{ trigger.to_state.attributes.remote_uri }}",
            },
        }
        assert await async_setup_component(
            self.house.hass,
            "automation",
            {
                "automation": [
                    {
                        "alias": "a",
                        "mode": "queued",
                        "triggers": triggers,
                        "actions": [act],
                    }
                ]
            },
        )
        await self.house.hass.async_block_till_done()

    async def tell(self, moment: str, user: str = "alice", **changes: Any) -> None:
        """Let the user's event entity tell a moment of a call."""
        await self.show(
            self.house.entity_id("event", "call", user),
            {**CALL, **changes, "event_type": moment},
        )

    async def show(self, entity_id: str, attributes: dict[str, Any]) -> None:
        """Let an event entity tell a moment."""
        self._told += 1
        at = f"2026-10-12T09:30:00.{self._told:03}+00:00"
        self.house.hass.states.async_set(entity_id, at, attributes)
        await self.house.hass.async_block_till_done()


async def checker_of(
    house: House,
    key: str,
    target: Options | None = None,
    options: Options | None = None,
) -> ConditionChecker:
    """Return a condition that is set up, about alice if no other target is named."""
    config = {
        "condition": f"{DOMAIN}.{key}",
        "target": target or {"device_id": house.device_id()},
        "options": options or {},
    }
    config = await async_validate_condition_config(house.hass, config)
    return await async_from_config(house.hass, config)
