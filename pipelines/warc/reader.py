"""Captures and payloads out of WARC files, by FastWARC. Re-extraction begins here."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.capture import Capture, Headers, Reference
from pipelines.errors import RecordDamaged
from pipelines.warc.build import RENDERED, RENDERED_TYPE
from pipelines.warc.content import ContentTooLarge, decode_content
from pipelines.warc.digests import normal
from pipelines.warc.record import parse_warc_fields, sha1_digest
from pipelines.warc.records import Record, damaged, is_page, iter_records, iter_sound_records, log_torn, parse_record
from pipelines.warc.store import stored
from pipelines.warc.writer import OPEN_SUFFIX

# Requests and metadata that stand before their response, as wget writes them.
_REMEMBERED = 4


def read_capture(warc_folder: Path, warc_file: str, offset: int) -> tuple[Capture, bytes]:
    """The capture whose response stands at `offset`, with its entity as received; raises RecordDamaged."""
    path = warc_path(warc_folder, warc_file)
    group: _Group | None = None
    for record in iter_records(path, offset):
        if group is None:
            if record.offset != offset or not is_page(record.type, record.uri) or record.date is None:
                break
            group = _Group(record)
        # Not a record further than is needed: what comes then may be half written, while a crawl goes on.
        elif not group.take(record) or group.is_complete:
            break
    if group is None:
        raise damaged(path, offset, "no response record begins here")
    return _capture(group, warc_file), group.response.payload


def archived(warc_folder: Path, capture: Capture) -> Capture | None:
    """The capture as its record has it, with headers and the date to the microsecond; None where it cannot be read.

    Rows keep whole seconds, and WARC-Refers-To-Date must be the WARC-Date of the record that it means.
    """
    try:
        found, _ = read_capture(warc_folder, capture.warc_file, capture.offset)
    except RecordDamaged:
        return None
    return replace(found, id=capture.id) if found.record_id == capture.record_id else None


def read_payload(warc_folder: Path, capture: Capture) -> bytes:
    """The capture's payload with its content coding removed, ready for `process_capture`; empty for a revisit.

    The capture may come from a row and lack its headers. Raises RecordDamaged when the file, the record or its digest is
    not what the capture says, or when the payload is larger than `content.MAX_DECODED` once decoded.
    """
    path = warc_path(warc_folder, capture.warc_file)
    record = read_response(path, capture)
    encoding = ", ".join(value for name, value in record.headers if name.lower() == "content-encoding")
    try:
        return decode_content(record.payload, encoding)
    except ContentTooLarge as error:
        raise RecordDamaged(f"{path} at byte {capture.offset}: {error.problem}", error.advice) from error


def read_response(path: Path, capture: Capture) -> Record:
    """The response record of the capture that stands in `path`, checked against it; raises RecordDamaged."""
    with path.open("rb") as stream:
        stream.seek(capture.offset)
        data = stream.read(capture.length)
    record = parse_record(data, path, capture.offset)
    if capture.record_id and record.record_id != capture.record_id:
        raise damaged(path, capture.offset, f"record {record.record_id} stands where {capture.record_id} should")
    if record.type != "revisit" and capture.sha256 and hashlib.sha256(record.payload).hexdigest() != capture.sha256:
        raise damaged(path, capture.offset, "the payload's SHA-256 is not the one that was stored")
    return record


def iter_captures(
    path: Path, warc_file: str | None = None, *, torn: Callable[[RecordDamaged], None] = log_torn
) -> Iterator[tuple[Capture, bytes]]:
    """Every capture of a WARC file with its entity as received, streaming; reads files still written (`.open`) too.

    A revisit is a capture with the digests of the payload that it refers to, and an empty entity. `warc_file` is the
    name that captures bear, by default the file's own without `.open`. See `iter_records` for torn and damaged files.
    """
    return _captures(iter_records(path, torn=torn), warc_file or path.name.removesuffix(OPEN_SUFFIX))


def iter_sound_captures(path: Path, warc_file: str, told: Callable[[RecordDamaged], None]) -> Iterator[tuple[Capture, bytes]]:
    """Every capture that can be read; damage anywhere is told and passed over."""
    return _captures(iter_sound_records(path, told), warc_file)


def warc_path(warc_folder: Path, warc_file: str) -> Path:
    """Where a WARC file lies, closed or still written, or in the folder's store; raises RecordDamaged when it is gone."""
    path = warc_folder / warc_file
    still_open = path.with_name(path.name + OPEN_SUFFIX)
    # The writer may close the file between the two looks, so the first is taken again.
    for candidate in (path, still_open, path):
        if candidate.is_file():
            return candidate
    if (elsewhere := stored(warc_folder, warc_file)) is not None:
        return elsewhere
    raise RecordDamaged(f"{path} is not there", "bring the file back, or run `morgue repair` to take its captures out")


