"""What the client sends, and where its ticket never goes."""

import pytest

from custom_components.telepo.cti import (
    TelepoClient,
    TelepoInvalidResponseError,
    TelepoInvalidTicketError,
    TransferType,
)

from .conftest import TICKET, Exchange
from .operations import OPERATIONS, MakeClient, Operation, every_operation
from .samples import sample


@every_operation
async def test_every_request_carries_the_three_headers(
    exchange: Exchange, client: TelepoClient, operation: Operation
) -> None:
    """The ticket travels in its header, and both content headers go along."""
    if operation is OPERATIONS["telephones"]:
        exchange.answers([])
    await operation(client)
    (request,) = exchange.requests
    assert request.headers["Authorization"] == f"Bearer {TICKET}"
    assert request.headers["Accept"] == "application/json"
    assert request.headers["Content-Type"] == "application/json"
    assert TICKET not in request.path
    assert TICKET.encode() not in request.body


async def test_the_snapshot_is_read_from_the_documented_address(
    exchange: Exchange, client: TelepoClient
) -> None:
    """GET, the organisation, the bare user name, no body."""
    await client.snapshot()
    (request,) = exchange.requests
    assert request.method == "GET"
    assert request.path == "/api/call/state/v1/snapshot/organization.org/alice"
    assert request.body == b""


@pytest.mark.parametrize("operation", ["hold", "resume"])
async def test_hold_and_resume_post_an_empty_object(
    exchange: Exchange, client: TelepoClient, operation: str
) -> None:
    """The document announces a JSON body and lists no field."""
    await OPERATIONS[operation](client)
    (request,) = exchange.requests
    assert request.method == "POST"
    assert (
        request.path
        == f"/api/call/control/v1/{operation}/organization.org/alice/aaa111bbb"
    )
    assert request.json == {}


async def test_a_transfer_sends_the_vendors_sample(
    exchange: Exchange, client: TelepoClient
) -> None:
    """The body of singlesteptransfer is the document's, and so is the reply."""
    exchange.answers(sample("singlesteptransfer_reply"))
    call = await client.single_step_transfer(
        "aaa111bbb",
        destination="tel:+15555",
        state_token=487345453,
        blind=True,
        transfer_type=TransferType.CAMP_ON,
    )
    (request,) = exchange.requests
    assert request.method == "POST"
    assert request.path == (
        "/api/call/control/v1/singlesteptransfer/organization.org/alice/aaa111bbb"
    )
    assert request.json == sample("singlesteptransfer_request")
    assert call is not None
    assert call.call_id == "aaa111bbb"


async def test_a_transfer_to_a_call_sends_the_vendors_sample(
    exchange: Exchange, client: TelepoClient
) -> None:
    """The body of transfer is the document's, and so is the reply."""
    exchange.answers(sample("transfer_reply"))
    call = await client.transfer(
        "aaa111bbb",
        target_call_id="dd33dxw9",
        state_token=487345453,
        target_state_token=832211,
    )
    (request,) = exchange.requests
    assert (
        request.path == "/api/call/control/v1/transfer/organization.org/alice/aaa111bbb"
    )
    assert request.json == sample("transfer_request")
    assert call is not None
    assert call.state_token == 487345453


async def test_an_unknown_token_is_left_out_and_defaults_are_sent(
    exchange: Exchange, client: TelepoClient
) -> None:
    """A token is never made up; `blind` and `type` are always said."""
    exchange.body = b""
    await client.single_step_transfer(
        "c1", destination="sip:bob@x.org", state_token=None
    )
    await client.transfer(
        "c1", target_call_id="c2", state_token=None, target_state_token=7
    )
    await client.transfer(
        "c1", target_call_id="c2", state_token=0, target_state_token=None
    )
    assert [request.json for request in exchange.requests] == [
        {"blind": False, "type": "BASIC", "destination": "sip:bob@x.org"},
        {"targetCallId": "c2", "targetStateToken": 7},
        {"targetCallId": "c2", "stateToken": 0},
    ]


