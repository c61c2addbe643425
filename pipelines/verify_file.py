"""A part of one WARC file against the rows that say what stands there. Parts are independent, so processes may share a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pipelines.storage.database import MorgueDatabase
from pipelines.warc.fixity import Checked, Fault, FileCheck

_CAPTURES = frozenset({"response", "revisit", "resource"})
_ROWS = """SELECT offset, record_id, length, sha256 FROM captures WHERE warc_file = ?1 AND offset >= ?2 AND offset < coalesce(?3, 1 << 62)
    UNION ALL SELECT offset, record_id, length, sha256 FROM conversions
    WHERE warc_file = ?1 AND offset >= ?2 AND offset < coalesce(?3, 1 << 62) ORDER BY offset"""
# Work that is worth handing to another process: an eighth of a second.
PART = 16 << 20


class Row(NamedTuple):
    """What a row of captures says of its record."""

    offset: int
    record_id: str
    length: int
    sha256: str


_NO_ROW = (1 << 62, "", 0, "")


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes `start` to `stop` (None: its end) of the file that captures call `name`; `every_bit` as for FileCheck."""

    path: Path
    name: str
    start: int = 0
    stop: int | None = None
    every_bit: bool = False


@dataclass(slots=True)
class Found:
    """What a part holds. `faults` name the record where it is known; `astray` are captures that do not stand as a row says,
    and `unmet` rows that no record answers to, by record id."""

    records: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    faults: list[tuple[int, str | None, Fault]] = field(default_factory=list)
    astray: list[Checked] = field(default_factory=list)
    unmet: dict[str, Row] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Takes in what another part of the same file holds."""
        self.records += other.records
        self.bytes += other.bytes
        self.faults += other.faults
        self.astray += other.astray
        self.unmet |= other.unmet


def parts_of(db: MorgueDatabase, path: Path, name: str, *, every_bit: bool = False) -> list[Part]:
    """A file in parts of some size that begin where rows say that records do."""
    starts, size = [0], path.stat().st_size
    while starts[-1] + PART < size:
        sql = "SELECT offset FROM captures WHERE warc_file = ? AND offset >= ? ORDER BY offset LIMIT 1"
        row = db.first(sql, name, starts[-1] + PART)
        if row is None or row["offset"] >= size:
            break
        starts.append(row["offset"])
    return [Part(path, name, start, stop, every_bit) for start, stop in zip(starts, [*starts[1:], None], strict=True)]


def check_part(db: MorgueDatabase, part: Part) -> Found:
    """Reads the part's records and rows side by side, in the order of the file."""
    found = Found()
    check = FileCheck(part.path, part.start, part.stop, every_bit=part.every_bit)
    rows = db.execute(_ROWS, [part.name, part.start, part.stop])
    row = next(rows, _NO_ROW)
    for checked in check:
        if checked[:4] == row and not checked[5]:  # as nearly all are
            row = next(rows, _NO_ROW)
            continue
        offset, record_id, length, sha256, kind, faults = checked
        while row[0] < offset:
            found.unmet[row[1]], row = Row(*row), next(rows, _NO_ROW)
        if faults:
            found.faults += [(offset, record_id or (row[1] if row[0] == offset else None), fault) for fault in faults]
        if row == (offset, record_id, length, sha256 or row[3]):
            row = next(rows, _NO_ROW)
        elif kind in _CAPTURES:
            found.astray.append(checked)
    found.unmet |= {each[1]: Row(*each) for each in (row, *rows) if each is not _NO_ROW}
    found.records, found.bytes = check.records, check.position - part.start
    return found


_apart: list[MorgueDatabase] = []


def begin_apart(database: Path) -> None:
    """Begins with a process of its own, which `check_apart` then runs in. They stand here for it to load little."""
    _apart.append(MorgueDatabase.open(database))


def check_apart(part: Part) -> Found:
    return check_part(_apart[0], part)
