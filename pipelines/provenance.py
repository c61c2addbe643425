"""Where an article came from: article → extraction → capture → WARC record → crawl → software."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from pipelines.archive import Archive
from pipelines.errors import RecordDamaged
from pipelines.storage.articles import find_article
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.reader import read_capture


@dataclass(frozen=True, slots=True)
class Link:
    """One extraction of an article and all that it rests on; `is_current` for the one whose values the article has.

    `record` says whether the WARC record is still what was captured: "intact", or why not.
    """

    extraction: dict[str, Any]
    capture: dict[str, Any]
    record: str
    crawl: dict[str, Any] | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """An article's URL and title, and its extractions, newest capture first."""

    url: str
    title: str | None
    links: list[Link]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def provenance(archive: Archive, db: MorgueDatabase, url: str) -> Provenance:
    """The chain behind the article at a URL; every WARC record is read again. Raises UsageError for an unknown URL."""
    article = find_article(db, url)
    rows = db.rows_of("SELECT * FROM provenance WHERE article = ? ORDER BY fetched_at DESC, extraction DESC", article["id"])
    return Provenance(article["url"], article["title"], [_link(archive, row, article["extraction"]) for row in rows])


def _link(archive: Archive, row: dict[str, Any], current: int | None) -> Link:
    capture = {key: row[key] for key in ("captured_url", "fetched_at", "http_status", "redirected_from", "ip_address")}
    capture |= {key: row[key] for key in ("record_id", "warc_file", "offset", "length", "payload_digest", "sha256")}
    crawl = {"id": row["crawl"], "started_at": row["crawl_started_at"], "software": json.loads(row["software"] or "{}")}
    return Link(
        extraction={key: row[key] for key in ("extractor", "status", "extracted_at")},
        capture=capture,
        record=_check(archive, row),
        crawl=crawl if row["crawl"] else None,
        is_current=row["extraction"] == current,
    )


def _check(archive: Archive, row: dict[str, Any]) -> str:
    try:
        capture, entity = read_capture(archive.warc, row["warc_file"], row["offset"])
    except RecordDamaged as error:
        return str(error)
    if capture.record_id != row["record_id"]:
        return f"another record, {capture.record_id}, stands there"
    return "intact" if hashlib.sha256(entity).hexdigest() == row["sha256"] else "the payload has changed since the capture"
