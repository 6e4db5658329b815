"""What pages send: the card's question and the list of calls to return, with anything in them."""

from typing import Any

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.json import json_loads
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol

from tests.fuzz.damage import some_damage, write
from tests.fuzz.effort import MINUTE, random_of, seeded, share
from tests.integration.house import House
from tests.integration.storybook import missed

from .watch import LogWatch, assert_sane


@seeded
@pytest.mark.timeout(MINUTE)
async def test_the_cards_question_is_answered_or_refused(
    alice: House, hass_ws_client: WebSocketGenerator, log: LogWatch, seed: int
) -> None:
    """A page that asks nonsense is told so, and can ask again."""
    browser = await hass_ws_client()
    random = random_of("card", seed)
    answers: set[str] = set()
    for _ in range(share(150)):
        try:
            asked: Any = json_loads(
                write(some_damage({"device_id": alice.device_id()}, random, 1))
            )
        except ValueError:
            continue
        await browser.send_json_auto_id({**asked, "type": "telepo/card"})
        answer = await browser.receive_json()
        if answer["success"]:
            answers.add(f"{len(answer['result']['users'])} users")
        else:
            answers.add(answer["error"]["code"])
    assert answers == {"0 users", "1 users", "invalid_format"}
    log.assert_quiet()


@seeded
@pytest.mark.timeout(MINUTE)
async def test_a_call_to_return_is_ticked_by_its_own_id_only(
    alice: House, log: LogWatch, seed: int
) -> None:
    """Whatever else is sent marks nothing as read."""
    call = await missed(alice)
    entity_id = alice.entity_id("todo", "missed_calls")
    random = random_of("todo", seed)
    for _ in range(share(150)):
        service, good = random.choice(
            (
                ("update_item", {"item": call.call_id, "status": "needs_action"}),
                ("update_item", {"item": "x", "status": "completed"}),
                ("remove_item", {"item": ["x"]}),
            )
        )
        try:
            data: Any = json_loads(write(some_damage(good, random, 2)))
            await alice.hass.services.async_call(
                "todo", service, {**data, "entity_id": entity_id}, blocking=True
            )
        except vol.Invalid, HomeAssistantError, ValueError:
            continue
    assert alice.state("todo", "missed_calls").state == "1"
    assert_sane(alice)
    log.assert_quiet()
