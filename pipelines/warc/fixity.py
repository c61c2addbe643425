"""One WARC file against itself: every record readable, every digest true, every byte accounted for."""

from __future__ import annotations

import hashlib
import mmap
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from fastwarc.warc import WarcHeader, WarcRecord, WarcRecordType

from pipelines.warc.content import remove_chunks
from pipelines.warc.digests import is_of_block, matches, matches_stream
from pipelines.warc.odd_members import OddMembers
from pipelines.warc.record import GZIP_HEAD
from pipelines.warc.records import MAX_RECORD, NOT_READABLE, Break, read_from, read_sound_records

_HEADER_SIZE = len(GZIP_HEAD)
_WITH_PAYLOAD = frozenset({"response", "resource", "conversion"})
_PIECE = 1 << 20

# Each is one object; asking for the header takes six times as long.
_RESPONSE, _REQUEST, _METADATA = WarcRecordType.response, WarcRecordType.request, WarcRecordType.metadata
_UNKNOWN = WarcRecordType.unknown
_TYPE = WarcHeader.WARC_TYPE

Kind = Literal["unreadable", "torn", "block digest", "payload digest", "compressed bytes"]
Fault = tuple[Kind, str]


class Checked(NamedTuple):
    """A capture that was read, or a record of which something is wrong: `length` bytes from `offset` on, 0 where it cannot be read.

    `sha256` is over its payload, "" where it has none of its own. A place that is no record is of type "".
    """

    offset: int
    record_id: str
    length: int
    sha256: str = ""
    type: str = ""
    faults: tuple[Fault, ...] = ()


