"""What an old database held that the one rebuilt from the WARC files does not: said, and kept in the old one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pipelines.storage.database import MorgueDatabase

_EXTRACTIONS = """SELECT e.fingerprint, count(*) AS extractions, count(a.id) AS articles FROM old.extractions e
    LEFT JOIN old.articles a ON a.extraction = e.id
    WHERE e.fingerprint NOT IN (SELECT fingerprint FROM main.extractions) GROUP BY 1 ORDER BY 1"""
_ADOPTED = """SELECT count(*) AS n FROM old.articles a JOIN old.extractions e ON e.id = a.extraction
    WHERE EXISTS (SELECT 1 FROM old.extractions later WHERE later.capture = e.capture AND later.id > e.id)"""
_LEASES = "SELECT count(*) AS n FROM old.frontier WHERE lease IS NOT NULL"


def left_behind(db: MorgueDatabase, old: Path) -> list[str]:
    """A line for each kind of thing, after extraction; none where the old database cannot be read.

    Adoptions are not made again: the values of an older extractor could only come from its code. With the old database in the
    place of the new one, `morgue adopt` has them.
    """
    try:
        db.execute("ATTACH ? AS old", [str(old)])
    except sqlite3.DatabaseError:
        return []
    try:
        return [*_extractions(db), *_counted(db)]
    except sqlite3.DatabaseError:
        return []
    finally:
        db.execute("DETACH old")


def _extractions(db: MorgueDatabase) -> list[str]:
    return [
        f"{row['extractions']} extractions by {row['fingerprint']}, whose values {row['articles']} articles had"
        for row in db.rows_of(_EXTRACTIONS)
    ]


def _counted(db: MorgueDatabase) -> list[str]:
    counts = (
        ("articles that had taken the values of an earlier extraction (morgue adopt)", _ADOPTED),
        ("leases of crawls that were under way", _LEASES),
        ("failures", "SELECT count(*) AS n FROM old.failures"),
    )
    found = [(name, db.first(sql)) for name, sql in counts]
    return [f"{row['n']} {name}" for name, row in found if row and row["n"]]
