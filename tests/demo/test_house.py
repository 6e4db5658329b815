"""The demo's house: its files, its dashboard, and that they fit the story."""

from collections.abc import Iterator
import json
import os
from pathlib import Path
import socket
from typing import Any

from homeassistant.util.yaml import load_yaml_dict
import pytest

from scripts.demo_lib import house_files
from scripts.demo_lib.automations import filled_in
from scripts.demo_lib.chapters import CHAPTERS, RADIO
from scripts.demo_lib.dashboard import dashboard
from scripts.demo_lib.diary import LAMP
from scripts.demo_lib.hass_process import environment, free_port
from scripts.demo_lib.house_files import new_house
from scripts.demo_lib.story import BOB_CALL

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def integration(tmp_path: Path) -> Path:
    """An integration with a compiled leftover."""
    folder = tmp_path / "telepo"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    return folder


@pytest.fixture
def blueprints(tmp_path: Path) -> Path:
    """A folder with one blueprint."""
    folder = tmp_path / "blueprints" / "automation" / "telepo"
    folder.mkdir(parents=True)
    (folder / "one.yaml").write_text("blueprint:")
    return tmp_path / "blueprints"


def test_a_new_house_has_the_port_and_copies_of_integration_and_blueprints(
    tmp_path: Path, integration: Path, blueprints: Path
) -> None:
    """The port stands where no restart takes it back, the address where users see it."""
    house = new_house(tmp_path / "demo", integration, blueprints, 4711)
    http = json.loads((house / ".storage" / "http").read_text())
    assert http["data"]["stable"]["server_port"] == 4711
    assert http["data"]["stable"]["server_host"] == ["127.0.0.1"]
    assert "http://127.0.0.1:4711" in (house / "configuration.yaml").read_text()
    copied = [path.name for path in (house / "custom_components" / "telepo").iterdir()]
    assert copied == ["manifest.json"]
    assert (house / "blueprints" / "automation" / "telepo" / "one.yaml").exists()


def test_houses_of_runs_that_are_over_are_removed(
    tmp_path: Path,
    integration: Path,
    blueprints: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A run that goes on beside this one keeps its house."""

    def kill(process_id: int, _signal: int) -> None:
        if process_id == 11:
            raise ProcessLookupError
        if process_id == 13:
            raise PermissionError

    monkeypatch.setattr(house_files.os, "kill", kill)
    demo = tmp_path / "demo"
    for name in ("run-11", "run-12", "run-13", "run-x", "other"):
        (demo / name).mkdir(parents=True)
    new_house(demo, integration, blueprints, 4711)
    left = {path.name for path in demo.iterdir()}
    assert left == {"run-12", "run-13", "other", f"run-{os.getpid()}"}


@pytest.mark.usefixtures("socket_enabled")
def test_a_taken_port_is_replaced_by_a_free_one() -> None:
    """The usual port is kept when nobody has it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) not in {port, 0}
    assert free_port(port) == port


def test_stand_ins_serve_only_where_the_real_packages_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A real package is never hidden by a stand-in."""
    module = "scripts.demo_lib.hass_process.find_spec"
    monkeypatch.setattr(module, lambda _: None)
    stand_ins = Path(environment({})["PYTHONPATH"])
    assert {path.stem for path in stand_ins.glob("*.py")} == {
        "pymicro_vad",
        "pyspeex_noise",
    }
    monkeypatch.setattr(module, lambda _: object())
    assert "PYTHONPATH" not in environment({"HOME": "here"})


def test_the_dashboard_shows_every_entity_of_the_story() -> None:
    """And the lamp, the moments, and both addresses it was given; Bob's on his card."""
    given = ("http://127.0.0.1:1/", "tel:+1555")
    text = json.dumps(dashboard(*given))
    steps = [step for chapter in CHAPTERS for step in chapter.steps]
    entities = {one for step in steps for one in step.shows if ".bob_" not in one}
    wanted = (*entities, BOB_CALL, LAMP, "event.alice_call", *given)
    assert [one for one in wanted if one not in text] == []


def test_the_dashboard_opens_on_the_card_of_both_users() -> None:
    """And one line is enough for the view of all calls."""
    first, calls, _ = dashboard("", "")["views"]
    cards = [card for one in first["sections"] for card in one["cards"]]
    shown = [
        card["entity"] for card in cards if card["type"] == "custom:telepo-call-card"
    ]
    assert shown == ["sensor.alice_call", "sensor.bob_call"]
    assert calls["strategy"] == {"type": "custom:telepo"}


def test_the_dashboard_calls_actions_that_exist() -> None:
    """Each button's action is one of the integration's."""
    integration = REPOSITORY / "custom_components" / "telepo"
    actions = load_yaml_dict(str(integration / "services.yaml"))
    views = dashboard("", "")["views"]
    sections = [one for view in views for one in view.get("sections", [])]
    cards: list[dict[str, Any]] = [card for one in sections for card in one["cards"]]
    called = {
        card["tap_action"]["perform_action"] for card in cards if "tap_action" in card
    }
    assert called == {"telepo.resume", "telepo.transfer"}
    assert called <= {f"telepo.{action}" for action in actions}


@pytest.mark.parametrize("blueprint", filled_in("a-device"))
def test_the_automations_fill_in_what_the_blueprints_ask_for(blueprint: str) -> None:
    """A renamed input, or one more without a default, would stop the demo."""
    path = REPOSITORY / "blueprints" / "automation" / "telepo" / f"{blueprint}.yaml"
    inputs = dict(_inputs(load_yaml_dict(str(path))["blueprint"]["input"]))
    given = filled_in("a-device")[blueprint]
    required = {name for name, one in inputs.items() if "default" not in one}
    assert required <= given.keys() <= inputs.keys()


def test_the_automations_are_alices_lamp_and_radio() -> None:
    """What the story watches is what they work on."""
    given = filled_in("a-device")
    assert [one["user"] for one in given.values()] == ["a-device", "a-device"]
    assert given["dim_lights"]["lights"] == [LAMP]
    assert given["pause_media"]["players"] == [RADIO]


def _inputs(given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a blueprint's inputs, those in sections too."""
    for name, one in given.items():
        if "input" in one:
            yield from one["input"].items()
        else:
            yield name, one
