"""The archive against itself: WARC files against their digests, rows against WARC files, both ways."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.archive import Archive
from pipelines.errors import MorgueError
from pipelines.intake import IMPORTED
from pipelines.replay_index import unindexed
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.originals import missing_originals
from pipelines.verify_file import Found, Part, Row, begin_apart, check_apart, check_part, parts_of
from pipelines.warc.files import file_name, find_warc_files, is_elsewhere, references
from pipelines.warc.fixity import Checked
from pipelines.warc.records import holds_page
from pipelines.warc.writer import OPEN_SUFFIX, lock_file

RESTORE = "restore the file from a copy; `morgue rebuild` then makes the rows again"
REPAIR = "run `morgue repair`"
_ADVICE = {"torn": REPAIR, "compressed bytes": "nothing is lost; restore the file from a copy if you have one"}
# Fewer parts than that are read before another process has started.
FEW_PARTS = 4


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where. `record_id` is None where no record could be read."""

    kind: str
    file: str
    offset: int | None
    record_id: str | None
    detail: str
    advice: str

    def __str__(self) -> str:
        place = f"{self.file} at byte {self.offset}" if self.offset is not None else self.file
        record = f" ({self.record_id})" if self.record_id else ""
        return f"{place}{record}: {self.kind}: {self.detail}; {self.advice}"


@dataclass(slots=True)
class Report:
    """Figures of what was looked at, and all that is wrong. `articles` were compared, `read_otherwise` could not be.

    `notes` are of what is not damaged and could be better.
    """

    files: int = 0
    records: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    rows: int = 0
    articles: int = 0
    read_otherwise: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(archive: Archive, *, jobs: int = 1, every_bit: bool = False, advance: Callable[[int], None] = lambda _: None) -> Report:
    """Reads every byte of the archive once, by `jobs` processes where there is enough to read.

    With `every_bit` the records that we compressed are compressed again, for bits that nobody reads and no checksum covers.
    `advance` is told the bytes of WARC files as they are read. Files that a crawl writes at the moment are read as far as they
    go; their newest records need no rows yet.
    """
    report = Report()
    with archive.database() as db:
        _check_database(db, archive, report)
        files = {file_name(archive.warc, path): path for path in find_warc_files(archive.warc)}
        parts = [part for name, path in files.items() for part in parts_of(db, path, name, every_bit=every_bit and _is_ours(name))]
        found = dict[str, Found]()
        for part, each in _check_all(archive, db, parts, jobs):
            found.setdefault(part.name, Found()).add(each)
            advance(each.bytes)
        for name, path in files.items():
            report.problems += sorted(_Judge(db, archive.warc, path, name).problems(found[name]), key=lambda problem: problem.offset or 0)
            report.files, report.bytes = report.files + 1, report.bytes + found[name].bytes
            report.records += found[name].records
        for row in db.rows_of(_FILES):
            report.rows += row["count"]
            if row["warc_file"] not in files:
                detail = f"{row['count']} captures stand in this file and it is not there"
                report.problems.append(Problem("file missing", row["warc_file"], None, None, detail, RESTORE))
        report.notes += _notes(archive, db)
    return report


def _notes(archive: Archive, db: MorgueDatabase) -> Iterator[str]:
    if files := unindexed(archive, db):
        yield f"index/ lacks the captures of {len(files)} WARC files, which pywb does not find; run `morgue repair`"
    if count := missing_originals(db):
        advice = "import the files that hold them and run `morgue reextract --failed`"
        yield f"{count} revisits stand for captures that are not in the archive; {advice}"


def _is_ours(name: str) -> bool:
    """Whether we compressed what a file holds; of what was imported, others did."""
    return not is_elsewhere(name) and not name.startswith(f"{IMPORTED}/")


def _check_all(archive: Archive, db: MorgueDatabase, parts: list[Part], jobs: int) -> Iterator[tuple[Part, Found]]:
    """This process reads too, from the end: what no other one has begun with."""
    if jobs < 2 or len(parts) < FEW_PARTS:
        yield from ((part, check_part(db, part)) for part in parts)
        return
    try:
        with ProcessPoolExecutor(jobs - 1, multiprocessing.get_context("spawn"), begin_apart, (archive.database_path,)) as pool:
            futures = [(part, pool.submit(check_apart, part)) for part in parts]
            for part, future in reversed(futures):
                if future.cancel():
                    yield part, check_part(db, part)
            yield from ((part, future.result()) for part, future in futures if not future.cancelled())
    except BrokenProcessPool as error:
        raise MorgueError(f"a process that read {archive.warc} was ended: {error}", "run `morgue verify --jobs 1`") from error


