"""One import: foreign records into a WARC file of our own, or a WARC file referred to where it lies; then rows for its captures."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from pipelines.archive import Archive
from pipelines.errors import RecordDamaged, UsageError
from pipelines.forget import leave_out_forgotten
from pipelines.importing.foreign import Advance
from pipelines.importing.sources import Source, expand
from pipelines.intake import IMPORTED, NO_SITE, SiteOf, take_in_file
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.originals import find_originals
from pipelines.warc.build import default_info, warcinfo_record
from pipelines.warc.files import Reference, file_name, refer_to
from pipelines.warc.members import begins_record
from pipelines.warc.record import gzip_member
from pipelines.warc.records import NOT_READABLE, iter_sound_records

# How often the bytes of a source are read: for its digest, to be copied, for rows.
PASSES = 3

__all__ = ["PASSES", "Imported", "Source", "expand", "import_source", "refer_to_source"]


@dataclass(slots=True)
class Imported:
    """What came of one source: records copied, captures that were new or known, and what was left out and why."""

    source: str
    warc_file: str = ""
    records: int = 0
    new: int = 0
    known: int = 0
    left_out: list[str] = field(default_factory=list)

    def tell(self, damage: RecordDamaged) -> None:
        self.left_out.append(str(damage))


def import_source(archive: Archive, source: Source, site_of: SiteOf, advance: Advance = lambda _: None) -> Imported:
    """Copies the records of a source into the archive and writes their rows; the same source again changes nothing.

    A page belongs to the site that was named, else to the one that its records name, else to what `site_of` says of its URL.
    Extraction is left to the caller. `advance` is told bytes of the source, each PASSES times.
    """
    imported = Imported(str(source.path))
    try:
        digest = source.digest(advance)
        target = _target(archive, source, digest)
        imported.warc_file = file_name(archive.warc, target)
        if not target.exists():
            imported.records = _copy(source.members(imported.tell, advance), target, source, digest)
    except (PermissionError, FileNotFoundError) as error:
        advice = NOT_READABLE if isinstance(error, PermissionError) else "look where the link leads"
        imported.tell(RecordDamaged(f"{error.filename}: {error.strerror}", advice))
        return imported
    if not target.exists():
        return _nothing(imported)
    _take_in(archive, target, site_of, imported, advance)
    return imported


def refer_to_source(archive: Archive, source: Source, site_of: SiteOf, advance: Advance = lambda _: None) -> Imported:
    """Makes a WARC file part of the archive where it lies: rows name it by its absolute path, and nobody writes to it.

    `advance` is told the bytes of the file once. Raises UsageError for files whose records cannot be reached one by one.
    """
    path = source.path.resolve()
    if path.is_relative_to(archive.warc.resolve()):
        raise UsageError(f"{path} lies in the archive", "run `morgue repair`, which gives its records their rows")
    imported = Imported(str(source.path), file_name(archive.warc, path))
    if not source.is_warc:
        raise UsageError(f"{path} is no WARC file, and only such are read where they lie", "import it with --copy")
    beginnings = _first_records(path, imported)
    if not beginnings:
        return _nothing(imported)
    if not _are_reachable(path, beginnings):
        raise UsageError(f"{path} cannot be read where it lies: its records are not compressed one by one", "import it with --copy")
    imported.left_out.clear()  # is told again
    refer_to(archive.warc, Reference(path.as_posix(), source.site))
    _take_in(archive, path, site_of, imported, advance)
    return imported


def _first_records(path: Path, imported: Imported) -> list[int]:
    return [record.offset for record in islice(iter_sound_records(path, imported.tell), 3)]


def _are_reachable(path: Path, offsets: list[int]) -> bool:
    """Whether these records are members of their own."""
    with path.open("rb") as stream:
        return len(set(offsets)) == len(offsets) and all(begins_record(stream, offset) for offset in offsets)


def _nothing(imported: Imported) -> Imported:
    if not imported.left_out:
        imported.tell(RecordDamaged(f"{imported.source}: there is no record in it", "look what the file is"))
    return imported


def _take_in(archive: Archive, path: Path, site_of: SiteOf, imported: Imported, advance: Advance) -> None:
    with archive.database() as db:
        leave_out_forgotten(db, archive, path, "taken down before")  # what was taken down does not come back by another file
        before = _rows(db)
        captures = take_in_file(db, archive.warc, path, site_of, imported.tell, advance)
        imported.new = _rows(db) - before
        imported.known = captures - imported.new
        if imported.new:
            find_originals(db)


def _rows(db: MorgueDatabase) -> int:
    row = db.first("SELECT count(*) AS n FROM captures")
    return int(row["n"]) if row else 0


def _copy(members: Iterator[bytes], target: Path, source: Source, digest: str) -> int:
    """Writes every record as a gzip member; the file gets its name when it is whole, and none if there is no record."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    try:
        with unfinished.open("wb") as file:
            count = _write(members, file, target.name, source, digest)
        if count:
            unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _write(members: Iterator[bytes], file: BinaryIO, name: str, source: Source, digest: str) -> int:
    """The file begins with a warcinfo that says what it was made of; the warcinfo records of the source follow as they are."""
    origin = {
        "imported-from": str(source.path.resolve()),
        "imported-sha256": digest,
        "http-normalised": "nothing; records are as they came",
    }
    info = {**default_info(), **origin}
    file.write(gzip_member(warcinfo_record(info, f"urn:uuid:{uuid4()}", datetime.now(timezone.utc), name)))
    count = 0
    for member in members:
        file.write(member)
        count += 1
    file.flush()
    os.fsync(file.fileno())
    return count


def _target(archive: Archive, source: Source, digest: str) -> Path:
    """Where the copy stands: named for the source and its bytes, so that the same bytes are the same file."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", source.stem()).strip("-.")[:80] or "pages"
    return archive.warc / IMPORTED / (source.site or NO_SITE) / f"{stem}-{digest[:12]}.warc.gz"
