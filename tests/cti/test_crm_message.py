"""CRM messages: the vendor's sample, and everything a stranger may post."""

from datetime import UTC, datetime
import json

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.telepo.cti import (
    CrmMessage,
    TelepoInvalidMessageError,
    TelepoInvalidResponseError,
    parse_crm_messages,
)

from .samples import sample


def only_message(**changes: object) -> CrmMessage:
    """Return the vendor's message, changed, encoded and parsed."""
    (message,) = parse_crm_messages(
        json.dumps(sample("crm_message") | changes).encode()
    )
    return message


def test_the_vendors_message_is_read_whole() -> None:
    """Every field arrives, `termination-reason` with its hyphen too."""
    assert only_message() == CrmMessage(
        seq_num=5,
        call_id="8Z7SCgOCRyCewZ6yHmDR3g",
        branch_id="2e7e5911",
        timestamp=datetime(2018, 2, 2, 12, 34, 57, 699000, tzinfo=UTC),
        state="TERMINATED",
        termination_reason="REJECTED",
        direction="OUTGOING",
        local_email="user2@test.com",
        local_user_id="user2@test.org",
        local_number="+12202",
        device_type="SOFT",
        remote_email="user1@test.com",
        remote_user_id="user1@test.org",
        remote_number="+12201",
    )


def test_a_message_becomes_the_contracts_fields_in_order() -> None:
    """Snake case throughout, the time as ISO 8601 in UTC, absent fields as None."""
    fields = only_message(local_email=None).as_dict()
    assert list(fields.items()) == [
        ("seq_num", 5),
        ("call_id", "8Z7SCgOCRyCewZ6yHmDR3g"),
        ("branch_id", "2e7e5911"),
        ("timestamp", "2018-02-02T12:34:57.699000+00:00"),
        ("state", "TERMINATED"),
        ("termination_reason", "REJECTED"),
        ("direction", "OUTGOING"),
        ("local_email", None),
        ("local_user_id", "user2@test.org"),
        ("local_number", "+12202"),
        ("device_type", "SOFT"),
        ("remote_email", "user1@test.com"),
        ("remote_user_id", "user1@test.org"),
        ("remote_number", "+12201"),
    ]


def test_a_message_needs_no_more_than_call_id_and_state() -> None:
    """Everything else is None, in the dictionary too."""
    (message,) = parse_crm_messages(b'{"call_id":"c1","state":"EARLY"}')
    assert message == CrmMessage(call_id="c1", state="EARLY")
    assert message.as_dict()["timestamp"] is None


def test_an_array_is_read_in_order() -> None:
    """Setera prints three messages as one array."""
    states = ["EARLY", "CONFIRMED", "TERMINATED"]
    body = json.dumps([{"call_id": "c1", "state": state} for state in states]).encode()
    assert [message.state for message in parse_crm_messages(body)] == states


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"state=EARLY&call_id=c1", id="a form"),
        pytest.param(b'{"call_id":"c1","state":', id="truncated"),
        pytest.param(b"\xff\xfe\xfa", id="not text"),
        pytest.param(b'"EARLY"', id="a string"),
        pytest.param(b"7", id="a number"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="an empty array"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b"[[]]", id="an array of arrays"),
        pytest.param(b"[" * 1_000_000, id="arrays without end"),
        pytest.param(b'{"a":' * 1_000_000, id="objects without end"),
        pytest.param(
            b'{"call_id":"c1","state":"EARLY","seq_num":' + b"9" * 5000 + b"}",
            id="a number without end",
        ),
    ],
)
def test_what_is_no_message_is_refused(body: bytes) -> None:
    """By an error of its own, which is also an invalid answer."""
    with pytest.raises(TelepoInvalidMessageError) as caught:
        parse_crm_messages(body)
    assert isinstance(caught.value, TelepoInvalidResponseError)


