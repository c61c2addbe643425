"""Exchanges into WARC 1.1 files, each record a gzip member or zstd frame of its own."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timezone
from io import FileIO
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from pipelines.capture import Capture
from pipelines.errors import MorgueError, UsageError
from pipelines.warc.build import (
    RENDERED,
    RENDERED_TYPE,
    conversion_metadata_record,
    conversion_record,
    default_info,
    metadata_record,
    request_record,
    response_record,
    revisit_record,
    warcinfo_record,
)
from pipelines.warc.exchange import Exchange, response_headers, target_uri
from pipelines.warc.record import ENDINGS, RECORD_END, Compression, Field, compress, sha1_digest, warc_date

__all__ = ["Exchange", "WarcWriter", "lock_file"]

ROTATE_AT = 1_000_000_000
OPEN_SUFFIX = ".open"

_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _new_id() -> str:
    """A UUID of version 7 (RFC 9562): it begins with the time, so that the ids of a crawl stand side by side in an index over them."""
    drawn = secrets.randbits(80) & ~(0xF << 76 | 0b11 << 62)
    return f"urn:uuid:{UUID(int=time.time_ns() // 1_000_000 << 80 | 7 << 76 | 0b10 << 62 | drawn)}"


class WarcWriter:
    """Writes into `<folder>/<prefix>/<year>/<prefix>-<time>-<serial>-<process>.warc.gz`, or `.warc.zst`.

    A file bears the suffix `.open` while it is written, and is locked against repair by others. It is begun with the
    first exchange, so an idle writer leaves no file. Every exchange is handed to the operating system before its
    Capture comes back; `sync` makes it durable. `info` are fields of warcinfo (operator, robots, settings digest).
    Not for several threads.
    """

    def __init__(
        self,
        folder: Path,
        prefix: str,
        info: Mapping[str, str],
        *,
        rotate: int = ROTATE_AT,
        compression: Compression = "gzip",
        clock: Callable[[], datetime] = _now,
        ids: Callable[[], str] = _new_id,
    ) -> None:
        if not _PREFIX.fullmatch(prefix):
            raise UsageError(f"{prefix!r} cannot begin a file's name", "use letters, digits, dots and hyphens")
        self._folder = folder
        self._prefix = prefix
        self._info = {**default_info(), **info}
        self._rotate = rotate
        self._compression: Compression = compression
        self._clock = clock
        self._new_id = ids
        self._serial = 0
        self._file: FileIO | None = None
        self._name = ""
        self._warcinfo_id = ""

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write_exchange(self, exchange: Exchange, original: Capture | None = None) -> Capture:
        """Response, request and what a rebuild needs, in one write; gives back where the response stands.

        With `original`, a capture of a response that holds the payload already, a revisit record is written instead:
        server-not-modified for a 304, else identical-payload-digest. Never pass a revisit as `original`.
        Raises MorgueError when the disk is full; the file then ends with the record before.
        """
        if self._file is not None and self._file.tell() >= self._rotate:
            self.close()
        file = self._file or self._begin()
        response_id, request_id = self._new_id(), self._new_id()
        common = self._common_fields(exchange)
        capture = _capture(exchange, response_id, request_id)
        if original:
            capture = replace(capture, payload_digest=original.payload_digest, sha256=original.sha256)
            response = compress(revisit_record(exchange, original, response_id, common), self._compression)
        else:
            plain = response_record(exchange, response_id, common, capture.payload_digest)
            response = compress(plain, self._compression, _packed_from(exchange, plain))
        request = compress(request_record(exchange, request_id, response_id, common), self._compression)
        metadata = compress(metadata_record(exchange, self._new_id(), response_id, common, original), self._compression)
        offset = file.tell()
        _append(file, response + request + metadata)
        return replace(capture, warc_file=self._name, offset=offset, length=len(response))

    def write_conversion(self, capture: Capture, html: bytes, software: str) -> Capture:
        """What a browser made of a captured page, as a conversion record that refers to the capture's; gives back where it stands.

        Raises MorgueError as `write_exchange` does.
        """
        if self._file is not None and self._file.tell() >= self._rotate:
            self.close()
        file = self._file or self._begin()
        record_id, moment = self._new_id(), self._clock()
        common = [
            ("WARC-Date", warc_date(moment)),
            ("WARC-Target-URI", capture.url),
            ("WARC-Warcinfo-ID", f"<{self._warcinfo_id}>"),
        ]
        record = compress(conversion_record(html, record_id, capture.record_id, common), self._compression)
        metadata = conversion_metadata_record(capture, software, self._new_id(), record_id, common)
        offset = file.tell()
        _append(file, record + compress(metadata, self._compression))
        return Capture(
            url=capture.url,
            fetched_at=moment.astimezone(timezone.utc),
            headers=(("Content-Type", RENDERED_TYPE), ("software", software)),
            record_id=record_id,
            warc_file=self._name,
            offset=offset,
            length=len(record),
            payload_digest=sha1_digest(html),
            sha256=hashlib.sha256(html).hexdigest(),
            role=RENDERED,
            site=capture.site,
            crawl_id=capture.crawl_id,
            refers_to=capture.record_id,
        )

    def sync(self) -> None:
        """What was written is on the disk when this returns."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Ends the file and takes `.open` off its name; the next exchange begins another."""
        if self._file is None:
            return
        self.sync()
        path = self._folder / self._name
        path.with_name(path.name + OPEN_SUFFIX).rename(path)
        self._file.close()
        self._file = None

    def _begin(self) -> FileIO:
        moment = self._clock()
        path = self._new_path(moment)
        path.parent.mkdir(parents=True, exist_ok=True)
        file = FileIO(path.with_name(path.name + OPEN_SUFFIX), "xb")
        lock_file(file)
        self._file, self._name = file, path.relative_to(self._folder).as_posix()
        self._warcinfo_id = self._new_id()
        _append(file, compress(warcinfo_record(self._info, self._warcinfo_id, moment, path.name), self._compression))
        return file

    def _new_path(self, moment: datetime) -> Path:
        while True:
            name = f"{self._prefix}-{moment:%Y%m%d%H%M%S}-{self._serial:05d}-{os.getpid():x}{ENDINGS[self._compression]}"
            self._serial += 1
            path = self._folder / self._prefix / f"{moment:%Y}" / name
            if not path.exists() and not path.with_name(name + OPEN_SUFFIX).exists():
                return path

    def _common_fields(self, exchange: Exchange) -> list[Field]:
        fields = [("WARC-Date", warc_date(exchange.fetched_at)), ("WARC-Target-URI", target_uri(exchange.url))]
        if exchange.ip_address:
            fields.append(("WARC-IP-Address", exchange.ip_address))
        if exchange.protocol:
            fields.append(("WARC-Protocol", exchange.protocol.lower()))
        return [*fields, ("WARC-Warcinfo-ID", f"<{self._warcinfo_id}>")]


