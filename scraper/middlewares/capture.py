"""Every exchange of a crawl into the WARC, as it came off the wire.

At order 950 a response is seen before HttpCompression (590) has decoded it and before redirects and retries
are followed, so that each hop, robots.txt and errors are archived too.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response

from pipelines.errors import MorgueError
from pipelines.rights import PAGES, rights_signals, wants_no_archive
from pipelines.warc.exchange import Exchange
from scraper.stopping import Halted

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from typing_extensions import Self

    from scraper.session import CrawlSession

logger = logging.getLogger(__name__)


class NoArchive(IgnoreRequest):
    """A page that the site's policy leaves out of the archive."""


class CaptureMiddleware:
    """Archives responses; leaves the archived Capture in `request.meta["capture"]`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises NoArchive, with nothing kept, for what was taken down, and for an article that asks not to be archived at a site whose
        policy is skip."""
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        if session is None or "cached" in response.flags:
            return response
        exchange = _exchange(request, response, session)
        if session.frontier.is_forgotten(exchange.url):
            raise NoArchive("it was taken down with `morgue forget`")
        policy = session.site.crawl.noarchive
        is_asked = policy != "keep" and exchange.role in PAGES and response.status == 200 and _wants_no_archive(response)
        if is_asked and policy == "skip":
            raise NoArchive("the page asks not to be archived (noarchive)")
        try:
            request.meta["capture"], request.meta["original"] = session.record(exchange, private=is_asked)
        except MorgueError as error:
            self._crawler.spider.halt(error)  # type: ignore[union-attr]
            raise Halted(str(error)) from error
        return response


def _wants_no_archive(response: Response) -> bool:
    tags = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
    return wants_no_archive(tags, response.body, content_coding(response))


def _exchange(request: Request, response: Response, session: CrawlSession) -> Exchange:
    return Exchange(
        url=response.url,
        fetched_at=request.meta["fetch_began"],  # WARC-Date is when the fetch began
        status=response.status,
        body=response.body,
        method=request.method,
        request_headers=header_pairs(request.headers),
        response_headers=header_pairs(response.headers),
        ip_address=str(response.ip_address) if response.ip_address else None,
        protocol=response.protocol,
        role=_role(request),
        site=session.site.name,
        crawl_id=session.crawl_id,
        redirected_from=next(iter(request.meta.get("redirect_urls", [])[-1:]), None),
        truncated=request.meta.get("truncated"),
        page_of=request.meta.get("page_of"),
        page_link=request.meta.get("page_link"),
        found_on=getattr(request.meta.get("entry"), "found_on", None),
        seconds=monotonic() - request.meta["began"],
        signals=_signals(request, response),
    )


def _signals(request: Request, response: Response) -> tuple[tuple[str, str], ...]:
    if _role(request) not in PAGES or response.status != 200:
        return ()
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in header_pairs(response.headers)]
    return rights_signals(headers, response.body, content_coding(response))


def content_coding(response: Response) -> str:
    return b", ".join(response.headers.getlist("Content-Encoding")).decode("latin-1")


def _role(request: Request) -> str:
    if urlsplit(request.url).path == "/robots.txt":
        return "robots"
    return str(request.meta.get("role", "other"))


def header_pairs(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name, value) for name, values in headers.items() for value in values)
