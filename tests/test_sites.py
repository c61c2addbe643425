"""Site definitions: written by a survey, checked, and those that are shipped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import Morgue, crawled
from raw_server import RawServer, answer

from pipelines.archive import Archive
from scraper.definition import Findings, definition_text
from scraper.guesses import article_pattern, looks_like_article, time_zone
from scraper.site import read_site, read_sites

SHIPPED = Path(__file__).parents[1] / "scraper" / "sites"
BASE = "https://news.example.org"


@pytest.mark.parametrize(
    ("articles", "fits", "misses"),
    [
        (["/20180919/26ce8b87-6e0a-4bc1-fbde-98f7198de1a4.html", "/20180920/0a6d2b1e-1111-4c1f-9a55-0b6f8f2f7a01.html"],
         "/20261123/7c9e6679-7425-40de-944b-e07fc1f90ae7.html", "/20261123/index.html"),
        (["/n1/2025/0304/c1001-40431234.html", "/n1/2025/0305/c1002-40439876.html"], "/n1/2026/1123/c8888-40999999.html", "/n1/2026/index.html"),
        (["/2025/03-04/10377777.shtml", "/2025/03-05/10378888.shtml"], "/2026/11-23/10399999.shtml", "/scroll/news1.shtml"),
        (["/world/2025/mar/04/a-story-of-the-day", "/uk/2025/mar/05/another-story-of-that-day"], "/sport/2026/nov/23/one-more-story-here", "/world"),
        (["/news/a-story-of-the-day", "/sport/and-then-there-were-none"], "/news/yet-another-story-here", "/news/archive"),
        (["/show.php/12345", "/show.php/12399"], "/show.php/99999", "/show.php/about"),
    ],
)  # fmt: skip
def test_article_patterns_hold_for_other_articles_and_not_for_sections(articles: list[str], fits: str, misses: str) -> None:
    pattern = article_pattern([BASE + path for path in articles * 3], [f"{BASE}/", f"{BASE}{misses}"])
    assert pattern is not None
    assert re.search(pattern, BASE + fits), pattern
    assert not re.search(pattern, BASE + misses), pattern


def test_no_pattern_from_nothing() -> None:
    assert article_pattern([]) is None
    assert article_pattern([f"{BASE}/a", f"{BASE}/b"], [f"{BASE}/c"]) is None


@pytest.mark.parametrize(
    ("path", "is_article"), [("/2025/03/04/a", True), ("/a-b-c-d", True), ("/news/", False), ("/a.jpg", False), ("/", False)]
)
def test_what_looks_like_an_article(path: str, is_article: bool) -> None:
    assert looks_like_article(BASE + path) is is_article


@pytest.mark.parametrize(
    ("host", "language", "times", "zone"),
    [
        ("news.example.cn", "zh-CN", [], "Asia/Shanghai"),
        ("news.example.com.tw", "zh-Hant", [], "Asia/Taipei"),
        ("news.example.com", "en-GB", ["2025-07-01T09:00:00+01:00"], "Europe/London"),
        ("news.example.com", "ja", ["2025-07-01T09:00:00+09:00"], "Asia/Tokyo"),
        ("news.example.de", "de", ["2025-07-01T07:00:00Z"], "Europe/Berlin"),
        ("news.example.com", "en-US", ["2025-07-01T09:00:00-04:00"], "America/New_York"),
        ("news.example.com", "en", [], None),
        ("127.0.0.1", None, [], None),
    ],
)
def test_time_zones(host: str, language: str | None, times: list[str], zone: str | None) -> None:
    assert time_zone(host, language, times) == zone


def _story(number: int) -> bytes:
    words = "The council met again and talked about the bridge. " * 20
    return answer(
        f'<html lang="en-GB"><head><title>Story {number} of the day</title><meta property="article:published_time" '
        f'content="2025-07-0{number}T09:00:00+01:00"></head><body><article><h1>Story {number} of the day</h1><p>{words}</p></article></body></html>'.encode()
    )


@pytest.mark.long
def test_a_survey_finds_what_a_crawl_needs(archive: Archive, morgue: Morgue) -> None:
    paths = [f"/2025/07/0{n}/story-{n}-of-the-day" for n in range(1, 6)]
    links = "".join(f'<a href="{path}">story</a>' for path in paths)
    front = f"""<html lang="en-GB"><head><title>Front</title><meta property="og:site_name" content='The "Raw" Post'>
