"""Every exchange of a crawl into the WARC, as it came off the wire.

At order 950 a response is seen before HttpCompression (590) has decoded it and before redirects and retries
are followed, so that each hop, robots.txt and errors are archived too.
"""

from __future__ import annotations

import logging
from datetime import datetime, timezone
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Headers, Response

from pipelines.warc.exchange import Exchange

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from typing_extensions import Self

    from scraper.session import CrawlSession

logger = logging.getLogger(__name__)


class CaptureMiddleware:
    """Archives responses; leaves the archived Capture in `request.meta["capture"]`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.meta["fetch_began"] = datetime.now(timezone.utc)  # WARC-Date is when the fetch began

    def process_response(self, request: Request, response: Response) -> Response:
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        if session is not None and "cached" not in response.flags:
            request.meta["capture"] = session.record(_exchange(request, response, session))
        return response


def _exchange(request: Request, response: Response, session: CrawlSession) -> Exchange:
    return Exchange(
        url=response.url,
        fetched_at=request.meta["fetch_began"],
        status=response.status,
        body=response.body,
        method=request.method,
        request_headers=_pairs(request.headers),
        response_headers=_pairs(response.headers),
        ip_address=str(response.ip_address) if response.ip_address else None,
        protocol=response.protocol,
        role=_role(request),
        site=session.site.name,
        crawl_id=session.crawl_id,
        redirected_from=next(iter(request.meta.get("redirect_urls", [])[-1:]), None),
    )


def _role(request: Request) -> str:
    if urlsplit(request.url).path == "/robots.txt":
        return "robots"
    return str(request.meta.get("role", "other"))


def _pairs(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name, value) for name, values in headers.items() for value in values)
