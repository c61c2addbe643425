"""Feeds, sitemaps and section pages in a crawl: read by workers, bounded in depth, time and number."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from command import Morgue, crawled
from raw_server import RawServer, answer, write_site
from warc_exchanges import exchange, writer

from pipelines.archive import Archive
from pipelines.storage.database import MorgueDatabase
from scraper.frontier import Entry, Found, Frontier
from scraper.places import add, find_saved
from scraper.site import Site

PAGE = b"<html><head><title>A story</title></head><body><article><h1>A story</h1><p>" + b"Words of it. " * 60 + b"</p></article></body>"


@pytest.fixture
def frontier(tmp_path: Path) -> Any:
    db = MorgueDatabase.open(tmp_path / "morgue.db")
    db["sites"].insert({"name": "raw"})  # type: ignore[union-attr]
    yield Frontier(db, "raw", "k", datetime.now(timezone.utc))
    db.close()


@pytest.mark.parametrize(("depth", "waiting"), [(0, {"/next", "/s.xml", "/a"}), (1, {"/a"})])
def test_next_pages_and_listed_sitemaps_are_followed_to_the_sites_depth(frontier: Frontier, depth: int, waiting: set[str]) -> None:
    entry = Entry("/", "section", 1, 1, depth, None, None)
    found = [Found("/a", "article"), Found("/next", "section"), Found("/s.xml", "sitemap")]
    assert add(frontier, entry, found, deepest=1) == (1, 1 - depth)
    assert {each.url for each in frontier.lease(9)} == waiting
    assert add(frontier, entry, found, deepest=1) == (0, 0), "what is known is no news"


def test_all_kinds_of_places_lead_to_articles_and_pages_of_sections_to_the_next(archive: Archive, morgue: Morgue) -> None:
    with RawServer() as server:
        url = server.url
        rss = f"<rss version='2.0'><channel><item><link>{url}/2025/rss.html</link></item></channel></rss>".encode()
        atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='{url}/2025/atom.html'/></entry></feed>".encode()
        urlset = f"<urlset><url><loc>{url}/2025/sitemap.html</loc></url></urlset>".encode()
        server.paths = {
            "/rss.xml": answer(rss, kind="application/rss+xml"),
            "/atom.xml": answer(atom, kind="application/atom+xml"),
            "/feed.json": answer(json.dumps({"items": [{"url": f"{url}/2025/json.html"}]}).encode(), kind="application/feed+json"),
            "/index.xml": answer(f"<sitemapindex><sitemap><loc>{url}/map.xml.gz</loc></sitemap></sitemapindex>".encode(), kind="text/xml"),
            "/map.xml.gz": answer(gzip.compress(urlset, mtime=0), kind="application/gzip"),
            "/": answer(gzip.compress(b'<a href="/2025/one.html">1</a><a rel="next" href="/?page=2">more</a>' + b" " * 5000, 0), Content_Encoding="gzip"),
            "/?page=2": answer(b'<a href="/2025/two.html">2</a><a rel="next" href="/?page=3">more</a>'),
            "/?page=3": answer(b'<a href="/2025/three.html">3</a><a rel="next" href="/?page=4">more</a>'),
        }  # fmt: skip
        names = ["rss", "atom", "json", "sitemap", "one", "two", "three"]
        server.paths |= {f"/2025/{name}.html": answer(PAGE) for name in names}
        feeds = ", ".join(f'"{url}/{name}"' for name in ("rss.xml", "atom.xml", "feed.json"))
        write_site(archive.root, url, [], discover=f'feeds = [{feeds}]\nsitemaps = ["{url}/index.xml"]\nsections = ["{url}/"]\ndepth = 2')
        counts = crawled(morgue("crawl", "--json"))["counts"]
        missing = [name for name in names if server.asked(f"/2025/{name}.html") != 1]
        assert not missing, f"{missing} were not found: {counts}"
        assert server.asked("/?page=4") == 0, "depth = 2 is two pages on from the first"


def test_the_sitemaps_of_an_index_that_did_not_change_are_asked_again(archive: Archive, morgue: Morgue) -> None:
    with RawServer() as server:
        index = f"<sitemapindex><sitemap><loc>{server.url}/map.xml</loc></sitemap></sitemapindex>".encode()
        urlset = "<urlset><url><loc>{}/2025/{}.html</loc></url></urlset>"
        server.paths = {
            "/index.xml": answer(index, kind="text/xml", ETag='"1"'),
            "/map.xml": answer(urlset.format(server.url, "old").encode(), kind="text/xml"),
            **{f"/2025/{name}.html": answer(PAGE) for name in ("old", "new")},
        }
        write_site(archive.root, server.url, [], discover=f'sitemaps = ["{server.url}/index.xml"]')
        crawled(morgue("crawl", "--json"))
        server.paths["/index.xml"] = answer(b"", status="304 Not Modified", ETag='"1"')
        server.paths["/map.xml"] = answer(urlset.format(server.url, "new").encode(), kind="text/xml")
        with archive.database() as db, db.writing():
            db.execute("UPDATE frontier SET fetched_at = '2020-01-01T00:00:00.000+00:00', due_at = fetched_at")
        crawled(morgue("crawl", "--json"))
        assert server.asked("/2025/new.html") == 1, "what the sitemap names now was not found"


def test_a_feed_that_takes_too_long_to_read_costs_itself_alone(archive: Archive, morgue: Morgue) -> None:
    config = archive.root / "morgue.toml"
    config.write_text(config.read_text("utf-8").replace("timeout = 20.0", "timeout = 1.0"), "utf-8")
    items = "".join(f"<item><title>{'<b>' * 50}{n}</title><link>/2025/{n}.html</link></item>" for n in range(60_000))
    feed = gzip.compress(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), 1, mtime=0)
    with RawServer({"/feed.xml": answer(feed, kind="text/xml", Content_Encoding="gzip"), "/2025/a.html": answer(PAGE)}) as server:
        write_site(archive.root, server.url, [f"{server.url}/2025/a.html"], discover=f'feeds = ["{server.url}/feed.xml"]')
        summary = crawled(morgue("crawl", "--json"))
    assert summary["reason"] == "finished"
    assert summary["counts"]["articles new"] == 1, "the rest of the crawl goes on"
    with archive.database() as db:
        failure = db.first("SELECT stage, error FROM failures WHERE capture IS NOT NULL")
    assert failure == {"stage": "discover", "error": "it takes too long to read"}


def test_one_page_may_name_so_many_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.places.MOST_LINKS", 50)
    body = b"".join(b'<a href="/2025/%d.html">x</a>' % n for n in range(59))
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange(url="http://news.example/", body=body, role="section"))
    ours, theirs = (Site.model_validate({"name": "x", "url": f"http://{host}/"}) for host in ("news.example", "other.example"))
    named = find_saved(tmp_path, capture, ours)
    assert (len(named.found), named.problem) == (50, "it names 59 addresses, of which 50 are taken")
    assert find_saved(tmp_path, capture, theirs).found == (), "links to others are left alone"
