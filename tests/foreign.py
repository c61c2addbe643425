"""Records as other tools write them, byte by byte."""

from __future__ import annotations

import base64
import gzip
import hashlib
import struct
from pathlib import Path
from typing import Any

import zstandard
from test_warc_import import STORY

from pipelines.archive import Archive

MOMENT = "2018-09-19T01:04:09Z"
URL = "http://news.example/a"


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def http(body: bytes = STORY, status: str = "200 OK", **headers: str) -> bytes:
    head = {"Content-Type": "text/html; charset=utf-8", **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def record(block: bytes = http(), version: str = "WARC/1.0", **fields: str) -> bytes:
    """A response, unless `fields` say otherwise; a field that is empty is left out."""
    values = {
        "WARC-Type": "response",
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000001>",
        "WARC-Date": MOMENT,
        "WARC-Target-URI": URL,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in values.items() if value)
    return f"{version}\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def identity(number: int) -> str:
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>"


def page(number: int, body: bytes | None = None, **fields: str) -> bytes:
    """One of many responses: its own id, address and words."""
    words = body if body is not None else STORY.replace(b"nine", b"%d" % number)
    return record(http(words), WARC_Record_ID=identity(number), WARC_Target_URI=f"http://news.example/{number}", **fields)


def zstd_with_dictionary(records: list[bytes], *, compressed: bool) -> bytes:
    """As warc.zst files of Archive Team are: a skippable frame with the dictionary, then a frame a record."""
    dictionary = zstandard.train_dictionary(4096, [each + b"%d" % number for number, each in enumerate(records * 20)])
    data = zstandard.compress(dictionary.as_bytes()) if compressed else dictionary.as_bytes()
    compressor = zstandard.ZstdCompressor(dict_data=dictionary, write_checksum=True)
    return struct.pack("<4sI", b"\x5d\x2a\x4d\x18", len(data)) + data + b"".join(compressor.compress(each) for each in records)


def compressed(records: list[bytes], kind: str) -> tuple[str, bytes]:
    """A file's ending and bytes."""
    if kind == "gzip":
        return ".warc.gz", b"".join(gzip.compress(each, mtime=0) for each in records)
    if kind == "zstd":
        return ".warc.zst", b"".join(zstandard.ZstdCompressor(write_checksum=True).compress(each) for each in records)
    if kind == "dictionary":
        return ".warc.zst", zstd_with_dictionary(records, compressed=True)
    return ".warc", b"".join(records)


def rows(archive: Archive, columns: str = "*") -> list[dict[str, Any]]:
    with archive.database() as db:
        return db.rows_of(f"SELECT {columns} FROM captures ORDER BY url, fetched_at")


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
