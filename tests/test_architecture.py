"""The arrows: which module may import which. docs/architecture.md draws them."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
import sys

import pytest

from tests.repository.source import PACKAGE, ROOT, python_files

# Module → what it imports of ours, neither more nor less. A module imports only from
# lines above its own, so there is no cycle, not even one behind TYPE_CHECKING.
ARROWS: dict[str, set[str]] = {
    # Facts and pure thought.
    "const": set(),
    # The exchange's side: never Home Assistant. Others see only what `cti` hands out.
    "cti.errors": set(),
    "cti.models": set(),
    "cti.text": set(),
    "cti.urls": set(),
    "cti.parsing": {"cti.errors", "cti.models", "cti.text"},
    "cti.crm_message": {"cti.errors", "cti.text"},
    "cti.matching": {"cti.crm_message", "cti.models"},
    "cti.live_calls": {"cti.models"},
    "cti.moments": {"cti.models"},
    "cti.legs": {"cti.crm_message", "cti.models"},
    "cti.likeness": {"cti.crm_message", "cti.matching", "cti.models"},
    "cti.far_end": {
        "cti.crm_message",
        "cti.likeness",
        "cti.matching",
        "cti.models",
    },
    "cti.story": {
        "cti.crm_message",
        "cti.far_end",
        "cti.legs",
        "cti.likeness",
        "cti.live_calls",
        "cti.models",
        "cti.moments",
    },
    "cti.endings": {"cti.legs", "cti.models", "cti.moments", "cti.story"},
    "cti.story_pairing": {
        "cti.crm_message",
        "cti.legs",
        "cti.likeness",
        "cti.live_calls",
        "cti.story",
    },
    "cti.story_store": {
        "cti.far_end",
        "cti.legs",
        "cti.likeness",
        "cti.models",
        "cti.story",
    },
    "cti.agenda": set(),
    "cti.own_clock": set(),
    "cti.story_shelf": {"cti.story"},
    "cti.trust": {"cti.story"},
    "cti.tracker": {
        "cti.agenda",
        "cti.crm_message",
        "cti.endings",
        "cti.likeness",
        "cti.live_calls",
        "cti.moments",
        "cti.own_clock",
        "cti.story",
        "cti.story_pairing",
        "cti.story_shelf",
        "cti.story_store",
        "cti.trust",
    },
    "cti.command_errors": {"cti.errors", "cti.models"},
    "cti.selection": {"cti.command_errors", "cti.matching", "cti.models"},
    "cti.answers": {"cti.errors", "cti.text"},
    "cti.client": {
        "cti.answers",
        "cti.errors",
        "cti.models",
        "cti.parsing",
        "cti.urls",
    },
    "cti.effects": {"cti.errors", "cti.live_calls", "cti.matching", "cti.models"},
    "cti.call_control": {
        "cti.client",
        "cti.command_errors",
        "cti.effects",
        "cti.errors",
        "cti.live_calls",
        "cti.models",
        "cti.selection",
    },
    "cti": {
        "cti.call_control",
        "cti.client",
        "cti.command_errors",
        "cti.crm_message",
        "cti.errors",
        "cti.live_calls",
        "cti.matching",
        "cti.models",
        "cti.moments",
        "cti.parsing",
        "cti.selection",
        "cti.text",
        "cti.tracker",
        "cti.urls",
    },
    "latency": set(),
    "pace": set(),
    "privacy": set(),
    "guard_rails": set(),
    "names": set(),
    "wildcards": set(),
    "destinations": {"const", "guard_rails", "names", "wildcards"},
    "own_numbers": {"cti"},
    "call_view": {"cti", "privacy"},
    # The engine.
    "client_session": {"const", "cti"},
    "webhook_address": {"const", "cti"},
    "webhook_health": {"const", "cti"},
    "registry": {"const"},
    "ha_errors": {"const", "cti"},
    "history": {"cti", "privacy"},
    "message_trust": {"const"},
    "stories": {"const", "cti", "history", "message_trust", "privacy", "registry"},
    "coordinator": {
        "const",
        "cti",
        "ha_errors",
        "latency",
        "own_numbers",
        "pace",
        "privacy",
        "stories",
        "webhook_health",
    },
    "organisation": {"const", "cti", "privacy", "registry"},
    "poll_round": {"coordinator", "pace"},
    "webhook": {
        "const",
        "coordinator",
        "cti",
        "latency",
        "organisation",
        "poll_round",
        "privacy",
        "webhook_health",
    },
    "webhook_rotation": {"const", "webhook", "webhook_address"},
    "runtime": {"coordinator", "cti", "webhook"},
    # What people see; none of them knows another, but for the base entity.
    "entity": {"const", "coordinator"},
    "binary_sensor": {"cti", "entity", "runtime"},
    "button": {"entity", "runtime"},
    "event": {"cti", "entity", "runtime"},
    "sensor": {"call_view", "cti", "entity", "history", "privacy", "runtime"},
    "switch": {"cti", "entity", "ha_errors", "runtime"},
    "todo": {"cti", "entity", "runtime"},
    "targets": {"const", "ha_errors", "registry", "runtime"},
    "telephones": {"cti", "ha_errors", "names", "runtime"},
    "action_fields": {"const", "cti"},
    "services": {
        "action_fields",
        "call_view",
        "const",
        "cti",
        "destinations",
        "ha_errors",
        "targets",
        "telephones",
    },
    "diagnostics": {"const", "cti", "runtime"},
    "system_health": {"const", "runtime"},
    "repairs": {"webhook_address"},
    "options_flow": {
        "const",
        "cti",
        "destinations",
        "names",
        "privacy",
        "runtime",
        "telephones",
    },
    "connection_form": {"const", "cti"},
    "config_flow": {
        "client_session",
        "connection_form",
        "const",
        "cti",
        "ha_errors",
        "options_flow",
        "webhook_address",
        "webhook_rotation",
    },
    # Reach the rest through Home Assistant: states, events, actions by name.
    "trigger": {"const", "wildcards"},
    "condition": {"const"},
    "logbook": {"const"},
    "card": {"const"},
    "hands_free": {"const", "destinations", "ha_errors", "names", "registry"},
    "llm_answers": {"const", "cti", "hands_free", "names"},
    "llm": {"const", "hands_free", "llm_answers"},
    "voice": set(),
    "voice.speech": {"const", "cti", "ha_errors", "names"},
    "voice.call_speech": {"voice.speech"},
    "voice.request": {"const", "hands_free", "voice.call_speech", "voice.speech"},
    "voice.sentence_files": {"names", "voice.speech"},
    "voice.listening": {"voice.sentence_files"},
    "voice.owners_sentences": {"voice.listening"},
    "voice.offer": {
        "const",
        "hands_free",
        "voice.listening",
        "voice.owners_sentences",
        "voice.sentence_files",
        "voice.speech",
    },
    "intent": {
        "const",
        "hands_free",
        "voice.call_speech",
        "voice.request",
        "voice.speech",
    },
    # Puts everything together; imported by nobody.
    "__init__": {
        "card",
        "client_session",
        "const",
        "coordinator",
        "cti",
        "ha_errors",
        "runtime",
        "services",
        "stories",
        "voice.offer",
        "webhook",
        "webhook_rotation",
    },
}

# Modules that could move to another program as they are.
FREE_OF_HOME_ASSISTANT = {
    "call_view",
    "const",
    "destinations",
    "guard_rails",
    "latency",
    "names",
    "pace",
    "privacy",
    "wildcards",
}

TELEPO = "custom_components.telepo"
MODULES = python_files(PACKAGE)
SIMULATOR = python_files(ROOT / "simulator")

LONGEST_FUNCTION = 60


def imported(root: str, name: str, tree: ast.Module) -> Iterator[str]:
    """Yield the absolute name of everything that is imported, wherever it stands."""
    package = [*root.split("."), *name.split(".")]
    if not ROOT.joinpath(*package).is_dir():
        package.pop()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
            case ast.ImportFrom(module=module, names=names, level=level):
                base = package[: len(package) - level + 1]
                for alias in names:
                    # `from . import x` means a module, if there is one of that name.
                    path = [*base, module or alias.name]
                    yield ".".join(path if is_module(path) else base)


def is_module(path: list[str]) -> bool:
    """Tell whether the path, its last part dotted or not, is a module of this repository."""
    target = ROOT.joinpath(*".".join(path).split("."))
    return target.is_dir() or target.with_suffix(".py").is_file()


def inside(root: str, name: str, tree: ast.Module) -> set[str]:
    """Return which modules of the root are imported; the root itself is `__init__`."""
    return {
        target.removeprefix(root).removeprefix(".") or "__init__"
        for target in imported(root, name, tree)
        if f"{target}.".startswith(f"{root}.")
    }


def foreign(root: str, name: str, tree: ast.Module) -> set[str]:
    """Return the top-level packages that neither are the root's own nor come with Python."""
    tops = {target.partition(".")[0] for target in imported(root, name, tree)}
    return tops - sys.stdlib_module_names - {root.partition(".")[0]}


