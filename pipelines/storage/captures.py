"""Rows of captures, crawls, sites and failures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from pipelines.capture import Capture
from pipelines.storage.database import MorgueDatabase

_COLUMNS = (
    "record_id",
    "url",
    "role",
    "status",
    "mime",
    "warc_file",
    "offset",
    "length",
    "payload_digest",
    "sha256",
    "ip_address",
    "protocol",
    "redirected_from",
    "truncated",
    "site",
    "page_of",
    "page_link",
)


def _is_repeated(c: str) -> str:
    return f"""{c}.sha256 = (SELECT o.sha256 FROM captures o
    WHERE o.url = {c}.url AND o.site IS {c}.site AND o.role = {c}.role AND o.status = 200 AND o.truncated IS NULL
      AND (o.fetched_at, o.id) < ({c}.fetched_at, {c}.id)
    ORDER BY o.fetched_at DESC, o.id DESC LIMIT 1)"""  # noqa: S608 - an alias of ours


# Whether the row c of captures repeats the payload of the capture before it: a revisit record, which holds no payload.
# By time and not by id: captures of several machines come in any order.
IS_REPEATED = _is_repeated("c")
# Whether there is something to read that was not read from an earlier capture: a payload, or what a browser made of it, or a
# further page of the article that was fetched for this capture.
BRINGS_NEWS = f"""((c.status = 200 AND ({IS_REPEATED}) IS NOT TRUE) OR (c.status IN (200, 304) AND (
    EXISTS (SELECT 1 FROM conversions v WHERE v.capture = c.id) OR
    EXISTS (SELECT 1 FROM captures p WHERE p.page_of = c.record_id AND p.status = 200 AND p.truncated IS NULL
            AND ({_is_repeated("p")}) IS NOT TRUE))))"""  # noqa: S608 - aliases of ours


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be done for a page, and what a person can do about it. `stage`: fetch, robots, archive, extract …"""

    stage: str
    error: str
    advice: str
    url: str | None = None
    site: str | None = None
    crawl_id: str | None = None
    capture_id: int | None = None


def now() -> str:
    """The time as the database writes it: ISO 8601, UTC, whole seconds."""
    return iso(datetime.now(timezone.utc))


def iso(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat(timespec="seconds")


def save_site(db: MorgueDatabase, name: str, definition: Mapping[str, Any], digest: str) -> None:
    """Writes or replaces what is known of a site; `definition` is its TOML as JSON."""
    row = {key: definition.get(key) for key in ("title", "url", "language", "timezone")}
    text = json.dumps(definition, ensure_ascii=False, sort_keys=True, default=str)
    db["sites"].upsert({"name": name, **row, "definition": text, "digest": digest}, pk="name")  # type: ignore[union-attr]


def begin_crawl(db: MorgueDatabase, crawl_id: str, site: str, software: Mapping[str, str]) -> None:
    """The row of a crawl that starts now."""
    with db.writing():
        db["crawls"].insert(  # type: ignore[union-attr]
            {"id": crawl_id, "site": site, "started_at": now(), "software": json.dumps(dict(software), sort_keys=True)}
        )


def end_crawl(db: MorgueDatabase, crawl_id: str, reason: str, stats: Mapping[str, Any]) -> None:
    """Completes the row of a crawl; one that was killed keeps finished_at NULL."""
    with db.writing():
        db.execute(
            "UPDATE crawls SET finished_at = ?, reason = ?, stats = ? WHERE id = ?",
            [now(), reason, json.dumps(stats, ensure_ascii=False, sort_keys=True, default=str), crawl_id],
        )


def save_capture(db: MorgueDatabase, capture: Capture) -> int:
    """The id of the capture's row, which is written unless its record is known."""
    assert capture.fetched_at is not None, "a capture of the archive has a WARC-Date"
    values: dict[str, Any] = {name: getattr(capture, name) for name in _COLUMNS}
    values |= {"fetched_at": iso(capture.fetched_at), "crawl": capture.crawl_id}
    if (named := capture.revisit_of) and not capture.sha256:  # our own revisits say the SHA-256 of the payload that they stand for
        values |= {"refers_to": named.record_id, "refers_to_url": named.url, "refers_to_date": named.fetched_at, "original": ""}
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    cursor = db.execute(f"INSERT INTO captures ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING", list(values.values()))  # noqa: S608
    if cursor.rowcount == 1:
        return int(cursor.lastrowid or 0)
    row = db.first("SELECT id FROM captures WHERE record_id = ?", capture.record_id)
    if row is None:  # another record stands at the same place: the place is the older row's
        raise LookupError(f"{capture.warc_file} at {capture.offset} is another record than {capture.record_id}")
    return int(row["id"])


def capture_from_row(row: Mapping[str, Any]) -> Capture:
    """The Capture of a row of `captures`; the HTTP headers stand in the WARC only."""
    values = {name: row[name] for name in _COLUMNS if name != "mime"}
    return Capture(**values, fetched_at=datetime.fromisoformat(row["fetched_at"]), crawl_id=row["crawl"], id=row["id"])


def save_failure(db: MorgueDatabase, failure: Failure) -> None:
    """A row that says why something is missing."""
    db["failures"].insert(  # type: ignore[union-attr]
        {
            "happened_at": now(),
            "stage": failure.stage,
            "url": failure.url,
            "site": failure.site,
            "crawl": failure.crawl_id,
            "capture": failure.capture_id,
            "error": failure.error,
            "advice": failure.advice,
        }
    )
