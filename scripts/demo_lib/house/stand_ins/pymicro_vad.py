"""Stands in for the package of this name, which has to be compiled: see `hass_process`."""


class MicroVad:
    """Would tell speech from silence; the demo's house has no microphone."""