@pytest.mark.parametrize(
    ("name", "code", "targets"),
    [
        ("sensor", "from .entity import TelepoEntity", {"entity"}),
        ("sensor", "from . import DOMAIN", {"__init__"}),
        ("sensor", "from . import entity", {"entity"}),
        ("sensor", "import custom_components.telepo.const", {"const"}),
        ("cti", "from .client import TelepoClient", {"cti.client"}),
        ("cti.client", "from .errors import TelepoError", {"cti.errors"}),
        ("cti.client", "from ..const import DOMAIN", {"const"}),
        ("cti.client", "from . import TelepoClient", {"cti"}),
        ("sensor", "def f():\n    from .runtime import TelepoRuntime", {"runtime"}),
        ("sensor", "if TYPE_CHECKING:\n    from .runtime import x", {"runtime"}),
        ("sensor", "from homeassistant.core import callback", set()),
    ],
)
def test_an_import_is_seen_however_it_is_written(
    name: str, code: str, targets: set[str]
) -> None:
    """Else the table below would hold for the wrong reason."""
    assert inside(TELEPO, name, ast.parse(code)) == targets


def test_every_module_stands_in_the_table() -> None:
    """A module nobody drew an arrow for would escape the check."""
    assert set(MODULES) == set(ARROWS)


