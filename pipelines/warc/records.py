"""The records of a WARC file, one after the other, by FastWARC."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

from fastwarc.stream_io import ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines.capture import Headers
from pipelines.errors import RecordDamaged
from pipelines.warc.content import remove_chunks
from pipelines.warc.members import (
    MAGIC_BYTES,
    Member,
    begins_record,
    decompress,
    has_bare_lines,
    may_begin_member,
    next_whole_member,
    read_member,
)
from pipelines.warc.zstd import FRAME_MAGIC, read_dictionary

Taken = TypeVar("Taken")
log = logging.getLogger(__name__)

NOT_READABLE = "look who may read the file"
ADVICE = "run `morgue verify` to see what else is hurt"
# Larger records are videos and disk images; nothing of them becomes an article.
MAX_RECORD = 128_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """A WARC record. `fields` have lower-case names; `payload` is the HTTP entity, its transfer coding undone,
    or the block where it is not HTTP.

    `offset` and `length` are bytes in the file as it lies on disk.
    """

    type: str
    record_id: str
    fields: Mapping[str, str]
    date: datetime | None
    status: int | None
    headers: Headers
    payload: bytes
    offset: int
    length: int = 0

    @property
    def uri(self) -> str:
        """WARC-Target-URI; WARC 1.0 files of old tools put it in angle brackets."""
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def concurrent_to(self) -> str | None:
        value = self.fields.get("warc-concurrent-to")
        return _bare(value) if value else None

    @property
    def refers_to(self) -> str | None:
        value = self.fields.get("warc-refers-to")
        return _bare(value) if value else None


def log_torn(damage: RecordDamaged) -> None:
    """What a reader does with a torn tail or damage if nothing else is asked: says so."""
    log.warning("%s", damage)


def iter_records(path: Path, start: int = 0, *, torn: Callable[[RecordDamaged], None] = log_torn) -> Iterator[Record]:
    """Every whole record from byte `start` on, streaming.

    A file that ends inside a record, as a crash or a writer at work leaves it, ends the iteration at the last whole
    one and calls `torn`. Raises RecordDamaged, naming file and offset, where bytes are wrong.
    """
    with path.open("rb") as stream:
        try:
            for record, end in read_records(stream, start, _record):
                yield replace(record, length=end - record.offset)
        except Break as end:
            damage = damaged(path, end.offset, end.reason)
            if not end.is_torn:
                raise damage from end
            torn(damage)


def iter_sound_records(path: Path, told: Callable[[RecordDamaged], None]) -> Iterator[Record]:
    """Every whole record; what is damaged or torn is told, and reading goes on at the next whole gzip member or zstd frame."""
    try:
        stream = path.open("rb")
    except OSError as error:
        told(RecordDamaged(f"{path}: {error.strerror}", NOT_READABLE if isinstance(error, PermissionError) else "look what it is"))
        return
    with stream:
        for record, end in read_sound_records(stream, _record, lambda end: told(damaged(path, end.offset, end.reason))):
            yield replace(record, length=end - record.offset)


class Break(Exception):
    """Where records end before the file does, and why; `is_torn` when the file ends inside one.

    `end` is where the member ends that stands there, None when it is not whole; `resumed` is where reading goes on, if it does.
    """

    resumed: int | None = None

    def __init__(self, offset: int, reason: str, *, is_torn: bool, end: int | None) -> None:
        super().__init__(reason)
        self.offset, self.reason, self.is_torn, self.end = offset, reason, is_torn, end


def read_sound_records(
    stream: BinaryIO, take: Callable[[WarcRecord], Taken | None], told: Callable[[Break], None], start: int = 0, stop: int | None = None
) -> Iterator[tuple[Taken, int]]:
    """As `read_records`, but goes on after each place that cannot be read, which is told."""
    end = stream.seek(0, 2) if stop is None else stop
    while start < end:
        try:
            yield from read_records(stream, start, take, stop)
        except Break as damage:  # noqa: PERF203 - once a damaged place
            if damage.offset > start and has_bare_lines(stream, damage.offset):
                start = damage.offset
                continue
            start = damage.resumed = damage.end or next_whole_member(stream, damage.offset + 1)
            told(damage)
        else:
            return


def read_records(
    stream: BinaryIO, start: int, take: Callable[[WarcRecord], Taken | None], stop: int | None = None
) -> Iterator[tuple[Taken, int]]:
    """What `take` makes of each record from byte `start` on, unless None, and where the record ends in the file as it lies on disk.

    Records that begin at `stop` or after it are left. Raises Break at the first place that is no whole record, or where `take`
    raises ValueError or OSError. Records that share one gzip member or zstd frame end where they begin, but for the last.
    `take` must keep nothing of the record that it is given.
    """
    held: Taken | None = None
    first, is_read, failure = start, False, ""
    try:
        for raw in read_from(stream, start):
            start, is_read = raw.stream_pos, False
            if held is not None:
                yield held, start
                held = None
            if stop is not None and start >= stop:
                return
            if raw.record_type is WarcRecordType.unknown:
                _check_lines(raw)
            held = take(raw)
            is_read = True
    except (OSError, ValueError) as error:
        failure = str(error)
    size = stream.seek(0, 2)
    if first < size and (start >= size or (is_read and not failure and not begins_record(stream, start))):  # several share a member
        last = _last_member(stream, first)
        if held is not None and is_read:
            yield held, last.end
        if failure or last.state != "whole":
            reason = "not all of the records that are compressed together here can be read"
            raise Break(last.offset, reason, is_torn=last.state == "torn", end=None)
        return
    if is_read:
        end = _end(stream, start, failure)
        if held is not None:
            yield held, end
        start = end
    if start < size:
        raise _break(stream, start, failure)


def _check_lines(raw: WarcRecord) -> None:
    """FastWARC takes lines that end with LF alone for one line, where a CRLF comes after them."""
    if "\n" in (raw.headers.get("WARC-Type") or ""):
        raise ValueError("the lines of its header end with LF alone")


def _end(stream: BinaryIO, start: int, failure: str) -> int:
    """Where the last record that was read ends; raises Break when it is not whole after all."""
    member = read_member(stream, start)
    if member.state != "whole" or (failure and not _holds_one_record(stream, member)):
        raise _break(stream, start, failure)
    return member.end


def _last_member(stream: BinaryIO, offset: int) -> Member:
    """The last member of the file, or the first that is not whole, of those from `offset` on."""
    size = stream.seek(0, 2)
    member = read_member(stream, offset)
    while member.state == "whole" and member.end < size:
        member = read_member(stream, member.end)
    return member


def _break(stream: BinaryIO, start: int, failure: str) -> Break:
    member = read_member(stream, start)
    stream.seek(start)
    is_torn = member.state == "torn" and may_begin_member(stream.read(MAGIC_BYTES))
    reason = "the file ends inside this record" if is_torn else failure or "no WARC record begins here"
    return Break(start, reason, is_torn=is_torn, end=member.end if member.state == "whole" and member.end > start else None)


def _holds_one_record(stream: BinaryIO, member: Member) -> bool:
    """Whether a member is one record to its end: what cannot be read after it is then no part of it."""
    stream.seek(member.offset)
    data = io.BytesIO(decompress(stream, member, MAX_RECORD + (1 << 16)))
    return read_member(data, 0) == (0, len(data.getvalue()), "whole")


def read_from(stream: BinaryIO, start: int) -> ArchiveIterator:
    """FastWARC's records from byte `start` on, with the file's zstd dictionary if it has one; one object that changes.

    Where the first has header lines that end with LF alone, as some old tools wrote them, all are read with forbearance.
    """
    is_bare = has_bare_lines(stream, start)
    dictionary = read_dictionary(stream)
    if not start:
        dictionary = None  # FastWARC comes upon it by itself
    stream.seek(start)
    reader = stream if dictionary is None else ZstdReader(stream, dictionary=dictionary)
    records: ArchiveIterator = ArchiveIterator(
        reader, stream_detect=dictionary is None, parse_http=False, inplace=True, quirks_mode=is_bare
    )
    return records


def parse_record(data: bytes, path: Path, offset: int) -> Record:
    """The record whose bytes on disk are `data`; raises RecordDamaged with the place it came from."""
    try:
        is_bare = has_bare_lines(io.BytesIO(data), 0)
        raw = next(iter(ArchiveIterator(_decompressed(data, path), parse_http=False, quirks_mode=is_bare)), None)
        record = _record(raw) if raw is not None else None
    except (OSError, ValueError) as error:
        raise damaged(path, offset, str(error)) from error
    if record is None:
        raise damaged(path, offset, "no WARC record begins here")
    return replace(record, offset=offset, length=len(data))


def _decompressed(data: bytes, path: Path) -> BinaryIO | ZstdReader:
    """A stream of one record; a zstd frame may need the dictionary that stands at its file's beginning."""
    dictionary = None
    if data.startswith(FRAME_MAGIC):
        with path.open("rb") as stream:
            dictionary = read_dictionary(stream)
    return ZstdReader(io.BytesIO(data), dictionary=dictionary) if dictionary else io.BytesIO(data)


