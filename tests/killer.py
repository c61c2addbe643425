"""Kills processes at random while something runs."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
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
        """The progress of the work; the last kill is asked for when a share of it is still to be done."""
        for _ in range(min(self._kills, (self._kills + 1) * done // total) - self._asked):
            self._asked += 1
            self._go.release()

    def _run(self) -> None:
        while self.killed < self._kills and self._go.acquire() and not self._is_over:
            self._kill_one()

    def _kill_one(self) -> None:
        """Kills one; where all are being started again, the first that is there."""
        while not self._is_over:
            with suppress(ProcessLookupError, IndexError):
                os.kill(self._random.choice(self._find()), signal.SIGKILL)
                self.killed += 1
                return
            time.sleep(0.01)

    def __enter__(self) -> Killer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        self._go.release()
        self._thread.join()
