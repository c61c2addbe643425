"""Pages that hang, grow or kill their worker cost only themselves."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from generated_site import article_html
from traps import CRASHES, GROWS, HANGS, START, Traps

from pipelines.capture import Capture
from pipelines.errors import MorgueError
from pipelines.processes import FAILED_STARTS, Processes
from pipelines.warc.exchange import Exchange
from pipelines.warc.writer import WarcWriter
from pipelines.workers import ExtractionPool

HEADERS = (("Content-Type", "text/html; charset=utf-8"),)
TRAPS = {"post": Traps()}
PLAIN = START + timedelta(days=1)


def write(folder: Path, *moments: datetime) -> list[Capture]:
    with WarcWriter(folder, "post", {}) as writer:
        return [
            writer.write_exchange(Exchange(f"http://post.example/{n}", moment, 200, article_html(n), response_headers=HEADERS, site="post"))
            for n, moment in enumerate(moments)
        ]


def test_pages_come_back_in_their_order_with_article_and_time(tmp_path: Path) -> None:
    captures = write(tmp_path, PLAIN, PLAIN, PLAIN)
    with ExtractionPool(tmp_path, {}, jobs=2) as pool:
        results = pool.submit(captures).result()
    assert [result.article.title for result in results] == [f"Story number {n} of the day" for n in range(3)]
    assert all(result.seconds is not None for result in results)


def test_poison_pages_cost_themselves_and_no_page_beside_them(tmp_path: Path) -> None:
    captures = write(tmp_path, PLAIN, HANGS, PLAIN, CRASHES, PLAIN, GROWS, PLAIN)
    with ExtractionPool(tmp_path, TRAPS, jobs=1, timeout=2.0, memory=1_000_000_000) as pool:
        reasons = [result.article.reason for result in pool.submit(captures).result()]
    assert reasons[1::2] == [
        "extraction took longer than 2 seconds",
        "the worker process died (exit code -11) each time it read this page",
        "extraction took more memory than a worker may have",
    ]
    assert reasons[::2] == [None] * 4, "the pages beside must be read"


def test_a_page_whose_worker_was_killed_from_outside_is_read_again(tmp_path: Path) -> None:
    hanging, plain = write(tmp_path, HANGS, PLAIN)
    with ExtractionPool(tmp_path, TRAPS, jobs=1, timeout=3.0) as pool:
        pool.submit([plain]).result()
        (worker,) = multiprocessing.active_children()
        future = pool.submit([hanging, plain])
        time.sleep(0.1)
        os.kill(worker.pid or 0, signal.SIGKILL)
        late, read = future.result()
    assert (late.article.status, read.article.status) == ("timeout", "ok"), "one death says nothing of the page"


def test_workers_that_cannot_start_are_an_error_and_no_endless_wait() -> None:
    pool: Processes[int, int] = Processes(_fail, (), lambda item, why: item, jobs=2, timeout=5, renew=10)
    future = pool.submit([1])
    with pytest.raises(MorgueError, match="exit code 3"):
        future.result(timeout=60)
    with pytest.raises(MorgueError, match="have ended"):
        pool.submit([2])
    pool.close()


def _fail() -> None:
    os._exit(3)


def test_one_worker_that_gets_on_is_enough(tmp_path: Path) -> None:
    """Memory may be short, and the system ends each other worker while it starts."""
    pool: Processes[int, int] = Processes(_begin_once, (tmp_path,), lambda item, why: -1, jobs=2, timeout=30, renew=1000)
    items = range(FAILED_STARTS + 2)
    assert pool.submit(items).result(timeout=100) == list(items), "the other's failures to start must not end the work"
    pool.close()


def _begin_once(folder: Path) -> Callable[[int], int]:
    """The first to begin reads, each item after one more of the others died."""
    try:
        (folder / "first").touch(exist_ok=False)
    except FileExistsError:
        (folder / str(os.getpid())).touch()
        os._exit(3)

    def read(item: int) -> int:
        while len(list(folder.iterdir())) <= item:
            time.sleep(0.01)
        return item

    return read


def test_workers_are_renewed(tmp_path: Path) -> None:
    pool: Processes[int, int] = Processes(_begin_pid, (), lambda item, why: -1, jobs=1, timeout=5, renew=2)
    pids = [pool.submit([n, n]).result() for n in range(3)]
    pool.close()
    assert len({pid for pair in pids for pid in pair}) == 3, "memory that a C library lost comes back with a new process"


def _begin_pid() -> object:
    return lambda item: os.getpid()


def test_a_record_that_is_gone_is_an_error_with_a_reason(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, PLAIN)
    (tmp_path / capture.warc_file).unlink()
    with ExtractionPool(tmp_path, {}, jobs=1) as pool:
        (lost,) = pool.submit([capture]).result()
    assert lost.article.status == "error"
    assert capture.warc_file in (lost.article.reason or ""), "the reason names the file"
