"""The user's telephones, dialling from one of them, and the operator's own commands."""

from datetime import date

import pytest

from custom_components.telepo.cti import (
    Reply,
    Telephone,
    TelepoClient,
    TelepoInvalidResponseError,
)

from .conftest import Exchange

IDS = [
    pytest.param("0.+1555555", "0.%2B1555555", id="number"),
    pytest.param("2.00000000-0000-0001", "2.00000000-0000-0001", id="uuid"),
    pytest.param("10.Desk one", "10.Desk%20one", id="space"),
    pytest.param(" 10.x ", "%2010.x%20", id="outer spaces"),
    pytest.param("10.a/b", "10.a%2Fb", id="slash"),
    pytest.param("../../../admin", "..%2F..%2F..%2Fadmin", id="climbing"),
    pytest.param("..", "%2E%2E", id="dot dot"),
    pytest.param("10.a?b#c%2F", "10.a%3Fb%23c%252F", id="query and fragment"),
    pytest.param("10.å", "10.%C3%A5", id="not ASCII"),
]


async def test_the_telephones_are_read_from_the_operators_address(
    exchange: Exchange, client: TelepoClient
) -> None:
    exchange.answers(
        [{"deviceId": "0.+1", "deviceType": "MOBILE", "deviceName": "Mobile"}]
    )
    assert await client.telephones() == (Telephone("0.+1", "Mobile", "MOBILE"),)
    (request,) = exchange.requests
    assert request.method == "GET"
    assert request.path == "/api/device/info/v1/shortlist/organization.org/alice"
    assert request.body == b""


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"{}", b"null", b'"0.+1"', b"[", b"[" * 100_000],
    ids=["nothing", "html", "object", "null", "text", "half", "deep"],
)
async def test_what_is_no_list_of_telephones_is_invalid(
    exchange: Exchange, client: TelepoClient, body: bytes
) -> None:
    exchange.body = body
    with pytest.raises(TelepoInvalidResponseError):
        await client.telephones()


@pytest.mark.parametrize(("telephone_id", "segment"), IDS)
async def test_a_call_is_made_from_the_telephone_in_the_address(
    exchange: Exchange, client: TelepoClient, telephone_id: str, segment: str
) -> None:
    """Whatever its id holds, it stays one segment, and the list's id travels back exactly."""
    exchange.answers([{"deviceId": telephone_id}])
    (telephone,) = await client.telephones()
    exchange.requests.clear()
    await client.make(telephone.telephone_id, "tel:+15555")
    (request,) = exchange.requests
    assert request.method == "POST"
    assert request.path == f"/api/call/control/v1/make/organization.org/alice/{segment}"
    assert request.json == {"destination": "tel:+15555"}


@pytest.mark.parametrize(
    "body", [b"", b"<ok/>", b'{"callId":', b"\xff", b"a" * 3 * 2**20]
)
async def test_what_the_exchange_says_to_a_made_call_is_not_looked_at(
    exchange: Exchange, client: TelepoClient, body: bytes
) -> None:
    exchange.body = body
    await client.make("0.+1555555", "tel:+15555")
    assert len(exchange.requests) == 1


@pytest.mark.parametrize(
    ("arguments", "path", "body"),
    [
        pytest.param(("park",), "park/organization.org/alice", {}, id="user"),
        pytest.param(
            ("answer", "a/b c"),
            "answer/organization.org/alice/a%2Fb%20c",
            {},
            id="call",
        ),
        pytest.param(
            ("mute", "aaa111bbb", {"on": True, "legs": ["å", 1.5, None]}),
            "mute/organization.org/alice/aaa111bbb",
            {"on": True, "legs": ["å", 1.5, None]},
            id="data",
        ),
        pytest.param(
            ("a" * 40, None, {}), "a" * 40 + "/organization.org/alice", {}, id="longest"
        ),
    ],
)
async def test_a_command_is_posted_where_it_says(
    exchange: Exchange,
    client: TelepoClient,
    arguments: tuple[str],
    path: str,
    body: object,
) -> None:
    await client.send_command(*arguments)
    (request,) = exchange.requests
    assert request.method == "POST"
    assert request.path == f"/api/call/control/v1/{path}"
    assert request.json == body


@pytest.mark.parametrize(
    "command",
    [
        "",
        "a",
        "a" * 41,
        "Answer",
        "an swer",
        "answer/x",
        "..",
        "answer\n",
        "påse",
        "a1",
    ],
    ids=ascii,
)
async def test_what_names_no_command_is_never_sent(
    exchange: Exchange, client: TelepoClient, command: str
) -> None:
    with pytest.raises(ValueError, match="small letters"):
        await client.send_command(command, "aaa111bbb")
    assert exchange.requests == []


def _endless() -> dict[str, object]:
    data: dict[str, object] = {}
    data["self"] = data
    return data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"day": date(2026, 11, 23)}, id="date"),
        pytest.param({"x": {1, 2}}, id="set"),
        pytest.param({"x": float("nan")}, id="not a number"),
        pytest.param(_endless(), id="endless"),
    ],
)
async def test_data_that_is_no_json_is_never_sent(
    exchange: Exchange, client: TelepoClient, data: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="JSON"):
        await client.send_command("answer", "aaa111bbb", data)
    assert exchange.requests == []


@pytest.mark.parametrize(
    ("status", "sent", "body"),
    [
        pytest.param(200, b"", None, id="nothing"),
        pytest.param(204, b"", None, id="no content"),
        pytest.param(200, b" \r\n", None, id="blank"),
        pytest.param(200, b"{}", {}, id="object"),
        pytest.param(202, b'[1, "a", null]', [1, "a", None], id="list"),
        pytest.param(201, b'"ok"', "ok", id="JSON text"),
        pytest.param(200, b"null", None, id="null"),
        pytest.param(200, b"OK", "OK", id="text"),
        pytest.param(200, b"<ok/>", "<ok/>", id="markup"),
        pytest.param(200, b'{"a":', '{"a":', id="half"),
        pytest.param(200, b"\xff", "\N{REPLACEMENT CHARACTER}", id="not text"),
        pytest.param(200, b"9223372036854775807", 2**63 - 1, id="largest number"),
        pytest.param(
            200, b"9223372036854775808", "9223372036854775808", id="larger number"
        ),
        pytest.param(200, b"[NaN]", "[NaN]", id="not a number"),
        pytest.param(200, b"[1e999]", "[1e999]", id="infinity"),
        pytest.param(200, b'"\\ud800"', '"\\ud800"', id="lone surrogate"),
        pytest.param(200, b'"\\ud83d\\ude00"', "\N{GRINNING FACE}", id="pair"),
        pytest.param(200, b"[" * 100_000, "[" * 100_000, id="deep"),
    ],
)
async def test_the_reply_to_a_command_is_handed_on_as_it_is(
    exchange: Exchange, client: TelepoClient, status: int, sent: bytes, body: object
) -> None:
    """JSON that every reader can take is decoded, all else is text."""
    exchange.status, exchange.body = status, sent
    assert await client.send_command("answer", "aaa111bbb") == Reply(status, body)


async def test_a_reply_has_a_largest_size(
    exchange: Exchange, client: TelepoClient
) -> None:
    exchange.body = b"a" * (2 * 2**20 + 1)
    with pytest.raises(TelepoInvalidResponseError, match="too large"):
        await client.send_command("answer")
    assert len(exchange.requests) == 1
