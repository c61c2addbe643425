"""The archive against itself: WARC files against their digests, rows against WARC files, both ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.archive import Archive
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.fixity import Checked, check_file
from pipelines.warc.record import ENDINGS
from pipelines.warc.writer import OPEN_SUFFIX, lock_file

RESTORE = "restore the file from a copy; `morgue rebuild` then makes the rows again"
REPAIR = "run `morgue repair`"
_ADVICE = {"torn": REPAIR, "compressed bytes": "nothing is lost; restore the file from a copy if you have one"}
# Those still written come last in each folder.
_ENDINGS = (*ENDINGS.values(), ".warc", *(ending + OPEN_SUFFIX for ending in ENDINGS.values()))
_CAPTURES = frozenset({"response", "revisit", "resource"})


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
    """Figures of what was looked at, and all that is wrong. `articles` were compared, `read_otherwise` could not be."""

    files: int = 0
    records: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    rows: int = 0
    articles: int = 0
    read_otherwise: int = 0
    problems: list[Problem] = field(default_factory=list)


def find_warc_files(folder: Path) -> list[Path]:
    """Every WARC file below a folder, those still written last in each folder."""
    return sorted(path for ending in _ENDINGS for path in folder.rglob(f"*{ending}"))


def verify(archive: Archive, *, advance: Callable[[int], None] = lambda _: None) -> Report:
    """Reads every byte of the archive once. `advance` is told the bytes of WARC files as they are read.

    Files that a crawl writes at the moment are read as far as they go; their newest records need no rows yet.
    """
    report = Report()
    with archive.database() as db:
        _check_database(db, archive, report)
        seen = set()
        for path in find_warc_files(archive.warc):
            check = _FileCheck(db, archive.warc, path, report)
            seen.add(check.name)
            check.run(advance)
        for row in db.rows_of("SELECT warc_file, count(*) AS count FROM captures GROUP BY warc_file"):
            report.rows += row["count"]
            if row["warc_file"] not in seen:
                detail = f"{row['count']} captures stand in this file and it is not there"
                report.problems.append(Problem("file missing", row["warc_file"], None, None, detail, RESTORE))
    return report


def _check_database(db: MorgueDatabase, archive: Archive, report: Report) -> None:
    for [message] in db.execute("PRAGMA quick_check").fetchall():
        if message != "ok":
            report.problems.append(Problem("database", archive.database_path.name, None, None, message, "run `morgue rebuild`"))
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        detail = f"row {row} of {table} refers to a row of {parent} that is not there"
        report.problems.append(Problem("database", archive.database_path.name, None, None, detail, "run `morgue rebuild`"))


class _FileCheck:
    """One file against its rows."""

    def __init__(self, db: MorgueDatabase, folder: Path, path: Path, report: Report) -> None:
        name = path.relative_to(folder).as_posix().removesuffix(OPEN_SUFFIX)
        rows = db.rows_of("SELECT record_id, offset, length, payload_digest, sha256 FROM captures WHERE warc_file = ?", name)
        self._rows = {row["record_id"]: row for row in rows}
        self._db, self._folder, self._path, self.name, self._report = db, folder, path, name, report
        self._is_open = path.name.endswith(OPEN_SUFFIX)
        self._is_in_use = self._is_open and _is_locked(path)

    def run(self, advance: Callable[[int], None]) -> None:
        self._report.files += 1
        if self._is_open and not self._is_in_use:
            self._problem("not closed", None, None, "a crash left this file open", REPAIR)
        for checked in check_file(self._path):
            if checked.faults:
                self._tell_faults(checked)
            if checked.type:
                self._report.records[checked.type] += 1
                self._report.bytes += checked.length
                advance(checked.length)
            if checked.type in _CAPTURES:
                self._compare(checked)
        for record_id, row in self._rows.items():
            self._problem("record missing", row["offset"], record_id, "a row says that this record is here, and it is not", RESTORE)

    def _tell_faults(self, checked: Checked) -> None:
        for kind, detail in checked.faults:
            if not (kind == "torn" and self._is_in_use):
                self._problem(
                    kind, checked.offset, checked.record_id or self._record_at(checked.offset), detail, _ADVICE.get(kind, RESTORE)
                )

    def _record_at(self, offset: int) -> str | None:
        """The record that the rows know at a place which cannot be read."""
        return next((record_id for record_id, row in self._rows.items() if row["offset"] == offset), None)

    def _compare(self, checked: Checked) -> None:
        row = self._rows.pop(checked.record_id, None)
        if row is None:
            if checked.is_page and not self._is_in_use and not self._is_copy(checked.record_id):
                self._problem("no row", checked.offset, checked.record_id, "the database does not know this record", REPAIR)
            return
        if (row["offset"], row["length"]) != (checked.offset, checked.length):
            detail = f"its row says {row['length']} bytes at {row['offset']}, and they are {checked.length}"
            self._problem("row differs", checked.offset, checked.record_id, detail, REPAIR)
        if checked.sha256 and row["sha256"] != checked.sha256:
            self._problem("SHA-256", checked.offset, checked.record_id, "the payload is not the one that was stored", RESTORE)

    def _is_copy(self, record_id: str) -> bool:
        """Whether the record stands in another file too, which its row names, as after importing two overlapping files."""
        row = self._db.first("SELECT warc_file FROM captures WHERE record_id = ?", record_id)
        return row is not None and (self._folder / row["warc_file"]).exists()

    def _problem(self, kind: str, offset: int | None, record_id: str | None, detail: str, advice: str) -> None:
        self._report.problems.append(Problem(kind, self.name, offset, record_id, detail, advice))


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
        "problems": [{name: getattr(problem, name) for name in Problem.__slots__} for problem in report.problems],
    }
