"""The database of an archive: one connection, at its newest schema, safe beside other writers."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines.errors import ArchiveDamaged, MorgueError, UsageError
from pipelines.storage.packed import unpack
from pipelines.storage.schema import migrations
from pipelines.storage.search import spaced

# How long a writer waits for another one. Write transactions last milliseconds, so this is never
# reached unless a person holds a lock open in another program.
BUSY_TIMEOUT_SECONDS = 60

# A transaction of articles touches some thousand pages of 4 kB, most of them the same as the one before; what does not fit
# is written twice, and what the log is emptied of too often is written again.
_CACHE_KB = 32_000
_WAL_PAGES = 8_000
_NOT_WRITTEN = re.compile("disk is full|readonly database|disk I/O error")


@cache
def _known() -> frozenset[str]:
    """The names of all changes of the schema that this version knows."""
    return frozenset(each.name for each in migrations.pending(Database(memory=True)))


@contextmanager
def telling_damage(path: Path) -> Iterator[None]:
    """What SQLite says of a damaged file becomes ArchiveDamaged, of a full disk or one that may not be written MorgueError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if not _NOT_WRITTEN.search(str(error)):
            raise
        raise MorgueError(f"{path}: {error}", "see that you may write it and that its disk has room, then run the command again") from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:  # its subclasses are of statements, not of the file
            raise
        raise ArchiveDamaged(f"{path}: {error}", "put it aside and run `morgue rebuild`") from error


class MorgueDatabase(Database):
    """A sqlite-utils Database that knows `spaced()` and `unpacked()` and writes in short immediate transactions."""

    indexed = 0  # articles that were put into the search index or taken from it, until `join_segments` counts them
    _last: list[tuple[str, Sequence[Any]]] | None = None

    @classmethod
    def open(cls, path: Path) -> MorgueDatabase:
        """Opens or makes the database and brings its schema up to date; raises ArchiveDamaged if it is none."""
        try:
            connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise ArchiveDamaged(f"{path}: {error}", "see that it is a file, and one that you may read and write") from error
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            # From the beginning: what an edit or a merge of the search index freed before an article is forgotten holds its words, too.
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
        except sqlite3.DatabaseError as error:
            connection.close()
            raise ArchiveDamaged(f"{path}: {error}", "put it aside and run `morgue rebuild`") from error
        connection.create_function("spaced", 1, spaced, deterministic=True)
        connection.create_function("unpacked", 1, unpack, deterministic=True)
        database = cls(connection)
        applied = [each.name for each in migrations.applied(database)]
        if not applied and database.table_names():
            connection.close()
            raise ArchiveDamaged(f"{path} is a database of another program", "put it aside and run `morgue rebuild`")
        if newer := [name for name in applied if name not in _known()]:
            connection.close()
            raise UsageError(
                f"{path} was written by a newer newsmorgue ({', '.join(newer)})", "update newsmorgue: `pip install -U newsmorgue`"
            )
        if migrations.pending(database):
            with database.writing():
                migrations.apply(database)
        return database

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction. IMMEDIATE, as a deferred one that reads first cannot wait for another writer."""
        if self.conn.in_transaction:
            yield
            return
        self.conn.execute("BEGIN IMMEDIATE")
        self._last = []
        try:
            yield
            for sql, params in self._last:
                self.conn.execute(sql, params)
        except BaseException:
            self.conn.rollback()
            raise
        finally:
            self._last = None
        self.conn.commit()

    def execute_last(self, sql: str, params: Sequence[Any]) -> None:
        """Executes a statement at the end of the write transaction, after all others, in the order in which such statements come.

        For the search index: a statement for which SQLite keeps a journal of its own (RETURNING, an upsert, an update of references)
        makes FTS5 write out what it has collected so far, a segment a page in place of one a transaction.
        """
        self.indexed += 1
        if self._last is None:
            self.execute(sql, params)
        else:
            self._last.append((sql, params))

    def rows_of(self, sql: str, *params: Any) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries."""
        # Not through query(), which guards every statement with a savepoint: a third of the cost of saving a page.
        cursor = self.conn.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def first(self, sql: str, *params: Any) -> dict[str, Any] | None:
        """The first row of a query, or None."""
        cursor = self.conn.execute(sql, params)
        row = cursor.fetchone()
        return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else None
