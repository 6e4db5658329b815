"""Adds users of the exchange to Home Assistant through the forms a person fills in."""

from typing import Any

from .failure import DemoError
from .hass_api import HassApi

_FLOWS = "/api/config/config_entries/flow"


async def add_user(hass: HassApi, credentials: dict[str, str]) -> str:
    """Fill in the user form and confirm the webhook form; return the webhook's URL.

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
    return url


def _expect(form: dict[str, Any], step: str) -> None:
    if (form.get("type"), form.get("step_id")) != ("form", step):
        problem = form.get("reason") or form.get("errors")
        raise DemoError(f"the config flow does not show the form {step}: {problem}")
    if form["errors"]:
        raise DemoError(f"the form {step} says {form['errors']}")