def lock_file(file: BinaryIO | FileIO) -> bool:
    """True when this process now holds the file; False when another one does. The lock ends with the process."""
    if sys.platform == "win32":
        return True  # Windows itself refuses to rename or cut a file that is open elsewhere.
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _append(file: FileIO, data: bytes) -> None:
    """Writes all of `data` or nothing: a disk that fills up must not leave half a record before the next one."""
    offset = file.tell()
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError as error:
        file.truncate(offset)
        file.seek(offset)
        raise MorgueError(f"{file.name}: {error.strerror}", "make room and start again; what was captured is kept") from error


def _packed_from(exchange: Exchange, record: bytes) -> int | None:
    """Where in a response record the body begins, if it has a content coding."""
    is_coded = any(name.lower() in ("content-encoding", b"content-encoding") for name, _ in exchange.response_headers)
    return len(record) - len(RECORD_END) - len(exchange.body) if is_coded else None


def _capture(exchange: Exchange, response_id: str, request_id: str) -> Capture:
    return Capture(
        url=target_uri(exchange.url),
        fetched_at=exchange.fetched_at.astimezone(timezone.utc),
        status=exchange.status,
        headers=response_headers(exchange),
        record_id=response_id,
        payload_digest=sha1_digest(exchange.body),
        sha256=hashlib.sha256(exchange.body).hexdigest(),
        ip_address=exchange.ip_address,
        protocol=exchange.protocol.lower() if exchange.protocol else None,
        role=exchange.role,
        site=exchange.site,
        crawl_id=exchange.crawl_id,
        request_record_id=request_id,
        redirected_from=exchange.redirected_from,
        truncated=exchange.truncated,
        page_of=exchange.page_of,
        page_link=exchange.page_link,
    )
