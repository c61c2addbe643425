"""An extraction becomes rows: extraction, article, version, credits, notice, search index."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pipelines.article import Article, Extractor
from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.storage.captures import iso, now
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.packed import pack

Outcome = Literal["new", "changed", "unchanged", "stored", "known", "no_article"]

# Pages with these statuses are articles that people can read; the others are extractions with a reason.
READABLE = frozenset({"ok", "paywalled"})

_PLAIN = (
    "title",
    "subtitle",
    "published_at",
    "modified_at",
    "source",
    "source_url",
    "origin",
    "publisher",
    "section",
    "language",
    "image",
    "status",
)
# In versions, notices and the columns beside `fields`.
_ELSEWHERE = frozenset({"text", "notice", "extractor", "status", "reason", "evidence"})
_JSON = ("authors", "editors", "responsible_editors", "tags", "images", "rights")


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


def text_digest(text: str) -> str:
    """SHA-256 over the NFC text, in hexadecimal; equal digests are one version."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def is_extracted(db: MorgueDatabase, capture_id: int, fingerprint: str) -> bool:
    """Whether this extractor has read this capture before."""
    return db.first("SELECT 1 FROM extractions WHERE capture = ? AND fingerprint = ?", capture_id, fingerprint) is not None


def save_article(db: MorgueDatabase, capture: Capture, article: Article, *, seconds: float | None = None, adopt: bool = True) -> Saved:
    """Writes all rows of one extraction in one transaction; a known capture × extractor changes nothing.

    The article's row takes the values of the newest capture; an older capture that is extracted later gives
    an extraction and a version, not the current values. With `adopt` False the extraction is kept beside. The rows do not
    depend on the order in which captures come.
    """
    assert capture.id is not None, "save the capture first"
    assert article.extractor is not None, "process_capture says who extracted"
    with db.writing():
        if is_extracted(db, capture.id, article.extractor.fingerprint):
            return Saved("known")
        plain = article.to_dict()
        if article.status not in READABLE:
            _insert_extraction(db, capture, plain, None, None, seconds)
            return Saved("no_article")
        url = article.canonical_url or article.url
        before = db.first("SELECT * FROM articles WHERE url = ?", url)
        article_id = _note_seen(db, before, capture) if before else _insert_article(db, url, capture)
        version_id = _touch_version(db, article_id, capture, article)
        extraction_id = _insert_extraction(db, capture, plain, article_id, version_id, seconds)
        if before and not (adopt and _is_newest(db, before, capture)):
            _keep_text_beside(db, version_id, article.text)
            return Saved("stored", article_id)
        pointers = {"capture": capture.id, "extraction": extraction_id, "version": version_id}
        changes = fill_article(db, article_id, before, article, pointers)
        return Saved("new" if before is None else "changed" if changes else "unchanged", article_id, changes)


def fill_article(
    db: MorgueDatabase, article_id: int, before: dict[str, Any] | None, article: Article, pointers: dict[str, Any]
) -> tuple[Change, ...]:
    """Gives an article's row the values of an extraction, with credits, notice and search index; gives back what changed.

    `before` is the row until now, None for a bare one; `pointers` are the columns that do not come from the page, `version` among them.
    """
    values = _values(article.to_dict())
    _update_article(db, article_id, before, values | pointers)
    _replace_credits(db, article_id, article, is_new=before is None)
    _replace_notice(db, article_id, article.notice, is_new=before is None)
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


def compare(db: MorgueDatabase, article: Article) -> list[Change]:
    """The fields in which an extraction differs from the article's row; [] where there is no row yet or they agree."""
    row = db.first("SELECT * FROM articles WHERE url = ?", article.canonical_url or article.url)
    return list(_changes(row, _values(article.to_dict()))) if article.status in READABLE else []


def _changes(row: dict[str, Any] | None, values: dict[str, Any]) -> tuple[Change, ...]:
    if row is None:
        return ()
    return tuple(Change(row["url"], key, row[key], value) for key, value in values.items() if row[key] != value)


def _values(plain: dict[str, Any]) -> dict[str, Any]:
    """The columns of an article's row that come from the page."""
    rights = plain["rights"]
    return (
        {key: plain[key] for key in _PLAIN}
        | {key: _json(plain[key]) if plain[key] else None for key in _JSON}
        | {"text": plain["text"], "rights_holder": rights["holder"], "license_url": rights["license_url"]}
    )


def _seen(capture: Capture) -> str:
    assert capture.fetched_at is not None, "a capture of the archive has a WARC-Date"
    return iso(capture.fetched_at)


