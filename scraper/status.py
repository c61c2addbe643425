"""How the crawls of an archive are doing, site by site, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

from filelock import FileLock, Timeout

from pipelines.archive import Archive
from pipelines.storage.captures import iso
from pipelines.storage.database import MorgueDatabase
from scraper.schedule import schedules
from scraper.site import Site, read_sites

OVERDUE = timedelta(hours=2)  # a crawl may take this long past its time before the site is called overdue
WEEKS = 4  # what is usual for a weekday is the mean of so many before
SILENT_FROM = 3.0  # articles a day from which none at all is no accident
LEAST_PAGES = 10  # fewer pages say nothing of yield or drift
LEAST_YIELD = 0.5
USUAL, SELDOM = 0.8, 0.2  # a field in this share of the older articles and only in that of the newer has drifted
FIELDS = ("title", "published_at", "authors", "source", "section", "image")


@dataclass(slots=True)
class SiteStatus:
    """One site's health. Times are ISO 8601; `usual` is articles a day on this weekday; `extraction_yield` the share of pages
    of the last week that gave an article; `polls` say how often feeds, sitemaps and sections are looked at; `problems` are lines
    for people, none when all is well.
    """

    site: str
    last_crawl: str | None = None
    ended: str | None = None
    is_running: bool = False
    next_crawl: str | None = None
    due: int = 0
    articles: int = 0
    articles_today: int = 0
    usual: float = 0.0
    extraction_yield: float | None = None
    failures: dict[str, int] = field(default_factory=dict)
    polls: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def status(archive: Archive, names: Iterable[str] = (), now: datetime | None = None) -> list[SiteStatus]:
    """The health of the sites, all or those named."""
    now = now or datetime.now(timezone.utc)
    sites = read_sites(archive.sites, names)
    plans = {due.site.name: due for due in schedules(archive, sites, now)}
    with archive.database() as db:
        found = [_look(archive, db, site, now) for site in sites]
    for each in found:
        plan = plans.get(each.site)
        if plan is None or plan.next is None:
            continue
        each.next_crawl = plan.next.isoformat(timespec="minutes")
        if plan.next < now - OVERDUE and not each.is_running:
            each.problems.append(f"overdue since {each.next_crawl}: does `morgue schedule` or the timer run?")
    return found


def _look(archive: Archive, db: MorgueDatabase, site: Site, now: datetime) -> SiteStatus:
    found = SiteStatus(site.name, is_running=_is_locked(archive, site.name))
    _crawls(db, found)
    _articles(db, found, now)
    _yield(db, found, now)
    found.problems += _drift(db, site.name)
    found.problems += _robots(db, site.name, now)
    sql = "SELECT stage, count(*) AS n FROM failures WHERE site = ? AND happened_at >= ? GROUP BY stage ORDER BY n DESC"
    found.failures = {row["stage"]: row["n"] for row in db.rows_of(sql, site.name, iso(now - timedelta(days=1)))}
    due = db.first("SELECT count(*) AS n FROM frontier WHERE site = ? AND state = 'due' AND due_at <= ?", site.name, iso(now))
    found.due = due["n"] if due else 0
    found.polls = polls(db, site)
    return found


def polls(db: MorgueDatabase, site: Site) -> list[dict[str, Any]]:
    """The places that a site's definition names: when each was looked at, the pace since then, when the next look is due."""
    sql = "SELECT role, url, fetched_at, pace AS pace_seconds, due_at FROM frontier WHERE site = ? AND url = ?"
    places = (*site.discover.feeds, *site.discover.sitemaps, *site.discover.sections)
    return [row for place in places for row in db.rows_of(sql, site.name, place)]


def _is_locked(archive: Archive, name: str) -> bool:
    path = archive.locks / f"{name}.lock"
    if not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            return False
    except Timeout:
        return True


