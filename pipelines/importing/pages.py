"""Saved HTML pages, with a manifest or with the address that a page gives itself, as WARC resource records."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from datetime import datetime, timezone
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from uuid import NAMESPACE_URL, uuid5

from pipelines.errors import RecordDamaged, UsageError
from pipelines.importing.sources import ForeignRecord, Told
from pipelines.warc.content import ContentTooLarge, decode_content
from pipelines.warc.exchange import target_uri
from pipelines.warc.record import sha1_digest, warc_date

ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
_HEAD = 200_000
_MANIFEST_ADVICE = 'write {"path": …, "url": …, "fetched_at": …}'
_TAG = re.compile(rb"<(?:link|meta)\b[^>]*>", re.I)
_CANONICAL = re.compile(rb"""rel\s*=\s*["']?canonical\b|property\s*=\s*["']?og:url\b""", re.I)
_ADDRESS = re.compile(rb"""(?:href|content)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s>]+))""", re.I)


def read_pages(folder: Path, manifest: Path | None, told: Told) -> Iterator[ForeignRecord]:
    """A resource record for every page of a folder, or for one file; a page without an address is told.

    A manifest line is {"path", "url", "fetched_at"}, path from the folder; `fetched_at` is otherwise the file's time. The
    record id follows from address and bytes, so that the same page is the same record.
    """
    known = read_manifest(manifest) if manifest else {}
    paths = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.name.lower().endswith(ENDINGS))
    for path in paths:
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        entry = known.get(name, {})
        try:
            body = _body(path)
        except (OSError, ContentTooLarge, zlib.error) as error:
            told(RecordDamaged(f"{path}: {error}", "it is left out, the rest is imported"))
            continue
        url = entry.get("url") or own_address(body)
        if not url or urlsplit(url).scheme not in ("http", "https"):
            told(RecordDamaged(f"{path}: neither a manifest nor the page says its address", "add it to a manifest: --manifest FILE"))
            continue
        yield _resource(target_uri(url), _moment(entry.get("fetched_at"), path), body)


def read_manifest(path: Path) -> dict[str, dict[str, str]]:
    """Entries by path; raises UsageError with the line that is wrong."""
    entries = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            entry = _entry(line, f"{path} line {number}")
            entries[entry["path"]] = entry
    return entries


def _entry(line: str, place: str) -> dict[str, str]:
    try:
        entry: dict[str, str] = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{place}: {error}", _MANIFEST_ADVICE) from error
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()) or "path" not in entry:
        raise UsageError(f"{place}: no path", _MANIFEST_ADVICE)
    return entry


def own_address(page: bytes) -> str | None:
    """The canonical URL that a page gives itself by link or og:url, if it is absolute."""
    for tag in _TAG.findall(page[:_HEAD]):
        if _CANONICAL.search(tag) and (match := _ADDRESS.search(tag)):
            address = unescape(next(filter(None, match.groups())).decode("utf-8", "replace")).strip()
            return urljoin("", address) if urlsplit(address).netloc else None
    return None


def _body(path: Path) -> bytes:
    data = path.read_bytes()
    return decode_content(data, "gzip") if path.suffix.lower() == ".gz" else data


def _moment(text: str | None, path: Path) -> datetime:
    try:
        moment = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, timezone.utc)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _resource(url: str, moment: datetime, body: bytes) -> ForeignRecord:
    digest = sha1_digest(body)
    fields = (
        ("WARC-Type", "resource"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{url} {digest}')}>"),
        ("WARC-Date", warc_date(moment)),
        ("WARC-Target-URI", url),
        ("WARC-Payload-Digest", digest),
        ("WARC-Block-Digest", digest),
        ("Content-Type", "text/html"),
    )
    return ForeignRecord("WARC/1.1", fields, body)
