"""Extraction in worker processes, each page with a time limit; a page that hangs or kills its worker costs only itself.

Never in threads: trafilatura in several threads of one process crashes the interpreter.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from pebble import ProcessPool

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.process import process_capture
from pipelines.unread import LOST, unread
from pipelines.warc.content import decode_content
from pipelines.warc.reader import read_capture

# A worker is renewed after this many pages, so that memory which a C library lost comes back.
PAGES_A_WORKER = 2000
WARM_UP = b"""<html><head><title>Town hall opens</title></head><body><article><h1>Town hall opens</h1><p>4 March 2025, 08:03</p>
<p>By Jane Roe</p><p>The council of the town opened its hall again, said the mayor on Tuesday evening, and many came.</p></article>"""


@dataclass(frozen=True, slots=True)
class Result:
    """An extraction and the seconds of processor time that it took, None if it did not end."""

    capture: Capture
    article: Article
    seconds: float | None


class ExtractionPool:
    """Worker processes that read captures from WARC files and extract them.

    `rules` are the sites' by name, `batch` is how many pages the caller submits at a time. Nothing on a page makes
    `extract` or `settle` raise.
    """

    def __init__(self, warc_folder: Path, rules: Mapping[str, SiteRules], *, jobs: int = 2, timeout: float = 20.0, batch: int = 1) -> None:
        self._rules = dict(rules)
        self._timeout = timeout
        self._pool = ProcessPool(
            max_workers=jobs,
            max_tasks=max(1, PAGES_A_WORKER // batch),
            # Not fork: the parent has a reactor and threads, which a forked child would have half of.
            context=multiprocessing.get_context("spawn"),
            initializer=_begin_worker,
            initargs=(warc_folder, self._rules),
        )

    def submit(self, captures: Sequence[Capture]) -> Future[list[Result]]:
        """A future for pages that one worker reads one after the other, awaited with `settle`."""
        return self._pool.schedule(_extract_all, args=(captures,), timeout=self._timeout)

    async def extract(self, capture: Capture) -> Result:
        """The article of a capture, for asyncio callers."""
        future = self.submit([capture])
        try:
            (result,) = await asyncio.wrap_future(future)
        except LOST as error:
            return self.failed(capture, error)
        return result

    def settle(self, captures: Sequence[Capture], future: Future[list[Result]]) -> list[Result]:
        """The results of submitted captures, in their order.

        A page that hangs or kills its worker takes the pages beside it along; these are read again, each by itself
        and with a time limit of its own, so that it costs itself alone.
        """
        try:
            return future.result()
        except LOST as error:
            if len(captures) == 1:
                return [self.failed(captures[0], error)]
        apart = [([each], self.submit([each])) for each in captures]
        return [result for each, alone in apart for result in self.settle(each, alone)]

    def failed(self, capture: Capture, error: Exception) -> Result:
        """The result of a page that hung or killed its worker."""
        rules = self._rules.get(capture.site or "", NO_RULES)
        return Result(capture, unread(capture.url, error, rules, timeout=self._timeout), None)

    def __enter__(self) -> ExtractionPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close(wait=kind is None)

    def close(self, *, wait: bool = True) -> None:
        """Ends the workers, after the submitted pages or, without `wait`, at once."""
        if wait:
            self._pool.close()
        else:
            self._pool.stop()
        self._pool.join()


_folder: Path = Path()
_site_rules: Mapping[str, SiteRules] = {}


def _begin_worker(warc_folder: Path, rules: Mapping[str, SiteRules]) -> None:
    import signal

    global _folder, _site_rules
    _folder, _site_rules = warc_folder, rules
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends its workers itself
    # Language models and patterns load with the first page: not in the time of a real one.
    process_capture(Capture(url="https://news.example/"), WARM_UP)


def _extract_all(captures: Sequence[Capture]) -> list[Result]:
    """Runs in a worker."""
    return [_extract(capture) for capture in captures]


def _extract(capture: Capture) -> Result:
    began = time.process_time()
    rules = _site_rules.get(capture.site or "", NO_RULES)
    try:
        article = extract_capture(_folder, capture, rules)
    except Exception as error:  # noqa: BLE001 - the page's last resort: a bug of ours or a library's costs this page alone
        article = unread(capture.url, error, rules)
    return Result(capture, article, time.process_time() - began)


def extract_capture(warc_folder: Path, capture: Capture, rules: SiteRules) -> Article:
    """The article of a capture, read back from its WARC file, so that a crawl and a re-extraction see the very same.

    Raises RecordDamaged where the bytes are not to be had.
    """
    archived, entity = read_capture(warc_folder, capture.warc_file, capture.offset)
    payload = decode_content(entity, archived.header("content-encoding"))
    return process_capture(replace(archived, site=capture.site), payload, rules)
