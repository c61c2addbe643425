"""One import: foreign records into a WARC file of our own, then rows for its captures."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.errors import RecordDamaged, UsageError
from pipelines.importing.pages import ENDINGS, read_pages
from pipelines.importing.sources import ARC_ENDINGS, WARC_ENDINGS, ForeignRecord, read_records
from pipelines.intake import take_in
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.build import default_info, warcinfo_record
from pipelines.warc.reader import iter_sound_captures
from pipelines.warc.record import gzip_member, serialise

FOLDER = "imported"
NO_SITE = "_"
BATCH = 200
SiteOf = Callable[[str], str | None]


@dataclass(slots=True)
class Imported:
    """What came of one source: records copied, captures that were new or known, and what was left out and why."""

    source: str
    warc_file: str = ""
    records: int = 0
    new: int = 0
    known: int = 0
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """What is imported: a file or folder, for HTML a manifest, and the site that all pages belong to, if one was named."""

    path: Path
    manifest: Path | None = None
    site: str | None = None


def import_source(archive: Archive, source: Source, site_of: SiteOf, position: Callable[[int], None] = lambda _: None) -> Imported:
    """Copies the records of a source into the archive and writes their rows; the same source again changes nothing.

    A page belongs to the site that was named, else to what `site_of` says of its URL. Extraction is left to the caller.
    Raises UsageError for a path that is nothing known.
    """
    if not source.path.exists():
        raise UsageError(f"{source.path} is not there", "name a WARC, ARC or WACZ file, or HTML pages")
    imported = Imported(str(source.path))
    target = _target(archive, source)
    imported.warc_file = target.relative_to(archive.warc).as_posix()

    def told(damage: RecordDamaged) -> None:
        imported.left_out.append(str(damage))

    if not target.exists():
        imported.records = _copy(_records(source, told, position), target, source)
    if target.exists():
        with archive.database() as db:
            _take_in_all(db, target, imported, lambda url: source.site or site_of(url))
    return imported


def site_by_place(warc_file: str) -> str | None:
    """The site that was named when this file was imported."""
    parts = warc_file.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == FOLDER and parts[1] != NO_SITE else None


def _records(source: Source, told: Callable[[RecordDamaged], None], position: Callable[[int], None]) -> Iterator[ForeignRecord]:
    name = source.path.name.lower()
    if source.path.is_dir() or name.endswith(ENDINGS):
        return read_pages(source.path, source.manifest, told)
    return read_records(source.path, told, position)


def _copy(records: Iterator[ForeignRecord], target: Path, source: Source) -> int:
    """Writes every record as a gzip member; the file gets its name when it is whole, and none if there is no record."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    try:
        with unfinished.open("wb") as file:
            count = _write(records, file, target.name, source.path.name)
        if count:
            unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _write(records: Iterator[ForeignRecord], file: BinaryIO, name: str, origin: str) -> int:
    info = {**default_info(), "imported-from": origin, "http-normalised": "nothing; records are as they were imported"}
    file.write(gzip_member(warcinfo_record(info, f"urn:uuid:{uuid4()}", datetime.now(timezone.utc), name)))
    count = 0
    for record in records:
        file.write(gzip_member(serialise(record.fields, record.block, record.version)))
        count += 1
    file.flush()
    os.fsync(file.fileno())
    return count


def _take_in_all(db: MorgueDatabase, target: Path, imported: Imported, site_of: SiteOf) -> None:
    def told(damage: RecordDamaged) -> None:
        imported.left_out.append(str(damage))

    captures = (capture for capture, _ in iter_sound_captures(target, imported.warc_file, told))
    # Many short transactions, so that a crawl beside can write too.
    while batch := list(islice(captures, BATCH)):
        with db.writing():
            for capture in batch:
                _take_in(db, capture, imported, site_of)


def _take_in(db: MorgueDatabase, capture: Capture, imported: Imported, site_of: SiteOf) -> None:
    if db.first("SELECT 1 FROM captures WHERE record_id = ?", capture.record_id):
        imported.known += 1
        return
    take_in(db, replace(capture, site=site_of(capture.url) or capture.site))
    imported.new += 1


def _target(archive: Archive, source: Source) -> Path:
    """Where the copy stands: named for the source and its bytes, so that the same bytes are the same file."""
    stem = source.path.resolve().name
    for ending in (*WARC_ENDINGS, *ARC_ENDINGS, ".wacz", *ENDINGS):
        stem = stem.removesuffix(ending)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.")[:80] or "pages"
    return archive.warc / FOLDER / (source.site or NO_SITE) / f"{stem}-{_digest(source)[:12]}.warc.gz"


def _digest(source: Source) -> str:
    digest = hashlib.sha256()
    files = sorted(path for path in source.path.rglob("*") if path.is_file()) if source.path.is_dir() else [source.path]
    for path in [*files, *([source.manifest] if source.manifest else [])]:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
