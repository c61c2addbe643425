"""Crawls of one or more sites in this process, or each in a child process."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from twisted.internet.task import LoopingCall

import scraper.downloads  # noqa: F401 - Scrapy's handlers walk the stack when they load, which here is short
from pipelines.archive import Archive
from pipelines.errors import MorgueError, UsageError
from scraper.session import user_agent
from scraper.site import Site, read_sites
from scraper.spiders.news import NewsSpider

Progress = Callable[[Mapping[str, Mapping[str, int]]], None]


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """How a crawl of one site ended. `counts` are figures by plain names, `error` a line where there was no crawl."""

    site: str
    crawl_id: str | None
    reason: str
    counts: dict[str, int]
    error: str | None = None

    @property
    def has_failures(self) -> bool:
        """Whether pages became rows with a reason, or nothing was crawled at all."""
        return self.error is not None or any(key.startswith("failed:") for key in self.counts)


def crawl(
    archive: Archive, names: Iterable[str] = (), *, limit: int | None = None, poll_all: bool = False, progress: Progress | None = None
) -> list[CrawlSummary]:
    """Crawls sites side by side until nothing is due; all of the archive's without names.

    `limit` bounds the article pages of each; with `poll_all` feeds, sitemaps and sections are asked whatever their pace.
    Once a process, as Twisted's reactor cannot start again: see `crawl_apart`. Raises UsageError before the first
    request when a definition is wrong, no operator is named or no site is there.
    """
    sites = read_sites(archive.sites, names)
    if not sites:
        raise UsageError(f"{archive.sites} holds no site", "add one with `morgue sites add URL`")
    user_agent(archive)
    process = AsyncCrawlerProcess(settings())
    crawls = [_Crawl(process, archive, site, limit=limit, poll="all" if poll_all else "") for site in sites]
    if progress is not None:
        LoopingCall(lambda: progress({each.site.name: each.counts for each in crawls})).start(0.25)
    process.start()
    return _summaries(archive, crawls)


def add_pages(archive: Archive, urls: Mapping[str, list[str]]) -> list[CrawlSummary]:
    """Captures single pages, by the names of the sites that they are kept under, and extracts them. Once a process."""
    user_agent(archive)
    process = AsyncCrawlerProcess(settings())
    crawls = [_Crawl(process, archive, site, urls=urls[site.name]) for site in read_sites(archive.sites, urls)]
    process.start()
    return _summaries(archive, crawls)


def crawl_apart(archive: Archive, names: Iterable[str] = (), *, limit: int | None = None) -> list[CrawlSummary]:
    """The same in a child process, as often as one likes."""
    command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl", "--json", *names]
    if limit is not None:
        command += ["--limit", str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 - our own command
    if not done.stdout.strip():
        raise MorgueError(
            f"the crawl ended with code {done.returncode}: {done.stderr.strip()[-500:]}", f"run it yourself: {' '.join(command)}"
        )
    return [CrawlSummary(**values) for values in json.loads(done.stdout)]


def settings() -> Settings:
    """Our Scrapy settings, found without scrapy.cfg."""
    values = Settings()
    values.setmodule("scraper.settings", priority="project")
    values.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # the caller says what is logged, and where
    return values


def _summaries(archive: Archive, crawls: Sequence[_Crawl]) -> list[CrawlSummary]:
    """How the crawls ended; first, unless the disk is full, new sites' layouts are learned."""
    # Only now: the crawl itself should not wait for it to load.
    from pipelines.learning.archived import learn_first

    summaries = [each.summary() for each in crawls]
    if not any(summary.crawl_id and summary.error for summary in summaries):
        for each, summary in zip(crawls, summaries, strict=True):
            if summary.reason == "finished":
                learn_first(archive, each.site.name, each.site.extraction_rules())
    return summaries


class _Crawl:
    """A site's crawl in the process: its crawler and the task that ends with it."""

    def __init__(self, process: AsyncCrawlerProcess, archive: Archive, site: Site, **options: Any) -> None:
        self.site = site
        self._crawler = process.create_crawler(NewsSpider)
        self._task: asyncio.Task[None] = process.crawl(self._crawler, site=site.name, archive=str(archive.root), **options)

    @property
    def counts(self) -> dict[str, int]:
        session = getattr(self._crawler.spider, "session", None)
        return dict(session.counts) if session else {}

    def summary(self) -> CrawlSummary:
        error = self._task.exception() if self._task.done() and not self._task.cancelled() else None
        if error is not None and not isinstance(error, MorgueError):
            raise error
        if error is not None:
            return CrawlSummary(self.site.name, None, "not started", {}, str(error))
        stats: Any = self._crawler.stats
        reason = str(stats.get_value("finish_reason", "stopped")) if stats else "stopped"
        spider: Any = self._crawler.spider
        return CrawlSummary(self.site.name, spider.session.crawl_id, reason, self.counts, spider.session.error)
