"""morgue status says what is wrong, and morgue add captures single pages."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from command import Morgue
from filelock import FileLock
from raw_server import RawServer, answer, write_site

from pipelines.archive import Archive
from scraper.status import SiteStatus, status

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
DAY = timedelta(days=1)
PAGE = (
    b"<html><head><title>A story</title></head><body><article><h1>A story</h1><p>" + b"Words of it. " * 60 + b"</p></article></body></html>"
)


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


class Filled:
    """An archive's database with one site, filled by hand."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        write_site(archive.root, "http://127.0.0.1:1", [])
        self.write("INSERT INTO sites (name) VALUES ('raw')")

    def write(self, sql: str, *values: object) -> None:
        with self.archive.database() as db, db.writing():
            db.execute(sql, list(values))

    def crawl(self, began: datetime, name: str = "k", ended: datetime | None = None) -> None:
        self.write(
            "INSERT INTO crawls (id, site, started_at, finished_at, reason) VALUES (?, 'raw', ?, ?, ?)",
            name, _stamp(began), _stamp(ended) if ended else None, "finished" if ended else None,
        )  # fmt: skip

    def article(self, seen: datetime, number: int, **fields: Any) -> None:
        values = {
            "url": f"http://x/{_stamp(seen)}/{number}",
            "site": "raw",
            "text": "t",
            "status": "ok",
            "first_seen_at": _stamp(seen),
        } | fields
        marks = ", ".join("?" * len(values))
        self.write(f"INSERT INTO articles ({', '.join(values)}) VALUES ({marks})", *values.values())

    def capture(self, number: int, role: str = "article", sha256: str = "s", seen: datetime = NOW, code: int = 200) -> None:
        self.write(
            """INSERT INTO captures (id, record_id, url, fetched_at, role, status, site, crawl, warc_file, offset, length, payload_digest, sha256)
               VALUES (?1, ?1, 'http://x/robots.txt', ?2, ?3, ?4, 'raw', 'k', 'w', ?1, 1, 'd', ?5)""",
            number, _stamp(seen), role, code, sha256,
        )  # fmt: skip

    def look(self) -> SiteStatus:
        (found,) = status(self.archive, now=NOW)
        return found


def test_a_new_site_is_well(archive: Archive) -> None:
    found = Filled(archive).look()
    assert (found.last_crawl, found.problems) == (None, [])


def test_a_killed_crawl_and_one_that_runs(archive: Archive) -> None:
    filled = Filled(archive)
    filled.crawl(NOW - DAY)
    assert "was killed" in filled.look().problems[0]
    with FileLock(archive.locks / "raw.lock"):
        found = filled.look()
    assert (found.is_running, found.problems) == (True, [])


def test_silence_against_what_is_usual_for_the_weekday(archive: Archive) -> None:
    filled = Filled(archive)
    filled.crawl(NOW - 20 * DAY, ended=NOW - 20 * DAY)
    for week in (1, 2):
        for number in range(6):
            filled.article(NOW - week * 7 * DAY - timedelta(hours=number + 1), number)
    found = filled.look()
    assert (found.usual, found.articles, found.articles_today) == (6.0, 12, 0)
    assert any(problem.startswith("silent:") for problem in found.problems)
    filled.article(NOW - timedelta(hours=1), 99)
    assert not any(problem.startswith("silent:") for problem in filled.look().problems)


def test_a_field_that_always_came_and_stopped(archive: Archive) -> None:
    filled = Filled(archive)
    for number in range(20):
        filled.article(NOW - 2 * DAY - timedelta(minutes=number), number, title="t", authors='["A"]', source="s")
    for number in range(10):
        filled.article(NOW - timedelta(minutes=number), number, title="t", authors="[]")
    assert [problem.split()[0] for problem in filled.look().problems] == ["authors", "source"]


def test_pages_that_are_no_articles(archive: Archive) -> None:
    filled = Filled(archive)
    filled.crawl(NOW - DAY, ended=NOW)
    for number in range(1, 11):
        filled.capture(number)
        status_ = "ok" if number < 4 else "empty"
        filled.write(
            "INSERT INTO extractions (capture, fingerprint, status, fields, evidence, extracted_at) VALUES (?, 'f', ?, '{}', '{}', ?)",
            number, status_, _stamp(NOW),
        )  # fmt: skip
    found = filled.look()
    assert found.extraction_yield == 0.3
    assert "only 3 of 10 pages" in found.problems[0]


