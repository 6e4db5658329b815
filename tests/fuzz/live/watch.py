"""What may not happen whatever comes: watched over while it comes."""

import logging
from types import TracebackType
from typing import Any, Self, override

from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.json import json_bytes
import orjson

from custom_components.telepo.const import DOMAIN
from tests.fuzz.damage import SECRET_NAME, SECRET_NUMBER
from tests.integration.house import House

OURS = "custom_components.telepo"
REQUESTS = "aiohttp.access"
FORMAT = logging.Formatter("%(name)s %(levelname)s %(message)s")
# The recorder does not store the attributes of a state that are larger.
LARGEST_STATE = 16 * 1024


class LogWatch(logging.Handler):
    """Keeps what our loggers say, and every exception that reaches Home Assistant."""

    def __init__(self) -> None:
        """Begin with silence."""
        super().__init__(logging.DEBUG)
        self.said: list[str] = []
        self.raised: list[str] = []
        self._levels: dict[str, int] = {}

    def __enter__(self) -> Self:
        """Listen from now on."""
        # pytest keeps every record that reaches the root: in a long run that would be all
        # the memory there is.
        for name, level in ((OURS, logging.DEBUG), (REQUESTS, logging.WARNING)):
            self._levels[name] = logging.getLogger(name).level
            logging.getLogger(name).setLevel(level)
        logging.getLogger(OURS).propagate = False
        logging.getLogger(OURS).addHandler(self)
        logging.getLogger().addHandler(self)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Listen no longer."""
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)
        logging.getLogger(OURS).propagate = True
        logging.getLogger(OURS).removeHandler(self)
        logging.getLogger().removeHandler(self)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Keep what any formatter could make of the record."""
        if record.name.startswith(OURS):
            self.said.append(f"{FORMAT.format(record)} {record.args!r}")
        # The web server itself complains of broken requests, and Home Assistant tells
        # whoever debugs where a poll failed.
        of_others = record.name == "aiohttp.server" or record.levelno < logging.INFO
        if record.exc_info and not of_others:
            self.raised.append(FORMAT.format(record))

    def assert_quiet(self, *secrets: str) -> None:
        """Check that nothing was raised, and nobody named."""
        assert not self.raised, self.raised[0]
        secrets = (*secrets, SECRET_NUMBER[1:], *SECRET_NAME.split())
        found = [line for line in self.said if any(word in line for word in secrets)]
        assert not found, found[0]


def shown(house: House) -> dict[str, dict[str, Any]]:
    """Return states and attributes of the integration's entities, by entity id."""
    ours = er.async_get(house.hass).entities.values()
    states = [
        house.hass.states.get(entity.entity_id)
        for entity in ours
        if entity.platform == DOMAIN
    ]
    return {
        state.entity_id: {"state": state.state, **state.attributes}
        for state in states
        if state is not None
    }


def assert_sane(house: House) -> None:
    """Check every entity: its state is one that it says it can have, and can travel."""
    for entity_id, state in shown(house).items():
        written = json_bytes(state)
        assert orjson.loads(written)["state"] == state["state"]
        if not entity_id.startswith("sensor.") or "calls" not in state:
            assert len(written) <= LARGEST_STATE, entity_id
        if "options" in state:
            known = {*state["options"], "unknown", "unavailable"}
            assert state["state"] in known, entity_id
