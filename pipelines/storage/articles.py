"""An extraction becomes rows: extraction, article, version, credits, notice, search index."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.storage.captures import iso, now
from pipelines.storage.database import MorgueDatabase

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
_JSON = ("authors", "editors", "responsible_editors", "tags", "images", "rights")


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did: `outcome`, and the fields in which the article's row now differs from before."""

    outcome: Outcome
    article_id: int | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A field of an article that another extraction reads otherwise."""

    url: str
    field: str
    old: Any
    new: Any


def text_digest(text: str) -> str:
    """SHA-256 over the NFC text, in hexadecimal; equal digests are one version."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def is_extracted(db: MorgueDatabase, capture_id: int, fingerprint: str) -> bool:
    """Whether this extractor has read this capture before."""
    return db.first("SELECT 1 FROM extractions WHERE capture = ? AND fingerprint = ?", capture_id, fingerprint) is not None


def save_article(db: MorgueDatabase, capture: Capture, article: Article, *, seconds: float | None = None, adopt: bool = True) -> Saved:
    """Writes all rows of one extraction in one transaction; a known capture × extractor changes nothing.

    The article's row takes the values of the newest capture; an older capture that is extracted later gives
    an extraction and a version, not the current values. With `adopt` False the extraction is kept beside.
    """
    assert capture.id is not None, "save the capture first"
    assert article.extractor is not None, "process_capture says who extracted"
    with db.writing():
        if is_extracted(db, capture.id, article.extractor.fingerprint):
            return Saved("known")
        if article.status not in READABLE:
            _insert_extraction(db, capture, article, None, None, seconds)
            return Saved("no_article")
        url = article.canonical_url or article.url
        before = db.first("SELECT * FROM articles WHERE url = ?", url)
        article_id = before["id"] if before else _insert_article(db, url, capture)
        version_id = _touch_version(db, article_id, capture, article)
        extraction_id = _insert_extraction(db, capture, article, article_id, version_id, seconds)
        if before and not (adopt and _is_newest(db, before, capture)):
            _keep_text_beside(db, version_id, article.text)
            return Saved("stored", article_id)
        changed = _update_article(db, article_id, before, capture, article, extraction_id, version_id)
        return Saved("new" if before is None else "changed" if changed else "unchanged", article_id, changed)


def see_again(db: MorgueDatabase, original: Capture, moment: datetime) -> None:
    """Notes that the server gave the payload of a capture again, so that its article and version were there at `moment`."""
    with db.writing():
        for row in db.rows_of("SELECT article, version FROM extractions WHERE capture = ? AND article IS NOT NULL", original.id):
            for table, key in (("articles", row["article"]), ("versions", row["version"])):
                db.execute(f"UPDATE {table} SET last_seen_at = max(last_seen_at, ?) WHERE id = ?", [iso(moment), key])  # noqa: S608


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
    if row is None or article.status not in READABLE:
        return []
    new = _values(article)
    return [Change(row["url"], key, row[key], value) for key, value in new.items() if row[key] != value]


def _values(article: Article) -> dict[str, Any]:
    """The columns of an article's row that come from the page."""
    plain = article.to_dict()
    return (
        {key: plain[key] for key in _PLAIN}
        | {key: _json(plain[key]) if plain[key] else None for key in _JSON}
        | {"text": article.text, "rights_holder": article.rights.holder, "license_url": article.rights.license_url}
    )


def _insert_article(db: MorgueDatabase, url: str, capture: Capture) -> int:
    assert capture.fetched_at is not None
    cursor = db.execute(
        "INSERT INTO articles (url, site, text, status, first_seen_at) VALUES (?, ?, '', 'ok', ?)",
        [url, capture.site, iso(capture.fetched_at)],
    )
    db.execute("INSERT INTO articles_fts (rowid, title, text) VALUES (?, NULL, '')", [cursor.lastrowid])
    return int(cursor.lastrowid or 0)


