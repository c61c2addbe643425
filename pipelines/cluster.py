"""Extraction by the workers of a Dask cluster: the same batches, read beside each Dask worker by processes as on one machine.

What hangs, grows or dies over a page is a child of the Dask worker, with the limits it has anywhere; a Dask worker that dies has its
batches handed to others by the scheduler. What goes to and fro is captures, and rows made ready as one packet a batch.
"""

from __future__ import annotations

import multiprocessing
import pickle
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from distributed import Client, Future, KilledWorker, as_completed, get_worker
from distributed.comm.addressing import get_address_host_port

from pipelines.capture import Capture
from pipelines.errors import MorgueError, UsageError
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.extractor import extractor
from pipelines.storage.article_rows import article_rows
from pipelines.unread import unread
from pipelines.warc.store import STORE
from pipelines.workers import BATCHES_AHEAD, ExtractionPool, Result

CONNECT_SECONDS = 10
# So often the number of workers is asked for again: a cluster grows and shrinks.
_COUNT_EVERY = 50

# The fingerprints of who read the pages of a batch; and rows and seconds of each, pickled, which only the same version can read.
Answer = tuple[list[str], bytes]


@dataclass(frozen=True, slots=True)
class Reading:
    """What workers need to know; equal ones share their processes."""

    warc_folder: str
    store: str | None
    rules: Mapping[str, SiteRules]
    timeout: float
    memory: int | None


def connect(address: str) -> Client:
    """A client of the scheduler at an address such as tcp://10.0.0.5:8786; raises UsageError where none answers."""
    try:
        get_address_host_port(address, strict=True)  # first, as a Client that was given no address complains again when it goes
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"no scheduler answers at {address}: {error}", "start one with `dask scheduler`, see docs/scaling.md") from error


class Cluster:
    """As `ExtractionPool`, on the workers of a Dask scheduler, all of which must see the WARC files and run this version."""

    # More than on one machine: a task costs the scheduler and both ends some ten milliseconds.
    pages_a_task = 30

    def __init__(self, address: str, reading: Reading) -> None:
        self._address, self._rules = address, reading.rules
        self._client = connect(address)
        # A task and no scattered value, so that it is made again when the worker that held it is gone.
        self._reading = self._client.submit(_same, reading, pure=False)
        self._batches: dict[Any, list[Capture]] = {}
        self._threads = 0

    def read(self, batches: Iterator[list[Capture]]) -> Iterator[list[Result]]:
        """The results of each batch as it is done, in any order; a bounded number is under way."""
        done = as_completed(loop=self._client.loop)
        for number, batch in enumerate(batches):
            if number % _COUNT_EVERY == 0:
                self._threads = sum(self._client.nthreads().values())
            done.add(self._submit(batch))
            while len(self._batches) >= BATCHES_AHEAD * max(1, self._threads):
                yield self._take(done)
        while self._batches:
            yield self._take(done)

    def _submit(self, batch: list[Capture]) -> Future[Answer]:
        future = self._client.submit(_read, self._reading, batch, pure=False)
        self._batches[future.key] = batch
        return future

    def _take(self, done: Any) -> list[Result]:
        future: Future[Answer] = next(done)
        if future.status in ("lost", "pending"):
            done.add(future)  # the worker that held the answer has died since, and another makes it again
            return []
        batch = self._batches.pop(future.key)
        if future.status == "finished":
            return self._results(batch, *future.result())
        error = future.exception() if future.status == "error" else None
        if not isinstance(error, KilledWorker):
            problem = f"{self._address}: {error or 'the scheduler is gone'}"
            raise MorgueError(problem, "run it again when the cluster is well; see docs/scaling.md")
        if len(batch) == 1:
            why = MorgueError("the Dask workers that read this page died", "look at their logs")
            return [Result(batch[0], article_rows(unread(batch[0].url, why, self._rules_of(batch[0]))), None)]
        for each in batch:  # one of them kills Dask workers, or they died for other reasons while this batch was theirs
            done.add(self._submit([each]))
        return []

    def _results(self, batch: list[Capture], fingerprints: list[str], answers: bytes) -> list[Result]:
        for capture, fingerprint in zip(batch, fingerprints, strict=True):
            if fingerprint != extractor(self._rules_of(capture)).fingerprint:
                problem = f"a worker of {self._address} is {fingerprint}"
                raise UsageError(problem, "install the same version of newsmorgue and trafilatura on all of them")
        rows = pickle.loads(answers)  # noqa: S301 - whoever sends it runs our code
        return [Result(capture, *each) for capture, each in zip(batch, rows, strict=True)]

    def _rules_of(self, capture: Capture) -> SiteRules:
        return self._rules.get(capture.site or "", NO_RULES)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._client.status == "running":
            self._client.run(_end_pool, on_error="ignore")
        self._client.close()


def _same(reading: Reading) -> Reading:
    return reading


# Runs in Dask workers from here on.

_pool: tuple[Reading, ExtractionPool] | None = None
_lock = threading.Lock()


def _read(reading: Reading, captures: Sequence[Capture]) -> Answer:
    results = _pool_for(reading).submit(captures).result()
    return [each.article.fingerprint for each in results], pickle.dumps([(each.article, each.seconds) for each in results])


def _pool_for(reading: Reading) -> ExtractionPool:
    global _pool
    with _lock:
        if _pool is None or _pool[0] != reading:
            _close()
            # Nannies start their workers as daemons, which may not have children; ours end with the pipe to their parent.
            multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
            jobs = get_worker().state.nthreads
            pool = ExtractionPool(_folder(reading), reading.rules, jobs=jobs, timeout=reading.timeout, memory=reading.memory)
            _pool = reading, pool
        return _pool[1]


def _folder(reading: Reading) -> Path:
    """The WARC folder, or where this host does not have it, one that names the store that it names."""
    folder = Path(reading.warc_folder)
    if reading.store is None or folder.is_dir():
        return folder
    stand_in = Path(tempfile.mkdtemp(prefix="newsmorgue-"))
    (stand_in / STORE).write_text(reading.store, "utf-8")
    return stand_in


def _end_pool() -> None:
    with _lock:
        _close()


def _close() -> None:
    global _pool
    if _pool is not None:
        _pool[1].close(wait=False)
        _pool = None
