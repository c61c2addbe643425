"""The records of a WARC file, one after the other, by FastWARC."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord

from pipelines.capture import Headers
from pipelines.errors import RecordDamaged
from pipelines.warc.content import remove_chunks
from pipelines.warc.members import MAGIC_BYTES, MAGICS, may_begin_member, next_whole_member, read_member

log = logging.getLogger(__name__)

ADVICE = "run `morgue verify` to see what else is hurt"


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


def log_torn(damage: RecordDamaged) -> None:
    """What a reader does with a torn tail or damage if nothing else is asked: says so."""
    log.warning("%s", damage)


def iter_records(path: Path, start: int = 0, *, torn: Callable[[RecordDamaged], None] = log_torn) -> Iterator[Record]:
    """Every whole record from byte `start` on, streaming.

    A file that ends inside a record, as a crash or a writer at work leaves it, ends the iteration at the last whole
    one and calls `torn`. Raises RecordDamaged, naming file and offset, where bytes are wrong.
    """
    with path.open("rb") as stream:
        stream.seek(start)
        # quirks_mode: old servers end header lines with LF alone, and their pages would come out empty.
        before: Record | None = None
        failure: Exception | None = None
        try:
            for raw in ArchiveIterator(stream, parse_http=True, quirks_mode=True, strict_mode=False):
                if before is not None:
                    start = raw.stream_pos
                    yield replace(before, length=start - before.offset)
                    before = None
                before = _record(raw)
        except (OSError, ValueError) as error:
            failure = error
        if before is not None:
            end = _end(stream, before, path, torn)
            if end is None:
                return
            yield replace(before, length=end - before.offset)
            start = end
        _explain_rest(stream, start, path, failure, torn)


def iter_sound_records(path: Path, told: Callable[[RecordDamaged], None]) -> Iterator[Record]:
    """Every whole record; what is damaged or torn is told, and reading goes on at the next whole gzip member or zstd frame."""
    start = 0
    while True:
        try:
            for record in iter_records(path, start, torn=told):
                start = record.offset + record.length
                yield record
        except RecordDamaged as damage:
            told(damage)
        else:
            return
        with path.open("rb") as stream:
            start = next_whole_member(stream, start + 1)


def parse_record(data: bytes, path: Path, offset: int) -> Record:
    """The record whose bytes on disk are `data`; raises RecordDamaged with the place it came from."""
    try:
        raw = next(iter(ArchiveIterator(io.BytesIO(data), parse_http=True, quirks_mode=True, strict_mode=False)), None)
        record = _record(raw) if raw is not None else None
    except (OSError, ValueError) as error:
        raise damaged(path, offset, str(error)) from error
    if record is None:
        raise damaged(path, offset, "no WARC record begins here")
    return replace(record, offset=offset, length=len(data))


def damaged(path: Path, offset: int, what: str) -> RecordDamaged:
    return RecordDamaged(f"{path} at byte {offset}: {what}", ADVICE)


class _ShortBlockError(ValueError):
    """The block holds fewer bytes than Content-Length says."""


def _record(raw: WarcRecord) -> Record:
    expected = raw.content_length
    payload = raw.reader.read()
    if len(payload) != expected:
        raise _ShortBlockError(f"the record's block has {len(payload)} of {expected} bytes")
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


def is_chunked(headers: Headers) -> bool:
    return any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers)


def _bare(identifier: str) -> str:
    return identifier.strip().removeprefix("<").removesuffix(">")


def _end(stream: BinaryIO, record: Record, path: Path, torn: Callable[[RecordDamaged], None]) -> int | None:
    """Where the last record that was read ends; None when the file ends inside it."""
    stream.seek(record.offset)
    if not stream.read(MAGIC_BYTES).startswith(MAGICS):
        return stream.seek(0, 2)
    member = read_member(stream, record.offset)
    if member.state == "damaged":
        raise damaged(path, record.offset, "its checksum is wrong")
    if member.state == "torn":
        torn(damaged(path, record.offset, "the file ends inside this record"))
        return None
    return member.end


def _explain_rest(stream: BinaryIO, start: int, path: Path, failure: Exception | None, torn: Callable[[RecordDamaged], None]) -> None:
    """Says why reading stopped at `start`, if bytes are left there."""
    stream.seek(start)
    beginning = stream.read(MAGIC_BYTES)
    if not beginning:
        return
    is_torn = read_member(stream, start).state == "torn" if may_begin_member(beginning) else isinstance(failure, _ShortBlockError)
    if not is_torn:
        raise damaged(path, start, str(failure or "no WARC record begins here"))
    torn(damaged(path, start, "the file ends inside this record"))
