"""What all tests share."""

import os

from hypothesis import settings
import pytest

# Imported before anything else: the plugin's own test configuration has a package
# custom_components as well, and the first one imported wins.
import custom_components.telepo  # noqa: F401

# The same examples in every run: what new ones find should fail nobody else's change.
settings.register_profile("fixed", derandomize=True, database=None)
if not os.environ.get("TELEPO_FUZZ"):
    settings.load_profile("fixed")


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give every Home Assistant a configuration folder of its own."""
    return hass_tmp_config_dir
