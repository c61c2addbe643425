"""Extraction by the workers of a Dask cluster: the same batches, read beside each Dask worker by processes (`cluster_worker`).

What hangs, grows or dies over a page is a child of the Dask worker, with the limits it has anywhere; a Dask worker that dies has its
batches handed to others by the scheduler. What goes to and fro is captures, and rows made ready as one packet a batch.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from distributed import Client, Future, KilledWorker, as_completed
from distributed.comm.addressing import get_address_host_port

from pipelines.capture import Capture
from pipelines.cluster_worker import Answer, Reading, end_pool, read
from pipelines.errors import MorgueError, UsageError
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.extractor import extractor
from pipelines.storage.article_rows import article_rows
from pipelines.unread import unread
from pipelines.workers import BATCHES_AHEAD, Result

CONNECT_SECONDS = 10
# So often the number of workers is asked for again: a cluster grows and shrinks.
_COUNT_EVERY = 50


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
        future = self._client.submit(read, self._reading, batch, pure=False)
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
            self._client.run(end_pool, on_error="ignore")
        self._client.close()


def _same(reading: Reading) -> Reading:
    return reading
