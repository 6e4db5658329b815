"""Adds users of the exchange to Home Assistant through the forms a person fills in."""

from typing import Any

from .failure import DemoError
from .hass_api import HassApi

_FLOWS = "/api/config/config_entries/flow"
_OPTIONS = "/api/config/config_entries/options/flow"

type Contact = dict[str, str]


async def add_user(
    hass: HassApi, credentials: dict[str, str], contacts: list[Contact]
) -> str:
    """Fill in the forms of a user and of the options; return the webhook's URL.

    Raises DemoError when a form is not the one that is due.
    """
    form = await hass.post(_FLOWS, {"handler": "telepo"})
    _expect(form, "user")
    flow = f"{_FLOWS}/{form['flow_id']}"
    form = await hass.post(flow, credentials)
    _expect(form, "webhook")
    url = str(form["description_placeholders"]["webhook_url"])
    result = await hass.post(flow, {})
    if result["type"] != "create_entry":
        raise DemoError(f"the config flow ends with {result['type']}")
    await _add_contacts(hass, result["result"]["entry_id"], contacts)
    return url


async def _add_contacts(hass: HassApi, entry_id: str, contacts: list[Contact]) -> None:
    form = await hass.post(_OPTIONS, {"handler": entry_id})
    _expect(form, "init")
    options = {"contacts": contacts, "history_days": 30, "privacy": "full"}
    result = await hass.post(f"{_OPTIONS}/{form['flow_id']}", options)
    if result["type"] != "create_entry":
        raise DemoError(f"the options end with {result.get('errors')}")


def _expect(form: dict[str, Any], step: str) -> None:
    if (form.get("type"), form.get("step_id")) != ("form", step):
        problem = form.get("reason") or form.get("errors")
        raise DemoError(f"the config flow does not show the form {step}: {problem}")
    if form["errors"]:
        raise DemoError(f"the form {step} says {form['errors']}")
