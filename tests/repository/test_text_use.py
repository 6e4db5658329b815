"""Texts and code agree: nothing is shown that has no text, no text is left over."""

import ast
from collections.abc import Iterator

from homeassistant.components.sensor import SensorDeviceClass
import pytest
import voluptuous as vol

from custom_components.telepo import config_flow, ha_errors, options_flow, sensor

from .source import (
    DOMAIN,
    PACKAGE,
    calls,
    keyword,
    python_files,
    read_json,
    read_yaml,
    text_of,
)

TEXTS = read_json(PACKAGE / "translations" / "en.json")
MODULES = python_files(PACKAGE)
SERVICES = read_yaml(PACKAGE / "services.yaml")

FORMS = {
    ("config", "user"): config_flow.USER_SCHEMA,
    ("config", "webhook"): config_flow.WEBHOOK_SCHEMA,
    ("config", "reauth_confirm"): config_flow.REAUTH_SCHEMA,
    ("config", "reconfigure"): config_flow.RECONFIGURE_SCHEMA,
    ("config", "new_webhook"): config_flow.WEBHOOK_SCHEMA,
    ("config", "colleagues_webhook"): config_flow.WEBHOOK_SCHEMA,
    ("options", "init"): options_flow.OPTIONS_SCHEMA,
}


def first_texts(function: str) -> set[str]:
    """Return the first argument of every call of a function, where it is a text."""
    found = {
        text_of(module, call.args[0])
        for module, tree in MODULES.items()
        for name, call in calls(tree)
        if name == function and call.args
    }
    return {text for text in found if text is not None}


def translation_keys(module: str, *ending: str) -> Iterator[str]:
    """Yield `translation_key=` of the calls whose name ends so."""
    for name, call in calls(MODULES[module]):
        if name.endswith(ending) and (node := keyword(call, "translation_key")):
            text = text_of(module, node)
            if text is not None:
                yield text


def entity_keys(platform: str) -> set[str]:
    """Return the translation keys of a platform's entities."""
    keys = set(translation_keys(platform, "Description", "EntityDescription"))
    for node in ast.walk(MODULES[platform]):
        match node:
            case ast.Assign(
                targets=[ast.Name(id="_attr_translation_key")], value=value
            ):
                keys |= {text} if (text := text_of(platform, value)) else set()
    return keys


PLATFORMS = sorted(platform for platform in MODULES if entity_keys(platform))


def test_every_form_of_the_flows_is_known_here() -> None:
    """A new form has to be added above."""
    shown = {
        (flow, step) for flow in ("config", "options") for step in TEXTS[flow]["step"]
    }
    assert shown == set(FORMS)


@pytest.mark.parametrize(("flow", "step"), FORMS)
def test_a_form_names_every_field_it_shows(flow: str, step: str) -> None:
    """Sections have fields of their own."""
    texts = TEXTS[flow]["step"][step]
    fields, sections = set[str](), {}
    for marker, selector in FORMS[flow, step].schema.items():
        if hasattr(selector, "options") and isinstance(
            inner := getattr(selector, "schema", None), vol.Schema
        ):
            sections[str(marker)] = {str(field) for field in inner.schema}
        else:
            fields.add(str(marker))
    assert texts.get("data", {}).keys() == fields
    assert {
        name: set(section["data"])
        for name, section in texts.get("sections", {}).items()
    } == sections


def test_forms_have_the_error_texts_of_the_contract() -> None:
    """Users' own notes and other translations rely on these keys; one more is our own."""
    assert TEXTS["config"]["error"].keys() - {"webhook_changed"} == {
        "cannot_connect",
        "invalid_auth",
        "invalid_response",
        "invalid_url",
        "not_licensed",
        "user_not_found",
    }


def test_options_have_a_text_for_every_error() -> None:
    """And none that is never shown."""
    assert TEXTS["options"]["error"].keys() == first_texts("OptionsError")


def test_every_exception_has_a_text_and_every_text_an_exception() -> None:
    """Errors of actions and of polls, all of them translated."""
    used = {key for _, key in ha_errors._KEYS}
    used |= first_texts("refused_input") | first_texts("DestinationError")
    used |= first_texts("_one_of")
    for module in MODULES:
        used |= set(translation_keys(module, "Error", "Failed", "NotReady"))
    # What is none of the others.
    used |= {"cannot_connect"}
    assert TEXTS["exceptions"].keys() == used


def test_every_issue_has_a_text_and_every_text_an_issue() -> None:
    """Repairs are found by the key that is given at their creation."""
    used = set[str]()
    for module in MODULES:
        used |= set(translation_keys(module, "async_create_issue"))
    assert TEXTS["issues"].keys() == used


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_entity_has_a_name_and_every_name_an_entity(platform: str) -> None:
    """Without one an entity would bear the device's name."""
    texts = TEXTS["entity"][platform]
    assert texts.keys() == entity_keys(platform)
    assert all(text["name"] for text in texts.values())


def test_no_platform_has_texts_without_entities() -> None:
    """And none has entities without texts."""
    assert sorted(TEXTS["entity"]) == PLATFORMS


def test_every_state_of_an_enumeration_has_a_text() -> None:
    """And no state that can never be."""
    enumerations = [
        description
        for description in sensor.SENSORS
        if description.device_class is SensorDeviceClass.ENUM
    ]
    assert enumerations
    for description in enumerations:
        texts = TEXTS["entity"]["sensor"][description.translation_key]
        assert texts["state"].keys() == set(description.options or ())


def test_every_selector_has_its_texts() -> None:
    """Those of the forms and those of the actions."""
    used = {
        field["selector"][kind]["translation_key"]
        for service in SERVICES.values()
        for field in (service or {}).get("fields", {}).values()
        for kind in field["selector"]
        if (field["selector"][kind] or {}).get("translation_key")
    }
    for module in MODULES:
        used |= set(translation_keys(module, "SelectorConfig"))
    assert TEXTS["selector"].keys() == used


def test_every_option_of_an_actions_selector_has_a_text() -> None:
    """A list in a form shows words, not values."""
    for service, content in SERVICES.items():
        for name, field in (content or {}).get("fields", {}).items():
            if select := field["selector"].get("select"):
                texts = TEXTS["selector"][select["translation_key"]]["options"]
                assert texts.keys() == set(select["options"]), (
                    f"{DOMAIN}.{service}.{name}"
                )


def test_every_action_and_field_has_a_name_and_a_description() -> None:
    """The action picker shows both."""
    assert TEXTS["services"].keys() == SERVICES.keys()
    for service, content in SERVICES.items():
        texts = TEXTS["services"][service]
        assert texts["name"], service
        assert texts["description"], service
        fields = texts.get("fields", {})
        assert fields.keys() == content.get("fields", {}).keys(), service
        for field, words in fields.items():
            assert words.keys() == {"name", "description"}, f"{service}.{field}"
