"""One spider for all sites: it asks the frontier for what is due and says how each fetch ended."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.errors import MorgueError
from pipelines.storage.captures import Failure
from scraper.answers import cut_in_words, header, in_words, may_be_page
from scraper.frontier import Entry, Outcome, next_visit
from scraper.further_pages import Interrupted, fetch_page
from scraper.guard import Refused
from scraper.middlewares.capture import Halted, NoArchive
from scraper.middlewares.patience import Pauses, Resting
from scraper.middlewares.robots import Forbidden
from scraper.pace import next_pace
from scraper.places import Named, add, read_place
from scraper.rendered_pages import RenderedPages
from scraper.rendering import check_installed
from scraper.rights_watch import watch_rights
from scraper.session import CrawlSession
from scraper.site import read_sites

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from typing_extensions import Self

logger = logging.getLogger("newsmorgue.crawl")

# URLs leased at a time: enough to keep the downloader busy, few enough to be lost by a kill.
LEASE = 32


class NewsSpider(Spider):
    """`scrapy crawl news -a site=NAME [-a archive=DIR] [-a limit=N] [-a poll=all]`; `limit` bounds the article pages fetched.

    `urls` (a list, or words) are fetched instead of what is due; `poll=all` asks feeds, sitemaps and section pages before their time.
    """

    name = "news"

    session: CrawlSession
    pauses: Pauses
    renderer: RenderedPages | None

    def __init__(
        self,
        site: str | None = None,
        archive: str | None = None,
        limit: str | int | None = None,
        urls: str | Sequence[str] = (),
        poll: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if site is None:
            raise ValueError("which site? Call it as: scrapy crawl news -a site=NAME")
        self._archive = Archive.open(Path(archive or os.environ.get("MORGUE_ARCHIVE") or "."))
        self.site = read_sites(self._archive.sites, [site])[0]
        self._urls = urls.split() if isinstance(urls, str) else list(urls)
        self._limit = int(limit) if limit is not None else None
        self._poll_all = poll == "all"
        self._in_flight: dict[str, Entry] = {}
        self._progress = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.site.crawl.render:
            check_installed()
        spider.session = CrawlSession(spider._archive, spider.site, spider._urls, poll_all=spider._poll_all)
        spider.pauses = Pauses(timedelta(seconds=crawler.settings.getfloat("RETRY_AFTER_WAIT")))
        crawl = spider.site.crawl
        network = spider._archive.config.network
        for name, value in {
            "USER_AGENT": spider.session.user_agent,
            "NETWORK_ALLOW": [str(each) for each in network.allow],
            "NETWORK_PORTS": list(network.ports),
            "DOWNLOAD_VERIFY_CERTIFICATES": crawl.verify_tls,
            "DOWNLOAD_DELAY": crawl.delay,
            "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.concurrency,
            "AUTOTHROTTLE_ENABLED": crawl.delay > 0,
            "AUTOTHROTTLE_START_DELAY": crawl.delay,
        }.items():
            crawler.settings.set(name, value, priority="spider")
        crawler.signals.connect(spider.on_item_done, signals.item_scraped)
        crawler.signals.connect(spider.on_callback_error, signals.spider_error)
        crawler.signals.connect(spider.on_item_error, signals.item_error)
        crawler.signals.connect(spider.on_closed, signals.spider_closed)
        spider.renderer = RenderedPages(spider, crawl.render_timeout) if crawl.render else None
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Requests for what is due until nothing is due and nothing is in flight."""
        for capture in self.session.unread():
            yield {"capture": capture}
        while True:
            self._progress.clear()
            batch = self.session.frontier.lease(self._room())
            if any(entry.role == "article" or not entry.visits for entry in batch):
                self.session.pool.start()  # there will be something to read
            for entry in batch:
                self._in_flight[entry.url] = entry
                yield self._request(entry)
            if not self._in_flight:
                await self._watch_rights()
                return
            if len(self._in_flight) > LEASE // 2 or not batch:
                await self._progress.wait()

    async def _watch_rights(self) -> None:
        if self._urls or self.site.url.endswith(".invalid/"):
            return
        try:
            await watch_rights(self)
        except MorgueError as error:
            self.halt(error)
        except Interrupted:
            pass  # the next crawl asks

    def _room(self) -> int:
        """How many more URLs may be leased; with a limit, articles beyond it stay due for the next crawl."""
        room = LEASE - len(self._in_flight)
        if self._limit is None:
            return room
        return min(room, self._limit - self.session.counts["articles fetched"] - self._articles_in_flight())

    def _articles_in_flight(self) -> int:
        return sum(entry.role == "article" for entry in self._in_flight.values())

    def _request(self, entry: Entry) -> Request:
        headers = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
        return Request(
            entry.url,
            callback=self.parse_article if entry.role == "article" else self.parse_discovery,
            errback=self.on_fetch_error,
            headers={name: value for name, value in headers.items() if value},
            meta={"role": entry.role, "entry": entry},
            dont_filter=True,  # the frontier holds each URL once
        )

    async def parse_discovery(self, response: Response) -> None:
        """Adds what a feed, sitemap or section page names to the frontier."""
        entry: Entry = response.meta["entry"]
        named, new = Named(), 0
        original = response.meta["original"]
        # An index that did not change is read as it was: the sitemaps in it may have changed and not say so.
        is_kept_index = response.status == 304 and original and entry.role == "sitemap" and self.session.frontier.is_index(entry.url)
        if response.status == 200 or is_kept_index:
            capture = replace(response.meta["capture"], original=original)
            named = await read_place(self.session.pool, self._archive.warc, capture, self.site)
            if cut := response.meta.get("truncated"):
                self._fail("discover", response.url, cut_in_words(cut, response), "what came of it was read", capture)
            if named.problem:
                self._fail("discover", response.url, named.problem, f"check the {entry.role} in sites/{self.site.name}.toml", capture)
            articles, places = add(self.session.frontier, entry, named.found, self.site.discover.depth)
            self.session.counts["articles discovered"] += articles
            new = articles + places
        elif response.status != 304:
            advice = f"open it in a browser; correct sites/{self.site.name}.toml if it has moved"
            self._fail("discover", response.url, in_words(response), advice)
        self._tell(entry.role, response.url, f"{in_words(response)}, {len(named.found)} links, {new} new")
        fresh = new if entry.visits else len(named.found)  # what another place named first in this crawl says nothing of its pace
        pace = next_pace(timedelta(seconds=entry.pace), fresh, len(named.found), self.site.crawl.poll)
        outcome = self._settled(entry, response, "done")
        self._end(replace(outcome, due_at=datetime.now(timezone.utc) + pace, pace=int(pace.total_seconds())))

    def parse_article(self, response: Response) -> Iterator[dict[str, Any]]:
        """Hands an archived article page to the item pipeline; anything else becomes a row with a reason."""
        entry: Entry = response.meta["entry"]
        capture: Capture = response.meta["capture"]
        self.session.counts["articles fetched"] += 1
        if response.status == 200 and response.meta.get("truncated"):
            yield from self._take_truncated(entry, capture, response)
        elif response.status == 200 and not may_be_page(capture):
            advice = "narrow discover.article if it is no article"
            self._fail("extract", response.url, f"no HTML page but {capture.mime or 'untyped'}", advice, capture)
            self._end(self._arrived(entry, response))
        elif (original := response.meta["original"]) and self.session.may_differ(original):
            yield {"capture": replace(capture, original=original), "outcome": self._arrived(entry, response)}
        elif response.status == 200 and original:
            self.session.counts["articles unchanged"] += 1
            self._tell("unchanged", response.url, "the same bytes")
            self._end(self._arrived(entry, response))
        elif response.status == 200:
            yield {"capture": capture, "outcome": self._arrived(entry, response)}
        elif response.status == 304:
            self.session.counts["articles not modified"] += 1
            self._tell("unchanged", response.url, "HTTP status 304")
            self._end(self._settled(entry, response, "done"))
        elif response.status in (404, 410):
            self._is_gone(entry, capture, response)
        elif 300 <= response.status < 400:
            self._fail("fetch", response.url, in_words(response), "such a redirect is not followed", capture)
            self._end(Outcome(entry.url, "failed", response.status))
        else:
            self._fail("fetch", response.url, in_words(response), "it is tried again later", capture)
            self._end(self._later(entry, response))

    def _take_truncated(self, entry: Entry, capture: Capture, response: Response) -> Iterator[dict[str, Any]]:
        """What broke off is tried again; what is too large is not, nor read; after the last try what came of it is read."""
        cut = str(response.meta["truncated"])
        outcome = Outcome(entry.url, "failed", response.status) if cut == "length" else self.session.frontier.retry(entry)
        advice = "it is tried again later" if outcome.state == "due" else "what came of it is kept; look at it with `morgue serve`"
        self._fail("fetch", response.url, cut_in_words(cut, response), advice, capture)
        if outcome.state == "failed" and cut != "length" and may_be_page(capture):
            yield {"capture": capture, "outcome": outcome}
        else:
            self._end(outcome)

    def _is_gone(self, entry: Entry, capture: Capture, response: Response) -> None:
        """A known article that has been taken down is an event; a page that never was there a failure."""
        known = entry.visits > 0
        failure = ("gone", f"{in_words(response)}: the article was taken down", "nothing to do; the archive still has it")
        if known:
            self.session.counts["articles gone"] += 1
            self._tell("gone", response.url, in_words(response))
            self.session.note(self._failure(*failure, response.url), capture)
        else:
            self._fail("fetch", response.url, in_words(response), "the page is gone; nothing to do", capture)
        self._end(self._settled(entry, response, "gone"))

    def _later(self, entry: Entry, response: Response) -> Outcome:
        """The next try, not before the end of a pause that the host asked for."""
        outcome = self.session.frontier.retry(entry, response.status)
        until = response.meta.get("paused_until")
        if until and outcome.due_at:
            return replace(outcome, due_at=max(until, outcome.due_at))
        return outcome

    def _arrived(self, entry: Entry, response: Response) -> Outcome:
        """The outcome of a page that was fetched; a URL that only redirects rests, and what it leads to is visited again."""
        outcome = self._settled(entry, response, "done")
        if response.url == entry.url:
            return outcome
        if self.site.owns(urlsplit(response.url).hostname):
            self.session.frontier.discover([response.url], "article", found_on=entry.url)
        self.session.finish(replace(outcome, url=response.url))
        return Outcome(entry.url, "done", response.status)

    def _settled(self, entry: Entry, response: Response, state: str) -> Outcome:
        due = next_visit(entry.visits + 1, datetime.now(timezone.utc), self.site.crawl.revisit) if entry.role == "article" else None
        return Outcome(
            entry.url,
            "due" if due and state == "done" else state,  # type: ignore[arg-type]
            response.status,
            due_at=due,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
        )

    def on_fetch_error(self, failure: TwistedFailure) -> None:
        """No response at all: forbidden by robots.txt, refused by the guard, timed out, too large …"""
        request: Request = failure.request  # type: ignore[attr-defined]
        entry: Entry = request.meta["entry"]
        error = failure.value
        if isinstance(error, Halted):
            return  # the lease stays, and the next crawl takes it up
        if isinstance(error, Forbidden):
            self._fail("robots", request.url, str(error), "respect it, or ask the site for leave", error.capture)
            self._end(Outcome(entry.url, "forbidden") if error.is_final else self.session.frontier.retry(entry))
        elif isinstance(error, Refused):
            self._fail("guard", request.url, str(error), "allow it under [network] in morgue.toml if it is meant")
            self._end(Outcome(entry.url, "failed"))
        elif isinstance(error, NoArchive):
            self._fail("rights", request.url, str(error), 'noarchive = "private" keeps such pages out of sight instead')
            self._end(Outcome(entry.url, "forbidden", 200))
        elif isinstance(error, Resting):
            self.session.counts["put off"] += 1
            self._end(Outcome(entry.url, "due", due_at=error.until, is_try=False))
        else:
            name = "" if isinstance(error, IgnoreRequest) else f"{type(error).__name__}: "
            capture = request.meta.get("capture") if isinstance(error, IgnoreRequest) else None
            advice = "it is tried again later; check the network and the URL"
            self._fail("fetch", request.url, f"{name}{failure.getErrorMessage()}", advice, capture)
            self._end(self.session.frontier.retry(entry))

    async def fetch_page(self, first: Capture, link: str) -> Capture | None:
        """For the item pipeline; see `scraper.further_pages`."""
        page = await fetch_page(self, first, link)
        return await self.rendered(page) if page else None

    async def rendered(self, capture: Capture) -> Capture:
        """For the item pipeline: the capture with what a browser made of it, at sites that ask for one."""
        return await self.renderer.render(capture) if self.renderer else capture

    def on_item_done(self, item: dict[str, Any]) -> None:
        if outcome := item.get("outcome"):
            self._end(outcome, committed=True)

    def on_callback_error(self, failure: TwistedFailure, response: Response) -> None:
        """A bug of ours on one page must not leave its URL leased for ever."""
        entry: Entry = response.meta["entry"]
        self._fail("extract", response.url, failure.getErrorMessage(), "report it with the URL: this is a bug in newsmorgue")
        self._end(self.session.frontier.retry(entry, response.status))

    def on_item_error(self, item: dict[str, Any], failure: TwistedFailure) -> None:
        """The same for a bug in the item pipeline."""
        capture: Capture = item["capture"]
        self._fail("store", capture.url, failure.getErrorMessage(), "run `morgue reextract`, and report it with the URL")
        if outcome := item.get("outcome"):
            self._end(outcome)

    def halt(self, error: MorgueError) -> None:
        """Ends the crawl, once, because nothing more can be kept."""
        if self.session.error is None:
            self.session.error = str(error)
            logger.error("%s", error)
            engine: Any = self.crawler.engine
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason="disk full"))

    async def on_closed(self, reason: str) -> None:
        if self.renderer:
            await self.renderer.close()
        self.session.close(reason)

    def _end(self, outcome: Outcome, *, committed: bool = False) -> None:
        if not committed:
            self.session.finish(outcome)
        self._in_flight.pop(outcome.url, None)
        self._progress.set()

    def _fail(self, stage: str, url: str, error: str, advice: str, capture: Capture | None = None) -> None:
        self._tell(stage, url, error)
        self.session.fail(self._failure(stage, error, advice, url), capture)

    def _tell(self, event: str, url: str, detail: str) -> None:
        """The line of a page in the log; see `scraper.page_log`."""
        logger.info("%-12s %s: %s", event, url, detail)

    def _failure(self, stage: str, error: str, advice: str, url: str) -> Failure:
        return Failure(stage, error, advice, url=url, site=self.site.name, crawl_id=self.session.crawl_id)
