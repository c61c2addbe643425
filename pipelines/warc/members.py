"""Where gzip members and zstd frames begin and end: what FastWARC does not tell, and what repair must know to the byte.

Either is called a member here; a record is one (WARC 1.1 annex D, and the WARC specification of Zstandard).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

import zstandard

GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
MAGICS = (GZIP_MAGIC, ZSTD_MAGIC)
MAGIC_BYTES = 4
_ANY_MAGIC = re.compile(b"|".join(map(re.escape, MAGICS)))
_CHUNK = 1 << 16
# A zstd block of 4 bytes may hold 128 kB, and nothing bounds what comes out at once: so little goes in at once.
_ZSTD_CHUNK = 1 << 10


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
    if beginning and ZSTD_MAGIC.startswith(beginning):
        return _read_zstd(stream, offset)
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
    while chunk:
        inflater.decompress(chunk, 1 << 20)
        chunk = inflater.unconsumed_tail


def _read_zstd(stream: BinaryIO, offset: int) -> Member:
    decoder = zstandard.ZstdDecompressor().decompressobj()
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
    """The offset of the first whole member at or after `start`; the file's size when there is none."""
    while (start := _find(stream, start)) >= 0:
        if read_member(stream, start).state == "whole":
            return start
        start += 1
    return stream.seek(0, 2)


def _find(stream: BinaryIO, start: int) -> int:
    """Where a magic number next stands in the file, -1 when nowhere."""
    stream.seek(start)
    kept = b""
    while chunk := stream.read(_CHUNK):
        match = _ANY_MAGIC.search(kept + chunk)
        if match:
            return start - len(kept) + match.start()
        start += len(chunk)
        kept = (kept + chunk)[-(MAGIC_BYTES - 1) :]
    return -1
