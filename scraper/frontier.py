"""The crawl's memory: each URL of a site once, with its state, in SQLite. A kill loses nothing.

States: due (fetch at `due_at`), leased (in flight in the crawl named by `lease`), done, forbidden (robots.txt),
gone (404 or 410), failed (given up). One process crawls a site at a time (its lock file says which), so
every lease that a new crawl finds belongs to a crawl that died.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from pipelines.storage.database import MorgueDatabase
from pipelines.storage.forgotten import address_digest, forgotten_digests

Role = Literal["feed", "sitemap", "section", "article"]
State = Literal["due", "done", "forbidden", "gone", "failed"]

MAX_ATTEMPTS = 5
RELIST = timedelta(hours=6)
# Where URLs come from goes first: a crawl with a limit should see what is new.
_LEASE = """
    UPDATE frontier SET state = 'leased', lease = :lease, attempts = attempts + 1
    WHERE site = :site AND url IN (
        SELECT url FROM frontier WHERE site = :site AND state = 'due' AND due_at <= :now
          AND (:only IS NULL OR url IN (SELECT value FROM json_each(:only)))
        ORDER BY role = 'article', due_at, discovered_at LIMIT :limit)
    RETURNING url, role, attempts, visits, depth, etag, last_modified, pace, discovered_from AS found_on
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A leased URL: how often it was tried since it last went well, how often it was fetched at all, seconds between polls."""

    url: str
    role: Role
    attempts: int
    visits: int
    depth: int
    etag: str | None
    last_modified: str | None
    pace: int = 0
    found_on: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a fetch ended; `due_at` is when the URL is wanted again, for the state due. `is_try` False: nothing was asked.

    `pace` are the seconds that a feed, sitemap or section page is then left alone; its `due_at` is the end of these.
    """

    url: str
    state: State
    status: int | None = None
    due_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_try: bool = True
    pace: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A URL that a feed, sitemap or section page names, what it is thought to be, and when it says that it changed."""

    url: str
    role: Role
    changed_at: datetime | None = None


class Frontier:
    """The URLs of one site as one crawl sees them; `only` these, where any are named."""

    def __init__(self, db: MorgueDatabase, site: str, crawl_id: str, started_at: datetime, only: Iterable[str] = ()) -> None:
        self._only = json.dumps(list(only)) if only else None
        self.db = db
        self.site = site
        self.crawl_id = crawl_id
        self.started_at = started_at
        self._forgotten = forgotten_digests(db)

    def is_forgotten(self, url: str) -> bool:
        """Whether `morgue forget` has taken the address down, in any spelling."""
        return bool(self._forgotten) and address_digest(url) in self._forgotten

    def reclaim(self, revisit: Sequence[timedelta] = ()) -> int:
        """Ends the leases of a crawl that died: what it had stored is done, or due at its next visit, the rest is due again;
        gives back how many of these there are.
        """
        with self.db.writing():
            for row in self.db.rows_of("SELECT url, lease, role, visits FROM frontier WHERE site = ? AND state = 'leased'", self.site):
                if self._is_stored(row["url"], row["lease"]):
                    due = next_visit(row["visits"] + 1, self.started_at, revisit) if row["role"] == "article" else None
                    self.finish(Outcome(row["url"], "due" if due else "done", 200, due_at=due))
            return self.db.execute(
                "UPDATE frontier SET state = 'due', lease = NULL, attempts = attempts - 1 WHERE site = ? AND state = 'leased'", [self.site]
            ).rowcount

    def _is_stored(self, url: str, crawl_id: str) -> bool:
        """Whether a crawl has captured what a URL leads to, through its redirects."""
        row = self.db.first(
            """WITH RECURSIVE hop(url, status) AS (
                 SELECT url, status FROM captures WHERE crawl = ?1 AND url = ?2
                 UNION SELECT c.url, c.status FROM captures c JOIN hop ON c.redirected_from = hop.url AND c.crawl = ?1)
               SELECT 1 FROM hop WHERE status = 200""",
            crawl_id,
            url,
        )
        return row is not None

    def discover(self, urls: Iterable[str], role: Role, *, found_on: str | None = None, depth: int = 0) -> int:
        """Adds URLs that are not known yet nor taken down, due at once; gives back how many were new."""
        now = _stamp(self.started_at)
        with self.db.writing():
            before = self.db.conn.total_changes
            self.db.conn.executemany(
                """INSERT INTO frontier (url, site, role, due_at, depth, discovered_at, discovered_from)
                   VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                [(url, self.site, role, now, depth, now, found_on) for url in urls if not self.is_forgotten(url)],
            )
            return self.db.conn.total_changes - before

    def poll(self, urls: Iterable[str], role: Role, *, anyway: bool = False) -> None:
        """Makes feeds, sitemaps and section pages due in this crawl: new ones, those whose pace says so, `anyway` all."""
        urls = list(urls)
        self.discover(urls, role)
        with self.db.writing():
            self.db.conn.executemany(
                """UPDATE frontier SET state = 'due', role = :role, due_at = :now, attempts = 0
                   WHERE site = :site AND url = :url AND (state = 'due' OR due_at <= :now OR :anyway)""",
                [{"role": role, "now": _stamp(self.started_at), "site": self.site, "url": url, "anyway": anyway} for url in urls],
            )

    def read_anew(self) -> None:
        """Has feeds, sitemaps and section pages sent whole and read now: under another definition they may name more."""
        with self.db.writing():
            self.db.execute(
                "UPDATE frontier SET due_at = min(due_at, ?), etag = NULL, last_modified = NULL WHERE site = ? AND role <> 'article'",
                [_stamp(self.started_at), self.site],
            )

    def poll_listed(self, url: str, role: Role, changed_at: datetime | None, *, found_on: str, depth: int) -> bool:
        """Adds a sitemap that an index lists, or makes it due again when it has changed since it was fetched; whether it did.

        One that does not say when it changed is asked again after RELIST. Never twice in a crawl, as an index may list itself.
        """
        if self.discover([url], role, found_on=found_on, depth=depth):
            return True
        stale = changed_at or self.started_at - RELIST
        with self.db.writing():
            cursor = self.db.execute(
                """UPDATE frontier SET state = 'due', due_at = ?1, attempts = 0
                   WHERE site = ?2 AND url = ?3 AND state NOT IN ('due', 'leased') AND fetched_at < ?1 AND fetched_at < ?4""",
                [_stamp(self.started_at), self.site, url, _stamp(stale)],
            )
            return cursor.rowcount > 0

    def is_index(self, url: str) -> bool:
        """Whether other sitemaps were found on it."""
        sql = "SELECT 1 FROM frontier WHERE site = ? AND role = 'sitemap' AND discovered_from = ? LIMIT 1"
        return self.db.first(sql, self.site, url) is not None

    def lease(self, limit: int) -> list[Entry]:
        """Up to `limit` URLs that were due when the crawl began; they are this crawl's until `finish`."""
        values = {"lease": self.crawl_id, "site": self.site, "now": _stamp(self.started_at), "limit": limit, "only": self._only}
        if limit < 1 or not self._is_due():
            return []
        with self.db.writing():
            return [Entry(**row) for row in self.db.query(_LEASE, values)]

    def _is_due(self) -> bool:
        """Whether anything waits for this crawl: asked first, as to write one may have to wait for other crawls."""
        sql = "SELECT 1 FROM frontier WHERE site = ? AND state = 'due' AND due_at <= ? LIMIT 1"
        return self.db.first(sql, self.site, _stamp(self.started_at)) is not None

    def finish(self, outcome: Outcome) -> None:
        """Ends a lease. Validators of an earlier fetch stay where the response gave none."""
        fetched = outcome.status is not None
        with self.db.writing():
            self.db.execute(
                """UPDATE frontier SET state = :state, lease = NULL, status = :status, due_at = coalesce(:due_at, due_at),
                     etag = iif(:status = 304, etag, :etag), last_modified = iif(:status = 304, last_modified, :last_modified),
                     attempts = iif(:fetched AND :status < 400, 0, attempts - (NOT :is_try)), visits = visits + :fetched,
                     fetched_at = iif(:fetched, :now, fetched_at), pace = coalesce(:pace, pace)
                   WHERE site = :site AND url = :url""",
                {
                    "state": outcome.state,
                    "status": outcome.status,
                    "due_at": _stamp(outcome.due_at) if outcome.due_at else None,
                    "etag": outcome.etag,
                    "last_modified": outcome.last_modified,
                    "fetched": fetched,
                    "is_try": outcome.is_try,
                    "pace": outcome.pace,
                    "now": _stamp(datetime.now(timezone.utc)),
                    "site": self.site,
                    "url": outcome.url,
                },
            )

    def retry(self, entry: Entry, status: int | None = None) -> Outcome:
        """The outcome of a fetch that failed for now: later, ever later, and given up after MAX_ATTEMPTS."""
        if entry.attempts >= MAX_ATTEMPTS:
            return Outcome(entry.url, "failed", status)
        later = datetime.now(timezone.utc) + timedelta(minutes=10 * 4 ** (entry.attempts - 1))
        return Outcome(entry.url, "due", status, due_at=later)


def next_visit(visits: int, now: datetime, intervals: Sequence[timedelta]) -> datetime | None:
    """When an article is due again after its `visits`-th fetch: the intervals grow, and after the last it rests."""
    return now + intervals[visits - 1] if visits <= len(intervals) else None


def _stamp(moment: datetime) -> str:
    # Milliseconds, as a crawl may begin in the second in which the one before it ended.
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
