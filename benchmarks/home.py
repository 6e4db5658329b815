"""A real Home Assistant in the process under measure, in a folder of its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from homeassistant.bootstrap import async_setup_hass
from homeassistant.components import webhook
from homeassistant.config_entries import SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.runner import RuntimeConfig

from scripts.demo_lib.hass_process import free_port
from scripts.demo_lib.house_files import storage_files

# Not imported: a home that is started without the integration shall not load its modules.
_DOMAIN = "telepo"
# A quiet log: nothing else than what is measured shall run.
_CONFIGURATION = """\
homeassistant:
  name: Telepo benchmark
  time_zone: Europe/Stockholm
  internal_url: "http://127.0.0.1:{port}"
logger:
  default: warning
webhook:
"""


class HomeError(Exception):
    """Home Assistant is not as it has to be for measuring."""


def write_home(folder: Path, port: int, configuration: str = "") -> None:
    """Write what a first start on loopback at `port` needs; `configuration` is more YAML."""
    storage = folder / ".storage"
    storage.mkdir(parents=True)
    for key, content in storage_files(port).items():
        (storage / key).write_text(json.dumps(content), encoding="utf-8")
    (folder / "configuration.yaml").write_text(
        _CONFIGURATION.format(port=port) + configuration, encoding="utf-8"
    )


@asynccontextmanager
async def running_home(configuration: str = "") -> AsyncIterator[HomeAssistant]:
    """Run a Home Assistant in this event loop, with more YAML than the least."""
    folder = TemporaryDirectory(prefix="telepo-benchmark-")
    try:
        write_home(Path(folder.name), free_port(), configuration)
        hass = await async_setup_hass(RuntimeConfig(folder.name, skip_pip=True))
        if hass is None or hass.config.recovery_mode:
            raise HomeError("Home Assistant does not start")
        await hass.async_start()
        try:
            yield hass
        finally:
            await hass.async_stop(force=True)
    finally:
        await asyncio.to_thread(folder.cleanup)


async def add_user(
    hass: HomeAssistant, credentials: Mapping[str, object]
) -> ConfigEntry:
    """Set a user up through the form; raises HomeError when that fails."""
    flow = hass.config_entries.flow
    form = await flow.async_init(_DOMAIN, context={"source": SOURCE_USER})
    form = await flow.async_configure(form["flow_id"], dict(credentials))
    if form.get("step_id") != "webhook":
        raise HomeError(f"The form says {form.get('errors') or form.get('reason')}")
    result = await flow.async_configure(form["flow_id"], {})
    await hass.async_block_till_done()
    return result["result"]


def webhook_url(hass: HomeAssistant, webhook_id: str) -> str:
    """Return where Home Assistant listens for a webhook."""
    return webhook.async_generate_url(hass, webhook_id)
