"""The fields of a call: what is read, and what is taken for absent."""

import pytest

from custom_components.telepo.cti import HistoryInfo, Participant, Party

from .samples import only_call


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0),
        (487345453, 487345453),
        (-1, -1),
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
        ("487345453", 487345453),
        (" -5 ", -5),
        (2**63, None),
        (-(2**63) - 1, None),
        (str(2**63), None),
        ("9" * 5000, None),
        ("", None),
        ("-", None),
        ("1.0", None),
        ("0x1", None),
        ("1_0", None),
        (True, None),
        (1.0, None),
        (None, None),
        ([1], None),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_a_state_token_is_a_64_bit_integer(value: object, expected: int | None) -> None:
    """Also one spelled as text; anything else is none."""
    assert only_call(stateToken=value).state_token == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0),
        (50, 50),
        (50.9, 50),
        (366 * 86400, 366 * 86400),
        (366 * 86400 + 1, None),
        (10**400, None),
        (-1, None),
        (-0.5, None),
        (float("nan"), None),
        (float("inf"), None),
        (True, None),
        ("50", None),
        (None, None),
        ([], None),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_a_duration_is_what_a_call_may_last(
    value: object, expected: int | None
) -> None:
    """Whole seconds, for each of the three clocks."""
    call = only_call(
        duration=value, recordingDuration=value, externalRecordingDuration=value
    )
    assert call.duration == expected
    assert call.recording_duration == expected
    assert call.external_recording_duration == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True),
        (False, False),
        ("true", True),
        (" False ", False),
        ("yes", None),
        ("", None),
        (1, None),
        (0, None),
        (None, None),
        ({}, None),
    ],
    ids=ascii,
)
@pytest.mark.parametrize(
    ("key", "attribute"),
    [
        ("inbound", "inbound"),
        ("conference", "conference"),
        ("recordable", "recordable"),
        ("recording", "recording"),
        ("externalRecording", "external_recording"),
        ("externalRecordingPaused", "external_recording_paused"),
    ],
)
def test_a_boolean_may_be_spelled_as_text(
    key: str, attribute: str, value: object, expected: bool | None
) -> None:
    """What is neither true nor false is unknown."""
    assert getattr(only_call(**{key: value}), attribute) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            ["+1555555", "0.+358401", "2.uuid"],
            ("+1555555", "0.+358401", "2.uuid"),
            id="list",
        ),
        pytest.param([], (), id="empty list"),
        pytest.param(
            [1555555, None, True, {}, ["a"], "", "b"], ("1555555", "b"), id="mixed list"
        ),
        pytest.param("[+1555555]", ("+1555555",), id="the vendor's string"),
        pytest.param(
            "[+1555555, 0.+358401]", ("+1555555", "0.+358401"), id="two unquoted"
        ),
        pytest.param("[]", (), id="empty string list"),
        pytest.param("[ ]", (), id="blank string list"),
        pytest.param("", (), id="empty string"),
        pytest.param("+1555555", ("+1555555",), id="no brackets"),
        pytest.param('["+1555555", "b"]', ("+1555555", "b"), id="JSON in a string"),
        pytest.param(
            "[1555555, 2.50]", ("1555555", "2.50"), id="numbers as they are spelled"
        ),
        pytest.param("['a', \"b\"]", ("a", "b"), id="mixed quotes"),
        pytest.param("[" * 1_000_000, ("[" * 256,), id="nested without end"),
        pytest.param('{"a": 1}', ('{"a": 1}',), id="an object in a string"),
        pytest.param({"a": "b"}, (), id="object"),
        pytest.param(7, (), id="number"),
        pytest.param(None, (), id="null"),
    ],
)
def test_device_ids_come_as_a_list_or_a_string(
    value: object, expected: tuple[str, ...]
) -> None:
    """The vendor's own samples print both."""
    assert only_call(deviceIds=value).device_ids == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param([{"action": "MOVE"}], [("MOVE", ())], id="list"),
        pytest.param(
            [{"action": " answer ", "deviceIds": ["a", "b"]}],
            [("ANSWER", ("a", "b"))],
            id="lower case",
        ),
        pytest.param(
            [{"action": "ANSWER", "deviceIds": "[+1555555]"}],
            [("ANSWER", ("+1555555",))],
            id="string inside",
        ),
        pytest.param(["HOLD", "X_NEW"], [("HOLD", ()), ("X_NEW", ())], id="bare names"),
        pytest.param(
            [
                None,
                5,
                [],
                {},
                {"action": None},
                {"action": " "},
                {"action": 5},
                {"action": "HOLD"},
            ],
            [("HOLD", ())],
            id="mixed list",
        ),
        pytest.param(
            "[{action: ANSWER, deviceIds: [+1555555]}]",
            [("ANSWER", ("+1555555",))],
            id="the vendor's string",
        ),
        pytest.param(
            "[{action: ANSWER, deviceIds: [+1, 0.+2]}, {action: PARK}, {deviceIds: [a], action: MOVE}]",
            [("ANSWER", ("+1", "0.+2")), ("PARK", ()), ("MOVE", ("a",))],
            id="three unquoted",
        ),
        pytest.param("[{deviceIds: [a]}, {}]", [], id="unquoted without a name"),
        pytest.param("[{'action': 'HOLD'}]", [("HOLD", ())], id="single quotes"),
        pytest.param(
            "[{action=HOLD, deviceIds=[a]}]", [("HOLD", ("a",))], id="equals signs"
        ),
        pytest.param(
            '[{"action": "HOLD", "deviceIds": ["a"]}]',
            [("HOLD", ("a",))],
            id="JSON in a string",
        ),
        pytest.param(
            "[HOLD, TRANSFER]", [("HOLD", ()), ("TRANSFER", ())], id="unquoted names"
        ),
        pytest.param("[]", [], id="empty string list"),
        pytest.param("", [], id="empty string"),
        pytest.param("[{" * 500_000, [], id="nested without end"),
        pytest.param({"action": "HOLD"}, [], id="object"),
        pytest.param(7, [], id="number"),
        pytest.param(None, [], id="null"),
    ],
)
def test_actions_come_as_a_list_or_a_string(
    value: object, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    """The vendor's own samples print both."""
    actions = only_call(actions=value).actions
    assert [(action.action, action.device_ids) for action in actions] == expected


@pytest.mark.parametrize("value", [None, 5, "x", [], True, {}], ids=ascii)
def test_a_party_that_says_nothing_is_none(value: object) -> None:
    """Also an empty object: there is nobody to show."""
    assert only_call(remoteParty=value).remote_party is None


def test_participants_that_are_no_objects_are_left_out() -> None:
    """A list of something else is empty, and so is something else."""
    assert only_call(participants=[None, 5, {"id": 5}]).participants == (Participant(),)
    assert only_call(participants={"id": "x"}).participants == ()


@pytest.mark.parametrize("value", [None, 5, "x", []], ids=ascii)
def test_a_history_of_the_wrong_type_is_none(value: object) -> None:
    """An unreadable past is no past."""
    assert only_call(historyInfo=value).history_info is None


def test_numbers_sent_unquoted_are_read_as_text() -> None:
    """Where a telephone number may stand, an integer is one; a truth value is none."""
    call = only_call(
        remoteParty={"displayName": 5, "displayNumber": 7464},
        historyInfo={"acdSupport": True},
    )
    assert call.remote_party == Party(display_number="7464")
    assert call.history_info == HistoryInfo()


def test_a_strangers_text_is_made_harmless() -> None:
    """Names and descriptions lose what does not show; ids keep their spelling."""
    call = only_call(
        callId="8Z7SCgOCRyCewZ6yHmDR3g==/+ x",
        status="RING\u200bING",
        eventDescription="a\r\nb\x1b[31m",
        remoteParty={"displayName": "\u202eBob\n\t Bobson\u2066 " + "x" * 500},
    )
    assert call.call_id == "8Z7SCgOCRyCewZ6yHmDR3g==/+ x"
    assert call.status == "RINGING"
    assert call.event_description == "a b(31m"
    assert call.remote_party is not None
    assert call.remote_party.display_name == ("Bob Bobson " + "x" * 500)[:128]


def test_unknown_fields_and_values_survive() -> None:
    """Every enum is open."""
    call = only_call(
        status="TELEPORTED", event="NEW_EVENT", remoteParty={"type": "ROBOT"}, extra={}
    )
    assert call.status == "TELEPORTED"
    assert call.event == "NEW_EVENT"
    assert call.remote_party == Party(type="ROBOT")


def test_a_running_clock_is_no_change() -> None:
    """The same call a second later compares equal; any other field does not."""
    before = only_call(duration=1, recordingDuration=1, externalRecordingDuration=1)
    after = only_call(duration=2, recordingDuration=2, externalRecordingDuration=2)
    assert before == after
    assert before != only_call(stateToken=1)
