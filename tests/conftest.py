"""What all tests share."""

import pytest

# Imported before anything else: the plugin's own test configuration has a package
# custom_components as well, and the first one imported wins.
import custom_components.telepo  # noqa: F401


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give every Home Assistant a configuration folder of its own."""
    return hass_tmp_config_dir