def test_arrows_point_upwards_only() -> None:
    """Then there can be no cycle."""
    above: set[str] = set()
    for module, targets in ARROWS.items():
        assert targets <= above, f"{module} imports from a line below its own"
        above.add(module)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_what_the_table_says(module: str) -> None:
    """Imports inside functions and behind TYPE_CHECKING count like any other."""
    assert inside(TELEPO, module, MODULES[module]) == ARROWS[module]


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_from_the_package_itself(module: str) -> None:
    """`from . import x` hides what is meant, and runs the package's own start."""
    assert not [
        ast.unparse(node)
        for node in ast.walk(MODULES[module])
        if isinstance(node, ast.ImportFrom) and node.level and node.module is None
    ]


@pytest.mark.parametrize(
    "module", [name for name in MODULES if name.partition(".")[0] == "cti"]
)
def test_the_exchanges_side_needs_only_python_http_and_json(module: str) -> None:
    """The client can be taken out and used without Home Assistant."""
    assert foreign(TELEPO, module, MODULES[module]) <= {"aiohttp", "orjson", "yarl"}


@pytest.mark.parametrize("module", sorted(FREE_OF_HOME_ASSISTANT))
def test_pure_modules_need_python_alone(module: str) -> None:
    """What only thinks can be tested, and reused, without anything around it."""
    assert foreign(TELEPO, module, MODULES[module]) == set()


@pytest.mark.parametrize("module", MODULES)
def test_the_integration_needs_nothing_beyond_home_assistant(module: str) -> None:
    """The manifest asks for no requirements."""
    allowed = {
        "aiohttp",
        "hass_nabucasa",
        # Comes with conversation, and is imported only where that is loaded.
        "hassil",
        "homeassistant",
        "orjson",
        "voluptuous",
        "yarl",
    }
    assert foreign(TELEPO, module, MODULES[module]) <= allowed


@pytest.mark.parametrize("module", SIMULATOR)
def test_the_simulator_knows_nothing_of_ours(module: str) -> None:
    """A fault shared by client and simulator would cancel out in every test."""
    assert foreign("simulator", module, SIMULATOR[module]) <= {"aiohttp", "yarl"}


def test_the_simulator_has_no_cycle() -> None:
    """Its modules can be read from the bottom up as well."""
    arrows = {
        module: inside("simulator", module, tree) for module, tree in SIMULATOR.items()
    }
    assert set(TopologicalSorter(arrows).static_order()) == set(SIMULATOR)


@pytest.mark.parametrize(
    ("root", "module"),
    [
        *(("telepo", module) for module in MODULES),
        *(("simulator", module) for module in SIMULATOR),
    ],
)
def test_no_function_is_longer_than_a_screen(root: str, module: str) -> None:
    """A table may be long, a train of thought may not."""
    tree = (MODULES if root == "telepo" else SIMULATOR)[module]
    assert not {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
