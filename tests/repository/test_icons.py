"""Icons: Material Design ones only, one for each thing that is shown."""

import re

import pytest

from .source import PACKAGE, leaves, read_json, read_yaml

ICONS = read_json(PACKAGE / "icons.json")
TEXTS = read_json(PACKAGE / "translations" / "en.json")
ENTITIES = [
    (platform, key) for platform, keys in ICONS["entity"].items() for key in keys
]


def test_every_icon_is_a_material_design_icon() -> None:
    """The frontend brings no others along."""
    assert not {
        path: icon
        for path, icon in leaves(ICONS)
        if not re.fullmatch(r"mdi:[a-z0-9]+(-[a-z0-9]+)*", icon)
    }


def test_every_entity_has_an_icon_and_every_icon_an_entity() -> None:
    """A telephone's entities should not look like gauges."""
    named = {
        (platform, key) for platform, keys in TEXTS["entity"].items() for key in keys
    }
    assert set(ENTITIES) == named


@pytest.mark.parametrize(("platform", "key"), ENTITIES)
def test_a_states_icon_differs_from_the_default(platform: str, key: str) -> None:
    """Else it says nothing."""
    icons = ICONS["entity"][platform][key]
    assert icons["default"] not in icons.get("state", {}).values()


@pytest.mark.parametrize(("platform", "key"), ENTITIES)
def test_an_icon_belongs_to_a_state_that_can_be(platform: str, key: str) -> None:
    """A mistyped state would never show its icon."""
    states = TEXTS["entity"][platform][key].get("state", {}).keys() or {"on", "off"}
    assert ICONS["entity"][platform][key].get("state", {}).keys() <= set(states)


def test_every_action_has_an_icon() -> None:
    """The action picker shows it."""
    services = read_yaml(PACKAGE / "services.yaml")
    assert ICONS["services"].keys() == services.keys()
    assert all(
        set(icons) <= {"service", "sections"} for icons in ICONS["services"].values()
    )
