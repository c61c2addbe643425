"""Articles take the values of another stored extraction run, and back: nothing is read again, and nothing is lost."""

from __future__ import annotations

from typing import Any

from pipelines.errors import UsageError
from pipelines.reextract import Report
from pipelines.rights import follow_capture
from pipelines.storage.article_rows import READABLE, article_rows
from pipelines.storage.articles import fill_article
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.stored import stored_article

BATCH = 100


def runs(db: MorgueDatabase) -> list[dict[str, Any]]:
    """Each extractor that has read captures: fingerprint, extractions, articles that have its values now, first and last day."""
    return db.rows_of(
        """SELECT e.fingerprint, count(*) AS extractions, count(a.id) AS articles, min(e.extracted_at) AS first, max(e.extracted_at) AS last
           FROM extractions e LEFT JOIN articles a ON a.id = e.article AND a.extraction = e.id
           GROUP BY e.fingerprint ORDER BY last, e.fingerprint"""
    )


def adopt(db: MorgueDatabase, run: str, *, site: str | None = None, url: str | None = None) -> Report:
    """Gives articles the values that the extractors whose fingerprints contain `run` read from the capture they have now.

    Articles whose capture such an extractor has not read, or found no article in, stay as they are. Each batch is a short
    transaction. Raises UsageError when no stored run is called so.
    """
    if not any(run in each["fingerprint"] for each in runs(db)):
        raise UsageError(f"no stored extraction has {run!r} in its fingerprint", "run `morgue adopt` alone to list them")
    pairs = db.rows_of(
        """SELECT a.id AS article, max(e.id) AS extraction FROM articles a
           JOIN extractions now ON now.id = a.extraction JOIN extractions e ON e.capture = a.capture AND e.article = a.id
           WHERE instr(e.fingerprint, ?1) AND NOT instr(now.fingerprint, ?1) AND (?2 IS NULL OR a.site = ?2) AND (?3 IS NULL OR a.url = ?3)
           GROUP BY a.id ORDER BY a.id""",
        *(run, site, url),
    )
    report = Report()
    for start in range(0, len(pairs), BATCH):
        with db.writing():
            for pair in pairs[start : start + BATCH]:
                _adopt(db, pair["article"], pair["extraction"], report)
    return report


def _adopt(db: MorgueDatabase, article_id: int, extraction_id: int, report: Report) -> None:
    before = db.first("SELECT * FROM articles WHERE id = ?", article_id)
    extraction = db.first("SELECT * FROM extractions WHERE id = ?", extraction_id)
    if before is None or extraction is None or extraction["status"] not in READABLE:
        return
    pointers = {"extraction": extraction_id, "version": extraction["version"]}
    changes = fill_article(db, before, article_rows(stored_article(db, before["url"], extraction)), pointers)
    follow_capture(db, article_id)
    report.note("changed" if changes else "unchanged", changes)
