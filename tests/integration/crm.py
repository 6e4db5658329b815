"""The exchange's CRM connector, posting by hand to Home Assistant's web server."""

from collections.abc import Mapping
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from homeassistant.components import webhook
from homeassistant.util import dt as dt_util
import pytest

from .house import House

CALLER = "+46277464"
MESSAGE = "telepo_crm_message"


class Connector:
    """Posts what a test tells it to the webhook of an organisation."""

    def __init__(self, house: House, web: TestClient[Any, Any]) -> None:
        """Post to this Home Assistant."""
        self.web = web
        self._house = house

    def path(self, user: str = "alice") -> str:
        """Return the webhook's path, as the owner gave it to the operator."""
        return webhook.async_generate_path(self._house.entry(user).data["webhook_id"])

    def message(self, seq_num: int | None = 1, **changes: Any) -> dict[str, Any]:
        """Return a message as the vendor's sample has it, alice being called."""
        message = {
            "seq_num": seq_num,
            "call_id": "VTZAg3bXTr2f7UuZTw7zAg",
            "branch_id": "2e7e5911",
            "timestamp": dt_util.utcnow().isoformat(timespec="milliseconds"),
            "state": "EARLY",
            "direction": "INCOMING",
            "local_email": "alice@organization.org",
            "local_user_id": "alice@organization.org",
            "local_number": "+1555555",
            "device_type": "SOFT",
            "remote_number": CALLER,
        }
        return message | changes

    async def post(self, body: object, user: str = "alice") -> int:
        """Post JSON and return the status."""
        async with self.web.post(self.path(user), json=body) as response:
            return response.status

    async def post_raw(
        self,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        method: str = "POST",
    ) -> ClientResponse:
        """Send any body with any method, on a connection of its own.

        The server leaves a request that it refuses half-read, and its connection with it.
        """
        alone = {"Connection": "close", **(headers or {})}
        return await self.web.request(method, self.path(), data=body, headers=alone)


def assert_nothing_raised(caplog: pytest.LogCaptureFixture) -> None:
    """Check that no exception reached Home Assistant, which would log it."""
    raised = [record.name for record in caplog.records if record.exc_info]
    # The web server itself complains of broken requests.
    assert set(raised) <= {"aiohttp.server"}
