"""Ctrl-C ends a crawl after what is on the wire; what waits for its turn is left to the next crawl."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest
from command import Morgue, crawled
from generated_site import GeneratedSite, write_site

from pipelines.archive import Archive

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")


@pytest.mark.parametrize("pausing", [False, True], ids=["delay", "Retry-After"])
def test_what_waits_for_its_turn_is_left_to_the_next_crawl(archive: Archive, morgue: Morgue, pausing: bool) -> None:
    with GeneratedSite(20) as site:
        if pausing:
            site.pages["/2025/story-3.html"] = (429, "text/html", b"too many")  # a pause of half a minute
        write_site(archive.sites, site.url)
        path = archive.sites / "post.toml"
        path.write_text(path.read_text("utf-8").replace("delay = 0\nconcurrency = 8", "delay = 0.4"), "utf-8")
        command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl", "--json"]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler)
        )
        deadline = time.monotonic() + 30
        while sum(site.hits.values()) < 5 + pausing and time.monotonic() < deadline:
            time.sleep(0.01)
        before = site.hits.copy()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) is not None
        assert (site.hits - before).total() <= 1, "nothing but what was under way is fetched after Ctrl-C"
        site.pages.clear()
        with archive.database() as db:
            left = db.rows_of("SELECT state, count(*) AS n FROM frontier WHERE role = 'article' GROUP BY state")
            assert not db.rows_of("SELECT * FROM failures WHERE error LIKE '%ended%'"), "an end is no failure of a page"
            db.execute("UPDATE frontier SET due_at = '2020' WHERE state = 'due'")
        assert sum(row["n"] for row in left) == 20
        path.write_text(path.read_text("utf-8").replace("delay = 0.4", "delay = 0"), "utf-8")
        assert crawled(morgue("crawl", "--json"))["reason"] == "finished"
        with archive.database() as db:
            assert len(db.rows_of("SELECT 1 FROM articles")) == 20, "the next crawl takes up what was left"
