"""Article URLs in feeds, sitemaps and section pages."""

from __future__ import annotations

import contextlib
import gzip
import json
from datetime import datetime, timezone
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse

from scraper.discovery import find
from scraper.frontier import Found
from scraper.site import Site

BASE = "https://news.example.org"
SITE = Site.model_validate({"name": "example", "url": f"{BASE}/"})
DAY = datetime(2025, 3, 4, tzinfo=timezone.utc)


def _site(**discover: Any) -> Site:
    return Site.model_validate({"name": "example", "url": f"{BASE}/", "discover": discover})


def _urls(found: list[Found]) -> list[str]:
    return [each.url.removeprefix(BASE) for each in found]


def _xml(body: str, url: str = f"{BASE}/feed.xml") -> XmlResponse:
    return XmlResponse(url, body=body.encode(), encoding="utf-8")


RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><link>{BASE}/a?utm_source=rss&amp;id=7#top</link><pubDate>Tue, 04 Mar 2025 08:00:00 GMT</pubDate></item>
<item><link>/b</link></item><item><link>{BASE}/a?id=7</link></item><item><link>https://elsewhere.example.com/c</link></item>
<item><title>no link</title></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><id>1</id><link href="{BASE}/atom-1"/>
<updated>2025-03-04T08:00:00Z</updated></entry></feed>"""
JSON = {"version": "https://jsonfeed.org/version/1.1", "items": [{"url": f"{BASE}/json-1", "date_published": "2025-03-04"}, {"id": "2"}, 3]}


def test_rss_gives_each_article_of_the_site_once_without_tracking() -> None:
    found = find(_xml(RSS), "feed", SITE)
    assert _urls(found) == ["/a?id=7", "/b"]
    assert found[0].changed_at == DAY


def test_atom_and_json_feeds() -> None:
    assert find(_xml(ATOM), "feed", SITE) == [Found(f"{BASE}/atom-1", "article", DAY)]
    body = json.dumps(JSON).encode()
    assert find(TextResponse(f"{BASE}/feed.json", body=body), "feed", SITE) == [Found(f"{BASE}/json-1", "article", DAY)]


@pytest.mark.parametrize("body", [b"", b"<html><body>moved</body></html>", b"{broken", b"\x00\x01\x02", b"<rss>"])
def test_what_is_no_feed_says_so_or_gives_nothing(body: bytes) -> None:
    with contextlib.suppress(ValueError):  # whose message becomes a row
        assert find(Response(f"{BASE}/feed.xml", body=body), "feed", SITE) == []


URLSET = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{base}/2025/new</loc><lastmod>2025-03-04</lastmod></url>
<url><loc>{base}/2019/old</loc><lastmod>2019-01-01T00:00:00+08:00</lastmod></url><url><loc>{base}/about</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{base}/s1.xml.gz</loc>
<lastmod>2025-03-04T00:00:00Z</lastmod></sitemap></sitemapindex>"""


def test_sitemaps_packed_and_plain_by_the_sites_pattern_and_dates() -> None:
    site = _site(article=r"/20\d\d/", since="2025-01-01")
    plain = URLSET.format(base=BASE).encode()
    for body in (plain, gzip.compress(plain)):
        assert _urls(find(Response(f"{BASE}/sitemap.xml", body=body), "sitemap", site)) == ["/2025/new"]
    assert find(_xml(INDEX.format(base=BASE)), "sitemap", site) == [Found(f"{BASE}/s1.xml.gz", "sitemap", DAY)]


def test_a_google_news_sitemap() -> None:
    body = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{BASE}/2025/story</loc><news:news><news:publication_date>2025-03-04</news:publication_date></news:news></url></urlset>"""
    assert find(_xml(body), "sitemap", SITE) == [Found(f"{BASE}/2025/story", "article", DAY)]
    assert find(_xml(body), "sitemap", _site(since="2025-03-05")) == [], "the date of publication bounds a backfill"


@pytest.mark.parametrize("body", [b"", b"\x1f\x8bnot gzip", b"not xml"])
def test_what_is_no_sitemap_says_so_or_gives_nothing(body: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert find(Response(f"{BASE}/sitemap.xml", body=body), "sitemap", SITE) == []


def test_a_packed_sitemap_has_a_bound() -> None:
    body = gzip.compress(b"\0" * 60_000_000)
    with pytest.raises(ValueError, match="more than"):
        find(Response(f"{BASE}/sitemap.xml.gz", body=body), "sitemap", SITE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    body = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss><channel><item><link>&a;</link></item></channel></rss>'
    with pytest.raises(ValueError, match="entities"):
        find(Response(f"{BASE}/feed.xml", body=body.encode(encoding)), "feed", SITE)


def test_section_pages_give_articles_and_their_next_page() -> None:
    html = """<html><body><a href="/2025/0304/some-story.html">story</a> <a href="/about">about</a> <a href="javascript:void(0)">x</a>
<a href="mailto:a@example.org">mail</a> <a href="show.php?12345.html">old</a> <a href="?page=2" rel="nofollow next">more</a></body></html>"""
    response = HtmlResponse(f"{BASE}/news/", body=html.encode(), encoding="utf-8")
    found = find(response, "section", _site(article=r"/2025/|show\.php"))
    assert [(each.url.removeprefix(BASE), each.role) for each in found] == [
        ("/2025/0304/some-story.html", "article"),
        ("/news/show.php?12345.html", "article"),
        ("/news/?page=2", "section"),
    ]


def test_next_page_in_chinese() -> None:
    response = HtmlResponse(f"{BASE}/roll", body='<a href="/roll-2">下一页</a>'.encode(), encoding="utf-8")
    assert find(response, "section", _site(article="/never/")) == [Found(f"{BASE}/roll-2", "section")]


def test_a_section_that_is_no_html() -> None:
    with pytest.raises(ValueError, match="HTML"):
        find(Response(f"{BASE}/", body=b"%PDF"), "section", SITE)


def test_addresses_that_are_none() -> None:
    hrefs = ("http://[/2025/1", "http://user:secret@news.example.org/2025/2", "HTTPS://NEWS.example.org:443/2025/3")
    html = "".join(f'<a href="{href}">story</a>' for href in hrefs)
    response = HtmlResponse(f"{BASE}/", body=html.encode(), encoding="utf-8")
    assert _urls(find(response, "section", _site(article="/2025/"))) == ["/2025/3"]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"until": "2025-03-03"}, ["/b"]),
        ({"since": "2025-03-04", "until": "2025-03-04"}, ["/a", "/b"]),
        ({"since": "2025-03-05"}, ["/b"]),
    ],
    ids=["before", "that day", "after"],
)
def test_dates_bound_what_a_feed_gives(bounds: dict[str, str], expected: list[str]) -> None:
    dated = "<item><link>/a</link><pubDate>Tue, 04 Mar 2025 08:00:00 GMT</pubDate></item>"
    feed = f'<rss version="2.0"><channel>{dated}<item><link>/b</link></item></channel></rss>'
    assert _urls(find(_xml(feed), "feed", _site(**bounds))) == expected, "what does not say when it changed is taken"
