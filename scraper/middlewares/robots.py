"""robots.txt by RFC 9309: who may fetch what, how often, and which capture says so."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.internet.error import ConnectError, ConnectionClosed

from pipelines.capture import Capture
from scraper.guard import Refused
from scraper.stopping import Halted

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from typing_extensions import Self

    from scraper.session import CrawlSession

logger = logging.getLogger("newsmorgue.crawl")

PRODUCT = "newsmorgue"  # the product token that a group's User-agent line is matched with (section 2.2.1)
MAX_BYTES = 500 * 1024  # section 2.5 asks for at least this much to be parsed
MAX_DELAY = 300.0  # seconds; a longer Crawl-delay is cut to this, or a crawl would never end
PRIORITY = 1000

# What keeps a robots.txt from being read; section 2.3.1.4 asks for the same after each.
UNREACHABLE = (
    IgnoreRequest,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ConnectError,
    ConnectionClosed,
    OSError,
)


def in_a_line(error: BaseException) -> str:
    """Why there is no response; some of these errors have no words."""
    return str(error) or type(error).__name__


class Forbidden(IgnoreRequest):
    """A request that robots.txt does not allow. `is_final`: by its rules, and not because it could not be read."""

    def __init__(self, reason: str, capture: Capture | None, *, is_final: bool) -> None:
        super().__init__(reason)
        self.capture = capture
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one host's robots.txt came to: rules, or the reason why nothing may be fetched."""

    rules: Protego | None
    reason: str = ""
    capture: Capture | None = None
    refusal: Refused | None = None

    def check(self, url: str) -> None:
        """Raises Forbidden, or Refused where the host itself may not be reached."""
        if self.refusal is not None:
            raise self.refusal
        if self.rules is None:
            raise Forbidden(self.reason, self.capture, is_final=False)
        if not self.rules.can_fetch(url, PRODUCT):
            raise Forbidden("robots.txt forbids it", self.capture, is_final=True)

    @property
    def delay(self) -> float:
        """Crawl-delay in seconds, at most MAX_DELAY; 0 without one."""
        return min(float(self.rules.crawl_delay(PRODUCT) or 0), MAX_DELAY) if self.rules else 0.0


class RobotsMiddleware:
    """Asks each host's robots.txt once a crawl, before anything else is fetched there."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._verdicts: dict[str, asyncio.Task[Verdict]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        request.meta.get("hops", []).append(request)  # the first to see what redirects and retries make of a request
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._verdicts:
            self._verdicts[origin] = asyncio.ensure_future(self._ask(origin))
        verdict = await self._verdicts[origin]
        verdict.check(request.url)
        if verdict.delay:
            self._slow_down(parts.hostname or "", verdict.delay)
            request.meta["autothrottle_dont_adjust_delay"] = True

    async def _ask(self, origin: str) -> Verdict:
        url = f"{origin}/robots.txt"
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        try:
            response = await self._download(url, session.validators(url, "robots") if session else {})
            if response.status == 304 and session:
                original = response.meta["original"]
                body = session.payload(original) if original else None
                response = await self._download(url, {}) if body is None else response.replace(status=200, body=body)
            return judge(response)
        except Halted:
            raise
        except Refused as error:
            return Verdict(None, refusal=error)
        except UNREACHABLE as error:
            return Verdict(None, _unreadable(in_a_line(error)))

    async def _download(self, url: str, headers: dict[str, str]) -> Response:
        meta = {"dont_obey_robotstxt": True, "max_bytes": MAX_BYTES, "role": "robots"}
        engine: Any = self._crawler.engine
        response: Response = await engine.download_async(Request(url, priority=PRIORITY, headers=headers, meta=meta, callback=NO_CALLBACK))
        return response

    def _slow_down(self, host: str, delay: float) -> None:
        """One connection and the delay for a host, for the slot that there is and those made later."""
        engine: Any = self._crawler.engine
        delay = max(delay, self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        engine.downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1, "jitter": 0}
        if slot := engine.downloader.slots.get(host):
            slot.delay, slot.concurrency, slot.jitter = max(slot.delay, delay), 1, 0


def judge(response: Response) -> Verdict:
    """By section 2.3.1: success is parsed, 4xx allows all, all else forbids all.

    429 forbids too: whoever asks for fewer requests has not allowed any.
    """
    capture: Capture | None = response.meta.get("capture")
    if 200 <= response.status < 300:
        return Verdict(Protego.parse(response.body[:MAX_BYTES].decode("utf-8-sig", "ignore")), capture=capture)
    if 400 <= response.status < 500 and response.status != 429:
        return Verdict(Protego.parse(""), capture=capture)
    return Verdict(None, _unreadable(f"HTTP status {response.status}"), capture)


def _unreadable(why: str) -> str:
    return f"robots.txt cannot be read ({why}), which forbids all (RFC 9309)"
