"""What leads a call back to its own two ends, and what only looks like it."""

from datetime import UTC, datetime

import pytest

from custom_components.telepo.cti import Call, LiveCall, Party, UserCalls, is_same_line
from custom_components.telepo.cti.matching import leads_to, may_lead_to
from custom_components.telepo.own_numbers import OwnNumbers

NOW = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)


def calls(*device_ids: str) -> UserCalls:
    """Return one call on the devices."""
    return UserCalls((LiveCall(Call(call_id="1", device_ids=device_ids), NOW),))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("tel:+46277464", "+46277464", True),
        ("tel:+46277464", "0277464", True),
        ("tel:+46277464", "0046277464", True),
        ("tel:+46277464;ext=1", "tel:+46277464", True),
        ("tel:5555", "5555", True),
        ("sip:bob@example.org", "SIPS:Bob@Example.org:5061;user=phone", True),
        ("sip:%62ob@example.org", "sip:bob@example.org", True),
        ("sip:%2562ob@example.org", "sip:bob@example.org", True),
        ("sip:+46277464@example.org", "tel:+46277464", True),
        ("sip:bob@[2001:db8::1]:5060", "sip:bob@[2001:db8::1]", True),
        # An extension is no line that a longer number happens to end with.
        ("tel:464", "+46277464", False),
        ("tel:77464", "+46277464", False),
        ("tel:+15555", "+1555555", False),
        ("tel:+15555", "+15556", False),
        ("sip:bob@example.org", "sip:bob@example.com", False),
        ("sip:bob@example.org", "sip:rob@example.org", False),
        ("sip:bob@example.org", "tel:+46277464", False),
        ("tel:+46277464", "Private", False),
        ("tel:0", "0", False),
        ("", "", False),
    ],
)
def test_two_spellings_are_one_line_only_beyond_doubt(
    one: str, other: str, same: bool
) -> None:
    assert is_same_line(one, other) is same
    assert is_same_line(other, one) is same


@pytest.mark.parametrize(
    ("party", "leads"),
    [
        (None, False),
        (Party(), False),
        (Party(display_name="Bob"), False),
        (Party(display_number="Private"), False),
        (Party(tel_uri="tel:+15556"), False),
        (Party(tel_uri="tel:+15555"), True),
        (Party(tel_uri="sip:bob@example.org", display_number="+15555"), True),
        (Party(tel_uri="+15555"), True),
    ],
)
def test_a_destination_leads_to_a_party_by_all_that_is_known_of_it(
    party: Party | None, leads: bool
) -> None:
    assert leads_to("tel:+15555", party) is leads


@pytest.mark.parametrize(
    ("uri", "party", "may"),
    [
        ("tel:+15555", None, True),
        ("tel:+15555", Party(), True),
        ("tel:+15555", Party(display_name="Bob", display_number="Private"), True),
        ("tel:+15555", Party(tel_uri="tel:+15555"), True),
        ("tel:464", Party(tel_uri="tel:+46277464"), True),
        ("tel:+15555", Party(tel_uri="tel:+46277464"), False),
        ("tel:+15555", Party(tel_uri="sip:bob@example.org"), False),
        ("sip:bob@example.org", Party(tel_uri="sip:Bob@example.org:5060"), True),
        ("sip:bob@example.org", Party(tel_uri="sip:carol@example.org"), False),
        ("sip:bob@example.org", Party(tel_uri="tel:+46277464"), False),
    ],
)
def test_a_destination_may_lead_to_a_party_unless_something_known_contradicts(
    uri: str, party: Party | None, may: bool
) -> None:
    assert may_lead_to(uri, party) is may


def test_the_user_s_address_is_known_from_the_start() -> None:
    own = OwnNumbers(" Organization.org ", "alice@organization.org")
    assert own.has("sip:alice@organization.org")
    assert not own.has("sip:bob@organization.org")
    assert not own.has("tel:+1555555")


@pytest.mark.parametrize(
    ("device_id", "uri"),
    [
        ("+1555555", "tel:+1555555"),
        ("0.+1555555", "tel:+1555555"),
        ("1555555", "tel:+1555555"),
        ("5555", "tel:5555"),
    ],
)
def test_a_device_named_by_its_number_is_the_user_s_own(
    device_id: str, uri: str
) -> None:
    own = OwnNumbers("organization.org", "alice")
    own.take_calls(calls("x", device_id))
    assert own.has(uri)
    # The call is over, the telephone is still there.
    own.take_calls(UserCalls())
    assert own.has(uri)


@pytest.mark.parametrize(
    "device_id", ["2.00000000-0000-0000-0000-000000000001", "10.desk", "12", "", "0.x"]
)
def test_another_device_tells_no_number(device_id: str) -> None:
    own = OwnNumbers("organization.org", "alice")
    own.take_calls(calls(device_id))
    assert not own.has("tel:1")
    assert not own.has("tel:12")
    assert not own.has("tel:000000000001")


def test_the_latest_message_tells_the_number() -> None:
    own = OwnNumbers("organization.org", "alice")
    own.take_number("+1555555")
    own.take_number(None)
    assert own.has("tel:+1555555")
    own.take_number("+1666666")
    assert own.has("tel:+1666666")
    assert not own.has("tel:+1555555")


def test_endless_devices_do_not_fill_the_memory() -> None:
    own = OwnNumbers("organization.org", "alice")
    own.take_calls(calls(*(f"+1555{number:06}" for number in range(1000))))
    assert own.has("tel:+1555000999")
    assert not own.has("tel:+1555000001")
