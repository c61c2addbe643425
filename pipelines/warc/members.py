"""Where gzip members and zstd frames begin and end: what FastWARC does not tell, and what repair must know to the byte.

Either is called a member here; a record is one (WARC 1.1 annex D, and the WARC specification of Zstandard). In a file that is not
compressed the record itself is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

import zstandard

from pipelines.warc.zstd import DICTIONARY_MAGIC, FRAME_MAGIC, HEADER, decompressor

GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = FRAME_MAGIC
PLAIN_MAGIC = b"WARC"
MAGICS = (GZIP_MAGIC, ZSTD_MAGIC, DICTIONARY_MAGIC, PLAIN_MAGIC)
MAGIC_BYTES = 4
# Between the records of a compressed file, and of one whose name does not say that it is: pages may well speak of WARC.
_COMPRESSED = re.compile(b"|".join(map(re.escape, (GZIP_MAGIC, ZSTD_MAGIC))))
_ANY = re.compile(_COMPRESSED.pattern + rb"|WARC/[01]\.")
_LONGEST_MAGIC = 7
_CHUNK = 1 << 16
# A zstd block of 4 bytes may hold 128 kB, and nothing bounds what comes out at once: so little goes in at once.
_ZSTD_CHUNK = 1 << 10
_HEAD = re.compile(rb"WARC/\d+\.\d+ *\r?\n(?:[^\r\n][^\n]*\n)*?(?i:content-length):[ \t]*(\d{1,18})[ \t]*\r?\n(?:[^\r\n][^\n]*\n)*?\r?\n")
_MAX_HEAD = 1 << 16
_BARE = re.compile(rb"WARC/\d+\.\d+ *\n")


class Member(NamedTuple):
    """One member: bytes in the compressed file, and whether all of it is there and sound."""

    offset: int
    end: int
    state: Literal["whole", "torn", "damaged"]


def may_begin_member(beginning: bytes) -> bool:
    """Whether a member may begin with these bytes, of which a torn file may hold fewer than a magic number has."""
    return any(magic.startswith(beginning[: len(magic)]) for magic in MAGICS)


def read_member(stream: BinaryIO, offset: int) -> Member:
    """The member that begins at `offset`. "torn" when the file ends inside it, "damaged" when it is none or its checksum is wrong.

    `end` is where the next one begins; for a torn or damaged one it is where reading stopped.
    """
    stream.seek(offset)
    beginning = stream.read(MAGIC_BYTES)
    stream.seek(offset)
    for magic, read in _READERS.items():
        if beginning and magic.startswith(beginning):
            return read(stream, offset)
    return _read_gzip(stream, offset)


def _read_gzip(stream: BinaryIO, offset: int) -> Member:
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    position = offset
    while chunk := stream.read(_CHUNK):
        position += len(chunk)
        try:
            _drain(inflater, chunk)
        except zlib.error:
            return Member(offset, position, "damaged")
        if inflater.eof:
            return Member(offset, position - len(inflater.unused_data), "whole")
    return Member(offset, position, "torn")


def _drain(inflater: zlib._Decompress, chunk: bytes) -> None:
    """Decodes in bounded pieces and drops them, so that a bomb costs time but no memory."""
    while chunk and not inflater.eof:  # at the end what follows is in `unused_data` and may be in `unconsumed_tail` too
        inflater.decompress(chunk, 1 << 20)
        chunk = inflater.unconsumed_tail


def _read_zstd(stream: BinaryIO, offset: int) -> Member:
    decoder = decompressor(stream).decompressobj()
    stream.seek(offset)
    position = offset
    while chunk := stream.read(_ZSTD_CHUNK):
        position += len(chunk)
        try:
            decoder.decompress(chunk)
        except zstandard.ZstdError:
            return Member(offset, position, "damaged")
        if decoder.eof:
            return Member(offset, position - len(decoder.unused_data), "whole")
    return Member(offset, position, "torn")


def _read_dictionary(stream: BinaryIO, offset: int) -> Member:
    beginning = stream.read(HEADER.size)
    end = offset + HEADER.size + (HEADER.unpack(beginning)[1] if len(beginning) == HEADER.size else 0)
    size = stream.seek(0, 2)
    return Member(offset, end, "whole") if end <= size else Member(offset, size, "torn")


def _read_plain(stream: BinaryIO, offset: int) -> Member:
    """A record that is not compressed: whole when its block is there and a line break or the file's end follows."""
    head = stream.read(_MAX_HEAD)
    size = stream.seek(0, 2)
    match = _HEAD.match(head)
    if match is None:
        is_torn = offset + len(head) == size and not re.search(rb"\n\r?\n", head)
        return Member(offset, size if is_torn else offset + 1, "torn" if is_torn else "damaged")
    end = offset + match.end() + int(match[1])
    if end > size:
        return Member(offset, size, "torn")
    stream.seek(end)
    rest = stream.read(MAGIC_BYTES)
    breaks = len(rest) - len(rest.lstrip(b"\r\n"))
    return Member(offset, end + breaks, "whole" if breaks or not rest else "damaged")


