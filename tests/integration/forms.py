"""What tests of the first form do again and again."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType

from custom_components.telepo.const import DOMAIN

from .house import House


def shown_values(result: ConfigFlowResult) -> dict[str, Any]:
    """Return what stands in the fields of a form."""
    schema = result["data_schema"]
    assert schema is not None
    return {
        str(key): (key.description or {}).get("suggested_value")
        for key in schema.schema
    }


async def refused(house: House, **changes: Any) -> str:
    """Type credentials that the form does not take; return its error."""
    result = await house.submit(await house.start_flow(), house.credentials(**changes))
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert result["errors"] is not None
    assert house.hass.config_entries.async_entries(DOMAIN) == []
    house.hass.config_entries.flow.async_abort(result["flow_id"])
    return result["errors"]["base"]


async def finish(house: House, result: ConfigFlowResult) -> None:
    """Go through the rest of the form with good credentials."""
    result = await house.submit(result, house.credentials())
    assert result["step_id"] == "webhook"
    result = await house.submit(result)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await house.hass.async_block_till_done()
    assert house.entry().state is ConfigEntryState.LOADED
