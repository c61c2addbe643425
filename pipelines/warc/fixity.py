"""One WARC file against itself: every record readable, every digest true, every byte accounted for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecord

from pipelines.warc.content import remove_chunks
from pipelines.warc.members import MAGIC_BYTES, MAGICS, ZSTD_MAGIC, next_whole_member, read_member
from pipelines.warc.record import zstd_frame
from pipelines.warc.records import is_page

# What gzip_member writes before the compressed bytes: no name, no time, nobody's system but ours.
_OUR_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
_ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512, "md5": hashlib.md5}
_BASE32 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghijklmnopqrstuv")

_CHUNKED = re.compile(rb"^transfer-encoding:.*chunked", re.I | re.M)

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")

Kind = Literal["unreadable", "torn", "block digest", "payload digest", "compressed bytes"]


class Checked(NamedTuple):
    """A record that was read, and what is wrong with it, if anything. `sha256` is over its payload.

    `is_page`: it is what a row of captures stands for.
    """

    type: str
    record_id: str
    offset: int
    length: int
    payload_digest: str = ""
    sha256: str = ""
    is_page: bool = False
    faults: tuple[tuple[Kind, str], ...] = ()


def check_file(path: Path) -> Iterator[Checked]:
    """Every record of a file in order; a place that cannot be read is a Checked of type "" and reading goes on after it.

    Flipped bits in gzip headers and zstd frames that change nothing of what is read come at the end, of type "" too.
    """
    with path.open("rb") as stream, FileIO(path) as headers:
        size = stream.seek(0, 2)
        start, odd = 0, _OddMembers(headers)
        while start < size:
            for checked in _check_from(stream, start, size):
                odd.look_at(checked)
                start = checked.offset + checked.length
                yield checked
            if start < size:
                following = next_whole_member(stream, start + 1)
                yield Checked("", "", start, following - start, faults=(_why(stream, start),))
                start = following
        yield from odd.found()


def _check_from(stream: BinaryIO, start: int, size: int) -> Iterator[Checked]:
    """The records from `start` to the first place that cannot be read."""
    stream.seek(start)
    before: _Read | None = None
    try:
        for raw in ArchiveIterator(stream, parse_http=False, strict_mode=False):
            if before is not None:
                yield before.checked(raw.stream_pos - before.offset)
                before = None
            before = _read(raw)
            if before is None:
                return
    except (OSError, ValueError):
        pass
    if before is not None and (length := _last_length(stream, before.offset, size)):
        yield before.checked(length)


class _Read(NamedTuple):
    type: str
    record_id: str
    offset: int
    is_http: bool
    is_page: bool
    block_digest: str
    payload_digest: str
    block: bytes

    def checked(self, length: int) -> Checked:
        end = _END_OF_HEAD.search(self.block) if self.is_http else None
        payload = memoryview(self.block)[end.end() :] if end else memoryview(self.block)
        entity = remove_chunks(bytes(payload)) if end and _CHUNKED.search(self.block, 0, end.end()) else payload
        faults: list[tuple[Kind, str]] = []
        if self.block_digest and not matches(self.block_digest, self.block):
            faults.append(("block digest", f"the block is not what {self.block_digest} was made of"))
        if self.payload_digest and self.type != "revisit" and not self._has_payload(entity, payload):
            faults.append(("payload digest", f"the payload is not what {self.payload_digest} was made of"))
        sha256 = hashlib.sha256(entity).hexdigest() if self.type in ("response", "resource") else ""
        return Checked(self.type, self.record_id, self.offset, length, self.payload_digest, sha256, self.is_page, tuple(faults))

    def _has_payload(self, entity: bytes | memoryview, payload: memoryview) -> bool:
        # Tools differ in whether they undo the transfer coding first; the standard says that they should.
        return matches(self.payload_digest, entity) or (entity is not payload and matches(self.payload_digest, payload))


def matches(digest: str, data: bytes | memoryview) -> bool:
    """Whether a WARC digest (`sha1:` and base32, or another algorithm, or base16) is that of `data`; True if unknown."""
    name, _, value = digest.partition(":")
    algorithm = _ALGORITHMS.get(name.lower().replace("-", ""))
    if algorithm is None:
        return True
    found = algorithm(data, usedforsecurity=False)
    if len(value) == 2 * found.digest_size:
        return bool(value.lower() == found.hexdigest())
    return _from_base32(value, found.digest_size) == found.digest()


def _from_base32(value: str, size: int) -> bytes | None:
    """The bytes of a base32 digest (RFC 4648) of `size` bytes; ten times as fast as base64.b32decode."""
    bits = value.rstrip("=").upper()
    try:
        number = int(bits.translate(_BASE32), 32) >> (len(bits) * 5 - size * 8)
        return number.to_bytes(size, "big")
    except (ValueError, OverflowError):
        return None


def _read(raw: WarcRecord) -> _Read | None:
    expected = raw.content_length
    block = raw.reader.read()
    if len(block) != expected:
        return None
    get = raw.headers.get
    kind = (get("WARC-Type") or "").lower()
    return _Read(
        type=kind,
        record_id=(get("WARC-Record-ID") or "").strip("<> "),
        offset=raw.stream_pos,
        is_http=(get("Content-Type") or "").lower().startswith("application/http"),
        is_page=is_page(kind, get("WARC-Target-URI") or "") and raw.record_date is not None,
        block_digest=get("WARC-Block-Digest") or "",
        payload_digest=get("WARC-Payload-Digest") or "",
        block=block,
    )


def _last_length(stream: BinaryIO, offset: int, size: int) -> int | None:
    """The length of the last record that FastWARC read; None when its gzip member is not whole."""
    stream.seek(offset)
    if not stream.read(MAGIC_BYTES).startswith(MAGICS):
        return size - offset
    member = read_member(stream, offset)
    return member.end - offset if member.state == "whole" else None


def _why(stream: BinaryIO, offset: int) -> tuple[Kind, str]:
    member = read_member(stream, offset)
    if member.state == "torn":
        return "torn", "the file ends inside this record"
    return "unreadable", "its compressed bytes are damaged" if member.state == "damaged" else "the record's header is damaged"


class _OddMembers:
    """Members whose bytes are not as we write them, though they hold what they should, in a file whose others are."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._seen = 0
        self._odd: list[Checked] = []

    def look_at(self, checked: Checked) -> None:
        self._seen += 1
        self._file.seek(checked.offset)
        header = self._file.read(len(_OUR_GZIP_HEADER))
        if header.startswith(ZSTD_MAGIC):
            is_ours = _is_our_frame(header + self._file.read(checked.length - len(header)))
        else:
            is_ours = header == _OUR_GZIP_HEADER
        if not is_ours:
            self._odd.append(checked)

    def found(self) -> Iterator[Checked]:
        if len(self._odd) < self._seen - len(self._odd):
            for checked in self._odd:
                fault: tuple[Kind, str] = ("compressed bytes", "they changed; what they hold is whole")
                yield Checked("", checked.record_id, checked.offset, checked.length, faults=(fault,))


def _is_our_frame(frame: bytes) -> bool:
    """Whether compressing again gives the same bytes: a zstd frame has bits that are not read and no checksum covers."""
    try:
        return zstd_frame(zstandard.ZstdDecompressor().decompress(frame)) == frame
    except zstandard.ZstdError:
        return False
