"""Members whose bytes are not as we write them, though they hold what they should, in a file whose others are."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from mmap import mmap

import zstandard

from pipelines.warc.members import ZSTD_MAGIC
from pipelines.warc.record import GZIP_HEAD, gzip_member, zstd_frame

# Members that are remembered; a file with more of them is not ours.
_MANY = 10_000
# Of a zstd frame with its size and a checksum, in one segment: the size has 1, 2, 4 or 8 bytes (RFC 8878 section 3.1.1.1).
_ZSTD_HEADS = frozenset(ZSTD_MAGIC + bytes([flags]) for flags in (0x24, 0x64, 0xA4, 0xE4))
_END_OF_HEAD = b"\r\n\r\n"


class OddMembers:
    """What was noted of the members of one file."""

    def __init__(self, data: mmap) -> None:
        self._data = data
        self._count = 0
        self._noted: list[tuple[int, int]] = []

    def look_at(self, offset: int) -> None:
        """By the bits of its header that no reader looks at; a checksum covers what follows."""
        head = self._data[offset : offset + len(GZIP_HEAD)]
        if head != GZIP_HEAD and head[:5] not in _ZSTD_HEADS:
            self._note(offset, 0)

    def look_at_whole(self, offset: int, end: int) -> None:
        """By compressing it again: both formats have bits elsewhere that are not read and that no checksum covers."""
        if not _is_ours(self._data[offset:end]):
            self._note(offset, end - offset)

    def _note(self, offset: int, length: int) -> None:
        self._count += 1
        if len(self._noted) < _MANY and offset < len(self._data):
            self._noted.append((offset, length))

    def found(self, members: int) -> Iterator[tuple[int, int]]:
        """Offset and length (0 where it is not known) of each, when most of a file's `members` are as we write them."""
        if 2 * self._count < members:
            yield from self._noted


def _is_ours(member: bytes) -> bool:
    try:
        if member.startswith(ZSTD_MAGIC):
            return zstd_frame(zstandard.ZstdDecompressor().decompress(member)) == member
        data = zlib.decompress(member, zlib.MAX_WBITS | 16)
    except (zstandard.ZstdError, zlib.error):
        return False
    head = data.find(_END_OF_HEAD) + len(_END_OF_HEAD)
    body = data.find(_END_OF_HEAD, head) + len(_END_OF_HEAD)  # after the HTTP header; what is compressed already is stored
    return gzip_member(data) == member or gzip_member(data, body) == member
