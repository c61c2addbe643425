"""WACZ 1.1.1: captures, their index and the list of pages in one zip, as ReplayWeb.page opens it.

https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TextIO
from uuid import NAMESPACE_URL, uuid5

from pipelines.export.records import Files, Places, copy_records, hides_page
from pipelines.warc.build import software
from pipelines.warc.cdxj import cdxj_line, write_cdxj
from pipelines.warc.reader import warc_path
from pipelines.warc.record import ENDINGS

Articles = Callable[[], Iterable[Mapping[str, Any]]]
LINES_A_BLOCK = 300
_INDEX = "index.cdx.gz"


@dataclass(slots=True)
class _Part:
    """A member being written, with its digest as it goes."""

    out: IO[bytes]
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.out.write(data)


class WaczWriter:
    """Writes the members one after the other, then datapackage.json over them all."""

    def __init__(self, out: IO[bytes], created: datetime) -> None:
        self._zip = zipfile.ZipFile(out, "w", allowZip64=True)
        self._created = created.astimezone(timezone.utc)
        self._resources: list[dict[str, Any]] = []

    def add(self, path: str, pieces: Iterable[bytes], *, stored: bool = False) -> None:
        """One member. Archives and their index are stored, so that a reader can seek in them (section 3.1)."""
        info = zipfile.ZipInfo(path, self._created.timetuple()[:6])
        # Local headers have a Zip64 field, as sizes are not known yet. ReplayWeb.page takes a header for one without fields
        # where the directory's entry has none, and would read 20 bytes too early; so each has its time in UTC ("UT").
        info.extra = struct.pack("<HHBl", 0x5455, 5, 1, int(self._created.timestamp()))
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as out:
            part = _Part(out)
            for piece in pieces:
                part.write(piece)
        name = path.rpartition("/")[2].lower()
        self._resources.append({"name": name, "path": path, "hash": f"sha256:{part.digest.hexdigest()}", "bytes": part.size})

    def close(self, title: str, description: str) -> None:
        """Writes datapackage.json and its digest, and ends the zip."""
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "description": description,
            "software": software(),
            "created": self._created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "resources": self._resources,
        }
        data = json.dumps(package, indent=2, ensure_ascii=False).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self._zip.writestr("datapackage.json", data, zipfile.ZIP_DEFLATED)
        self._zip.writestr("datapackage-digest.json", json.dumps(digest, indent=2), zipfile.ZIP_DEFLATED)
        self._zip.close()


@dataclass(frozen=True, slots=True)
class Pages:
    """The list of pages: a title for the whole, and whether each carries its text, for readers that search in it."""

    title: str
    has_text: bool = False


def write_wacz(warc_folder: Path, files: Files, articles: Articles, out: IO[bytes], pages: Pages) -> int:
    """The captures with index, pages and articles, streamed; gives back how many captures. `articles` is called twice."""
    wacz = WaczWriter(out, datetime.now(timezone.utc))
    with TemporaryFile("w+", encoding="utf-8") as unsorted, TemporaryFile("w+", encoding="utf-8") as index:
        for name, places in files:
            flat = name.replace("/", "-").replace(ENDINGS["zstd"], ENDINGS["gzip"])
            wacz.add(f"archive/{flat}", _archive(warc_path(warc_folder, name), places, flat, unsorted), stored=True)
        unsorted.seek(0)
        count = write_cdxj(unsorted, index)
        index.seek(0)
        entries: list[str] = []
        wacz.add(f"indexes/{_INDEX}", compressed_index(index, entries), stored=True)
    wacz.add("indexes/index.idx", (entry.encode() for entry in entries))
    wacz.add("pages/pages.jsonl", _pages(articles(), pages))
    lines = map(_line, articles())
    if (first := next(lines, None)) is not None:  # py-wacz takes an empty file for a broken one
        wacz.add("articles/articles.jsonl", chain([first], lines))
    wacz.close(pages.title, f"{count} captures with the articles read from them")
    return count


def compressed_index(lines: Iterable[str], entries: list[str]) -> Iterator[bytes]:
    """Sorted CDXJ lines in gzip blocks; `entries` becomes the secondary index that says where each block begins (ZipNum)."""
    entries.append(f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': _INDEX})}\n")
    offset, remaining = 0, iter(lines)
    while group := list(islice(remaining, LINES_A_BLOCK)):
        compressor = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
        block = compressor.compress("".join(group).encode()) + compressor.flush()
        key = group[0].partition("{")[0].strip()
        digest = f"sha256:{hashlib.sha256(block).hexdigest()}"
        entries.append(f"{key} {json.dumps({'offset': offset, 'length': len(block), 'digest': digest, 'filename': _INDEX})}\n")
        offset += len(block)
        yield block


def _archive(path: Path, places: Places, filename: str, index: TextIO) -> Iterator[bytes]:
    position = 0
    for record, data in copy_records(path, places):
        if record.offset in places and record.type != "conversion" and not hides_page(record):
            index.write(cdxj_line(replace(record, offset=position, length=len(data)), filename))
        position += len(data)
        yield data


def _pages(articles: Iterable[Mapping[str, Any]], pages: Pages) -> Iterator[bytes]:
    yield _line({"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": pages.has_text})
    for article in articles:
        url, ts = article["captured_url"], article["fetched_at"].replace("+00:00", "Z")
        page = {"id": str(uuid5(NAMESPACE_URL, url + ts)), "url": url, "ts": ts, "title": article["title"] or url}
        yield _line(page | {"text": article["text"]} if pages.has_text else page)


def _line(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"
