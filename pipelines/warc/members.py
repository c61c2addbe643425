"""Where gzip members begin and end: what FastWARC does not tell, and what repair must know to the byte."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16


class Member(NamedTuple):
    """One gzip member: bytes in the compressed file, and whether all of it is there and sound."""

    offset: int
    end: int
    state: Literal["whole", "torn", "damaged"]


def read_member(stream: BinaryIO, offset: int) -> Member:
    """The member that begins at `offset`. "torn" when the file ends inside it, "damaged" when it is no gzip or its CRC is wrong.

    `end` is where the next one begins; for a torn or damaged one it is where reading stopped.
    """
    stream.seek(offset)
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
    while (start := _find(stream, GZIP_MAGIC, start)) >= 0:
        if read_member(stream, start).state == "whole":
            return start
        start += 1
    return stream.seek(0, 2)


def _find(stream: BinaryIO, needle: bytes, start: int) -> int:
    """Where `needle` next stands in the file, -1 when nowhere."""
    stream.seek(start)
    kept = b""
    while chunk := stream.read(_CHUNK):
        place = (kept + chunk).find(needle)
        if place >= 0:
            return start - len(kept) + place
        start += len(chunk)
        kept = (kept + chunk)[-(len(needle) - 1) :]
    return -1
