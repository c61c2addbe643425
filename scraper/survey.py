"""A look at a site that is not known yet: its feeds, sitemaps, section pages, and what its articles look like.

A few dozen requests at most, under the same guard, robots.txt and pauses as a crawl. Nothing is archived.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import py3langid
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings
from scrapy.utils.sitemap import sitemap_urls_from_robots

from pipelines.archive import Archive
from scraper.definition import Findings
from scraper.discovery import find
from scraper.frontier import Found
from scraper.guesses import article_pattern, looks_like_article, time_zone
from scraper.middlewares.patience import Pauses
from scraper.middlewares.robots import UNREACHABLE, in_a_line
from scraper.page_log import log_pages
from scraper.session import user_agent
from scraper.site import Discover, Site

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
COMMON_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
COMMON_SITEMAPS = ("/sitemap-news.xml", "/news-sitemap.xml", "/sitemap.xml", "/sitemap_index.xml")
MAX_CANDIDATES = 12
MAX_SECTIONS = 12
SAMPLES = 3


def survey(archive: Archive, url: str, settings: Settings, *, delay: float = 1.0) -> Findings:
    """Looks at the site at `url`. Once a process, as Twisted's reactor cannot start again."""
    return _run(SurveySpider(archive, site_of(url), Findings(url)), archive, settings, delay).findings


def try_site(archive: Archive, site: Site, settings: Settings) -> Findings:
    """What a definition's feeds, sitemaps and sections give now, and one page of the articles. Once a process."""
    return _run(CheckSpider(archive, site, Findings(site.url)), archive, settings, site.crawl.delay).findings


def site_of(url: str, **discover: Any) -> Site:
    """A bare definition, for `find`."""
    return Site(name="survey", url=url, discover=Discover(**discover))


def _run(spider: _Looker, archive: Archive, settings: Settings, delay: float) -> _Looker:
    network = archive.config.network
    values = {
        "USER_AGENT": user_agent(archive),
        "NETWORK_ALLOW": [str(each) for each in network.allow],
        "NETWORK_PORTS": list(network.ports),
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_TIMEOUT": 20,
        "RETRY_TIMES": 1,
        "RETRY_AFTER_WAIT": 10,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 2 if delay == 0 else 1,
    }
    for name, value in values.items():
        settings.set(name, value, priority="cmdline")
    log_pages("text", pages=False)
    process = AsyncCrawlerProcess(settings)
    process.crawl(type(spider), spider)
    process.start()
    return spider


class _Looker(Spider):
    """Fetches pages one after the other; a page that cannot be had is a line in `findings.problems`."""

    name = "survey"

    def __init__(self, archive: Archive, site: Site, findings: Findings) -> None:
        super().__init__()
        self.archive = archive
        self.site = site
        self.findings = findings
        self.pauses = Pauses(timedelta(seconds=10))

    @classmethod
    def from_crawler(cls, crawler: Any, spider: _Looker) -> _Looker:
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        await self.look()
        nothing: tuple[Any, ...] = ()
        for request in nothing:  # Scrapy wants an asynchronous generator
            yield request

    async def look(self) -> None:
        """Fills in the findings."""
        raise NotImplementedError

    async def fetch(self, url: str, *, optional: bool = False, robots: bool = True) -> Response | None:
        """The response at `url`; None, with a problem unless it is optional, where there is none of status 200."""
        request = Request(url, callback=NO_CALLBACK, dont_filter=True, meta={} if robots else {"dont_obey_robotstxt": True})
        try:
            engine: Any = self.crawler.engine
            response: Response = await engine.download_async(request)
            problem = f"HTTP status {response.status}"
        except (*UNREACHABLE, IgnoreRequest, ValueError) as error:
            response, problem = Response(url, status=0), in_a_line(error)
        if response.status == 200:
            return response
        if not optional:
            self.findings.problems.append(f"{url}: {problem}")
        return None

    async def read(self, url: str, role: str, *, optional: bool = False) -> list[Found]:
        """What a feed, sitemap or section page names."""
        response = await self.fetch(url, optional=optional)
        if response is None:
            return []
        try:
            return find(response, role, self.site)
        except ValueError as error:
            if not optional:
                self.findings.problems.append(f"{url}: {error}")
            return []


