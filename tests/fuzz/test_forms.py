"""Forms and actions filled in by somebody who does not care: refused, or usable."""

from collections.abc import Iterator
from typing import Any

from homeassistant.helpers.json import json_bytes
from homeassistant.util.json import json_loads
import pytest
import voluptuous as vol

from custom_components.telepo.action_fields import FIELDS
from custom_components.telepo.config_flow import (
    REAUTH_SCHEMA,
    RECONFIGURE_SCHEMA,
    USER_SCHEMA,
)
from custom_components.telepo.connection_form import tidied, typed as filled_in
from custom_components.telepo.cti import unique_id
from custom_components.telepo.destinations import Destinations
from custom_components.telepo.options_flow import OPTIONS_SCHEMA, OptionsError, _checked

from .damage import some_damage, write
from .effort import MINUTE, random_of, seeded, share

OPTIONS: dict[str, Any] = {
    "contacts": [
        {"name": "Anna", "destination": "+46701234567"},
        {"name": "Carol Carolson", "destination": "sip:carol@organization.org"},
    ],
    "allowed_destinations": ["+46*", "sip:*@organization.org"],
    "history_days": 30,
    "privacy": "masked",
    "telephone_id": "0.+46701234567",
}
FIRST_FORM: dict[str, Any] = {
    "url": "https://telepo.example",
    "domain": "organization.org",
    "user_id": "alice",
    "ticket": "4711.c2VjcmV0",
    "advanced": {"verify_ssl": True},
}
# A form of Home Assistant's for an entry that is there already.
LATER_FORMS: dict[str, tuple[vol.Schema, dict[str, Any]]] = {
    "reauth": (REAUTH_SCHEMA, {"ticket": "4711.c2VjcmV0"}),
    "reconfigure": (
        RECONFIGURE_SCHEMA,
        {
            "url": "https://telepo.example:8443",
            "ticket": "",
            "new_webhook": True,
            "advanced": {"verify_ssl": False},
        },
    ),
}
ACTIONS: dict[str, dict[str, Any]] = {
    "hold": {"call_id": "aaa111bbb"},
    "resume": {"call_id": "aaa111bbb"},
    "transfer": {
        "destination": "+15555",
        "type": "camp_on",
        "blind": True,
        "dry_run": True,
        "call_id": "aaa111bbb",
    },
    "transfer_to_call": {"call_id": "aaa111bbb", "target_call_id": "ccc222ddd"},
    "dial": {"destination": "tel:+15555", "telephone_id": "0.+46701234567"},
    "get_calls": {"target": 1},
    "mark_missed_calls_read": {"target": 1},
    "get_call_history": {
        "since": "2026-11-23T12:00:00",
        "direction": "incoming",
        "outcome": "missed",
        "limit": 5,
        "unread": True,
    },
    "send_call_command": {"command": "answer", "data": {"a": [1, "x", None]}},
}


def admitted(
    schema: vol.Schema, data: dict[str, Any], seed: int, name: str, usual: int
) -> Iterator[Any]:
    """Yield, of damaged data, what Home Assistant lets through to us."""
    random = random_of(name, seed)
    for _ in range(share(usual)):
        try:
            yield schema(json_loads(write(some_damage(data, random, 2))))
        except vol.Invalid, ValueError:
            continue


@seeded
@pytest.mark.timeout(MINUTE)
def test_options_are_refused_or_can_be_lived_with(seed: int) -> None:
    """Destinations are read from the options at every command."""
    taken = 0
    for form in admitted(OPTIONS_SCHEMA, OPTIONS, seed, "options", 1500):
        try:
            options = _checked(form)
        except OptionsError:
            continue
        taken += 1
        assert _checked(OPTIONS_SCHEMA(options)) == options
        assert 0 <= options["history_days"] <= 365
        Destinations.from_options(options)
        json_bytes(options)
    assert taken


@seeded
@pytest.mark.timeout(MINUTE)
def test_credentials_are_refused_or_make_an_entry(seed: int) -> None:
    taken = 0
    for form in admitted(USER_SCHEMA, FIRST_FORM, seed, "user", 1000):
        data, error = tidied(form)
        if error is None:
            taken += 1
            assert unique_id(data["url"], data["domain"], data["user_id"])
            json_bytes(data)
    assert taken


@seeded
@pytest.mark.timeout(MINUTE)
@pytest.mark.parametrize("form", LATER_FORMS)
def test_an_entry_is_changed_to_one_that_can_be(form: str, seed: int) -> None:
    """What was not typed stays as it is."""
    taken = 0
    schema, good = LATER_FORMS[form]
    for typed in admitted(schema, good, seed, form, 500):
        data, error = tidied({**FIRST_FORM, **filled_in(typed)})
        if error is None:
            taken += 1
            assert data["ticket"]
            assert unique_id(data["url"], data["domain"], data["user_id"])
            json_bytes(data)
    assert taken


def test_every_action_is_tried() -> None:
    assert set(ACTIONS) == set(FIELDS)


@seeded
@pytest.mark.timeout(MINUTE)
@pytest.mark.parametrize("action", FIELDS)
def test_fields_of_an_action_are_refused_or_taken(action: str, seed: int) -> None:
    schema = vol.Schema(FIELDS[action])
    for data in admitted(schema, ACTIONS[action], seed, action, 300):
        assert schema(data) == data


@pytest.mark.parametrize(
    "since", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
)
def test_a_time_that_not_every_zone_has_is_refused(since: str) -> None:
    with pytest.raises(vol.Invalid):
        vol.Schema(FIELDS["get_call_history"])({"since": since})
