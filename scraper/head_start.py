"""The process that workers are forked from, begun with while Scrapy loads, for a crawl that will have pages to read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timezone

from pipelines.archive import Archive
from pipelines.processes import prepare
from pipelines.site_files import site_files
from pipelines.storage.captures import iso

# What is leased was left by a killed crawl. A place that was never asked will name articles.
_WAITING = """SELECT 1 FROM frontier WHERE site = ? AND (role = 'article' OR visits = 0)
    AND (state = 'leased' OR (state = 'due' AND due_at <= ?)) LIMIT 1"""


def begin_workers(archive: Archive, names: Collection[str]) -> None:
    """Begins where there will be something to read at these sites, or any; a crawl that finds nothing needs no workers."""
    if pages_wait(archive, names):
        prepare()


def pages_wait(archive: Archive, names: Collection[str]) -> bool:
    """Whether pages of these sites, or of any, are to be fetched, or one of them was never crawled."""
    names = names or site_files(archive.sites)
    now = iso(datetime.now(timezone.utc))
    with archive.database() as db:
        known = {row["site"] for row in db.rows_of("SELECT DISTINCT site FROM crawls")}
        return any(name not in known or db.first(_WAITING, name, now) for name in names)