def _check_database(db: MorgueDatabase, archive: Archive, report: Report) -> None:
    for [message] in db.execute("PRAGMA quick_check").fetchall():
        if message != "ok":
            report.problems.append(Problem("database", archive.database_path.name, None, None, message, "run `morgue rebuild`"))
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        detail = f"row {row} of {table} refers to a row of {parent} that is not there"
        report.problems.append(Problem("database", archive.database_path.name, None, None, detail, "run `morgue rebuild`"))


_FILES = """SELECT warc_file, sum(count) AS count FROM (SELECT warc_file, count(*) AS count FROM captures GROUP BY warc_file
    UNION ALL SELECT warc_file, count(*) FROM conversions GROUP BY warc_file) GROUP BY warc_file"""


class _Judge:
    """Says what of that which was found in one file is a problem."""

    def __init__(self, db: MorgueDatabase, folder: Path, path: Path, name: str) -> None:
        self._db, self._folder, self._path, self._name = db, folder, path, name
        self._without = references(folder)[name].without if is_elsewhere(name) else ()
        self._is_open = path.name.endswith(OPEN_SUFFIX)
        self._is_in_use = self._is_open and _is_locked(path)

    def problems(self, found: Found) -> Iterator[Problem]:
        if self._is_open and not self._is_in_use:
            yield self._problem("not closed", None, None, "a crash left this file open", REPAIR)
        for offset, record_id, (kind, detail) in found.faults:
            if kind != "torn" or not self._is_in_use:
                advice = RESTORE if is_elsewhere(self._name) else _ADVICE.get(kind, RESTORE)
                yield self._problem(kind, offset, record_id or self._record_at(offset), detail, advice)
        unmet = dict(found.unmet)
        for checked in found.astray:
            row = unmet.pop(checked.record_id, None)
            if row is not None:
                yield from self._differences(row, checked)
            elif not self._is_in_use and not self._is_known(checked.record_id) and holds_page(self._path, checked.offset):
                yield self._problem("no row", checked.offset, checked.record_id, "the database does not know this record", REPAIR)
        for row in unmet.values():
            yield self._problem("record missing", row.offset, row.record_id, "a row says that this record is here, and it is not", RESTORE)

    def _differences(self, row: Row, checked: Checked) -> Iterator[Problem]:
        if (row.offset, row.length) != (checked.offset, checked.length):
            detail = f"its row says {row.length} bytes at {row.offset}, and they are {checked.length} at {checked.offset}"
            yield self._problem("row differs", checked.offset, checked.record_id, detail, REPAIR)
        if checked.sha256 and row.sha256 != checked.sha256:
            yield self._problem("SHA-256", checked.offset, checked.record_id, "the payload is not the one that was stored", RESTORE)

    def _record_at(self, offset: int) -> str | None:
        """The record that the rows know at a place which cannot be read."""
        row = self._db.first("SELECT record_id FROM captures WHERE warc_file = ? AND offset = ?", self._name, offset)
        return row["record_id"] if row else None

    def _is_known(self, record_id: str) -> bool:
        """Whether the record was forgotten, or its row names another file where it stands too, as after importing overlapping files."""
        row = self._db.first("SELECT warc_file FROM captures WHERE record_id = ?", record_id)
        return record_id in self._without or (row is not None and (self._folder / row["warc_file"]).exists())

    def _problem(self, kind: str, offset: int | None, record_id: str | None, detail: str, advice: str) -> Problem:
        return Problem(kind, self._name, offset, record_id, detail, advice)


def _is_locked(path: Path) -> bool:
    with path.open("rb") as file:
        return not lock_file(file)


def as_dict(report: Report) -> dict[str, Any]:
    """The report for programs."""
    return {
        "files": report.files,
        "records": dict(report.records),
        "bytes": report.bytes,
        "rows": report.rows,
        "articles": report.articles,
        "read_otherwise": report.read_otherwise,
        "notes": report.notes,
        "problems": [{name: getattr(problem, name) for name in Problem.__slots__} for problem in report.problems],
    }
