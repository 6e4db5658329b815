"""What can go wrong between us and the exchange, by meaning.

No message ever holds a ticket, a number, a name or a body: whoever catches one may log it.
"""


class TelepoError(Exception):
    """Anything that went wrong with the exchange; the root of all below."""


class TelepoConnectionError(TelepoError):
    """There was no answer: refused, TLS failure, unknown host, broken connection."""


class TelepoTimeoutError(TelepoConnectionError):
    """No whole answer came within the time a request has in all."""


class TelepoServerError(TelepoConnectionError):
    """The exchange answered 5xx; `retry_after` is in seconds where it named a sane delay."""

    def __init__(self, status: int, retry_after: float | None = None) -> None:
        """Keep the status and the delay the exchange asked for."""
        super().__init__(f"The exchange failed with status {status}")
        self.status = status
        self.retry_after = retry_after


class TelepoRateLimitedError(TelepoError):
    """The exchange answered 429; `retry_after` is in seconds where it named a sane delay."""

    def __init__(self, retry_after: float | None = None) -> None:
        """Keep the delay the exchange asked for."""
        super().__init__("The exchange asks for fewer requests")
        self.retry_after = retry_after


class TelepoAuthenticationError(TelepoError):
    """The exchange answered 401: the ticket is unknown, revoked or expired."""


class TelepoInvalidTicketError(TelepoAuthenticationError):
    """The ticket cannot be a header value, so it was never sent."""


class TelepoNotLicensedError(TelepoError):
    """The exchange answered 403: no Cloud CTI licence, or a ticket without call control."""


class TelepoNotFoundError(TelepoError):
    """The exchange answered 404: no such organisation, user or call."""


class TelepoRefusedError(TelepoError):
    """The exchange answered any other 4xx: it understood and declined."""

    def __init__(self, status: int) -> None:
        """Keep the status."""
        super().__init__(f"The exchange refused with status {status}")
        self.status = status


class TelepoStaleStateTokenError(TelepoRefusedError):
    """A command was refused and a fresh snapshot shows another state token."""


class TelepoInvalidResponseError(TelepoError):
    """The answer is not the API's: redirect, odd status, too large, not JSON, wrong shape."""


class TelepoInvalidMessageError(TelepoInvalidResponseError):
    """A CRM message is not JSON, or not an object (or array of such) with call id and state."""
