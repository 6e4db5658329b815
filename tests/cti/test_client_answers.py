"""What the client makes of every answer a real server may give."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from custom_components.telepo.cti import (
    CallState,
    TelepoAuthenticationError,
    TelepoClient,
    TelepoError,
    TelepoInvalidResponseError,
    TelepoNotFoundError,
    TelepoNotLicensedError,
    TelepoRateLimitedError,
    TelepoRefusedError,
    TelepoServerError,
    client as client_module,
)

from .conftest import TICKET, Exchange
from .operations import OPERATIONS, Operation, every_operation
from .samples import sample, sample_call


@every_operation
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (304, TelepoInvalidResponseError),
        (400, TelepoRefusedError),
        (401, TelepoAuthenticationError),
        (403, TelepoNotLicensedError),
        (404, TelepoNotFoundError),
        (409, TelepoRefusedError),
        (412, TelepoRefusedError),
        (429, TelepoRateLimitedError),
        (500, TelepoServerError),
        (503, TelepoServerError),
        (599, TelepoServerError),
        (600, TelepoInvalidResponseError),
        (999, TelepoInvalidResponseError),
    ],
)
async def test_a_status_becomes_the_error_of_its_meaning(
    exchange: Exchange,
    client: TelepoClient,
    operation: Operation,
    status: int,
    error: type[TelepoError],
) -> None:
    """Exactly that error, once, and nothing personal in its text."""
    exchange.answers({"message": "alice +15555"}, status)
    with pytest.raises(TelepoError) as caught:
        await operation(client)
    assert type(caught.value) is error
    assert getattr(caught.value, "status", status) == status
    assert not any(
        secret in str(caught.value)
        for secret in ("alice", "+15555", "aaa111bbb", TICKET)
    )
    assert len(exchange.requests) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "delay"),
    [
        pytest.param("120", 120.0, id="seconds"),
        pytest.param("0.5", 0.5, id="part of a second"),
        pytest.param("86400", 86400.0, id="a day"),
        pytest.param("86401", None, id="more than a day"),
        pytest.param("0", None, id="zero"),
        pytest.param("-5", None, id="negative"),
        pytest.param("nan", None, id="not a number"),
        pytest.param("inf", None, id="forever"),
        pytest.param("soon", None, id="a word"),
        pytest.param("", None, id="empty"),
        pytest.param("Fri, 31 Dec 1999 23:59:59 GMT", None, id="a past date"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 GMT", None, id="a far date"),
        pytest.param("Fri, 99 Dec 2026 23:59:59 GMT", None, id="no date"),
    ],
)
async def test_a_senseless_delay_is_ignored(
    exchange: Exchange,
    client: TelepoClient,
    status: int,
    header: str,
    delay: float | None,
) -> None:
    """Only a delay between nothing and a day is handed on."""
    exchange.status = status
    exchange.headers = {"Retry-After": header}
    with pytest.raises(TelepoError) as caught:
        await client.snapshot()
    assert isinstance(caught.value, TelepoRateLimitedError | TelepoServerError)
    assert caught.value.retry_after == delay


@pytest.mark.parametrize("zone", [UTC, None], ids=["GMT", "no zone"])
async def test_a_delay_may_be_a_date(
    exchange: Exchange, client: TelepoClient, zone: object
) -> None:
    """An HTTP date counts from now, and one without a zone is UTC."""
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    exchange.status = 503
    exchange.headers = {"Retry-After": date if zone else date.replace(" GMT", " -0000")}
    with pytest.raises(TelepoServerError) as caught:
        await client.snapshot()
    assert caught.value.retry_after == pytest.approx(90, abs=15)


async def test_the_vendors_snapshot_is_read(
    exchange: Exchange, client: TelepoClient
) -> None:
    """A held call of alice's, over the wire."""
    exchange.answers(sample("snapshot"))
    snapshot = await client.snapshot()
    assert [call.state for call in snapshot.calls] == [CallState.HELD]


