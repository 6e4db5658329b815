"""The asynchronous client: one method per known operation of the Call Control API."""

import asyncio
from collections.abc import Mapping
import json
import re
from typing import Final, Literal, TypeGuard
from urllib.parse import quote

import aiohttp
from yarl import URL

from .answers import decode, free_form, raise_for_status
from .errors import (
    TelepoConnectionError,
    TelepoError,
    TelepoInvalidResponseError,
    TelepoInvalidTicketError,
    TelepoTimeoutError,
)
from .models import Call, Reply, Snapshot, Telephone, TransferType
from .parsing import parse_call, parse_snapshot, parse_telephones
from .urls import bare_user, normalise_url

REQUEST_TIMEOUT: Final = 10.0
# The whole request has its limit; aiohttp's own would be a second clock for each part.
_NO_TIMEOUT: Final = aiohttp.ClientTimeout()
# A snapshot is a few kilobytes; this stops an endless answer before it fills the memory.
MAX_BODY_SIZE: Final = 2 * 1024 * 1024

_SNAPSHOT: Final = "call/state/v1/snapshot"
_SHORTLIST: Final = "device/info/v1/shortlist"
_CONTROL: Final = "call/control/v1"
# It becomes part of an address: nothing but what names an operation.
_COMMAND: Final = re.compile(r"[a-z]{2,40}")


