"""What a call says of itself: its state, direction, party and actions."""

from dataclasses import FrozenInstanceError

import pytest

from custom_components.telepo.cti import (
    ACTION_ANSWER,
    ACTION_HOLD,
    AvailableAction,
    Call,
    CallState,
    Direction,
    Party,
)


def call_with(status: str | None, inbound: bool | None, *actions: str) -> Call:
    """Return a call of that status, direction and actions."""
    return Call(
        call_id="c1",
        status=status,
        inbound=inbound,
        actions=tuple(AvailableAction(action=action) for action in actions),
    )


@pytest.mark.parametrize(
    "status",
    [
        "RINGING",
        "ALERTING",
        "EARLY",
        "OFFERED",
        "OFFERING",
        "INCOMING",
        "DELIVERED",
        "Ringing",
    ],
)
@pytest.mark.parametrize(
    ("inbound", "actions", "state"),
    [
        pytest.param(True, (), CallState.RINGING, id="incoming"),
        pytest.param(True, ("HOLD",), CallState.RINGING, id="incoming with hold"),
        pytest.param(False, (), CallState.DIALING, id="outgoing"),
        pytest.param(False, ("ANSWER",), CallState.DIALING, id="outgoing with answer"),
        pytest.param(None, ("ANSWER",), CallState.RINGING, id="can be answered"),
        pytest.param(None, ("HOLD",), CallState.ACTIVE, id="can be held"),
        pytest.param(None, (), CallState.UNKNOWN, id="nothing known"),
    ],
)
def test_an_alerting_call_rings_only_when_it_came_in(
    status: str, inbound: bool | None, actions: tuple[str, ...], state: CallState
) -> None:
    """An outgoing one that alerts the far end is dialing."""
    assert call_with(status, inbound, *actions).state is state


@pytest.mark.parametrize(
    "status",
    [
        "DIALING",
        "DIALLING",
        "INITIATED",
        "ORIGINATED",
        "TRYING",
        "PROCEEDING",
        "SETUP",
        "CONNECTING",
        "ESTABLISHING",
        "dialing",
    ],
)
@pytest.mark.parametrize(
    ("inbound", "actions", "state"),
    [
        pytest.param(False, (), CallState.DIALING, id="outgoing"),
        pytest.param(False, ("HOLD",), CallState.DIALING, id="outgoing with hold"),
        pytest.param(
            True, ("ANSWER",), CallState.RINGING, id="incoming, can be answered"
        ),
        pytest.param(True, (), CallState.UNKNOWN, id="incoming"),
        pytest.param(None, (), CallState.UNKNOWN, id="nothing known"),
        pytest.param(None, ("ANSWER",), CallState.RINGING, id="can be answered"),
    ],
)
def test_a_call_being_set_up_dials_only_when_it_goes_out(
    status: str, inbound: bool | None, actions: tuple[str, ...], state: CallState
) -> None:
    """Otherwise the actions tell."""
    assert call_with(status, inbound, *actions).state is state


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (word, CallState.ACTIVE)
        for word in (
            "ACTIVE",
            "CONNECTED",
            "CONFIRMED",
            "ANSWERED",
            "ESTABLISHED",
            "TALKING",
            "active",
        )
    ]
    + [
        (word, CallState.HELD)
        for word in (
            "HELD",
            "HOLD",
            "ON_HOLD",
            "OnHold",
            "on-hold",
            "LOCAL_HOLD",
            "local hold",
        )
    ]
    + [("PARKED", CallState.PARKED), ("Parked", CallState.PARKED)],
)
@pytest.mark.parametrize("inbound", [True, False, None])
def test_a_known_status_wins_over_the_actions(
    status: str, state: CallState, inbound: bool | None
) -> None:
    """In whatever spelling, and in both directions."""
    assert call_with(status, inbound, "ANSWER", "HOLD", "RESUME").state is state


@pytest.mark.parametrize("status", [None, "", "TELEPORTED", "_"])
@pytest.mark.parametrize(
    ("inbound", "actions", "state"),
    [
        pytest.param(
            True, ("RESUME", "HOLD", "ANSWER"), CallState.RINGING, id="answer first"
        ),
        pytest.param(False, ("ANSWER",), CallState.DIALING, id="outgoing never rings"),
        pytest.param(None, ("ANSWER",), CallState.RINGING, id="can be answered"),
        pytest.param(
            None, ("RESUME", "HOLD"), CallState.ACTIVE, id="hold before resume"
        ),
        pytest.param(True, ("RESUME",), CallState.HELD, id="resume"),
        pytest.param(
            True, ("TRANSFER", "PARK"), CallState.UNKNOWN, id="others tell nothing"
        ),
        pytest.param(None, (), CallState.UNKNOWN, id="nothing"),
    ],
)
def test_an_unknown_status_leaves_it_to_the_actions(
    status: str | None, inbound: bool | None, actions: tuple[str, ...], state: CallState
) -> None:
    """Never to hope."""
    assert call_with(status, inbound, *actions).state is state


