"""Whether a message and a call can be the same call."""

import pytest

from custom_components.telepo.cti import Call, CrmMessage, Party, same_number, tells_of


def message(
    call_id: str = "8Z7SCgOCRyCewZ6yHmDR3g",
    state: str = "EARLY",
    direction: str | None = None,
    remote_number: str | None = None,
) -> CrmMessage:
    """Return a message of the CRM connector."""
    return CrmMessage(
        call_id=call_id, state=state, direction=direction, remote_number=remote_number
    )


def call(number: str | None = "+46277464", *, inbound: bool | None = True) -> Call:
    """Return a call of the snapshot."""
    party = Party(tel_uri=f"tel:{number}") if number else None
    return Call(call_id="aaa111bbb", inbound=inbound, remote_party=party)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("+46277464", "+46277464", True, id="equal"),
        pytest.param("+46277464", "0046277464", True, id="zeros for the plus"),
        pytest.param("+46277464", "0277464", True, id="national"),
        pytest.param("+46 27-74 64", "(0)277464", True, id="separators"),
        pytest.param("+46277464", "7464", True, id="extension"),
        pytest.param("+46277464", "64", False, id="too short to tell"),
        pytest.param("64", "64", True, id="short but equal"),
        pytest.param("+46277464", "+46277465", False, id="another number"),
        pytest.param("+46277464", "tel:+46277464;ext=12", True, id="tel URI"),
        pytest.param("0277464", "sip:+46277464@10.1.2.3", True, id="SIP URI"),
        pytest.param("+46277464", "SIPS:%2B46277464?a=1", True, id="escaped"),
        pytest.param("+46277464", "+46 (0)277464", True, id="undialled zero"),
        pytest.param("+46277464", "sip:bob7464@organization.org", False, id="name"),
        pytest.param("+46277464", "+146277464", True, id="longer prefix"),
    ],
)
def test_spellings_of_a_number_are_compared(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same


def test_an_equal_id_decides_whatever_else_differs() -> None:
    told = message(
        call_id="aaa111bbb",
        state="TERMINATED",
        direction="OUTGOING",
        remote_number="+1555",
    )
    assert tells_of(told, call())


@pytest.mark.parametrize(
    ("fields", "shown", "same"),
    [
        pytest.param({}, call(), True, id="nothing known"),
        pytest.param({"direction": "INCOMING"}, call(), True, id="direction"),
        pytest.param({"direction": "OUTGOING"}, call(), False, id="other direction"),
        pytest.param(
            {"direction": "OUTGOING"}, call(inbound=None), True, id="direction unknown"
        ),
        pytest.param({"remote_number": "0277464"}, call(), True, id="number"),
        pytest.param({"remote_number": "+15555"}, call(), False, id="other number"),
        pytest.param({"remote_number": "+15555"}, call(None), True, id="withheld"),
        pytest.param({"state": "TERMINATED"}, call(), False, id="tells of an end"),
    ],
)
def test_without_an_equal_id_nothing_known_to_both_may_differ(
    fields: dict[str, str], shown: Call, same: bool
) -> None:
    assert tells_of(message(**fields), shown) is same


def test_the_number_on_the_display_counts_as_well() -> None:
    shown = Call(
        call_id="aaa111bbb",
        remote_party=Party(tel_uri="tel:+46277464", display_number="8473"),
    )
    assert tells_of(message(remote_number="8473"), shown)


@pytest.mark.parametrize(
    ("told", "tel_uri", "display_number", "same"),
    [
        pytest.param("+46277464", None, "Private", True, id="shown-without-digits"),
        pytest.param("Private", "tel:+46277464", None, True, id="told-without-digits"),
        pytest.param("Private", None, "Anonymous", True, id="neither-has-digits"),
        pytest.param("+46277464", None, "000", True, id="zeros-only"),
        pytest.param(
            "sip:bob2@organization.org", "tel:+46277464", None, True, id="a-name"
        ),
        pytest.param("", "tel:+46277464", None, True, id="told-empty"),
        pytest.param(
            "+15555", "tel:+46277464", "Private", False, id="the-other-spelling-differs"
        ),
        pytest.param(
            "+46277464", "tel:+46277464", "Private", True, id="the-other-spelling-fits"
        ),
    ],
)
def test_what_has_no_digits_is_no_number_that_could_differ(
    told: str, tel_uri: str | None, display_number: str | None, same: bool
) -> None:
    party = Party(tel_uri=tel_uri, display_number=display_number)
    shown = Call(call_id="aaa111bbb", inbound=True, remote_party=party)
    assert tells_of(message(remote_number=told), shown) is same
