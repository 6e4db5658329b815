"""Whatever the exchange or a stranger sends is read, or refused with our own error."""

from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from ipaddress import ip_address
import json
from typing import Any
from urllib.parse import urlsplit

from homeassistant.helpers.json import json_bytes
from hypothesis import example, given, strategies as st
import pytest

from custom_components.telepo.cti import (
    Call,
    CallTracker,
    CrmMessage,
    LiveCalls,
    TelepoError,
    TelepoInvalidMessageError,
    TelepoInvalidResponseError,
    bare_user,
    normalise_url,
    parse_call,
    parse_crm_messages,
    parse_snapshot,
    parse_telephones,
    unique_id,
)
from custom_components.telepo.cti.answers import (
    MAX_RETRY_AFTER,
    decode,
    free_form,
    raise_for_status,
)
from tests.cti.samples import sample

from .bodies import Bodies
from .damage import some_damage, write
from .effort import MINUTE, fuzz, random_of, seeded, share

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8), inner, max_size=4)
        | st.fixed_dictionaries({"calls": inner, "callId": st.text(), "actions": inner})
    ),
    max_leaves=12,
)
addresses = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="htps:/.@[]%#?0189abcé-_ \u202e", max_size=60).map(
        "https://{}".format
    ),
    st.from_regex(r"https?://[\w.\[\]:@%-]{1,40}(/.*)?", fullmatch=True),
)


def everything_of(call: Call) -> None:
    """Compute all that a call tells, and write it."""
    for name in dir(Call):
        if not name.startswith("_"):
            getattr(call, name)
    json_bytes(asdict(call))


def check_snapshot(data: Any) -> None:
    """Read a snapshot, and tell the stories of its calls."""
    try:
        snapshot = parse_snapshot(data, domain="organization.org", user_id="alice")
    except TelepoInvalidResponseError:
        return
    for call in snapshot.calls:
        everything_of(call)
    tracker, live_calls = CallTracker(), LiveCalls()
    for _ in range(2):
        calls = live_calls.apply(snapshot, NOON)
        tracker.read_snapshot(calls, NOON, messages_alive=True)
    json_bytes(tracker.dump())


@fuzz(200)
@given(json_values)
def test_any_json_is_a_snapshot_or_none(data: Any) -> None:
    check_snapshot(data)
    check_snapshot({"calls": data})
    check_snapshot({"calls": [data, data]})


@fuzz(100)
@given(json_values)
def test_any_json_is_a_call_and_telephones_or_none(data: Any) -> None:
    with suppress(TelepoInvalidResponseError):
        everything_of(parse_call(data))
    try:
        telephones = parse_telephones(data)
    except TelepoInvalidResponseError:
        return
    assert all(each.telephone_id and each.name for each in telephones)


@seeded
@pytest.mark.timeout(MINUTE)
def test_the_vendors_calls_survive_any_damage(seed: int) -> None:
    """Several fields at once."""
    random = random_of("calls", seed)
    for _ in range(share(1000)):
        name = random.choice(("transfer_reply", "singlesteptransfer_reply"))
        snapshot = {"calls": [sample(name)], "fullState": True}
        text = write(some_damage(snapshot, random))
        try:
            data = decode(text.encode())
        except TelepoInvalidResponseError:
            continue
        check_snapshot(data)


@seeded
@pytest.mark.timeout(MINUTE)
def test_any_body_is_messages_or_none(seed: int) -> None:
    """And the tracker tells what it can of them."""
    bodies, tracker = Bodies(random_of("messages", seed), ("alice",)), CallTracker()
    for _ in range(share(1000)):
        try:
            messages = parse_crm_messages(bodies.next().body)
        except TelepoInvalidMessageError:
            continue
        for message in messages[:5]:
            json_bytes(message.as_dict())
            assert hash(message.key) is not None
            told = tracker.take_message(message, NOON, readable=False)
            json_bytes([moment.as_dict() for moment in told.finished])
        if (wake_at := tracker.wake_at) is not None:
            tracker.wake(wake_at)
    json_bytes(tracker.dump())


@fuzz(300)
@given(st.integers(0, 999), st.text(max_size=40) | st.floats().map(str))
def test_any_status_is_good_or_one_of_our_errors(status: int, waiting: str) -> None:
    try:
        raise_for_status(status, {"Retry-After": waiting})
    except TelepoError as error:
        seconds = getattr(error, "retry_after", None)
        assert seconds is None or 0 < seconds <= MAX_RETRY_AFTER
    else:
        assert 200 <= status < 300


@fuzz(300)
@given(st.binary(max_size=60) | json_values.map(lambda v: json.dumps(v).encode()))
def test_any_reply_to_an_operation_can_be_handed_on(body: bytes) -> None:
    json_bytes({"body": free_form(body)})


def is_this_machine(host: str) -> bool:
    """Tell whether a host is the machine itself, with Python's own means."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@fuzz(500)
@given(addresses)
@example("http://localhost.evil.example")
@example("http://127.0.0.1.evil.example")
@example("http://localhost:8080/x")
@example("http://[::1]/")
def test_any_address_is_an_origin_or_none(text: str) -> None:
    """Safe to keep: what was made of it is what is made of that."""
    try:
        origin = normalise_url(text)
    except ValueError:
        return
    assert normalise_url(origin) == origin
    url = urlsplit(origin)
    assert url.scheme == "https" or is_this_machine(url.hostname or "")
    assert unique_id(text, "organization.org", "alice") == unique_id(
        origin, "Organization.org", "alice@organization.org"
    )


@fuzz(200)
@given(
    st.text(max_size=30).map(lambda text: text.replace("@", "").strip()),
    st.text(max_size=30),
)
def test_any_user_is_the_same_with_the_domain(domain: str, user: str) -> None:
    name = bare_user(user, domain)
    assert name in user
    assert name == name.strip()
    if name and "@" not in name:
        assert bare_user(f" {name}@{domain} ", domain) == name


def test_what_messages_say_of_one_call_stays_bounded() -> None:
    """Whoever forges them can make up as many legs and numbers as there are messages."""
    tracker, sizes = CallTracker(), []
    for number in range(1_000):
        message = CrmMessage(
            call_id="forged",
            branch_id=f"branch-{number}",
            state="EARLY",
            direction="INCOMING",
            remote_number=f"+1555{number:04}",
        )
        tracker.take_message(message, NOON, readable=False)
        sizes.append(len(json_bytes(tracker.dump())))
    assert sizes[-1] == sizes[200]
    assert [story["call_id"] for story in tracker.dump()["stories"]] == ["forged"]
