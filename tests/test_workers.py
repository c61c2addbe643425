"""Pages that hang or kill their worker cost only themselves."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from datetime import datetime, timezone
from pathlib import Path

from generated_site import article_html

from pipelines.capture import Capture
from pipelines.warc.exchange import Exchange
from pipelines.warc.writer import WarcWriter
from pipelines.workers import ExtractionPool

FETCHED = datetime(2025, 3, 1, tzinfo=timezone.utc)
HEADERS = (("Content-Type", "text/html; charset=utf-8"),)
HEAVY = b"<html><body>" + b"<div><p>word, and more words here.</p></div>" * 60_000


def write(folder: Path, *bodies: bytes) -> list[Capture]:
    with WarcWriter(folder, "post", {}) as writer:
        return [
            writer.write_exchange(Exchange(f"http://post.example/{n}", FETCHED, 200, body, response_headers=HEADERS, site="post"))
            for n, body in enumerate(bodies)
        ]


def test_pages_come_back_with_their_article_and_time(tmp_path: Path) -> None:
    captures = write(tmp_path, article_html(1), article_html(2))
    with ExtractionPool(tmp_path, {}, jobs=2) as pool:
        results = pool.settle(captures, pool.submit(captures))
    assert [result.article.title for result in results] == ["Story number 1 of the day", "Story number 2 of the day"]
    assert all(result.seconds is not None for result in results)


def test_a_page_over_its_time_is_a_timeout_and_the_next_page_is_read(tmp_path: Path) -> None:
    slow, quick = write(tmp_path, HEAVY, article_html(2))
    with ExtractionPool(tmp_path, {}, jobs=1, timeout=0.001) as pool:
        (late,) = pool.settle([slow], pool.submit([slow]))
    assert late.article.status == "timeout", f"a page that takes longer than its limit must say so: {late.article}"
    assert late.article.reason == "extraction took longer than 0.001 seconds"
    with ExtractionPool(tmp_path, {}, jobs=1) as pool:
        assert pool.settle([quick], pool.submit([quick]))[0].article.status == "ok"


def test_a_worker_that_dies_costs_its_page_and_no_other(tmp_path: Path) -> None:
    captures = write(tmp_path, article_html(1), HEAVY, article_html(2))
    with ExtractionPool(tmp_path, {}, jobs=1) as pool:
        assert pool.settle(captures[:1], pool.submit(captures[:1]))[0].article.status == "ok"
        (worker,) = multiprocessing.active_children()
        future = pool.submit(captures[1:2])
        threading.Thread(target=_kill_when_running, args=(future, worker.pid)).start()
        (dead,) = pool.settle(captures[1:2], future)
        (after,) = pool.settle(captures[2:], pool.submit(captures[2:]))
    assert dead.article.status == "error"
    assert dead.article.reason == "the worker process died (exit code -9) while it read this page"
    assert after.article.status == "ok", "the pool must start another worker"


def _kill_when_running(future: object, pid: int) -> None:
    while not future.running():  # type: ignore[attr-defined]
        time.sleep(0.001)
    time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)


def test_a_record_that_is_gone_is_an_error_with_a_reason(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, article_html(1))
    (tmp_path / capture.warc_file).unlink()
    with ExtractionPool(tmp_path, {}, jobs=1) as pool:
        (lost,) = pool.settle([capture], pool.submit([capture]))
    assert lost.article.status == "error"
    assert capture.warc_file in (lost.article.reason or ""), "the reason names the file"
