"""The database again from the WARC files alone; what only the old one knew is carried over if it can be read, or named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.intake import SiteOf, take_in_file
from pipelines.replay_index import update_index
from pipelines.site_files import site_files
from pipelines.storage.articles import see_again
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.forgotten import Ban, ban
from pipelines.storage.originals import find_originals
from pipelines.warc.files import find_warc_files
from pipelines.warc.removal import read_bans
from pipelines.warc.store import STORE, named_store

# Known to the database only: how crawls ended, and when URLs are due; and what was learned of sites, from the captures of its day.
_CARRIED = ("crawls", "frontier", "profiles")


@dataclass(slots=True)
class Rebuilt:
    """What was done. `old` is where the old database lies now; `carried` rows by table came from it, `lost` could not."""

    old: str | None = None
    captures: int = 0
    carried: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def rebuild(
    archive: Archive, site_of: SiteOf, prepare: Callable[[MorgueDatabase], None], *, advance: Callable[[int], None] = lambda _: None
) -> Rebuilt:
    """Puts the old database aside and makes a new one with a row for every capture that the WARC files hold.

    `prepare` writes the sites into the new database first; `site_of` says which site an imported page belongs to. The
    caller extracts the pages afterwards and calls `note_repeats`. Raises UsageError while a crawl runs.
    """
    if place := named_store(archive.warc):
        problem = f"{archive.warc / STORE} names {place}, whose files a rebuild would leave out"
        raise UsageError(problem, "bring them into the folder and take that line away first")
    with no_crawls(archive):
        old = _put_aside(archive)
        rebuilt = Rebuilt(old.name if old else None)
        with archive.database(anew=True) as db:
            with db.writing():
                prepare(db)
            ban(db, (Ban(*each) for each in read_bans(archive.warc)))
            for path in find_warc_files(archive.warc):
                rebuilt.captures += take_in_file(
                    db, archive.warc, path, site_of, lambda damage: rebuilt.damaged.append(str(damage)), advance
                )
            find_originals(db)
            if old is not None:
                _carry_over(db, old, rebuilt)
            update_index(archive, db)
    return rebuilt


def note_repeats(db: MorgueDatabase) -> None:
    """After extraction: articles were last seen when the server gave their payload again, or answered 304."""
    repeats = db.rows_of(
        """SELECT o.id, max(c.fetched_at) AS seen FROM captures c JOIN captures o ON o.url = c.url AND o.site IS c.site
           AND o.sha256 = c.sha256 AND o.status = 200 AND o.fetched_at < c.fetched_at
           WHERE c.role = 'article' AND c.status IN (200, 304) AND c.truncated IS NULL GROUP BY o.id"""
    )
    with db.writing():
        for row in repeats:
            see_again(db, Capture(url="", id=row["id"]), datetime.fromisoformat(row["seen"]))


@contextmanager
def no_crawls(archive: Archive) -> Iterator[None]:
    """Holds the lock of every site, so that no crawl writes meanwhile; raises UsageError when one does."""
    archive.locks.mkdir(exist_ok=True)
    names = {*site_files(archive.sites), *(path.stem for path in archive.locks.glob("*.lock"))}
    with ExitStack() as stack:
        for name in sorted(names):
            stack.enter_context(_lock(archive.locks / f"{name}.lock"))
        yield


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise UsageError(f"{path.stem} is being crawled", "try again when its crawl has ended") from error
    try:
        yield
    finally:
        lock.release()


def _put_aside(archive: Archive) -> Path | None:
    """Renames the database with its side files; None when there was none."""
    path = archive.database_path
    if not path.exists():
        return None
    old = path.with_name(f"{path.name}.before-{datetime.now(timezone.utc):%Y%m%dT%H%M%SZ}")
    for suffix in ("-wal", "-shm", ""):
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.rename(old.with_name(old.name + suffix))
    return old


def _carry_over(db: MorgueDatabase, old: Path, rebuilt: Rebuilt) -> None:
    """Copies what the WARC files cannot say; what cannot be read is named and left out."""
    try:
        db.execute("ATTACH ? AS old", [str(old)])
        for table in _CARRIED:
            columns = ", ".join(sorted(_columns(db, "main", table) & _columns(db, "old", table)))
            rows = f"SELECT {columns} FROM old.{table} WHERE site IN (SELECT name FROM main.sites)"  # noqa: S608 - names of our schema
            with db.writing():
                rebuilt.carried[table] = db.execute(f"INSERT OR REPLACE INTO main.{table} ({columns}) {rows}").rowcount
        # The old row knows the site's policy, which may be to keep what a page wants private.
        db.execute("UPDATE main.captures SET private = o.private FROM old.captures o WHERE o.record_id = main.captures.record_id")
        db.execute("DETACH old")
    except sqlite3.DatabaseError as error:
        lost = "schedule, ends of crawls, profiles (`morgue learn` makes them again), marks of what is private"
        rebuilt.lost.append(f"{lost}: {old.name}: {error}")


def _columns(db: MorgueDatabase, schema: str, table: str) -> set[str]:
    if not (names := {row["name"] for row in db.query(f"PRAGMA {schema}.table_info({table})")}):
        raise sqlite3.DatabaseError(f"it holds no table {table}")
    return names
