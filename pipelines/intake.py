"""Captures of WARC files become rows, with the site and the crawl that they belong to."""

from __future__ import annotations

from pipelines.capture import Capture
from pipelines.rights import mark_private
from pipelines.storage.captures import iso, save_capture
from pipelines.storage.database import MorgueDatabase


def take_in(db: MorgueDatabase, capture: Capture, *, asks_privacy: bool = False) -> int:
    """The id of the capture's row, written with a bare site and crawl where they are not known yet.

    A crawl that is known by its captures alone begins with the first of them and has no end. A page that asks for
    privacy (`rights.asks_privacy`) gets it unless the site's definition says to keep such pages.
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
    capture_id = save_capture(db, capture)
    if asks_privacy and not _is_kept(db, capture.site):
        mark_private(db, capture_id)
    return capture_id


def _is_kept(db: MorgueDatabase, site: str | None) -> bool:
    sql = "SELECT 1 FROM sites WHERE name = ? AND json_extract(definition, '$.crawl.noarchive') = 'keep'"
    return db.first(sql, site) is not None
