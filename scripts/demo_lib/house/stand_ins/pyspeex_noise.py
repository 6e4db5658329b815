"""Stands in for the package of this name, which has to be compiled: see `hass_process`."""


class AudioProcessor:
    """Would take noise out of speech; the demo's house has no microphone."""
