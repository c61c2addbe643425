"""A crawl that is being ended, by Ctrl-C or a full disk, fetches nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class Halted(IgnoreRequest):
    """A request that is not made any more, or whose response could not be kept; its URL is fetched again by the next crawl."""


def is_stopping(crawler: Crawler) -> bool:
    engine: Any = crawler.engine
    return engine is None or engine._slot is None or engine._slot.closing is not None


def go_on(crawler: Crawler, request: Request) -> None:
    """Raises Halted in a crawl that is being ended; what waits behind the request need not keep the host's delay then."""
    if not is_stopping(crawler):
        return
    engine: Any = crawler.engine
    if engine is not None and (slot := engine.downloader.slots.get(request.meta.get("download_slot"))):
        slot.delay = 0.0
    raise Halted("the crawl is being ended")
