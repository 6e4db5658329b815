"""What the demo tells when something is not as it should be."""


class DemoError(Exception):
    """The demo cannot go on; the text says why in words for a person."""
