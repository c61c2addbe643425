"""Records of WARC files of any tool and compression, streamed one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import BinaryIO

from fastwarc.warc import WarcRecord

from pipelines.importing.foreign import Advance, ForeignRecord, Told, left_out, record_id
from pipelines.warc.digests import is_of_block
from pipelines.warc.members import GZIP_MAGIC, has_bare_lines
from pipelines.warc.record import sha1_digest, with_our_header
from pipelines.warc.records import MAX_RECORD, Break, is_page, read_sound_records


@dataclass(frozen=True, slots=True)
class _Taken:
    """`as_is`: nothing was added, so the file's own bytes will do."""

    offset: int
    record: ForeignRecord
    as_is: bool


def read_warc(reopen: Callable[[], BinaryIO], place: str, told: Told, advance: Advance) -> Iterator[bytes]:
    """Every whole record as a gzip member: the file's own compressed bytes where each record is one, so that nothing is changed.

    Damage is told with `place` and offset, and what follows it is read on. `advance` is told the bytes as they are read.
    """
    with reopen() as stream, reopen() as raw:
        size = stream.seek(0, 2)

        def tell(damage: Break) -> None:
            told(left_out(f"{place} at byte {damage.offset}", f"{damage.reason}, as far as byte {damage.resumed}"))

        take = _Taker(place, told)
        position = 0
        for (taken, end), following in pairwise(chain(read_sound_records(stream, take, tell), [None])):  # type: ignore[misc]
            advance(taken.offset - position)
            position = taken.offset
            # Where a file was compressed as a whole, the offsets of its records are none.
            is_alone = end == following[0].offset and _is_member(raw, end) if following else end == size
            if taken.as_is and is_alone and _is_member(raw, taken.offset) and not has_bare_lines(raw, taken.offset):
                raw.seek(taken.offset)
                yield with_our_header(raw.read(end - taken.offset))
            else:
                yield taken.record.as_member()
        advance(size - position)


def _is_member(raw: BinaryIO, offset: int) -> bool:
    raw.seek(offset)
    return raw.read(len(GZIP_MAGIC)) == GZIP_MAGIC


class _Taker:
    """What is kept of a record. Raises ValueError where it is too large, torn, not what its digest says, or no HTTP."""

    def __init__(self, place: str, told: Told) -> None:
        self._place, self._told = place, told

    def __call__(self, raw: WarcRecord) -> _Taken | None:
        expected = raw.content_length
        if (raw.headers.get("Content-Length") or "").strip() != str(expected):
            raise ValueError(f"Content-Length is {raw.headers.get('Content-Length')!r}")
        if expected > MAX_RECORD:
            raise ValueError(f"a record of {expected:,} bytes, more than the {MAX_RECORD:,} that are read")
        raw.freeze()  # its reader can then go back
        is_true = raw.verify_block_digest()
        block = raw.reader.read()
        if len(block) != expected:
            raise ValueError(f"the record's block has {len(block)} of {expected} bytes")
        digest = raw.headers.get("WARC-Block-Digest")
        kind, uri = (raw.headers.get("WARC-Type") or "").lower(), raw.headers.get("WARC-Target-URI") or ""
        if not is_true and digest and not is_of_block(digest, block, kind):
            raise ValueError(f"the block is not what {digest} was made of")
        if is_page(kind, uri) and not self._is_usable(raw):
            return None
        fields = tuple((key, value) for key, value in raw.headers.items() if key.lower() != "content-length")
        identifier = raw.headers.get("WARC-Record-ID")
        if not identifier:
            date = raw.headers.get("WARC-Date") or ""
            fields = (*fields, ("WARC-Record-ID", f"<{record_id(kind, uri, date, sha1_digest(block))}>"))
        return _Taken(raw.stream_pos, ForeignRecord(raw.headers.status_line or "WARC/1.0", fields, block), bool(identifier))

    def _is_usable(self, raw: WarcRecord) -> bool:
        """Whether a page has a date and an HTTP header that can be read; its reader stands after the block."""
        reason = None
        if raw.record_date is None:
            reason = f"WARC-Date is {raw.headers.get('WARC-Date')!r}"
        elif raw.is_http:
            raw.reader.seek(0)
            try:
                raw.parse_http(quirks_mode=True)
            except OSError as error:
                reason = f"its HTTP header: {error}"
        if reason:
            self._told(left_out(f"{self._place} at byte {raw.stream_pos}", reason))
        return reason is None
