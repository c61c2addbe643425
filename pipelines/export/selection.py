"""Which articles and captures leave the archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pipelines.storage.database import MorgueDatabase
from pipelines.storage.search import fts_query

_LISTS = ("authors", "editors", "responsible_editors", "tags", "images")
_SURROGATES = ("id", "capture", "extraction", "version", "private")


@dataclass(frozen=True, slots=True)
class Selection:
    """All without any. Dates are ISO, both ends included: of publication for articles, of the fetch for captures.

    `query` is what `morgue search` takes; for captures it means those of the articles found. What its site wants kept
    private stays here unless `private`.
    """

    site: str | None = None
    since: str | None = None
    until: str | None = None
    query: str | None = None
    private: bool = False

    def parameters(self) -> dict[str, Any]:
        """For the SQL below."""
        return {
            "site": self.site,
            "since": self.since,
            "until": self.until,
            "query": fts_query(self.query) if self.query else None,
            "private": self.private,
        }


def count_articles(db: MorgueDatabase, selection: Selection) -> int:
    return int(next(db.query(f"SELECT count(*) AS n {_ARTICLES}", selection.parameters()))["n"])


def articles(db: MorgueDatabase, selection: Selection) -> Iterator[dict[str, Any]]:
    """The articles as they stand now, in order of their URLs: columns, credits, notices and where they were read from."""
    rows = db.query(f"SELECT {_COLUMNS} {_ARTICLES} ORDER BY a.url", selection.parameters())
    for row in rows:
        article_id = row["id"]
        article = {key: value for key, value in row.items() if key not in _SURROGATES}
        article |= {key: json.loads(row[key] or "[]") for key in _LISTS}
        article["rights"] = json.loads(row["rights"] or "{}")
        article["credits"] = db.rows_of("SELECT role, name FROM credits WHERE article = ? ORDER BY position", article_id)
        article["notices"] = [each["text"] for each in db.query(_NOTICES, [article_id])]
        yield article


def captures(db: MorgueDatabase, selection: Selection) -> Iterator[tuple[str, set[int]]]:
    """WARC files and the offsets of the captures in them, with the originals of revisits."""
    rows = db.query(_CAPTURES, selection.parameters())
    for name, group in groupby(rows, key=lambda row: row["warc_file"]):
        yield name, {row["offset"] for row in group}


_FOUND = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :query"
_COLUMNS = (
    """a.*, c.url AS captured_url, c.fetched_at, c.record_id, c.warc_file, c.offset, c.length, c.sha256, e.fingerprint AS extractor"""
)
_ARTICLES = f"""
    FROM articles a LEFT JOIN captures c ON c.id = a.capture LEFT JOIN extractions e ON e.id = a.extraction
    WHERE (:site IS NULL OR a.site = :site)
      AND (:since IS NULL OR substr(coalesce(a.published_at, a.first_seen_at), 1, length(:since)) >= :since)
      AND (:until IS NULL OR substr(coalesce(a.published_at, a.first_seen_at), 1, length(:until)) <= :until)
      AND (:query IS NULL OR a.id IN ({_FOUND}))
      AND (:private OR (a.private = 0 AND coalesce(c.private, 0) = 0))"""
_NOTICES = "SELECT n.text FROM notices n JOIN article_notices a ON a.notice = n.digest WHERE a.article = ? ORDER BY n.digest"
_CAPTURES = f"""
    WITH chosen AS (
        SELECT c.* FROM captures c
        WHERE (:site IS NULL OR c.site = :site)
          AND (:since IS NULL OR substr(c.fetched_at, 1, length(:since)) >= :since)
          AND (:until IS NULL OR substr(c.fetched_at, 1, length(:until)) <= :until)
          AND (:query IS NULL OR c.id IN (SELECT capture FROM extractions WHERE article IN ({_FOUND})))
          AND (:private OR c.private = 0)),
    -- A revisit is nothing without the response that holds its payload.
    originals AS (
        SELECT min(o.id) AS id FROM chosen r JOIN captures o ON o.url = r.url AND o.site IS r.site AND o.sha256 = r.sha256
        WHERE o.status = 200 AND o.truncated IS NULL AND (:private OR o.private = 0) GROUP BY r.id)
    SELECT warc_file, offset FROM captures WHERE id IN (SELECT id FROM chosen UNION SELECT id FROM originals)
    ORDER BY warc_file, offset"""  # noqa: S608 - constants
