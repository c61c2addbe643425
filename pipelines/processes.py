"""Worker processes that may hang, grow or die: each has a pipe of its own, so that the end of one harms no other.

The pools of the standard library and of pebble share one pipe among their workers; a worker that is killed (by the system when
memory is short, say) while it holds the pipe's lock or has written half a message takes the pool with it.
"""

from __future__ import annotations

import atexit
import multiprocessing
import pickle
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pipelines.errors import MorgueError

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

# An item whose worker died so often is what kills workers; before, the death may have been another's doing: where 20
# workers are killed over 300 pages, one page in one run of twenty is hit three times.
DEATHS = 5
# So many workers that die before they are ready, while no other gets on: none ever will be.
FAILED_STARTS = 10
PRELOAD = "pipelines.warm"
# What may wait in a pipe unread; an operating system's pipe takes 64 kB before the writer waits.
_SMALL = 16_000

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Lost:
    """Why an item has no outcome: its worker ended with `exitcode` (negative for a signal), or None: its time was over."""

    exitcode: int | None


@dataclass(slots=True)
class _Batch:
    """What was submitted at once; `outcomes` has a place an item."""

    items: Sequence[Any]
    future: Future[Any]
    outcomes: list[Any]
    missing: int
    deaths: Counter[int] = field(default_factory=Counter)

    def settle(self, index: int, outcome: Any) -> None:
        self.outcomes[index] = outcome
        self.missing -= 1
        if not self.missing:
            self.future.set_result(self.outcomes)


@dataclass
class _Task:
    """Items of a batch that one worker is handed, by their index."""

    batch: _Batch
    indexes: deque[int]

    @cached_property
    def message(self) -> bytes:
        """The items as they go through the pipe."""
        return pickle.dumps([self.batch.items[index] for index in self.indexes], pickle.HIGHEST_PROTOCOL)


