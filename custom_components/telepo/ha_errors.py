"""The one place where the exchange's errors become Home Assistant's, translated."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
import re

from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    HomeAssistantError,
    ServiceValidationError,
)
from homeassistant.helpers.update_coordinator import UpdateFailed

from .const import DOMAIN
from .cti import (
    AcceptedNotSeenError,
    ActionNotAllowedError,
    Call,
    CallEndedError,
    CallNotFoundError,
    CommandFailedError,
    DestinationIsCallerError,
    NoSecondCallError,
    SeveralCallsError,
    TelepoAuthenticationError,
    TelepoCommandError,
    TelepoError,
    TelepoInvalidResponseError,
    TelepoNotFoundError,
    TelepoNotLicensedError,
    TelepoRateLimitedError,
    TelepoRefusedError,
    TelepoServerError,
    TelepoStaleStateTokenError,
    UnansweredError,
)

# First match wins, so a subclass stands before its base.
_KEYS: tuple[tuple[type[TelepoError], str], ...] = (
    (TelepoAuthenticationError, "invalid_auth"),
    (TelepoNotLicensedError, "not_licensed"),
    (TelepoNotFoundError, "user_not_found"),
    (TelepoRateLimitedError, "rate_limited"),
    (TelepoStaleStateTokenError, "state_changed"),
    (TelepoRefusedError, "refused"),
    (TelepoInvalidResponseError, "invalid_response"),
    (CallNotFoundError, "call_not_found"),
    (ActionNotAllowedError, "action_not_allowed"),
    (SeveralCallsError, "several_calls"),
    (NoSecondCallError, "no_second_call"),
    (DestinationIsCallerError, "destination_is_caller"),
    (CallEndedError, "call_ended"),
    (AcceptedNotSeenError, "accepted_not_seen"),
    (UnansweredError, "unanswered"),
    (CommandFailedError, "command_failed"),
)

_CALLERS_MISTAKES = (
    CallNotFoundError,
    ActionNotAllowedError,
    SeveralCallsError,
    NoSecondCallError,
    DestinationIsCallerError,
)

# What an exchange calls its failures. Any other word in a description may be a party's name.
_PLAIN_WORD = re.compile(
    "a|acceptable|already|at|be|been|busy|by|call|cancelled|cannot|cause|code|connect"
    "|connection|could|decline|declined|destination|disconnected|does|error|exist|failed"
    "|failure|for|forbidden|found|gone|has|here|hold|in|internal|invalid|is|loop|moved|no"
    "|not|of|on|or|party|permitted|proceeding|processing|reached|reason|refused|rejected"
    "|reply|request|response|retrieve|server|service|setup|sip|state|status|temporarily"
    "|terminated|the|timed|timeout|to|transfer|unable|unauthorized|unavailable|unknown"
    "|unreachable|user|was|with|wrong"
)
_CODE = re.compile(r"[1-6][0-9]{2}", re.ASCII)
_BEFORE_A_CODE = frozenset({"cause", "code", "error", "reason", "sip", "status"})
_LEFT_OUT = "…"

# A list to choose from that fits into a sentence.
_MOST_LISTED = 5

# The forms have fewer words: what a person can do about it is the same.
_FORM_KEYS = {"rate_limited": "cannot_connect", "refused": "invalid_response"}


def form_error(error: TelepoError) -> str:
    """Return the error key that a form of the config flow shows."""
    key = _key(error)
    return _FORM_KEYS.get(key, key)


def update_error(error: TelepoError) -> UpdateFailed | ConfigEntryAuthFailed:
    """Return what a failed poll raises."""
    if isinstance(error, TelepoAuthenticationError):
        return ConfigEntryAuthFailed(
            translation_domain=DOMAIN, translation_key="invalid_auth"
        )
    return UpdateFailed(
        translation_domain=DOMAIN,
        translation_key=_key(error),
        translation_placeholders=_placeholders(error),
    )


def retry_after(error: TelepoError) -> float | None:
    """Return the seconds that the server asked to wait, None when it did not ask."""
    if isinstance(error, (TelepoRateLimitedError, TelepoServerError)):
        return error.retry_after
    return None


@contextmanager
def action_errors() -> Iterator[None]:
    """Translate what a command raises: a caller's mistake or the server's failure."""
    try:
        yield
    except TelepoError as error:
        kind = (
            ServiceValidationError
            if isinstance(error, _CALLERS_MISTAKES)
            else HomeAssistantError
        )
        raise kind(
            translation_domain=DOMAIN,
            translation_key=_key(error),
            translation_placeholders=_placeholders(error),
        ) from error


def refused_input(key: str, **placeholders: str) -> ServiceValidationError:
    """Return the error for a value that an action cannot use."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders or None,
    )


class SeveralError(ServiceValidationError):
    """Names to choose from, whole in `choices`; of many its text lists only some."""

    def __init__(self, key: str, placeholder: str, choices: Sequence[str]) -> None:
        """Take the text's key, and which of its placeholders lists the names."""
        listed = list(choices[:_MOST_LISTED])
        if len(choices) > _MOST_LISTED:
            listed.append(_LEFT_OUT)
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders={placeholder: ", ".join(listed)},
        )
        self.choices = tuple(choices)


def failed_for(user: str, error: BaseException, done: list[str]) -> HomeAssistantError:
    """Return the error of an action for several users: whose failed, and whose did not."""
    placeholders = {
        "user": user,
        "reason": str(error),
        "done": ", ".join(done) or "–",
    }
    if isinstance(error, ServiceValidationError):
        return refused_input("failed_for_user", **placeholders)
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key="failed_for_user",
        translation_placeholders=placeholders,
    )


def plain_description(description: str | None) -> str:
    """Return the exchange's description of a failure, with "…" for what may name a party.

    "" when nothing is left. Plain are the usual words and a code that is announced as one.
    """
    kept: list[str] = []
    before = "code"
    for word in re.findall(r"[^\s,;:.()/-]+", description or ""):
        bare = word.casefold()
        is_code = before in _BEFORE_A_CODE and _CODE.fullmatch(bare)
        if is_code or _PLAIN_WORD.fullmatch(bare):
            kept.append(word)
        elif kept[-1:] != [_LEFT_OUT]:
            kept.append(_LEFT_OUT)
        before = bare
    return "" if kept == [_LEFT_OUT] else " ".join(kept)


def _key(error: TelepoError) -> str:
    for kind, key in _KEYS:
        if isinstance(error, kind):
            return key
    return "cannot_connect"


def _placeholders(error: TelepoError) -> dict[str, str] | None:
    if isinstance(error, TelepoCommandError):
        description = plain_description(getattr(error, "description", None))
        return {
            "action": error.action.lower(),
            "calls": "; ".join(map(_describe, error.calls)) or "–",
            "description": description or "–",
        }
    if isinstance(error, TelepoRefusedError):
        return {"status": str(error.status)}
    return None


def _describe(call: Call) -> str:
    """Name a call without its caller: error texts end up in logs."""
    # No words of a language: the sentence around it is translated.
    actions = ", ".join(call.action_names).lower() or "–"
    return f"{call.call_id} ({call.state}: {actions})"
