"""The folder in which the demo's Home Assistant lives, made anew for every run."""

import json
import os
from pathlib import Path
import shutil

_HOUSE = Path(__file__).with_name("house")
_RUN = "run-"


def new_house(demo: Path, integration: Path, blueprints: Path, port: int) -> Path:
    """Make a configuration folder for this process below `demo` and return it.

    Home Assistant will listen on loopback at `port`, find `integration` installed and
    `blueprints` imported.
    """
    demo.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(demo)
    house = demo / f"{_RUN}{os.getpid()}"
    storage = house / ".storage"
    storage.mkdir(parents=True)
    configuration = (_HOUSE / "configuration.yaml").read_text(encoding="utf-8")
    (house / "configuration.yaml").write_text(
        configuration.replace("@internal_url@", f"http://127.0.0.1:{port}"),
        encoding="utf-8",
    )
    # The automations are made as in the editor, which keeps them in this file.
    (house / "automations.yaml").write_text("[]\n", encoding="utf-8")
    shutil.copytree(blueprints, house / "blueprints")
    for key, content in storage_files(port).items():
        (storage / key).write_text(json.dumps(content), encoding="utf-8")
    shutil.copytree(
        integration,
        house / "custom_components" / integration.name,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return house


def storage_files(port: int) -> dict[str, dict[str, object]]:
    """Return the content of `.storage` that a first start needs, by file name."""
    # In YAML the port would be a trial that Home Assistant takes back after five minutes.
    stable = {
        "server_port": port,
        "server_host": ["127.0.0.1"],
        "cors_allowed_origins": ["https://cast.home-assistant.io"],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": False,
        "ssl_profile": "modern",
        "use_x_frame_options": True,
        "created_at": "2026-11-01T00:00:00+00:00",
        "error": None,
        "error_message": None,
    }
    # The steps that would ask for a place, for statistics and for found devices.
    done = ["core_config", "analytics", "integration"]
    return {
        "http": _stored(
            "http",
            (2, 2),
            {"stable": stable, "pending": None, "yaml_migration_done": True},
        ),
        "onboarding": _stored("onboarding", (4, 1), {"done": done}),
    }


def _stored(
    key: str, version: tuple[int, int], data: dict[str, object]
) -> dict[str, object]:
    major, minor = version
    return {"version": major, "minor_version": minor, "key": key, "data": data}


def _remove_leftovers(demo: Path) -> None:
    """Remove the folders of runs that are over, which stay when a run failed."""
    for folder in demo.glob(f"{_RUN}*"):
        if not _runs(folder.name.removeprefix(_RUN)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process_id: str) -> bool:
    """Tell whether there is another process with this id."""
    try:
        os.kill(int(process_id), 0)
    except PermissionError:
        return True
    except ValueError, ProcessLookupError:
        return False
    return int(process_id) != os.getpid()
