"""What a crash left: files still open, torn tails, records without rows, rows that point beside their record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.errors import RecordDamaged, UsageError
from pipelines.intake import named_site, take_in
from pipelines.replay_index import unindexed, update_index
from pipelines.rights import asks_privacy
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.originals import find_originals
from pipelines.warc.files import file_name, find_warc_files, is_elsewhere, references
from pipelines.warc.reader import iter_sound_captures
from pipelines.warc.recover import cut_torn_tail, find_open_files, recover
from pipelines.warc.writer import OPEN_SUFFIX


@dataclass(slots=True)
class Repairs:
    """What was done. `torn` maps each file to the side file with the bytes that were cut off."""

    closed: list[str] = field(default_factory=list)
    torn: dict[str, str] = field(default_factory=dict)
    taken_in: int = 0
    moved: int = 0
    in_use: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def repair(archive: Archive, *, advance: Callable[[int], None] = lambda _: None) -> Repairs:
    """Closes and cuts files, then brings rows and records together. Loses no byte; what is damaged stays and is named.

    `advance` is told the bytes of WARC files as they are read. Doing it twice changes nothing.
    """
    repairs, mended = Repairs(), set[str]()
    for path in find_open_files(archive.warc):
        _close(archive, path, repairs)
    with archive.database() as db:
        for path in find_warc_files(archive.warc):
            name = file_name(archive.warc, path)
            if path.name.endswith(OPEN_SUFFIX):
                continue
            try:
                if not is_elsewhere(name) and (torn := cut_torn_tail(path).torn):
                    repairs.torn[name] = _name(archive, torn)
                if _mend_rows(db, archive, name, repairs):
                    mended.add(name)
            except PermissionError as error:
                repairs.damaged.append(f"{path}: {error.strerror}; look who may read and write the file")
            advance(path.stat().st_size)
        find_originals(db)
        if names := mended.union(repairs.closed, repairs.torn, unindexed(archive, db)):
            update_index(archive, db, names)
    return repairs


def _close(archive: Archive, path: Path, repairs: Repairs) -> None:
    try:
        recovery = recover(path)
    except UsageError:  # some process writes it
        repairs.in_use.append(_name(archive, path))
        return
    if recovery.path:
        repairs.closed.append(_name(archive, recovery.path))
    if recovery.torn:
        repairs.torn[_name(archive, recovery.path or path)] = _name(archive, recovery.torn)


def _mend_rows(db: MorgueDatabase, archive: Archive, name: str, repairs: Repairs) -> bool:
    """Whether any row was wrong."""

    def told(damage: RecordDamaged) -> None:
        repairs.damaged.append(str(damage))

    named, without = named_site(archive.warc, name), references(archive.warc)[name].without if is_elsewhere(name) else ()
    captures = iter_sound_captures(archive.warc / name, name, told)
    sound = ((replace(capture, site=named or capture.site), entity) for capture, entity in captures if capture.record_id not in without)
    wrong = [(capture, asks_privacy(capture, entity)) for capture, entity in sound if _is_wrong(db, capture, archive)]
    with db.writing():
        _free_places(db, [capture for capture, _ in wrong])
        for capture, private in wrong:
            if _move(db, capture):
                repairs.moved += 1
            else:
                take_in(db, capture, asks_privacy=private)
                repairs.taken_in += 1
    return bool(wrong)


def _is_wrong(db: MorgueDatabase, capture: Capture, archive: Archive) -> bool:
    """Whether the capture's row lacks or points elsewhere; a second copy of a record in another file may stand there."""
    row = db.first(f"SELECT warc_file, offset, length FROM {_table(capture)} WHERE record_id = ?", capture.record_id)  # noqa: S608
    if row is None:
        return True
    if row["warc_file"] != capture.warc_file:
        return not (archive.warc / row["warc_file"]).exists()
    return (row["offset"], row["length"]) != (capture.offset, capture.length)


def _free_places(db: MorgueDatabase, captures: list[Capture]) -> None:
    """Rows that stand where another record does step aside first, for no two rows may name one place."""
    for capture in captures:
        db.execute(
            f"UPDATE {_table(capture)} SET offset = -id WHERE warc_file = ? AND offset = ? AND record_id <> ?",  # noqa: S608
            [capture.warc_file, capture.offset, capture.record_id],
        )


def _move(db: MorgueDatabase, capture: Capture) -> bool:
    """Points the capture's row to where its record is; False when it has no row."""
    cursor = db.execute(
        f"UPDATE {_table(capture)} SET warc_file = ?, offset = ?, length = ? WHERE record_id = ?",  # noqa: S608 - two names of ours
        [capture.warc_file, capture.offset, capture.length, capture.record_id],
    )
    return cursor.rowcount > 0


def _table(capture: Capture) -> str:
    return "conversions" if capture.refers_to else "captures"


def _name(archive: Archive, path: Path) -> str:
    return path.relative_to(archive.warc).as_posix()
