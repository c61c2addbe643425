"""kill -9 at any moment: nothing stored is fetched twice, nothing is lost, and all files open."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import Morgue, crawled
from generated_site import GeneratedSite, write_site
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import Archive

CONCURRENCY = 8  # of generated_site's definition: requests under way when a kill comes


def _crawl(archive: Archive) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl", "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _stored(archive: Archive, known: dict[tuple[str, int], list[str]]) -> set[str]:
    """URLs of all whole responses on disk, whether or not the database knew them when the crawl was killed."""
    for path in archive.warc.rglob("*.warc.gz*"):
        key = (path.name.removesuffix(".open"), path.stat().st_size)
        if path.suffix != ".torn" and key not in known:
            known[key] = _whole_responses(path)
    return {url for urls in known.values() for url in urls if "/2025/" in url}


def _whole_responses(path: Path) -> list[str]:
    """URLs of the responses that warcio reads, up to a torn tail."""
    urls = []
    with path.open("rb") as file:
        try:
            for record in ArchiveIterator(file):
                record.content_stream().read()
                if record.rec_type == "response":
                    urls.append(record.rec_headers.get_header("WARC-Target-URI"))
        except Exception:  # noqa: BLE001 - a torn tail, in whatever way warcio meets it
            pass
    return urls


@pytest.mark.parametrize(
    ("articles", "kills"),
    [(120, 5), pytest.param(600, 30, marks=[pytest.mark.long, pytest.mark.timeout(900)])],
    ids=["5 kills", "30 kills"],
)
def test_a_crawl_killed_again_and_again_ends_complete(archive: Archive, morgue: Morgue, articles: int, kills: int) -> None:
    moments = random.Random(7)
    known: dict[tuple[str, int], list[str]] = {}
    paths = [f"/2025/story-{number}.html" for number in range(articles)]
    with GeneratedSite(articles, delay=0.03) as site:
        write_site(archive.sites, site.url)
        for _ in range(kills):
            process = _crawl(archive)
            before = sum(site.hits.values())
            deadline = time.monotonic() + 30
            while sum(site.hits.values()) < before + 12 and time.monotonic() < deadline and process.poll() is None:
                time.sleep(0.01)
            time.sleep(moments.uniform(0, 0.4 if kills < 10 else 0.2))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for url in _stored(archive, known):
                site.hits[f"stored {url}"] = site.hits[url.removeprefix(site.url)]
        last = crawled(morgue("crawl", "--json"))
        assert last["reason"] == "finished", f"the last crawl should find an end: {last}"
        again = {p: site.hits[p] for p in paths if (at := site.hits.get(f"stored {site.url}{p}")) and site.hits[p] > at}
        repeated = sum(site.hits[path] for path in paths) - articles
    with archive.database() as db:
        captures = {row["url"]: row["n"] for row in db.query("SELECT url, count(*) AS n FROM captures WHERE role='article' GROUP BY url")}
        stored = db["articles"].count
        read = db.first("SELECT count(DISTINCT capture) AS n FROM extractions")
        leased = db.first("SELECT count(*) AS n FROM frontier WHERE state != 'done' AND role = 'article'")
        checked = db.execute("PRAGMA integrity_check").fetchone()[0]
    assert not again, f"stored before the kill, yet fetched after it: {again}; see Frontier.reclaim"
    assert repeated <= kills * CONCURRENCY, f"{repeated} requests were made twice, more than can have been under way at {kills} kills"
    assert set(captures.values()) == {1}, "each page is stored once"
    assert stored == articles, f"{articles} articles should be there in the end, not {stored}"
    assert read is not None
    assert read["n"] == articles, "every captured article must be read; see CrawlSession.unread"
    assert leased == {"n": 0}, "no URL may stay leased or due"
    assert checked == "ok", "the database must open whole"
    assert not list(archive.warc.rglob("*.open")), "files that a kill left open are closed by the next crawl"
    files = list(archive.warc.rglob("*.warc.gz"))
    assert set(captures) <= {url for path in files for url in _whole_responses(path)}, "a row may never speak of a record that is not there"
    valid = subprocess.run([sys.executable, "-m", "warcio.cli", "check", *map(str, files)], capture_output=True, text=True)
    assert valid.returncode == 0, f"warcio check: {valid.stdout}{valid.stderr}"
