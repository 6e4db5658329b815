"""Setting a user up: what a person may type, and what is made of it."""

from aiohttp import ThreadedResolver
from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.telepo.const import DOMAIN

from .forms import finish, refused, shown_values
from .house import House


class OwnResolver(ThreadedResolver):
    """Knows the name of this machine, which the test plugin's stand-in does not."""

    async def real_close(self) -> None:
        """Close, as Home Assistant's own resolver names it."""
        await self.close()


async def test_a_wrong_ticket_is_an_invalid_one(house: House) -> None:
    assert await refused(house, ticket="wrong") == "invalid_auth"


async def test_a_colleagues_ticket_does_not_open_a_users_calls(house: House) -> None:
    bobs = house.exchange.user("bob").ticket
    assert await refused(house, ticket=bobs) == "invalid_auth"


@pytest.mark.parametrize(
    "ticket",
    [
        pytest.param("abc\r\nX-Other: 1", id="line_break"),
        pytest.param("abc\x00def", id="nul"),
        pytest.param("abc\x7f", id="delete"),
        pytest.param("abc def", id="space_inside"),
        pytest.param("abc\u202edef", id="bidirectional"),
        pytest.param("åäö", id="not_ascii"),
        pytest.param("   ", id="spaces"),
        pytest.param("", id="empty"),
    ],
)
async def test_a_ticket_that_cannot_be_a_header_is_never_sent(
    house: House, ticket: str
) -> None:
    assert await refused(house, ticket=ticket) == "invalid_auth"
    assert house.simulator.tally.count() == 0


async def test_spaces_around_what_was_pasted_do_no_harm(house: House) -> None:
    typed = house.credentials()
    padded = {key: f" {value} " for key, value in typed.items()}
    result = await house.submit(await house.start_flow(), padded)
    await house.submit(result)
    await house.hass.async_block_till_done()

    assert dict(house.entry().data).items() >= typed.items()


async def test_a_user_without_licence_or_scope_is_told_so(house: House) -> None:
    house.exchange.user("alice").licensed = False
    assert await refused(house) == "not_licensed"
    house.exchange.user("alice").licensed = True
    house.exchange.user("alice").scopes.discard("CALL_CONTROL")
    assert await refused(house) == "not_licensed"


@pytest.mark.parametrize(
    "changes",
    [
        {"user_id": "carol"},
        {"domain": "other.org"},
        {"user_id": "alice@other.org"},
        {"user_id": " "},
        {"domain": " "},
        {"user_id": "../alice"},
        {"user_id": "alice/0"},
        {"user_id": "."},
    ],
    ids=str,
)
async def test_a_user_that_the_exchange_does_not_know_is_not_found(
    house: House, changes: dict[str, str]
) -> None:
    assert await refused(house, **changes) == "user_not_found"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="empty"),
        pytest.param("exchange", id="no_scheme"),
        pytest.param("exchange.organization.org", id="host_only"),
        pytest.param("https://", id="no_host"),
        pytest.param("https:///api", id="no_host_but_path"),
        pytest.param("ftp://exchange.organization.org", id="ftp"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("javascript:alert(1)", id="javascript"),
        pytest.param("https://alice:secret@exchange.organization.org", id="password"),
        pytest.param("https://exchange organization.org", id="space"),
        pytest.param("https://exchange.organization.org:99999", id="port"),
        pytest.param("https://exchange.organization.org:0", id="port_0"),
        pytest.param("https://exchange.organization.org\r\nx", id="line_break"),
        pytest.param("https://[::1", id="half_an_address"),
        pytest.param("http://exchange.organization.org", id="http_to_a_name"),
        pytest.param("http://192.168.1.2", id="http_to_the_local_network"),
        pytest.param("http://127.0.0.1.organization.org", id="http_to_a_disguise"),
        pytest.param("http://localhost.organization.org", id="http_to_a_namesake"),
        pytest.param("http://0.0.0.0", id="http_to_any"),
    ],
)
async def test_an_address_that_cannot_be_used_is_refused_and_can_be_corrected(
    house: House, url: str
) -> None:
    typed = house.credentials(url=url)
    result = await house.submit(await house.start_flow(), typed)
    assert result["errors"] == {"base": "invalid_url"}
    assert house.simulator.tally.count() == 0

    await finish(house, result)