_READERS = {ZSTD_MAGIC: _read_zstd, DICTIONARY_MAGIC: _read_dictionary, PLAIN_MAGIC: _read_plain}


def decompress(stream: BinaryIO, member: Member, limit: int) -> bytes:
    """What a whole member holds, as far as `limit` bytes."""
    stream.seek(member.offset)
    data = stream.read(member.end - member.offset)
    if data.startswith(GZIP_MAGIC):
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, limit)
    if not data.startswith(ZSTD_MAGIC):
        return data[:limit]
    with decompressor(stream).stream_reader(data) as reader:
        return reader.read(limit)


def iter_members(path: Path) -> Iterator[Member]:
    """Every member of a file in order; after a damaged one, goes on at the next that is whole."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        offset = 0
        while offset < size:
            member = read_member(stream, offset)
            if member.state != "whole":
                following = next_whole_member(stream, offset + 1)
                member = member._replace(end=following, state="torn" if following == size else "damaged")
            yield member
            offset = member.end


def next_whole_member(stream: BinaryIO, start: int) -> int:
    """The offset of the first whole member with a record at or after `start`; the file's size when there is none.

    What a page itself compressed with gzip may stand in the file as it is, for it cannot be compressed again.
    """
    name = str(getattr(stream, "name", ""))
    magic = _COMPRESSED if ".warc.gz" in name or ".warc.zst" in name else _ANY
    while (start := _find(stream, magic, start)) >= 0:
        if begins_record(stream, start) and read_member(stream, start).state == "whole":
            return start
        start += 1
    return stream.seek(0, 2)


def begins_record(stream: BinaryIO, start: int) -> bool:
    """Whether a member with a WARC record begins at `start`, as far as its first bytes say."""
    return _beginning(stream, start, len(PLAIN_MAGIC)) == PLAIN_MAGIC


def has_bare_lines(stream: BinaryIO, start: int) -> bool:
    """Whether a record begins at `start` whose header lines end with LF alone, which WARC does not allow."""
    return _BARE.match(_beginning(stream, start, len(b"WARC/1.0 \r\n"))) is not None


def _beginning(stream: BinaryIO, start: int, size: int) -> bytes:
    """The first bytes of what a member holds, empty where it is none."""
    stream.seek(start)
    data = stream.read(_ZSTD_CHUNK)
    try:
        if data.startswith(GZIP_MAGIC):
            data = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, size)
        elif data.startswith(ZSTD_MAGIC):
            with decompressor(stream).stream_reader(data) as reader:
                data = reader.read(size)
    except (zlib.error, zstandard.ZstdError):
        return b""
    return data[:size]


def _find(stream: BinaryIO, magic: re.Pattern[bytes], start: int) -> int:
    """Where a magic number next stands in the file, -1 when nowhere."""
    stream.seek(start)
    kept = b""
    while chunk := stream.read(_CHUNK):
        match = magic.search(kept + chunk)
        if match:
            return start - len(kept) + match.start()
        start += len(chunk)
        kept = (kept + chunk)[-(_LONGEST_MAGIC - 1) :]
    return -1
