"""Captures in, rows out: the item pipeline of a crawl. Needs no import of Scrapy."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from pipelines.capture import Capture
from pipelines.errors import MorgueError
from pipelines.rights import follow_capture
from pipelines.saved_page import brings_news, wanted
from pipelines.storage.articles import Saved, save_rows
from pipelines.storage.captures import Failure, save_capture, save_failure
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.pages import save_pages, with_pages
from pipelines.storage.profiles import with_profiles
from pipelines.workers import ExtractionPool, Result

if TYPE_CHECKING:
    from pipelines.ledger import Ledger

logger = logging.getLogger("newsmorgue.crawl")

# The longest that a finished page waits for its rows.
COMMIT_SECONDS = 0.5

ADVICE = {
    "timeout": "raise extraction.timeout in morgue.toml and run `morgue reextract --failed`",
    "error": "run `morgue reextract --failed` after an upgrade, or report the URL",
    "blocked": "the site refuses robots there; ask it for access or crawl more slowly",
}


class Session(Protocol):
    """What the pipeline needs of a crawl."""

    archive: Any
    site: Any
    ledger: Ledger
    counts: Any
    db: MorgueDatabase
    pool: ExtractionPool
    crawl_id: str

    def finish(self, outcome: Any) -> None: ...

    def see_unchanged(self, capture: Capture) -> None: ...


class ArticlePipeline:
    """Extracts each item's capture in a worker process and notes article, extraction and failure in the ledger.

    An item is a mapping with `capture` and, if it ends a lease, `outcome`.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._committer: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> ArticlePipeline:
        return cls(crawler)

    @property
    def _session(self) -> Session:
        session: Session = self._crawler.spider.session
        return session

    def open_spider(self) -> None:
        extraction = self._session.archive.config.extraction
        site = self._session.site
        rules = with_profiles(self._session.db, {site.name: site.extraction_rules()})
        self._pool = self._session.pool = ExtractionPool(
            self._session.archive.warc, rules, jobs=extraction.jobs, timeout=extraction.timeout, memory=int(extraction.memory)
        )

    async def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        if self._committer is None:
            self._committer = asyncio.ensure_future(self._commit_often())
        result = await self._read(item["capture"])
        session = self._session
        if not brings_news(result.capture):
            session.see_unchanged(result.capture)
            return self._done(item)
        session.counts[f"pages {result.article.status}"] += 1
        logger.info("%-12s %s: %s", result.article.status, result.article.url, result.article.title or result.article.reason)
        session.ledger.add(lambda db: self._save(db, result))
        return self._done(item)

    async def _read(self, capture: Capture) -> Result:
        """The article with all its pages, as far as they are to be had."""
        result = await self._pool.extract(await self._crawler.spider.rendered(capture))
        while links := wanted(result.capture, result.article):
            found = [(link, await self._crawler.spider.fetch_page(result.capture, link)) for link in links]
            result = await self._pool.extract(with_pages(result.capture, found))
        return result

    def _done(self, item: dict[str, Any]) -> dict[str, Any]:
        if outcome := item.get("outcome"):
            self._session.finish(outcome)
        return item

    def _save(self, db: MorgueDatabase, result: Result) -> None:
        saved, failure = save_result(db, result, crawl_id=self._session.crawl_id)
        self._session.counts[f"articles {saved.outcome}"] += 1
        if failure:
            self._session.counts["failed: extract"] += 1

    async def _commit_often(self) -> None:
        while True:
            await asyncio.sleep(COMMIT_SECONDS)
            try:
                self._session.ledger.commit()
            except MorgueError as error:
                self._crawler.spider.halt(error)
                return

    async def close_spider(self) -> None:
        if self._committer is not None:
            self._committer.cancel()
            with suppress(asyncio.CancelledError):
                await self._committer
        self._pool.close(wait=False)


def save_result(db: MorgueDatabase, result: Result, *, crawl_id: str | None = None, adopt: bool = True) -> tuple[Saved, Failure | None]:
    """Writes an extraction's rows, and a failure's where the page was not read; gives back what saving did."""
    capture, article = result.capture, result.article
    if capture.id is None:
        capture = replace(capture, id=save_capture(db, capture))
    saved = save_rows(db, capture, article, seconds=result.seconds, adopt=adopt)
    if saved.article_id is not None:
        if saved.outcome != "known":
            save_pages(db, saved.article_id, capture, article)
        follow_capture(db, saved.article_id)
    if article.status not in ADVICE or saved.outcome == "known":
        return saved, None
    failure = Failure(
        "extract", article.reason or article.status, ADVICE[article.status], capture.url, capture.site, crawl_id, capture_id=capture.id
    )
    save_failure(db, failure)
    return saved, failure
