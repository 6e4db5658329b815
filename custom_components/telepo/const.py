"""Names that Home Assistant and users see, and the limits of the integration."""

from typing import Final

DOMAIN: Final = "telepo"
NAME: Final = "MiCloud Telepo"

CONF_TICKET: Final = "ticket"
CONF_USER_ID: Final = "user_id"
CONF_ADVANCED: Final = "advanced"

CONF_CONTACTS: Final = "contacts"
CONF_CONTACT_NAME: Final = "name"
CONF_CONTACT_DESTINATION: Final = "destination"
CONF_ALLOWED_DESTINATIONS: Final = "allowed_destinations"
CONF_HISTORY_DAYS: Final = "history_days"
CONF_PRIVACY: Final = "privacy"
CONF_TELEPHONE_ID: Final = "telephone_id"

DEFAULT_HISTORY_DAYS: Final = 30
MAX_HISTORY_DAYS: Final = 365

SERVICE_DIAL: Final = "dial"
SERVICE_HOLD: Final = "hold"
SERVICE_RESUME: Final = "resume"
SERVICE_TRANSFER: Final = "transfer"
SERVICE_TRANSFER_TO_CALL: Final = "transfer_to_call"
SERVICE_GET_CALLS: Final = "get_calls"
SERVICE_GET_CALL_HISTORY: Final = "get_call_history"
SERVICE_MARK_MISSED_CALLS_READ: Final = "mark_missed_calls_read"
SERVICE_SEND_CALL_COMMAND: Final = "send_call_command"

ATTR_BLIND: Final = "blind"
ATTR_BODY: Final = "body"
ATTR_CALL_ID: Final = "call_id"
ATTR_CALLS: Final = "calls"
ATTR_COMMAND: Final = "command"
ATTR_CONFIRMED: Final = "confirmed"
ATTR_DATA: Final = "data"
ATTR_DESTINATION: Final = "destination"
ATTR_DIRECTION: Final = "direction"
ATTR_DRY_RUN: Final = "dry_run"
ATTR_LIMIT: Final = "limit"
ATTR_NAME: Final = "name"
ATTR_OUTCOME: Final = "outcome"
ATTR_SINCE: Final = "since"
ATTR_STATUS: Final = "status"
ATTR_TARGET_CALL_ID: Final = "target_call_id"
ATTR_TELEPHONE_ID: Final = "telephone_id"
ATTR_TYPE: Final = "type"
ATTR_UNREAD: Final = "unread"
ATTR_USERS: Final = "users"

INTENT_HOLD: Final = "TelepoHoldCall"
INTENT_RESUME: Final = "TelepoResumeCall"
INTENT_TRANSFER: Final = "TelepoTransferCall"
INTENT_DIAL: Final = "TelepoDial"
INTENT_CALL_STATUS: Final = "TelepoCallStatus"
INTENT_MISSED_CALLS: Final = "TelepoMissedCalls"

SLOT_DESTINATION: Final = "destination"
SLOT_NAME: Final = "name"
SLOT_QUESTION: Final = "question"

QUESTION_WHO: Final = "who"
QUESTION_HOW_LONG: Final = "how_long"
QUESTION_ON_CALL: Final = "on_call"

EVENT_CALL: Final = "telepo_call_event"
EVENT_CRM_MESSAGE: Final = "telepo_crm_message"

ISSUE_NOT_LICENSED: Final = "not_licensed"
ISSUE_WEBHOOK_SILENT: Final = "webhook_silent"

# A CRM message is well below 1 KiB; an array of a busy call's messages still fits.
MAX_WEBHOOK_BODY: Final = 64 * 1024

# Duplicates arrive close to the original. 10,000 messages are a busy day of a large
# organisation and a few megabytes.
REMEMBERED_MESSAGES: Final = 10_000

# How long a call may show in the snapshot before its CRM message counts as missing.
WEBHOOK_PATIENCE: Final = 15.0

STORAGE_VERSION: Final = 1

# A moment is on disk this many seconds later: soon enough for a power cut, and all the
# moments of an ending are one write.
SAVE_DELAY: Final = 1.0
SAVE_IN_CALL: Final = 60.0
