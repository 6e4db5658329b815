"""Home Assistant's HTTP and WebSocket APIs, as a browser uses them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType

from .failure import DemoError

type Json = dict[str, Any]
type EventHandler = Callable[[Json], None]

USER = "demo"
PASSWORD = "demo"  # no secret: it opens a throw-away Home Assistant on loopback

_STARTUP_SECONDS = 180.0
_ANSWER_SECONDS = 30.0
_LOOK_AGAIN = 0.1


@asynccontextmanager
async def _limited(seconds: float, what: str) -> AsyncIterator[None]:
    """Raise DemoError when something takes longer than it may."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise DemoError(f"waited {seconds:g} s in vain for {what}") from error


class HassApi:
    """One logged-in client of a Home Assistant at a base URL without a slash at its end."""

    def __init__(self, url: str, session: ClientSession) -> None:
        """Talk through a session, which somebody else closes."""
        self.url = url
        self._session = session
        self._headers: dict[str, str] = {}
        self._socket: ClientWebSocketResponse | None = None
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[Json]] = {}
        self._handlers: dict[int, EventHandler] = {}

    async def answers_http(self) -> None:
        """Wait until the web server answers; raises DemoError after three minutes."""
        async with _limited(_STARTUP_SECONDS, "Home Assistant's first answer"):
            while not await self._is_there():
                await asyncio.sleep(_LOOK_AGAIN)

    async def create_owner(self) -> None:
        """Create the owner in the first step of the onboarding, and log in."""
        client_id = f"{self.url}/"
        owner = await self.post(
            "/api/onboarding/users",
            {
                "client_id": client_id,
                "name": "Demo",
                "username": USER,
                "password": PASSWORD,
                "language": "en",
            },
        )
        form = {
            "grant_type": "authorization_code",
            "client_id": client_id,
            "code": owner["auth_code"],
        }
        async with self._session.post(f"{self.url}/auth/token", data=form) as answer:
            answer.raise_for_status()
            token = (await answer.json())["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    async def post(self, path: str, body: Json) -> Json:
        """Post JSON and return the JSON that comes back; raises DemoError."""
        async with self._session.post(
            self.url + path, json=body, headers=self._headers
        ) as answer:
            if not answer.ok:
                reason = await answer.text()
                raise DemoError(f"{path} answers {answer.status}: {reason}")
            result: Json = await answer.json()
        return result

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Keep a WebSocket open, for commands and subscriptions."""
        token = self._headers["Authorization"].removeprefix("Bearer ")
        async with self._session.ws_connect(
            f"{self.url}/api/websocket", max_msg_size=0
        ) as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": token})
            if (await socket.receive_json())["type"] != "auth_ok":
                raise DemoError("Home Assistant's WebSocket refuses the token")
            self._socket = socket
            reader = asyncio.create_task(self._read(socket))
            try:
                yield
            finally:
                reader.cancel()
                self._socket = None

    async def command(self, type_: str, **fields: Any) -> Any:
        """Send a command and return its result; raises DemoError with the reason."""
        _, result = await self._send(type_, fields)
        return result

    async def subscribe(self, event_type: str, handler: EventHandler) -> None:
        """Call the handler with the data of every event of a type."""
        await self._send("subscribe_events", {"event_type": event_type}, handler)

    async def act(
        self, action: str, target: Json, data: Json | None = None
    ) -> dict[str, Any]:
        """Call an action such as `telepo.hold` and return its response."""
        domain, _, service = action.partition(".")
        result = await self.command(
            "call_service",
            domain=domain,
            service=service,
            service_data=data or {},
            target=target,
            return_response=True,
        )
        response: dict[str, Any] = result["response"]
        return response

    async def runs(self) -> None:
        """Wait until everything of the first start is set up."""
        async with _limited(_STARTUP_SECONDS, "the end of Home Assistant's start"):
            while (await self.command("get_config"))["state"] != "RUNNING":
                await asyncio.sleep(_LOOK_AGAIN)

    async def _is_there(self) -> bool:
        with suppress(ClientError, ConnectionError):
            async with self._session.get(f"{self.url}/manifest.json") as answer:
                return answer.status == 200
        return False

    async def _send(
        self, type_: str, fields: Json, handler: EventHandler | None = None
    ) -> tuple[int, Any]:
        if self._socket is None:
            raise DemoError("the WebSocket to Home Assistant is closed")
        number = next(self._numbers)
        if handler:
            self._handlers[number] = handler
        answer = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        await self._socket.send_json({"id": number, "type": type_, **fields})
        async with _limited(_ANSWER_SECONDS, f"the answer to {type_}"):
            message = await answer
        if not message["success"]:
            raise DemoError(f"{type_}: {message['error']['message']}")
        return number, message["result"]

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        """Hand every message to whoever waits for it, until the connection ends."""
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._take(message.json())
        for answer in self._answers.values():
            answer.set_exception(DemoError("Home Assistant closed the WebSocket"))
        self._answers.clear()

    def _take(self, message: Json) -> None:
        if message["type"] == "event":
            self._handlers[message["id"]](message["event"]["data"])
        elif answer := self._answers.pop(message["id"], None):
            if not answer.done():
                answer.set_result(message)
