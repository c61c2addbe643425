"""Crawl health: crawls, errors by kind, yield, speed and silent sites, over time."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from datasette.utils.asgi import Request

from pipelines.inspect.chart import Chart, stacked_bars
from pipelines.inspect.front import site_health
from pipelines.inspect.pages import Page
from pipelines.inspect.served import ServedArchive

_CRAWLS = 60
_DAYS = 30

# A site is silent when its newest article is so many days older than the newest of the archive.
_SILENT_DAYS = 3


async def health(archive: ServedArchive, _request: Request) -> Page:
    """The last crawls with yield and speed, failures by day and kind, sites that fell silent."""
    crawls = await archive.rows("SELECT * FROM crawl_health ORDER BY started_at DESC LIMIT ?", [_CRAWLS])
    for crawl in crawls:
        crawl["seconds"] = _seconds(crawl)
    failures = await archive.rows(
        f"""SELECT substr(happened_at, 1, 10) AS day, stage || ': ' || substr(error, 1, 60) AS kind, count(*) AS failures FROM failures
           WHERE {archive.visibility.condition("failures") or 1}
           GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC LIMIT 500"""
    )
    context = {
        "crawls": crawls,
        "crawl_chart": _crawl_chart(crawls),
        "failures": failures,
        "failure_chart": _failure_chart(failures),
        "sites": await site_health(archive),
        "silent": await _silent(archive),
    }
    return Page("health.html", context)


def _seconds(crawl: dict[str, Any]) -> float | None:
    if not crawl["finished_at"]:
        return None
    return (datetime.fromisoformat(crawl["finished_at"]) - datetime.fromisoformat(crawl["started_at"])).total_seconds()


def _crawl_chart(crawls: list[dict[str, Any]]) -> Chart | None:
    days: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for crawl in reversed(crawls):
        day = days[crawl["started_at"][:10]]
        day["articles"] += crawl["articles"]
        day["other captures"] += max(0, crawl["captures"] - crawl["articles"])
        day["failures"] += crawl["failures"]
    return stacked_bars(_last(days), ("articles", "other captures", "failures"))


def _failure_chart(failures: list[dict[str, Any]]) -> Chart | None:
    days: dict[str, dict[str, int]] = defaultdict(dict)
    for row in reversed(failures):
        days[row["day"]][row["kind"]] = row["failures"]
    return stacked_bars(_last(days))


def _last(days: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return dict(list(days.items())[-_DAYS:])


async def _silent(archive: ServedArchive) -> list[dict[str, Any]]:
    return await archive.rows(
        """WITH last AS (SELECT s.name, s.title, (SELECT max(started_at) FROM crawls WHERE site = s.name) AS last_crawl,
                                (SELECT max(published_at) FROM articles WHERE site = s.name) AS last_article FROM sites s)
           SELECT *, cast(julianday((SELECT max(last_article) FROM last)) - julianday(last_article) AS INTEGER) AS days FROM last
           WHERE last_article IS NULL OR days > ? ORDER BY days DESC""",
        [_SILENT_DAYS],
    )