class FileCheck:
    """Reads a file once, or from byte `start` to `stop`. Iterating gives every capture and fault in order.

    `records` counts by type, `position` is how far the file was read. Flipped bits in the headers of gzip members and zstd frames
    that change nothing of what is read are faults too, and come last. With `every_bit` they are compressed again, too, for that which
    fills up the last byte of one is not read either and no checksum covers it; takes three times as long.
    """

    def __init__(self, path: Path, start: int = 0, stop: int | None = None, *, every_bit: bool = False) -> None:
        self._path, self._start, self._stop, self._every_bit = path, start, stop, every_bit
        self.records: Counter[str] = Counter()
        self.position = start
        self._done = -1
        self._broken: list[Checked] = []

    def __iter__(self) -> Iterator[Checked]:
        try:
            stream = self._path.open("rb")
        except PermissionError as error:
            yield Checked(self._start, "", 0, faults=(("unreadable", f"{error.strerror}, {NOT_READABLE}"),))
            return
        with stream:
            size = stream.seek(0, 2)
            if not size:
                return
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                self._data, self._odd = data, OddMembers(data)
                start = self._start if self._every_bit else (yield from self._look_quickly(stream))
                yield from self._look_closely(stream, start)
                for offset, length in self._odd.found(self.records.total()):
                    yield Checked(offset, "", length, faults=(("compressed bytes", "they changed; what they hold is whole"),))
                self.position = self._stop or size

    def _look_quickly(self, stream: BinaryIO) -> Generator[Checked, None, int]:
        """The captures up to the first record that asks for a closer look, or to the last one, and where that begins.

        Here the time goes: nothing is called that most records do not need.
        """
        data, stop, new_sha256 = self._data, self._stop or len(self._data), hashlib.sha256
        offset, responses, beside = self._start, 0, [0, 0]
        new = tuple.__new__  # in a third of the time of calling Checked
        held: tuple[int, str, int, str, str, tuple[Fault, ...]] | None = None
        try:
            for raw in read_from(stream, offset):
                offset = raw.stream_pos
                if held is not None:
                    place, record_id, _, sha256, name, faults = held
                    yield new(Checked, (place, record_id, offset - place, sha256, name, faults))
                    held = None
                kind = raw.record_type
                if offset >= stop or kind is _UNKNOWN:
                    break
                if kind is _REQUEST or kind is _METADATA:
                    if not raw.verify_block_digest(consume=True):
                        break
                    beside[kind is _METADATA] += 1
                elif kind is _RESPONSE:
                    if raw.content_length > MAX_RECORD or not raw.is_http or not raw.verify_block_digest():
                        break
                    raw.parse_http(quirks_mode=True)
                    if not raw.verify_payload_digest():
                        break
                    payload = raw.reader.read()
                    if payload[:1].isalnum() and _is_chunked(raw):
                        break
                    held = (offset, (raw.record_id or "").strip("<> "), 0, new_sha256(payload).hexdigest(), "response", ())
                    responses += 1
                else:
                    held, self._done = self._take(raw), offset
                    continue
                if data[offset : offset + _HEADER_SIZE] != GZIP_HEAD:
                    self._odd.look_at(offset)
                self._done = offset
        except (OSError, ValueError):
            pass  # the closer look tells
        self.records += Counter(response=responses, request=beside[0], metadata=beside[1])
        return offset

    def _look_closely(self, stream: BinaryIO, start: int) -> Iterator[Checked]:
        """The captures from there on, and what is wrong, wherever reading can go on."""
        for checked, end in read_sound_records(stream, self._take, self._tell, start, self._stop):
            yield from self._told()
            if checked.type:
                yield checked._replace(length=end - checked.offset)
            if self._every_bit:
                self._odd.look_at_whole(checked.offset, end)
        yield from self._told()

    def _tell(self, damage: Break) -> None:
        kind: Kind = "torn" if damage.is_torn else "unreadable"
        self._broken.append(Checked(damage.offset, "", 0, faults=((kind, damage.reason),)))

    def _told(self) -> Iterator[Checked]:
        while self._broken:
            yield self._broken.pop(0)

    def _take(self, raw: WarcRecord) -> Checked | None:
        offset, kind = raw.stream_pos, (raw.headers.get(_TYPE) or "").lower()
        faults, sha256 = _check(raw, has_payload=kind in _WITH_PAYLOAD)
        if offset == self._done:  # the last one of the quick look
            self._done = -1
        else:
            self.records[kind] += 1
            if not self._every_bit:
                self._odd.look_at(offset)
        if sha256 or faults or kind == "revisit":
            return Checked(offset, (raw.record_id or "").strip("<> "), 0, sha256, kind, faults)
        return Checked(offset, "", 0) if self._every_bit else None


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
    kind = (raw.headers.get(_TYPE) or "").lower()
    return () if not digest or is_of_block(digest, block, kind) else (("block digest", f"the block is not what {digest} was made of"),)


def _check_payload(raw: WarcRecord, payload: bytes, faults: tuple[Fault, ...], *, is_true: bool) -> tuple[tuple[Fault, ...], str]:
    """For a payload whose transfer coding may have to be undone, or whose digest FastWARC did not find true."""
    entity = payload
    if raw.is_http and _is_chunked(raw):
        entity = remove_chunks(payload)
    digest = raw.headers.get("WARC-Payload-Digest")
    # Tools differ in whether they undo the transfer coding first; the standard says that they should.
    if not is_true and digest and not (matches(digest, entity) or matches(digest, payload)):
        faults = (*faults, ("payload digest", f"the payload is not what {digest} was made of"))
    return faults, hashlib.sha256(entity).hexdigest()


def _is_chunked(raw: WarcRecord) -> bool:
    return "chunked" in (raw.http_headers.get("Transfer-Encoding") or "").lower()


def _check_large(raw: WarcRecord) -> tuple[Fault, ...]:
    """The same for the block of a record that is too large for memory."""
    digest, length = raw.headers.get("WARC-Block-Digest") or "", raw.content_length
    is_true, read = matches_stream(digest, iter(lambda: raw.reader.read(_PIECE), b""))
    if read != length:
        raise ValueError("the record's block is not all there")
    return () if is_true else (("block digest", f"the block is not what {digest} was made of"),)
