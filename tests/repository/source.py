"""Reading the repository: its files as data, its Python as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
import json
from pathlib import Path
import subprocess
from typing import Any

from homeassistant.util.yaml import load_yaml_dict

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "custom_components" / "telepo"
DOMAIN = "telepo"


def read_json(path: Path) -> Any:
    """Return the content of a JSON file; raises on a key that stands twice."""
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_unique)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the content of a YAML file that holds a mapping."""
    return load_yaml_dict(path)


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the dotted path and the text of every leaf."""
    if not isinstance(data, dict):
        yield path, data
        return
    for key, value in data.items():
        yield from leaves(value, f"{path}.{key}" if path else key)


@cache
def python_files(folder: Path) -> dict[str, ast.Module]:
    """Return dotted module name → syntax tree; a package goes by its folder's name."""
    trees = {}
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        if len(parts) > 1 and parts[-1] == "__init__":
            parts = parts[:-1]
        trees[".".join(parts)] = ast.parse(file.read_text(encoding="utf-8"))
    return trees


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with the last name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name, node


def text_of(module: str, node: ast.expr | None) -> str | None:
    """Return the text of a literal or of a module's constant, None of anything else."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            value = getattr(
                import_module(f"custom_components.telepo.{module}"), name, None
            )
            return value if isinstance(value, str) else None
    return None


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return the value of a keyword argument."""
    return next((word.value for word in call.keywords if word.arg == name), None)


@cache
def tracked_texts() -> dict[str, str]:
    """Return path → content of every text file that is, or is about to be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    texts = {}
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            texts[name] = content.decode()
    return texts


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key stands twice among {keys}")
    return dict(pairs)
