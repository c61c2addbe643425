"""Articles as stored extractions read them, put together again from their rows."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipelines.article import Article, Extractor
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.packed import load


def stored_article(db: MorgueDatabase, url: str, extraction: dict[str, Any]) -> Article:
    """The article as an extraction read it; `url` is the address that its capture was fetched at."""
    sql = "SELECT coalesce(v.text, a.text) AS text FROM versions v JOIN articles a ON a.id = v.article WHERE v.id = ?"
    version = db.first(sql, extraction["version"])
    fields = load(extraction["fields"])
    notice = db.first("SELECT text FROM notices WHERE digest = ?", fields.pop("notice_digest", None))
    known = {"url": url, "status": extraction["status"], "reason": extraction["reason"], "evidence": load(extraction["evidence"])}
    extractor = Extractor(*extraction["fingerprint"].split("/"))
    words = {"text": version["text"] if version else "", "notice": notice["text"] if notice else None}
    return replace(Article.from_dict(known | fields | words), extractor=extractor)


def readings(db: MorgueDatabase, article_id: int) -> list[list[dict[str, Any]]]:
    """What different extractors read from the same capture of an article: a list a capture that several have read, oldest first.

    A reading is the extraction's row with `fetched_at`, `url` and `article`, the Article that was read; first the one that was made first.
    """
    rows = db.rows_of(
        """SELECT e.*, c.url, c.fetched_at FROM extractions e JOIN captures c ON c.id = e.capture
           WHERE e.article = ? ORDER BY c.fetched_at, c.id, e.extracted_at, e.id""",
        article_id,
    )
    captures = [list(group) for _, group in groupby(rows, key=itemgetter("capture"))]
    return [[{**row, "article": stored_article(db, row["url"], row)} for row in group] for group in captures if len(group) > 1]
