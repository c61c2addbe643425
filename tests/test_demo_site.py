"""The demo site as a crawler meets it, and the answers that stand beside its articles."""

from __future__ import annotations

import gzip
import http.client
import json
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import feedparser
import lxml.html
import pytest
from scrapy.utils.sitemap import Sitemap

from pipelines.article import Article, Credit
from scraper.demo.pages import REDIRECTS, expected, paths
from scraper.demo.server import DemoServer, LoggedRequest

FIELDS = {
    "title", "published_at", "modified_at", "source", "editors", "responsible_editors", "authors", "credits",
    "origin", "language", "section", "text", "notice",
}  # fmt: skip
SEED = "/20180919/26ce8b87-6e0a-4bc1-fbde-98f7198de1a4.html"
CORRECTED = "/en/20251104/metro-tunnel.html"


@pytest.fixture(scope="module")
def site() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


def get(site: DemoServer, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(site.base_url).netloc, timeout=10)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_every_path_is_served(site: DemoServer) -> None:
    for path in paths():
        response, body = get(site, path)
        assert response.status == 200, f"{path}: the server must give the file that stands there"
        assert body, path
        assert b"{{base}}" not in body, f"{path}: the base URL must be filled in"


def test_there_are_pages_enough() -> None:
    pages = [path for path in paths() if path.endswith((".html", "/"))]
    assert len(pages) >= 30
    assert {answer["language"] for answer in expected().values()} == {"zh", "en", "de", "ja", "ko", "fr"}


@pytest.mark.parametrize("edition", [1, 2])
def test_every_answer_is_complete(edition: int) -> None:
    for path, answer in expected(edition).items():
        assert set(answer) == FIELDS, f"{path}: name every field, with null where the page gives none"
        assert datetime.fromisoformat(answer["published_at"]).tzinfo, f"{path}: a time needs its offset"
        assert answer["text"].count("\n") >= 4, f"{path}: an article has paragraphs"
        article = Article(url=path, credits=[Credit(**credit) for credit in answer["credits"]])
        assert {credit.name for credit in article.credits} >= {*answer["authors"], *answer["editors"], *answer["responsible_editors"]}
        assert answer["origin"] != "republished" or answer["source"], f"{path}: republished from whom?"


@pytest.mark.parametrize("edition", [1, 2])
def test_the_answers_stand_on_their_pages(edition: int) -> None:
    with DemoServer(edition) as server:
        for path, answer in expected(edition).items():
            body = get(server, path)[1]
            charset = "gb18030" if path.startswith("/gz/") else "utf-8"
            page = "".join(lxml.html.fromstring(body.decode(charset).encode(), parser=lxml.html.HTMLParser(encoding="utf-8")).itertext())
            squashed = "".join(page.split())
            for line in [answer["title"], *answer["text"].split("\n"), *(answer["notice"] or "").split("\n")]:
                assert "".join(line.split()) in squashed, f"{path}: {line!r} is not on the page"
            for credit in answer["credits"]:
                assert credit["name"] in page, f"{path}: {credit['name']} is not on the page"


def test_every_article_is_answered_and_nothing_else() -> None:
    articles = [path for path in paths() if path.rsplit("/", 2)[-2].isdigit()]
    assert set(articles) - set(expected()) == {"/en/20251104/harbour-video.html", "/members/20251101/budget-draft.html"}


def test_the_gb18030_page_is_gb18030_and_says_gb2312(site: DemoServer) -> None:
    response, body = get(site, "/gz" + SEED)
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "谌贻琴" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("gb2312")
    assert b'<meta charset="gb2312">' in body
    assert response.getheader("Content-Type") == "text/html", "the charset must stand in the page alone"


def test_the_second_edition_changes_one_article() -> None:
    first, second = expected(1), expected(2)
    assert [path for path in first if first[path] != second[path]] == [CORRECTED]
    assert "3.2 kilometers under" in first[CORRECTED]["text"]
    assert "2.3 kilometers under" in second[CORRECTED]["text"]


def test_the_second_edition_changes_the_pages_that_say_so() -> None:
    with DemoServer(1) as site:
        before = {path: get(site, path)[1] for path in paths()}
        site.edition = 2
        changed = {path for path in paths() if get(site, path)[1] != before[path]}
    assert changed == {CORRECTED, "/en/feed.atom", "/sitemap-articles.xml"}


