"""MiCloud Telepo: a hosted telephone exchange's calls in Home Assistant."""

from functools import partial

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.typing import ConfigType

from .card import async_setup_card
from .client_session import async_create_client
from .const import (
    DOMAIN,
    ISSUE_NOT_LICENSED,
    ISSUE_WEBHOOK_DISTRUSTED,
    ISSUE_WEBHOOK_SILENT,
)
from .coordinator import TelepoCoordinator
from .cti import CallControl, TelepoInvalidTicketError
from .ha_errors import update_error
from .runtime import TelepoConfigEntry, TelepoRuntime
from .services import async_register_services
from .stories import CallStories, async_store
from .voice.offer import async_offer_sentences
from .webhook import async_receive
from .webhook_rotation import async_leave_webhook

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

_ISSUES = (ISSUE_NOT_LICENSED, ISSUE_WEBHOOK_DISTRUSTED, ISSUE_WEBHOOK_SILENT)

# What comes first is told first: the call itself.
PLATFORMS = (
    Platform.SENSOR,
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.SWITCH,
    Platform.TODO,
)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Register the actions and the card, and follow what becomes of entries."""
    async_register_services(hass)
    async_dispatcher_connect(
        hass, SIGNAL_CONFIG_ENTRY_CHANGED, partial(_entry_changed, hass)
    )
    await async_setup_card(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: TelepoConfigEntry) -> bool:
    """Set up one user: client, coordinator, webhook, entities."""
    try:
        client = async_create_client(hass, entry)
    except TelepoInvalidTicketError as error:
        raise update_error(error) from error
    stories = CallStories(hass, entry)
    await stories.async_load()
    entry.async_on_unload(stories.async_stop)
    coordinator = TelepoCoordinator(hass, entry, client, stories)
    await coordinator.async_config_entry_first_refresh()
    # What it brings is kept back until there are entities.
    coordinator.async_catch_up()
    entry.runtime_data = TelepoRuntime(
        client=client,
        coordinator=coordinator,
        call_control=CallControl(
            client,
            coordinator.async_read_calls,
            on_transfer=stories.async_transfer_accepted,
            on_error=coordinator.async_command_failed,
        ),
        receiver=async_receive(hass, coordinator),
    )
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    stories.async_start()
    # The stories and the webhook's health need the snapshots, so they are read even
    # when every entity is disabled.
    entry.async_on_unload(coordinator.async_add_listener(lambda: None))
    async_offer_sentences(hass)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: TelepoConfigEntry) -> bool:
    """Unload one user."""
    # While there are entities that can tell of it.
    entry.runtime_data.coordinator.async_catch_up()
    unloaded = await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
    if unloaded:
        # The report of a flood stays, and its day goes on.
        _delete_issues(hass, entry, ISSUE_NOT_LICENSED, ISSUE_WEBHOOK_SILENT)
    return unloaded


async def async_remove_entry(hass: HomeAssistant, entry: TelepoConfigEntry) -> None:
    """Take away what outlives the unloading: repairs, calls, the last user's webhook, forms."""
    _delete_issues(hass, entry, *_ISSUES)
    await async_store(hass, entry).async_remove()
    await async_leave_webhook(hass, entry.data)
    # Home Assistant closes the forms that ask for a new ticket, and no others.
    for form in hass.config_entries.flow.async_progress_by_handler(
        DOMAIN,
        match_context={"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id},
    ):
        hass.config_entries.flow.async_abort(form["flow_id"])


@callback
def _entry_changed(
    hass: HomeAssistant, _change: ConfigEntryChange, entry: ConfigEntry
) -> None:
    """Take a disabled user's repairs away: one that was never loaded is not unloaded."""
    if entry.domain == DOMAIN and entry.disabled_by:
        if entry.state is ConfigEntryState.NOT_LOADED:
            _delete_issues(hass, entry, *_ISSUES)


def _delete_issues(hass: HomeAssistant, entry: ConfigEntry, *issues: str) -> None:
    for issue in issues:
        ir.async_delete_issue(hass, DOMAIN, f"{issue}_{entry.entry_id}")