async def test_plain_http_is_taken_for_this_machine(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "homeassistant.helpers.aiohttp_client._async_make_resolver",
        lambda hass: OwnResolver(),
    )
    url = f"http://localhost:{house.simulator.port}"
    result = await house.submit(await house.start_flow(), house.credentials(url=url))
    assert result["step_id"] == "webhook"
    assert house.simulator.tally.count("snapshot", "alice") == 1


async def test_a_refused_form_keeps_what_was_typed(house: House) -> None:
    typed = house.credentials(user_id="carol", advanced={"verify_ssl": False})
    result = await house.submit(await house.start_flow(), typed)
    assert result["errors"] == {"base": "user_not_found"}
    shown = shown_values(result)
    assert {key: shown[key] for key in ("url", "domain", "user_id")} == {
        key: typed[key] for key in ("url", "domain", "user_id")
    }


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("alice", "alice"),
        ("alice@organization.org", "alice"),
        ("alice@ORGANIZATION.ORG", "alice"),
        (" alice@organization.org ", "alice"),
    ],
)
async def test_the_organisations_suffix_does_not_go_into_the_path(
    house: House, typed: str, stored: str
) -> None:
    result = await house.submit(
        await house.start_flow(), house.credentials(user_id=typed)
    )
    await house.submit(result)
    await house.hass.async_block_till_done()

    assert house.entry(stored).title == "alice@organization.org"
    assert {request.user for request in house.simulator.tally.requests} == {"alice"}


async def test_the_path_keeps_the_users_own_spelling(house: House) -> None:
    user = house.exchange.add_user("Alice.A", domain="Organization.ORG")
    typed = {
        "url": f"{house.simulator.url}/portal?x=1#y",
        "domain": "Organization.ORG",
        "user_id": "Alice.A",
        "ticket": user.ticket,
    }
    result = await house.submit(await house.start_flow(), typed)
    await house.submit(result)
    await house.hass.async_block_till_done()

    entry = house.entry("Alice.A")
    port = house.simulator.port
    assert entry.unique_id == f"127.0.0.1:{port}/organization.org/alice.a"
    assert entry.data["url"] == house.simulator.url
    assert entry.data["domain"] == "Organization.ORG"
    (request, *_) = house.simulator.tally.requests
    assert (request.domain, request.user) == ("Organization.ORG", "Alice.A")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"user_id": "ALICE"},
        {"user_id": "alice@organization.org"},
        {"domain": "Organization.org"},
        {"ticket": "another"},
    ],
    ids=str,
)
async def test_the_same_user_cannot_be_set_up_twice(
    alice: House, changes: dict[str, str]
) -> None:
    before = alice.simulator.tally.count()
    result = await alice.submit(await alice.start_flow(), alice.credentials(**changes))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert alice.simulator.tally.count() == before
    assert len(alice.hass.config_entries.async_entries(DOMAIN)) == 1


@pytest.mark.parametrize("finished", [0, 1])
async def test_two_forms_for_one_user_end_in_one_entry(
    house: House, finished: int
) -> None:
    """A page that is loaded again leaves the first form behind, and locks nobody out."""
    forms = [
        await house.submit(await house.start_flow(), house.credentials())
        for _ in range(2)
    ]
    assert [form["step_id"] for form in forms] == ["webhook", "webhook"]
    result = await house.submit(forms[finished])
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await house.hass.async_block_till_done()
    assert len(house.hass.config_entries.async_entries(DOMAIN)) == 1
    assert house.hass.config_entries.flow.async_progress() == []


@pytest.mark.parametrize("domain", ["@organization.org", " @ organization.org "])
async def test_a_domain_may_have_its_sign_in_front(house: House, domain: str) -> None:
    result = await house.submit(
        await house.start_flow(), house.credentials(domain=domain)
    )
    await house.submit(result)
    await house.hass.async_block_till_done()
    assert house.entry().data["domain"] == "organization.org"
    assert house.entry().state is ConfigEntryState.LOADED


async def test_a_corrected_user_does_not_block_the_first_one(house: House) -> None:
    bob = await house.submit(
        await house.start_flow(), house.credentials("bob", user_id="alice")
    )
    assert bob["errors"] == {"base": "invalid_auth"}
    bob = await house.submit(bob, house.credentials("bob"))
    assert bob["step_id"] == "webhook"
    await house.set_up("alice")
    assert house.entry("alice").state is ConfigEntryState.LOADED
