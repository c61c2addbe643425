"""The index that pywb serves an archive by, kept while crawls write: every `index/*.cdxj` is sorted, and all together are whole.

`index.cdxj` has the most. A crawl adds a small file at each commit, after the WARC's bytes are on the disk, and merges its
own; at its end they are folded into `index.cdxj`, when they are large enough to be worth writing that again. A crash leaves
files that are valid, and the next crawl of the site folds them in. Leaves out what is private, and 304 answers, for which pywb
would show an empty page; `morgue export cdxj` has these.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TextIO

from filelock import FileLock

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.export.records import hides_page
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.build import NOT_MODIFIED
from pipelines.warc.cdxj import capture_line, cdxj_line, is_indexed, merge_cdxj, write_cdxj
from pipelines.warc.files import file_name, find_warc_files
from pipelines.warc.records import iter_sound_records, log_torn
from pipelines.warc.writer import OPEN_SUFFIX

MAIN = "index.cdxj"
OPEN_FILES = "open"
# A crawl's own files before they are merged into one.
FILES_AT_MOST = 16
# Folding writes index.cdxj again: worth it when what is new has at least this part of its size.
WORTH_FOLDING = 1 / 8


class CrawlIndex:
    """The lines of one site's crawl, whose lock the caller holds. Takes up what a killed crawl of the site left.

    `open/` has links by their final names to the files that are still written, for lines name these.
    """

    def __init__(self, archive: Archive, site: str) -> None:
        self._folder = folder = archive.index
        self._warc = archive.warc
        self._site = site
        self._lines: list[str] = []
        self._files: set[str] = set()
        self._own = sorted(folder.glob(f"{site}~*.cdxj"))
        self._next = 1 + max((int(path.stem.rpartition("~")[2]) for path in self._own), default=0)

    def add(self, capture: Capture, *, is_revisit: bool) -> None:
        """Notes the line of a capture; it is in the index after the next commit."""
        if not (is_revisit and capture.status == NOT_MODIFIED):
            self._lines.append(capture_line(capture, is_revisit=is_revisit))
            self._files.add(capture.warc_file)

    def commit(self) -> None:
        """Writes the lines that were noted; to be called when their records are on the disk."""
        if not self._lines:
            return
        self._link_open_files()
        self._write(self._lines)
        self._lines = []
        if len(self._own) > FILES_AT_MOST:
            self._merge()

    def close(self) -> None:
        """Commits, merges, and folds into index.cdxj, when the WARC file is closed."""
        self.commit()
        shutil.rmtree(self._folder / OPEN_FILES / self._site, ignore_errors=True)
        if len(self._own) > 1:
            self._merge()
        if self._own:
            size = sum(path.stat().st_size for path in self._own)
            main = self._folder / MAIN
            if not main.exists() or size >= main.stat().st_size * WORTH_FOLDING:
                fold(self._folder, self._own)
                self._own = []

    def _link_open_files(self) -> None:
        for name in sorted(self._files):
            link, target = self._folder / OPEN_FILES / name, self._warc / f"{name}{OPEN_SUFFIX}"
            if not target.exists():
                link.unlink(missing_ok=True)
                self._files.discard(name)
            elif not link.is_symlink():
                link.parent.mkdir(parents=True, exist_ok=True)
                with suppress(OSError):  # Windows lets few make links; there the file is served when it is closed
                    link.symlink_to(os.path.relpath(target, link.parent))

    def _write(self, lines: Iterable[str]) -> None:
        self._folder.mkdir(exist_ok=True)
        path = self._folder / f"{self._site}~{self._next:09d}.cdxj"
        self._next += 1
        with _replacing(path) as out:
            write_cdxj(lines, out)
        self._own.append(path)

    def _merge(self) -> None:
        merged = self._own
        path = self._folder / f"{self._site}~{self._next:09d}.cdxj"
        self._next += 1
        with _replacing(path) as out:
            merge_cdxj(merged, out)
        self._own = [path]
        _remove(merged)


def fold(folder: Path, files: Collection[Path]) -> None:
    """Merges sorted files into index.cdxj and removes them; what is in both for a moment is there once afterwards."""
    with _locked(folder):
        main = folder / MAIN
        with _replacing(main) as out:
            merge_cdxj([*([main] if main.exists() else []), *files], out)
        _remove(files)


def update_index(archive: Archive, db: MorgueDatabase, names: Collection[str] | None = None) -> None:
    """Makes the lines of these WARC files in index.cdxj anew; without `names` those of all, while no crawl runs.

    For files that came, went or were written anew by other ways than a crawl.
    """
    with _locked(archive.index):
        main = archive.index / MAIN
        files = [path for path in find_warc_files(archive.warc) if names is None or file_name(archive.warc, path) in names]
        if names is None:
            _remove(archive.index.glob("*.cdxj"))
        with _replacing(main) as out:
            write_cdxj(chain(_others(main, names or ()), _lines(archive, db, files)), out)


def unindexed(archive: Archive, db: MorgueDatabase) -> set[str]:
    """The WARC files with pages for pywb of which no index has a line, as in an archive that is older than its index."""
    indexed: set[str] = set()
    for path in archive.index.glob("*.cdxj"):
        with path.open("rb") as lines:
            indexed.update(line.rpartition(b'"filename": "')[2][:-3].decode() for line in lines)
    rows = db.rows_of("SELECT warc_file FROM captures GROUP BY warc_file")
    shown = "SELECT 1 FROM captures WHERE warc_file = ? AND status = 200 AND NOT private LIMIT 1"
    return {name for row in rows if (name := row["warc_file"]) not in indexed and db.first(shown, name)}


def fold_all(archive: Archive) -> None:
    """Folds what crawls have left, while none runs."""
    if files := sorted(archive.index.glob("*~*.cdxj")):
        fold(archive.index, files)


def _others(main: Path, names: Collection[str]) -> Iterator[str]:
    """The lines of index.cdxj that are of other files."""
    endings = tuple(f'"filename": "{name}"}}\n' for name in names)
    if main.exists():
        with main.open(encoding="utf-8") as lines:
            yield from (line for line in lines if not line.endswith(endings))


def _lines(archive: Archive, db: MorgueDatabase, files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        name = file_name(archive.warc, path)
        rows = db.rows_of("SELECT record_id FROM captures WHERE warc_file = ? AND NOT private", name)
        public = {row["record_id"] for row in rows}
        for record in iter_sound_records(path, log_torn):
            if is_indexed(record) and record.record_id in public and not hides_page(record):
                yield cdxj_line(record, name)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "lock"):
        yield


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A file that takes its place when it is whole and on the disk."""
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("w", encoding="utf-8") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)


def _remove(files: Iterable[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)
