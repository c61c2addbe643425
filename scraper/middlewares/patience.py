"""429 and 503: a host that asks for a pause gets it, as long as it says in Retry-After (RFC 9110 section 10.2.3)."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
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

# How often one who waits looks whether the crawl is being ended.
ASK_AGAIN_SECONDS = 1.0
MAX_PAUSE = timedelta(days=1)  # a host that asks for more is asked again after this


class Resting(IgnoreRequest):
    """A request to a host that asked not to be asked before `until`."""

    def __init__(self, host: str, until: datetime) -> None:
        super().__init__(f"{host} asked for a pause until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until


class Pauses:
    """Until when which hosts are to be left alone, in one crawl. Asked last of all, as requests may have queued before."""

    def __init__(self, longest: timedelta) -> None:
        self.longest = longest
        self._until: dict[str, datetime] = {}

    def extend(self, host: str, until: datetime) -> datetime:
        """Notes a pause and gives back when the host may be asked again."""
        self._until[host] = max(until, self._until.get(host, until))
        return self._until[host]

    async def wait(self, url: str, go_on: Callable[[], object]) -> None:
        """Waits out a pause of the URL's host while `go_on` raises nothing; raises Resting for one that is longer than a crawl waits."""
        host = urlsplit(url).netloc
        while (until := self._until.get(host)) and (pause := until - datetime.now(timezone.utc)) > timedelta():
            if pause > self.longest:
                raise Resting(host, until)
            # Spread a little, so that what waited does not come back all at once.
            await asyncio.sleep(min(ASK_AGAIN_SECONDS, pause.total_seconds() + random.uniform(0, 0.2)))  # noqa: S311 - not for secrets
            go_on()


class PatienceMiddleware:
    """Notes the pauses that hosts ask for in the spider's `pauses`; GuardedHandler keeps them.

    Pauses of up to RETRY_AFTER_WAIT seconds are waited out and the request is tried again; longer ones end the crawl of
    that host, whose URLs stay due. RETRY_AFTER_DEFAULT seconds where a 429 names no time.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._default = timedelta(seconds=crawler.settings.getfloat("RETRY_AFTER_DEFAULT"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        pause = self._pause(response)
        pauses: Pauses | None = getattr(self._crawler.spider, "pauses", None)
        if pause is None or pauses is None:
            return response
        host = urlsplit(request.url).netloc
        request.meta["paused_until"] = pauses.extend(host, datetime.now(timezone.utc) + min(pause, MAX_PAUSE))
        if pause > pauses.longest:
            request.meta["dont_retry"] = True
        logger.info("%-12s %s: %s", "pause", request.url, f"HTTP status {response.status}, {host} rests for {pause.total_seconds():.0f} s")
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