def _touch_version(db: MorgueDatabase, article_id: int, capture: Capture, article: Article) -> int:
    assert capture.fetched_at is not None
    seen = iso(capture.fetched_at)
    row = db.query(
        """INSERT INTO versions (article, text_digest, title, first_capture, first_seen_at, last_seen_at)
           VALUES (:article, :digest, :title, :capture, :seen, :seen)
           ON CONFLICT (article, text_digest) DO UPDATE SET
             first_capture = iif(excluded.first_seen_at < first_seen_at, excluded.first_capture, first_capture),
             first_seen_at = min(first_seen_at, excluded.first_seen_at),
             last_seen_at = max(last_seen_at, excluded.last_seen_at)
           RETURNING id""",
        {"article": article_id, "digest": text_digest(article.text), "title": article.title, "capture": capture.id, "seen": seen},
    )
    return int(next(iter(row))["id"])


def _keep_text_beside(db: MorgueDatabase, version_id: int, text: str) -> None:
    db.execute(
        "UPDATE versions SET text = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM articles WHERE version = versions.id)",
        [text, version_id],
    )


def _insert_extraction(
    db: MorgueDatabase, capture: Capture, article: Article, article_id: int | None, version_id: int | None, seconds: float | None
) -> int:
    values = article.to_dict()
    evidence = values.pop("evidence")
    for elsewhere in ("text", "notice", "extractor", "status", "reason"):  # in versions, notices and the columns beside
        values.pop(elsewhere)
    assert article.extractor is not None
    cursor = db.execute(
        """INSERT INTO extractions (capture, fingerprint, article, version, status, reason, fields, evidence, extracted_at, seconds)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            capture.id,
            article.extractor.fingerprint,
            article_id,
            version_id,
            article.status,
            article.reason,
            _json({key: value for key, value in values.items() if value}),
            _json(evidence),
            now(),
            seconds,
        ],
    )
    return int(cursor.lastrowid or 0)


def _is_newest(db: MorgueDatabase, before: dict[str, Any], capture: Capture) -> bool:
    """Whether a capture is at least as new as the one that the article's current values are from."""
    assert capture.fetched_at is not None
    current = db.first("SELECT fetched_at FROM captures WHERE id = ?", before["capture"])
    return current is None or current["fetched_at"] <= iso(capture.fetched_at)


def _update_article(
    db: MorgueDatabase,
    article_id: int,
    before: dict[str, Any] | None,
    capture: Capture,
    article: Article,
    extraction_id: int,
    version_id: int,
) -> tuple[str, ...]:
    values = _values(article)
    old = before or {}
    changed = tuple(key for key, value in values.items() if before and old.get(key) != value)
    assert capture.fetched_at is not None
    pointers = {"capture": capture.id, "extraction": extraction_id, "version": version_id, "last_seen_at": iso(capture.fetched_at)}
    if before and before["version"] != version_id:
        db.execute("UPDATE versions SET text = ? WHERE id = ?", [before["text"], before["version"]])
        db.execute("UPDATE versions SET text = NULL WHERE id = ?", [version_id])
    _index(db, article_id, (old.get("title"), old.get("text") or ""), (article.title, article.text))
    db["articles"].update(article_id, values | pointers)  # type: ignore[union-attr]
    _replace_credits(db, article_id, article)
    _replace_notice(db, article_id, article.notice)
    return changed


def _index(db: MorgueDatabase, article_id: int, old: tuple[str | None, str], new: tuple[str | None, str]) -> None:
    """Moves a row of the search index; an external-content table must be told the very words it holds."""
    if old == new:
        return
    db.execute("INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, spaced(?), spaced(?))", [article_id, *old])
    db.execute("INSERT INTO articles_fts (rowid, title, text) VALUES (?, spaced(?), spaced(?))", [article_id, *new])


def _replace_credits(db: MorgueDatabase, article_id: int, article: Article) -> None:
    db.execute("DELETE FROM credits WHERE article = ?", [article_id])
    db.conn.executemany(
        "INSERT INTO credits (article, position, role, name) VALUES (?, ?, ?, ?)",
        [(article_id, position, credit.role, credit.name) for position, credit in enumerate(article.credits)],
    )


def _replace_notice(db: MorgueDatabase, article_id: int, notice: str | None) -> None:
    db.execute("DELETE FROM article_notices WHERE article = ?", [article_id])
    if notice:
        digest = text_digest(notice)
        db.execute("INSERT INTO notices (digest, text) VALUES (?, ?) ON CONFLICT DO NOTHING", [digest, notice])
        db.execute("INSERT INTO article_notices (article, notice) VALUES (?, ?)", [article_id, digest])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