class TelepoClient:
    """One user's view of one exchange.

    Every operation raises TelepoError's children by meaning; nothing is ever sent twice.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        url: str,
        domain: str,
        user_id: str,
        ticket: str,
    ) -> None:
        """Remember whom to ask; sends nothing.

        Raises TelepoInvalidTicketError for a ticket that cannot be a header value, and
        ValueError for a URL that `normalise_url` refuses.
        """
        if not ticket or any(not "!" <= character <= "~" for character in ticket):
            raise TelepoInvalidTicketError(
                "The ticket holds characters that no ticket has"
            )
        self.url = normalise_url(url)
        self.domain = domain.strip()
        self.user_id = bare_user(user_id, domain)
        self._session = session
        # Content-Type also on a GET: the exchange wants both headers on every request.
        self._headers = {
            "Authorization": f"Bearer {ticket}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        self._snapshot_address = self._address(_SNAPSHOT)
        self._last_body: bytes | None = None
        self._last_snapshot = Snapshot()
        self._is_closing = False
        self._under_way = 0

    @property
    def is_closed(self) -> bool:
        """Whether the session has ended or is to end, so that nothing can be asked any more."""
        return self._is_closing or self._session.closed

    def close(self) -> None:
        """Ask nothing any more, and detach the session once what is under way has ended.

        Detached in the middle, aiohttp would lose the connection that it is about to make.
        """
        self._is_closing = True
        self._detach_when_idle()

    def _detach_when_idle(self) -> None:
        if self._is_closing and not self._under_way:
            self._session.detach()

    async def snapshot(self) -> Snapshot:
        """Read the user's calls ("Read user state"); the same object while nothing changes."""
        _, body = await self._request("GET", self._snapshot_address)
        if body != self._last_body:
            snapshot = parse_snapshot(
                decode(body), domain=self.domain, user_id=self.user_id
            )
            self._last_body, self._last_snapshot = body, snapshot
        return self._last_snapshot

    async def hold(self, call_id: str) -> None:
        """Put a call on hold ("Hold a call")."""
        address = self._address(f"{_CONTROL}/hold", call_id)
        await self._request("POST", address, body={}, read=False)

    async def resume(self, call_id: str) -> None:
        """Resume a held call ("Resume a held call")."""
        address = self._address(f"{_CONTROL}/resume", call_id)
        await self._request("POST", address, body={}, read=False)

    async def single_step_transfer(
        self,
        call_id: str,
        *,
        destination: str,
        state_token: int | None,
        blind: bool = False,
        transfer_type: TransferType = TransferType.BASIC,
    ) -> Call | None:
        """Transfer a call to a SIP or tel URI ("Transfer a call to a new destination").

        Returns the call as the exchange replied with it, None when it only accepted.
        """
        body = _with_tokens(stateToken=state_token) | {
            "blind": blind,
            "type": transfer_type.value,
            "destination": destination,
        }
        return await self._transfer("singlesteptransfer", call_id, body)

    async def transfer(
        self,
        call_id: str,
        *,
        target_call_id: str,
        state_token: int | None,
        target_state_token: int | None,
    ) -> Call | None:
        """Connect two calls of the user ("Transfer a call to another call that belongs …").

        Returns the call as the exchange replied with it, None when it only accepted.
        """
        tokens = _with_tokens(
            stateToken=state_token, targetStateToken=target_state_token
        )
        return await self._transfer(
            "transfer", call_id, tokens | {"targetCallId": target_call_id}
        )

    async def telephones(self) -> tuple[Telephone, ...]:
        """Read the user's telephones (operator's page "shortlist"; needs scope User info)."""
        _, body = await self._request("GET", self._address(_SHORTLIST))
        return parse_telephones(decode(body))

    async def make(self, telephone_id: str, destination: str) -> None:
        """Call a SIP or tel URI from one of the user's telephones ("make", MED)."""
        body = {"destination": destination}
        address = self._address(f"{_CONTROL}/make", telephone_id)
        await self._request("POST", address, body=body, read=False)

    async def send_command(
        self,
        command: str,
        call_id: str | None = None,
        data: Mapping[str, object] | None = None,
    ) -> Reply:
        """Post an operation that only the operator describes, for the user or for a call.

        Raises ValueError, before anything is sent, for a command that is not two to forty
        small letters and for data that JSON cannot hold.
        """
        if not is_command(command):
            raise ValueError("A command is two to forty small letters")
        target_id = () if call_id is None else (call_id,)
        address = self._address(f"{_CONTROL}/{command}", *target_id)
        status, body = await self._request("POST", address, body=data or {})
        return Reply(status, free_form(body))

    async def _transfer(
        self, operation: str, call_id: str, body: Mapping[str, object]
    ) -> Call | None:
        """Post one of the two transfers and read its reply."""
        address = self._address(f"{_CONTROL}/{operation}", call_id)
        _, reply = await self._request("POST", address, body=body)
        if not reply.strip():
            return None
        data = decode(reply)
        try:
            return parse_call(data)
        except TelepoInvalidResponseError:
            # Whatever else it says, a readable 2xx is acceptance.
            return None

    async def _request(
        self,
        method: Literal["GET", "POST"],
        address: URL,
        *,
        body: Mapping[str, object] | None = None,
        read: bool = True,
    ) -> tuple[int, bytes]:
        """Send one request, once; return status and body (empty when not to be read)."""
        encoded = None if body is None else _encode(body)
        if self.is_closed:
            raise TelepoConnectionError("The entry was unloaded meanwhile")
        self._under_way += 1
        try:
            # aiohttp rounds its own limits up by as much as a second.
            async with (
                asyncio.timeout(REQUEST_TIMEOUT),
                self._session.request(
                    method,
                    address,
                    headers=self._headers,
                    data=encoded,
                    # A redirect would carry the ticket to wherever it points.
                    allow_redirects=False,
                    # Nor is there one to look at, as Home Assistant's middleware does.
                    middlewares=(),
                    timeout=_NO_TIMEOUT,
                ) as response,
            ):
                raise_for_status(response.status, response.headers)
                return response.status, await _read(response) if read else b""
        except TimeoutError:
            failure: TelepoError = TelepoTimeoutError("No whole answer came in time")
        except aiohttp.ClientResponseError:
            failure = TelepoInvalidResponseError("The answer is not HTTP")
        except (aiohttp.ClientError, OSError) as err:
            reason = type(err).__name__
            failure = TelepoConnectionError(f"The exchange gave no answer ({reason})")
        finally:
            self._under_way -= 1
            self._detach_when_idle()
        # Not inside a handler: aiohttp's errors hold the request's headers, thus the
        # ticket, and would hang on ours as its context.
        raise failure

    def _address(self, operation: str, *target_id: str) -> URL:
        """Return the URL of an operation on the user, or on a call or telephone of the user."""
        segments = "/".join(
            _segment(text) for text in (self.domain, self.user_id, *target_id)
        )
        return URL(f"{self.url}/api/{operation}/{segments}", encoded=True)


def is_command(value: object) -> TypeGuard[str]:
    """Tell whether a value can name an operation: two to forty small letters."""
    return isinstance(value, str) and _COMMAND.fullmatch(value) is not None


def _segment(text: str) -> str:
    """Quote one path segment so that it stays one, wherever it passes."""
    quoted = quote(text, safe="", errors="replace")
    return quoted if quoted.strip(".") else quoted.replace(".", "%2E")


def _with_tokens(**tokens: int | None) -> dict[str, object]:
    """Return the tokens that are known: an unknown one is left out, never made up."""
    return {key: token for key, token in tokens.items() if token is not None}


def _encode(body: Mapping[str, object]) -> bytes:
    """Write a body as JSON; raises ValueError for what JSON cannot hold."""
    try:
        return json.dumps(body, allow_nan=False).encode()
    except TypeError, ValueError, RecursionError:
        raise ValueError("The data cannot be written as JSON") from None


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Read a body of at most 2 MiB; raises TelepoInvalidResponseError for a larger one."""
    chunks: list[bytes] = []
    size = 0
    while not response.content.at_eof():
        chunks.append(await response.content.readany())
        size += len(chunks[-1])
        if size > MAX_BODY_SIZE:
            raise TelepoInvalidResponseError("The answer is too large")
    return b"".join(chunks)
