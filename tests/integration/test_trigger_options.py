"""Options of triggers: whose calls count, and which."""

from typing import Any

from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import async_validate_trigger_config
import pytest
import voluptuous as vol

from custom_components.telepo.const import DOMAIN

from .bystander import DIRECTED, Bystander, Options
from .commands import NUMBER
from .house import House


@pytest.fixture
def bystander(alice: House) -> Bystander:
    """Return who watches alice's home."""
    return Bystander(alice)


@pytest.mark.parametrize(
    ("pattern", "call", "fires"),
    [
        pytest.param(NUMBER, {}, True, id="the-number"),
        pytest.param("+462*", {}, True, id="beginning-of-the-number"),
        pytest.param("*464", {}, True, id="end-of-the-number"),
        pytest.param("+46*7*64", {}, True, id="middle-of-the-number"),
        pytest.param("+46 277-464", {}, True, id="number-spaced-to-be-read"),
        pytest.param(
            "0277464", {"remote_number": "0277-464"}, True, id="number-spaced-by-it"
        ),
        pytest.param("+4627746", {}, False, id="part-of-the-number"),
        pytest.param("46277464", {}, False, id="number-without-its-plus"),
        pytest.param("+46*9*64", {}, False, id="other-middle"),
        pytest.param("+46277464*64", {}, False, id="nothing-counts-twice"),
        pytest.param(f"tel:{NUMBER}", {}, True, id="uri"),
        pytest.param(
            "sip:*@organization.org",
            {"remote_uri": "sip:Bob@organization.org"},
            True,
            id="sip-uri",
        ),
        pytest.param(
            "bob@organization.org",
            {"remote_uri": "sip:Bob@organization.org"},
            True,
            id="address-without-sip",
        ),
        pytest.param(
            "+46*",
            {"remote_uri": f"sip:{NUMBER}@elsewhere.org", "remote_number": None},
            False,
            id="address-that-looks-like-a-number",
        ),
        pytest.param("bob BOBSON", {}, True, id="name-in-other-capitals"),
        pytest.param("straße*", {"remote_name": "STRASSE 1"}, True, id="sharp-s"),
        pytest.param("*bob*", {}, True, id="part-of-the-name"),
        pytest.param(" bob* ", {}, True, id="blanks-around-it"),
        pytest.param("b.b*", {}, False, id="a-dot-is-a-dot"),
        pytest.param("**", {}, True, id="anything"),
        pytest.param(
            "*",
            {"remote_name": None, "remote_number": None, "remote_uri": None},
            False,
            id="anything-is-not-nobody",
        ),
        pytest.param(["carol*", "bob*"], {}, True, id="one-of-several"),
        pytest.param(["carol*", "dave*"], {}, False, id="none-of-several"),
        pytest.param([], {}, True, id="no-pattern"),
    ],
)
async def test_remote_says_whose_calls_count(
    bystander: Bystander, pattern: Any, call: dict[str, Any], *, fires: bool
) -> None:
    await bystander.wait_for("incoming", options={"remote": pattern})
    await bystander.tell("incoming", **call)
    assert len(bystander.ran) == fires


async def test_a_long_name_and_many_asterisks_take_no_time(
    bystander: Bystander,
) -> None:
    """A name is a stranger's text; looking back would take years here."""
    await bystander.wait_for("incoming", options={"remote": "*a" * 40 + "*b"})
    await bystander.tell("incoming", remote_name="a" * 5000)
    assert bystander.ran == []


@pytest.mark.parametrize("moment", DIRECTED)
@pytest.mark.parametrize(
    ("options", "directions"),
    [
        pytest.param({}, ["incoming", "outgoing", None], id="either"),
        pytest.param({"direction": "incoming"}, ["incoming"], id="incoming"),
        pytest.param({"direction": "outgoing"}, ["outgoing"], id="outgoing"),
    ],
)
async def test_direction_says_which_calls_count(
    bystander: Bystander, moment: str, options: Options, directions: list[str | None]
) -> None:
    await bystander.wait_for(moment, options=options)
    for direction in ("incoming", "outgoing", None):
        await bystander.tell(moment, direction=direction)
    assert len(bystander.ran) == len(directions)


@pytest.mark.parametrize(
    ("moment", "options", "reason"),
    [
        # What YAML makes of +15555 without quotes.
        pytest.param("missed", {"remote": [15555]}, "in quotes", id="number"),
        pytest.param("missed", {"remote": 15555}, "in quotes", id="only-number"),
        pytest.param("missed", {"remote": ["  "]}, "is empty", id="blank"),
        pytest.param("ended", {"direction": "inbound"}, "incoming", id="direction"),
        pytest.param(
            "missed", {"direction": "incoming"}, "direction", id="needless-direction"
        ),
        pytest.param("missed", {"number": "1"}, "number", id="unknown-option"),
    ],
)
async def test_an_option_that_cannot_be_meant_is_refused(
    alice: House, moment: str, options: Options, reason: str
) -> None:
    """When the automation is saved, not when the call has been missed."""
    trigger = {
        "trigger": f"{DOMAIN}.{moment}",
        "target": {"device_id": alice.device_id()},
        "options": options,
    }
    with pytest.raises(vol.Invalid, match=reason):
        await async_validate_trigger_config(alice.hass, cv.TRIGGER_SCHEMA([trigger]))
