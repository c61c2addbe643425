"""Extraction in worker processes, each page with a time limit; a page that hangs or kills its worker costs only itself.

Never in threads: trafilatura in several threads of one process crashes the interpreter.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, as_completed, wait
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.process import process_capture
from pipelines.processes import Lost, Processes
from pipelines.saved_page import read_saved
from pipelines.unread import unread

# A worker is renewed after this many pages, so that memory which a C library lost comes back.
PAGES_A_WORKER = 2000
# Batches under way for each worker; what they hold is what memory is needed for.
BATCHES_AHEAD = 4
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

    `rules` are the sites' by name; `memory` are the bytes that a worker may have, None for any. Nothing on a page raises.
    """

    def __init__(
        self, warc_folder: Path, rules: Mapping[str, SiteRules], *, jobs: int = 2, timeout: float = 20.0, memory: int | None = None
    ) -> None:
        self._rules = dict(rules)
        self._timeout = timeout
        self._jobs = jobs
        self._processes: Processes[Capture, Result] = Processes(
            _begin_worker, (warc_folder, self._rules, memory), self._lost, jobs=jobs, timeout=timeout, renew=PAGES_A_WORKER
        )

    def submit(self, captures: Sequence[Capture]) -> Future[list[Result]]:
        """The results of pages, in their order; one worker reads them one after the other."""
        return self._processes.submit(captures)

    async def extract(self, capture: Capture) -> Result:
        """The article of a capture, for asyncio callers."""
        (result,) = await asyncio.wrap_future(self.submit([capture]))
        return result

    def read(self, batches: Iterator[list[Capture]]) -> Iterator[list[Result]]:
        """The results of each batch as it is done, in any order; a bounded number is under way, so memory stays flat."""
        under_way: set[Future[list[Result]]] = set()
        for batch in batches:
            under_way.add(self.submit(batch))
            if len(under_way) >= self._jobs * BATCHES_AHEAD:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        yield from (future.result() for future in as_completed(under_way))

    def _lost(self, capture: Capture, why: Lost) -> Result:
        rules = self._rules.get(capture.site or "", NO_RULES)
        return Result(capture, unread(capture.url, why, rules, timeout=self._timeout), None)

    def __enter__(self) -> ExtractionPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close(wait=kind is None)

    def close(self, *, wait: bool = True) -> None:
        """Ends the workers, after the submitted pages or, without `wait`, at once."""
        self._processes.close(wait=wait)


def _begin_worker(warc_folder: Path, rules: Mapping[str, SiteRules], memory: int | None) -> Callable[[Capture], Result]:
    """Runs in a worker: the function that reads a capture."""
    # Language models and patterns load with the first page: not in the time of a real one.
    process_capture(Capture(url="https://news.example/"), WARM_UP)
    limit_memory(memory)

    def read(capture: Capture) -> Result:
        return _extract(warc_folder, capture, rules.get(capture.site or "", NO_RULES))

    return read


def _extract(warc_folder: Path, capture: Capture, rules: SiteRules) -> Result:
    began = time.process_time()
    try:
        article = extract_capture(warc_folder, capture, rules)
    except Exception as error:  # noqa: BLE001 - the page's last resort: a bug of ours or a library's costs this page alone
        article = unread(capture.url, error, rules)
    return Result(capture, article, time.process_time() - began)


def limit_memory(size: int | None) -> None:
    """Lets this process have so many bytes of memory and no more, where the system knows such limits (not on Windows)."""
    if size is None or sys.platform == "win32":
        return
    import resource

    # RLIMIT_DATA counts what is allocated; RLIMIT_AS would count mapped files and reserved addresses too.
    resource.setrlimit(resource.RLIMIT_DATA, (size, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def extract_capture(warc_folder: Path, capture: Capture, rules: SiteRules) -> Article:
    """The article of a capture, read back from its WARC file, so that a crawl and a re-extraction see the very same.

    Raises RecordDamaged where the bytes are not to be had.
    """
    archived, payload = read_saved(warc_folder, capture)
    return process_capture(archived, payload, rules, [read_saved(warc_folder, page) for page in capture.following])
