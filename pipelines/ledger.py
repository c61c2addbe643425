"""Rows wait until their bytes are on the disk: the order in which a crawl's work becomes durable."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress

from pipelines.errors import MorgueError
from pipelines.replay_index import CrawlIndex
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.writer import WarcWriter

# The longest that what was noted waits for its rows.
COMMIT_SECONDS = 0.5

Entry = Callable[[MorgueDatabase], object]


class Ledger:
    """Collects what to write to the database and writes it in short transactions, after the WARC was synced.

    A crash before `commit` leaves records without rows, which the next crawl takes in, and never rows without records.
    Entries must not fail for what a page holds; an entry that raises takes its whole batch back.
    """

    def __init__(self, db: MorgueDatabase, writer: WarcWriter, index: CrawlIndex, batch: int = 200) -> None:
        self._db = db
        self._writer = writer
        self._index = index
        self._batch = batch
        self._entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """Notes an entry; commits when the batch is full. What cannot be written now waits for `commit`, which says why."""
        self._entries.append(entry)
        if len(self._entries) >= self._batch:
            with suppress(MorgueError):
                self.commit()

    def commit(self) -> None:
        """Makes the WARC's bytes durable, then their lines in the index, then all entries, in the order in which they came.

        Raises MorgueError when the disk is full or fails; the entries stay.
        """
        if not self._entries:
            return
        try:
            self._writer.sync()
            self._index.commit()
            with self._db.writing():
                for entry in self._entries:
                    entry(self._db)
        except (sqlite3.OperationalError, OSError) as error:
            raise MorgueError(f"the database cannot be written: {error}", "make room and start again; what was captured is kept") from error
        self._entries.clear()


class Committer:
    """Commits a ledger every COMMIT_SECONDS from now on, in the running event loop; `failed` is told what kept it from that."""

    def __init__(self, ledger: Ledger, failed: Callable[[MorgueError], object]) -> None:
        self._ledger = ledger
        self._failed = failed
        self._task = asyncio.ensure_future(self._commit_often())

    async def _commit_often(self) -> None:
        while True:
            await asyncio.sleep(COMMIT_SECONDS)
            try:
                self._ledger.commit()
            except MorgueError as error:
                self._failed(error)

    async def close(self) -> None:
        """Stops; the last commit is the caller's."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
