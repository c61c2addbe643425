"""One WARC file against itself: every record readable, every digest true, every byte accounted for."""

from __future__ import annotations

import hashlib
import mmap
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import zstandard
from fastwarc.warc import WarcHeader, WarcRecord

from pipelines.warc.content import remove_chunks
from pipelines.warc.digests import matches, matches_stream
from pipelines.warc.members import ZSTD_MAGIC
from pipelines.warc.record import GZIP_HEAD, gzip_member, zstd_frame
from pipelines.warc.records import MAX_RECORD, Break, read_from, read_sound_records
from pipelines.warc.zstd import DICTIONARY_MAGIC

_HEADER_SIZE = len(GZIP_HEAD)
# Members unlike ours that are remembered; a file with more of them is not ours.
_MANY = 10_000
_WITH_PAYLOAD = frozenset({"response", "resource", "conversion"})
_TYPES = frozenset({*_WITH_PAYLOAD, "warcinfo", "request", "metadata", "revisit", "continuation"})
_PIECE = 1 << 20
_END_OF_HEAD = b"\r\n\r\n"

# Looked up four times as fast as by its name.
_TYPE = WarcHeader.WARC_TYPE

Kind = Literal["unreadable", "torn", "block digest", "payload digest", "compressed bytes"]
Fault = tuple[Kind, str]


class Checked(NamedTuple):
    """A capture that was read, or a record of which something is wrong. `sha256` is over its payload, "" where it has none of its own.

    A place that cannot be read is of type "".
    """

    type: str
    record_id: str
    offset: int
    sha256: str = ""
    faults: tuple[Fault, ...] = ()


class FileCheck:
    """Reads a file once, or from byte `start` to `stop`. Iterating gives every capture and fault in order, and how many bytes it takes.

    `records` counts by type, `position` is how far the file was read. Flipped bits in gzip headers and zstd frames that change
    nothing of what is read are faults too, and come last. With `every_bit` gzip members are compressed again, too, for that which
    fills up the last byte of one is not read either and no checksum covers it; takes three times as long.
    """

    def __init__(self, path: Path, start: int = 0, stop: int | None = None, *, every_bit: bool = False) -> None:
        self._path, self._start, self._stop, self._every_bit = path, start, stop, every_bit
        self.records: Counter[str] = Counter()
        self.position = start
        self._broken: list[Checked] = []
        self._is_quick = True

    def __iter__(self) -> Iterator[tuple[Checked, int]]:
        with self._path.open("rb") as stream:
            size = stream.seek(0, 2)
            if not size:
                return
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                self._data, self._odd = data, _OddMembers(data)
                looks_at_whole = self._every_bit or data[: len(ZSTD_MAGIC)] in (ZSTD_MAGIC, DICTIONARY_MAGIC)
                for checked, end in read_sound_records(stream, self._take, self._tell, self._start, self._stop):
                    if self._broken:
                        yield from self._told()
                    self.position = end
                    if checked.type:
                        yield checked, end - checked.offset
                    if looks_at_whole:
                        self._odd.look_at_whole(checked.offset, end)
                yield from self._told()
                yield from self._odd.found()
                self.position = self._stop or size

    def _tell(self, damage: Break) -> None:
        kind: Kind = "torn" if damage.is_torn else "unreadable"
        self._broken.append(Checked("", "", damage.offset, faults=((kind, damage.reason),)))

    def _told(self) -> Iterator[tuple[Checked, int]]:
        while self._broken:
            yield self._broken.pop(0), 0

    def _take(self, raw: WarcRecord) -> Checked | None:
        kind = raw.headers.get(_TYPE)
        if kind not in _TYPES:
            kind = (kind or "").lower()
        offset, sha256 = raw.stream_pos, ""
        faults: tuple[Fault, ...] = ()
        if kind in _WITH_PAYLOAD or not self._is_quick:
            faults, sha256 = _check(raw, has_payload=kind in _WITH_PAYLOAD)
        elif not raw.verify_block_digest(consume=True):
            faults = self._look_again(offset)
        self.records[kind] += 1
        if self._every_bit:
            member = Checked("", "", offset)
        elif self._data[offset : offset + _HEADER_SIZE] == GZIP_HEAD:
            self._odd.ours += 1
            member = None
        else:
            member = self._odd.look_at(offset)
        if sha256 or faults or kind == "revisit":
            return Checked(kind, (raw.record_id or "").strip("<> "), offset, sha256, faults)
        return member

    def _look_again(self, offset: int) -> tuple[Fault, ...]:
        """Quick is to hash a record while it goes by; in a file that has other digests, or none, each would be read twice."""
        self._is_quick = False
        with self._path.open("rb") as stream:
            return _check(next(iter(read_from(stream, offset))), has_payload=False)[0]


