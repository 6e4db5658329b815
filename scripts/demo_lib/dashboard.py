"""The dashboard "Telepo": the integration's card for both users, and their home."""

from typing import Any

from .chapters import CALLS_TO_RETURN, MISSED_CALLS, RADIO
from .diary import LAMP
from .hass_api import HassApi
from .story import ALICE_CALL, BOB_CALL

type Card = dict[str, Any]

PATH = "telepo-demo"

_PLACE_A_CALL = "Place, answer and end calls on [the page of the exchange](@exchange@)."


async def prepare(hass: HassApi, exchange_url: str, destination: str) -> None:
    """Create the dashboard and let Home Assistant open with it.

    It links to the page of the exchange, and its button transfers to the destination.
    """
    await hass.command(
        "lovelace/dashboards/create",
        url_path=PATH,
        title="Telepo",
        icon="mdi:phone",
        show_in_sidebar=True,
        require_admin=False,
    )
    config = dashboard(exchange_url, destination)
    await hass.command("lovelace/config/save", url_path=PATH, config=config)
    await hass.command(
        "frontend/set_system_data", key="core", value={"default_panel": PATH}
    )


def dashboard(exchange_url: str, destination: str) -> dict[str, Any]:
    """Return the dashboard's configuration."""
    telephones = {
        "title": "Telephones",
        "path": "telephones",
        "type": "sections",
        "max_columns": 3,
        "sections": [
            _telephone("Alice", ALICE_CALL),
            _telephone("Bob", BOB_CALL),
            _house(exchange_url),
        ],
    }
    # One line lays out the calls of all users.
    calls = {"title": "Calls", "path": "calls", "strategy": {"type": "custom:telepo"}}
    entities = {
        "title": "Entities",
        "path": "entities",
        "type": "sections",
        "sections": [_alice(), _control(destination), _missed()],
    }
    return {"title": "Telepo", "views": [telephones, calls, entities]}


def _telephone(name: str, entity_id: str) -> Card:
    """Return a section without a heading: the card has the name as its own."""
    card = {
        "type": "custom:telepo-call-card",
        "entity": entity_id,
        "name": name,
        "grid_options": {"columns": "full"},
    }
    return {"type": "grid", "cards": [card]}


def _house(exchange_url: str) -> Card:
    return _section(
        "The house",
        "mdi:home",
        _tile(
            LAMP,
            "Desk lamp",
            features=[{"type": "light-brightness"}],
            columns="full",
        ),
        _tile(
            RADIO,
            "Radio",
            features=[{"type": "media-player-playback"}],
            columns="full",
        ),
        {
            "type": "markdown",
            "content": _PLACE_A_CALL.replace("@exchange@", exchange_url),
            "grid_options": {"columns": "full"},
        },
    )


def _alice() -> Card:
    return _section(
        "Alice's telephone",
        "mdi:phone",
        _tile(ALICE_CALL, "Call"),
        _tile("sensor.alice_other_party", "Other party"),
        _tile("binary_sensor.alice_ringing", "Ringing"),
        _tile("binary_sensor.alice_on_a_call", "On a call"),
        _tile("sensor.alice_call_started", "Started"),
        _tile("sensor.alice_calls", "Calls"),
        _tile("event.alice_call", "Last moment", columns="full")
        | {"state_content": ["event_type", "remote_name", "last_changed"]},
    )


def _control(destination: str) -> Card:
    return _section(
        "Call control",
        "mdi:phone-settings",
        _tile(
            "switch.alice_hold",
            "Hold",
            features=[{"type": "toggle"}],
            columns="full",
        ),
        _button("Resume", "mdi:phone-in-talk", "telepo.resume"),
        _button(
            "Transfer to Bob",
            "mdi:phone-forward",
            "telepo.transfer",
            {"destination": destination},
        ),
        _tile("binary_sensor.alice_webhook", "Webhook", columns="full"),
    )


def _missed() -> Card:
    return _section(
        "Missed calls",
        "mdi:phone-missed",
        _tile(MISSED_CALLS, "Missed", columns="full"),
        {
            "type": "todo-list",
            "entity": CALLS_TO_RETURN,
            "title": "To return",
            "grid_options": {"columns": "full"},
        },
    )


def _section(title: str, icon: str, *cards: Card) -> Card:
    heading = {"type": "heading", "heading": title, "icon": icon}
    return {"type": "grid", "cards": [heading, *cards]}


def _tile(
    entity_id: str,
    name: str,
    *,
    features: list[Card] | None = None,
    columns: int | str = 6,
) -> Card:
    card: Card = {
        "type": "tile",
        "entity": entity_id,
        "name": name,
        "grid_options": {"columns": columns},
    }
    return card | ({"features": features} if features else {})


def _button(
    name: str, icon: str, action: str, data: dict[str, str] | None = None
) -> Card:
    """Return a button that calls an action for Alice."""
    return {
        "type": "button",
        "name": name,
        "icon": icon,
        "grid_options": {"columns": 6, "rows": 2},
        "tap_action": {
            "action": "perform-action",
            "perform_action": action,
            "target": {"entity_id": ALICE_CALL},
            "data": data or {},
        },
    }
