"""Captures of WARC files become rows, with the site and the crawl that they belong to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pipelines.capture import Capture
from pipelines.errors import RecordDamaged
from pipelines.rights import asks_privacy, mark_private
from pipelines.storage.captures import iso, save_capture
from pipelines.storage.conversions import save_conversion
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.files import file_name, is_elsewhere, references
from pipelines.warc.reader import iter_sound_captures

SiteOf = Callable[[str], str | None]
Told = Callable[[RecordDamaged], None]

IMPORTED = "imported"
NO_SITE = "_"
# Captures in one transaction: short ones, so that a crawl beside can write too.
BATCH = 200


def take_in_file(
    db: MorgueDatabase, folder: Path, path: Path, site_of: SiteOf, told: Told, advance: Callable[[int], None] = lambda _: None
) -> int:
    """Gives every capture of a WARC file its row, and says how many captures it holds; what cannot be read is told.

    A page belongs to the site that was named for its file, else to the one that its records name, else to what `site_of` says of
    its URL. `advance` is told the bytes as they are read.
    """
    name = file_name(folder, path)
    named, without = named_site(folder, name), references(folder)[name].without if is_elsewhere(name) else ()
    captures = (
        (replace(capture, site=named or capture.site or site_of(capture.url)), asks_privacy(capture, entity))
        for capture, entity in iter_sound_captures(path, name, told)
        if capture.record_id not in without
    )
    count = position = 0
    while batch := list(islice(captures, BATCH)):
        with db.writing():
            for capture, private in batch:
                try:
                    take_in(db, capture, asks_privacy=private)
                except LookupError as error:  # noqa: PERF203 - what a row costs is much more
                    told(RecordDamaged(str(error), "the file was another one when it was imported; run `morgue verify`"))
        last = batch[-1][0]
        count += len(batch)
        advance(last.offset + last.length - position)
        position = last.offset + last.length
    advance(path.stat().st_size - position)
    return count


def named_site(folder: Path, name: str) -> str | None:
    """The site that was named when this file was imported."""
    if is_elsewhere(name):
        return references(folder)[name].site
    parts = name.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == IMPORTED and parts[1] != NO_SITE else None


def take_in(db: MorgueDatabase, capture: Capture, *, asks_privacy: bool = False) -> int | None:
    """The id of the capture's row, written with a bare site and crawl where they are not known yet; None for a rendered page.

    A crawl that is known by its captures alone begins with the first of them and has no end. A page that asks for
    privacy (`rights.asks_privacy`) gets it unless the site's definition says to keep such pages.
    """
    assert capture.fetched_at is not None, "a capture of the archive has a WARC-Date"
    if capture.refers_to:
        save_conversion(db, capture)
        return None
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
