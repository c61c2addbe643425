"""429 and 503: a host that asks for a pause gets it, as long as it says in Retry-After (RFC 9110 section 10.2.3)."""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from typing_extensions import Self

logger = logging.getLogger("newsmorgue.crawl")

MAX_PAUSE = timedelta(days=1)  # a host that asks for more is asked again after this


class Resting(IgnoreRequest):
    """A request to a host that asked not to be asked before `until`."""

    def __init__(self, host: str, until: datetime) -> None:
        super().__init__(f"{host} asked for a pause until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until


class PatienceMiddleware:
    """Waits out pauses of up to RETRY_AFTER_WAIT seconds and lets the request be tried again; longer ones end the
    crawl of that host, whose URLs stay due. RETRY_AFTER_DEFAULT seconds where a 429 names no time.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._wait = timedelta(seconds=settings.getfloat("RETRY_AFTER_WAIT"))
        self._default = timedelta(seconds=settings.getfloat("RETRY_AFTER_DEFAULT"))
        self._until: dict[str, datetime] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        while (until := self._until.get(host)) and (pause := until - datetime.now(timezone.utc)) > timedelta():
            if pause > self._wait:
                raise Resting(host, until)
            # Spread a little, so that what waited does not come back all at once.
            await asyncio.sleep(pause.total_seconds() + random.uniform(0, 0.2))  # noqa: S311 - not for secrets

    def process_response(self, request: Request, response: Response) -> Response:
        pause = self._pause(response)
        if pause is None:
            return response
        host = urlsplit(request.url).netloc
        until = datetime.now(timezone.utc) + min(pause, MAX_PAUSE)
        self._until[host] = max(until, self._until.get(host, until))
        request.meta["paused_until"] = self._until[host]
        if pause > self._wait:
            request.meta["dont_retry"] = True
        logger.info("%-12s %s: HTTP status %d, pause of %d s", "pause", host, response.status, pause.total_seconds())
        return response

    def _pause(self, response: Response) -> timedelta | None:
        if response.status not in (429, 503):
            return None
        value = response.headers.get(b"Retry-After")
        pause = retry_after(value.decode("latin-1"), datetime.now(timezone.utc)) if value else None
        return self._default if pause is None and response.status == 429 else pause


def retry_after(value: str, now: datetime) -> timedelta | None:
    """The pause that a Retry-After header asks for, from seconds or an HTTP date, never negative; None for neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=int(value[:9]))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(moment.replace(tzinfo=moment.tzinfo or timezone.utc) - now, timedelta())
