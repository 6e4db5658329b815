"""A MiCloud Telepo exchange in one process, for tests, demos and curiosity.

Written from the vendor document alone: it shares nothing with the integration,
so that a mistake in one cannot cancel out in the other.
"""

from .crm_connector import CrmConnector, Delivery
from .faults import Fault, Faults
from .models import (
    Call,
    Change,
    Device,
    NotAllowedError,
    NotFoundError,
    Party,
    Reason,
    RefusalError,
    StaleTokenError,
    State,
    TransferType,
    User,
    What,
)
from .scenarios import SCENARIOS
from .simulator import Simulator
from .switchboard import Switchboard
from .tally import Request, Tally
from .wire import Wire

__all__ = [
    "SCENARIOS",
    "Call",
    "Change",
    "CrmConnector",
    "Delivery",
    "Device",
    "Fault",
    "Faults",
    "NotAllowedError",
    "NotFoundError",
    "Party",
    "Reason",
    "RefusalError",
    "Request",
    "Simulator",
    "StaleTokenError",
    "State",
    "Switchboard",
    "Tally",
    "TransferType",
    "User",
    "What",
    "Wire",
]
