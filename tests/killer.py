"""Kills processes at random while something runs."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Callable
from contextlib import suppress


class Killer:
    """Sends SIGKILL to one of the processes that `find` gives, so many times, each time that a share of the work is done."""

    def __init__(self, find: Callable[[], list[int]], kills: int) -> None:
        self.killed = self._asked = 0
        self._find, self._kills = find, kills
        self._random = random.Random(1)
        self._go, self._is_over = threading.Semaphore(0), False
        self._thread = threading.Thread(target=self._run)

    def pace(self, done: int, total: int) -> None:
        """The progress of the work; the last kill comes before its end."""
        for _ in range(self._kills * done // total - self._asked):
            self._asked += 1
            self._go.release()

    def _run(self) -> None:
        while self.killed < self._kills and self._go.acquire() and not self._is_over:
            self._kill_one()

    def _kill_one(self) -> None:
        while pids := self._find():
            with suppress(ProcessLookupError):
                os.kill(self._random.choice(pids), signal.SIGKILL)
                self.killed += 1
                return

    def __enter__(self) -> Killer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        self._go.release()
        self._thread.join()
