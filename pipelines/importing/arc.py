"""Records of ARC files (Internet Archive, versions 1 and 2) as WARC records."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from pipelines.importing.foreign import Advance, ForeignRecord, Told, left_out, record_id, resource
from pipelines.warc.exchange import target_uri
from pipelines.warc.members import GZIP_MAGIC, Member, decompress, read_member
from pipelines.warc.record import Field, sha1_digest
from pipelines.warc.records import MAX_RECORD

# URL, address, 14 digits, media type (which may be missing), fields of version 2, length.
_HEAD = re.compile(rb"(\S.*?) (\S*) (\d{14}) (?:([^ \n]*) )?(?:[^\n]* )?(\d{1,15})\r?\n")
_LONGEST_HEAD = 1 << 14
_PIECE = 1 << 20


def read_arc(stream: BinaryIO, place: str, told: Told, advance: Advance) -> Iterator[bytes]:
    """Every whole record as a gzip member; damage is told with file and offset, and what follows it is read on."""
    size = stream.seek(0, 2)
    stream.seek(0)
    if stream.read(len(GZIP_MAGIC)) != GZIP_MAGIC:
        stream.seek(0)
        yield from _records(stream, place, 0, told)
        advance(size)
        return
    offset = 0
    while offset < size:
        member = read_member(stream, offset)
        if member.state == "whole":
            yield from _member(stream, member, place, told)
        else:
            told(left_out(f"{place} at byte {offset}", f"the gzip member is {member.state}"))
            member = member._replace(end=_next_magic(stream, offset + 1, size))
        advance(member.end - offset)
        offset = member.end


def _member(stream: BinaryIO, member: Member, place: str, told: Told) -> Iterator[bytes]:
    data = decompress(stream, member, MAX_RECORD + 1)
    if len(data) > MAX_RECORD:
        told(left_out(f"{place} at byte {member.offset}", f"more than {MAX_RECORD:,} bytes in one gzip member"))
    else:
        yield from _records(io.BytesIO(data), place, member.offset, told)


def _records(stream: BinaryIO, place: str, base: int, told: Told) -> Iterator[bytes]:
    """The records of a stream that is not compressed; `base` is added to their offsets."""
    while True:
        offset = stream.tell()
        line = stream.readline(_LONGEST_HEAD)
        if not line:
            return
        if not line.strip():
            continue
        head = _HEAD.fullmatch(line)
        if head is None:
            told(left_out(f"{place} at byte {base + offset}", "no ARC record begins here"))
            if not _skip_to_head(stream):
                return
            continue
        length = int(head[5])
        block = stream.read(min(length, MAX_RECORD + 1))
        if len(block) > MAX_RECORD:
            told(left_out(f"{place} at byte {base + offset}", f"a record of {length:,} bytes, more than the {MAX_RECORD:,} that are read"))
            stream.seek(offset + len(line) + length)
        elif len(block) < length:
            told(left_out(f"{place} at byte {base + offset}", f"the record has {len(block)} of {length} bytes"))
            stream.seek(offset + len(line))
            if not _skip_to_head(stream):
                return
        else:
            yield _as_warc(head, block)


def _skip_to_head(stream: BinaryIO) -> bool:
    """Reads on to the next line that a record may begin with; False when there is none."""
    while line := stream.readline(_LONGEST_HEAD):
        if _HEAD.fullmatch(line):
            stream.seek(-len(line), 1)
            return True
    return False


def _as_warc(head: re.Match[bytes], block: bytes) -> bytes:
    url = target_uri(head[1].decode("latin-1"))
    digits = head[3].decode()
    date = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"
    if not url.lower().startswith(("http://", "https://")):
        return resource(url, date, (head[4] or b"text/plain").decode("latin-1"), block)[1].as_member()
    digest = sha1_digest(block)
    fields: list[Field] = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", f"<{record_id(url, date, digest)}>"),
        ("WARC-Date", date),
        ("WARC-Target-URI", url),
        ("WARC-Block-Digest", digest),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    if (address := head[2].decode("latin-1")) not in ("", "0.0.0.0", "-"):  # noqa: S104 - how ARC files say that there is none
        fields.insert(4, ("WARC-IP-Address", address))
    return ForeignRecord("WARC/1.0", tuple(fields), block).as_member()


def _next_magic(stream: BinaryIO, start: int, size: int) -> int:
    stream.seek(start)
    kept = b""
    while chunk := stream.read(_PIECE):
        place = (kept + chunk).find(GZIP_MAGIC)
        if place >= 0:
            return start - len(kept) + place
        start += len(chunk)
        kept = (kept + chunk)[-2:]
    return size
