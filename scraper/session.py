"""One crawl of one site: the lock, the WARC writer, the frontier and the ledger that belong to it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import secrets
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from importlib.metadata import version
from typing import Any

from filelock import FileLock, Timeout

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.errors import MorgueError, UsageError
from pipelines.intake import take_in
from pipelines.ledger import Ledger
from pipelines.replay_index import CrawlIndex, update_index
from pipelines.rights import asks_privacy, mark_private
from pipelines.saved_page import read_saved
from pipelines.storage.articles import see_again
from pipelines.storage.captures import (
    BRINGS_NEWS,
    Failure,
    begin_crawl,
    capture_from_row,
    end_crawl,
    iso,
    save_capture,
    save_failure,
    save_site,
)
from pipelines.storage.conversions import rendering_of, save_conversion
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.pages import has_pages, readable
from pipelines.storage.segments import join_segments
from pipelines.warc.exchange import Exchange, target_uri
from pipelines.warc.reader import archived
from pipelines.warc.recover import find_open_files, recover
from pipelines.warc.writer import WarcWriter
from pipelines.workers import ExtractionPool
from scraper.frontier import Frontier, Outcome
from scraper.site import Site

SOFTWARE = ("newsmorgue", "scrapy", "trafilatura", "lxml", "warcio", "sqlite-utils")


class SiteIsBusy(UsageError):
    """Another process crawls this site."""


class CrawlSession:
    """Opened before the first request, closed after the last; what a killed one left is taken in at the next opening.

    `counts` are the crawl's figures, by plain names. With `urls`, these alone are fetched, known or not; with `poll_all` feeds,
    sitemaps and section pages are asked whatever their pace. `manners` are fields of warcinfo where another's spider crawls, by
    ways of its own: its User-Agent and what it makes of robots.txt and certificates. Raises SiteIsBusy and
    UsageError (no operator's contact).
    """

    pool: ExtractionPool  # while the item pipeline is open

    def __init__(
        self, archive: Archive, site: Site, urls: Sequence[str] = (), *, poll_all: bool = False, manners: Mapping[str, str] | None = None
    ) -> None:
        self.archive = archive
        self.site = site
        self.started_at = datetime.now(timezone.utc)
        self.crawl_id = f"{site.name}-{self.started_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self.user_agent = manners["http-header-user-agent"] if manners else user_agent(archive)
        self._manners = manners or {}
        self.counts: Counter[str] = Counter()
        self.error: str | None = None
        self._lock = self._take_lock()
        self.db = archive.open_database()
        settings = archive.config.warc
        self.writer = WarcWriter(archive.warc, site.name, self._warc_info(), rotate=int(settings.rotate), compression=settings.compression)
        self.index = CrawlIndex(archive, site.name)
        self.ledger = Ledger(self.db, self.writer, self.index)
        self.frontier = Frontier(self.db, site.name, self.crawl_id, self.started_at, only=urls)
        self._begin()
        if urls:
            self.frontier.poll(urls, "article")
        else:
            self._poll(poll_all)

    def _take_lock(self) -> FileLock:
        self.archive.locks.mkdir(exist_ok=True)
        lock = FileLock(self.archive.locks / f"{self.site.name}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise SiteIsBusy(f"{self.site.name} is being crawled by another process", "wait until it ends") from error
        return lock

    def _warc_info(self) -> dict[str, str]:
        operator = self.archive.config.operator
        return {
            "operator": f"{operator.name} <{operator.contact}>",
            "http-header-user-agent": self.user_agent,
            "robots": "obeyed",
            "tls-certificates": "verified" if self.site.crawl.verify_tls else "not verified",
            "isPartOf": self.crawl_id,
            "site": self.site.name,
            "settings-digest": self.site.extraction_rules().digest,
            **self._manners,
        }

    def _begin(self) -> None:
        definition = self.site.model_dump(mode="json")
        if self._is_redefined(definition):
            self.frontier.read_anew()
        with self.db.writing():
            save_site(self.db, self.site.name, definition, self.site.extraction_rules().digest)
        begin_crawl(self.db, self.crawl_id, self.site.name, software())
        self._recover()
        self.counts["reclaimed"] = self.frontier.reclaim(self.site.crawl.revisit)

    def _is_redefined(self, definition: dict[str, Any]) -> bool:
        """Whether the site's file says otherwise than at the last crawl what an article is and where it is found."""
        row = self.db.first("SELECT definition FROM sites WHERE name = ? AND definition IS NOT NULL", self.site.name)
        return row is not None and json.loads(row["definition"]).get("discover") != definition["discover"]

    def _poll(self, anyway: bool) -> None:
        discover = self.site.discover
        self.frontier.poll(discover.feeds, "feed", anyway=anyway)
        self.frontier.poll(discover.sitemaps, "sitemap", anyway=anyway)
        self.frontier.poll(discover.sections, "section", anyway=anyway)
        self.frontier.discover(discover.urls, "article")

    def _recover(self) -> None:
        """Closes the WARC files that a killed crawl of this site left open; the lock says that it is not running.

        Records whose rows the kill forestalled get them, so that what was stored is not fetched again.
        """
        names = []
        for path in find_open_files(self.archive.warc / self.site.name):
            closed = recover(path)
            if closed.path is not None:
                names.append(closed.path.relative_to(self.archive.warc).as_posix())
                for capture, entity in closed.captures(names[-1]):
                    with self.db.writing():
                        take_in(self.db, capture, asks_privacy=asks_privacy(capture, entity))
                    self.counts["recovered"] += 1
        if names:
            update_index(self.archive, self.db, names)

    def unread(self) -> list[Capture]:
        """Captured articles that no extractor has read, as after a kill between the capture and its extraction."""
        sql = f"""SELECT * FROM captures c WHERE site = ? AND role = 'article' AND truncated IS NULL AND {BRINGS_NEWS}
               AND NOT EXISTS (SELECT 1 FROM extractions e WHERE e.capture = c.id)"""  # noqa: S608 - a constant
        return [readable(self.db, row) for row in self.db.rows_of(sql, self.site.name)]

    def record(self, exchange: Exchange, *, private: bool = False) -> tuple[Capture, Capture | None]:
        """Writes an exchange; its row follows with the next commit. The second is the capture whose payload came again, if one did."""
        original = self._original(exchange)
        capture = self.writer.write_exchange(exchange, original)

        def entry(db: MorgueDatabase) -> None:
            capture_id = save_capture(db, capture)
            if private:
                mark_private(db, capture_id)
            if original and not self.may_differ(original):
                see_again(db, original, exchange.fetched_at)

        if not private:
            self.index.add(capture, is_revisit=original is not None)
        self.ledger.add(entry)
        self.counts["captures"] += 1
        self.counts["bytes"] += capture.length
        return capture, original

    def record_rendering(self, capture: Capture, html: str, software: str) -> Capture:
        """The capture with the document that a browser made of it, which is written unless it is what it was at an unchanged visit."""
        entity = html.encode("utf-8", "replace")
        before = self._last_rendering(capture) if capture.original else None
        if before is not None and before.sha256 == hashlib.sha256(entity).hexdigest():
            return replace(capture, rendered=before)
        conversion = self.writer.write_conversion(capture, entity, software)
        self.ledger.add(lambda db: save_conversion(db, conversion))
        self.counts["rendered"] += 1
        return replace(capture, rendered=conversion)

    def _last_rendering(self, capture: Capture) -> Capture | None:
        assert capture.fetched_at is not None, "a capture of the archive has a WARC-Date"
        row = {"url": capture.url, "site": capture.site}
        return rendering_of(self.db, row, before=iso(capture.fetched_at))

    def may_differ(self, original: Capture) -> bool:
        """Whether an article may have changed though its first page is what it was: it has other pages, or a browser renders it."""
        return self.site.crawl.render or has_pages(self.db, original)

    def see_unchanged(self, capture: Capture) -> None:
        """Notes that an article that may differ does not."""
        original, seen = capture.original, capture.fetched_at
        assert original is not None, "a capture that brings no news repeats another"
        assert seen is not None, "a capture of the archive has a WARC-Date"
        self.counts["articles unchanged"] += 1
        self.ledger.add(lambda db: see_again(db, original, seen))

    def _original(self, exchange: Exchange) -> Capture | None:
        """The capture that a 304 or a payload equal to the last one stands for; the first of those equal, never a revisit itself."""
        if exchange.truncated or exchange.status not in (200, 304):
            return None
        sql = "SELECT * FROM captures WHERE url = ? AND site = ? AND role = ? AND status = 200 AND truncated IS NULL AND original IS NULL"
        keys = [target_uri(exchange.url), self.site.name, exchange.role]
        latest = self.db.first(f"{sql} ORDER BY id DESC LIMIT 1", *keys)
        if latest is None or (exchange.status == 200 and latest["sha256"] != hashlib.sha256(exchange.body).hexdigest()):
            return None
        row = self.db.first(f"{sql} AND sha256 = ? ORDER BY id LIMIT 1", *keys, latest["sha256"])
        return archived(self.archive.warc, capture_from_row(row)) if row else None

    def validators(self, url: str, role: str) -> dict[str, str]:
        """Headers that ask for a URL outside the frontier only if it is not what it was when it was captured last; {} without a capture."""
        sql = (
            "SELECT * FROM captures WHERE url = ? AND site = ? AND role = ? AND status = 200 AND truncated IS NULL ORDER BY id DESC LIMIT 1"
        )
        row = self.db.first(sql, target_uri(url), self.site.name, role)
        last = archived(self.archive.warc, capture_from_row(row)) if row else None
        values = {"If-None-Match": last.header("etag"), "If-Modified-Since": last.header("last-modified")} if last else {}
        return {name: value for name, value in values.items() if value}

    def payload(self, capture: Capture) -> bytes | None:
        """What a capture holds, without content coding; None where it cannot be read."""
        try:
            return read_saved(self.archive.warc, capture)[1]
        except MorgueError:
            return None

    def finish(self, outcome: Outcome) -> None:
        """Ends the lease of a URL, in the same transaction as the rows that it led to."""
        self.ledger.add(lambda _: self.frontier.finish(outcome))

    def fail(self, failure: Failure, capture: Capture | None = None) -> None:
        """A row that says what is missing and why, and which capture shows it."""
        self.counts[f"failed: {failure.stage}"] += 1
        self.note(failure, capture)

    def note(self, failure: Failure, capture: Capture | None = None) -> None:
        """The row alone, for what is worth knowing and no failure of the crawl."""

        def entry(db: MorgueDatabase) -> None:
            save_failure(db, replace(failure, capture_id=save_capture(db, capture) if capture else None))

        self.ledger.add(entry)

    def close(self, reason: str) -> None:
        """Commits all that waits, ends the WARC file and the crawl's row, looks for near duplicates among what came, frees the lock.

        Leaves in `error` what kept it from that. Where rows could not be written the WARC file stays open (`.open`), and the next
        crawl takes its records in.
        """
        from pipelines.duplicates import update as update_duplicates  # only now: the crawl itself should not wait for it to load

        try:
            self.ledger.commit()
            self.writer.close()
            self.index.close()
            end_crawl(self.db, self.crawl_id, reason, self.counts)
            update_duplicates(self.db)
            join_segments(self.db)
        except (MorgueError, sqlite3.OperationalError, OSError) as error:
            self.error = self.error or str(error)
        finally:
            self.db.close()
            self._lock.release()


def scrapy_settings(session: CrawlSession) -> dict[str, Any]:
    """What the site's definition and morgue.toml say, as Scrapy's settings have it."""
    crawl, network = session.site.crawl, session.archive.config.network
    return {
        "USER_AGENT": session.user_agent,
        "NETWORK_ALLOW": [str(each) for each in network.allow],
        "NETWORK_PORTS": list(network.ports),
        "DOWNLOAD_VERIFY_CERTIFICATES": crawl.verify_tls,
        "DOWNLOAD_DELAY": crawl.delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.concurrency,
        "AUTOTHROTTLE_ENABLED": crawl.delay > 0,
        "AUTOTHROTTLE_START_DELAY": crawl.delay,
    }


def user_agent(archive: Archive) -> str:
    """Names the software, the operator and where to complain; raises UsageError when nobody could be asked."""
    operator = archive.config.operator
    if not operator.contact:
        raise UsageError(
            f"{archive.root / 'morgue.toml'}: operator.contact is empty, and sites must be able to reach whoever crawls them",
            'write contact = "mailto:you@example.org" there',
        )
    name = f"{operator.name}; " if operator.name else ""
    return f"newsmorgue/{version('newsmorgue')} ({name}+{operator.contact})"


def software() -> dict[str, str]:
    """What a crawl was made with, name to version."""
    return {"python": platform.python_version(), "platform": os.name, **{name: version(name) for name in SOFTWARE}}
