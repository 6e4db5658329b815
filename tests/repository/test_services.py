"""services.yaml describes the very actions that are registered."""

from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.helpers import config_validation as cv
import pytest
import voluptuous as vol

from custom_components.telepo.services import async_register_services

from .source import DOMAIN, PACKAGE, read_yaml

SERVICES = read_yaml(PACKAGE / "services.yaml")


def default_of(marker: vol.Marker) -> object:
    """Return what an absent field counts as, None for nothing."""
    default = getattr(marker, "default", vol.UNDEFINED)
    return default() if callable(default) else None


@pytest.fixture
async def schemas(hass: HomeAssistant) -> dict[str, dict[str, vol.Marker]]:
    """The fields of every registered action, without those of the target."""
    async_register_services(hass)
    registered = hass.services.async_services_for_domain(DOMAIN)
    assert all(
        service.supports_response is not SupportsResponse.NONE
        for service in registered.values()
    )
    target = {str(field) for field in cv.ENTITY_SERVICE_FIELDS}
    return {
        name: {
            str(marker): marker
            for marker in service.schema.schema
            if str(marker) not in target
        }
        for name, service in registered.items()
        if isinstance(service.schema, vol.Schema)
    }


async def test_every_registered_action_is_described(
    schemas: dict[str, dict[str, vol.Marker]],
) -> None:
    """And no other."""
    assert schemas.keys() == SERVICES.keys()


@pytest.mark.parametrize("service", SERVICES)
async def test_the_fields_described_are_the_fields_accepted(
    schemas: dict[str, dict[str, vol.Marker]], service: str
) -> None:
    """The form in the automation editor offers what the schema takes."""
    assert schemas[service].keys() == SERVICES[service].get("fields", {}).keys()


@pytest.mark.parametrize("service", SERVICES)
async def test_required_fields_and_defaults_are_the_schemas(
    schemas: dict[str, dict[str, vol.Marker]], service: str
) -> None:
    """The form must not promise another default than the one that applies."""
    for name, marker in schemas[service].items():
        field = SERVICES[service]["fields"][name]
        assert field.get("required", False) == isinstance(marker, vol.Required), name
        assert field.get("default") == default_of(marker), name


@pytest.mark.parametrize("service", SERVICES)
def test_every_action_takes_a_target_of_ours(service: str) -> None:
    """The editor then offers the users' devices and entities alone."""
    target = SERVICES[service]["target"]
    assert target["entity"] == {"integration": DOMAIN}
    # hassfest refuses a device filter here; devices can be chosen all the same.
    assert "device" not in target


@pytest.mark.parametrize("service", SERVICES)
def test_every_field_has_a_selector(service: str) -> None:
    """Without one the editor shows no input for it."""
    for name, field in SERVICES[service].get("fields", {}).items():
        assert len(field["selector"]) == 1, name