class SurveySpider(_Looker):
    """Finds out what a definition needs."""

    async def look(self) -> None:
        front = await self.fetch(self.findings.url)
        if not isinstance(front, HtmlResponse):
            return
        self.findings.title = _site_name(front)
        links = _links(front, self.site)
        from_feeds = await self._feeds(front, links)
        from_sitemaps = await self._sitemaps(front.url)
        on_front = [url for url in links if looks_like_article(url)]
        self.findings.sections = _sections(front.url, links)
        known = from_feeds or from_sitemaps or on_front
        self.findings.pattern = article_pattern(known, self.findings.sections) or article_pattern(on_front, self.findings.sections)
        self.findings.articles = list(dict.fromkeys([*from_feeds, *from_sitemaps, *on_front]))
        await self._samples(front)

    async def _feeds(self, front: HtmlResponse, links: list[str]) -> list[str]:
        named = front.xpath("//link[contains(concat(' ', @rel, ' '), ' alternate ')][@type]")
        declared = [urljoin(front.url, each.attrib.get("href", "")) for each in named if each.attrib["type"].strip().lower() in FEED_TYPES]
        linked = [url for url in links if any(word in urlsplit(url).path.lower() for word in ("rss", "feed", "atom"))]
        found = await self._give_articles(dict.fromkeys([*declared, *linked][:MAX_CANDIDATES]), "feed", self.findings.feeds)
        if not found:
            common = (urljoin(front.url, place) for place in COMMON_FEEDS)
            found = await self._give_articles(common, "feed", self.findings.feeds, optional=True, enough=1)
        return found

    async def _sitemaps(self, url: str) -> list[str]:
        robots = await self.fetch(urljoin(url, "/robots.txt"), optional=True, robots=False)
        named = list(dict.fromkeys(sitemap_urls_from_robots(robots.body, url))) if robots else []
        news = [each for each in named if "news" in each.lower()]
        found = await self._give_articles((news or named)[:MAX_CANDIDATES], "sitemap", self.findings.sitemaps)
        if not self.findings.sitemaps:
            common = (urljoin(url, place) for place in COMMON_SITEMAPS)
            found = await self._give_articles(common, "sitemap", self.findings.sitemaps, optional=True, enough=1)
        return found

    async def _give_articles(
        self, urls: Iterable[str], role: str, good: list[str], *, optional: bool = False, enough: int = MAX_CANDIDATES
    ) -> list[str]:
        """Article URLs that these give; those that give any, or a sitemap of sitemaps, are added to `good`."""
        articles: list[str] = []
        for url in urls:
            found = await self.read(url, role, optional=optional)
            if found:
                good.append(url)
                articles += [each.url for each in found if each.role == "article"]
            if len(good) >= enough:
                break
        return list(dict.fromkeys(articles))

    async def _samples(self, front: HtmlResponse) -> None:
        """Language and zone from a few articles, or from the front page where there are none."""
        pages = await asyncio.gather(*(self.fetch(url, optional=True) for url in self.findings.articles[:SAMPLES]))
        articles = [page for page in pages if isinstance(page, HtmlResponse)]
        tags = [tag for page in (articles or [front]) if (tag := _language_tag(page))]
        tag = Counter(tags).most_common(1)[0][0] if tags else py3langid.classify(_words((articles or [front])[0]))[0]
        times = [time for page in articles for time in page.xpath(_TIMES).getall()]
        self.findings.language = tag.replace("_", "-").split("-")[0].lower()
        self.findings.timezone = time_zone(urlsplit(front.url).hostname or "", tag, times)


class CheckSpider(_Looker):
    """Reads the places that a definition names and a few of the articles that they give."""

    async def look(self) -> None:
        discover = self.site.discover
        for role, urls in (("feed", discover.feeds), ("sitemap", discover.sitemaps), ("section", discover.sections)):
            for url in urls:
                found = await self.read(url, role)
                articles = [each.url for each in found if each.role == "article"]
                self.findings.articles += articles
                if found:
                    getattr(self.findings, f"{role}s").append(f"{url}: {len(articles)} articles")
                elif not any(problem.startswith(f"{url}:") for problem in self.findings.problems):
                    self.findings.problems.append(f"{url}: no article in it that fits discover.article")
        self.findings.articles = list(dict.fromkeys([*self.findings.articles, *discover.urls]))
        for url in self.findings.articles[:SAMPLES]:
            await self.fetch(url)


_TIMES = "//meta[@property='article:published_time']/@content | //time/@datetime"


def _links(page: HtmlResponse, site: Site) -> list[str]:
    """Links of a page to the site's own pages, each once, in order."""
    return [
        each.url for each in find(page, "section", site.model_copy(update={"discover": Discover(article=".")})) if each.role == "article"
    ]


def _sections(front: str, links: list[str]) -> list[str]:
    """The front page and links with a short path and no number: what a navigation bar holds."""
    depth = len([part for part in urlsplit(front).path.split("/") if part])
    short = [url for url in links if not looks_like_article(url) and not urlsplit(url).query and _is_short(url, depth + 1)]
    return list(dict.fromkeys([front, *short]))[:MAX_SECTIONS]


_NO_SECTIONS = ("about", "contact", "privacy", "terms", "imprint", "impressum", "login", "register", "rss", "feed", "advert", "help", "app")


def _is_short(url: str, depth: int) -> bool:
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if parts and re.search(r"\.(?!html?$|shtml$|php$|aspx?$|jsp$)\w{2,5}$", parts[-1].lower()):
        return False
    return 0 < len(parts) <= depth and not any(word in parts[-1].lower() for word in _NO_SECTIONS)


def _site_name(page: HtmlResponse) -> str | None:
    name = page.xpath("//meta[@property='og:site_name']/@content").get() or page.xpath("//title/text()").get()
    return " ".join(name.split()) or None if name else None


def _language_tag(page: HtmlResponse) -> str | None:
    tag = page.xpath("/html/@lang | /html/@xml:lang").get() or page.xpath("//meta[@property='og:locale']/@content").get()
    return tag.strip() or None if tag else None


def _words(page: HtmlResponse) -> str:
    return " ".join(page.xpath("//p//text() | //h1//text() | //a//text()").getall())[:5000]
