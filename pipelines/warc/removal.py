"""Records taken out of WARC files for good, and the record that says so.

Two metadata records tell of a removal: one at the end of each file that was written anew names the record ids that were in it;
one in a file of its own, `_forgotten/…`, has the digests of the addresses that must not be captured again, for `morgue rebuild`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timezone
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple
from uuid import uuid4

from pipelines.warc.build import default_info, warcinfo_record
from pipelines.warc.record import (
    Field,
    compress,
    compression_of,
    gzip_member,
    parse_warc_fields,
    serialise,
    sha1_digest,
    warc_date,
    warc_fields,
)
from pipelines.warc.records import iter_sound_records, log_torn
from pipelines.warc.writer import OPEN_SUFFIX

# No site has such a name: WarcWriter's prefixes begin with a letter or digit.
FOLDER = "_forgotten"
_ALGORITHM = "sha256:"
_PIECE = 1 << 20


class Place(NamedTuple):
    """Where a record stands in its file."""

    record_id: str
    offset: int
    length: int


def remove_records(path: Path, removed: Collection[str], reason: str, rows: Mapping[int, str] = MappingProxyType({})) -> list[Place]:
    """Writes the file without these records and those that belong to them; gives back where the others stand now.

    What cannot be read stays as it is, but for what `rows`, record ids by offset, say to be one of these records.
    """
    sound = partial(iter_sound_records, path, log_torn)
    belonging = {*removed, *(record.concurrent_to for record in sound() if record.record_id in removed and record.concurrent_to)}
    unfinished = path.with_name(path.name + ".part")
    kept: list[Place] = []
    gone: list[str] = []
    with path.open("rb") as source, unfinished.open("wb") as target:

        def keep(record_id: str, start: int, end: int) -> None:
            kept.append(Place(record_id, target.tell(), end - start))
            _copy(source, target, start, end)

        def keep_unreadable(start: int, end: int) -> None:
            offsets = sorted(each for each in rows if start <= each < end) if start < end else []
            _copy(source, target, start, min([*offsets, end]))
            for offset, following in pairwise([*offsets, end]):
                if rows[offset] in belonging:
                    gone.append(rows[offset])
                else:
                    keep(rows[offset], offset, following)

        end = 0
        for record in sound():
            keep_unreadable(end, record.offset)
            end = record.offset + record.length
            if record.record_id in belonging or record.concurrent_to in removed:
                gone.append(record.record_id)
            else:
                keep(record.record_id, record.offset, end)
        keep_unreadable(end, source.seek(0, 2))
        if gone:
            note = _note(reason, [("removed-record", f"<{each}>") for each in gone])
            target.write(compress(note, compression_of(path.name.removesuffix(OPEN_SUFFIX))))
        target.flush()
        os.fsync(target.fileno())
    unfinished.replace(path)
    return kept


def write_ban(folder: Path, digests: Iterable[str], moment: datetime, reason: str) -> None:
    """Writes down, durably, that addresses of these digests must not be captured again."""
    path = folder / FOLDER / f"forgotten-{moment:%Y%m%d%H%M%S}-{uuid4().hex[:8]}.warc.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    note = _note(reason, [("removed-address", f"{_ALGORITHM}{digest}") for digest in digests], moment)
    with path.open("xb") as file:
        file.write(gzip_member(warcinfo_record(default_info(), f"urn:uuid:{uuid4()}", moment, path.name)))
        file.write(gzip_member(note))
        file.flush()
        os.fsync(file.fileno())


def read_bans(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Digest, date and reason of every ban that `write_ban` has written."""
    for path in sorted((folder / FOLDER).glob("*.warc.gz")):
        for record in iter_sound_records(path, log_torn):
            pairs = parse_warc_fields(record.payload) if record.type == "metadata" else []
            notes = dict(pairs)
            for name, value in pairs:
                if name == "removed-address":
                    yield value.removeprefix(_ALGORITHM), notes.get("removed-at", ""), notes.get("reason", "")


def _copy(source: BinaryIO, target: BinaryIO, start: int, end: int) -> None:
    source.seek(start)
    while start < end and (piece := source.read(min(end - start, _PIECE))):
        target.write(piece)
        start += len(piece)


def _note(reason: str, what: Iterable[Field], moment: datetime | None = None) -> bytes:
    moment = moment or datetime.now(timezone.utc)
    block = warc_fields([("removed-at", warc_date(moment)), ("reason", reason), *what])
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
        ("WARC-Date", warc_date(moment)),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/warc-fields"),
    ]
    return serialise(fields, block)
