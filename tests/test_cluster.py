"""Extraction on a Dask cluster gives the rows that one machine gives, also when its workers die."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dask_cluster import cluster
from test_reextract import digest, statuses, unread
from traps import Traps

from pipelines.archive import Config, ExtractionSettings
from pipelines.errors import UsageError
from pipelines.reextract import reextract


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with cluster() as address:
        yield address


def test_a_cluster_gives_the_rows_that_one_machine_gives(tmp_path: Path, scheduler: str) -> None:
    here, there = unread(tmp_path / "here", 30), unread(tmp_path / "there", 30)
    reextract(here, {}, jobs=1)
    report = reextract(there, {}, scheduler=scheduler, batch=4)
    assert sum(report.outcomes.values()) == 30, report
    assert digest(there) == digest(here)
    assert reextract(there, {}, scheduler=scheduler).outcomes == {}, "what was read is not read again"


@pytest.mark.long
def test_poison_pages_cost_their_own_time_limit_there_too(tmp_path: Path, scheduler: str) -> None:
    archive = unread(tmp_path, 12, Config(extraction=ExtractionSettings(timeout=3.0)))
    report = reextract(archive, {"post": Traps()}, scheduler=scheduler, batch=5)
    assert report.failures == 2
    assert statuses(archive) == dict.fromkeys(range(12), "ok") | {4: "timeout", 7: "error"}


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.cluster.CONNECT_SECONDS", 0.2)
    with pytest.raises(UsageError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        reextract(unread(tmp_path, 1), {}, scheduler="tcp://127.0.0.1:9")
