"""The exchange's API as barely as one can talk to it: no checks, no limits, no meaning."""

from typing import Any

from aiohttp import ClientSession
import orjson

type Json = dict[str, Any]


class LeastClient:
    """One user, of the credentials that the first form takes."""

    def __init__(self, session: ClientSession, user: Json) -> None:
        """Ask through a session."""
        self._session = session
        self._url = f"{user['url']}/api/call"
        self._path = f"{user['domain']}/{user['user_id']}"
        self._headers = {
            "Authorization": f"Bearer {user['ticket']}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }

    async def snapshot(self) -> Json:
        """Read the user's calls."""
        async with self._session.get(
            f"{self._url}/state/v1/snapshot/{self._path}", headers=self._headers
        ) as answer:
            answer.raise_for_status()
            snapshot: Json = orjson.loads(await answer.read())
        return snapshot

    async def hold(self, call_id: str) -> None:
        """Put a call on hold."""
        async with self._session.post(
            f"{self._url}/control/v1/hold/{self._path}/{call_id}",
            headers=self._headers,
            data=b"{}",
        ) as answer:
            answer.raise_for_status()
            await answer.read()
