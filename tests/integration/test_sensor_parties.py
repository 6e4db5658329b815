"""What the sensors show of the other side, and of a call's particulars."""

from homeassistant.core import HomeAssistant
import pytest

from simulator import Party

from .commands import (
    NAME,
    NUMBER,
    OTHER_NAME,
    OTHER_NUMBER,
    active,
    change_calls,
    ringing,
    second,
)
from .house import House


async def test_a_sip_only_party_has_an_uri_and_no_number(alice: House) -> None:
    alice.exchange.inbound("alice", "sip:carol@example.org")
    await alice.poll()
    state = alice.state("sensor", "call")
    assert state.attributes["remote_number"] is None
    assert state.attributes["remote_uri"] == "sip:carol@example.org"
    party = alice.state("sensor", "remote_party")
    assert (party.state, party.attributes["number"]) == ("unknown", None)
    assert party.attributes["uri"] == "sip:carol@example.org"


async def test_a_nameless_party_is_shown_by_its_number(alice: House) -> None:
    alice.exchange.inbound("alice", NUMBER)
    await alice.poll()
    assert alice.state("sensor", "remote_party").state == NUMBER


async def test_a_colleague_is_a_party_of_a_known_type(alice: House) -> None:
    alice.exchange.internal("bob", "alice")
    await alice.poll()
    party = alice.state("sensor", "remote_party")
    assert party.state == "Bob"
    assert party.attributes["party_type"] == "USER_ID"


async def test_a_withheld_number_rings_all_the_same(alice: House) -> None:
    alice.exchange.inbound("alice", None)
    await alice.poll()
    assert alice.state("sensor", "call").state == "ringing"
    assert alice.state("sensor", "remote_party").state == "unknown"


async def test_a_call_of_which_only_the_id_is_known_is_shown(alice: House) -> None:
    alice.simulator.wire.edit_snapshot = lambda _: {"calls": [{"callId": "bare"}]}
    await alice.poll()
    state = alice.state("sensor", "call")
    assert (state.state, state.attributes["call_id"]) == ("unknown", "bare")
    assert state.attributes["direction"] is None
    (listed,) = state.attributes["calls"]
    assert (listed["conference"], listed["recording"]) == (False, False)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("{{ states('sensor.x') }}", id="template"),
        pytest.param("<script>alert(1)</script>", id="html"),
        pytest.param("a\nb\u202ec\x00d", id="hidden-characters"),
        pytest.param("x" * 100_000, id="long"),
        pytest.param("\N{PILE OF POO}" * 300, id="astral"),
        pytest.param("\ud800", id="half-a-character"),
    ],
)
async def test_a_hostile_name_is_only_a_name(alice: House, name: str) -> None:
    ringing(alice)
    change_calls(
        alice.simulator, remoteParty={"telUri": "tel:+15555", "displayName": name}
    )
    await alice.poll()
    state = alice.state("sensor", "remote_party")
    # What cannot be shown at all leaves the number.
    assert state.state not in ("unknown", "unavailable")
    assert len(state.state) <= 128
    assert state.state.isprintable()
    assert alice.state("sensor", "call").attributes["remote_number"] == "+15555"


@pytest.mark.parametrize(
    ("fields", "recording"),
    [
        pytest.param({}, False, id="none"),
        pytest.param({"recording": True}, True, id="by-the-exchange"),
        pytest.param({"externalRecording": True}, True, id="by-another"),
        pytest.param(
            {"externalRecording": True, "externalRecordingPaused": True},
            False,
            id="paused",
        ),
        pytest.param(
            {
                "recording": True,
                "externalRecording": True,
                "externalRecordingPaused": True,
            },
            True,
            id="only-one-paused",
        ),
    ],
)
async def test_whether_a_call_is_recorded(
    alice: House, fields: dict[str, object], recording: bool
) -> None:
    active(alice)
    change_calls(alice.simulator, conference=True, **fields)
    await alice.poll()
    (listed,) = alice.state("sensor", "call").attributes["calls"]
    assert listed["recording"] is recording
    assert listed["conference"] is True


@pytest.mark.parametrize(
    ("privacy", "party", "number"),
    [("masked", "B. B.", "+*****464"), ("none", "unknown", None)],
)
async def test_the_privacy_option_holds_for_every_sensor(
    alice: House, hass: HomeAssistant, privacy: str, party: str, number: str | None
) -> None:
    await alice.set_options(privacy=privacy)
    active(alice)
    second(alice)
    alice.exchange.internal("bob", "alice")
    await alice.poll()
    told = str([state.as_dict() for state in hass.states.async_all()])
    for secret in (NAME, NUMBER[1:], OTHER_NAME, OTHER_NUMBER[1:]):
        assert secret not in told
    for call in alice.exchange.calls("alice")[1:]:
        alice.exchange.end(call.call_id)
    await alice.poll()
    assert alice.state("sensor", "remote_party").state == party
    assert alice.state("sensor", "call").attributes["remote_number"] == number


async def test_a_transferred_call_shows_its_new_party(alice: House) -> None:
    call = active(alice)
    await alice.poll()
    alice.exchange._retarget(call, Party.from_number(OTHER_NUMBER, OTHER_NAME))
    await alice.poll()
    assert alice.state("sensor", "remote_party").state == OTHER_NAME


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        pytest.param("1" * 63, f"+{'1' * 63}", id="64-characters"),
        pytest.param("1" * 64, None, id="65-characters"),
        pytest.param("1" * 250, None, id="as-long-as-an-id"),
        pytest.param("1" * 5000, None, id="endless"),
    ],
)
async def test_what_is_too_long_for_a_number_never_becomes_a_state(
    alice: House, caplog: pytest.LogCaptureFixture, digits: str, shown: str | None
) -> None:
    """Home Assistant would refuse a state of more than 255 characters."""
    ringing(alice)
    change_calls(alice.simulator, remoteParty={"telUri": f"tel:+{digits}"})
    caplog.clear()
    await alice.poll()
    party = alice.state("sensor", "remote_party")
    assert party.state == (shown or "unknown")
    assert party.attributes["number"] == shown
    call = alice.state("sensor", "call")
    assert (call.state, call.attributes["remote_number"]) == ("ringing", shown)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_an_endless_name_or_display_is_cut_to_what_a_state_holds(
    alice: House, caplog: pytest.LogCaptureFixture
) -> None:
    ringing(alice)
    for party in ({"displayName": "x" * 5000}, {"displayNumber": "5" * 5000}):
        change_calls(alice.simulator, remoteParty=party)
        caplog.clear()
        await alice.poll()
        state = alice.state("sensor", "remote_party").state
        assert len(state) <= 128
        errors = [record for record in caplog.records if record.levelname == "ERROR"]
        assert errors == []