def _crawls(db: MorgueDatabase, found: SiteStatus) -> None:
    last = db.first("SELECT * FROM crawls WHERE site = ? ORDER BY started_at DESC, rowid DESC LIMIT 1", found.site)
    if last is None:
        return
    found.last_crawl, found.ended = last["started_at"], last["reason"]
    if last["finished_at"] is None and not found.is_running:
        found.ended = "killed"
        found.problems.append(f"the last crawl was killed: `morgue crawl {found.site}` goes on where it was")
    if not db.first("SELECT 1 FROM captures WHERE crawl = ? AND status IN (200, 304) AND role <> 'robots'", last["id"]):
        reason = db.first("SELECT error, advice FROM failures WHERE crawl = ? ORDER BY id DESC LIMIT 1", last["id"])
        if reason and not found.is_running:
            found.problems.append(f"the last crawl got no page: {reason['error']}; {reason['advice']}")


def _articles(db: MorgueDatabase, found: SiteStatus, now: datetime) -> None:
    def count(begin: datetime, end: datetime) -> int:
        sql = "SELECT count(*) AS n FROM articles WHERE site = ? AND first_seen_at > ? AND first_seen_at <= ?"
        row = db.first(sql, found.site, iso(begin), iso(end))
        return int(row["n"]) if row else 0

    day = timedelta(days=1)
    found.articles = count(datetime(1970, 1, 1, tzinfo=timezone.utc), now)
    found.articles_today = count(now - day, now)
    first = db.first("SELECT min(started_at) AS at FROM crawls WHERE site = ?", found.site)
    weeks = range(1, WEEKS + 1)
    known = [week for week in weeks if first and first["at"] and datetime.fromisoformat(first["at"]) <= now - week * 7 * day - day]
    if known:
        found.usual = sum(count(now - week * 7 * day - day, now - week * 7 * day) for week in known) / len(known)
    if found.usual >= SILENT_FROM and found.articles_today == 0:
        advice = f"try `morgue sites check {found.site} --fetch`"
        found.problems.append(f"silent: no new article for a day, {found.usual:.0f} are usual; {advice}")


def _yield(db: MorgueDatabase, found: SiteStatus, now: datetime) -> None:
    row = db.first(
        """SELECT count(*) AS pages, sum(e.status IN ('ok', 'paywalled')) AS good FROM extractions e JOIN captures c ON c.id = e.capture
           WHERE c.site = ? AND c.fetched_at >= ? AND e.id = (SELECT max(id) FROM extractions x WHERE x.capture = c.id)""",
        found.site,
        iso(now - timedelta(days=7)),
    )
    if row is None or not row["pages"]:
        return
    found.extraction_yield = round(row["good"] / row["pages"], 3)
    if row["pages"] >= LEAST_PAGES and found.extraction_yield < LEAST_YIELD:
        found.problems.append(
            f"only {row['good']} of {row['pages']} pages of the week are articles: narrow discover.article, or the layout has changed"
        )


def _drift(db: MorgueDatabase, site: str) -> list[str]:
    """Fields that nearly always came and have all but stopped: the layout has changed."""
    rows = db.rows_of("SELECT * FROM articles WHERE site = ? AND status = 'ok' ORDER BY first_seen_at DESC, id DESC LIMIT 110", site)
    newer, older = rows[:LEAST_PAGES], rows[LEAST_PAGES:]
    if len(older) < LEAST_PAGES:
        return []
    drifted = [name for name in FIELDS if _share(older, name) >= USUAL and _share(newer, name) <= SELDOM]
    return [f"{name} always came and has stopped: the layout may have changed, look at a new page" for name in drifted]


def _share(rows: list[dict[str, Any]], name: str) -> float:
    return sum(row[name] not in (None, "", "[]") for row in rows) / len(rows)


def _robots(db: MorgueDatabase, site: str, now: datetime) -> list[str]:
    """Hosts whose robots.txt answered otherwise in the last day than before."""
    rows = db.rows_of(
        """SELECT url, sha256 || status AS state, fetched_at FROM captures WHERE site = ? AND role = 'robots' AND status <> 304
           ORDER BY url, id DESC""",
        site,
    )
    changed = []
    for later, earlier in pairwise(rows):
        is_news = later["fetched_at"] >= iso(now - timedelta(days=1))
        if is_news and later["url"] == earlier["url"] and later["state"] != earlier["state"]:
            changed.append(f"{later['url']} has changed: read it")
    return list(dict.fromkeys(changed))
