"""Records of WARC, ARC and WACZ files of any tool, streamed one by one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.exceptions import ArchiveLoadFailed

from pipelines.errors import RecordDamaged, UsageError
from pipelines.warc.digests import matches
from pipelines.warc.members import MAGIC_BYTES, MAGICS, next_whole_member
from pipelines.warc.record import Field

# Larger records are videos and disk images; nothing of them becomes an article.
MAX_RECORD = 128_000_000
WARC_ENDINGS = (".warc", ".warc.gz", ".warc.zst")
ARC_ENDINGS = (".arc", ".arc.gz")
Told = Callable[[RecordDamaged], None]


@dataclass(frozen=True, slots=True)
class ForeignRecord:
    """A record as it came: its version line, its fields without Content-Length, its block."""

    version: str
    fields: tuple[Field, ...]
    block: bytes


def read_records(path: Path, told: Told, position: Callable[[int], None] = lambda _: None) -> Iterator[ForeignRecord]:
    """Every record of a file, by the ending of its name; damage is told with file and offset, and what follows is read on.

    `position` is told how far the file was read, in bytes. Members of a WACZ are read in place, never unpacked to a path.
    """
    name = path.name.lower()
    with ExitStack() as stack:
        stream = stack.enter_context(path.open("rb"))
        if name.endswith(".wacz"):
            yield from _wacz(stream, path, told)
        elif name.endswith(ARC_ENDINGS):
            yield from _arc(stream, path, told)
        elif name.endswith(WARC_ENDINGS):
            yield from _warc(stream, str(path), told, position)
        else:
            raise UsageError(f"{path} is no WARC, ARC or WACZ file", "see `morgue import --help` for what can be imported")


def _warc(stream: IO[bytes], name: str, told: Told, position: Callable[[int], None] = lambda _: None) -> Iterator[ForeignRecord]:
    has_members = name.lower().endswith((".gz", ".zst")) or stream.read(MAGIC_BYTES).startswith(MAGICS)
    start, size = 0, stream.seek(0, 2)
    while start < size:
        failure = None
        stream.seek(start)
        try:
            for raw in ArchiveIterator(stream, parse_http=False, strict_mode=False):
                start = raw.stream_pos
                position(start)
                yield _foreign(raw)
        except (OSError, ValueError) as error:
            failure = str(error)
        if failure is None:
            return
        told(_damage(f"{name} at byte {start} or after it", failure))
        # Only between members can reading begin again.
        start = next_whole_member(stream, start + 1) if has_members else size  # type: ignore[arg-type]


def _foreign(raw: WarcRecord) -> ForeignRecord:
    """The record; raises ValueError where its length is too large to be kept or not true, or its digest is another."""
    expected = raw.content_length
    if (raw.headers.get("Content-Length") or "").strip() != str(expected):
        raise ValueError(f"Content-Length is {raw.headers.get('Content-Length')!r}")
    if expected > MAX_RECORD:
        raise ValueError(f"a record of {expected:,} bytes, more than {MAX_RECORD:,}")
    block = raw.reader.read()
    if len(block) != expected:
        raise ValueError(f"the record's block has {len(block)} of {expected} bytes")
    digest = raw.headers.get("WARC-Block-Digest")
    if digest and not matches(digest, block):
        raise ValueError(f"the block is not what {digest} was made of")
    fields = tuple((key, value) for key, value in raw.headers.items() if key.lower() != "content-length")
    return ForeignRecord(raw.headers.status_line or "WARC/1.0", fields, block)


def _arc(stream: BinaryIO, path: Path, told: Told) -> Iterator[ForeignRecord]:
    """ARC by warcio, which gives its records as WARC 1.0."""
    records = WarcioIterator(stream, no_record_parse=True, arc2warc=True)
    try:
        for record in records:
            block = record.raw_stream.read(MAX_RECORD + 1)
            if len(block) > MAX_RECORD:
                told(_damage(f"{path} at byte {records.get_record_offset()}", f"a record of more than {MAX_RECORD:,} bytes"))
                continue
            fields = tuple((key, value) for key, value in record.rec_headers.headers if key.lower() != "content-length")
            yield ForeignRecord("WARC/1.0", fields, block)
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        told(_damage(str(path), " ".join(str(error).split())[:200]))


def _wacz(stream: BinaryIO, path: Path, told: Told) -> Iterator[ForeignRecord]:
    try:
        archive = zipfile.ZipFile(stream)
    except zipfile.BadZipFile as error:
        raise RecordDamaged(f"{path}: {error}", "fetch the file again") from error
    with archive:
        for info in archive.infolist():
            if info.filename.lower().endswith(WARC_ENDINGS):
                try:
                    with archive.open(info) as member:
                        yield from _warc(member, f"{path}!{info.filename}", told)
                except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:  # RuntimeError: encrypted
                    told(_damage(f"{path}!{info.filename}", str(error)))


def _damage(place: str, what: str) -> RecordDamaged:
    return RecordDamaged(f"{place}: {what}", "it is left out, the rest is imported")