async def test_an_unchanged_snapshot_is_the_same_object(
    exchange: Exchange, client: TelepoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal bytes are not parsed again; other bytes are, also after a bad answer."""
    exchange.answers(sample("snapshot"))
    first = await client.snapshot()
    with monkeypatch.context() as patched:
        patched.setattr(
            client_module, "parse_snapshot", lambda *_, **__: pytest.fail("parsed")
        )
        assert await client.snapshot() is first
    exchange.body = b"oops"
    with pytest.raises(TelepoInvalidResponseError):
        await client.snapshot()
    exchange.answers({"calls": []})
    assert (await client.snapshot()).calls == ()
    exchange.answers(sample("snapshot"))
    assert await client.snapshot() == first


async def test_a_colleagues_call_is_left_out(
    exchange: Exchange, client: TelepoClient
) -> None:
    """A snapshot that lies about the user does not put words into alice's mouth."""
    exchange.answers({"calls": [sample_call(userId="bob@organization.org")]})
    snapshot = await client.snapshot()
    assert snapshot.calls == ()
    assert snapshot.left_out == 1


@pytest.mark.parametrize(
    ("body", "what"),
    [
        pytest.param(b"", "JSON", id="nothing"),
        pytest.param(b"<html>log in</html>", "JSON", id="a web page"),
        pytest.param(b'{"fullState":true,"calls":[', "JSON", id="truncated"),
        pytest.param(b"[]", "a snapshot", id="a list"),
        pytest.param(b"null", "a snapshot", id="null"),
        pytest.param(b"{}", "a snapshot", id="an object of another kind"),
        pytest.param(b'{"calls":{}}', "a list", id="calls of another type"),
        pytest.param(b"\xff\xfe\xfa", "JSON", id="not text"),
        pytest.param(b"[" * 1_000_000, "JSON", id="nested without end"),
        pytest.param(
            b'{"fullState":true,"x":' + b"9" * 5000 + b"}",
            "JSON",
            id="a number without end",
        ),
    ],
)
async def test_an_answer_that_is_not_the_apis_is_invalid(
    exchange: Exchange, client: TelepoClient, body: bytes, what: str
) -> None:
    """It is said what it is not, and a later good answer is read."""
    exchange.body = body
    with pytest.raises(TelepoInvalidResponseError, match=f" not {what}$"):
        await client.snapshot()
    exchange.answers(sample("snapshot"))
    assert len((await client.snapshot()).calls) == 1


async def test_an_answer_has_a_largest_size(
    exchange: Exchange, client: TelepoClient
) -> None:
    """Two mebibytes pass, one byte more does not."""
    filler = b'{"fullState":true,"x":"%s"}'
    exchange.body = filler % (b"a" * (2 * 1024 * 1024 - len(filler) + 2))
    assert (await client.snapshot()).calls == ()
    exchange.body += b" "
    with pytest.raises(TelepoInvalidResponseError, match="too large"):
        await client.snapshot()


@pytest.mark.parametrize("operation", ["single_step_transfer", "transfer"])
@pytest.mark.parametrize("body", [b"", b" \r\n", b"{}", b"[]", b'{"callId":" "}'])
async def test_a_transfer_may_be_accepted_without_a_word(
    exchange: Exchange, client: TelepoClient, operation: str, body: bytes
) -> None:
    """The reply is then None."""
    exchange.status, exchange.body = 202, body
    assert await OPERATIONS[operation](client) is None


@pytest.mark.parametrize("operation", ["single_step_transfer", "transfer"])
@pytest.mark.parametrize("body", [b"OK", b'{"callId":', b"\xff"])
async def test_an_unreadable_reply_to_a_transfer_is_invalid(
    exchange: Exchange, client: TelepoClient, operation: str, body: bytes
) -> None:
    """Whether it worked, only a snapshot can tell."""
    exchange.body = body
    with pytest.raises(TelepoInvalidResponseError):
        await OPERATIONS[operation](client)


@pytest.mark.parametrize("operation", ["hold", "resume", "make"])
@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_hold_resume_and_make_take_any_word_of_acceptance(
    exchange: Exchange, client: TelepoClient, operation: str, status: int
) -> None:
    """Their reply is not documented, so it is not looked at."""
    exchange.status, exchange.body = status, b"<ok/>" if status != 204 else b""
    await OPERATIONS[operation](client)
    assert len(exchange.requests) == 1
