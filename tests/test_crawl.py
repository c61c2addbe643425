"""The whole way of a page: a site on loopback, crawled, archived, extracted, stored, and read again."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import Morgue, crawled
from generated_site import GeneratedSite, article_html, write_site
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import Archive
from scraper.head_start import pages_wait


def _warcio_check(archive: Archive) -> None:
    files = [str(path) for path in archive.warc.rglob("*.warc.gz")]
    assert files, "a crawl leaves a WARC file"
    done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, text=True)
    assert done.returncode == 0, f"warcio check: {done.stdout}{done.stderr}"


def _rows(archive: Archive, sql: str) -> list[dict[str, object]]:
    with archive.database() as db:
        return db.rows_of(sql)


def test_articles_rows_and_records(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(12) as site:
        write_site(archive.sites, site.url)
        assert pages_wait(archive, ()), "the site was never crawled, so workers are begun with at once"
        first = crawled(morgue("crawl", "--json"))
        assert not pages_wait(archive, ()), "workers are not begun with for a crawl that may find nothing"
        again = crawled(morgue("crawl", "--json"))
    assert first["counts"]["articles new"] == 12
    assert "articles fetched" not in again["counts"], "known articles without a revisit are not asked for again"
    assert all(site.hits[f"/2025/story-{n}.html"] == 1 for n in range(12))
    (row,) = _rows(archive, "SELECT title, published_at, authors, origin FROM articles WHERE url LIKE '%story-3.html'")
    assert row == {
        "title": "Story number 3 of the day",
        "published_at": "2025-03-04T08:03:00+00:00",
        "authors": '["Jane Roe"]',
        "origin": row["origin"],
    }
    roles = {(row["role"], row["status"]) for row in _rows(archive, "SELECT role, status FROM captures")}
    expected = {("robots", 404), ("tdmrep", 404), ("section", 200), ("article", 200)}
    assert roles == expected, "robots.txt, tdmrep.json and section pages are archived too"
    _warcio_check(archive)


def test_the_record_holds_the_bytes_as_served(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(1) as site:
        write_site(archive.sites, site.url)
        morgue("crawl")
    (row,) = _rows(archive, "SELECT warc_file, offset FROM captures WHERE role = 'article'")
    with (archive.warc / str(row["warc_file"])).open("rb") as file:
        file.seek(int(str(row["offset"])))
        record = next(iter(ArchiveIterator(file)))
        assert record.http_headers.get_header("Content-Encoding") == "gzip"
        assert record.raw_stream.read() == gzip.compress(article_html(0), mtime=0), "the compressed body must be kept as it came"


def test_reextraction_needs_no_network_and_changes_nothing(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(5) as site:
        write_site(archive.sites, site.url)
        morgue("crawl")
    before = _rows(archive, "SELECT * FROM articles") + _rows(archive, "SELECT * FROM extractions")
    done = morgue("reextract")
    assert "Nothing to do" in done.stdout, done.stdout + done.stderr
    assert _rows(archive, "SELECT * FROM articles") + _rows(archive, "SELECT * FROM extractions") == before


def test_a_changed_extractor_stands_beside_and_says_what_differs(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(3) as site:
        write_site(archive.sites, site.url)
        morgue("crawl")
        site_file = archive.sites / "post.toml"
        site_file.write_text(site_file.read_text("utf-8") + '[[rules]]\nsection = "header a"\n', "utf-8")
        dry = morgue("reextract", "--dry-run")
        assert "3 would change" in dry.stdout, dry.stdout + dry.stderr
        assert len(_rows(archive, "SELECT * FROM extractions")) == 3, "a dry run writes nothing"
        real = json.loads(morgue("reextract", "--json").stdout)
    assert real["outcomes"] == {"changed": 3}
    assert real["fields"] == {"section": 3}
    assert len(_rows(archive, "SELECT * FROM extractions")) == 6
    assert {row["section"] for row in _rows(archive, "SELECT section FROM articles")} == {"The Loopback Post"}
    assert "Nothing to do" in morgue("reextract").stdout


def test_readings_kept_beside_leave_the_articles_as_they_are(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(2) as site:
        write_site(archive.sites, site.url)
        morgue("crawl")
    site_file = archive.sites / "post.toml"
    site_file.write_text(site_file.read_text("utf-8") + '[[rules]]\nsection = "header a"\n', "utf-8")
    before = _rows(archive, "SELECT * FROM articles")
    kept = json.loads(morgue("reextract", "--keep-current", "--json").stdout)
    assert kept["outcomes"] == {"stored": 2}
    assert _rows(archive, "SELECT * FROM articles") == before
    assert len(_rows(archive, "SELECT * FROM extractions")) == 4


def test_an_edit_is_seen_when_the_article_is_visited_again(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(1) as site:
        write_site(archive.sites, site.url)
        site_file = archive.sites / "post.toml"
        site_file.write_text(site_file.read_text("utf-8").replace("revisit = []", 'revisit = ["0s"]'), "utf-8")
        morgue("crawl")
        page = article_html(0).replace(
            b"<p class", b"<p>The figure was wrong and has been corrected by the newsroom since then.</p><p class"
        )
        site.pages["/2025/story-0.html"] = (200, "text/html; charset=utf-8", page)
        assert crawled(morgue("crawl", "--json"))["counts"]["articles changed"] == 1
        url = f"{site.url}/2025/story-0.html"
    diff = morgue("diff", url)
    assert "{+The figure was wrong" in diff.stdout, diff.stdout + diff.stderr


def test_reextraction_gives_the_very_rows_of_the_crawl(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(6) as site:
        write_site(archive.sites, site.url)
        morgue("crawl")
    columns = "url, title, published_at, authors, text, rights, source, origin, language"
    before = _rows(archive, f"SELECT {columns} FROM articles ORDER BY url")
    with archive.database() as db, db.writing():
        for table in ("article_notices", "credits"):
            db.execute(f"DELETE FROM {table}")
        db.execute("UPDATE articles SET extraction = NULL, version = NULL, capture = NULL, title = NULL")
        db.execute("DELETE FROM extractions")
    done = morgue("reextract")
    assert done.returncode == 0, done.stderr
    assert _rows(archive, f"SELECT {columns} FROM articles ORDER BY url") == before


DEEP = b"<html><body>" + b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000
BAD_PAGES = {
    "empty": (200, "text/html", b""),
    "blank": (200, "text/html; charset=utf-8", b"<html><body></body></html>"),
    "truncated": (200, "text/html; charset=utf-8", article_html(1)[:700]),
    "binary": (200, "text/html", bytes(range(256)) * 400),
    "picture": (200, "image/png", b"\x89PNG\r\n\x1a\n" + bytes(2000)),
    "deep": (200, "text/html", DEEP),
    "huge": (200, "text/html; charset=utf-8", b"<html><body>" + b"<p>Many words here, and more.</p>\n" * 600_000),
    "liar": (200, "text/html; charset=utf-16", "<html><body><p>贵州小城镇</p></body></html>".encode("gb18030")),
    "broken": (500, "text/html", b"<h1>Internal Server Error</h1>"),
    "gone": (410, "text/html", b"<h1>Gone</h1>"),
}


def test_bad_pages_are_rows_with_a_reason_and_never_a_traceback(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(2) as site:
        site.pages = {f"/2025/{name}": page for name, page in BAD_PAGES.items()}
        write_site(archive.sites, site.url)
        done = morgue("crawl", "--json")
    assert crawled(done)["reason"] == "finished"
    assert "Traceback" not in done.stderr, done.stderr
    reasons = _rows(
        archive,
        """SELECT f.url, (SELECT group_concat(error, ' / ') FROM failures x WHERE x.url = f.url) AS failure, e.status, e.reason
           FROM frontier f LEFT JOIN captures c ON c.url = f.url LEFT JOIN extractions e ON e.capture = c.id WHERE f.role = 'article'""",
    )
    said = {str(row["url"]).rpartition("/")[2]: row for row in reasons}
    silent = [name for name in BAD_PAGES if not (said[name]["failure"] or said[name]["reason"] or said[name]["status"] == "ok")]
    assert not silent, f"these pages vanished without a reason: {silent}"
    assert said["empty"]["status"] in ("empty", "error")
    assert said["blank"]["status"] == "empty"
    assert "HTTP status 410" in str(said["gone"]["failure"])
    assert said["story-1.html"]["status"] == "ok", "the good pages are read all the same"


def test_two_crawls_at_once_lose_nothing(archive: Archive, tmp_path: Path) -> None:
    with GeneratedSite(40) as one, GeneratedSite(40) as two:
        write_site(archive.sites, one.url, "one")
        write_site(archive.sites, two.url, "two")
        command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl", "--json"]
        crawls = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for name in ("one", "two")]
        outputs = [crawl.communicate(timeout=90) for crawl in crawls]
    assert not any("locked" in error for _, error in outputs), outputs
    assert len(_rows(archive, "SELECT id FROM articles")) == 80, outputs
    assert len(_rows(archive, "SELECT id FROM extractions")) == 80


def test_a_site_is_crawled_by_one_process_at_a_time(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(60, delay=0.1) as site:
        write_site(archive.sites, site.url)
        command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl", "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
            while not site.hits and first.poll() is None:
                pass
            second = morgue("crawl")
            first.communicate(timeout=60)
    assert second.returncode == 2 or "being crawled by another process" in second.stdout + second.stderr
    assert len(_rows(archive, "SELECT id FROM articles")) == 60
    assert max(site.hits[f"/2025/story-{n}.html"] for n in range(60)) == 1


def test_a_limit_leaves_the_rest_for_the_next_crawl(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(10) as site:
        write_site(archive.sites, site.url)
        assert crawled(morgue("crawl", "--json", "--limit", "4"))["counts"]["articles fetched"] == 4
        assert crawled(morgue("crawl", "--json"))["counts"]["articles fetched"] == 6


def test_no_crawl_without_a_contact(tmp_path: Path, morgue: Morgue) -> None:
    nobody = Archive.create(tmp_path / "nobody")
    write_site(nobody.sites, "http://127.0.0.1:9")
    done = morgue("crawl", folder=nobody.root)
    assert done.returncode == 2
    assert "operator.contact is empty" in done.stderr


def test_scrapy_knows_the_spider(archive: Archive) -> None:
    root = Path(__file__).parent.parent
    listed = subprocess.run([sys.executable, "-m", "scrapy", "list"], cwd=root, capture_output=True, text=True, timeout=60)
    assert listed.stdout.split() == ["news"], listed.stderr
    with GeneratedSite(2) as site:
        write_site(archive.sites, site.url)
        command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", "site=post", "-a", f"archive={archive.root}"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert len(_rows(archive, "SELECT id FROM articles")) == 2, done.stderr


@pytest.mark.parametrize("fields", ["url", "chain"])
def test_provenance_leads_to_intact_bytes(archive: Archive, morgue: Morgue, fields: str) -> None:
    with GeneratedSite(1) as site:
        write_site(archive.sites, site.url)
        morgue("crawl")
        url = f"{site.url}/2025/story-0.html"
    chain = json.loads(morgue("provenance", url, "--json").stdout)
    if fields == "url":
        assert chain["url"] == url
        return
    (link,) = chain["links"]
    assert link["record"] == "intact"
    assert link["crawl"]["software"]["scrapy"]
    path = archive.warc / link["capture"]["warc_file"]
    data = bytearray(path.read_bytes())
    data[link["capture"]["offset"] + link["capture"]["length"] // 2] ^= 0xFF
    path.write_bytes(data)
    assert morgue("provenance", url).returncode == 3, "a damaged record is exit code 3"
