"""Further pages of an article, fetched while its first page waits to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from pipelines.capture import Capture
from pipelines.storage.captures import Failure
from pipelines.storage.pages import earlier_page, page_fetched_for
from pipelines.warc.reader import archived
from scraper.middlewares.robots import UNREACHABLE, in_a_line
from scraper.stopping import Halted, is_stopping

if TYPE_CHECKING:
    from scraper.spiders.news import NewsSpider

# Before new articles: a first page that waits holds a place.
PRIORITY = 10


class Interrupted(Exception):
    """The crawl ends before an article is whole; its URL stays leased, and the next crawl reads it."""


async def fetch_page(spider: NewsSpider, first: Capture, link: str) -> Capture | None:
    """The capture of a page that an article's first page links; the last one of before where there is none now, None without.

    Goes the way of every request: robots.txt, delays, guard, limits, WARC. What could not be fetched is a failure with a reason.
    """
    session = spider.session
    if known := page_fetched_for(session.db, first, link):  # by a crawl that was killed
        return known
    before = earlier_page(session.db, first, link)
    request = Request(
        link,
        priority=PRIORITY,
        callback=NO_CALLBACK,
        headers=_validators(spider, before),
        meta={"role": "page", "page_of": first.record_id, "page_link": link},
        dont_filter=True,
    )
    response = await download(spider, request)
    if isinstance(response, str):
        _fail(spider, first, link, response, request.meta.get("capture"))
        return before
    capture: Capture = response.meta["capture"]
    original: Capture | None = response.meta["original"]
    if response.status in (200, 304) and not response.meta.get("truncated"):
        session.counts["further pages"] += 1
        return original or capture
    _fail(spider, first, link, f"HTTP status {response.status}" if response.status != 200 else "it broke off", capture)
    return before


async def download(spider: NewsSpider, request: Request) -> Any:
    """The response, or in a line why there is none; raises Interrupted where the crawl is being ended."""
    try:
        return await ask(spider, request)
    except UNREACHABLE as error:
        return in_a_line(error)


async def ask(spider: NewsSpider, request: Request) -> Response:
    """The response, through all middlewares; raises what they and the download raise, and Interrupted where the crawl is being ended."""
    if is_stopping(spider.crawler):
        raise Interrupted("the crawl is being ended")
    engine: Any = spider.crawler.engine
    try:
        response: Response = await engine.download_async(request)
    except Halted as error:
        raise Interrupted(str(error)) from error
    return response


def _validators(spider: NewsSpider, before: Capture | None) -> dict[str, str]:
    saved = archived(spider.session.archive.warc, before) if before else None
    values = {"If-None-Match": saved.header("etag"), "If-Modified-Since": saved.header("last-modified")} if saved else {}
    return {name: value for name, value in values.items() if value}


def _fail(spider: NewsSpider, first: Capture, link: str, why: str, capture: Capture | None) -> None:
    error, advice = f"a page of {first.url}: {why}", "the article stands without it; it is asked for again at the next visit"
    failure = Failure("page", error, advice, url=link, site=spider.site.name, crawl_id=spider.session.crawl_id)
    spider.session.fail(failure, capture)
