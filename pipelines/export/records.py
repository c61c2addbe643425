"""Captures as they stand in the WARC files, copied byte for byte, with warcinfo, requests and metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from pipelines.warc.build import NOT_MODIFIED
from pipelines.warc.cdxj import cdxj_line
from pipelines.warc.members import GZIP_MAGIC, ZSTD_MAGIC
from pipelines.warc.reader import warc_path
from pipelines.warc.record import gzip_member
from pipelines.warc.records import Record, iter_records

Files = Iterable[tuple[str, set[int]]]
_FOLLOWERS = frozenset({"request", "metadata"})


def copy_records(path: Path, offsets: set[int]) -> Iterator[tuple[Record, bytes]]:
    """The records of the captures at these offsets, each a gzip member whatever the file is; the file's warcinfo comes first."""
    chosen: str | None = None
    with path.open("rb") as stream:
        for record in iter_records(path):
            if record.offset in offsets:
                chosen = record.record_id
            elif record.type != "warcinfo" and not (record.type in _FOLLOWERS and record.concurrent_to == chosen):
                continue
            stream.seek(record.offset)
            data = stream.read(record.length)
            yield record, data if data.startswith(GZIP_MAGIC) else _as_gzip(data)


def _as_gzip(data: bytes) -> bytes:
    return gzip_member(zstandard.ZstdDecompressor().decompress(data) if data.startswith(ZSTD_MAGIC) else data)


def write_warc(warc_folder: Path, files: Files, out: BinaryIO) -> int:
    """One WARC file with the captures; gives back how many."""
    count = 0
    for name, offsets in files:
        for record, data in copy_records(warc_path(warc_folder, name), offsets):
            out.write(data)
            count += record.offset in offsets
    return count


def index_lines(warc_folder: Path, files: Files, *, for_replay: bool = False) -> Iterator[str]:
    """Unsorted CDXJ lines of the captures, by the names of the archive's own files."""
    for name, offsets in files:
        for record in iter_records(warc_path(warc_folder, name)):
            if record.offset in offsets and not (for_replay and hides_page(record)):
                yield cdxj_line(record, name)


def hides_page(record: Record) -> bool:
    """Whether replay by this record would show nothing: pywb answers 304 for a 304, where the page of before is wanted."""
    return record.type == "revisit" and record.status == NOT_MODIFIED