@dataclass(slots=True)
class _Group:
    """A response and the records that belong to it."""

    response: Record
    request_id: str | None = None
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def is_rendered(self) -> bool:
        """Conversions of other tools (text, say) are no captures: only of ours is it said that extraction reads them."""
        is_web = self.response.uri.lower().startswith(("http://", "https://"))
        return self.notes.get("role") == RENDERED and is_web and self.response.date is not None

    @property
    def is_complete(self) -> bool:
        """Whether all that we ourselves write of an exchange is there."""
        return self.request_id is not None and bool(self.notes)

    def take(self, record: Record) -> bool:
        """Takes in a request or metadata record; False when it belongs to another response."""
        ours = record.concurrent_to == self.response.record_id or self.response.concurrent_to == record.record_id
        if ours and record.type == "request":
            self.request_id = record.record_id
        elif ours:
            self.notes.update(parse_warc_fields(record.payload))
        return ours


def _captures(records: Iterator[Record], warc_file: str) -> Iterator[tuple[Capture, bytes]]:
    group: _Group | None = None
    conversion: _Group | None = None
    file_notes: dict[str, str] = {}
    earlier: deque[Record] = deque(maxlen=_REMEMBERED)
    for record in records:
        if record.type == "warcinfo":
            file_notes = {key: value for key, value in parse_warc_fields(record.payload) if key in ("site", "crawl")}
        elif record.type == "conversion":
            conversion = _Group(record, notes=dict(file_notes))
        elif is_page(record.type, record.uri) and record.date is not None:
            if group is not None:
                yield _capture(group, warc_file), group.response.payload
            group = _Group(record, notes=dict(file_notes))
            for other in earlier:
                group.take(other)
            earlier.clear()
        elif conversion and conversion.take(record):
            if conversion.is_rendered:
                if group is not None:  # what was rendered comes first
                    yield _capture(group, warc_file), group.response.payload
                yield _capture(conversion, warc_file), conversion.response.payload
                group = None
            conversion = None
        elif record.type in ("request", "metadata") and not (group and group.take(record)):
            earlier.append(record)
    if group is not None:
        yield _capture(group, warc_file), group.response.payload


def _capture(group: _Group, warc_file: str) -> Capture:
    record, notes = group.response, group.notes
    is_revisit = record.type == "revisit"
    payload_digest, sha256 = sha1_digest(record.payload), hashlib.sha256(record.payload).hexdigest()
    if is_revisit:
        payload_digest, sha256 = normal(record.fields.get("warc-payload-digest", "")), notes.get("sha256", "")
    headers, status = record.headers, record.status or 0
    if record.type == "conversion":
        headers, status = (("Content-Type", RENDERED_TYPE), ("software", notes.get("software", ""))), 200
    if record.type == "resource":  # a file, without the HTTP that brought it
        headers, status = (("Content-Type", record.fields.get("content-type", "")),), 200
    return Capture(
        url=record.uri,
        fetched_at=record.date,
        status=status,
        headers=headers,
        record_id=record.record_id,
        warc_file=warc_file,
        offset=record.offset,
        length=record.length,
        payload_digest=payload_digest,
        sha256=sha256,
        ip_address=record.fields.get("warc-ip-address"),
        protocol=record.fields.get("warc-protocol"),
        role=notes.get("role") or _foreign_role(record.uri, headers),
        site=notes.get("site"),
        crawl_id=notes.get("crawl"),
        request_record_id=group.request_id,
        redirected_from=notes.get("via") if notes.get("hopsFromSeed", "").endswith("R") else None,
        # Of a revisit it says that the payload was left out.
        truncated=None if is_revisit else record.fields.get("warc-truncated"),
        page_of=notes.get("page-of"),
        page_link=notes.get("page-link"),
        refers_to=record.refers_to if record.type == "conversion" else None,
        revisit_of=_reference(record) if is_revisit else None,
    )


def _reference(record: Record) -> Reference:
    digits = re.sub(r"\D", "", record.fields.get("warc-refers-to-date", ""))[:14]
    day, time = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}", f"{digits[8:10]}:{digits[10:12]}:{digits[12:]}"
    uri = record.fields.get("warc-refers-to-target-uri", "").strip("<>")
    return Reference(record.refers_to or "", uri, f"{day}T{time}+00:00" if len(digits) == 14 else "")


def _foreign_role(url: str, headers: Headers) -> str:
    """Records of other tools do not say what a page was fetched for; an HTML page may be an article."""
    media_type = next((value for name, value in headers if name.lower() == "content-type"), "").split(";")[0].strip().lower()
    if urlsplit(url).path == "/robots.txt":
        return "robots"
    return "article" if media_type in ("", "text/html", "application/xhtml+xml") else "other"