class _Worker:
    """A process, its pipe, and what it was handed."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process, self.pipe = process, pipe
        self.is_ready = self.is_leaving = False
        self.tasks: deque[_Task] = deque()
        self.done = 0
        self.since = 0.0

    def hand(self, task: _Task) -> bool:
        """Whether the worker has it; one that is dead has not, which the end of its stream says after its last answers."""
        try:
            self.pipe.send_bytes(task.message)
        except OSError:
            return False
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        return True

    def take(self, answer: Any, finish: Callable[[Any, Any], Any]) -> None:
        task = self.tasks[0]
        self.done += 1
        index = task.indexes.popleft()
        if not task.indexes:
            self.tasks.popleft()
        task.batch.settle(index, finish(task.batch.items[index], answer))

    def leave(self) -> None:
        self.is_leaving = True
        with suppress(OSError):  # it is dead already
            self.pipe.send(None)


class Processes(Generic[Item, Outcome]):
    """A pool of `jobs` processes, each of which calls `begin(*args)` once and the function that it gives back for every item.

    The outcome of an item is `finish(item, answer)` of what that function answered, made here. One that takes longer than `timeout`
    seconds, or whose worker dies DEATHS times, has the outcome `lost(item, why)` and costs nothing but itself; the items beside it
    are handed to others. A worker is renewed after `renew` items.
    """

    def __init__(
        self,
        begin: Callable[..., Callable[[Item], Outcome]],
        args: Sequence[Any],
        lost: Callable[[Item, Lost], Outcome],
        finish: Callable[[Item, Any], Outcome] = lambda _, answer: answer,
        *,
        jobs: int,
        timeout: float,
        renew: int,
    ) -> None:
        self._begin, self._args, self._lost, self._finish = begin, args, lost, finish
        self._jobs, self._timeout, self._renew = jobs, timeout, renew
        self._context = _context()
        self._waiting: deque[_Task] = deque()
        self._workers: list[_Worker] = []
        self._failed_starts = 0
        self._why = "the worker processes ended before their work was done"
        self._is_closing = self._is_stopped = False
        self._woken, self._wake = self._context.Pipe(duplex=False)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, items: Sequence[Item]) -> Future[list[Outcome]]:
        """The outcomes of some items, in their order, when all are there; one worker has them one after the other."""
        future: Future[list[Outcome]] = Future()
        future.set_running_or_notify_cancel()
        with self._lock:
            if self._is_closing or self._is_stopped:
                raise MorgueError("the worker processes have ended", "run the command again")
            self._waiting.append(_Task(_Batch(items, future, [None] * len(items), len(items)), deque(range(len(items)))))
        self.start()
        self._wake.send_bytes(b"")
        return future

    def start(self) -> None:
        """Begins with the workers before there are items for them, as they take a while to load what they need."""
        with self._lock:
            if self._thread is None and not self._is_closing:
                self._thread = threading.Thread(target=self._run, name="processes", daemon=True)
                self._thread.start()

    def close(self, *, wait: bool = True) -> None:
        """Ends the workers: after all that was submitted or, without `wait`, at once; what is not done then raises MorgueError."""
        with self._lock:
            self._is_closing, self._is_stopped = True, self._is_stopped or not wait
        self._wake.send_bytes(b"")
        if self._thread is not None:
            self._thread.join()
        self._wake.close()
        self._woken.close()

    def _run(self) -> None:
        try:
            while not self._is_stopped and not (self._is_closing and not self._is_busy()):
                self._staff()
                self._hand_out()
                self._listen()
                self._end_late()
        finally:
            self._dismiss()

    def _is_busy(self) -> bool:
        return bool(self._waiting) or any(worker.tasks for worker in self._workers)

    def _staff(self) -> None:
        for _ in range(self._jobs - sum(not worker.is_leaving for worker in self._workers)):
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=_work, args=(theirs, self._begin, self._args, self._timeout), daemon=True)
            process.start()
            theirs.close()  # the worker's is the only other end now, so its death is the end of the stream
            self._workers.append(_Worker(process, ours))

    def _hand_out(self) -> None:
        ready = [worker for worker in self._workers if worker.is_ready and not worker.is_leaving]
        for held in (0, 1):  # a second task waits in the pipe, so that no worker waits for this thread
            for worker in ready:
                may_have_more = len(worker.tasks) == held and self._waiting and (held == 0 or len(self._waiting[0].message) < _SMALL)
                if may_have_more and worker.hand(self._waiting[0]):
                    self._waiting.popleft()

    def _listen(self) -> None:
        starts = [worker.since for worker in self._workers if worker.tasks]
        patience = max(0.0, min(starts) + self._timeout - time.monotonic()) if starts else None
        pipes = {worker.pipe: worker for worker in self._workers}
        for pipe in wait([self._woken, *pipes], patience):
            if pipe is self._woken:
                self._woken.recv_bytes()
            else:
                self._hear(pipes[pipe])  # type: ignore[index]

    def _hear(self, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        worker.since = time.monotonic()
        self._failed_starts = 0
        if not worker.is_ready:
            worker.is_ready = True
            return
        worker.take(message, self._finish)
        if worker.done >= self._renew and not worker.tasks:
            worker.leave()

    def _end_late(self) -> None:
        now = time.monotonic()
        for worker in [each for each in self._workers if each.tasks and now - each.since > self._timeout]:
            worker.process.kill()
            self._bury(worker, is_late=True)

    def _bury(self, worker: _Worker, *, is_late: bool = False) -> None:
        """Takes a dead worker out; its item is tried again or given up, what it held beside goes back to the others."""
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= FAILED_STARTS:
                self._why = f"worker processes cannot start (exit code {worker.process.exitcode})"
                self._is_stopped = True
        for number, task in enumerate(worker.tasks):
            if number == 0:
                self._blame(task.batch, task.indexes.popleft(), None if is_late else worker.process.exitcode)
            if task.indexes:
                self._waiting.appendleft(_Task(task.batch, task.indexes))

    def _blame(self, batch: _Batch, index: int, exitcode: int | None) -> None:
        batch.deaths[index] += 1
        if exitcode is None or batch.deaths[index] >= DEATHS:
            batch.settle(index, self._lost(batch.items[index], Lost(exitcode)))
        else:
            self._waiting.append(_Task(batch, deque([index])))

    def _dismiss(self) -> None:
        """Ends all workers; what is not done raises."""
        with self._lock:
            self._is_stopped = True
        for worker in self._workers:
            if worker.tasks or not worker.is_ready:
                worker.process.kill()
            worker.pipe.close()  # one that waits sees the end of the stream
        for worker in self._workers:
            worker.process.join()
        error = MorgueError(self._why, "run the command again; what was written stays")
        for batch in {id(task.batch): task.batch for task in (*self._waiting, *(t for each in self._workers for t in each.tasks))}.values():
            batch.future.set_exception(error)


@cache
def _context() -> SpawnContext | ForkServerContext:
    """How workers start. Not by fork: the parent may have a reactor and threads, which a forked child would have half of.

    On Linux they are forked from a clean process that has PRELOAD loaded, which takes milliseconds; elsewhere each loads it itself.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    # No public function ends the server. By itself it does when we are gone, too late for the processor time of it and of the
    # workers to count as ours, in `time morgue …` and in the benchmarks; Python's own tests end it by this.
    atexit.register(forkserver._forkserver._stop)  # type: ignore[attr-defined]
    return context


def prepare(*, wait: bool = False) -> None:
    """Begins with the process that workers are forked from, where they are: it takes a second to load what they need.

    With `wait` it has done so when this comes back.
    """
    context = _context()
    if sys.platform == "linux":
        from multiprocessing import forkserver

        forkserver.ensure_running()
        if wait:
            process = context.Process(target=int)  # it forks nothing before all is loaded
            process.start()
            process.join()


def _work(pipe: Connection, begin: Callable[..., Callable[[Any], Any]], args: Sequence[Any], timeout: float) -> None:
    """Runs in a worker: answers each item of each list that comes, until None or the end of the stream."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends its workers itself
    try:
        function = begin(*args)
        pipe.send(None)
        while (items := pipe.recv()) is not None:
            for item in items:
                _set_alarm(3 * timeout)  # the parent kills at `timeout`, unless it was killed itself
                pipe.send(function(item))
                _set_alarm(0)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the parent is gone


def _set_alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