def _insert_article(db: MorgueDatabase, url: str, capture: Capture) -> int:
    """A bare row, so that extraction and version can name it; `_update_article` fills it in."""
    cursor = db.execute(
        "INSERT INTO articles (url, site, text, status, first_seen_at, last_seen_at) VALUES (?1, ?2, '', 'ok', ?3, ?3)",
        [url, capture.site, _seen(capture)],
    )
    return int(cursor.lastrowid or 0)


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


def _touch_version(db: MorgueDatabase, article_id: int, capture: Capture, article: Article) -> int:
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
        {"article": article_id, "digest": text_digest(article.text), "title": article.title, "capture": capture.id, "seen": _seen(capture)},
    )
    (row,) = cursor.fetchall()
    return int(row[0])


def _keep_text_beside(db: MorgueDatabase, version_id: int, text: str) -> None:
    db.execute(
        "UPDATE versions SET text = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM articles WHERE version = versions.id)",
        [text, version_id],
    )


def _insert_extraction(
    db: MorgueDatabase, capture: Capture, plain: dict[str, Any], article_id: int | None, version_id: int | None, seconds: float | None
) -> int:
    fields = {key: value for key, value in plain.items() if value and key not in _ELSEWHERE}
    if article_id is not None and plain["notice"]:
        fields["notice_digest"] = _save_notice(db, plain["notice"])
    cursor = db.execute(
        """INSERT INTO extractions (capture, fingerprint, article, version, status, reason, fields, evidence, extracted_at, seconds)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            capture.id,
            Extractor(**plain["extractor"]).fingerprint,
            article_id,
            version_id,
            plain["status"],
            plain["reason"],
            pack(_json(fields)),
            pack(_json(plain["evidence"])),
            now(),
            seconds,
        ],
    )
    return int(cursor.lastrowid or 0)


def _is_newest(db: MorgueDatabase, before: dict[str, Any], capture: Capture) -> bool:
    """Whether a capture is at least as new as the one that the article's current values are from."""
    current = db.first("SELECT fetched_at, record_id FROM captures WHERE id = ?", before["capture"])
    return current is None or (current["fetched_at"], current["record_id"]) <= (_seen(capture), capture.record_id)


def _update_article(db: MorgueDatabase, article_id: int, before: dict[str, Any] | None, values: dict[str, Any]) -> None:
    """Fills the row in, moves its text between version and article, and the search index with it."""
    if before and before["version"] != values["version"]:
        db.execute("UPDATE versions SET text = ? WHERE id = ?", [before["text"], before["version"]])
        db.execute("UPDATE versions SET text = NULL WHERE id = ?", [values["version"]])
    _index(db, article_id, before, values)
    columns = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE articles SET {columns} WHERE id = ?", [*values.values(), article_id])  # noqa: S608 - names of ours


def _index(db: MorgueDatabase, article_id: int, before: dict[str, Any] | None, values: dict[str, Any]) -> None:
    """Moves a row of the search index; an external-content table must be told the very words it holds."""
    new = (values["title"], values["text"])
    if before:
        old = (before["title"], before["text"])
        if old == new:
            return
        sql = "INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, spaced(?), spaced(?))"
        db.execute(sql, [article_id, *old])
    db.execute("INSERT INTO articles_fts (rowid, title, text) VALUES (?, spaced(?), spaced(?))", [article_id, *new])


def _replace_credits(db: MorgueDatabase, article_id: int, article: Article, *, is_new: bool) -> None:
    if not is_new:
        db.execute("DELETE FROM credits WHERE article = ?", [article_id])
    db.conn.executemany(
        "INSERT INTO credits (article, position, role, name) VALUES (?, ?, ?, ?)",
        [(article_id, position, credit.role, credit.name) for position, credit in enumerate(article.credits)],
    )


def _replace_notice(db: MorgueDatabase, article_id: int, notice: str | None, *, is_new: bool) -> None:
    if not is_new:
        db.execute("DELETE FROM article_notices WHERE article = ?", [article_id])
    if notice:
        db.execute("INSERT INTO article_notices (article, notice) VALUES (?, ?)", [article_id, _save_notice(db, notice)])


def _save_notice(db: MorgueDatabase, notice: str) -> str:
    digest = text_digest(notice)
    db.execute("INSERT INTO notices (digest, text) VALUES (?, ?) ON CONFLICT DO NOTHING", [digest, notice])
    return digest


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
