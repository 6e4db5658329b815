"""Snapshots: the vendor's samples whole, and every shape a server may send."""

import json

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.telepo.cti import (
    AvailableAction,
    Call,
    HistoryInfo,
    Participant,
    Party,
    Snapshot,
    TelepoInvalidResponseError,
    parse_call,
    parse_snapshot,
)

from .samples import only_call, sample, sample_call

NATHAN = Party(
    party_id="nathan.hughes@organization.org",
    type="USER_ID",
    tel_uri="tel:+442528473",
    display_name="Nathan Hughes",
    display_number="8473",
)
HISTORY = HistoryInfo(
    subject="Main Switchboard number",
    acd_support="+134777",
    camp_on=False,
    initial_party=NATHAN,
    previous_party=NATHAN,
    previous_retarget_reason="TRANSFERRED",
)


def test_the_vendors_snapshot_is_read_whole() -> None:
    """Every field of the snapshot sample arrives, the others are absent."""
    assert parse_snapshot(sample("snapshot")) == Snapshot(
        full_state=True,
        calls=(
            Call(
                call_id="aaa111bbb",
                state_token=487345453,
                user_id="alice@organization.org",
                remote_party=Party(
                    party_id="bob@organization.org",
                    type="USER_ID",
                    tel_uri="tel:+46277464",
                    display_name="Bob Bobson",
                    display_number="7464",
                ),
                conference=False,
                inbound=False,
                status="HELD",
                device_ids=("+1555555",),
                actions=tuple(
                    AvailableAction(action=name)
                    for name in ("MOVE", "TRANSFER", "RESUME", "PARK")
                ),
            ),
        ),
    )
    assert only_call().duration == 50


@pytest.mark.parametrize("name", ["singlesteptransfer_reply", "transfer_reply"])
def test_the_vendors_transfer_reply_is_read_whole(name: str) -> None:
    """Every field of both replies arrives, unquoted lists among them."""
    call = parse_call(sample(name))
    assert call == Call(
        call_id="aaa111bbb",
        state_token=487345453,
        user_id="user@organization.org",
        remote_party=NATHAN,
        participants=(
            Participant(id="aaa111bbb", remote_party=NATHAN, history_info=HISTORY),
        ),
        conference=False,
        history_info=HISTORY,
        inbound=True,
        status="RINGING",
        event="FAILED",
        event_description="Call setup failed with status code 504",
        recordable=True,
        recording=True,
        external_recording=True,
        external_recording_paused=False,
        device_ids=("+1555555",),
        actions=(AvailableAction(action="ANSWER", device_ids=("+1555555",)),),
    )
    assert (
        call.duration,
        call.recording_duration,
        call.external_recording_duration,
    ) == (0, 0, 0)


_NO_SNAPSHOTS: tuple[object, ...] = (
    None,
    True,
    5,
    "calls",
    [],
    [{}],
    {},
    {"status": "ok"},
    {"calls": {}},
    {"calls": "x"},
    {"calls": 7},
    {"calls": False},
    {"fullState": True, "calls": {}},
)


@pytest.mark.parametrize("data", _NO_SNAPSHOTS, ids=json.dumps)
def test_what_is_no_snapshot_is_refused(data: object) -> None:
    """Neither key, or calls that are no list."""
    with pytest.raises(TelepoInvalidResponseError):
        parse_snapshot(data)


@pytest.mark.parametrize(
    ("data", "full_state"),
    [
        ({"calls": []}, True),
        ({"calls": None}, True),
        ({"fullState": True}, True),
        ({"fullState": None}, True),
        ({"fullState": False}, False),
        ({"fullState": "false", "calls": []}, False),
        ({"fullState": "TRUE", "calls": []}, True),
    ],
    ids=json.dumps,
)
def test_a_snapshot_without_calls_is_one(data: object, full_state: bool) -> None:
    """An idle user; only a plain false makes it a partial answer."""
    assert parse_snapshot(data) == Snapshot(full_state=full_state)


