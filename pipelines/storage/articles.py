"""An extraction becomes rows: extraction, article, version, credits, notice, search index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.storage.article_rows import COLUMNS, ArticleRows, article_rows
from pipelines.storage.captures import iso, now
from pipelines.storage.database import MorgueDatabase

Outcome = Literal["new", "changed", "unchanged", "stored", "known", "no_article"]


@dataclass(frozen=True, slots=True)
class Change:
    """A field of an article that another extraction reads otherwise."""

    url: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did: `outcome`, and how the article's row now differs from before."""

    outcome: Outcome
    article_id: int | None = None
    changes: tuple[Change, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ."""
        return tuple(change.field for change in self.changes)


def is_extracted(db: MorgueDatabase, capture_id: int, fingerprint: str) -> bool:
    """Whether this extractor has read this capture before."""
    return db.first("SELECT 1 FROM extractions WHERE capture = ? AND fingerprint = ?", capture_id, fingerprint) is not None


def save_article(db: MorgueDatabase, capture: Capture, article: Article, *, seconds: float | None = None, adopt: bool = True) -> Saved:
    """`save_rows` of an article whose rows are made here."""
    return save_rows(db, capture, article_rows(article), seconds=seconds, adopt=adopt)


def save_rows(db: MorgueDatabase, capture: Capture, rows: ArticleRows, *, seconds: float | None = None, adopt: bool = True) -> Saved:
    """Writes all rows of one extraction in one transaction; a known capture × extractor changes nothing.

    The article's row takes the values of the newest capture; an older capture that is extracted later gives
    an extraction and a version, not the current values. With `adopt` False the extraction is kept beside. The rows do not
    depend on the order in which captures come.
    """
    assert capture.id is not None, "save the capture first"
    with db.writing():
        if is_extracted(db, capture.id, rows.fingerprint):
            return Saved("known")
        if not rows.is_readable:
            _insert_extraction(db, capture, rows, None, None, seconds)
            return Saved("no_article")
        if rows.notice:
            db.execute("INSERT INTO notices (digest, text) VALUES (?, ?) ON CONFLICT DO NOTHING", rows.notice)
        before = db.first("SELECT * FROM articles WHERE url = ?", rows.key)
        article_id = _note_seen(db, before, capture) if before else _insert_article(db, capture, rows)
        version_id = _touch_version(db, article_id, capture, rows)
        extraction_id = _insert_extraction(db, capture, rows, article_id, version_id, seconds)
        if before is None:
            db.execute("UPDATE articles SET extraction = ?, version = ? WHERE id = ?", [extraction_id, version_id, article_id])
            return Saved("new", article_id)
        if not (adopt and _is_newest(db, before, capture)):
            _keep_text_beside(db, version_id, rows)
            return Saved("stored", article_id)
        changes = fill_article(db, before, rows, {"capture": capture.id, "extraction": extraction_id, "version": version_id})
        return Saved("changed" if changes else "unchanged", article_id, changes)


def fill_article(db: MorgueDatabase, before: dict[str, Any], rows: ArticleRows, pointers: dict[str, Any]) -> tuple[Change, ...]:
    """Gives an article's row the values of an extraction, with credits, notice and search index; gives back what changed.

    `before` is the row until now; `pointers` are the columns that do not come from the page, `version` among them.
    """
    article_id, values = before["id"], rows.columns
    _move_text(db, before, pointers["version"])
    if (before["title"], before["text"]) != (rows.title, values["text"]):
        _take_from_index(db, before)
        _index(db, article_id, rows)
    columns = ", ".join(f"{name} = ?" for name in (*values, *pointers))
    db.execute(f"UPDATE articles SET {columns} WHERE id = ?", [*values.values(), *pointers.values(), article_id])  # noqa: S608 - names of ours
    db.execute("DELETE FROM credits WHERE article = ?", [article_id])
    db.execute("DELETE FROM article_notices WHERE article = ?", [article_id])
    _insert_people_and_notice(db, article_id, rows)
    return _changes(before, values)


def see_again(db: MorgueDatabase, original: Capture, moment: datetime) -> None:
    """Notes that the server gave the payload of a capture again, so that its article and version were there at `moment`."""
    with db.writing():
        for row in db.rows_of(_READ_FROM, original.id):
            for table, key in (("articles", row["article"]), ("versions", row["version"])):
                db.execute(f"UPDATE {table} SET last_seen_at = max(last_seen_at, ?) WHERE id = ?", [iso(moment), key])  # noqa: S608


# What was read from a capture or, as of an article whose further pages changed, from the last one with the same bytes.
_READ_FROM = """SELECT e.article, e.version FROM extractions e WHERE e.article IS NOT NULL AND e.capture = (
    SELECT c.id FROM captures o JOIN captures c ON c.url = o.url AND c.site IS o.site AND c.sha256 = o.sha256
    WHERE o.id = ? AND EXISTS (SELECT 1 FROM extractions x WHERE x.capture = c.id) ORDER BY c.fetched_at DESC, c.id DESC LIMIT 1)"""


def find_article(db: MorgueDatabase, url: str) -> dict[str, Any]:
    """The row of the article at a URL, its canonical one or any that it was captured at; raises UsageError."""
    row = db.first("SELECT * FROM articles WHERE url = ?", url) or db.first(
        """SELECT a.* FROM captures c JOIN extractions e ON e.capture = c.id JOIN articles a ON a.id = e.article
           WHERE c.url = ?1 OR c.redirected_from = ?1 ORDER BY c.fetched_at DESC LIMIT 1""",
        url,
    )
    if row is not None:
        return row
    if failure := db.first("SELECT error, advice FROM failures WHERE url = ? ORDER BY id DESC LIMIT 1", url):
        raise UsageError(f"{url} is no article here: {failure['error']}", failure["advice"])
    if other := db.first("SELECT e.status, e.reason FROM captures c JOIN extractions e ON e.capture = c.id WHERE c.url = ?", url):
        raise UsageError(f"{url} is captured, but {other['status']}: {other['reason']}", "look at it with `morgue serve`")
    raise UsageError(f"{url} is not in this archive", "look for it with `morgue search WORDS`")


def compare(db: MorgueDatabase, rows: ArticleRows) -> list[Change]:
    """The fields in which an extraction differs from the article's row; [] where there is no row yet or they agree."""
    row = db.first("SELECT * FROM articles WHERE url = ?", rows.key) if rows.is_readable else None
    return list(_changes(row, rows.columns)) if row else []


def _changes(row: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(Change(row["url"], key, row[key], value) for key, value in values.items() if row[key] != value)


def _seen(capture: Capture) -> str:
    assert capture.fetched_at is not None, "a capture of the archive has a WARC-Date"
    return iso(capture.fetched_at)


def _insert_article(db: MorgueDatabase, capture: Capture, rows: ArticleRows) -> int:
    """The row of an article that was not known, with all that hangs on it; extraction and version are named when they have their rows."""
    seen = _seen(capture)
    cursor = db.execute(_INSERT_ARTICLE, [rows.key, capture.site, capture.id, seen, seen, *rows.values])
    article_id = int(cursor.lastrowid or 0)
    _index(db, article_id, rows)
    _insert_people_and_notice(db, article_id, rows)
    return article_id


_INSERT_ARTICLE = f"""INSERT INTO articles (url, site, capture, first_seen_at, last_seen_at, {", ".join(COLUMNS)})
    VALUES ({", ".join("?" * (5 + len(COLUMNS)))})"""  # noqa: S608 - names of ours


def _note_seen(db: MorgueDatabase, before: dict[str, Any], capture: Capture) -> int:
    """Widens the time in which an article was seen; it belongs to the site that had it first. Gives back the article's id."""
    seen, site = _seen(capture), capture.site
    first = (before["first_seen_at"], before["site"] or "")
    if (seen, site or "") < first or seen > before["last_seen_at"]:
        before["site"] = site if (seen, site or "") < first else before["site"]
        before["first_seen_at"], before["last_seen_at"] = min(seen, first[0]), max(seen, before["last_seen_at"])
        values = [before["site"], before["first_seen_at"], before["last_seen_at"], before["id"]]
        db.execute("UPDATE articles SET site = ?, first_seen_at = ?, last_seen_at = ? WHERE id = ?", values)
    return int(before["id"])


def _touch_version(db: MorgueDatabase, article_id: int, capture: Capture, rows: ArticleRows) -> int:
    cursor = db.execute(
        """INSERT INTO versions (article, text_digest, title, first_capture, first_seen_at, last_seen_at)
           VALUES (:article, :digest, :title, :capture, :seen, :seen)
           ON CONFLICT (article, text_digest) DO UPDATE SET
             first_capture = CASE WHEN excluded.first_seen_at < first_seen_at THEN excluded.first_capture
               WHEN excluded.first_seen_at = first_seen_at THEN (SELECT c.id FROM captures c
                 WHERE c.id IN (first_capture, excluded.first_capture) ORDER BY c.record_id LIMIT 1) ELSE first_capture END,
             title = CASE WHEN excluded.first_seen_at < first_seen_at THEN excluded.title
               WHEN excluded.first_seen_at = first_seen_at THEN min(title, excluded.title) ELSE title END,
             first_seen_at = min(first_seen_at, excluded.first_seen_at),
             last_seen_at = max(last_seen_at, excluded.last_seen_at)
           RETURNING id""",
        {"article": article_id, "digest": rows.text_digest, "title": rows.title, "capture": capture.id, "seen": _seen(capture)},
    )
    (row,) = cursor.fetchall()
    return int(row[0])


def _keep_text_beside(db: MorgueDatabase, version_id: int, rows: ArticleRows) -> None:
    db.execute(
        "UPDATE versions SET text = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM articles WHERE version = versions.id)",
        [rows.columns["text"], version_id],
    )


def _insert_extraction(
    db: MorgueDatabase, capture: Capture, rows: ArticleRows, article_id: int | None, version_id: int | None, seconds: float | None
) -> int:
    cursor = db.execute(
        """INSERT INTO extractions (capture, fingerprint, article, version, status, reason, fields, evidence, extracted_at, seconds)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [capture.id, rows.fingerprint, article_id, version_id, rows.status, rows.reason, rows.fields, rows.evidence, now(), seconds],
    )
    return int(cursor.lastrowid or 0)


def _is_newest(db: MorgueDatabase, before: dict[str, Any], capture: Capture) -> bool:
    """Whether a capture is at least as new as the one that the article's current values are from."""
    current = db.first("SELECT fetched_at, record_id FROM captures WHERE id = ?", before["capture"])
    return current is None or (current["fetched_at"], current["record_id"]) <= (_seen(capture), capture.record_id)


def _move_text(db: MorgueDatabase, before: dict[str, Any], version_id: int) -> None:
    """The text of an article's own version stands in its row alone, that of the version until now goes to it."""
    if before["version"] != version_id:
        db.execute("UPDATE versions SET text = ? WHERE id = ?", [before["text"], before["version"]])
        db.execute("UPDATE versions SET text = NULL WHERE id = ?", [version_id])


def _index(db: MorgueDatabase, article_id: int, rows: ArticleRows) -> None:
    db.execute_last("INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)", [article_id, *rows.indexed])


def _take_from_index(db: MorgueDatabase, before: dict[str, Any]) -> None:
    """Takes a row out of the search index; an external-content table must be told the very words it holds."""
    sql = "INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, spaced(?), spaced(?))"
    db.execute_last(sql, [before["id"], before["title"], before["text"]])


def _insert_people_and_notice(db: MorgueDatabase, article_id: int, rows: ArticleRows) -> None:
    if rows.credits:
        credits_ = [(article_id, *each) for each in rows.credits]
        db.conn.executemany("INSERT INTO credits (article, position, role, name) VALUES (?, ?, ?, ?)", credits_)
    if rows.notice:
        db.execute("INSERT INTO article_notices (article, notice) VALUES (?, ?)", [article_id, rows.notice[0]])