def test_a_changed_robots_txt(archive: Archive) -> None:
    filled = Filled(archive)
    filled.crawl(NOW - 3 * DAY, ended=NOW - 3 * DAY)
    filled.capture(1, "robots", "one", NOW - 3 * DAY)
    filled.capture(2, "section", "page", NOW - 3 * DAY)
    filled.capture(3, "robots", "one", NOW - DAY)
    assert filled.look().problems == []
    filled.capture(4, "robots", "two", NOW)
    assert filled.look().problems == ["http://x/robots.txt has changed: read it"]


def test_failures_of_the_day_by_kind(archive: Archive) -> None:
    filled = Filled(archive)
    for number, stage in enumerate(("fetch", "robots", "fetch")):
        filled.write(
            "INSERT INTO failures (happened_at, stage, url, site, error, advice) VALUES (?, ?, 'u', 'raw', 'e', 'a')",
            _stamp(NOW - timedelta(hours=number)), stage,
        )  # fmt: skip
    filled.write(
        "INSERT INTO failures (happened_at, stage, url, site, error, advice) VALUES (?, 'guard', 'u', 'raw', 'e', 'a')",
        _stamp(NOW - 2 * DAY),
    )
    assert filled.look().failures == {"fetch": 2, "robots": 1}


def test_an_overdue_site(archive: Archive) -> None:
    filled = Filled(archive)
    write_site(archive.root, "http://127.0.0.1:1", [], crawl='schedule = "0 6 * * *"')
    filled.crawl(NOW - 2 * DAY, ended=NOW - 2 * DAY)
    assert any(problem.startswith("overdue since") for problem in filled.look().problems)


def test_the_command_prints_a_table_and_json_and_its_exit_code_tells(archive: Archive, morgue: Morgue) -> None:
    with RawServer({"/2025/a.html": answer(PAGE)}) as server:
        write_site(archive.root, server.url, [f"{server.url}/2025/a.html"])
        assert morgue("crawl").returncode == 0
    well = morgue("status")
    assert well.returncode == 0, well.stdout + well.stderr
    assert "All is well." in well.stdout
    filled = json.loads(morgue("status", "--json").stdout)
    assert (filled["site"], filled["articles"], filled["extraction_yield"], filled["ended"]) == ("raw", 1, 1.0, "finished")
    write_site(archive.root, "http://127.0.0.1:1", ["http://127.0.0.1:1/2025/b.html"])
    morgue("crawl")
    ill = morgue("status")
    assert ill.returncode == 1
    assert "got no page" in ill.stdout


@pytest.mark.long
def test_single_pages_go_to_the_site_that_owns_them_or_to_added(archive: Archive, morgue: Morgue) -> None:
    with RawServer({"/2025/a.html": answer(PAGE), "/2025/b.html": answer(PAGE)}) as server:
        done = morgue("add", f"{server.url}/2025/a.html#part")
        assert done.returncode == 0, done.stdout + done.stderr
        write_site(archive.root, server.url, [f"{server.url}/2025/never.html"])
        assert morgue("add", f"{server.url}/2025/b.html").returncode == 0
        assert server.asked("/2025/never.html") == 0, "only what was named is fetched"
        assert morgue("add", f"{server.url}/2025/b.html").returncode == 0
        assert server.asked("/2025/b.html") == 2, "a known page is fetched again when a person says so"
        (archive.root / "urls.txt").write_text(f"# two of them\n{server.url}/2025/a.html\n\n{server.url}/2025/c.html\n", "utf-8")
        assert morgue("add", "--from", str(archive.root / "urls.txt")).returncode == 1
        assert (server.asked("/2025/a.html"), server.asked("/2025/c.html")) == (2, 1)
    with archive.database() as db:
        sites = {row["url"].rpartition("/")[2]: row["site"] for row in db.rows_of("SELECT url, site FROM articles")}
    assert sites == {"a.html": "added", "b.html": "raw"}
    assert [morgue("add", *words).returncode for words in (["not a url"], [])] == [2, 2]
