"""The tables of hostile texts, and what becomes of each at the edge."""

import json
import unicodedata

import pytest

from custom_components.telepo.cti import parse_call, parse_crm_messages
from custom_components.telepo.cti.text import clean_name, clean_uri
from tests.hostile import HOSTILE_DESTINATIONS, HOSTILE_NAMES, MARKUP, harm

names = pytest.mark.parametrize(
    "name", [name for _, name in HOSTILE_NAMES], ids=dict(HOSTILE_NAMES)
)


def test_the_tables_are_large_and_each_row_has_a_name_of_its_own() -> None:
    assert len(dict(HOSTILE_NAMES)) == len(HOSTILE_NAMES) >= 60
    assert len(dict(HOSTILE_DESTINATIONS)) == len(HOSTILE_DESTINATIONS) >= 40


@pytest.mark.parametrize(
    "text", [*MARKUP, "\n", "\u202e", "\ud800", "\ue000", "x" * 257]
)
def test_harm_is_found_wherever_it_hides(text: str) -> None:
    for value in (text, {"a": [text]}, ({"b": {"c": text}},), {text}):
        assert harm(value)


@pytest.mark.parametrize("value", ["Bob (mobil)", "", None, 5, {"a": ["Bob"]}, True])
def test_what_is_harmless_is_not_reported(value: object) -> None:
    assert harm(value) == []


def readable(text: str) -> str:
    """Return the letters and digits of English."""
    return "".join(c for c in text[:100] if c.isascii() and c.isalnum())


@names
def test_a_hostile_name_is_one_harmless_line(name: str) -> None:
    cleaned = clean_name(name)
    assert harm(cleaned) == []
    if cleaned is not None:
        assert len(cleaned) <= 128
        assert cleaned == cleaned.strip()
        assert "  " not in cleaned
        assert cleaned.encode()
        marks = "".join("m" if unicodedata.combining(c) else "-" for c in cleaned)
        assert "mmm" not in marks


@names
def test_letters_and_digits_of_a_hostile_name_are_still_readable(name: str) -> None:
    """Nothing is translated, refused or hidden: the reader sees who claims to call."""
    assert readable(name)[:20] == readable(clean_name(name) or "")[:20]


@names
def test_every_text_of_a_call_is_harmless(name: str) -> None:
    party = {
        "type": name,
        "displayName": name,
        "displayNumber": name,
        "telUri": name,
        "partyId": name,
    }
    history = {
        "subject": name,
        "acdSupport": name,
        "initialParty": party,
        "previousParty": party,
        "previousRetargetReason": name,
    }
    call = parse_call(
        {
            "callId": "1",
            "remoteParty": party,
            "participants": [{"remoteParty": party, "historyInfo": history}],
            "historyInfo": history,
            "status": name,
            "event": name,
            "eventDescription": name,
            "actions": [{"action": name}],
        }
    )
    assert call.history_info
    (participant,) = call.participants
    parties = (
        call.remote_party,
        participant.remote_party,
        call.history_info.initial_party,
        call.history_info.previous_party,
    )
    for shown in filter(None, parties):
        assert harm([shown.name, shown.number, shown.display_number, shown.uri]) == []
        assert harm(shown.type) == []
    assert harm([call.status, call.event, call.event_description]) == []
    assert harm(call.action_names) == []
    reasons = (
        call.history_info.acd_support,
        call.history_info.previous_retarget_reason,
    )
    assert harm([call.history_info.subject, *reasons]) == []


@names
def test_every_text_of_a_crm_message_is_harmless(name: str) -> None:
    fields = ("local_email", "local_number", "remote_email", "remote_number")
    others = ("direction", "remote_user_id", "device_type", "termination-reason")
    texts = dict.fromkeys((*fields, *others), name)
    body = json.dumps({"call_id": "1", "state": f"EARLY{name}", **texts}).encode()
    (message,) = parse_crm_messages(body)
    assert harm(message.as_dict()) == []


@names
def test_a_hostile_uri_has_only_what_uris_have(name: str) -> None:
    for uri in (clean_uri(name), clean_uri(f"sip:{name}@example.org")):
        assert uri is None or not set(uri) & set('<>{}|\\^"` ')
