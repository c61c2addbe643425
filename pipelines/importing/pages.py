"""Saved HTML pages as WARC resource records, each with a metadata record that says where it lay and what gave its address."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.errors import RecordDamaged, UsageError
from pipelines.importing.addresses import Address, address, by_page, by_path, by_saver, by_sidecar, by_time_of_file
from pipelines.importing.foreign import Advance, ForeignRecord, Told, left_out, record_id, resource
from pipelines.importing.snapshots import Snapshot, read_snapshot
from pipelines.warc.content import MAX_DECODED, ContentTooLarge, decode_content
from pipelines.warc.exchange import target_uri
from pipelines.warc.record import sha1_digest, warc_date, warc_fields

ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
_MANIFEST_ADVICE = 'write {"path": …, "url": …, "fetched_at": …}'


def read_pages(folder: Path, manifest: Path | None, told: Told, advance: Advance) -> Iterator[bytes]:
    """Two records for every page of a folder, or for one file, as gzip members; a page without an address is told.

    A manifest line is {"path", "url", "fetched_at"}, path from the folder; what it does not say is looked for in a file beside the
    page, in the page, in its path. The record id follows from address and bytes, so that the same page is the same record.
    """
    known = read_manifest(manifest) if manifest else {}
    for path, snapshot in find_pages(folder):
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        try:
            advance(path.stat().st_size)
            body = _body(path, folder)
        except (OSError, ContentTooLarge, zlib.error) as error:
            told(left_out(str(path), str(error)))
            continue
        entry = known.get(name, {})
        found = address(entry.get("url"), entry.get("fetched_at"), "the manifest")
        if snapshot:
            found = found.or_else(lambda: snapshot.address)  # noqa: B023 - called at once
        found = _complete(found, path, PurePosixPath(folder.resolve().name, name) if folder.is_dir() else PurePosixPath(name), body)
        if found.url:
            yield from _records(found, name, body)
        else:
            told(
                RecordDamaged(
                    f"{path}: neither a manifest nor the page nor its path says its address", "add it to a manifest: --manifest FILE"
                )
            )


def find_pages(folder: Path) -> Iterator[tuple[Path, Snapshot | None]]:
    """The pages below a folder in order, those of an ArchiveBox snapshot with what is known of it; a file is itself."""
    if folder.is_file():
        yield folder, None
    for directory, folders, files in os.walk(folder):
        folders.sort()
        if "index.json" in files and (snapshot := read_snapshot(Path(directory))):
            folders.clear()
            if snapshot.page:
                yield snapshot.page, snapshot
            continue
        for name in sorted(files):
            if name.lower().endswith(ENDINGS):
                yield Path(directory, name), None


def read_manifest(path: Path) -> dict[str, dict[str, Any]]:
    """Entries by path; raises UsageError with the line that is wrong."""
    entries = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if line.strip():
            entry = _entry(line, f"{path} line {number}")
            entries[entry["path"]] = entry
    return entries


def _entry(line: bytes, place: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{place}: {error}", _MANIFEST_ADVICE) from error
    if not isinstance(entry, dict) or not isinstance(entry.get("path"), str):
        raise UsageError(f"{place}: no path", _MANIFEST_ADVICE)
    known = address(entry.get("url"), entry.get("fetched_at"), "the manifest")
    for name, found in (("url", known.url), ("fetched_at", known.moment)):
        if entry.get(name) and not found:
            raise UsageError(f"{place}: {name} {entry[name]!r} is none", _MANIFEST_ADVICE)
    return entry


def _complete(found: Address, path: Path, name: PurePosixPath, body: bytes) -> Address:
    for find in (
        lambda: by_sidecar(path),
        lambda: by_saver(body),
        lambda: by_page(body),
        lambda: by_path(name),
        lambda: by_time_of_file(path),
    ):
        found = found.or_else(find)
    return found


def _body(path: Path, folder: Path) -> bytes:
    """The page; raises OSError for what is no file or leads out of the folder, ContentTooLarge for what is no page."""
    real = path.resolve()
    if not real.is_file() or (folder.is_dir() and not real.is_relative_to(folder.resolve())):
        raise OSError("no file of this folder")
    if real.stat().st_size > MAX_DECODED:
        raise ContentTooLarge(f"{real.stat().st_size:,} bytes, more than {MAX_DECODED:,}")
    data = real.read_bytes()
    return decode_content(data, "gzip") if path.suffix.lower() == ".gz" else data


def _records(found: Address, name: str, body: bytes) -> Iterator[bytes]:
    assert found.moment is not None, "a file has a time"
    url, date = target_uri(found.url), warc_date(found.moment)
    identifier, page = resource(url, date, "text/html", body)
    yield page.as_member()
    block = warc_fields([("imported-from", name), ("url-found-in", found.url_from), ("date-found-in", found.moment_from)])
    fields = (
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<{record_id('metadata', identifier)}>"),
        ("WARC-Date", date),
        ("WARC-Target-URI", url),
        ("WARC-Concurrent-To", f"<{identifier}>"),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/warc-fields"),
    )
    yield ForeignRecord("WARC/1.1", fields, block).as_member()
