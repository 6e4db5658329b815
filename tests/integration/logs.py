"""What the integration says in Home Assistant's log."""

import logging

import pytest


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what our loggers say to an owner with the usual log level."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.telepo")
        and record.levelno >= logging.INFO
    ]
