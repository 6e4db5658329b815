"""Triggers: the moments of a call, for automations."""

from collections.abc import Mapping
import re
from typing import Any, ClassVar, override

from homeassistant.components.event import (
    DOMAIN as EVENT_DOMAIN,
    EventEntityStateAttribute,
)
from homeassistant.const import CONF_OPTIONS
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.selector import SelectSelector, SelectSelectorConfig
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
    TriggerConfig,
)
import voluptuous as vol

from .const import ATTR_DIRECTION, DOMAIN
from .wildcards import compiled

CONF_REMOTE = "remote"

# What people put between the digits of a number to read it better.
_SEPARATORS = re.compile(r"[\s().\-/]")
_NUMBER_PATTERN = re.compile(r"[\d+*#\s().\-/]*")


def _pattern(value: object) -> str:
    """Return a pattern as it was typed; raises vol.Invalid on a bare number or nothing."""
    if not isinstance(value, str):
        # YAML reads +15555 as the integer 15555: its plus sign is lost.
        raise vol.Invalid("is not a text; write a number in quotes")
    if not value.strip():
        raise vol.Invalid("is empty; write a number, address or name")
    return value.strip()


_REMOTE = {vol.Optional(CONF_REMOTE, default=list): vol.All(cv.ensure_list, [_pattern])}

CALL_TRIGGER_SCHEMA = ENTITY_STATE_TRIGGER_SCHEMA.extend(
    {vol.Required(CONF_OPTIONS, default=dict): _REMOTE}
)
DIRECTED_CALL_TRIGGER_SCHEMA = ENTITY_STATE_TRIGGER_SCHEMA.extend(
    {
        vol.Required(CONF_OPTIONS, default=dict): {
            **_REMOTE,
            vol.Optional(ATTR_DIRECTION): SelectSelector(
                SelectSelectorConfig(
                    options=["incoming", "outgoing"], translation_key=ATTR_DIRECTION
                )
            ),
        }
    }
)


class CallTrigger(StatelessEntityTriggerBase):
    """Fires when the event entity of a targeted user tells one kind of moment."""

    _domain_specs = {EVENT_DOMAIN: DomainSpec()}
    _schema = CALL_TRIGGER_SCHEMA
    _moment: ClassVar[str]

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Read the options."""
        super().__init__(hass, config)
        self._direction: str | None = self._options.get(ATTR_DIRECTION)
        self._remote = [_matcher(text) for text in self._options[CONF_REMOTE]]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the event entities of the users that any of the entities belong to."""
        registry = er.async_get(self._hass)
        users = {
            entry.config_entry_id
            for entity_id in entities
            if (entry := registry.async_get(entity_id))
        }
        # Whoever is no user of an exchange has no such entity.
        found = (
            registry.async_get_entity_id(EVENT_DOMAIN, DOMAIN, f"{user}_call")
            for user in users
        )
        return {entity_id for entity_id in found if entity_id}

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Tell whether it is the kind of moment, and the call, that is waited for."""
        attributes = state.attributes
        return (
            attributes.get(EventEntityStateAttribute.EVENT_TYPE) == self._moment
            and self._direction in (None, attributes.get(ATTR_DIRECTION))
            and (not self._remote or self._is_from(attributes))
        )

    def _is_from(self, attributes: Mapping[str, Any]) -> bool:
        """Tell whether number, URI or name of the other party matches a pattern."""
        number, uri, name = (
            str(attributes.get(f"remote_{part}") or "")
            for part in ("number", "uri", "name")
        )
        _, _, address = uri.partition(":")
        known = {_SEPARATORS.sub("", number), number, uri, name}
        return any(
            text and pattern.fullmatch(text.casefold())
            for pattern in self._remote
            # The address alone only where one is meant: +46* is no pattern for
            # +46…@anywhere, which is not that telephone.
            for text in (known | {address} if "@" in pattern.pattern else known)
        )


def _matcher(text: str) -> re.Pattern[str]:
    """Return the expression of a pattern; spaces in a number do not count."""
    if _NUMBER_PATTERN.fullmatch(text):
        text = _SEPARATORS.sub("", text)
    return compiled(text.casefold())


def _call_trigger(moment: str, schema: vol.Schema) -> type[CallTrigger]:
    """Return the trigger for one kind of moment."""

    class MomentTrigger(CallTrigger):
        """Fires at one kind of moment."""

        _schema = schema
        _moment = moment

    return MomentTrigger


TRIGGERS: dict[str, type[Trigger]] = {
    **{
        moment: _call_trigger(moment, CALL_TRIGGER_SCHEMA)
        for moment in ("incoming", "outgoing", "missed")
    },
    **{
        moment: _call_trigger(moment, DIRECTED_CALL_TRIGGER_SCHEMA)
        for moment in ("answered", "held", "resumed", "transferred", "ended")
    },
}


async def async_get_triggers(_hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers: `incoming` is `telepo.incoming`, and so on."""
    return TRIGGERS
