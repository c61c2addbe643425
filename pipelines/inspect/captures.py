"""Captures as readers may see them: the one nearest to a moment, and its payload out of the WARC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from pipelines.capture import Capture
from pipelines.errors import RecordDamaged
from pipelines.inspect.served import ServedArchive
from pipelines.saved_page import rendered_headers
from pipelines.storage.captures import capture_from_row
from pipelines.storage.conversions import conversion_from_row
from pipelines.warc.content import ContentTooLarge, decode_content
from pipelines.warc.reader import read_response, warc_path

_ENCODED_BY_BROWSERS = re.compile("%(?:22|27|3C|3E|5B|5C|5D|5E|60|7B|7C|7D)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SavedResponse:
    """A response as saved; `payload` has its content coding removed."""

    capture: Capture
    headers: tuple[tuple[str, str], ...]
    payload: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


async def by_id(archive: ServedArchive, capture_id: int | None) -> dict[str, Any] | None:
    """The row of a capture; None for an unknown or private one."""
    return await archive.first(f"SELECT * FROM captures WHERE id = ? AND {archive.visibility.captures('id')}", [capture_id])


async def of_url(archive: ServedArchive, url: str) -> list[dict[str, Any]]:
    """All captures of a URL, oldest first; a query string or final slash counts.

    Browsers percent-encode some characters that a captured URL may have as they are, so those are tried too.
    """
    spellings = _spellings(url)
    marks = ", ".join("?" * len(spellings))
    sql = f"SELECT * FROM captures WHERE url IN ({marks}) AND {archive.visibility.captures('id')} ORDER BY fetched_at, id"
    return await archive.rows(sql, spellings)


def _spellings(url: str) -> list[str]:
    """The URL with each kind of character that browsers encode as it is and decoded; of the first four kinds, 16 ways at most."""
    found = [url]
    for code in sorted({match.upper() for match in _ENCODED_BY_BROWSERS.findall(url)})[:4]:
        found += [re.sub(code, chr(int(code[1:], 16)).replace("\\", r"\\"), one, flags=re.IGNORECASE) for one in found]
    return found


def nearest(rows: list[dict[str, Any]], digits: str) -> dict[str, Any]:
    """The capture nearest to a moment of fourteen digits (UTC), of which the last ones may be missing."""
    wanted = moment_of(digits)
    return min(rows, key=lambda row: abs(datetime.fromisoformat(row["fetched_at"]) - wanted))


def moment_of(digits: str) -> datetime:
    """The moment that four to fourteen digits name; raises ValueError for none."""
    padded = digits + "00000101000000"[len(digits) :]
    return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)


async def read(archive: ServedArchive, row: dict[str, Any]) -> SavedResponse:
    """The saved response of a capture's row; a revisit gives the payload it refers to. Raises RecordDamaged."""
    capture = capture_from_row(row)
    record = read_response(warc_path(archive.warc, capture.warc_file), capture)
    headers, payload = record.headers, record.payload
    if record.type == "revisit":
        headers, payload = await _referred(archive, row)
    encoding = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
    try:
        return SavedResponse(capture, headers, decode_content(payload, encoding))
    except ContentTooLarge as error:
        raise RecordDamaged(f"{capture.warc_file} at byte {capture.offset}: {error.problem}", error.advice) from error


async def read_extracted(archive: ServedArchive, row: dict[str, Any]) -> SavedResponse:
    """What extraction read of a capture: the document that a browser made of it, if one did, else the response."""
    saved = await read(archive, row)
    made = await archive.first(
        "SELECT v.*, ? AS refers_to, ? AS url FROM conversions v WHERE v.capture = ? ORDER BY v.id DESC LIMIT 1",
        [row["record_id"], row["url"], row["id"]],
    )
    if made is None:
        return saved
    record = read_response(warc_path(archive.warc, made["warc_file"]), conversion_from_row(made))
    return SavedResponse(saved.capture, rendered_headers(saved.headers), record.payload)


async def _referred(archive: ServedArchive, row: dict[str, Any]) -> tuple[tuple[tuple[str, str], ...], bytes]:
    others = await archive.rows(
        f"""SELECT * FROM captures WHERE sha256 = ? AND sha256 <> '' AND original IS NULL AND id != ?
            AND {archive.visibility.captures("id")} ORDER BY fetched_at""",
        [row["sha256"], row["id"]],
    )
    for other in others:
        record = read_response(warc_path(archive.warc, other["warc_file"]), capture_from_row(other))
        if record.type != "revisit":
            return record.headers, record.payload
    place = f"{row['warc_file']} at byte {row['offset']}"
    raise RecordDamaged(f"{place}: the capture it refers to is not here", "import the WARC file that holds it")
