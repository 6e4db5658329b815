"""On what was measured: a ratio travels between machines better than a time, not perfectly."""

import os
from pathlib import Path
import platform
import re

from homeassistant.const import __version__ as hass_version


def machine() -> str:
    """Name processor, cores, Python and Home Assistant in one line."""
    return (
        f"{_processor()}, {os.cpu_count()} cores; Python {platform.python_version()},"
        f" Home Assistant {hass_version}, {platform.system()}"
    )


def _processor() -> str:
    try:
        cpuinfo = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        cpuinfo = ""
    model = re.search(r"^model name\s*:\s*(.+)$", cpuinfo, re.MULTILINE)
    return model[1] if model else platform.processor() or platform.machine()
