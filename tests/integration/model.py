"""A language model that talks with Home Assistant: it sees tools and uses them."""

from typing import Any

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.llm import (
    APIInstance,
    LLMContext,
    Tool,
    ToolInput,
    ToolResult,
    async_get_api,
)
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .house import House

ASSISTANT = "conversation"
PREFIX = "telepo__"


def asked_by(device_id: str | None = None) -> LLMContext:
    """Return the circumstances of a request, from a device if one is named."""
    return LLMContext(
        platform="test",
        context=Context(),
        language="en",
        assistant=ASSISTANT,
        device_id=device_id,
    )


class Model:
    """Sees of a house what the assistant is shown."""

    def __init__(self, house: House) -> None:
        """Speak from nowhere."""
        self.house = house
        self.device_id: str | None = None

    async def begin(self) -> None:
        """Set Home Assistant's tools up."""
        assert await async_setup_component(self.house.hass, "llm", {})

    async def api(self, api_id: str | list[str] = "assist") -> APIInstance:
        """Return what Home Assistant hands to a model."""
        hass = self.house.hass
        return await async_get_api(hass, api_id, asked_by(self.device_id))

    async def tools(self) -> dict[str, Tool]:
        """Return our tools by name, without the prefix."""
        return {
            tool.name.removeprefix(PREFIX): tool
            for tool in (await self.api()).tools
            if tool.name.startswith(PREFIX)
        }

    async def use(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Use a tool that must do what it is for, and return what it says."""
        result = await self.try_out(tool, **arguments)
        assert not result.error, result
        return dict(result.data)

    async def fail(self, tool: str, **arguments: Any) -> tuple[str, str]:
        """Use a tool that must fail, and return the error's key and message."""
        result = await self.try_out(tool, **arguments)
        assert result.error, result
        assert set(result.data) == {"error", "message"}
        return str(result.data["error"]), str(result.data["message"])

    async def try_out(self, tool: str, **arguments: Any) -> ToolResult:
        """Use a tool through Home Assistant and return its result."""
        call = ToolInput(f"{PREFIX}{tool}", arguments)
        return await (await self.api()).async_call_tool(call)

    def expose(
        self, platform: str, key: str, user: str = "alice", *, shown: bool = True
    ) -> None:
        """Show an entity to the assistant, or hide it."""
        entity_id = self.house.entity_id(platform, key, user)
        async_expose_entity(self.house.hass, ASSISTANT, entity_id, shown)

    def hide(self, user: str = "alice") -> None:
        """Hide every entity of a user from the assistant."""
        entry_id = self.house.entry(user).entry_id
        registry = er.async_get(self.house.hass)
        for entity in er.async_entries_for_config_entry(registry, entry_id):
            async_expose_entity(self.house.hass, ASSISTANT, entity.entity_id, False)

    def speak_from_room_of(self, user: str) -> None:
        """Let the user's telephone and the device spoken to be in one room."""
        hass = self.house.hass
        area = ar.async_get(hass).async_create(f"Room of {user}")
        entry = MockConfigEntry(domain="speaker")
        entry.add_to_hass(hass)
        devices = dr.async_get(hass)
        speaker = devices.async_get_or_create(
            config_entry_id=entry.entry_id, identifiers={("speaker", user)}
        )
        self.device_id = speaker.id
        for device_id in (speaker.id, self.house.device_id(user)):
            devices.async_update_device(device_id, area_id=area.id)
