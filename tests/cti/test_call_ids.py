"""A call's id is the server's: it travels back exactly as it came, or the call is left out."""

from urllib.parse import unquote

from hypothesis import given, strategies as st
import pytest

from custom_components.telepo.cti import TelepoClient, parse_snapshot

from .conftest import Exchange


@pytest.mark.parametrize(
    "call_id",
    [
        pytest.param(" aaa111bbb", id="leading-space"),
        pytest.param("aaa111bbb ", id="trailing-space"),
        pytest.param("aaa  111", id="spaces-inside"),
        pytest.param("aaa/111//b/", id="slashes"),
        pytest.param("../../snapshot", id="path"),
        pytest.param("..", id="dots"),
        pytest.param("aaa%2F111%", id="percent"),
        pytest.param("aaa?b=c#d&e;f", id="query-and-fragment"),
        pytest.param("aaa+111==", id="base64"),
        pytest.param("a\N{COMBINING RING ABOVE} å ✓ 電話", id="unicode"),
        pytest.param("x" * 256, id="longest"),
    ],
)
async def test_an_id_travels_exactly(
    exchange: Exchange, client: TelepoClient, call_id: str
) -> None:
    exchange.answers({"fullState": True, "calls": [{"callId": call_id}]})
    (call,) = (await client.snapshot()).calls
    assert call.call_id == call_id
    exchange.requests.clear()
    await client.hold(call.call_id)
    (request,) = exchange.requests
    before, _, segment = request.path.rpartition("/")
    assert before == "/api/call/control/v1/hold/organization.org/alice"
    assert unquote(segment, errors="strict") == call_id


@pytest.mark.parametrize(
    "call_id",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="blank"),
        pytest.param("x" * 257, id="too-long"),
        pytest.param("aaa\x00", id="null"),
        pytest.param("aaa\r\nX: y", id="line-break"),
        pytest.param("aaa\t", id="tab"),
        pytest.param("aaa\u202ebbb", id="direction-override"),
        pytest.param("aaa\u200b", id="zero-width-space"),
        pytest.param("aaa\N{NO-BREAK SPACE}", id="no-break-space"),
        pytest.param("aaa\ud800", id="lone-surrogate"),
        pytest.param(7, id="number"),
        pytest.param(None, id="null-value"),
    ],
)
def test_an_id_that_cannot_travel_leaves_its_call_out(call_id: object) -> None:
    calls = [{"callId": call_id}, {"callId": "aaa111bbb"}]
    snapshot = parse_snapshot({"fullState": True, "calls": calls})
    assert [call.call_id for call in snapshot.calls] == ["aaa111bbb"]
    assert snapshot.left_out == 1


@given(st.text(max_size=260))
def test_any_id_is_kept_as_it_is_or_left_out(call_id: str) -> None:
    snapshot = parse_snapshot({"calls": [{"callId": call_id}]})
    assert [call.call_id for call in snapshot.calls] in ([], [call_id])
    assert len(snapshot.calls) + snapshot.left_out == 1
