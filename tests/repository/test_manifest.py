"""The manifest, hacs.json and the layout, as hassfest, HACS and the Marketplace want them."""

import ast
from collections.abc import Iterator
import re
import tomllib

from homeassistant.const import Platform
from homeassistant.loader import Manifest
import pytest

from .source import DOMAIN, PACKAGE, ROOT, python_files, read_json, read_yaml

MANIFEST: Manifest = read_json(PACKAGE / "manifest.json")
HACS = read_json(ROOT / "hacs.json")

# Home Assistant loads these by itself, or lets anybody import them.
ALWAYS_THERE = {
    *Platform,
    "automation",
    "conversation",
    "diagnostics",
    "frontend",
    "homeassistant",
    "llm",
    "logbook",
    "repairs",
    "system_health",
    "websocket_api",
}

# Tier → rules, as the developer documentation lists them.
RULES = {
    "bronze": """
        action-setup appropriate-polling brands common-modules config-flow
        config-flow-test-coverage dependency-transparency docs-actions docs-conditions
        docs-high-level-description docs-installation-instructions
        docs-removal-instructions docs-triggers entity-event-setup entity-unique-id
        has-entity-name runtime-data test-before-configure test-before-setup
        unique-config-entry
    """,
    "silver": """
        action-exceptions config-entry-unloading docs-configuration-parameters
        docs-installation-parameters entity-unavailable integration-owner
        log-when-unavailable parallel-updates reauthentication-flow test-coverage
    """,
    "gold": """
        devices diagnostics discovery discovery-update-info docs-data-update
        docs-examples docs-known-limitations docs-supported-devices
        docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices
        entity-category entity-device-class entity-disabled-by-default
        entity-translations exception-translations icon-translations
        reconfiguration-flow repair-issues stale-devices
    """,
    "platinum": "async-dependency inject-websession strict-typing",
}


def test_the_manifests_keys_are_in_order() -> None:
    """Domain, name, then the alphabet."""
    keys = list(MANIFEST)
    assert keys[:2] == ["domain", "name"]
    assert keys[2:] == sorted(keys[2:])


def test_the_manifest_says_what_the_contract_says() -> None:
    """Identity and kind of the integration."""
    assert MANIFEST["domain"] == DOMAIN == PACKAGE.name
    assert MANIFEST["name"] == HACS["name"] == "MiCloud Telepo"
    assert MANIFEST["integration_type"] == "service"
    assert MANIFEST["iot_class"] == "cloud_polling"
    assert MANIFEST["config_flow"] is True
    assert MANIFEST["requirements"] == []
    assert MANIFEST["loggers"] == ["custom_components.telepo"]


def test_the_version_is_the_same_everywhere() -> None:
    """HACS reads one, developers' tools the other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert MANIFEST["version"] == project["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+(b\d+)?", project["version"])


def test_the_owner_is_the_same_everywhere() -> None:
    """GitHub asks the owner for reviews, Home Assistant names them."""
    owners = (ROOT / ".github" / "CODEOWNERS").read_text().split()[1:]
    assert MANIFEST["codeowners"] == owners


def test_the_repositorys_address_is_the_manifests() -> None:
    """Documentation and issue tracker are of one repository."""
    address = MANIFEST["documentation"]
    assert address.startswith("https://")
    assert MANIFEST["issue_tracker"] == f"{address}/issues"


def components(tree: ast.Module) -> Iterator[str]:
    """Yield the integrations of Home Assistant that a module imports from."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="homeassistant.components", names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module)) if module.startswith(
                "homeassistant.components."
            ):
                yield module.split(".")[2]
            case ast.Import(names=names):
                for alias in names:
                    if alias.name.startswith("homeassistant.components."):
                        yield alias.name.split(".")[2]


def test_every_integration_that_is_imported_is_a_dependency() -> None:
    """Else it might not be set up, or not be installed, when ours starts."""
    named = {*MANIFEST["dependencies"], *MANIFEST["after_dependencies"]}
    used = {
        name for tree in python_files(PACKAGE).values() for name in components(tree)
    }
    assert used <= named | ALWAYS_THERE


def test_a_dependency_is_named_once() -> None:
    """Either it is needed, or it only has to come first."""
    assert not {*MANIFEST["dependencies"]} & {*MANIFEST["after_dependencies"]}


def test_hacs_finds_only_keys_it_knows() -> None:
    """It refuses any other; a ZIP release cannot be installed by the Marketplace."""
    assert HACS.keys() <= {"name", "homeassistant", "render_readme"}
    assert HACS["homeassistant"] == "2026.10.0"


def test_there_is_exactly_one_integration() -> None:
    """HACS installs the first folder it finds."""
    folders = [
        folder for folder in PACKAGE.parent.iterdir() if folder.name[0] not in "._"
    ]
    assert folders == [PACKAGE]


@pytest.mark.parametrize("name", ["LICENSE", "README.md", "hacs.json"])
def test_what_hacs_asks_for_is_there(name: str) -> None:
    """Licence and description are shown before the installation."""
    assert (ROOT / name).stat().st_size > 0


def test_the_licence_is_apache() -> None:
    """And pyproject.toml says the same."""
    licence = (ROOT / "LICENSE").read_text()
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"


def test_the_quality_scale_answers_all_rules() -> None:
    """54 of them, none invented."""
    rules = {rule for tier in RULES.values() for rule in tier.split()}
    assert len(rules) == 54
    assert read_yaml(PACKAGE / "quality_scale.yaml")["rules"].keys() == rules


def test_the_quality_scale_explains_every_exemption() -> None:
    """A rule is done, to be done, or does not apply, and then it says why."""
    for rule, answer in read_yaml(PACKAGE / "quality_scale.yaml")["rules"].items():
        if isinstance(answer, dict):
            assert answer["status"] in {"done", "exempt", "todo"}, rule
            assert answer["comment"].strip(), rule
        else:
            assert answer in {"done", "todo"}, rule
