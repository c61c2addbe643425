"""Long commands say how far they are in a log, too."""

from __future__ import annotations

import pytest

from scraper import progress


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.byte_progress("import a.warc.gz", 10_000_000_000) as advance:
        for _ in range(40):
            now[0] += 10
            advance(100_000_000)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 20, "a line each fifteen seconds at most"
    assert lines[0] == "import a.warc.gz: 2 % of 10.0 GB, 16 min left"
    assert lines[-1] == "import a.warc.gz: 40 % of 10.0 GB, 10 min left"
