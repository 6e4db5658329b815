"""What a loaded entry holds, for everything that serves Home Assistant."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry

from .coordinator import TelepoCoordinator
from .cti import CallControl, TelepoClient
from .webhook import CrmReceiver


@dataclass(frozen=True, slots=True)
class TelepoRuntime:
    """One user's engine."""

    client: TelepoClient
    coordinator: TelepoCoordinator
    call_control: CallControl
    receiver: CrmReceiver


type TelepoConfigEntry = ConfigEntry[TelepoRuntime]
