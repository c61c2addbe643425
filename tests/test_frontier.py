"""The crawl's memory: what is due when, conditional requests, revisits, and articles that go away."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from raw_server import RawServer, answer, scrapy_crawl, write_site
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import Archive
from scraper.frontier import MAX_ATTEMPTS, Frontier, Outcome, next_visit

HEAD = b"<html><head><title>A story</title></head><body><article><h1>A story</h1><p>"
PAGE = HEAD + b"Words of it. " * 60 + b"</p></article></body></html>"
EDITED = HEAD + b"Other words now. " * 60 + b"</p></article></body></html>"
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=timezone.utc)
URL = "http://news.example/a"


def _frontier(archive: Archive, db: Any, moment: datetime = NOW) -> Frontier:
    with db.writing():
        db.execute("INSERT OR IGNORE INTO sites (name) VALUES ('example')")
    return Frontier(db, "example", f"crawl-{moment:%H%M%S}", moment)


def _state(db: Any, url: str = URL) -> dict[str, Any]:
    row: dict[str, Any] = db.first("SELECT * FROM frontier WHERE url = ?", url)
    return row


def test_visits_grow_apart_and_end() -> None:
    intervals = [timedelta(hours=1), timedelta(days=1)]
    assert [next_visit(n, NOW, intervals) for n in (1, 2, 3)] == [NOW + timedelta(hours=1), NOW + timedelta(days=1), None]


def test_each_url_once_and_leased_once(archive: Archive) -> None:
    with archive.database() as db:
        frontier = _frontier(archive, db)
        assert frontier.discover([URL, URL], "article") == 1
        assert frontier.discover([URL], "article") == 0
        assert [entry.url for entry in frontier.lease(10)] == [URL]
        assert frontier.lease(10) == [], "what is leased is not given again"


def test_a_failed_fetch_comes_back_ever_later_and_is_given_up(archive: Archive) -> None:
    with archive.database() as db:
        moment = datetime.now(timezone.utc)
        frontier = _frontier(archive, db, moment)
        frontier.discover([URL], "article")
        gaps = []
        for _ in range(MAX_ATTEMPTS):
            frontier.started_at = datetime.now(timezone.utc) + timedelta(days=365)
            (entry,) = frontier.lease(1)
            outcome = frontier.retry(entry)
            frontier.finish(outcome)
            gaps.append(outcome.due_at)
        assert _state(db)["state"] == "failed"
        assert gaps[-1] is None
        assert sorted(gap for gap in gaps if gap) == gaps[:-1], "each wait is longer than the one before"


def test_what_was_put_off_is_no_try(archive: Archive) -> None:
    with archive.database() as db:
        frontier = _frontier(archive, db)
        frontier.discover([URL], "article")
        frontier.lease(1)
        frontier.finish(Outcome(URL, "due", due_at=NOW, is_try=False))
        assert _state(db)["attempts"] == 0


def test_a_listed_sitemap_is_due_again_when_it_has_changed(archive: Archive) -> None:
    with archive.database() as db:
        first = _frontier(archive, db, datetime.now(timezone.utc) - timedelta(hours=1))
        first.poll_listed(URL, "sitemap", None, found_on="index", depth=1)
        first.lease(1)
        first.finish(Outcome(URL, "done", 200))
        first.poll_listed(URL, "sitemap", datetime.now(timezone.utc) + timedelta(days=1), found_on="index", depth=1)
        assert _state(db)["state"] == "done", "never twice in a crawl"
        later = _frontier(archive, db, datetime.now(timezone.utc) + timedelta(hours=1))
        later.poll_listed(URL, "sitemap", datetime.now(timezone.utc) - timedelta(hours=2), found_on="index", depth=1)
        assert _state(db)["state"] == "done", "it has not changed since"
        later.poll_listed(URL, "sitemap", datetime.now(timezone.utc) + timedelta(minutes=30), found_on="index", depth=1)
        assert _state(db)["state"] == "due"


def _rows(archive: Archive, sql: str) -> list[dict[str, Any]]:
    with archive.database() as db:
        return db.rows_of(sql)


def _crawl(archive: Archive) -> None:
    done = scrapy_crawl(archive.root, "raw")
    assert done.returncode == 0, done.stderr[-2000:]


def _record_types(archive: Archive) -> list[tuple[str, str | None]]:
    types = []
    for path in sorted(archive.warc.rglob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type in ("response", "revisit") and "/2025/" in record.rec_headers.get_header("WARC-Target-URI"):
                    profile = record.rec_headers.get_header("WARC-Profile")
                    types.append((record.rec_type, profile.rpartition("/")[2] if profile else None))
    return types


@pytest.mark.long
def test_revisits_edits_and_the_end_of_an_article(archive: Archive) -> None:
    """Five crawls of one article: new, not modified, equal, edited, gone."""
    tagged = answer(PAGE, ETag='"1"')
    with RawServer({"/2025/a.html": tagged}) as server:
        write_site(archive.root, server.url, [f"{server.url}/2025/a.html"])
        site = archive.sites / "raw.toml"
        site.write_text(site.read_text("utf-8").replace("revisit = []", 'revisit = ["0s", "0s", "0s", "0s", "0s"]'), "utf-8")
        for behaviour in (tagged, b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nConnection: close\r\n\r\n', answer(PAGE), answer(EDITED)):
            server.paths["/2025/a.html"] = behaviour
            _crawl(archive)
        server.paths["/2025/a.html"] = answer(b"gone", "410 Gone")
        _crawl(archive)
        asked = server.asked("/2025/a.html")
        _crawl(archive)
        assert server.asked("/2025/a.html") == asked == 5, "what is gone is not asked for again"
    assert _record_types(archive) == [
        ("response", None),
        ("revisit", "server-not-modified"),
        ("revisit", "identical-payload-digest"),
        ("response", None),
        ("response", None),
    ]
    (article,) = _rows(archive, "SELECT text, first_seen_at, last_seen_at FROM articles")
    assert "Other words" in article["text"]
    assert len(_rows(archive, "SELECT 1 FROM versions")) == 2
    assert len(_rows(archive, "SELECT 1 FROM extractions")) == 2, "an equal payload is not read again"
    (event,) = _rows(archive, "SELECT stage, error, capture FROM failures")
    assert event["stage"] == "gone"
    assert event["capture"], "the event names the 410 that says so"


def test_conditional_requests_carry_the_validators(archive: Archive) -> None:
    seen: list[bytes] = []

    def remember(connection: Any) -> None:
        connection.sendall(answer(PAGE, ETag='"1"', Last_Modified="Mon, 23 Nov 2026 04:00:00 GMT"))

    with RawServer({"/2025/a.html": remember}) as server:
        server.on_head = seen.append
        write_site(archive.root, server.url, [f"{server.url}/2025/a.html"])
        site = archive.sites / "raw.toml"
        site.write_text(site.read_text("utf-8").replace("revisit = []", 'revisit = ["0s"]'), "utf-8")
        _crawl(archive)
        _crawl(archive)
    articles = [head for head in seen if b"/2025/" in head]
    assert b"If-None-Match" not in articles[0]
    assert b'If-None-Match: "1"' in articles[1]
    assert b"If-Modified-Since: Mon, 23 Nov 2026 04:00:00 GMT" in articles[1]
    assert b"newsmorgue" in articles[1]
    assert b"mailto:test@example.org" in articles[1], "the User-Agent must name a contact"
