"""The judge of Home Assistant's log."""

import pytest

from scripts.demo_lib.log_check import complaints, records

TICKET, NUMBER = "a-ticket-nobody-may-see", "+46277464"


def line(level: str, logger: str, text: str) -> str:
    """Return a line as Home Assistant's console writes it."""
    return f"2026-11-01 12:00:00.000 {level} (MainThread) [{logger}] {text}\n"


def judge(log: str) -> list[str]:
    """Judge a log with one ticket and one private number."""
    return complaints(log, [TICKET], [NUMBER])


@pytest.mark.parametrize(
    "log",
    [
        pytest.param("", id="nothing"),
        pytest.param(
            line("INFO", "custom_components.telepo", "all well"), id="our info"
        ),
        pytest.param(line("ERROR", "haffmpeg.core", "no ffmpeg"), id="a foreign error"),
        pytest.param(
            line("ERROR", "homeassistant.setup", "about custom_components/telepofax"),
            id="a neighbour with a longer name",
        ),
        pytest.param(
            line("WARNING", "homeassistant.loader", "a custom integration telepo"),
            id="the warning that every custom integration gets",
        ),
        pytest.param(
            line("INFO", "homeassistant.core", f"a call of {NUMBER}"),
            id="a number in a foreign record",
        ),
    ],
)
def test_a_log_without_a_fault_of_ours_is_clean(log: str) -> None:
    """What others write about other things is no complaint."""
    assert judge(log) == []


@pytest.mark.parametrize(
    "log",
    [
        pytest.param(line("WARNING", "custom_components.telepo", "hm"), id="warning"),
        pytest.param(
            line("ERROR", "custom_components.telepo.webhook", "oh"), id="error below"
        ),
        pytest.param(
            line("ERROR", "homeassistant.config_entries", "Error for telepo"),
            id="setup error",
        ),
        pytest.param(
            line("ERROR", "homeassistant.core", "Error doing job")
            + 'Traceback:\n  File "custom_components/telepo/webhook.py", line 1\n',
            id="traceback through us",
        ),
    ],
)
def test_a_fault_of_ours_is_shown_whole(log: str) -> None:
    """The complaint is the record, with its traceback."""
    assert judge(line("INFO", "x", "before") + log) == [log.rstrip()]


@pytest.mark.parametrize(
    ("logger", "secret"),
    [
        pytest.param("custom_components.telepo", TICKET, id="ticket, ours"),
        pytest.param("aiohttp.access", TICKET, id="ticket, anybody's"),
        pytest.param("custom_components.telepo", NUMBER, id="number, ours"),
    ],
)
def test_a_secret_is_told_without_being_repeated(logger: str, secret: str) -> None:
    """The complaint names the logger only."""
    (complaint,) = judge(line("DEBUG", logger, f"look: {secret}"))
    assert logger in complaint
    assert secret not in complaint


def test_lines_of_a_traceback_belong_to_their_record() -> None:
    """Also what stands before the first record is kept."""
    log = "early\n" + line("ERROR", "a.b", "one") + "  File x\n" + line("INFO", "c", "")
    assert [(record.logger, record.level) for record in records(log)] == [
        ("", ""),
        ("a.b", "ERROR"),
        ("c", "INFO"),
    ]