def damaged(path: Path, offset: int, what: str) -> RecordDamaged:
    return RecordDamaged(f"{path} at byte {offset}: {what}", ADVICE)


def _record(raw: WarcRecord) -> Record:
    if raw.content_length > MAX_RECORD:
        raise ValueError(f"a record of {raw.content_length:,} bytes, more than the {MAX_RECORD:,} that are read")
    if raw.is_http:
        raw.parse_http(quirks_mode=True)  # old servers end header lines with LF alone, and their pages would come out empty
    expected = raw.content_length
    payload = raw.reader.read()
    if len(payload) != expected:
        raise ValueError(f"the record's block lacks {expected - len(payload):,} bytes")
    fields: dict[str, str] = {}
    for name, value in raw.headers.items():
        fields.setdefault(name.lower(), value)
    http = raw.http_headers if raw.is_http_parsed else None
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in http.items_bytes()) if http is not None else ()
    if is_chunked(headers):
        payload = remove_chunks(payload)
    return Record(
        type=fields.get("warc-type", "").lower(),
        record_id=_bare(fields.get("warc-record-id", "")),
        fields=fields,
        date=raw.record_date,
        status=http.status_code if http is not None else None,
        headers=headers,
        payload=payload,
        offset=raw.stream_pos,
    )


def is_page(kind: str, uri: str) -> bool:
    """Whether a record of this type and WARC-Target-URI is a capture: what was got from the web, not what was noted of it."""
    return kind in ("response", "revisit", "resource") and uri.strip("<>").lower().startswith(("http://", "https://"))


def holds_page(path: Path, offset: int) -> bool:
    """Whether the record at `offset` is a capture that may have a row."""
    try:
        record = next(iter_records(path, offset), None)
    except RecordDamaged:
        return False
    return record is not None and record.offset == offset and is_page(record.type, record.uri) and record.date is not None


def is_chunked(headers: Headers) -> bool:
    return any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers)


def _bare(identifier: str) -> str:
    return identifier.strip().removeprefix("<").removesuffix(">")
