"""Once a day a site is asked what it says of rights: tdmrep.json of each host, terms and licences that are linked."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from pipelines.capture import Capture
from pipelines.errors import ArchiveDamaged
from pipelines.rights_sources import MAX_BYTES, TDMREP, terms_links
from pipelines.saved_page import read_saved
from pipelines.storage.captures import Failure, iso
from pipelines.storage.pages import readable
from pipelines.storage.rights_sources import point_articles, read_sources
from scraper.further_pages import ask
from scraper.guard import REFUSED_ADVICE, Refused
from scraper.middlewares.robots import UNREACHABLE, in_a_line

if TYPE_CHECKING:
    from scraper.spiders.news import NewsSpider

EVERY = timedelta(days=1)
MOST_HOSTS, MOST_TERMS = 10, 5


async def watch_rights(spider: NewsSpider) -> None:
    """Fetches what is a day old, the way of every request, and brings rows and articles up to date; raises Interrupted."""
    session = spider.session
    session.ledger.commit()
    read_sources(session.db, session.archive.warc, session.crawl_id)  # robots.txt may name licences
    for origin in _origins(spider):
        await _ask(spider, origin + TDMREP, "tdmrep")
    for url in [*await _terms(spider), *_licenses(spider)]:
        await _ask(spider, url, "terms")
    session.ledger.commit()
    read_sources(session.db, session.archive.warc, session.crawl_id)
    point_articles(session.db, spider.site.name)


def _origins(spider: NewsSpider) -> list[str]:
    """The site's own and those that articles were taken from in this crawl."""
    rows = spider.session.db.rows_of("SELECT url FROM captures WHERE crawl = ? AND role = 'article'", spider.session.crawl_id)
    parts = [urlsplit(url) for url in [spider.site.url, *(row["url"] for row in rows)]]
    owned = dict.fromkeys(f"{each.scheme}://{each.netloc}" for each in parts if spider.site.owns(each.hostname))
    return list(owned)[:MOST_HOSTS]


async def _terms(spider: NewsSpider) -> list[str]:
    """What the site's first page links as terms and licences."""
    home = _last(spider, spider.site.url) or await _ask(spider, spider.site.url, "home")
    if home is None or home.status != 200:
        return []
    try:
        return terms_links(*read_saved(spider.session.archive.warc, home))[:MOST_TERMS]
    except ArchiveDamaged:
        return []


def _licenses(spider: NewsSpider) -> list[str]:
    sql = "SELECT DISTINCT value FROM rights_sources WHERE site = ? AND kind = 'license' AND ended_at IS NULL ORDER BY value LIMIT ?"
    return [row["value"] for row in spider.session.db.rows_of(sql, spider.site.name, MOST_TERMS)]


async def _ask(spider: NewsSpider, url: str, role: str) -> Capture | None:
    """The capture of today, made now if there is none; None where there was no answer, which is a failure with a reason."""
    if known := _last(spider, url, role):
        return known
    meta = {"role": role, "max_bytes": MAX_BYTES}
    try:
        response = await ask(spider, Request(url, callback=NO_CALLBACK, meta=meta, dont_filter=True))
    except UNREACHABLE as error:
        is_refused = isinstance(error, Refused)
        stage, advice = ("guard", REFUSED_ADVICE) if is_refused else ("rights", "it is asked for again by the next crawl")
        spider.session.note(Failure(stage, in_a_line(error), advice, url, spider.site.name, spider.session.crawl_id))
        return None
    spider.session.counts["rights asked"] += 1
    capture: Capture = response.meta["capture"]
    spider.session.ledger.commit()
    return capture


def _last(spider: NewsSpider, url: str, role: str | None = None) -> Capture | None:
    """The newest capture of an address that is less than a day old: of a role or, without one, any that has the page."""
    since = iso(datetime.now(timezone.utc) - EVERY)
    row = spider.session.db.first(
        """SELECT * FROM captures WHERE (url = ?1 OR redirected_from = ?1) AND site = ?2 AND fetched_at > ?3
           AND iif(?4 IS NULL, status = 200, role = ?4) ORDER BY fetched_at DESC, id DESC LIMIT 1""",
        *(url, spider.site.name, since, role),
    )
    return readable(spider.session.db, row) if row else None
