"""Extraction on a Dask cluster gives the rows that one machine gives, also when its workers die."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import dask.config
import psutil
import pytest
from command import Morgue, crawled
from dask_cluster import PRELOAD, cluster, worker_pids
from generated_site import GeneratedSite, write_site
from killer import Killer
from test_reextract import digest, statuses, unread
from traps import Traps

from pipelines.archive import Archive, Config, ExtractionSettings
from pipelines.cluster import connect
from pipelines.errors import UsageError
from pipelines.reextract import reextract
from pipelines.verify import verify
from pipelines.workers import ExtractionPool
from scraper.remote import crawl_on_cluster

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with cluster(*PRELOAD) as address:
        yield address


def test_a_cluster_gives_the_rows_that_one_machine_gives(tmp_path: Path, scheduler: str) -> None:
    here, there = unread(tmp_path / "here", 30), unread(tmp_path / "there", 30)
    reextract(here, {}, jobs=1)
    report = reextract(there, {}, scheduler=scheduler, batch=4)
    assert sum(report.outcomes.values()) == 30, report
    assert digest(there) == digest(here)
    assert reextract(there, {}, scheduler=scheduler).outcomes == {}, "what was read is not read again"


def test_processes_beside_a_dask_worker_have_nothing_of_dask(tmp_path: Path, scheduler: str) -> None:
    with connect(scheduler) as client:
        has = client.submit(_what_a_process_has, str(tmp_path)).result(timeout=60)
    assert has == [False, None], "what Dask loads, and what its nanny sets, every page would pay for"


def _what_a_process_has(folder: str) -> object:
    look = partial(eval, "['distributed' in __import__('sys').modules, __import__('os').environ.get('MALLOC_TRIM_THRESHOLD_')]")
    with ExtractionPool(Path(folder), {}, jobs=1) as pool:
        return asyncio.run(pool.do(look))


def test_the_settings_that_the_docs_advise_are_settings_of_dask() -> None:
    advised = dict(re.findall(r"^export (DASK_\w+)=(\w+)", (ROOT / "docs" / "scaling.md").read_text("utf-8"), re.MULTILINE))
    assert advised
    benchmark = (ROOT / "benchmarks" / "reextract.py").read_text("utf-8")
    for name, value in advised.items():
        assert f'"{name}": "{value}"' in benchmark, "the benchmark's cluster is started as the docs say"
        known = dask.config.get(name.removeprefix("DASK_").lower().replace("__", "."), None)
        assert known is not None, f"Dask has no setting {name}: mend docs/scaling.md"


@pytest.mark.long
def test_poison_pages_cost_their_own_time_limit_there_too(tmp_path: Path, scheduler: str) -> None:
    archive = unread(tmp_path, 12, Config(extraction=ExtractionSettings(timeout=3.0)))
    report = reextract(archive, {"post": Traps()}, scheduler=scheduler, batch=5)
    assert report.failures == 2
    assert statuses(archive) == dict.fromkeys(range(12), "ok") | {4: "timeout", 7: "error"}


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.cluster.CONNECT_SECONDS", 0.2)
    with pytest.raises(UsageError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        reextract(unread(tmp_path / "a", 1), {}, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="no scheduler answers at nowhere: "):
        reextract(unread(tmp_path / "b", 1), {}, scheduler="nowhere")


@pytest.mark.long
def test_a_crawl_on_a_cluster_comes_home(archive: Archive, scheduler: str, morgue: Morgue) -> None:
    with GeneratedSite(3) as site:
        write_site(archive.sites, site.url)
        first = crawled(morgue("crawl", "--scheduler", scheduler, "--json"))
        site.articles = 4
        with archive.database() as db:
            db.execute("UPDATE frontier SET state = 'due', due_at = '2020' WHERE url LIKE '%/story-1.html'")
        (again,) = crawl_on_cluster(archive, (), scheduler)
    assert first["counts"]["articles new"] == 3, first
    assert again.counts["articles new"] == 1, again
    assert "rights asked" in first["counts"], "the first crawl asks what the site says of rights"
    assert "rights asked" not in again.counts, "a shard knows what was asked in the last day"
    with archive.database() as db:
        assert len(db.rows_of("SELECT 1 FROM articles")) == 4
        (twice,) = db.rows_of("SELECT count(*) AS n, count(DISTINCT sha256) AS payloads FROM captures WHERE url LIKE '%/story-1.html'")
        assert twice == {"n": 2, "payloads": 1}, "a shard knows what the archive has, and an equal payload is a revisit"
        assert len(db.rows_of("SELECT 1 FROM duplicates")) == 4, "near duplicates are looked for when shards are merged"
        assert db.rows_of("SELECT * FROM frontier WHERE state = 'leased'") == []
    assert verify(archive).problems == []
    assert not list((archive.root / "shards").iterdir()), "a shard that was merged is gone"


@pytest.mark.long
@pytest.mark.timeout(120)
def test_a_crawl_whose_dask_worker_dies_is_finished_by_another(archive: Archive) -> None:
    with cluster() as scheduler, GeneratedSite(30, delay=0.2) as site:
        write_site(archive.sites, site.url)
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(crawl_on_cluster, archive, (), scheduler)
            while site.hits.total() < 8:
                time.sleep(0.05)
            busy = next(pid for pid in worker_pids() if psutil.Process(pid).children())
            os.kill(busy, signal.SIGKILL)
            (summary,) = running.result(timeout=100)
        assert summary.reason == "finished", summary
    with archive.database() as db:
        assert len(db.rows_of("SELECT 1 FROM articles")) == 30
    assert max(count for path, count in site.hits.items() if path.startswith("/2025/")) == 1, "no article is fetched twice"


@pytest.mark.long
@pytest.mark.timeout(300)
def test_every_capture_is_accounted_for_once_though_workers_are_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.reextract.BATCH", 5)
    here, there = unread(tmp_path / "here", 300), unread(tmp_path / "there", 300)
    reextract(here, {}, jobs=2)
    with cluster() as scheduler, Killer(worker_pids, kills=20) as killer:
        report = reextract(there, {}, scheduler=scheduler, batch=3, progress=killer.pace)
    assert killer.killed == 20
    assert sum(report.outcomes.values()) == 300
    assert digest(there) == digest(here)
