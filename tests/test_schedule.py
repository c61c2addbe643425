"""When sites are due, and the process and units that crawl them then."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from command import Morgue, crawled
from raw_server import RawServer, answer, write_site

from pipelines.archive import Archive
from scraper.cron import trigger
from scraper.schedule import cron_text, due_sites, schedules, write_units
from scraper.scheduler import Scheduler
from scraper.site import read_sites

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _site(archive: Archive, schedule: str, name: str = "raw", url: str = "http://127.0.0.1:1") -> None:
    write_site(archive.root, url, [], name=name, crawl=f'schedule = "{schedule}"')
    path = archive.sites / f"{name}.toml"
    path.write_text('timezone = "Asia/Shanghai"\n' + path.read_text("utf-8"), "utf-8")


def _crawled_at(archive: Archive, moment: datetime, name: str = "raw") -> None:
    with archive.database() as db, db.writing():
        db.execute("INSERT OR IGNORE INTO sites (name) VALUES (?)", [name])
        db.execute("INSERT INTO crawls (id, site, started_at) VALUES (?, ?, ?)", [moment.isoformat(), name, moment.isoformat()])


@pytest.mark.parametrize(
    ("line", "after", "expected"),
    [
        ("*/30 6-23 * * *", "2026-11-23T04:10", "2026-11-23T06:00"),
        ("0 8 * * 1", "2026-11-23T08:00:01", "2026-11-30T08:00"),  # cron's 1 is Monday, and the 23rd is one
        ("0 8 * * 0", "2026-11-23T00:00", "2026-11-29T08:00"),
        ("0 8 * * 5-7", "2026-11-23T00:00", "2026-11-27T08:00"),
        ("0 8 * * 7", "2026-11-28T09:00", "2026-11-29T08:00"),
        ("0 8 1 * *", "2026-11-23T00:00", "2026-12-01T08:00"),
    ],
)
def test_cron_lines_mean_what_cron_means(line: str, after: str, expected: str) -> None:
    following = trigger(line, "Asia/Shanghai").get_next_fire_time(None, datetime.fromisoformat(after).replace(tzinfo=SHANGHAI))
    assert following == datetime.fromisoformat(expected).replace(tzinfo=SHANGHAI)


def test_due_in_the_sites_own_zone(archive: Archive) -> None:
    _site(archive, "0 6 * * *")
    _crawled_at(archive, datetime(2026, 11, 22, 6, 0, 5, tzinfo=SHANGHAI))
    assert due_sites(archive, now=datetime(2026, 11, 22, 21, 59, tzinfo=timezone.utc)) == [], "05:59 in Shanghai"
    assert due_sites(archive, now=datetime(2026, 11, 22, 22, 0, tzinfo=timezone.utc)) == ["raw"], "06:00 in Shanghai"
    assert due_sites(archive, now=datetime(2026, 11, 29, 0, 0, tzinfo=timezone.utc)) == ["raw"], "missed runs are made up for once"


def test_a_site_that_was_never_crawled_is_due_and_one_without_schedule_never(archive: Archive) -> None:
    _site(archive, "0 6 * * *")
    write_site(archive.root, "http://127.0.0.1:1", [], name="unscheduled")
    assert due_sites(archive) == ["raw"]


def test_a_bad_cron_line_is_an_error_that_names_file_and_key(archive: Archive, morgue: Morgue) -> None:
    _site(archive, "61 * * * *")
    done = morgue("sites", "check")
    assert done.returncode == 2
    assert "raw.toml: crawl.schedule" in done.stderr
    assert "write it like" in done.stderr


def test_crawl_due_crawls_what_is_due_and_no_more(archive: Archive, morgue: Morgue) -> None:
    with RawServer({"/2025/a.html": answer(b"<html><body>a</body></html>")}) as server:
        _site(archive, "0 0 1 1 *", url=server.url)
        assert crawled(morgue("crawl", "--due", "--json"))["site"] == "raw"
        again = morgue("crawl", "--due")
    assert (again.returncode, again.stdout.strip()) == (0, "Nothing is due.")
    with archive.database() as db:
        assert db.first("SELECT count(*) AS n FROM crawls") == {"n": 1}


def test_the_scheduler_crawls_in_child_processes_one_at_a_time_a_site(archive: Archive, tmp_path: Path) -> None:
    """A stand-in for the crawl notes its beginning and its end; the schedule is due at once, and again only next year."""
    _site(archive, "0 0 1 1 *", "one")
    _site(archive, "0 0 1 1 *", "two")
    notes = tmp_path / "notes"
    script = "import sys, time; f = open(sys.argv[1], 'a'); print('begin', sys.argv[2], file=f, flush=True); time.sleep(.3); print('end', sys.argv[2], file=f)"
    scheduler = Scheduler(archive, jitter=0, command=lambda name: [sys.executable, "-c", script, str(notes), name])
    thread = threading.Thread(target=scheduler.run)
    thread.start()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and (not notes.exists() or notes.read_text().count("end") < 2):
        time.sleep(0.05)
    scheduler.stop()
    thread.join(timeout=20)
    assert not thread.is_alive(), "stop must end the scheduler"
    assert sorted(notes.read_text().split()) == sorted("begin one end one begin two end two".split())


def test_next_crawls_are_listed(archive: Archive, morgue: Morgue) -> None:
    _site(archive, "0 6 * * *")
    assert "now" in morgue("schedule", "--list").stdout
    last = datetime.now(timezone.utc) - timedelta(seconds=1)
    _crawled_at(archive, last)
    (due,) = schedules(archive, read_sites(archive.sites), datetime.now(timezone.utc))
    assert due.next is not None
    assert (due.next.hour, due.next.utcoffset()) == (6, timedelta(hours=8))


def test_units_are_such_as_systemd_takes(archive: Archive, tmp_path: Path) -> None:
    paths = write_units(archive, tmp_path / "units % with space")
    service = next(path for path in paths if path.suffix == ".service").read_text("utf-8")
    assert "crawl --due" in service
    if checker := shutil.which("systemd-analyze"):
        for path in paths:
            shutil.copy(path, tmp_path)
        done = subprocess.run([checker, "verify", "--user", *(str(tmp_path / path.name) for path in paths)], capture_output=True, text=True)
        assert "newsmorgue" not in done.stderr, done.stderr


def test_the_cron_line_runs_what_is_due(archive: Archive, morgue: Morgue) -> None:
    assert morgue("schedule", "--cron").stdout == cron_text(archive)
    line = cron_text(archive).splitlines()[-1]
    assert line.startswith("*/5 * * * * ")
    assert str(archive.root) in line


def test_nothing_to_schedule(archive: Archive, morgue: Morgue) -> None:
    write_site(archive.root, "http://127.0.0.1:1", [])
    done = morgue("schedule")
    assert done.returncode == 2
    assert "has a schedule; write schedule =" in done.stderr
