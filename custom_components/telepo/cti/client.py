"""The asynchronous client: one method per documented operation of the Call Control API."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
import json
from typing import Final, Literal
from urllib.parse import quote

import aiohttp
from yarl import URL

from .errors import (
    TelepoAuthenticationError,
    TelepoConnectionError,
    TelepoError,
    TelepoInvalidResponseError,
    TelepoInvalidTicketError,
    TelepoNotFoundError,
    TelepoNotLicensedError,
    TelepoRateLimitedError,
    TelepoRefusedError,
    TelepoServerError,
    TelepoTimeoutError,
)
from .models import Call, Snapshot, TransferType
from .parsing import parse_call, parse_snapshot
from .urls import bare_user, normalise_url

REQUEST_TIMEOUT: Final = 10.0
# A snapshot is a few kilobytes; this stops an endless answer before it fills the memory.
MAX_BODY_SIZE: Final = 2 * 1024 * 1024
MAX_RETRY_AFTER: Final = 24 * 3600.0

_SNAPSHOT: Final = "call/state/v1/snapshot"
_CONTROL: Final = "call/control/v1"


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
        self._last_body: bytes | None = None
        self._last_snapshot = Snapshot()

    async def snapshot(self) -> Snapshot:
        """Read the user's calls ("Read user state"); the same object while nothing changes."""
        body = await self._request("GET", _SNAPSHOT)
        if body != self._last_body:
            snapshot = parse_snapshot(
                _json(body), domain=self.domain, user_id=self.user_id
            )
            self._last_body, self._last_snapshot = body, snapshot
        return self._last_snapshot

    async def hold(self, call_id: str) -> None:
        """Put a call on hold ("Hold a call")."""
        await self._request("POST", f"{_CONTROL}/hold", call_id, body={}, read=False)

    async def resume(self, call_id: str) -> None:
        """Resume a held call ("Resume a held call")."""
        await self._request("POST", f"{_CONTROL}/resume", call_id, body={}, read=False)

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

    async def _transfer(
        self, operation: str, call_id: str, body: Mapping[str, object]
    ) -> Call | None:
        """Post one of the two transfers and read its reply."""
        reply = await self._request(
            "POST", f"{_CONTROL}/{operation}", call_id, body=body
        )
        if not reply.strip():
            return None
        data = _json(reply)
        try:
            return parse_call(data)
        except TelepoInvalidResponseError:
            # Whatever else it says, a readable 2xx is acceptance.
            return None

    async def _request(
        self,
        method: Literal["GET", "POST"],
        operation: str,
        *call_id: str,
        body: Mapping[str, object] | None = None,
        read: bool = True,
    ) -> bytes:
        """Send one request, once, and return its body (empty when not to be read)."""
        if self._session.closed:
            raise TelepoConnectionError("The entry was unloaded meanwhile")
        try:
            # aiohttp rounds its own limits up by as much as a second.
            async with (
                asyncio.timeout(REQUEST_TIMEOUT),
                self._session.request(
                    method,
                    self._address(operation, *call_id),
                    headers=self._headers,
                    data=None if body is None else json.dumps(body).encode(),
                    # A redirect would carry the ticket to wherever it points.
                    allow_redirects=False,
                ) as response,
            ):
                _raise_for_status(response)
                return await _read(response) if read else b""
        except TimeoutError:
            failure: TelepoError = TelepoTimeoutError("No whole answer came in time")
        except aiohttp.ClientResponseError:
            failure = TelepoInvalidResponseError("The answer is not HTTP")
        except (aiohttp.ClientError, OSError) as err:
            reason = type(err).__name__
            failure = TelepoConnectionError(f"The exchange gave no answer ({reason})")
        # Not inside a handler: aiohttp's errors hold the request's headers, thus the
        # ticket, and would hang on ours as its context.
        raise failure

    def _address(self, operation: str, *call_id: str) -> URL:
        """Return the URL of an operation on the user, or on one of the user's calls."""
        segments = "/".join(
            _segment(text) for text in (self.domain, self.user_id, *call_id)
        )
        return URL(f"{self.url}/api/{operation}/{segments}", encoded=True)


def _segment(text: str) -> str:
    """Quote one path segment so that it stays one, wherever it passes."""
    quoted = quote(text, safe="", errors="replace")
    return quoted if quoted.strip(".") else quoted.replace(".", "%2E")


def _with_tokens(**tokens: int | None) -> dict[str, object]:
    """Return the tokens that are known: an unknown one is left out, never made up."""
    return {key: token for key, token in tokens.items() if token is not None}


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Read a body of at most 2 MiB; raises TelepoInvalidResponseError for a larger one."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_BODY_SIZE:
            raise TelepoInvalidResponseError("The answer is too large")
    return bytes(body)


def _json(body: bytes) -> object:
    """Decode a body; raises TelepoInvalidResponseError when it is not JSON."""
    try:
        data: object = json.loads(body)
    except ValueError, RecursionError:
        raise TelepoInvalidResponseError("The answer is not JSON") from None
    return data


def _raise_for_status(response: aiohttp.ClientResponse) -> None:
    """Raise the error that a status means (contract, section 2), if any."""
    status = response.status
    if 200 <= status < 300:
        return
    raise _error(status, _retry_after(response.headers.get("Retry-After")))


def _error(status: int, retry_after: float | None) -> TelepoError:
    """Return the error by the meaning of its status."""
    if status == 401:
        return TelepoAuthenticationError("The exchange does not accept the ticket")
    if status == 403:
        return TelepoNotLicensedError("The exchange does not permit call control")
    if status == 404:
        return TelepoNotFoundError("The exchange knows no such user or call")
    if status == 429:
        return TelepoRateLimitedError(retry_after)
    if 400 <= status < 500:
        return TelepoRefusedError(status)
    if 500 <= status < 600:
        return TelepoServerError(status, retry_after)
    return TelepoInvalidResponseError(f"The answer has status {status}")


def _retry_after(value: str | None) -> float | None:
    """Read a Retry-After header, seconds or a date, as seconds; None when senseless."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_until(value)
    # NaN is neither above nor below anything, so the test must be for what is right.
    return seconds if 0 < seconds <= MAX_RETRY_AFTER else None


def _seconds_until(date: str) -> float:
    """Return the seconds until an HTTP date, 0 when it is none."""
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
