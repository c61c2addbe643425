"""One spider for all sites: it asks the frontier for what is due and says how each fetch ended."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.errors import MorgueError
from pipelines.item_pipeline import ArticlePipeline
from pipelines.ledger import Committer
from pipelines.storage.captures import Failure
from scraper.answers import cut_in_words, in_words, later, may_be_page, settled
from scraper.frontier import Entry, Outcome
from scraper.further_pages import Interrupted, ask, fetch_page
from scraper.guard import REFUSED_ADVICE, Refused
from scraper.middlewares.capture import NoArchive
from scraper.middlewares.patience import Pauses, Resting
from scraper.middlewares.robots import Forbidden
from scraper.pace import next_pace
from scraper.places import Named, add, read_place
from scraper.rendered_pages import RenderedPages
from scraper.rendering import check_installed
from scraper.rights_watch import watch_rights
from scraper.session import CrawlSession, scrapy_settings
from scraper.site import read_sites
from scraper.stopping import is_stopping

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from typing_extensions import Self

logger = logging.getLogger("newsmorgue.crawl")

# URLs leased at a time: enough to keep the downloader busy, few enough to be lost by a kill; and how many make a transaction worth it.
LEASE, LEAST = 32, 8


class NewsSpider(Spider):
    """`scrapy crawl news -a site=NAME [-a archive=DIR] [-a limit=N] [-a poll=all]`; `limit` bounds the article pages fetched.

    `urls` (a list, or words) are fetched instead of what is due; `poll=all` asks feeds, sitemaps and section pages before their time.
    """

    name = "news"
    session: CrawlSession
    _pipeline: ArticlePipeline
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
        self._tasks: set[asyncio.Task[None]] = set()
        self._committer: Committer | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.site.crawl.render:
            check_installed()
        spider.session = CrawlSession(spider._archive, spider.site, spider._urls, poll_all=spider._poll_all)
        spider.pauses = Pauses(timedelta(seconds=crawler.settings.getfloat("RETRY_AFTER_WAIT")))
        for name, value in scrapy_settings(spider.session).items():
            crawler.settings.set(name, value, priority="spider")
        spider._pipeline = ArticlePipeline(spider)
        crawler.signals.connect(spider.on_closed, signals.spider_closed)
        spider.renderer = RenderedPages(spider, spider.site.crawl.render_timeout) if spider.site.crawl.render else None
        return spider

    async def start(self) -> AsyncIterator[Any]:
        self._committer = Committer(self.session.ledger, self.halt)
        await self._crawl()
        return
        yield  # Scrapy wants an asynchronous generator

    async def _crawl(self) -> None:
        """Visits what is due until nothing is, without Scrapy's scheduler and scraper: they cost as much as a download."""
        for capture in self.session.unread():
            self._begin(self._read(capture))
        while not is_stopping(self.crawler):
            self._progress.clear()
            batch = self.session.frontier.lease(self._room())
            if any(entry.role == "article" or not entry.visits for entry in batch):
                self.session.pool.start()  # there will be something to read
            for entry in batch:
                self._in_flight[entry.url] = entry
                self._begin(self._visit(entry))
            if not self._in_flight:
                await asyncio.gather(*self._tasks)
                await self._watch_rights()
                return
            if not batch:
                await self._progress.wait()
            while len(self._in_flight) > LEASE - LEAST:
                self._progress.clear()
                await self._progress.wait()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _visit(self, entry: Entry) -> None:
        """Fetches a leased URL and has read what came."""
        request = self._request(entry)
        try:
            response = await ask(self, request)
        except Interrupted:
            return  # the lease stays, and the next crawl takes it up
        except Exception as error:  # noqa: BLE001 - no response at all: whatever the reason, it becomes a row
            self._not_fetched((request.meta["hops"] or [request])[-1], entry, error)
            return
        try:
            if entry.role != "article":
                await self._discover(entry, response)
                return
            page = self._sort(entry, response)
        except Exception as error:  # a bug of ours on one page must not leave its URL leased for ever
            logger.exception("%s", response.url)
            self._fail("extract", response.url, str(error), "report it with the URL: this is a bug in newsmorgue")
            self._end(self.session.frontier.retry(entry, response.status))
            return
        del response  # it need not wait in memory
        if page is not None:
            await self._read(*page)

    async def _read(self, capture: Capture, outcome: Outcome | None = None) -> None:
        """Has a page read, and its lease ended with its rows."""
        try:
            await self._pipeline.process(capture, outcome)
        except Interrupted:
            return
        except Exception as error:  # the same for a bug in the pipeline
            logger.exception("%s", capture.url)
            self._fail("store", capture.url, str(error), "run `morgue reextract`, and report it with the URL")
            if outcome:
                self.session.finish(outcome)
        if outcome:
            self._release(outcome.url)

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
        articles = sum(entry.role == "article" for entry in self._in_flight.values())
        return min(room, self._limit - self.session.counts["articles fetched"] - articles)

    def _request(self, entry: Entry) -> Request:
        headers = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
        return Request(
            entry.url,
            callback=NO_CALLBACK,
            headers={name: value for name, value in headers.items() if value},
            meta={"role": entry.role, "entry": entry, "hops": []},
            dont_filter=True,  # the frontier holds each URL once
        )

    async def _discover(self, entry: Entry, response: Response) -> None:
        """Adds what a feed, sitemap or section page names to the frontier."""
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
        outcome = settled(entry, response, self.site)
        self._end(replace(outcome, due_at=datetime.now(timezone.utc) + pace, pace=int(pace.total_seconds())))

    def _sort(self, entry: Entry, response: Response) -> tuple[Capture, Outcome] | None:
        """An archived article page that is to be read, with the end of its lease; anything else becomes a row with a reason."""
        capture: Capture = response.meta["capture"]
        self.session.counts["articles fetched"] += 1
        if response.status == 200 and response.meta.get("truncated"):
            return self._take_truncated(entry, capture, response)
        if response.status == 200 and not may_be_page(capture):
            advice = "narrow discover.article if it is no article"
            self._fail("extract", response.url, f"no HTML page but {capture.mime or 'untyped'}", advice, capture)
            self._end(self._arrived(entry, response))
        elif (original := response.meta["original"]) and self.session.may_differ(original):
            return replace(capture, original=original), self._arrived(entry, response)
        elif response.status == 200 and original:
            self.session.counts["articles unchanged"] += 1
            self._tell("unchanged", response.url, "the same bytes")
            self._end(self._arrived(entry, response))
        elif response.status == 200:
            return capture, self._arrived(entry, response)
        elif response.status == 304:
            self.session.counts["articles not modified"] += 1
            self._tell("unchanged", response.url, "HTTP status 304")
            self._end(settled(entry, response, self.site))
        elif response.status in (404, 410):
            self._is_gone(entry, capture, response)
        elif 300 <= response.status < 400:
            self._fail("fetch", response.url, in_words(response), "such a redirect is not followed", capture)
            self._end(Outcome(entry.url, "failed", response.status))
        else:
            self._fail("fetch", response.url, in_words(response), "it is tried again later", capture)
            self._end(later(self.session.frontier, entry, response))
        return None

    def _take_truncated(self, entry: Entry, capture: Capture, response: Response) -> tuple[Capture, Outcome] | None:
        """What broke off is tried again; what is too large is not, nor read; after the last try what came of it is read."""
        cut = str(response.meta["truncated"])
        outcome = Outcome(entry.url, "failed", response.status) if cut == "length" else self.session.frontier.retry(entry)
        advice = "it is tried again later" if outcome.state == "due" else "what came of it is kept; look at it with `morgue serve`"
        self._fail("fetch", response.url, cut_in_words(cut, response), advice, capture)
        if outcome.state == "failed" and cut != "length" and may_be_page(capture):
            return capture, outcome
        self._end(outcome)
        return None

    def _is_gone(self, entry: Entry, capture: Capture, response: Response) -> None:
        """A known article that has been taken down is an event; a page that never was there a failure."""
        failure = ("gone", f"{in_words(response)}: the article was taken down", "nothing to do; the archive still has it")
        if entry.visits:
            self.session.counts["articles gone"] += 1
            self._tell("gone", response.url, in_words(response))
            self.session.note(self._failure(*failure, response.url), capture)
        else:
            self._fail("fetch", response.url, in_words(response), "the page is gone; nothing to do", capture)
        self._end(settled(entry, response, self.site, "gone"))

    def _arrived(self, entry: Entry, response: Response) -> Outcome:
        """The outcome of a page that was fetched; a URL that only redirects rests, and what it leads to is visited again."""
        outcome = settled(entry, response, self.site)
        if response.url == entry.url:
            return outcome
        if self.site.owns(urlsplit(response.url).hostname):
            self.session.frontier.discover([response.url], "article", found_on=entry.url)
        self.session.finish(replace(outcome, url=response.url))
        return Outcome(entry.url, "done", response.status)

    def _not_fetched(self, request: Request, entry: Entry, error: Exception) -> None:
        """Forbidden by robots.txt, refused by the guard, timed out, too large …"""
        if isinstance(error, Forbidden):
            self._fail("robots", request.url, str(error), "respect it, or ask the site for leave", error.capture)
            self._end(Outcome(entry.url, "forbidden") if error.is_final else self.session.frontier.retry(entry))
        elif isinstance(error, Refused):
            self._fail("guard", request.url, str(error), REFUSED_ADVICE)
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
            self._fail("fetch", request.url, f"{name}{error}", "it is tried again later; check the network and the URL", capture)
            self._end(self.session.frontier.retry(entry))

    async def fetch_page(self, first: Capture, link: str) -> Capture | None:  # see `scraper.further_pages`
        page = await fetch_page(self, first, link)
        return await self.rendered(page) if page else None

    async def rendered(self, capture: Capture) -> Capture:
        """The capture with what a browser made of it, at sites that ask for one."""
        return await self.renderer.render(capture) if self.renderer else capture

    def halt(self, error: MorgueError) -> None:
        """Ends the crawl, once, because nothing more can be kept."""
        if self.session.error is None:
            self.session.error = str(error)
            logger.error("%s", error)
            engine: Any = self.crawler.engine
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason="disk full"))

    async def on_closed(self, reason: str) -> None:
        await asyncio.gather(*self._tasks)
        if self._committer:
            await self._committer.close()
        self._pipeline.close()
        if self.renderer:
            await self.renderer.close()
        self.session.close(reason)

    def _end(self, outcome: Outcome) -> None:
        self.session.finish(outcome)
        self._release(outcome.url)

    def _release(self, url: str) -> None:
        self._in_flight.pop(url, None)
        self._progress.set()

    def _fail(self, stage: str, url: str, error: str, advice: str, capture: Capture | None = None) -> None:
        self._tell(stage, url, error)
        self.session.fail(self._failure(stage, error, advice, url), capture)

    def _tell(self, event: str, url: str, detail: str) -> None:
        """The line of a page in the log; see `scraper.page_log`."""
        logger.info("%-12s %s: %s", event, url, detail)

    def _failure(self, stage: str, error: str, advice: str, url: str) -> Failure:
        return Failure(stage, error, advice, url=url, site=self.site.name, crawl_id=self.session.crawl_id)