def _check(raw: WarcRecord, *, has_payload: bool) -> tuple[tuple[Fault, ...], str]:
    """What is wrong with a record, and its payload's SHA-256 if it has one. Raises ValueError when the block is not all there.

    FastWARC verifies in C what it knows; what it does not find true may only be spelt in another way.
    """
    if raw.content_length > MAX_RECORD:
        return _check_large(raw), ""
    faults = () if raw.verify_block_digest() else _check_block(raw)
    if not has_payload:
        return faults, ""
    if raw.is_http:
        raw.parse_http(quirks_mode=True)
    is_true = raw.verify_payload_digest()
    payload = raw.reader.read()
    if is_true and not payload[:1].isalnum():  # a chunk's size is the first thing in a body that is chunked
        return faults, hashlib.sha256(payload).hexdigest()
    return _check_payload(raw, payload, faults, is_true=is_true)


def _check_block(raw: WarcRecord) -> tuple[Fault, ...]:
    raw.freeze()  # its reader can then go back
    block = raw.reader.read()
    if len(block) != raw.content_length:
        raise ValueError("the record's block is not all there")
    raw.reader.seek(0)
    digest = raw.headers.get("WARC-Block-Digest")
    return () if not digest or matches(digest, block) else (("block digest", f"the block is not what {digest} was made of"),)


def _check_payload(raw: WarcRecord, payload: bytes, faults: tuple[Fault, ...], *, is_true: bool) -> tuple[tuple[Fault, ...], str]:
    """For a payload whose transfer coding may have to be undone, or whose digest FastWARC did not find true."""
    entity = payload
    if raw.is_http and "chunked" in (raw.http_headers.get("Transfer-Encoding") or "").lower():
        entity = remove_chunks(payload)
    digest = raw.headers.get("WARC-Payload-Digest")
    # Tools differ in whether they undo the transfer coding first; the standard says that they should.
    if not is_true and digest and not (matches(digest, entity) or matches(digest, payload)):
        faults = (*faults, ("payload digest", f"the payload is not what {digest} was made of"))
    return faults, hashlib.sha256(entity).hexdigest()


def _check_large(raw: WarcRecord) -> tuple[Fault, ...]:
    """The same for the block of a record that is too large for memory."""
    digest, length = raw.headers.get("WARC-Block-Digest") or "", raw.content_length
    is_true, read = matches_stream(digest, iter(lambda: raw.reader.read(_PIECE), b""))
    if read != length:
        raise ValueError("the record's block is not all there")
    return () if is_true else (("block digest", f"the block is not what {digest} was made of"),)


class _OddMembers:
    """Members whose bytes are not as we write them, though they hold what they should, in a file whose others are."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.ours = 0
        self._odd: list[tuple[int, int]] = []

    def look_at(self, offset: int) -> Checked | None:
        """Notes a member that is no gzip of ours; a zstd frame has to be looked at whole, when its end is known."""
        if self._data[offset : offset + len(ZSTD_MAGIC)] == ZSTD_MAGIC:
            return Checked("", "", offset)
        self._note_odd(offset, 0)
        return None

    def look_at_whole(self, offset: int, end: int) -> None:
        if _is_ours(self._data[offset:end]):
            self.ours += 1
        else:
            self._note_odd(offset, end - offset)

    def _note_odd(self, offset: int, length: int) -> None:
        if len(self._odd) < _MANY and offset < len(self._data):
            self._odd.append((offset, length))

    def found(self) -> Iterator[tuple[Checked, int]]:
        if len(self._odd) < self.ours:
            for offset, length in self._odd:
                yield Checked("", "", offset, faults=(("compressed bytes", "they changed; what they hold is whole"),)), length


def _is_ours(member: bytes) -> bool:
    """Whether compressing again gives the same bytes: both formats have bits that are not read and no checksum covers."""
    try:
        if member.startswith(ZSTD_MAGIC):
            return zstd_frame(zstandard.ZstdDecompressor().decompress(member)) == member
        data = zlib.decompress(member, zlib.MAX_WBITS | 16)
    except (zstandard.ZstdError, zlib.error):
        return False
    head = data.find(_END_OF_HEAD) + len(_END_OF_HEAD)
    body = data.find(_END_OF_HEAD, head) + len(_END_OF_HEAD)  # after the HTTP header; what is compressed already is stored
    return gzip_member(data) == member or gzip_member(data, body) == member
