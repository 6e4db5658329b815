"""What tests of commands share: hooks between readings, the requests' cost, refusals."""

from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.telepo.const import DOMAIN
from simulator import Call, Simulator

from .house import House

NAME = "Bob Bobson"
NUMBER = "+46277464"
OTHER_NAME = "Carol Carolson"
OTHER_NUMBER = "+15557777"

type JsonObject = dict[str, object]
type Hook = Callable[[JsonObject], object]


def ringing(house: House, user: str = "alice") -> Call:
    """Let the usual caller ring."""
    return house.exchange.inbound(user, NUMBER, NAME)


def active(house: House, user: str = "alice") -> Call:
    """Return a conversation with the usual caller."""
    return house.exchange.answer(ringing(house, user).call_id)


def held(house: House, user: str = "alice") -> Call:
    """Return a held call with the usual caller."""
    return house.exchange.hold(active(house, user).call_id)


def second(house: House, user: str = "alice") -> Call:
    """Return a second conversation, which the user began."""
    call = house.exchange.outbound(user, OTHER_NUMBER, OTHER_NAME)
    return house.exchange.far_answers(call.call_id)


def impatient(house: House, seconds: float = 0.3, user: str = "alice") -> None:
    """Let the user's commands watch for an effect for a short while only."""
    house.entry(user).runtime_data.call_control._patience = seconds


def at_reading(simulator: Simulator, hooks: Mapping[int, Callable[[], object]]) -> None:
    """Do something just after the snapshot of the n-th reading from now was taken."""
    readings = 0

    def edit(body: JsonObject) -> JsonObject:
        nonlocal readings
        readings += 1
        if (hook := hooks.get(readings)) is not None:
            hook()
        return body

    simulator.wire.edit_snapshot = edit


def after_every_reading(simulator: Simulator, hook: Callable[[], object]) -> None:
    """Do something just after every snapshot was taken."""

    def edit(body: JsonObject) -> JsonObject:
        hook()
        return body

    simulator.wire.edit_snapshot = edit


def calls_in(body: JsonObject) -> list[JsonObject]:
    """Return the call objects of a snapshot."""
    calls = body["calls"]
    assert isinstance(calls, list)
    return calls


def change_calls(simulator: Simulator, **changes: object) -> None:
    """Replace fields of every call in every snapshot; None takes a field away."""

    def edit(body: JsonObject) -> JsonObject:
        for call in calls_in(body):
            call.update(changes)
            for key in [key for key, value in call.items() if value is None]:
                del call[key]
        return body

    simulator.wire.edit_snapshot = edit


def posts(simulator: Simulator) -> int:
    """Return how many commands the exchange has received since the last reset."""
    return sum(request.method == "POST" for request in simulator.tally.requests)


def story(simulator: Simulator) -> str:
    """Return the requests since the last reset in order, a word each."""
    return " ".join(request.operation for request in simulator.tally.requests)


async def answers(
    house: House, action: str, data: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """Call an action and return every user's part of the answer by device id."""
    answer = await house.hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=True
    )
    assert answer is not None
    users = answer["users"]
    assert isinstance(users, dict)
    return {device: part for device, part in users.items() if isinstance(part, dict)}


async def refused(
    house: House,
    action: str,
    data: dict[str, Any] | None = None,
    *,
    mistake: bool = False,
) -> HomeAssistantError:
    """Call an action that must fail and return its error.

    `mistake`: the caller's, thus a ServiceValidationError; else the exchange's.
    """
    with pytest.raises(HomeAssistantError) as caught:
        await house.hass.services.async_call(
            DOMAIN, action, data or {}, blocking=True, return_response=True
        )
    error = caught.value
    assert isinstance(error, ServiceValidationError) is mistake, repr(error)
    assert error.translation_domain == DOMAIN
    told = f"{error} {error.translation_placeholders}"
    for secret in (NAME, "Bobson", NUMBER[1:], OTHER_NAME, OTHER_NUMBER[1:]):
        assert secret not in told
    return error


def placeholder(error: HomeAssistantError, name: str) -> str:
    """Return one placeholder of an error's text."""
    assert error.translation_placeholders is not None
    return error.translation_placeholders[name]
