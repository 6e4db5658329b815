"""Where a transfer may go: contacts, spellings, what the owner allows."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
import pytest

from .commands import NUMBER, OTHER_NUMBER, active, posts, refused, second, story
from .crm import Connector
from .house import House

CONTACTS = [
    {"name": "Bob Bobson", "destination": "+46 277-777"},
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
        pytest.param("Bob Bobson", "tel:+46277777", id="contact"),
        pytest.param("bob bobson", "tel:+46277777", id="contact-lower"),
        pytest.param("BOB BOBSON", "tel:+46277777", id="contact-upper"),
        pytest.param("  Bob Bobson ", "tel:+46277777", id="contact-spaces"),
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
        pytest.param(["+46*"], "0046123", True, id="other-spelling"),
        pytest.param(["5555"], "15555", False, id="no-partial-match"),
        pytest.param(["+46*", "+15555"], "tel:+1-555-5", True, id="second-pattern"),
        pytest.param(
            ["sip:*@organization.org"], "sip:bob@organization.org", True, id="sip"
        ),
        pytest.param(
            ["sip:*@organization.org"], "sip:bob@example.org", False, id="host"
        ),
        pytest.param(["+15555"], "Bob Bobson", True, id="a-contact-always"),
        pytest.param(["+15555"], "+46277777", True, id="a-contact-s-number-always"),
        pytest.param(["+15555"], "tel:+46-277777", True, id="a-contact-s-uri-always"),
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


OWN = [
    pytest.param("sip:alice@organization.org", id="sip"),
    pytest.param("SIPS:Alice@Organization.org:5061", id="sips-with-port"),
    pytest.param("sip:alice@organization.org;user=phone", id="sip-parameter"),
    pytest.param("sip:%61lice@organization.org", id="sip-encoded"),
    pytest.param("+1555555", id="device"),
    pytest.param("001 555-555", id="device-spelled"),
    pytest.param("tel:+1555555;ext=1", id="device-extension"),
    pytest.param("sip:+1555555@example.org", id="device-sip"),
    pytest.param("Myself", id="contact"),
]


@pytest.mark.parametrize("typed", OWN)
@pytest.mark.parametrize("dry_run", [False, True], ids=["done", "rehearsed"])
async def test_no_call_is_transferred_to_the_user_s_own_telephone(
    alice: House, typed: str, dry_run: bool
) -> None:
    await alice.set_options(contacts=[{"name": "Myself", "destination": "+1555555"}])
    active(alice)
    await alice.poll()
    data = {"destination": typed, "dry_run": dry_run}
    error = await refused(alice, "transfer", data, mistake=True)
    assert error.translation_key == "own_number"
    assert "555" not in str(error)
    assert posts(alice.simulator) == 0


async def test_no_call_is_dialled_to_the_user_s_own_telephone(alice: House) -> None:
    active(alice)
    await alice.poll()
    for typed in ("+1555555", "sip:alice@organization.org"):
        error = await refused(alice, "dial", {"destination": typed}, mistake=True)
        assert error.translation_key == "own_number"
    assert posts(alice.simulator) == 0


async def test_the_user_s_own_voicemail_box_is_no_loop(alice: House) -> None:
    active(alice)
    await alice.poll()
    data = {"destination": "+1555555", "type": "voicemail", "dry_run": True}
    assert (await alice.act("transfer", data))["destination"] == "tel:+1555555"


async def test_a_number_is_the_user_s_own_once_a_message_told_it(
    alice: House, connector: Connector
) -> None:
    dial = {"destination": "+46 70 987 65 43"}
    colleague = connector.message(local_user_id="bob", local_number="+46709876543")
    await connector.post(colleague)
    await connector.post(
        connector.message(2, local_user_id=None, local_number="+46709876543")
    )
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    assert await alice.act("dial", dial)

    await connector.post(connector.message(3, local_number="0709876543"))
    await connector.post(connector.message(4, local_number=None))
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    error = await refused(alice, "dial", dial, mistake=True)
    assert error.translation_key == "own_number"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(NUMBER, id="number"),
        pytest.param("0046 277 464", id="other-prefix"),
        pytest.param("0277464", id="national"),
        pytest.param(f"tel:{NUMBER};ext=1", id="extension"),
        pytest.param(f"sip:{NUMBER}@example.org", id="sip"),
        pytest.param("Caller", id="contact"),
    ],
)
@pytest.mark.parametrize("dry_run", [False, True], ids=["done", "rehearsed"])
async def test_no_call_is_transferred_to_its_own_caller(
    alice: House, typed: str, dry_run: bool
) -> None:
    await alice.set_options(contacts=[{"name": "Caller", "destination": NUMBER}])
    active(alice)
    data = {"destination": typed, "dry_run": dry_run}
    error = await refused(alice, "transfer", data, mistake=True)
    assert error.translation_key == "destination_is_caller"
    assert posts(alice.simulator) == 0


async def test_no_call_is_transferred_to_the_sip_address_it_comes_from(
    alice: House,
) -> None:
    call = alice.exchange.inbound("alice", "sip:Dave@Example.org:5060;user=phone")
    alice.exchange.answer(call.call_id)
    to = {"destination": "sip:dave@example.org"}
    error = await refused(alice, "transfer", to, mistake=True)
    assert error.translation_key == "destination_is_caller"


@pytest.mark.parametrize(
    "typed", ["464", "sip:464@example.org", "+15555", OTHER_NUMBER]
)
async def test_a_call_is_transferred_to_whoever_is_not_its_caller(
    alice: House, typed: str
) -> None:
    """Three digits are an extension, though the caller's number ends with them."""
    active(alice)
    assert await _rehearse(alice, typed)


async def test_only_the_transferred_call_s_own_party_is_refused(alice: House) -> None:
    first = active(alice)
    other = second(alice)
    data = {"destination": OTHER_NUMBER, "dry_run": True}
    chosen = await alice.act("transfer", {**data, "call_id": first.call_id})
    assert chosen["call_id"] == first.call_id
    error = await refused(
        alice, "transfer", {**data, "call_id": other.call_id}, mistake=True
    )
    assert error.translation_key == "destination_is_caller"


async def test_a_withheld_caller_can_be_transferred_anywhere(alice: House) -> None:
    call = alice.exchange.inbound("alice", None)
    alice.exchange.answer(call.call_id)
    assert await _rehearse(alice, "+15555") == "tel:+15555"
