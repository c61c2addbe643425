"""Archives into one: what several machines crawled, each into an archive of its own, becomes part of another, files first, then rows."""

from __future__ import annotations

import filecmp
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.archive import Archive
from pipelines.duplicates import update as update_duplicates
from pipelines.errors import ArchiveDamaged, UsageError
from pipelines.rebuild import no_crawls
from pipelines.repair import repair
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.merging import attached, merge_rows
from pipelines.warc.files import find_warc_files

Files = Literal["copy", "move", "leave"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came over: WARC files, and readings that were not known here."""

    shard: str
    files: int
    captures: int
    extractions: int


def merge(archive: Archive, shard: Archive, files: Files = "copy") -> Merged:
    """Makes a shard's captures and all that was read from them part of the archive, by natural keys: in any order, twice without harm.

    What a killed crawl left in the shard is mended first. WARC files are copied, moved, or left where they are because the archive
    can reach them there (its `warc/store`). Raises UsageError while the shard is crawled into, or where two files of one name differ.
    """
    if shard.root == archive.root:
        raise UsageError(f"{shard.root} cannot be merged into itself", "name another archive")
    with no_crawls(shard):
        repair(shard)
        brought = [] if files == "leave" else _bring_files(archive, shard)
        with archive.database() as db, shard.database() as source, attached(db, shard.database_path):
            before = _captures(db)
            extractions = merge_rows(db, source)
            captures = _captures(db) - before
        if files == "move":
            for path in brought:
                path.unlink()
    with archive.database() as db:
        update_duplicates(db)
    return Merged(str(shard.root), len(brought), captures, extractions)


def _captures(db: MorgueDatabase) -> int:
    (count,) = db.execute("SELECT count(*) FROM main.captures").fetchone()
    return int(count)


def _bring_files(archive: Archive, shard: Archive) -> list[Path]:
    """Copies each WARC file of the shard to the same place in the archive; gives back those that lie there now."""
    paths = [path for path in find_warc_files(shard.warc) if path.is_relative_to(shard.warc)]
    for path in paths:
        target = archive.warc / path.relative_to(shard.warc)
        if not target.exists():
            _copy(path, target)
        elif not filecmp.cmp(path, target, shallow=False):
            raise ArchiveDamaged(
                f"{path} and {target} have one name and differ", "give one of them back from a backup, or forget pages in both"
            )
    return paths


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    shutil.copyfile(path, part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.rename(target)
