"""Bounds on what one response may cost: bytes on the wire, seconds on the wire, bytes when decoded.

What came until the bound is kept and marked truncated (WARC 1.1 section 5.13), not lost.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.exceptions import StopDownload
from scrapy.http import Response

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from typing_extensions import Self


class LimitsMiddleware:
    """CAPTURE_MAXSIZE in bytes as received, CAPTURE_TIMEOUT in seconds; `request.meta["max_bytes"]` lowers the first.

    Leaves the reason of a cut in `request.meta["truncated"]`. DOWNLOAD_MAXSIZE bounds the decoded body.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._max_bytes = settings.getint("CAPTURE_MAXSIZE")
        self._max_seconds = settings.getfloat("CAPTURE_TIMEOUT")
        self._max_decoded = settings.getint("DOWNLOAD_MAXSIZE")
        crawler.signals.connect(self.on_bytes, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        # Scrapy would throw away a response that is too large; here it is cut, so its own bound waits for decoding.
        request.meta["download_maxsize"] = 0

    def process_response(self, request: Request, response: Response) -> Response:
        request.meta["download_maxsize"] = self._max_decoded
        if "dataloss" in response.flags:
            request.meta["truncated"] = "disconnect"
        return response

    def on_bytes(self, data: bytes, request: Request) -> None:
        """Counts; ends the download at a bound, with what has come so far."""
        meta = request.meta
        meta["bytes_received"] += len(data)
        if meta["bytes_received"] > meta.get("max_bytes", self._max_bytes):
            meta["truncated"] = "length"
        elif monotonic() - meta["began"] > self._max_seconds:
            meta["truncated"] = "time"
        if meta["truncated"]:
            raise StopDownload(fail=False)