@pytest.mark.parametrize(
    ("inbound", "actions", "direction"),
    [
        (True, (), Direction.INCOMING),
        (False, ("ANSWER",), Direction.OUTGOING),
        (None, ("ANSWER",), Direction.INCOMING),
        (None, ("HOLD",), None),
    ],
)
def test_the_direction_is_the_servers_word_or_follows_from_answer(
    inbound: bool | None, actions: tuple[str, ...], direction: Direction | None
) -> None:
    """Only an incoming call can be answered."""
    assert call_with("ACTIVE", inbound, *actions).direction is direction


def test_a_call_allows_what_the_server_lists() -> None:
    """Nothing else, and the caller's spelling does not matter."""
    call = call_with("ACTIVE", True, "HOLD", "X_NEW")
    assert call.action_names == ("HOLD", "X_NEW")
    assert call.allows(ACTION_HOLD)
    assert call.allows("hold")
    assert not call.allows(ACTION_ANSWER)


@pytest.mark.parametrize(
    ("event", "failed"),
    [("FAILED", True), ("failed", True), ("MOVED", False), (None, False)],
)
def test_a_call_fails_by_its_event(event: str | None, failed: bool) -> None:
    """The server's word, in any case."""
    assert Call(call_id="c1", event=event).failed is failed


@pytest.mark.parametrize(
    ("party", "number", "uri"),
    [
        pytest.param(
            Party(
                party_id="bob@organization.org",
                tel_uri="tel:+46277464",
                display_number="7464",
            ),
            "+46277464",
            "tel:+46277464",
            id="the vendor's",
        ),
        pytest.param(
            Party(tel_uri="TEL:7464;phone-context=+46"),
            "7464",
            "TEL:7464;phone-context=+46",
            id="parameters",
        ),
        pytest.param(
            Party(tel_uri="tel:%2B15555"), "+15555", "tel:%2B15555", id="escaped plus"
        ),
        pytest.param(
            Party(tel_uri="+15555"), "+15555", "tel:+15555", id="number without scheme"
        ),
        pytest.param(
            Party(display_number="7464"), "7464", "tel:7464", id="display number"
        ),
        pytest.param(
            Party(display_number="+46 (8) 12-34"),
            "+46 (8) 12-34",
            "tel:+4681234",
            id="printed",
        ),
        pytest.param(
            Party(display_number="Anonymous"),
            "Anonymous",
            None,
            id="a word for a number",
        ),
        pytest.param(
            Party(tel_uri="sip:bob@organization.org"),
            None,
            "sip:bob@organization.org",
            id="SIP in telUri",
        ),
        pytest.param(
            Party(tel_uri="sip:bob@organization.org", display_number="7464"),
            "7464",
            "sip:bob@organization.org",
            id="SIP with a display number",
        ),
        pytest.param(
            Party(
                party_id="SIPS:bob@organization.org",
                display_number="bob@organization.org",
            ),
            None,
            "SIPS:bob@organization.org",
            id="SIP only",
        ),
        pytest.param(
            Party(party_id="sip:bob@organization.org", display_number="7464"),
            "7464",
            "sip:bob@organization.org",
            id="SIP party id before display number",
        ),
        pytest.param(
            Party(display_number="sip:bob"), None, None, id="SIP as display number"
        ),
        pytest.param(
            Party(party_id="bob@organization.org"), None, None, id="user id only"
        ),
        pytest.param(Party(party_id="tel:+15555"), None, None, id="tel in party id"),
        pytest.param(
            Party(tel_uri="javascript:alert(1)"), None, None, id="another scheme"
        ),
        pytest.param(
            Party(tel_uri="tel:", display_number="7464"),
            "7464",
            "tel:7464",
            id="empty tel",
        ),
        pytest.param(
            Party(tel_uri="tel:anonymous"),
            None,
            "tel:anonymous",
            id="tel without number",
        ),
        pytest.param(Party(), None, None, id="nobody"),
    ],
)
def test_a_party_has_the_number_and_uri_that_reach_it(
    party: Party, number: str | None, uri: str | None
) -> None:
    """The telephone number in telUri, else the display number; a SIP-only party has none."""
    assert party.number == number
    assert party.uri == uri


def test_a_partys_name_is_its_display_name() -> None:
    """An id is not a name."""
    assert (
        Party(party_id="bob@organization.org", display_name="Bob Bobson").name
        == "Bob Bobson"
    )
    assert Party(party_id="bob@organization.org").name is None


@pytest.mark.parametrize("field", ["status", "duration", "actions"])
def test_a_call_cannot_be_changed(field: str) -> None:
    """What is shared between entities stays as it was read."""
    with pytest.raises(FrozenInstanceError):
        setattr(Call(call_id="c1"), field, None)