@pytest.mark.parametrize("key", ["call_id", "state"])
@pytest.mark.parametrize(
    "value", [None, "", " \n", "\u200b", 7, True, [], {}, ["EARLY"]], ids=ascii
)
def test_call_id_and_state_must_be_text(key: str, value: object) -> None:
    """One bad element refuses the whole array."""
    good = sample("crm_message")
    with pytest.raises(TelepoInvalidMessageError) as caught:
        parse_crm_messages(json.dumps([good, good | {key: value}]).encode())
    assert "12202" not in str(caught.value)
    with pytest.raises(TelepoInvalidMessageError):
        only_message(**{key: value})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2018-02-02T12:34:57.699+0000", "2018-02-02T12:34:57.699000+00:00"),
        ("2021-03-04T05:06:07.089+00:00", "2021-03-04T05:06:07.089000+00:00"),
        ("2021-03-04T05:06:07Z", "2021-03-04T05:06:07+00:00"),
        ("2021-03-04T05:06:07", "2021-03-04T05:06:07+00:00"),
        (" 2021-03-04T05:06:07+02:00 ", "2021-03-04T03:06:07+00:00"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+00:00"),
        ("9999-12-31T23:59:59-14:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("99999-01-01T00:00:00Z", None),
        ("2021-02-30T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        (1517574897, None),
        (None, None),
        ([], None),
    ],
    ids=ascii,
)
def test_a_timestamp_is_utc_or_none(value: object, expected: str | None) -> None:
    """Every spelling seen; what cannot be read is no reason to lose the message."""
    assert only_message(timestamp=value).as_dict()["timestamp"] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, 1),
        (0, 0),
        ("5", 5),
        (2**63, None),
        (5.0, None),
        (True, None),
        ("five", None),
        (None, None),
        ([], None),
    ],
    ids=ascii,
)
def test_a_sequence_number_is_an_integer(value: object, expected: int | None) -> None:
    """Also one spelled as text."""
    assert only_message(seq_num=value).seq_num == expected


@pytest.mark.parametrize(
    "key",
    [
        "branch_id",
        "direction",
        "local_email",
        "local_user_id",
        "local_number",
        "device_type",
        "remote_email",
        "remote_user_id",
        "remote_number",
    ],
)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (15555, "15555"),
        ("NEW\u202e_VALUE\n", "NEW_VALUE"),
        ("", None),
        (10**30, None),
        (1.5, None),
        (True, None),
        (None, None),
        ({}, None),
    ],
    ids=ascii,
)
def test_other_fields_are_text_or_none(
    key: str, value: object, expected: str | None
) -> None:
    """Integers become text, unknown values pass through, hostile characters do not."""
    assert only_message(**{key: value}).as_dict()[key] == expected


def test_the_reason_may_be_spelled_with_either_dash() -> None:
    """The hyphen is the vendor's and wins."""
    body = {"call_id": "c1", "state": "TERMINATED", "termination_reason": "HANGUP"}
    (message,) = parse_crm_messages(json.dumps(body).encode())
    assert message.termination_reason == "HANGUP"
    assert only_message(termination_reason="HANGUP").termination_reason == "REJECTED"


def test_two_copies_of_a_message_share_their_key() -> None:
    """The number of the call's leg decides, whatever else differs."""
    assert only_message().key == only_message(state="EARLY", timestamp=None).key
    assert only_message().key != only_message(seq_num=6).key
    assert only_message().key != only_message(branch_id="x").key
    assert only_message().key != only_message(call_id="x").key


def test_without_a_number_the_content_is_the_key() -> None:
    """Otherwise a whole call would be one message."""
    message = only_message(seq_num=None)
    assert message.key == only_message(seq_num=None, remote_number="+1").key
    for change in (
        {"state": "EARLY"},
        {"termination-reason": "HANGUP"},
        {"timestamp": None},
    ):
        assert message.key != only_message(seq_num=None, **change).key


_FIELDS = sorted(sample("crm_message"))
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(_FIELDS), _VALUES))
def test_any_object_is_a_message_or_is_refused(changes: dict[str, object]) -> None:
    """Nothing else is raised, and an accepted message can become JSON again."""
    try:
        message = only_message(**changes)
    except TelepoInvalidMessageError:
        return
    assert hash(message.key) == hash(message.key)
    assert json.loads(json.dumps(message.as_dict()))["call_id"] == message.call_id


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=40))
def test_any_bytes_are_messages_or_are_refused(body: bytes) -> None:
    """Nothing else is raised."""
    with pytest.raises(TelepoInvalidMessageError):
        parse_crm_messages(body)
