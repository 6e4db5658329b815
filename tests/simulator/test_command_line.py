"""`python -m simulator`."""

import asyncio
import os
import runpy
import signal
import sys

import pytest

from simulator.__main__ import DEFAULT_PORT, arguments, main, run


def test_without_arguments_it_listens_on_loopback_only() -> None:
    """A local tool."""
    options = arguments([])

    assert (options.host, options.port) == ("127.0.0.1", DEFAULT_PORT)
    assert not options.insecure_crm


@pytest.mark.usefixtures("socket_enabled")
async def test_it_introduces_itself_and_tells_the_story() -> None:
    """Addresses, users, tickets and what happens."""
    lines: list[str] = []
    stopped = asyncio.Event()

    def say(line: str) -> None:
        lines.append(line)
        if "CANCELLED" in line:
            stopped.set()

    await run(
        arguments(
            [
                "--port=0",
                "--user=alice=s3cret",
                "--scenario=missed",
                "--pace=0",
                "--crm-url=http://127.0.0.1:9/",
                "--insecure-crm",
            ]
        ),
        stopped,
        say,
    )

    assert lines[0].startswith("Telepo simulator: http://127.0.0.1:")
    assert "User alice, domain organization.org, ticket s3cret" in lines
    assert "CRM connector posts to http://127.0.0.1:9/" in lines
    assert lines[-2:] == [
        "alice: call from Carol Carlson ringing",
        "alice: call from Carol Carlson ended (CANCELLED)",
    ]


@pytest.mark.usefixtures("socket_enabled")
async def test_alice_and_bob_are_there_by_default() -> None:
    """And an interrupt ends it in order."""
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        if line.startswith("User bob"):
            os.kill(os.getpid(), signal.SIGTERM)

    assert await main(["--port=0"], say) == 0

    assert [line.split(",")[0] for line in lines[2:]] == ["User alice", "User bob"]


async def test_a_crm_url_that_is_not_https_ends_it_with_a_word(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Before anything listens."""
    assert await main(["--port=0", "--crm-url=http://127.0.0.1/"]) == 1

    assert "HTTPS" in capsys.readouterr().err


def test_it_runs_as_a_module(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And explains its arguments."""
    monkeypatch.setattr("sys.argv", ["simulator", "--help"])
    monkeypatch.delitem(sys.modules, "simulator.__main__")

    with pytest.raises(SystemExit) as ending:
        runpy.run_module("simulator", run_name="__main__")

    assert ending.value.code == 0
    assert "--insecure-crm" in capsys.readouterr().out
