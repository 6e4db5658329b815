"""What `scripts/benchmark` may be told."""

import pytest

from benchmarks.__main__ import NAMES, main


def test_a_name_that_is_none_is_answered_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmark", "message", "nonsense"])
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr().err
    assert "unknown: nonsense" in said
    assert all(name in said for name in NAMES)
