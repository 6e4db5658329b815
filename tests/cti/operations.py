"""Every operation of the client, for what must hold of all of them."""

from collections.abc import Awaitable, Callable

import pytest

from custom_components.telepo.cti import TelepoClient

type MakeClient = Callable[..., TelepoClient]
type Operation = Callable[[TelepoClient], Awaitable[object]]

OPERATIONS: dict[str, Operation] = {
    "snapshot": lambda client: client.snapshot(),
    "hold": lambda client: client.hold("aaa111bbb"),
    "resume": lambda client: client.resume("aaa111bbb"),
    "single_step_transfer": lambda client: client.single_step_transfer(
        "aaa111bbb", destination="tel:+15555", state_token=1
    ),
    "transfer": lambda client: client.transfer(
        "aaa111bbb", target_call_id="dd33dxw9", state_token=1, target_state_token=2
    ),
    "telephones": lambda client: client.telephones(),
    "make": lambda client: client.make("0.+1555555", "tel:+15555"),
    "send_command": lambda client: client.send_command("answer", "aaa111bbb"),
}
GETS = {name: OPERATIONS[name] for name in ("snapshot", "telephones")}
POSTS = {name: operation for name, operation in OPERATIONS.items() if name not in GETS}
# What these answer is not documented, so nobody looks at it.
UNREAD = [OPERATIONS[name] for name in ("hold", "resume", "make")]

every_operation = pytest.mark.parametrize(
    "operation", OPERATIONS.values(), ids=OPERATIONS.keys()
)
every_post = pytest.mark.parametrize("operation", POSTS.values(), ids=POSTS.keys())
