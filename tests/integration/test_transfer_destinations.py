"""Where a transfer may go: contacts, spellings, what the owner allows."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
import pytest

from .commands import active, refused, story
from .house import House

CONTACTS = [
    {"name": "Bob Bobson", "destination": "+46 277-464"},
    {"name": "Desk", "destination": "sip:desk@example.org"},
]


async def _rehearse(house: House, destination: Any) -> str:
    data = {"destination": destination, "dry_run": True}
    uri = (await house.act("transfer", data))["destination"]
    assert isinstance(uri, str)
    return uri


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        pytest.param("tel:+15555", "tel:+15555", id="tel-uri"),
        pytest.param("+1 (555) 5", "tel:+15555", id="plain-number"),
        pytest.param("sip:bob@organization.org", "sip:bob@organization.org", id="sip"),
        pytest.param("Bob Bobson", "tel:+46277464", id="contact"),
        pytest.param("bob bobson", "tel:+46277464", id="contact-lower"),
        pytest.param("BOB BOBSON", "tel:+46277464", id="contact-upper"),
        pytest.param("  Bob Bobson ", "tel:+46277464", id="contact-spaces"),
        pytest.param("desk", "sip:desk@example.org", id="sip-contact"),
    ],
)
async def test_contacts_numbers_and_uris_reach_the_exchange_as_uris(
    alice: House, typed: str, uri: str
) -> None:
    await alice.set_options(contacts=CONTACTS)
    active(alice)
    alice.exchange.transfer_answers_after = 0
    assert await _rehearse(alice, typed) == uri
    answer = await alice.act("transfer", {"destination": typed, "blind": True})
    assert answer["confirmed"] is True


@pytest.mark.parametrize(
    "typed", ["Nobody", "", " ", "http://example.org", "bob@organization.org", "tel:"]
)
async def test_what_is_no_destination_is_refused_before_anything_is_read(
    alice: House, typed: str
) -> None:
    active(alice)
    alice.simulator.tally.reset()
    error = await refused(alice, "transfer", {"destination": typed}, mistake=True)
    assert error.translation_key == "invalid_destination"
    assert story(alice.simulator) == ""


@pytest.mark.parametrize("typed", [15555, -15555, 15555.5, True])
async def test_a_bare_number_is_refused_with_its_own_message(
    alice: House, typed: object
) -> None:
    active(alice)
    alice.simulator.tally.reset()
    error = await refused(alice, "transfer", {"destination": typed}, mistake=True)
    assert error.translation_key == "destination_is_number"
    assert "tel:" in str(error)
    assert story(alice.simulator) == ""


@pytest.mark.parametrize(
    ("template", "works"),
    [("{{ '+15555' }}", False), ("tel:{{ '+15555' }}", True)],
    ids=["bare", "with-tel"],
)
async def test_a_script_s_template_needs_tel_in_front(
    alice: House, hass: HomeAssistant, template: str, works: bool
) -> None:
    """Home Assistant renders "+15555" to an integer: the plus sign is lost."""
    active(alice)
    alice.exchange.transfer_answers_after = 0
    step = {"action": "telepo.transfer", "data": {"destination": template}}
    script = {"script": {"to_carol": {"sequence": [step]}}}
    assert await async_setup_component(hass, "script", script)
    if works:
        await hass.services.async_call("script", "to_carol", blocking=True)
        assert alice.exchange.calls("alice") == []
    else:
        with pytest.raises(ServiceValidationError) as caught:
            await hass.services.async_call("script", "to_carol", blocking=True)
        assert caught.value.translation_key == "destination_is_number"
        assert len(alice.exchange.calls("alice")) == 1


async def test_without_a_destination_nothing_happens(alice: House) -> None:
    import voluptuous as vol  # noqa: PLC0415

    active(alice)
    with pytest.raises(vol.Invalid, match="destination"):
        await alice.act("transfer", {})


@pytest.mark.parametrize(
    ("allowed", "typed", "permitted"),
    [
        pytest.param([], "+15555", True, id="empty-allows-any"),
        pytest.param(["+46*"], "+46 123", True, id="number-by-prefix"),
        pytest.param(["tel:+46*"], "+46123", True, id="number-by-uri"),
        pytest.param(["+46*"], "+15555", False, id="other-prefix"),
        pytest.param(["+46*"], "0046123", False, id="other-spelling"),
        pytest.param(["5555"], "15555", False, id="no-partial-match"),
        pytest.param(["+46*", "+15555"], "tel:+1-555-5", True, id="second-pattern"),
        pytest.param(
            ["sip:*@organization.org"], "sip:bob@organization.org", True, id="sip"
        ),
        pytest.param(
            ["sip:*@organization.org"], "sip:bob@example.org", False, id="host"
        ),
        pytest.param(["+15555"], "Bob Bobson", True, id="a-contact-always"),
        pytest.param(["+15555"], "+46277464", True, id="a-contact-s-number-always"),
        pytest.param(["+15555"], "tel:+46-277464", True, id="a-contact-s-uri-always"),
        pytest.param(["+46*"], "sip:+46123@example.org", False, id="sip-like-a-number"),
    ],
)
async def test_transfers_reach_contacts_and_what_the_owner_allows(
    alice: House, allowed: list[str], typed: str, permitted: bool
) -> None:
    await alice.set_options(contacts=CONTACTS, allowed_destinations=allowed)
    active(alice)
    alice.simulator.tally.reset()
    if permitted:
        assert (await _rehearse(alice, typed)).startswith(("tel:", "sip:"))
        return
    for dry_run in (False, True):
        data = {"destination": typed, "dry_run": dry_run}
        error = await refused(alice, "transfer", data, mistake=True)
        assert error.translation_key == "destination_not_allowed"
    assert story(alice.simulator) == ""


async def test_every_user_has_destinations_of_their_own(alice: House) -> None:
    await alice.set_up("bob", allowed_destinations=["+46*"])
    active(alice)
    active(alice, "bob")
    data = {"destination": "+15555", "dry_run": True}
    target = {"device_id": alice.device_id("alice")}
    assert await alice.act("transfer", {**data, **target})
    target = {"device_id": alice.device_id("bob")}
    error = await refused(alice, "transfer", {**data, **target}, mistake=True)
    assert error.translation_key == "destination_not_allowed"
