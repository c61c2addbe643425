"""Revisit records of other tools and the captures whose payloads they stand for, at the same address or another."""

from __future__ import annotations

from pipelines.storage.database import MorgueDatabase


def find_originals(db: MorgueDatabase) -> None:
    """Looks for the originals that are still missing: by record id, by address and date, by payload digest (WARC 1.1 section 6.7).

    A revisit that has one takes over its SHA-256 and its privacy and, where it came without HTTP, its status and type.
    """
    if not missing_originals(db):
        return
    with db.writing():
        for statement in (_HOLDERS, *_INDEXES, _FIND, _TAKE_OVER, "DROP TABLE temp.holders"):
            db.execute(statement)


def missing_originals(db: MorgueDatabase) -> int:
    """How many revisits stand for captures that are not in the archive."""
    row = db.first("SELECT count(*) AS n FROM captures WHERE original = ''")
    return int(row["n"]) if row else 0


# A capture with a payload of its own; a 304 answer has none, whoever wrote it down.
_HOLDS = "o.original IS NULL AND o.sha256 <> '' AND o.status <> 304"
# Tools differ in the algorithm: of captures there is SHA-1 as WARC has it, and SHA-256.
_HOLDERS = f"""CREATE TEMP TABLE holders AS
    SELECT o.payload_digest AS digest, o.url, o.fetched_at, o.record_id FROM captures o
    WHERE {_HOLDS} AND o.payload_digest IN (SELECT payload_digest FROM captures WHERE original = '' AND payload_digest <> '')
    UNION ALL SELECT 'sha256:' || o.sha256, o.url, o.fetched_at, o.record_id FROM captures o
    WHERE {_HOLDS} AND o.sha256 IN (SELECT substr(payload_digest, 8) FROM captures WHERE original = '' AND payload_digest GLOB 'sha256:*')
    """  # noqa: S608 - a constant
_INDEXES = (
    "CREATE INDEX temp.holders_url ON holders(digest, url, fetched_at, record_id)",
    "CREATE INDEX temp.holders_first ON holders(digest, fetched_at, record_id)",
)
_AT = f"o.url = c.refers_to_url AND o.fetched_at = c.refers_to_date AND {_HOLDS}"
_FIND = f"""UPDATE captures AS c SET original = coalesce(
    (SELECT record_id FROM captures o WHERE record_id = c.refers_to AND {_HOLDS}),
    (SELECT min(record_id) FROM captures o WHERE {_AT} AND o.payload_digest = c.payload_digest),
    (SELECT min(record_id) FROM captures o WHERE {_AT}),
    (SELECT record_id FROM holders WHERE digest = c.payload_digest AND url = c.url ORDER BY fetched_at, record_id LIMIT 1),
    (SELECT record_id FROM holders WHERE digest = c.payload_digest ORDER BY fetched_at, record_id LIMIT 1), '') WHERE original = ''"""  # noqa: S608
_TAKE_OVER = """UPDATE captures AS c SET sha256 = o.sha256, private = max(c.private, o.private),
    status = iif(c.status = 0, o.status, c.status), role = iif(c.status = 0, o.role, c.role), mime = coalesce(c.mime, o.mime)
    FROM captures o WHERE o.record_id = c.original AND c.original <> '' AND c.sha256 = ''"""
