"""Which of a user's telephones dials."""

from .cti import Telephone, TelepoError, TelepoRateLimitedError
from .ha_errors import refused_input
from .names import same_name
from .runtime import TelepoRuntime

# A name with more digits may well be a number, and error texts end up in logs.
_MOST_DIGITS = 4


async def async_known_telephones(runtime: TelepoRuntime) -> tuple[Telephone, ...]:
    """Return the user's telephones, none when the exchange does not tell."""
    try:
        return await runtime.client.telephones()
    except TelepoError:
        return ()


async def async_choose_telephone(
    runtime: TelepoRuntime, wanted: str | None
) -> Telephone:
    """Return the telephone of an id or name, without one the first that the exchange lists.

    When the list cannot be read, a `wanted` that may be an id is taken for one.
    Raises ServiceValidationError `telephone_not_found`, `no_telephone` or
    `telephones_unknown`, and TelepoError.
    """
    try:
        telephones = await runtime.client.telephones()
    except TelepoError as error:
        runtime.coordinator.async_command_failed(error)
        if isinstance(error, TelepoRateLimitedError):
            raise
        # The list needs a scope of its own, which calls do without.
        if wanted and any(map(str.isdigit, wanted)):
            return Telephone(wanted, wanted)
        # Raises when it is not about the list: the exchange is away, or the ticket is bad.
        await runtime.coordinator.async_read_calls()
        raise refused_input("telephones_unknown") from error
    return _chosen(telephones, wanted)


def _chosen(telephones: tuple[Telephone, ...], wanted: str | None) -> Telephone:
    if not telephones:
        raise refused_input("no_telephone")
    if not wanted:
        return telephones[0]
    fitting = [each for each in telephones if each.telephone_id == wanted] or [
        each for each in telephones if same_name(each.name) == same_name(wanted)
    ]
    if len(fitting) != 1:
        raise refused_input("telephone_not_found", telephones=_listed(telephones))
    return fitting[0]


def _listed(telephones: tuple[Telephone, ...]) -> str:
    """Name the telephones, but not by their numbers."""
    names = dict.fromkeys(
        each.name
        for each in telephones
        if each.name != each.telephone_id
        and sum(map(str.isdigit, each.name)) <= _MOST_DIGITS
    )
    return ", ".join(names) or "–"
