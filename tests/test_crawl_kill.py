"""kill -9 at any moment: nothing stored is fetched twice, nothing is lost, and all files open."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from command import Morgue, crawled
from generated_site import GeneratedSite, write_site
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import Archive

ARTICLES = 120
KILLS = 5


def _crawl(archive: Archive) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl", "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _stored(archive: Archive) -> set[str]:
    """URLs of all whole responses on disk, whether or not the database knew them when the crawl was killed."""
    files = [path for path in archive.warc.rglob("*.warc.gz*") if path.suffix != ".torn"]
    return {url for path in files for url in _whole_responses(path) if "/2025/" in url}


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


def test_a_crawl_killed_again_and_again_ends_complete(archive: Archive, morgue: Morgue) -> None:
    moments = random.Random(7)
    with GeneratedSite(ARTICLES, delay=0.03) as site:
        write_site(archive.sites, site.url)
        for _ in range(KILLS):
            process = _crawl(archive)
            before = sum(site.hits.values())
            deadline = time.monotonic() + 30
            while sum(site.hits.values()) < before + 12 and time.monotonic() < deadline and process.poll() is None:
                time.sleep(0.01)
            time.sleep(moments.uniform(0, 0.4))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            stored = _stored(archive)
            for url in stored:
                site.hits[f"stored {url}"] = site.hits[url.removeprefix(site.url)]
        last = crawled(morgue("crawl", "--json"))
        assert last["reason"] == "finished", f"the last crawl should find an end: {last}"
        paths = [f"/2025/story-{number}.html" for number in range(ARTICLES)]
        again = {p: site.hits[p] for p in paths if (at := site.hits.get(f"stored {site.url}{p}")) and site.hits[p] > at}
    with archive.database() as db:
        captures = {row["url"]: row["n"] for row in db.query("SELECT url, count(*) AS n FROM captures WHERE role='article' GROUP BY url")}
        articles = db["articles"].count
        read = db.first("SELECT count(DISTINCT capture) AS n FROM extractions")
        leased = db.first("SELECT count(*) AS n FROM frontier WHERE state != 'done' AND role = 'article'")
        checked = db.execute("PRAGMA integrity_check").fetchone()[0]
    assert not again, f"stored before the kill, yet fetched after it: {again}; see Frontier.reclaim"
    assert articles == ARTICLES, f"{ARTICLES} articles should be there in the end, not {articles}"
    assert read is not None
    assert read["n"] == sum(captures.values()), "every captured article must be read; see CrawlSession.unread"
    assert leased == {"n": 0}, "no URL may stay leased or due"
    assert checked == "ok", "the database must open whole"
    assert not list(archive.warc.rglob("*.open")), "files that a kill left open are closed by the next crawl"
    written = [url for path in archive.warc.rglob("*.warc.gz") for url in _whole_responses(path)]
    assert set(captures) <= set(written), "a row may never speak of a record that is not in a WARC file"
