"""Where an article came from: article → extraction → capture → WARC record → crawl → software."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from pipelines.archive import Archive
from pipelines.errors import RecordDamaged
from pipelines.storage.articles import find_article
from pipelines.storage.captures import iso
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.pages import original_of, readable
from pipelines.storage.rights_sources import rights_of_article
from pipelines.warc.reader import read_capture, read_response, warc_path

_PLACE = ("record_id", "warc_file", "offset", "length", "payload_digest", "sha256")
_PAGES = "SELECT p.page, c.* FROM article_pages p JOIN captures c ON c.id = p.capture WHERE p.extraction = ? AND p.page > 1 ORDER BY p.page"


@dataclass(frozen=True, slots=True)
class Link:
    """One extraction of an article and all that it rests on; `is_current` for the one whose values the article has.

    `record` says whether the WARC record is still what was captured: "intact", or why not. `rendered` is the conversion record
    that was read in place of the payload, if a browser rendered the page, and `pages` are the captures of the article's other pages.
    """

    extraction: dict[str, Any]
    capture: dict[str, Any]
    record: str
    crawl: dict[str, Any] | None
    is_current: bool
    rendered: dict[str, Any] | None = None
    pages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def records(self) -> list[str]:
        """What was found of every record that the extraction rests on."""
        return [self.record, *(each["record"] for each in [*self.pages, *([self.rendered] if self.rendered else [])])]


@dataclass(frozen=True, slots=True)
class Provenance:
    """An article's URL and title, its extractions, newest capture first, and what its site says of rights beside the page."""

    url: str
    title: str | None
    links: list[Link]
    rights: list[dict[str, Any]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def provenance(archive: Archive, db: MorgueDatabase, url: str) -> Provenance:
    """The chain behind the article at a URL; every WARC record is read again. Raises UsageError for an unknown URL."""
    article = find_article(db, url)
    rows = db.rows_of("SELECT * FROM provenance WHERE article = ? ORDER BY fetched_at DESC, extraction DESC", article["id"])
    links = [_link(archive, db, row, article["extraction"]) for row in rows]
    return Provenance(article["url"], article["title"], links, rights_of_article(db, article["id"]))


def _link(archive: Archive, db: MorgueDatabase, row: dict[str, Any], current: int | None) -> Link:
    capture = {key: row[key] for key in ("captured_url", "fetched_at", "http_status", "redirected_from", "ip_address", *_PLACE)}
    crawl = {"id": row["crawl"], "started_at": row["crawl_started_at"], "software": json.loads(row["software"] or "{}")}
    return Link(
        extraction={key: row[key] for key in ("extractor", "status", "extracted_at")},
        capture=capture,
        record=_check(archive, db, row),
        crawl=crawl if row["crawl"] else None,
        is_current=row["extraction"] == current,
        rendered=_rendered(archive, db, row["capture"]),
        pages=[_page(archive, db, page) for page in db.rows_of(_PAGES, row["extraction"])],
    )


def _page(archive: Archive, db: MorgueDatabase, row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("page", "url", "fetched_at", *_PLACE)} | {"record": _check(archive, db, row)}


def _rendered(archive: Archive, db: MorgueDatabase, capture_id: int) -> dict[str, Any] | None:
    row = db.first("SELECT * FROM captures WHERE id = ?", capture_id)
    conversion = readable(db, row).rendered if row else None
    if conversion is None or conversion.fetched_at is None:
        return None
    record = "intact"
    try:
        read_response(warc_path(archive.warc, conversion.warc_file), conversion)
    except RecordDamaged as error:
        record = str(error)
    place = {key: getattr(conversion, key) for key in _PLACE}
    return {"made_at": iso(conversion.fetched_at), "by": conversion.header("software"), **place, "record": record}


def _check(archive: Archive, db: MorgueDatabase, row: dict[str, Any]) -> str:
    """What was found of a record; a revisit is as sound as the record that holds its payload."""
    try:
        capture, entity = read_capture(archive.warc, row["warc_file"], row["offset"])
    except RecordDamaged as error:
        return str(error)
    if capture.record_id != row["record_id"]:
        return f"another record, {capture.record_id}, stands there"
    if capture.revisit_of is not None:
        known = db.first("SELECT * FROM captures WHERE record_id = ?", row["record_id"])
        original = original_of(db, known) if known else None
        return _check(archive, db, original) if original else f"a revisit of {capture.revisit_of}, which is not in the archive"
    return "intact" if hashlib.sha256(entity).hexdigest() == row["sha256"] else "the payload has changed since the capture"
