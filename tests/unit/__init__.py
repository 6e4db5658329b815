"""The pure modules, without a Home Assistant."""
