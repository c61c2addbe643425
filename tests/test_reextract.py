"""Extraction again gives the same rows however the work is cut up, interrupted or hurt."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from generated_site import article_html
from killer import Killer
from traps import START, Traps

from pipelines.archive import Archive, Config, ExtractionSettings
from pipelines.errors import UsageError
from pipelines.extraction.rules import NO_RULES
from pipelines.intake import take_in
from pipelines.reextract import Selection, reextract, select
from pipelines.storage.digest import rows_digest
from pipelines.warc.exchange import Exchange
from pipelines.warc.writer import WarcWriter

HEADERS = (("Content-Type", "text/html; charset=utf-8"),)


def unread(folder: Path, pages: int, config: Config | None = None, *, first: int = 0) -> Archive:
    """An archive of captures without extractions; the pages of every third moment are another version of the first."""
    archive = Archive.create(folder, config)
    with archive.database() as db, WarcWriter(archive.warc, f"post{first}", {}, ids=_ids(10 * first)) as writer:
        for n in range(first, pages):
            url = f"http://post.example/{0 if n % 3 == 0 else n}"
            body = article_html(0 if n % 3 == 0 else n).replace(b"</p>", b" %d words more.</p>" % (n % 2), 1)
            exchange = Exchange(url, START + timedelta(hours=n), 200, body, response_headers=HEADERS, site="post")
            with db.writing():
                take_in(db, writer.write_exchange(exchange))
    return archive


def _ids(first: int) -> object:
    numbers: Iterator[int] = iter(range(first, 10_000))
    return lambda: f"urn:uuid:00000000-0000-4000-8000-{next(numbers):012}"


def digest(archive: Archive) -> str:
    with archive.database() as db:
        return rows_digest(db)


def statuses(archive: Archive) -> dict[int, str]:
    """Status of the extraction by the hour of its capture."""
    with archive.database() as db:
        rows = db.rows_of("SELECT c.fetched_at, e.status FROM captures c LEFT JOIN extractions e ON e.capture = c.id")
    hours = [(datetime.fromisoformat(row["fetched_at"]) - START) // timedelta(hours=1) for row in rows]
    assert len(set(hours)) == len(hours), "every capture has one extraction"
    return {hour: row["status"] for hour, row in zip(hours, rows, strict=True)}


def test_the_rows_do_not_depend_on_workers_or_batches(tmp_path: Path) -> None:
    digests = set()
    for jobs, batch in ((1, 1), (2, 4), (2, 50)):
        archive = unread(tmp_path / f"{jobs}-{batch}", 14)
        report = reextract(archive, {}, jobs=jobs, batch=batch)
        assert report.outcomes["new"] == 10, report
        digests.add(digest(archive))
    assert len(digests) == 1, "the same captures and extractor must give the same rows"


def test_a_page_that_hangs_or_dies_costs_only_itself(tmp_path: Path) -> None:
    config = Config(extraction=ExtractionSettings(jobs=2, timeout=3.0))
    hurt, whole = unread(tmp_path / "hurt", 12, config), unread(tmp_path / "whole", 12, config)
    report = reextract(hurt, {"post": Traps()}, jobs=2, batch=5)
    assert report.failures == 2
    assert statuses(hurt) == dict.fromkeys(range(12), "ok") | {4: "timeout", 7: "error"}
    with hurt.database() as db:
        reasons = [row["error"] for row in db.rows_of("SELECT error FROM failures ORDER BY error")]
    assert reasons == ["extraction took longer than 3 seconds", "the worker process died (exit code -11) each time it read this page"]
    reextract(hurt, {"post": NO_RULES}, Selection(failed=True), jobs=1)
    reextract(whole, {"post": NO_RULES}, jobs=1)
    with hurt.database() as db:
        db.execute("DELETE FROM failures")  # what went wrong before stays on record
    assert digest(hurt) == digest(whole), "`--failed` must bring the pages back"


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path, stop: signal.Signals) -> None:
    archive, whole = unread(tmp_path / "stopped", 240), unread(tmp_path / "whole", 240)
    command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "reextract", "--json"]
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    # A shell that starts the tests in the background has them ignore Ctrl-C, which children inherit.
    process = subprocess.Popen(command, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL), **options)
    deadline = time.monotonic() + 60
    while _extractions(archive) == 0 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, stop)
    _, said = process.communicate(timeout=30)
    if stop == signal.SIGINT:
        assert (process.returncode, said.strip()) == (130, "stopped"), "Ctrl-C is no error and shows no traceback"
    before = _extractions(archive)
    assert 0 < before < 240, "the run was to be stopped in its middle"
    again = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert sum(again["outcomes"].values()) == 240 - before, "what was read is not read again"
    reextract(whole, {}, jobs=1)
    assert digest(archive) == digest(whole)


@pytest.mark.long
@pytest.mark.timeout(180)
def test_every_capture_is_accounted_for_once_though_workers_are_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.reextract.BATCH", 5)
    here, there = unread(tmp_path / "here", 300), unread(tmp_path / "there", 300)
    reextract(here, {}, jobs=2)
    with Killer(lambda: [child.pid or 0 for child in multiprocessing.active_children()], kills=20) as killer:
        report = reextract(there, {}, jobs=2, batch=4, progress=killer.pace)
    assert killer.killed == 20
    assert sum(report.outcomes.values()) == 300
    assert digest(there) == digest(here)


def _extractions(archive: Archive) -> int:
    with archive.database() as db:
        return int(db.rows_of("SELECT count(*) AS n FROM extractions")[0]["n"])


def test_a_condition_that_is_no_sql_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="columns of captures"):
        reextract(unread(tmp_path / "a", 1), {}, Selection(where="no such thing"))


def test_both_ends_of_a_period_are_read(tmp_path: Path) -> None:
    with unread(tmp_path / "a", 6).database() as db:
        hour = f"{START:%Y-%m-%d}T0"
        assert len(select(db, {}, Selection(since=f"{hour}2", until=f"{hour}4"))) == 3, "T02, T03 and T04 mean whole hours"
        assert len(select(db, {}, Selection(since=f"{START:%Y-%m-%d}", until=f"{START:%Y-%m}"))) == 6, "a month means all its days"