@pytest.mark.parametrize(
    ("call_id", "segment"),
    [
        pytest.param("a/b", "a%2Fb", id="slash"),
        pytest.param("a b?c#d", "a%20b%3Fc%23d", id="query and fragment"),
        pytest.param("a%2Fb", "a%252Fb", id="already escaped"),
        pytest.param(".", "%2E", id="dot"),
        pytest.param("..", "%2E%2E", id="dot dot"),
        pytest.param("../../admin", "..%2F..%2Fadmin", id="climbing"),
        pytest.param("a+b@c;d", "a%2Bb%40c%3Bd", id="reserved"),
        pytest.param("å", "%C3%A5", id="not ASCII"),
        pytest.param("a\r\nb", "a%0D%0Ab", id="line break"),
        pytest.param("\ud800", "%3F", id="lone surrogate"),
    ],
)
async def test_an_id_stays_one_path_segment(
    exchange: Exchange, client: TelepoClient, call_id: str, segment: str
) -> None:
    """Nothing in an id can point the ticket at another resource."""
    await client.hold(call_id)
    (request,) = exchange.requests
    assert request.path == f"/api/call/control/v1/hold/organization.org/alice/{segment}"


@pytest.mark.parametrize(
    ("user_id", "segment"),
    [
        pytest.param("alice", "alice", id="bare"),
        pytest.param("Alice@Organization.ORG", "Alice", id="with the organisation"),
        pytest.param(
            "alice@elsewhere.org", "alice%40elsewhere.org", id="another domain"
        ),
        pytest.param("a/b", "a%2Fb", id="slash"),
    ],
)
async def test_the_path_holds_the_bare_user_name(
    exchange: Exchange, make_client: MakeClient, user_id: str, segment: str
) -> None:
    """The organisation's own suffix goes, the spelling stays."""
    await make_client(user_id=user_id).snapshot()
    assert exchange.requests[0].path.endswith(f"/organization.org/{segment}")


async def test_a_typed_path_behind_the_server_is_dropped(
    exchange: Exchange, make_client: MakeClient
) -> None:
    """Someone who pastes the portal's address still reaches the API."""
    await make_client(url=f"{exchange.url}/portal/login?x=1#top").snapshot()
    assert exchange.requests[0].path.startswith("/api/call/state/v1/snapshot/")


@pytest.mark.parametrize(
    "ticket",
    [
        "",
        " ",
        "a b",
        "a\r\nX-Evil: 1",
        "a\n",
        "\tabc",
        "a\x00",
        "a\x7f",
        "åäö",
        "a\u202eb",
        "\ud800",
    ],
    ids=ascii,
)
def test_a_ticket_that_is_no_header_value_is_refused(
    make_client: MakeClient, ticket: str
) -> None:
    """It is never sent, and the error does not repeat it."""
    with pytest.raises(TelepoInvalidTicketError) as caught:
        make_client(ticket=ticket)
    assert len(ticket) < 2 or ticket not in str(caught.value)


def test_an_impossible_address_is_refused(make_client: MakeClient) -> None:
    """The constructor sends nothing and takes no plain http to a far host."""
    with pytest.raises(ValueError, match="loopback"):
        make_client(url="http://telepo.organization.org")


def test_the_ticket_is_not_in_the_clients_repr(client: TelepoClient) -> None:
    """A client that ends up in a log tells nothing."""
    assert TICKET not in repr(client)
    assert TICKET not in str(client)


@every_operation
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_ticket_never_travels_to_another_address(
    exchange: Exchange, client: TelepoClient, operation: Operation, status: int
) -> None:
    """A redirect is an invalid answer, and nobody goes where it points."""
    exchange.status = status
    exchange.headers = {"Location": f"{exchange.url}/elsewhere"}
    with pytest.raises(TelepoInvalidResponseError):
        await operation(client)
    assert len(exchange.requests) == 1
