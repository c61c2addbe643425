"""Captures as they stand in the WARC files, copied byte for byte, with warcinfo, requests and metadata."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import BinaryIO, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from pipelines.warc.build import NOT_MODIFIED
from pipelines.warc.cdxj import cdxj_line
from pipelines.warc.members import GZIP_MAGIC, Member, decompress
from pipelines.warc.reader import warc_path
from pipelines.warc.record import gzip_member, serialise, sha1_digest, warc_date
from pipelines.warc.records import MAX_RECORD, Record, damaged, iter_records, parse_record

# Of each WARC file the captures and conversions that are meant, as offset and length.
Places = Mapping[int, int]
Files = Iterable[tuple[str, Places]]


class Text(NamedTuple):
    """The title and the clean text that an extractor read from a capture, and when it did."""

    text: str
    extractor: str
    made_at: datetime


TextOf = Callable[[str], Text | None]
_LARGEST = MAX_RECORD + (1 << 16)  # with its fields
_FOLLOWERS = frozenset({"request", "metadata"})


def copy_records(path: Path, places: Places) -> Iterator[tuple[Record, bytes]]:
    """The records of captures and conversions at these places, each a gzip member whatever the file is; its warcinfo comes first.

    Reads these places alone: a few captures out of many gigabytes are a matter of moments.
    """
    with path.open("rb") as stream:
        for record in chain(_warcinfo(path), chain.from_iterable(_group(path, offset) for offset in sorted(places))):
            stream.seek(record.offset)
            data = stream.read(record.length)
            member = Member(record.offset, record.offset + record.length, "whole")
            yield record, data if data.startswith(GZIP_MAGIC) else gzip_member(decompress(stream, member, _LARGEST))


def _warcinfo(path: Path) -> Iterator[Record]:
    return (record for record in islice(iter_records(path), 1) if record.type == "warcinfo")


def _group(path: Path, offset: int) -> Iterator[Record]:
    """The capture or conversion that stands there, and the records that follow and belong to it."""
    records = iter_records(path, offset)
    first = next(records, None)
    if first is None:
        raise damaged(path, offset, "the file ends inside this record")
    yield first
    yield from takewhile(lambda record: record.type in _FOLLOWERS and record.concurrent_to == first.record_id, records)


def write_warc(warc_folder: Path, files: Files, out: BinaryIO, text_of: TextOf | None = None) -> int:
    """One WARC file with the captures; gives back how many.

    With `text_of` each capture that an article was read from is followed by a conversion record of its clean text.
    """
    count = 0
    for name, places in files:
        for record, data in copy_records(warc_path(warc_folder, name), places):
            out.write(data)
            if record.offset in places and record.type != "conversion":
                count += 1
                if text_of and (text := text_of(record.record_id)):
                    out.write(gzip_member(text_record(record, text)))
    return count


def text_record(response: Record, text: Text) -> bytes:
    """The clean text of a page as WARC has converted content (1.1 section 6.7), always the same for the same reading."""
    block = text.text.encode()
    digest = sha1_digest(block)
    fields = [
        ("WARC-Type", "conversion"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{response.record_id} {text.extractor} {digest}')}>"),
        ("WARC-Date", warc_date(text.made_at)),
        ("WARC-Target-URI", response.uri),
        ("WARC-Refers-To", f"<{response.record_id}>"),
        ("WARC-Payload-Digest", digest),
        ("WARC-Block-Digest", digest),
        ("X-Newsmorgue-Extractor", text.extractor),
        ("Content-Type", "text/plain; charset=utf-8"),
    ]
    return serialise(fields, block)


def index_lines(warc_folder: Path, files: Files, *, for_replay: bool = False) -> Iterator[str]:
    """Unsorted CDXJ lines of the captures, by the names of the archive's own files. Reads their records alone."""
    for name, places in files:
        path = warc_path(warc_folder, name)
        with path.open("rb") as stream:
            for offset, length in sorted(places.items()):
                stream.seek(offset)
                record = parse_record(stream.read(length), path, offset)
                if record.type != "conversion" and not (for_replay and hides_page(record)):
                    yield cdxj_line(record, name)


def hides_page(record: Record) -> bool:
    """Whether replay by this record would show nothing: pywb answers 304 for a 304, where the page of before is wanted."""
    return record.type == "revisit" and record.status == NOT_MODIFIED
