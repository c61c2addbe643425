"""Articles on several pages from a crawl to the rows and back from the WARC files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from command import Morgue, crawled
from generated_site import GeneratedSite, write_site
from long_story import numbers, page, text_of

from pipelines.archive import Archive

HTML = "text/html; charset=utf-8"
PATHS = {n: f"/2025/story{'' if n == 1 else f'_{n}'}.html" for n in (1, 2, 3)}
STATE = "SELECT url, title, text, first_seen_at, last_seen_at FROM articles ORDER BY url"
PAGES = """SELECT p.page, c.record_id, c.url, c.role FROM article_pages p JOIN captures c ON c.id = p.capture
    JOIN extractions e ON e.id = p.extraction JOIN captures f ON f.id = e.capture ORDER BY f.fetched_at, p.page"""
VERSIONS = "SELECT text_digest, first_seen_at, last_seen_at FROM versions ORDER BY first_seen_at, text_digest"


def rows(archive: Archive, sql: str) -> list[dict[str, Any]]:
    with archive.database() as db:
        return db.rows_of(sql)


@pytest.fixture
def site(archive: Archive) -> Iterator[GeneratedSite]:
    """A site whose one story has three pages, the first of which alone the section page links."""
    with GeneratedSite(0) as server:
        write_site(archive.sites, server.url)
        path = archive.sites / "post.toml"
        path.write_text(path.read_text("utf-8").replace("revisit = []", 'revisit = ["0s", "0s", "0s"]'), "utf-8")
        server.pages = {PATHS[n]: (200, HTML, page(n, numbers(3))) for n in PATHS}
        listing = f'<html><body><a href="{PATHS[1]}">a story</a></body></html>'
        server.pages["/"] = (200, HTML, listing.encode())
        yield server


def test_a_crawl_joins_the_pages_and_keeps_each(archive: Archive, morgue: Morgue, site: GeneratedSite) -> None:
    counts = crawled(morgue("crawl", "--json"))["counts"]
    assert (counts["articles new"], counts["further pages"]) == (1, 2), counts
    (article,) = rows(archive, STATE)
    assert article["text"] == text_of((1, 2, 3))
    assert [(row["page"], row["url"], row["role"]) for row in rows(archive, PAGES)] == [
        (1, site.url + PATHS[1], "article"),
        (2, site.url + PATHS[2], "page"),
        (3, site.url + PATHS[3], "page"),
    ]
    assert all(site.hits[path] == 1 for path in PATHS.values()), "each page is fetched once"


@pytest.mark.long
@pytest.mark.timeout(240)
def test_the_rows_come_again_from_the_warc_files(archive: Archive, morgue: Morgue, site: GeneratedSite) -> None:
    crawled(morgue("crawl", "--json"))
    site.pages[PATHS[2]] = (200, HTML, page(2, numbers(3), words="at the arches "))
    assert crawled(morgue("crawl", "--json"))["counts"]["articles changed"] == 1, "a changed page 2 is a changed article"
    assert crawled(morgue("crawl", "--json"))["counts"]["articles unchanged"] == 1
    before = [rows(archive, sql) for sql in (STATE, PAGES, VERSIONS)]
    assert len(before[2]) == 2
    assert "at the arches" in before[0][0]["text"]
    assert "Nothing to do" in morgue("reextract").stdout
    assert morgue("verify", "--deep").returncode == 0
    done = morgue("rebuild")
    assert done.returncode == 0, done.stderr
    assert [rows(archive, sql) for sql in (STATE, PAGES, VERSIONS)] == before


@pytest.mark.long
@pytest.mark.timeout(240)
def test_a_missing_page_is_a_failure_and_comes_later(archive: Archive, morgue: Morgue, site: GeneratedSite) -> None:
    third = site.pages.pop(PATHS[3])
    morgue("crawl")
    (article,) = rows(archive, STATE)
    assert article["text"] == text_of((1, 2))
    (failure,) = rows(archive, "SELECT stage, url, error, capture FROM failures")
    assert failure["stage"] == "page"
    assert failure["capture"] is not None, "the answer of 404 is kept and named"
    assert failure["error"] == f"a page of {site.url}{PATHS[1]}: HTTP status 404"
    (extraction,) = rows(archive, "SELECT unpacked(fields) AS fields, unpacked(evidence) AS evidence FROM extractions")
    assert json.loads(extraction["fields"])["missing_pages"] == [site.url + PATHS[3]]
    site.pages[PATHS[3]] = third
    morgue("crawl")
    assert rows(archive, STATE)[0]["text"] == text_of((1, 2, 3)), "the next visit asks for it again"
    site.pages.pop(PATHS[3])
    morgue("crawl")
    assert rows(archive, STATE)[0]["text"] == text_of((1, 2, 3)), "a page that was there before is read from its last capture"


@pytest.mark.long
@pytest.mark.timeout(240)
def test_provenance_and_forget_know_every_page(archive: Archive, morgue: Morgue, site: GeneratedSite) -> None:
    morgue("crawl")
    url = site.url + PATHS[1]
    (link,) = json.loads(morgue("provenance", url, "--json").stdout)["links"]
    assert [(each["page"], each["record"]) for each in link["pages"]] == [(2, "intact"), (3, "intact")]
    assert f"page 2    {site.url}{PATHS[2]}" in morgue("provenance", url).stdout
    assert morgue("forget", url, "--reason", "asked", "--yes").returncode == 0
    assert rows(archive, "SELECT url FROM captures WHERE role IN ('article', 'page')") == []
    assert b"story_2" not in b"".join(path.read_bytes() for path in archive.root.glob("morgue.db*"))
    assert morgue("verify").returncode == 0


@pytest.mark.long
@pytest.mark.timeout(240)
def test_extract_joins_the_pages_of_a_warc_and_of_a_folder(archive: Archive, morgue: Morgue, site: GeneratedSite) -> None:
    morgue("crawl")
    (path,) = archive.warc.rglob("*.warc.gz")
    found = [json.loads(line) for line in morgue("extract", str(path), "--jobs", "2").stdout.splitlines()]
    (story,) = [row for row in found if row["status"] == "ok"]
    assert story["text"] == text_of((1, 2, 3))
    further = [row["reason"] for row in found if row["url"].endswith(("_2.html", "_3.html"))]
    assert further == [f"page {n} of {site.url}{PATHS[1]}, and joined to it" for n in (2, 3)]
    folder = archive.root / "saved"
    folder.mkdir()
    lines = []
    for n in (2, 1, 3):
        (folder / f"{n}.html").write_bytes(page(n, numbers(3)))
        lines.append(json.dumps({"path": f"{n}.html", "url": f"http://saved.example{PATHS[n]}"}))
    (folder / "manifest.jsonl").write_text("\n".join(lines), "utf-8")
    found = [json.loads(line) for line in morgue("extract", "--manifest", str(folder / "manifest.jsonl")).stdout.splitlines()]
    assert [row["path"] for row in found] == ["2.html", "1.html", "3.html"], "the rows are in the order of the manifest"
    assert [row["text"] for row in found] == ["", text_of((1, 2, 3)), ""]


@pytest.mark.long
@pytest.mark.timeout(240)
def test_imported_pages_are_joined_in_any_order(archive: Archive, morgue: Morgue) -> None:
    folder = archive.root / "saved"
    folder.mkdir()
    lines = []
    for name, n in (("a", 3), ("b", 2), ("c", 1)):
        (folder / f"{name}.html").write_bytes(page(n, numbers(3)))
        lines.append(json.dumps({"path": f"{name}.html", "url": f"http://saved.example{PATHS[n]}", "fetched_at": "2025-03-01T08:00:00Z"}))
    (folder / "manifest.jsonl").write_text("\n".join(lines), "utf-8")
    done = morgue("import", str(folder), "--manifest", str(folder / "manifest.jsonl"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert [row["text"] for row in rows(archive, STATE)] == [text_of((1, 2, 3))], done.stdout
    assert "Nothing to do" in morgue("reextract").stdout, "joined pages are read"
