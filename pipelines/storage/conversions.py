"""Rows of conversion records: what a browser made of a response."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipelines.capture import Capture
from pipelines.storage.captures import iso
from pipelines.storage.database import MorgueDatabase

_PLACE = ("record_id", "warc_file", "offset", "length", "payload_digest", "sha256")


def save_conversion(db: MorgueDatabase, conversion: Capture) -> bool:
    """Writes the row of a conversion unless it is known; False where the response that it was made of has no row."""
    assert conversion.fetched_at is not None, "a record of the archive has a WARC-Date"
    cursor = db.execute(
        f"""INSERT INTO conversions (capture, made_at, software, {", ".join(_PLACE)})
            SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM captures WHERE record_id = ? ON CONFLICT DO NOTHING""",  # noqa: S608 - constants
        [
            iso(conversion.fetched_at),
            conversion.header("software"),
            *(getattr(conversion, name) for name in _PLACE),
            conversion.refers_to,
        ],
    )
    return cursor.rowcount > 0


def rendering_of(db: MorgueDatabase, row: Mapping[str, Any], *, before: str | None = None) -> Capture | None:
    """The conversion to read for a capture's row: the newest of its own or, `before` a moment, of any capture of its address."""
    sql = "SELECT v.*, c.record_id AS refers_to, c.url FROM conversions v JOIN captures c ON c.id = v.capture WHERE "
    if before is None:
        found = db.first(f"{sql} c.id = ? ORDER BY v.id DESC LIMIT 1", row["id"])
    else:
        order = "ORDER BY v.made_at DESC, v.id DESC LIMIT 1"
        found = db.first(f"{sql} c.url = ? AND c.site IS ? AND c.fetched_at <= ? {order}", row["url"], row["site"], before)
    return conversion_from_row(found) if found else None


def conversion_from_row(row: Mapping[str, Any]) -> Capture:
    """The conversion as a Capture of the role "rendered"."""
    place = {name: row[name] for name in _PLACE}
    made_at = datetime.fromisoformat(row["made_at"])
    headers = (("software", row["software"]),) if row["software"] else ()
    return Capture(url=row["url"], fetched_at=made_at, headers=headers, role="rendered", refers_to=row["refers_to"], **place)
