"""The blueprint that notifies a phone of a missed call."""

import asyncio
import sys
from types import ModuleType
from typing import Any

from homeassistant.core import ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .blueprints import BlueprintHousehold
from .commands import NAME, NUMBER, OTHER_NUMBER


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Home Assistant load the app's integration.

    It imports the cloud's, and that what hears voices: packages that have to be compiled.
    """
    for package, name in (
        ("pymicro_vad", "MicroVad"),
        ("pyspeex_noise", "AudioProcessor"),
    ):
        module: Any = ModuleType(package)
        setattr(module, name, object)
        monkeypatch.setitem(sys.modules, package, module)


async def phone(blueprints: BlueprintHousehold, manufacturer: str) -> str:
    """Return the device of a phone with the app, whose notifications are noted."""
    entry = MockConfigEntry(
        domain="mobile_app",
        title="Phone",
        data={
            "app_data": {"push_token": "a", "push_url": "https://push.invalid"},
            "app_id": "io.robbie.HomeAssistant",
            "app_name": "Home Assistant",
            "app_version": "1",
            "device_id": "phone",
            "device_name": "Phone",
            "manufacturer": manufacturer,
            "model": "Phone",
            "os_name": "Phone",
            "os_version": "1",
            "supports_encryption": False,
            "user_id": "1",
            "webhook_id": "phone",
        },
    )
    entry.add_to_hass(blueprints.hass)
    assert await async_setup_component(blueprints.hass, "mobile_app", {})
    await blueprints.hass.async_block_till_done()
    blueprints.serve("notify.mobile_app_phone")
    registry = dr.async_get(blueprints.hass)
    (device,) = dr.async_entries_for_config_entry(registry, entry.entry_id)
    return device.id


async def use_missed_call(
    blueprints: BlueprintHousehold, manufacturer: str = "Google", **inputs: Any
) -> str:
    """Use the blueprint with a phone."""
    return await blueprints.use(
        "missed_call",
        user=blueprints.house.device_id(),
        phone=await phone(blueprints, manufacturer),
        **inputs,
    )


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("manufacturer", "uri"),
    [
        pytest.param("Google", f"deep-link://tel:{NUMBER}", id="android"),
        pytest.param("Apple", f"tel:{NUMBER}", id="ios"),
    ],
)
async def test_a_missed_call_is_notified_with_a_button_that_dials(
    blueprints: BlueprintHousehold, manufacturer: str, uri: str
) -> None:
    """The app of each system wants the address in its own way."""
    await use_missed_call(blueprints, manufacturer)
    call = await blueprints.rings()
    await blueprints.gives_up(call)
    await blueprints.until(lambda: blueprints.acts)
    (told,) = blueprints.acted("notify.mobile_app_phone")
    assert told["title"] == "Missed call"
    assert told["message"].startswith(f"{NAME}, {NUMBER}, ")
    assert told["data"] == {
        "tag": f"telepo-missed-{call.call_id}",
        "group": "telepo-missed",
        "actions": [{"action": "URI", "title": "Call back", "uri": uri}],
        "clickAction": uri,
        "url": uri,
    }


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("number", "options", "caller"),
    [
        pytest.param(None, {}, "Withheld number", id="withheld"),
        pytest.param(NUMBER, {"privacy": "masked"}, "*****464", id="masked"),
        pytest.param(NUMBER, {"privacy": "none"}, "Withheld number", id="hidden"),
    ],
)
async def test_a_caller_who_cannot_be_dialed_has_no_button(
    blueprints: BlueprintHousehold,
    number: str | None,
    options: dict[str, Any],
    caller: str,
) -> None:
    """Withheld by the caller, or hidden by the options."""
    await blueprints.house.set_options(**options)
    await use_missed_call(blueprints)
    call = blueprints.house.exchange.inbound("alice", number)
    await blueprints.read()
    await blueprints.gives_up(call)
    await blueprints.until(lambda: blueprints.acts)
    (told,) = blueprints.acted("notify.mobile_app_phone")
    assert caller in told["message"]
    assert set(told["data"]) == {"tag", "group"}


@pytest.mark.usefixtures("app")
async def test_two_missed_calls_are_two_notifications(
    blueprints: BlueprintHousehold,
) -> None:
    """Also when the first is still on its way; an answered call is none."""
    automation = await use_missed_call(blueprints)
    delivered = asyncio.Event()

    async def slowly(call: ServiceCall) -> None:
        blueprints.acts.append(("notify", dict(call.data)))
        await delivered.wait()

    blueprints.hass.services.async_register("notify", "mobile_app_phone", slowly)
    first, second, answered = (
        blueprints.house.exchange.inbound("alice", number)
        for number in (NUMBER, OTHER_NUMBER, "+15551")
    )
    await blueprints.read()
    await blueprints.talks(answered)
    await blueprints.ends(answered)
    blueprints.house.exchange.cancel(first.call_id)
    await blueprints.gives_up(second)
    await blueprints.until(lambda: blueprints.runs(automation) == 2)
    delivered.set()
    await blueprints.finished(automation)
    tags = {told["data"]["tag"] for _, told in blueprints.acts}
    assert tags == {f"telepo-missed-{call.call_id}" for call in (first, second)}