def test_feeds_are_feeds(site: DemoServer) -> None:
    for path, entries in (("/feed.rss", 7), ("/en/feed.atom", 5)):
        feed = feedparser.parse(get(site, path)[1])
        assert not feed.bozo, f"{path}: {feed.get('bozo_exception')}"
        assert len(feed.entries) == entries
        for entry in feed.entries:
            assert urlsplit(entry.link).path in expected(), f"{path}: {entry.link} is no article"
            assert entry.published_parsed
    items = json.loads(get(site, "/feed.json")[1])["items"]
    assert {urlsplit(item["url"]).path for item in items} <= set(expected())


def test_the_sitemap_names_every_article(site: DemoServer) -> None:
    index = Sitemap(get(site, "/sitemap.xml")[1])
    assert index.type == "sitemapindex"
    entries = [entry for part in index for entry in Sitemap(get(site, urlsplit(part["loc"]).path)[1])]
    assert {urlsplit(entry["loc"]).path for entry in entries} == {*expected(), "/login.html"}


def test_sections_link_to_the_articles_and_to_what_goes_wrong(site: DemoServer) -> None:
    linked = set()
    for path in [path for path in paths() if path.endswith("/")]:
        page = lxml.html.fromstring(get(site, path)[1])
        linked |= {urlsplit(urljoin(path, str(href))).path for href in page.xpath("//a/@href")}
    assert set(expected()) <= linked
    assert get(site, "/20180916/7c9e6679-7425-40de-944b-e07fc1f90ae7.html")[0].status == 404
    assert {"/20180916/7c9e6679-7425-40de-944b-e07fc1f90ae7.html", "/en/news/20251103/new-ferry.html"} <= linked
    assert {"/members/20251101/budget-draft.html", "/en/20251104/harbour-video.html"} <= linked


def test_robots_forbid_the_members_pages(site: DemoServer) -> None:
    robots = RobotFileParser()
    robots.parse(get(site, "/robots.txt")[1].decode().splitlines())
    assert not robots.can_fetch("newsmorgue", f"{site.base_url}/members/20251101/budget-draft.html")
    assert all(robots.can_fetch("newsmorgue", site.base_url + path) for path in expected())
    assert robots.site_maps() == [f"{site.base_url}/sitemap.xml"]


def test_a_moved_article_redirects(site: DemoServer) -> None:
    for old, new in REDIRECTS.items():
        response, body = get(site, old)
        assert (response.status, response.getheader("Location"), body) == (301, new, b"")
        assert get(site, new)[0].status == 200


def test_answers_and_second_editions_are_not_served(site: DemoServer) -> None:
    hidden = ("/en/20251104/metro-tunnel.expected.json", "/en/20251104/metro-tunnel.2.html")
    for path in (*hidden, "/../server.py", "/en/../../server.py", "/zh"):
        assert get(site, path)[0].status == 404, path


def test_pages_come_gzipped_to_those_who_ask(site: DemoServer) -> None:
    plain, packed = get(site, SEED), get(site, SEED, Accept_Encoding="gzip, deflate")
    assert packed[0].getheader("Content-Encoding") == "gzip"
    assert plain[0].getheader("Content-Encoding") is None
    assert gzip.decompress(packed[1]) == plain[1]
    assert packed[0].headers.get_all("Set-Cookie") == plain[0].headers.get_all("Set-Cookie")
    assert len(packed[0].headers.get_all("Set-Cookie") or []) == 2, "a header that repeats is part of the demo"


def test_an_unchanged_page_is_not_sent_again(site: DemoServer) -> None:
    first, _ = get(site, CORRECTED)
    tag, date = first.getheader("ETag") or "", first.getheader("Last-Modified") or ""
    assert get(site, CORRECTED, If_None_Match=tag)[0].status == 304
    assert get(site, CORRECTED, If_Modified_Since=date)[0].status == 304
    assert get(site, CORRECTED, If_None_Match='"other"', If_Modified_Since=date)[0].status == 200, "If-None-Match comes first"
    assert get(site, CORRECTED, If_Modified_Since="yesterday")[0].status == 200
    with DemoServer(2, port=0) as later:
        assert get(later, CORRECTED, If_Modified_Since=date)[0].status == 200, "the corrected page is newer"


def test_the_log_tells_who_asked_for_what() -> None:
    with DemoServer() as site:
        get(site, "/robots.txt", User_Agent="tester")
        get(site, "/no-such-page", User_Agent="tester")
    assert site.log == [LoggedRequest("GET", "/robots.txt", 200, "tester"), LoggedRequest("GET", "/no-such-page", 404, "tester")]
