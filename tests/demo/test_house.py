"""The demo's house: its files, its dashboard, and that they fit the story."""

import json
import os
from pathlib import Path
import socket
from typing import Any

from homeassistant.util.yaml import load_yaml, load_yaml_dict
import pytest

from scripts.demo_lib import house_files
from scripts.demo_lib.dashboard import dashboard
from scripts.demo_lib.diary import LAMP
from scripts.demo_lib.hass_process import environment, free_port
from scripts.demo_lib.house_files import new_house
from scripts.demo_lib.story import ALICE_CALL, STORY

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def integration(tmp_path: Path) -> Path:
    """An integration with a compiled leftover."""
    folder = tmp_path / "telepo"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    return folder


def test_a_new_house_has_the_port_and_a_copy_of_the_integration(
    tmp_path: Path, integration: Path
) -> None:
    """The port stands where no restart takes it back, the address where users see it."""
    house = new_house(tmp_path / "demo", integration, 4711)
    http = json.loads((house / ".storage" / "http").read_text())
    assert http["data"]["stable"]["server_port"] == 4711
    assert http["data"]["stable"]["server_host"] == ["127.0.0.1"]
    assert "http://127.0.0.1:4711" in (house / "configuration.yaml").read_text()
    copied = [path.name for path in (house / "custom_components" / "telepo").iterdir()]
    assert copied == ["manifest.json"]


def test_houses_of_runs_that_are_over_are_removed(
    tmp_path: Path, integration: Path, monkeypatch: pytest.MonkeyPatch
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
    new_house(demo, integration, 4711)
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


def test_the_dashboard_shows_every_entity_of_alice_in_the_story() -> None:
    """And the lamp, and both addresses it was given."""
    given = ("http://127.0.0.1:1/", "tel:+1555")
    text = json.dumps(dashboard(*given))
    entities = {one for step in STORY for one in step.shows if ".alice_" in one}
    missing = {one for one in (*entities, LAMP, *given) if one not in text}
    assert not missing


def test_the_dashboard_calls_actions_that_exist() -> None:
    """Each button's action is one of the integration's."""
    integration = REPOSITORY / "custom_components" / "telepo"
    actions = load_yaml_dict(str(integration / "services.yaml"))
    sections = dashboard("", "")["views"][0]["sections"]
    cards: list[dict[str, Any]] = [card for one in sections for card in one["cards"]]
    called = {
        card["tap_action"]["perform_action"] for card in cards if "tap_action" in card
    }
    assert called == {"telepo.resume", "telepo.transfer"}
    assert called <= {f"telepo.{action}" for action in actions}


def test_the_automation_listens_to_the_sensor_of_the_story() -> None:
    """A renamed entity would leave the lamp alone without a word."""
    house = Path(house_files.__file__).with_name("house")
    automations = load_yaml(house / "automations.yaml")
    assert isinstance(automations, list)
    (automation,) = automations
    assert {one["entity_id"] for one in automation["triggers"]} == {ALICE_CALL}
