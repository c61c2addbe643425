"""Extraction in worker processes, each page with a time limit; a page that hangs or kills its worker costs only itself.

Never in threads: trafilatura in several threads of one process crashes the interpreter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, as_completed, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines.capture import Capture
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.processes import Lost, Processes
from pipelines.storage.article_rows import ArticleRows, article_rows

if TYPE_CHECKING:
    from pipelines.archive import Archive

# A worker is renewed after this many pages, so that memory which a C library lost comes back.
PAGES_A_WORKER = 2000
# Batches under way for each worker; what they hold is what memory is needed for.
BATCHES_AHEAD = 4
JOBS_TOGETHER = 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result:
    """An extraction as its rows, and the seconds of processor time that it took, None if it did not end."""

    capture: Capture
    article: ArticleRows
    seconds: float | None


class ExtractionPool:
    """Worker processes that read captures from WARC files and extract them.

    `rules` are the sites' by name; `memory` are the bytes that a worker may have, None for any. Nothing on a page raises.
    """

    # Enough that handing over costs nothing, few enough that the last worker is not waited for.
    pages_a_task = 10

    def __init__(
        self, warc_folder: Path, rules: Mapping[str, SiteRules], *, jobs: int = 2, timeout: float = 20.0, memory: int | None = None
    ) -> None:
        self._rules = dict(rules)
        self._timeout = timeout
        self._jobs = jobs
        self._processes: Processes[Any, Any] = Processes(
            _begin_worker, (warc_folder, self._rules, memory), self._lost, _result, jobs=jobs, timeout=timeout, renew=PAGES_A_WORKER
        )

    @classmethod
    def of(cls, archive: Archive, rules: Mapping[str, SiteRules], *, jobs: int | None = None) -> ExtractionPool:
        """The pool that the settings of an archive ask for, with so many `jobs` if they are named."""
        how = archive.config.extraction
        return cls(archive.warc, rules, jobs=jobs or how.jobs, timeout=how.timeout, memory=int(how.memory))

    def start(self) -> None:
        """Begins with the workers before there are pages for them."""
        self._processes.start()

    def submit(self, captures: Sequence[Capture]) -> Future[list[Result]]:
        """The results of pages, in their order; one worker reads them one after the other."""
        return self._processes.submit(captures)

    async def extract(self, capture: Capture) -> Result:
        """The article of a capture, for asyncio callers."""
        (result,) = await asyncio.wrap_future(self.submit([capture]))
        return result

    async def do(self, job: Callable[[], T]) -> T | Lost:
        """What a job gives, done in a worker; Lost where it hung or killed its worker, which a job that raises does too."""
        (value,) = await asyncio.wrap_future(self._processes.submit([job]))
        return value  # type: ignore[no-any-return]

    def map(self, function: Callable[[Any], T], items: Iterable[Any]) -> Iterator[T | None]:
        """What a function gives for each item, in their order; None where it hung or killed its worker, as `do`."""
        jobs = [partial(function, item) for item in items]
        # Some at a time, so that no worker waits for its next item while the result of the last one is taken in.
        futures = [self._processes.submit(jobs[start : start + JOBS_TOGETHER]) for start in range(0, len(jobs), JOBS_TOGETHER)]
        for future in futures:
            yield from (None if isinstance(value, Lost) else value for value in future.result())

    def read(self, batches: Iterator[list[Capture]]) -> Iterator[list[Result]]:
        """The results of each batch as it is done, in any order; a bounded number is under way, so memory stays flat."""
        under_way: set[Future[list[Result]]] = set()
        for batch in batches:
            under_way.add(self.submit(batch))
            if len(under_way) >= self._jobs * BATCHES_AHEAD:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        yield from (future.result() for future in as_completed(under_way))

    def _lost(self, item: Capture | Callable[[], Any], why: Lost) -> Result | Lost:
        from pipelines.unread import unread

        if not isinstance(item, Capture):
            return why
        rules = self._rules.get(item.site or "", NO_RULES)
        return Result(item, article_rows(unread(item.url, why, rules, timeout=self._timeout)), None)

    def __enter__(self) -> ExtractionPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close(wait=kind is None)

    def close(self, *, wait: bool = True) -> None:
        """Ends the workers, after the submitted pages or, without `wait`, at once."""
        self._processes.close(wait=wait)


def _result(item: Capture | Callable[[], Any], answer: Any) -> Any:
    """What a worker says of a capture with the capture, which need not come back through the pipe."""
    return Result(item, *answer) if isinstance(item, Capture) else answer


def _begin_worker(warc_folder: Path, rules: Mapping[str, SiteRules], memory: int | None) -> Callable[[Any], Any]:
    # Here, for the process that hands out pages need not load what reads them.
    from pipelines.reading import begin

    return begin(warc_folder, rules, memory)
