"""The front page: what is in the archive."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from datasette.utils.asgi import Request

from pipelines.inspect.chart import stacked_bars
from pipelines.inspect.pages import Page
from pipelines.inspect.served import ServedArchive

_DAYS = 30


async def front(archive: ServedArchive, _request: Request) -> Page:
    """Counts, articles a day by site, newest articles, sites with their health, most credited sources."""
    seen = archive.visibility.articles("id")
    totals = await archive.first(
        f"""SELECT (SELECT count(*) FROM articles WHERE {seen}) AS articles, (SELECT count(*) FROM sites) AS sites,
                   (SELECT count(*) FROM captures) AS captures, (SELECT count(*) FROM failures) AS failures"""
    )
    newest = await archive.rows(
        f"SELECT id, title, url, published_at, site, source FROM articles WHERE {seen} ORDER BY published_at DESC LIMIT 12"
    )
    sources = await archive.rows(
        f"SELECT source, count(*) AS articles FROM articles WHERE source IS NOT NULL AND {seen} GROUP BY source ORDER BY 2 DESC, 1 LIMIT 10"
    )
    context = {
        "totals": totals,
        "newest": newest,
        "sources": sources,
        "sites": await site_health(archive),
        "chart": stacked_bars(await _articles_a_day(archive)),
    }
    return Page("front.html", context)


async def site_health(archive: ServedArchive) -> list[dict[str, Any]]:
    """Each site with its articles, the newest of them, and how its last crawl went."""
    seen = archive.visibility.articles("a.id")
    return await archive.rows(
        f"""SELECT s.name, s.title, s.url,
                   (SELECT count(*) FROM articles a WHERE a.site = s.name AND {seen}) AS articles,
                   (SELECT max(published_at) FROM articles a WHERE a.site = s.name AND {seen}) AS newest,
                   k.started_at, k.finished_at, k.reason,
                   (SELECT count(*) FROM failures f WHERE f.site = s.name AND f.crawl = k.id) AS failures
            FROM sites s
            LEFT JOIN crawls k ON k.id = (SELECT id FROM crawls WHERE site = s.name ORDER BY started_at DESC, id DESC LIMIT 1)
            ORDER BY articles DESC, s.name"""
    )


async def _articles_a_day(archive: ServedArchive) -> dict[str, dict[str, int]]:
    """Articles by day and site over the newest days that have any; the date is the one the page shows."""
    seen = archive.visibility.articles("id")
    rows = await archive.rows(
        f"""SELECT substr(published_at, 1, 10) AS day, coalesce(site, '?') AS site, count(*) AS articles FROM articles
            WHERE published_at >= (
                SELECT min(day) FROM (
                    SELECT DISTINCT substr(published_at, 1, 10) AS day FROM articles
                    WHERE published_at IS NOT NULL ORDER BY day DESC LIMIT {_DAYS})) AND {seen}
            GROUP BY 1, 2 ORDER BY 1"""
    )
    days: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        days[row["day"]][row["site"]] = row["articles"]
    return dict(days)
