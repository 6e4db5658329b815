"""A stand-in for Home Assistant Cloud, which needs an account and packages of its own."""

import asyncio
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

from homeassistant import components
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.hass_dict import HassKey
import pytest

MODULE = "homeassistant.components.cloud"
DATA_CLOUD: HassKey[Any] = HassKey("cloud")


class CloudNotAvailable(HomeAssistantError):
    """Raised when an action needs the cloud and it is not there."""


class CloudStandIn:
    """The cloud's public functions: signed in, connected, and with cloudhooks to give."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin active and connected, without a cloudhook."""
        self.active = True
        self.connected = True
        self.failure: Exception | None = None
        # Cleared, it keeps everybody waiting.
        self.answers = asyncio.Event()
        self.answers.set()
        self.cloudhooks: dict[str, str] = {}
        hass.data[DATA_CLOUD] = SimpleNamespace(
            client=SimpleNamespace(cloudhooks=self.cloudhooks)
        )
        hass.config.components.add("cloud")

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of the cloud's module."""
        module: Any = ModuleType(MODULE)
        module.DATA_CLOUD = DATA_CLOUD
        module.CloudNotAvailable = CloudNotAvailable
        module.async_active_subscription = lambda hass: self.active
        module.async_is_connected = lambda hass: self.connected
        module.async_get_or_create_cloudhook = self._get_or_create
        module.async_delete_cloudhook = self._delete
        monkeypatch.setitem(sys.modules, MODULE, module)
        monkeypatch.setattr(components, "cloud", module, raising=False)

    async def _get_or_create(self, hass: HomeAssistant, webhook_id: str) -> str:
        await self.answers.wait()
        if self.failure:
            raise self.failure
        number = len(self.cloudhooks) + 1
        return self.cloudhooks.setdefault(
            webhook_id, f"https://hooks.organization.org/{number}"
        )

    async def _delete(self, hass: HomeAssistant, webhook_id: str) -> None:
        await self.answers.wait()
        if self.failure:
            raise self.failure
        del self.cloudhooks[webhook_id]
