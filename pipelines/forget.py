"""Articles and their captures taken out of the archive for good: WARC files, database and search index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.intake import IMPORTED
from pipelines.rebuild import no_crawls
from pipelines.replay_index import fold_all, update_index
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.forgotten import Ban, address_digest, ban, forgotten_digests, spellings
from pipelines.warc.files import file_name, find_warc_files, is_elsewhere, leave_out, references
from pipelines.warc.reader import iter_sound_captures, warc_path
from pipelines.warc.record import warc_date
from pipelines.warc.removal import remove_records, write_ban
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


def forget(archive: Archive, urls: Sequence[str], reason: str, *, where: str | None = None) -> Forgotten:
    """Removes the articles at these URLs with all captures that they were read from, and those of the URLs themselves with their revisits.

    With `where`, SQL over the columns of articles (as a) and captures (as c), also those that it holds of. Each WARC file
    concerned is written anew without the records; a metadata record at its end says which record ids were removed, when and
    why. So is each file that was imported and holds the same records, or others of these addresses, without rows: all of them are
    read. The addresses are not captured again, which is written down by their digests. May be run again after a crash. Raises
    UsageError when nothing is known of the URLs, or while a crawl runs.
    """
    with no_crawls(archive), archive.database() as db:
        named = _named(db, urls, where)
        captures, articles = _find(db, named)
        if not captures and not articles:
            what = ", ".join([*urls, *([f"--where {where!r}"] if where else [])])
            raise UsageError(f"{what}: neither an article nor a capture", "see `morgue search` for what there is")
        conversions = _conversions(db, captures)
        records = [*captures, *conversions]
        files = sorted({row["warc_file"] for row in records})
        own = {name: _own_file(archive.warc, name) for name in files if not is_elsewhere(name)}
        _ban(archive, db, {*named, *(row["url"] for row in [*captures, *articles])}, reason)
        gone = {row["record_id"] for row in records}
        for name in files:
            if is_elsewhere(name):
                leave_out(archive.warc, name, gone)
                continue
            remove_from(db, name, own[name], gone, reason)
        files += _remove_copies(db, archive, files, reason)
        _delete_rows(db, [row["id"] for row in captures], articles)
        fold_all(archive)
        update_index(archive, db, files)
    written = tuple(name for name in files if not is_elsewhere(name))
    return Forgotten(tuple(row["url"] for row in articles), len(captures), written, tuple(name for name in files if is_elsewhere(name)))


def leave_out_forgotten(db: MorgueDatabase, archive: Archive, path: Path, reason: str) -> bool:
    """Takes what there is of forgotten addresses out of a WARC file, or notes that it is not taken in; whether there was any."""
    if not (digests := forgotten_digests(db)):
        return False
    name = file_name(archive.warc, path)
    without = references(archive.warc)[name].without if is_elsewhere(name) else ()
    captures = iter_sound_captures(path, name, lambda _: None)
    gone = {capture.record_id for capture, _ in captures if address_digest(capture.url) in digests}.difference(without)
    if gone and is_elsewhere(name):
        leave_out(archive.warc, name, gone)
    elif gone:
        remove_from(db, name, path, gone, reason)
    return bool(gone)


def _remove_copies(db: MorgueDatabase, archive: Archive, known: Sequence[str], reason: str) -> list[str]:
    """Takes records without rows out of imported files, as one record may be in several of them; the names of these files."""
    paths = {file_name(archive.warc, path): path for path in find_warc_files(archive.warc)}
    imported = (name for name in paths if name not in known and (is_elsewhere(name) or name.startswith(f"{IMPORTED}/")))
    return [name for name in imported if leave_out_forgotten(db, archive, paths[name], reason)]


def would_forget(archive: Archive, urls: Sequence[str], where: str | None = None) -> tuple[int, int]:
    """How many articles and captures `forget` would remove."""
    with archive.database() as db:
        captures, articles = _find(db, _named(db, urls, where))
        return len(articles), len(captures)


def _conversions(db: MorgueDatabase, captures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = ", ".join(str(row["id"]) for row in captures)
    return db.rows_of(f"SELECT record_id, warc_file FROM conversions WHERE capture IN ({ids})")  # noqa: S608 - integers


def _named(db: MorgueDatabase, urls: Sequence[str], where: str | None) -> list[str]:
    named = [*urls, *(_urls_where(db, where) if where else ())]
    return [spelling for url in named for spelling in spellings(url)]


def _urls_where(db: MorgueDatabase, where: str) -> list[str]:
    """The addresses of articles and captures that a condition holds of; an article has the capture that it was read from."""
    sql = f"""SELECT a.url FROM articles a LEFT JOIN captures c ON c.id = a.capture WHERE ({where})
        UNION SELECT c.url FROM captures c LEFT JOIN extractions e ON e.capture = c.id LEFT JOIN articles a ON a.id = e.article
        WHERE c.role = 'article' AND ({where})"""  # noqa: S608 - the user's own SQL
    try:
        return [row["url"] for row in db.rows_of(sql)]
    except sqlite3.Error as error:
        advice = "write a condition over the columns of articles (a) and captures (c), such as a.source = 'Example News'"
        raise UsageError(f"--where {where!r}: {error}", advice) from error


def _ban(archive: Archive, db: MorgueDatabase, urls: Iterable[str], reason: str) -> None:
    moment = datetime.now(timezone.utc)
    digests = sorted({address_digest(url) for url in urls})
    write_ban(archive.warc, digests, moment, reason)
    ban(db, [Ban(digest, warc_date(moment), reason) for digest in digests])


def _own_file(warc_folder: Path, name: str) -> Path:
    path = warc_path(warc_folder, name)
    if str(path) not in (str(warc_folder / name), f"{warc_folder / name}{OPEN_SUFFIX}"):
        raise UsageError(f"{path} lies in a store, which is only read", "bring the file back into the archive's WARC folder first")
    return path


def _find(db: MorgueDatabase, urls: Sequence[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    named = "SELECT value FROM json_each(?1)"
    articles = db.rows_of(
        f"""SELECT * FROM articles WHERE url IN ({named}) OR id IN (
            SELECT e.article FROM extractions e JOIN captures c ON c.id = e.capture WHERE c.url IN ({named})
              OR c.original IN (SELECT record_id FROM captures WHERE url IN ({named})))""",  # noqa: S608 - constant
        json.dumps(urls),
    )
    ids = ", ".join(str(row["id"]) for row in articles)
    captures = db.rows_of(
        f"""WITH own AS (SELECT * FROM captures WHERE url IN ({named}) OR url IN (
              SELECT c.url FROM captures c JOIN extractions e ON e.capture = c.id WHERE e.article IN ({ids})))
            SELECT id, url, record_id, warc_file FROM captures WHERE id IN (SELECT id FROM own)
              OR original IN (SELECT record_id FROM own)
              OR url IN (SELECT p.url FROM captures p JOIN own ON p.page_of = own.record_id)
              OR id IN (SELECT capture FROM article_pages WHERE article IN ({ids}))""",  # noqa: S608 - integers
        json.dumps(urls),
    )
    return captures, articles


def remove_from(db: MorgueDatabase, name: str, path: Path, removed: set[str], reason: str) -> None:
    """Writes a file anew without these records; rows say where the others stand now.

    That is done in the order of the file, as records only move towards its beginning; those removed step aside first.
    """
    known = (
        "SELECT offset, record_id FROM captures WHERE warc_file = ?1 UNION SELECT offset, record_id FROM conversions WHERE warc_file = ?1"
    )
    rows = {row["offset"]: row["record_id"] for row in db.rows_of(known, name)}
    kept = remove_records(path, removed, reason, rows)
    with db.writing():
        for table in ("captures", "conversions"):
            aside = f"UPDATE {table} SET offset = -id WHERE record_id = ? AND warc_file = ?"  # noqa: S608 - two names of ours
            db.conn.executemany(aside, [(each, name) for each in removed])
            moved = f"UPDATE {table} SET offset = ?1, length = ?2 WHERE record_id = ?3 AND warc_file = ?4 AND offset <> ?1"  # noqa: S608
            db.conn.executemany(moved, [(offset, length, record_id, name) for record_id, offset, length in kept])


_DELETIONS = (
    "UPDATE articles SET capture = NULL, extraction = NULL, version = NULL WHERE id IN gone_articles",
    "DELETE FROM article_pages WHERE capture IN gone_captures OR article IN gone_articles",
    "DELETE FROM conversions WHERE capture IN gone_captures",
    "UPDATE articles SET rights_source = NULL WHERE rights_source IN (SELECT id FROM rights_sources WHERE capture IN gone_captures)",
    "DELETE FROM rights_sources WHERE capture IN gone_captures",
    "DELETE FROM extractions WHERE capture IN gone_captures OR article IN gone_articles",
    "DELETE FROM versions WHERE article IN gone_articles",
    "UPDATE versions SET first_capture = NULL WHERE first_capture IN gone_captures",
    "DELETE FROM duplicate_bands WHERE article IN gone_articles",
    "DELETE FROM articles WHERE id IN gone_articles",
    "DELETE FROM notices WHERE digest NOT IN (SELECT notice FROM article_notices)",
    "DELETE FROM frontier WHERE url IN (SELECT url FROM captures WHERE id IN gone_captures)",
    "UPDATE frontier SET discovered_from = NULL WHERE discovered_from IN (SELECT url FROM captures WHERE id IN gone_captures)",
    "DELETE FROM failures WHERE capture IN gone_captures OR url IN (SELECT url FROM captures WHERE id IN gone_captures)",
    "DELETE FROM captures WHERE id IN gone_captures",
    "INSERT INTO articles_fts (articles_fts) VALUES ('optimize')",  # else the words stay in older segments
)


def _delete_rows(db: MorgueDatabase, captures: list[int], articles: list[dict[str, Any]]) -> None:
    """Deletes what the rows held from the pages of the file too, not only from view: the database is opened so (`secure_delete`)."""
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