<link rel="alternate" type="application/rss+xml" href="/feeds/all.xml"></head><body><nav><a href="/world">World</a>
<a href="/sport/">Sport</a><a href="/about">About</a><a href="https://elsewhere.example/">Friends</a></nav>{links}</body></html>"""
    with RawServer({path: _story(n) for n, path in enumerate(paths, 1)}) as server:
        items = "".join(f"<item><link>{server.url}{path}</link></item>" for path in paths)
        urls = "".join(f"<url><loc>{server.url}{path}</loc></url>" for path in paths)
        server.paths |= {
            "/": answer(front.encode()),
            "/feeds/all.xml": answer(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), kind="application/rss+xml"),
            "/robots.txt": answer(f"User-agent: *\nDisallow: /private\nSitemap: {server.url}/map.xml\n".encode(), kind="text/plain"),
            "/map.xml": answer(f"<urlset>{urls}</urlset>".encode(), kind="application/xml"),
        }
        done = morgue("sites", "add", f"{server.url}/", "--name", "post", "--delay", "0")
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{server.url}{paths[0]}" in done.stdout, "it must show the articles that it would get"
        site = read_site(archive.sites / "post.toml")
        assert site.discover.feeds == (f"{server.url}/feeds/all.xml",)
        assert site.discover.sitemaps == (f"{server.url}/map.xml",)
        assert site.discover.sections == (f"{server.url}/", f"{server.url}/world", f"{server.url}/sport/")
        assert (site.title, site.language, site.timezone) == ('The "Raw" Post', "en", "Europe/London")
        tried = morgue("sites", "check", "post", "--fetch")
        assert "map.xml: 5 articles" in tried.stdout, tried.stdout + tried.stderr
        assert not list(archive.warc.rglob("*.gz")), "a survey archives nothing"
        text = (archive.sites / "post.toml").read_text("utf-8").replace("delay = 2.0", "delay = 0")
        (archive.sites / "post.toml").write_text(text, "utf-8")
        assert crawled(morgue("crawl", "post", "--json"))["counts"]["articles new"] == 5


def test_a_site_that_cannot_be_reached_still_gets_a_file_to_fill_in(archive: Archive, morgue: Morgue) -> None:
    done = morgue("sites", "add", "http://127.0.0.1:1/", "--name", "down", "--delay", "0", "--language", "zh")
    assert done.returncode == 1, "exit code 1 says that something could not be looked at"
    assert "problem" in done.stderr
    assert "fill the file in" in done.stdout
    site = read_site(archive.sites / "down.toml")
    assert (site.language, site.discover.sections) == ("zh", ("http://127.0.0.1:1/",))


def test_a_title_cannot_break_out_of_the_file(archive: Archive) -> None:
    title = 'x"\n[crawl]\ndelay = 0\n# \\ \x00\x1b\x7f'
    found = Findings(f"{BASE}/", title=title, feeds=[f'{BASE}/a"b'], articles=[f"{BASE}/a\ndelay = 0"], pattern="it's\\d")
    path = archive.sites / "evil.toml"
    path.write_text(definition_text("evil", "news.example.org", found), "utf-8")
    site = read_site(path)
    assert (site.title, site.crawl.delay, site.discover.article) == (title, 2.0, "it's\\d")


def test_shipped_definitions_are_good_and_say_that_they_are_untested() -> None:
    sites = read_sites(SHIPPED)
    assert len(sites) >= 12
    for site in sites:
        text = (SHIPPED / f"{site.name}.toml").read_text("utf-8")
        assert "not tested against the live site" in text
        assert site.discover.feeds or site.discover.sitemaps or site.discover.sections
        assert site.discover.article, f"{site.name}: an article pattern"
        assert site.timezone, f"{site.name}: a time zone"
        assert site.language, f"{site.name}: a language"
        assert site.crawl.schedule, f"{site.name}: a schedule"
        assert site.crawl.delay >= 2, f"{site.name}: manners"


def test_a_shipped_definition_by_its_name(archive: Archive, morgue: Morgue) -> None:
    assert morgue("sites", "add", "cri").returncode == 0
    assert read_site(archive.sites / "cri.toml").title == "国际在线"