@pytest.mark.parametrize(
    "element",
    [
        None,
        5,
        "call",
        [],
        {},
        *(
            {"callId": wrong}
            for wrong in (None, "", " ", "\u200b\n", 7, True, ["a"], {"a": "b"})
        ),
    ],
    ids=ascii,
)
def test_a_call_that_makes_no_sense_is_left_out_and_counted(element: object) -> None:
    """The others count; alone, the same is refused."""
    snapshot = parse_snapshot({"calls": [element, sample_call(), element]})
    assert [call.call_id for call in snapshot.calls] == ["aaa111bbb"]
    assert snapshot.left_out == 2
    with pytest.raises(TelepoInvalidResponseError):
        parse_call(element)


def test_the_same_call_twice_counts_once_and_the_last_wins() -> None:
    """Nothing is left out by it: the call is there."""
    data = {
        "calls": [
            sample_call(status="RINGING"),
            sample_call(callId="c2"),
            sample_call(),
        ]
    }
    snapshot = parse_snapshot(data)
    assert [(call.call_id, call.status) for call in snapshot.calls] == [
        ("aaa111bbb", "HELD"),
        ("c2", "HELD"),
    ]
    assert snapshot.left_out == 0


@pytest.mark.parametrize(
    ("spelled", "left_out"),
    [
        ("alice@organization.org", 0),
        ("ALICE@Organization.Org", 0),
        ("alice", 0),
        ("bob", 0),
        ("bob@elsewhere.org", 0),
        ("@organization.org", 0),
        ("", 0),
        (7, 0),
        (None, 0),
        ("bob@organization.org", 1),
        ("Bob@ORGANIZATION.ORG", 1),
        ("malice@organization.org", 1),
        ("alice@x@organization.org", 1),
    ],
)
@pytest.mark.parametrize("user_id", ["alice", "Alice", "alice@organization.org"])
def test_only_a_plain_lie_about_the_user_is_left_out(
    spelled: object, left_out: int, user_id: str
) -> None:
    """Somebody else of the same organisation; any other spelling is tolerated."""
    snapshot = parse_snapshot(
        {"calls": [sample_call(userId=spelled)]},
        domain="organization.org",
        user_id=user_id,
    )
    assert snapshot.left_out == left_out
    assert len(snapshot.calls) == 1 - left_out


@pytest.mark.parametrize(
    ("domain", "user_id"), [(None, None), ("organization.org", None), (None, "alice")]
)
def test_without_knowing_the_user_nobody_is_left_out(
    domain: str | None, user_id: str | None
) -> None:
    """The user is checked only against one who was told."""
    data = {"calls": [sample_call(userId="bob@organization.org")]}
    assert len(parse_snapshot(data, domain=domain, user_id=user_id).calls) == 1


def test_an_enormous_snapshot_is_read() -> None:
    """Twenty thousand calls, each once."""
    data = {"calls": [{"callId": f"c{number}"} for number in range(20_000)]}
    assert len(parse_snapshot(data).calls) == 20_000


_KEYS = sorted(
    {
        *sample("singlesteptransfer_reply"),
        "calls",
        "fullState",
        "action",
        "partyId",
        "id",
    }
)
_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
)
_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(_KEYS) | st.text(max_size=3), inner, max_size=6
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(data=_JSON, calls=st.lists(_JSON, max_size=4))
def test_any_json_is_a_snapshot_or_is_refused(
    data: object, calls: list[object]
) -> None:
    """Nothing else is raised, and each call can tell its state, number and URI."""
    for attempt in (
        data,
        {"calls": calls},
        {"calls": [sample_call(actions=data, deviceIds=data)]},
    ):
        try:
            snapshot = parse_snapshot(
                attempt, domain="organization.org", user_id="alice"
            )
        except TelepoInvalidResponseError:
            continue
        for call in snapshot.calls:
            assert call.call_id.strip()
            assert call.state
            party = call.remote_party or Party()
            assert party.number != ""
            assert party.uri != ""
