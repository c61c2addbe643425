"""Captures of WARC files become rows, with the site and the crawl that they belong to."""

from __future__ import annotations

from pipelines.capture import Capture
from pipelines.storage.captures import iso, save_capture
from pipelines.storage.database import MorgueDatabase


def take_in(db: MorgueDatabase, capture: Capture) -> int:
    """The id of the capture's row, written with a bare site and crawl where they are not known yet.

    A crawl that is known by its captures alone begins with the first of them and has no end.
    """
    assert capture.fetched_at is not None, "a capture of the archive has a WARC-Date"
    if capture.site:
        db.execute("INSERT INTO sites (name) VALUES (?) ON CONFLICT DO NOTHING", [capture.site])
    if capture.site and capture.crawl_id:
        db.execute(
            """INSERT INTO crawls (id, site, started_at, reason) VALUES (?, ?, ?, 'taken in from WARC')
               ON CONFLICT DO UPDATE SET started_at = min(started_at, excluded.started_at) WHERE reason = 'taken in from WARC'""",
            [capture.crawl_id, capture.site, iso(capture.fetched_at)],
        )
    return save_capture(db, capture)
