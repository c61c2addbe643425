"""Captures in, rows out: the way of a page through a crawl once it is fetched. Needs no import of Scrapy."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from pipelines.capture import Capture
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


class Spider(Protocol):
    """How the pipeline gets what a page needs beside its bytes."""

    @property
    def session(self) -> Any: ...

    async def rendered(self, capture: Capture) -> Capture: ...

    async def fetch_page(self, first: Capture, link: str) -> Capture | None: ...


class ArticlePipeline:
    """Has captures read by worker processes and notes article, extraction and failure in the ledger."""

    def __init__(self, spider: Spider) -> None:
        self._spider = spider
        self._session: Session = spider.session
        session = self._session
        rules = with_profiles(session.db, {session.site.name: session.site.extraction_rules()})
        self._pool = session.pool = ExtractionPool.of(session.archive, rules)

    async def process(self, capture: Capture, outcome: Any) -> None:
        """Reads a capture; its lease, if there is an `outcome`, ends in the same transaction as its rows are written."""
        session, result = self._session, await self._read(capture)
        if brings_news(result.capture):
            session.counts[f"pages {result.article.status}"] += 1
            logger.info("%-12s %s: %s", result.article.status, result.article.url, result.article.title or result.article.reason)
            session.ledger.add(lambda db: self._save(db, result))
        else:
            session.see_unchanged(result.capture)
        if outcome:
            session.finish(outcome)

    async def _read(self, capture: Capture) -> Result:
        """The article with all its pages, as far as they are to be had."""
        result = await self._pool.extract(await self._spider.rendered(capture))
        while links := wanted(result.capture, result.article):
            found = [(link, await self._spider.fetch_page(result.capture, link)) for link in links]
            result = await self._pool.extract(with_pages(result.capture, found))
        return result

    def _save(self, db: MorgueDatabase, result: Result) -> None:
        saved, failure = save_result(db, result, crawl_id=self._session.crawl_id)
        self._session.counts[f"articles {saved.outcome}"] += 1
        if failure:
            self._session.counts["failed: extract"] += 1

    def close(self) -> None:
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
