"""Crawls on a Dask cluster: a site's crawl is one task, into an archive of its own (a shard) which this process merges when it is done."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from distributed import Client, Future, as_completed
from filelock import FileLock, Timeout

from pipelines.archive import Archive
from pipelines.cluster import connect
from pipelines.errors import MorgueError, UsageError
from pipelines.merge import merge
from pipelines.storage.merging import attached, merge_rows
from pipelines.warc.store import STORE
from scraper.crawl import CrawlSummary, crawl_apart
from scraper.session import user_agent
from scraper.site import read_sites

SHARDS = "shards"
# How often a task asks whether a crawl that outlived its Dask worker has ended.
ASK_AGAIN_SECONDS = 2.0


def crawl_on_cluster(archive: Archive, names: Iterable[str], scheduler: str, *, limit: int | None = None) -> list[CrawlSummary]:
    """Crawls sites on the workers of a scheduler, which must see the archive's folder at the same path.

    Nobody else crawls these sites meanwhile. A shard that an earlier run left behind is merged first, and one whose crawl failed
    when it is tried again. Raises UsageError before the first task when a definition is wrong or no operator is named.
    """
    sites = [site.name for site in read_sites(archive.sites, names)]
    user_agent(archive)
    summaries: dict[str, CrawlSummary] = {}
    with connect(scheduler) as client:
        locks, tasks = [], {}
        for site in sites:
            lock = FileLock(archive.locks / f"{site}.lock", timeout=0)
            try:
                lock.acquire()
                locks.append(lock)
                tasks[_submit(client, archive, site, limit)] = site
            except (Timeout, UsageError) as error:
                summaries[site] = CrawlSummary(site, None, "not started", {}, f"{site} is being crawled by another process: {error}")
        for future in as_completed(list(tasks), loop=client.loop):
            summaries[tasks[future]] = _collect(archive, tasks[future], future)
        for lock in locks:
            lock.release()
    return [summaries[site] for site in sites]


def _submit(client: Client, archive: Archive, site: str, limit: int | None) -> Future[dict[str, Any]]:
    root = archive.root / SHARDS / site
    if root.exists():
        _merge(archive, root)
    _make_shard(archive, site, root)
    return client.submit(_crawl, str(root), site, limit, pure=False)


def _make_shard(archive: Archive, site: str, root: Path) -> None:
    """A new archive with the site's definition, its frontier, and the captures that the next crawl may find unchanged."""
    root.parent.mkdir(exist_ok=True)
    shard = Archive.create(root, archive.config)
    shutil.copy(archive.sites / f"{site}.toml", shard.sites)
    (shard.warc / STORE).write_text(str(archive.warc), "utf-8")
    with archive.database() as whole, shard.database() as db, attached(db, archive.database_path):
        merge_rows(db, whole, site)


def _collect(archive: Archive, site: str, future: Future[dict[str, Any]]) -> CrawlSummary:
    error = future.exception() if future.status == "error" else None
    summary = CrawlSummary(**future.result()) if future.status == "finished" else CrawlSummary(site, None, "lost", {}, f"{site}: {error}")
    try:
        _merge(archive, archive.root / SHARDS / site)
    except MorgueError as problem:  # the shard stays, and is merged before the site's next crawl
        return CrawlSummary(site, summary.crawl_id, summary.reason, summary.counts, summary.error or str(problem))
    return summary


def _merge(archive: Archive, root: Path) -> None:
    merge(archive, Archive.open(root), "move")
    shutil.rmtree(root)


def _crawl(root: str, site: str, limit: int | None) -> dict[str, Any]:
    """Runs in a Dask worker. A crawl whose worker died lives on and holds the site's lock: what it leaves is crawled after it."""
    while True:
        (summary,) = crawl_apart(Archive.open(Path(root)), [site], limit=limit)
        if summary.crawl_id is not None or "is being crawled" not in (summary.error or ""):
            return asdict(summary)
        time.sleep(ASK_AGAIN_SECONDS)
