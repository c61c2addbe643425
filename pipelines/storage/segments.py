"""The segments of the search index: each transaction writes one, and a search looks into all of them for each of its words.

SQLite's FTS5 puts segments together while articles are stored, here only when there are many (`m015_growth`), as that is what makes
storing dear. When a crawl or another command has written its articles, more of it is worth while.
"""

from __future__ import annotations

import time

from pipelines.storage.database import MorgueDatabase

# An article takes about one page (4 kB). What is left to do when these are used up is gone on with when more is written, so that an
# hourly crawl of fifty articles takes a tenth of a second at most in any archive.
PAGES_AN_ARTICLE = 16
# A transaction of some hundredths of a second; other writers, who ask every tenth, get their turn in between.
_PAGES_A_STEP = 250
_PAUSE_SECONDS = 0.01


def join_segments(db: MorgueDatabase) -> None:
    """Puts segments of one size together where there are sixteen of them, in short transactions, as far as what was written allows.

    That is what this connection has put into the index since the last call; where it is nothing, nothing is done.
    """
    left, db.indexed = PAGES_AN_ARTICLE * db.indexed, 0
    while left > 0 and _step(db, min(left, _PAGES_A_STEP)):
        left -= _PAGES_A_STEP
        time.sleep(_PAUSE_SECONDS)


def _step(db: MorgueDatabase, pages: int) -> bool:
    """Whether there was anything to put together: then FTS5 changes more than the one row that the statement counts for."""
    before = db.conn.total_changes
    with db.writing():
        db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('merge', ?)", [pages])
    return db.conn.total_changes - before > 1
