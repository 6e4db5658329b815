"""The to-do list of calls to return."""

from typing import override

from homeassistant.components.todo import (
    TodoItem,
    TodoItemStatus,
    TodoListEntity,
    TodoListEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .cti import FinishedCall
from .entity import HistoryEntity
from .runtime import TelepoConfigEntry

# Nothing is asked of the exchange.
PARALLEL_UPDATES = 0

MISSED_CALLS = EntityDescription(key="missed_calls", translation_key="missed_calls")


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TelepoConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the user's list."""
    async_add_entities([MissedCalls(entry.runtime_data.coordinator, MISSED_CALLS)])


class MissedCalls(HistoryEntity, TodoListEntity):
    """The missed calls that nobody has marked as read; ticking one marks it."""

    _attr_supported_features = (
        TodoListEntityFeature.UPDATE_TODO_ITEM | TodoListEntityFeature.DELETE_TODO_ITEM
    )

    @property
    @override
    def todo_items(self) -> list[TodoItem]:
        """The calls to return, the latest first."""
        unread = self.coordinator.stories.history.unread_by_uid()
        return [_item(uid, call) for uid, call in reversed(unread.items())]

    @override
    def _renewed(self) -> object:
        """Of two lists of the same length each item counts."""
        return self.coordinator.stories.history.unread

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        """Mark a ticked call as read; there is nothing else to change."""
        if item.uid and item.status == TodoItemStatus.COMPLETED:
            self.coordinator.stories.async_mark_read([item.uid])

    @override
    async def async_delete_todo_items(self, uids: list[str]) -> None:
        """Mark the calls as read."""
        self.coordinator.stories.async_mark_read(uids)


def _item(uid: str, call: FinishedCall) -> TodoItem:
    caller = call.remote_name or call.remote_number or "?"
    when = dt_util.as_local(call.ended).strftime("%Y-%m-%d %H:%M")
    number = f" · {call.remote_number}" if call.remote_number != caller else ""
    return TodoItem(
        uid=uid,
        summary=caller,
        description=f"{when}{number if call.remote_number else ''}",
        status=TodoItemStatus.NEEDS_ACTION,
    )
