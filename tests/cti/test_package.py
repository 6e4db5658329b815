"""The package by itself: usable where there is no Home Assistant."""

from pathlib import Path
import subprocess
import sys

from custom_components.telepo import cti

_PROGRAM = """
import sys
sys.modules["homeassistant"] = None
import cti
assert not [name for name in sys.modules if name.startswith("homeassistant.")]
client = cti.TelepoClient(None, url="https://host", domain="d", user_id="u", ticket="t")
print(client.url, len(cti.__all__))
"""


def test_it_needs_no_home_assistant() -> None:
    """With `homeassistant` blocked it still imports, and a client can be made."""
    folder = Path(cti.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
        timeout=30,
    )
    assert done.stderr == ""
    assert done.stdout.split() == ["https://host", str(len(cti.__all__))]


def test_every_public_name_exists_once() -> None:
    """`__all__` promises nothing that is not there."""
    assert len(set(cti.__all__)) == len(cti.__all__)
    assert all(getattr(cti, name) is not None for name in cti.__all__)
