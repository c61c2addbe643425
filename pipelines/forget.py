"""Articles and their captures taken out of the archive for good: WARC files, database and search index."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.rebuild import no_crawls
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.files import is_elsewhere, leave_out
from pipelines.warc.reader import warc_path
from pipelines.warc.record import compress, compression_of, serialise, sha1_digest, warc_date, warc_fields
from pipelines.warc.records import Record, iter_records
from pipelines.warc.writer import OPEN_SUFFIX


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is gone: article URLs, captures, and the WARC files that were written anew.

    Files `elsewhere` are referred to, not ours to write to: they hold the records still, and these are not taken in again.
    """

    articles: tuple[str, ...]
    captures: int
    files: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


def forget(archive: Archive, urls: Sequence[str], reason: str) -> Forgotten:
    """Removes the articles at these URLs with every capture that they were read from, and captures of the URLs themselves.

    Each WARC file concerned is written anew without the records; a metadata record at its end says which record ids were
    removed, when and why. Crawls leave the URLs alone from now on. May be run again after a crash. Raises UsageError when
    nothing is known of the URLs, or while a crawl runs.
    """
    with no_crawls(archive), archive.database() as db:
        captures, articles = _find(db, urls)
        if not captures and not articles:
            raise UsageError(f"{', '.join(urls)}: neither an article nor a capture", "see `morgue search` for what there is")
        ids = ", ".join(str(row["id"]) for row in captures)
        conversions = db.rows_of(f"SELECT record_id, warc_file FROM conversions WHERE capture IN ({ids})")  # noqa: S608 - integers
        files = sorted({row["warc_file"] for row in [*captures, *conversions]})
        for name in files:
            gone = {row["record_id"] for row in [*captures, *conversions]}
            if is_elsewhere(name):
                leave_out(archive.warc, name, gone)
                continue
            _move_rows(db, _rewrite(warc_path(archive.warc, name), gone, reason), gone)
        _delete_rows(db, [row["id"] for row in captures], articles)
    own = tuple(name for name in files if not is_elsewhere(name))
    return Forgotten(tuple(row["url"] for row in articles), len(captures), own, tuple(name for name in files if is_elsewhere(name)))


def _find(db: MorgueDatabase, urls: Sequence[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    marks = ", ".join("?" * len(urls))
    articles = db.rows_of(
        f"""SELECT * FROM articles WHERE url IN ({marks}) OR id IN (
            SELECT e.article FROM extractions e JOIN captures c ON c.id = e.capture WHERE c.url IN ({marks}))""",  # noqa: S608 - question marks
        *urls,
        *urls,
    )
    ids = ", ".join(str(row["id"]) for row in articles)
    captures = db.rows_of(
        f"""WITH own AS (SELECT * FROM captures WHERE url IN ({marks}) OR url IN (
              SELECT c.url FROM captures c JOIN extractions e ON e.capture = c.id WHERE e.article IN ({ids})))
            SELECT id, record_id, warc_file FROM captures WHERE id IN (SELECT id FROM own)
              OR url IN (SELECT p.url FROM captures p JOIN own ON p.page_of = own.record_id)
              OR id IN (SELECT capture FROM article_pages WHERE article IN ({ids}))""",  # noqa: S608 - integers
        *urls,
    )
    return captures, articles


def _rewrite(path: Path, removed: set[str], reason: str) -> list[tuple[str, int, int]]:
    """Writes the file without these records and those that belong to them; gives back where the others stand now."""
    belonging = removed | {record.concurrent_to for record in iter_records(path) if record.record_id in removed and record.concurrent_to}
    unfinished = path.with_name(path.name + ".part")
    kept: list[tuple[str, int, int]] = []
    gone: list[str] = []
    with path.open("rb") as source, unfinished.open("wb") as target:
        for record in iter_records(path):
            if record.record_id in belonging or record.concurrent_to in removed:
                gone.append(record.record_id)
            else:
                kept.append((record.record_id, target.tell(), record.length))
                _copy(source, record, target)
        if gone:
            target.write(compress(_note(gone, reason), compression_of(path.name.removesuffix(OPEN_SUFFIX))))
        target.flush()
        os.fsync(target.fileno())
    unfinished.replace(path)
    return kept


def _copy(source: BinaryIO, record: Record, target: BinaryIO) -> None:
    source.seek(record.offset)
    target.write(source.read(record.length))


def _note(gone: Sequence[str], reason: str) -> bytes:
    moment = datetime.now(timezone.utc)
    block = warc_fields([("removed-at", warc_date(moment)), ("reason", reason), *(("removed-record", f"<{each}>") for each in gone)])
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
        ("WARC-Date", warc_date(moment)),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/warc-fields"),
    ]
    return serialise(fields, block)


def _move_rows(db: MorgueDatabase, kept: list[tuple[str, int, int]], removed: set[str]) -> None:
    """In the order of the file, as records only moved towards its beginning; those removed step aside first."""
    with db.writing():
        for table in ("captures", "conversions"):
            db.conn.executemany(f"UPDATE {table} SET offset = -id WHERE record_id = ?", [(each,) for each in removed])  # noqa: S608
            moved = f"UPDATE {table} SET offset = ?1, length = ?2 WHERE record_id = ?3 AND offset <> ?1"  # noqa: S608 - two names of ours
            db.conn.executemany(moved, [(offset, length, record_id) for record_id, offset, length in kept])


_DELETIONS = (
    "UPDATE articles SET capture = NULL, extraction = NULL, version = NULL WHERE id IN gone_articles",
    "DELETE FROM article_pages WHERE capture IN gone_captures OR article IN gone_articles",
    "DELETE FROM conversions WHERE capture IN gone_captures",
    "DELETE FROM extractions WHERE capture IN gone_captures OR article IN gone_articles",
    "DELETE FROM versions WHERE article IN gone_articles",
    "UPDATE versions SET first_capture = NULL WHERE first_capture IN gone_captures",
    "DELETE FROM duplicate_bands WHERE article IN gone_articles",
    "DELETE FROM articles WHERE id IN gone_articles",
    "DELETE FROM notices WHERE digest NOT IN (SELECT notice FROM article_notices)",
    "UPDATE frontier SET state = 'forbidden', lease = NULL WHERE url IN (SELECT url FROM captures WHERE id IN gone_captures)",
    "DELETE FROM failures WHERE capture IN gone_captures",
    "DELETE FROM captures WHERE id IN gone_captures",
    "INSERT INTO articles_fts (articles_fts) VALUES ('optimize')",  # else the words stay in older segments
)


def _delete_rows(db: MorgueDatabase, captures: list[int], articles: list[dict[str, Any]]) -> None:
    """Deletes what the rows held from the pages of the file too, not only from view."""
    db.execute("PRAGMA secure_delete = ON")
    for table, ids in (("gone_captures", captures), ("gone_articles", [row["id"] for row in articles])):
        db.execute(f"CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY)")
        db.conn.executemany(f"INSERT INTO {table} VALUES (?)", [(each,) for each in ids])  # noqa: S608 - two names of ours
    with db.writing():
        for row in articles:
            words = [row["id"], row["title"], row["text"]]
            db.execute("INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, spaced(?), spaced(?))", words)
        for statement in _DELETIONS:
            db.execute(statement)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
