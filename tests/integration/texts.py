"""Watches a Home Assistant while it is tested: is every text it asks for there?"""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.config_entries import ConfigEntriesFlowManager, OptionsFlowManager
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowHandler, FlowManager, section
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.selector import Selector
import pytest
import voluptuous as vol

import custom_components.telepo
from custom_components.telepo.const import DOMAIN

type AnyFlow = FlowHandler[Any, Any, Any]
type AnyManager = FlowManager[Any, Any, Any]

# Home Assistant has these texts for all integrations.
_COMMON_ABORTS = {"already_in_progress"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TEXTS = Path(custom_components.telepo.__file__).parent / "translations" / "en.json"


class TextWatch:
    """Collects what the integration says without a text, or without a placeholder of it."""

    def __init__(self) -> None:
        """Read the English texts."""
        self.faults: list[str] = []
        self._texts = dict(_flat(json.loads(_TEXTS.read_text(encoding="utf-8"))))

    def need(self, key: str, placeholders: Mapping[str, str] | None = None) -> None:
        """Note a fault unless the text exists and gets all its placeholders."""
        text = self._texts.get(key)
        if text is None:
            self.faults.append(f"There is no text {key}")
        elif missing := set(_PLACEHOLDER.findall(text)) - set(placeholders or {}):
            self.faults.append(f"{key} lacks the placeholders {sorted(missing)}")

    def flow_result(
        self, manager: AnyManager, flow: AnyFlow, result: Mapping[str, Any]
    ) -> None:
        """Check a form with its fields and errors, or the reason of an abort."""
        root = _root(manager, flow)
        if root is None:
            return
        placeholders = result.get("description_placeholders")
        match result["type"]:
            case "abort" if result["reason"] not in _COMMON_ABORTS:
                self.need(f"{root}.abort.{result['reason']}", placeholders)
            case "form":
                step = f"{root}.step.{result['step_id']}"
                self.need(f"{step}.title", placeholders)
                if f"{step}.description" in self._texts:
                    self.need(f"{step}.description", placeholders)
                self._fields(step, result["data_schema"])
                for key in (result["errors"] or {}).values():
                    self.need(f"{root}.error.{key}", placeholders)

    def issue(self, key: str, placeholders: Mapping[str, str] | None) -> None:
        """Check an issue's title and, of one without a form, its description."""
        self.need(f"issues.{key}.title", placeholders)
        if not any(text.startswith(f"issues.{key}.fix_flow") for text in self._texts):
            self.need(f"issues.{key}.description", placeholders)

    def _fields(self, step: str, schema: vol.Schema | None) -> None:
        for key, field in (schema.schema if schema else {}).items():
            if isinstance(field, section):
                self.need(f"{step}.sections.{key}.name")
                self._fields(f"{step}.sections.{key}", field.schema)
                continue
            self.need(f"{step}.data.{key}")
            self.need(f"{step}.data_description.{key}")
            self._options(field)

    def _options(self, field: object) -> None:
        if not isinstance(field, Selector):
            return
        key = field.config.get("translation_key")
        for option in field.config.get("options", ()) if key else ():
            self.need(f"selector.{key}.options.{option}")
        for name in field.config.get("fields", ()) if key else ():
            self.need(f"selector.{key}.fields.{name}.name")


def install(watch: TextWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Show the watch every flow result, translated error and issue from now on."""
    _watch_flows(watch, monkeypatch)
    _watch_errors(watch, monkeypatch)
    _watch_issues(watch, monkeypatch)


def _watch_flows(watch: TextWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    handle_step = FlowManager._async_handle_step

    async def watched_step(self: AnyManager, flow: AnyFlow, *args: Any) -> Any:
        result = await handle_step(self, flow, *args)
        watch.flow_result(self, flow, result)
        return result

    monkeypatch.setattr(FlowManager, "_async_handle_step", watched_step)


def _watch_errors(watch: TextWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = HomeAssistantError.__init__

    def watched_begin(
        self: HomeAssistantError,
        *args: object,
        translation_domain: str | None = None,
        translation_key: str | None = None,
        translation_placeholders: dict[str, str] | None = None,
    ) -> None:
        begin(
            self,
            *args,
            translation_domain=translation_domain,
            translation_key=translation_key,
            translation_placeholders=translation_placeholders,
        )
        if translation_domain == DOMAIN:
            watch.need(
                f"exceptions.{translation_key}.message", translation_placeholders
            )

    monkeypatch.setattr(HomeAssistantError, "__init__", watched_begin)


def _watch_issues(watch: TextWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    get_or_create = ir.IssueRegistry.async_get_or_create

    def watched(self: ir.IssueRegistry, domain: str, *args: Any, **kwargs: Any) -> Any:
        if domain == DOMAIN:
            watch.issue(kwargs["translation_key"], kwargs["translation_placeholders"])
        return get_or_create(self, domain, *args, **kwargs)

    monkeypatch.setattr(ir.IssueRegistry, "async_get_or_create", watched)


def _root(manager: AnyManager, flow: AnyFlow) -> str | None:
    """Return where the texts of a flow stand, None when it is not ours."""
    hass: HomeAssistant = manager.hass
    if isinstance(manager, ConfigEntriesFlowManager):
        return "config" if flow.handler == DOMAIN else None
    if isinstance(manager, OptionsFlowManager):
        entry = hass.config_entries.async_get_entry(flow.handler)
        return "options" if entry and entry.domain == DOMAIN else None
    issue = ir.async_get(hass).async_get_issue(DOMAIN, flow.context.get("issue_id", ""))
    return f"issues.{issue.translation_key}.fix_flow" if issue else None


def _flat(texts: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in texts.items():
        if isinstance(value, str):
            yield f"{path}{key}", value
        else:
            yield from _flat(value, f"{path}{key}.")
