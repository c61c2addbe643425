"""Rows of one database into another, by natural keys: in any order, and twice without harm.

Where both know a row, the later one stands (a crawl that ended, a URL that was fetched again), by an order over all its columns, so
that it does not matter which was there first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.rights import follow_capture
from pipelines.storage.articles import save_article
from pipelines.storage.captures import capture_from_row
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.forgotten import address_digest
from pipelines.storage.stored import stored_article

BATCH = 50
# Captures and frontier rows that are copied in one transaction.
MANY = 5000

# Rows of these tables are copied where they are later: table, key, the columns that say which of two is later (the rest follows).
_LATER = (
    ("sites", ("name",), ("definition", "digest")),
    ("crawls", ("id",), ("finished_at", "started_at", "reason", "stats", "software")),
    ("forgotten", ("digest",), ("removed_at", "reason")),
    ("alarms", ("site",), ("told_at", "problems")),
    ("profiles", ("site",), ("made_at", "digest", "agreement")),
    (
        "frontier",
        ("site", "url"),
        ("fetched_at", "visits", "due_at", "state", "attempts", "status", "etag", "last_modified", "role", "pace"),
    ),
)
_CAPTURES = """FROM shard.captures s JOIN captures c ON c.record_id = s.record_id"""
_UNKNOWN = f"""SELECT s.id AS shard_capture, c.id AS capture, e.id AS extraction {_CAPTURES} JOIN shard.extractions e ON e.capture = s.id
    LEFT JOIN shard.articles a ON a.extraction = e.id
    WHERE NOT EXISTS (SELECT 1 FROM extractions x WHERE x.capture = c.id AND x.fingerprint = e.fingerprint)
    ORDER BY a.id IS NULL, e.id"""
_DUE = "(SELECT url FROM shard.frontier WHERE site = :site AND state IN ('due', 'leased'))"
# What a crawl of :site asks of the past: the captures of URLs that it may fetch again, and of their further pages; what the site
# says of rights, and all but articles that was fetched in the last day, as it is not asked again so soon.
_FOR_A_CRAWL = f"""s.site = :site AND (s.url IN {_DUE} OR s.redirected_from IN {_DUE}
    OR s.page_of IN (SELECT f.record_id FROM shard.captures f WHERE f.site = :site AND f.url IN {_DUE})
    OR s.id IN (SELECT capture FROM shard.rights_sources WHERE site = :site)
    OR s.role NOT IN ('article', 'page') AND s.fetched_at > strftime('%Y-%m-%dT%H:%M:%S', 'now', '-1 day'))"""


_IS_FORGOTTEN = "address_digest(s.url) IN (SELECT digest FROM main.forgotten)"


@contextmanager
def attached(db: MorgueDatabase, path: Path) -> Iterator[None]:
    """The other database as `shard`, at the same schema."""
    with_schema = MorgueDatabase.open(path)
    with_schema.close()
    db.conn.create_function("address_digest", 1, address_digest, deterministic=True)
    db.execute("ATTACH ? AS shard", [str(path)])
    try:
        yield
    finally:
        db.execute("DETACH shard")


def merge_rows(db: MorgueDatabase, shard: MorgueDatabase, site: str | None = None) -> int:
    """Brings over what `attached` holds and `db` lacks; gives back the number of extractions. `shard` is the same database, opened.

    With `site` only what a crawl of it needs is brought.
    """
    for table, key, order in _LATER:
        with db.writing():
            _copy_later(db, table, key, order, site)
    _copy_captures(db, site)
    extractions = [(row["capture"], row["extraction"]) for row in db.rows_of(_UNKNOWN)]
    for start in range(0, len(extractions), BATCH):
        with db.writing():
            for capture_id, extraction_id in extractions[start : start + BATCH]:
                _replay(db, shard, capture_id, extraction_id)
    with db.writing():
        always = (_CONVERSIONS, _PAGES, _RIGHTS, _RIGHTS_SEEN, _ARTICLE_RIGHTS, _SEEN_ARTICLES, _SEEN_VERSIONS)
        for statement in always if site else (*always, _FAILURES, _DISCOVERED):
            db.execute(statement)
    return len(extractions)


def _copy_later(db: MorgueDatabase, table: str, key: tuple[str, ...], order: tuple[str, ...], site: str | None) -> None:
    columns = sorted(columns_of(db, "main", table) & columns_of(db, "shard", table))
    values = [{"state": "iif(state = 'leased', 'due', state)", "lease": "NULL"}.get(name, name) for name in columns]
    ours, theirs = (", ".join(f"coalesce({which}.{name}, '')" for name in order) for which in (table, "excluded"))
    whose = "true" if site is None or table == "forgotten" else f"{'name' if table == 'sites' else 'site'} = :site"
    settable = [name for name in columns if name not in (*key, "discovered_at", "discovered_from", "depth")]
    db.execute(
        f"""INSERT INTO main.{table} ({", ".join(columns)}) SELECT {", ".join(values)} FROM shard.{table} WHERE {whose}
            ON CONFLICT ({", ".join(key)}) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in settable)}
            WHERE ({theirs}) > ({ours}) {"AND frontier.state != 'leased'" if table == "frontier" else ""}""",
        {"site": site},
    )


def _copy_captures(db: MorgueDatabase, site: str | None) -> None:
    columns = ", ".join(sorted((columns_of(db, "main", "captures") & columns_of(db, "shard", "captures")) - {"id"}))
    which = "true" if site is None else _FOR_A_CRAWL
    if db.first("SELECT 1 FROM main.forgotten"):
        which = f"{which} AND NOT {_IS_FORGOTTEN}"
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM shard.captures").fetchone()
    for start in range(0, last, MANY):
        with db.writing():
            try:
                db.execute(
                    f"""INSERT INTO main.captures ({columns})
                        SELECT {columns} FROM shard.captures s WHERE id > :start AND id <= :end AND {which} ORDER BY id
                        ON CONFLICT (record_id) DO UPDATE SET private = max(private, excluded.private)
                        WHERE excluded.private > captures.private""",
                    {"start": start, "end": start + MANY, "site": site},
                )
            except sqlite3.IntegrityError as error:
                raise UsageError(f"two records stand at one place of a WARC file ({error})", "see which with `morgue verify`") from error


def _replay(db: MorgueDatabase, shard: MorgueDatabase, capture_id: int, extraction_id: int) -> None:
    """Saves an extraction of the shard as if it were made now, so that all that hangs on it comes about as in a crawl."""
    row = db.first("SELECT * FROM captures WHERE id = ?", capture_id)
    extraction = shard.first("SELECT * FROM extractions WHERE id = ?", extraction_id)
    assert row is not None, "the list was made from this database"
    assert extraction is not None, "the list was made from this database"
    capture = capture_from_row(row)
    article = stored_article(shard, capture.url, extraction)
    is_current = shard.first("SELECT 1 FROM articles WHERE extraction = ?", extraction_id) is not None
    adopt = is_current and _is_later(db, article.canonical_url or article.url, capture, extraction)
    saved = save_article(db, capture, article, seconds=extraction["seconds"], adopt=adopt)
    if saved.article_id is not None:
        follow_capture(db, saved.article_id)
    keys = [extraction["extracted_at"], capture_id, extraction["fingerprint"]]
    db.execute("UPDATE extractions SET extracted_at = ? WHERE capture = ? AND fingerprint = ?", keys)


def _is_later(db: MorgueDatabase, url: str, capture: Capture, extraction: dict[str, object]) -> bool:
    """Whether an extraction is to give an article its values: that of a newer capture, or a later one of the same."""
    current = db.first(
        "SELECT e.capture, e.extracted_at, e.fingerprint FROM articles a JOIN extractions e ON e.id = a.extraction WHERE a.url = ?", url
    )
    if current is None or current["capture"] != capture.id:
        return True  # save_article compares the captures
    return (extraction["extracted_at"], extraction["fingerprint"]) > (current["extracted_at"], current["fingerprint"])


def taken_down(db: MorgueDatabase) -> dict[str, set[str]]:
    """The captures of `attached` whose addresses were taken down here or there: record ids by WARC file."""
    found: dict[str, set[str]] = {}
    if db.first("SELECT 1 FROM main.forgotten"):
        for row in db.rows_of(f"SELECT record_id, warc_file FROM shard.captures s WHERE {_IS_FORGOTTEN}"):
            found.setdefault(row["warc_file"], set()).add(row["record_id"])
    return found


def brings_news(db: MorgueDatabase, warc_file: str) -> bool:
    """Whether `attached` has captures of a file that `db` lacks, and may have."""
    sql = f"""SELECT 1 FROM shard.captures s WHERE s.warc_file = ? AND NOT {_IS_FORGOTTEN}
              AND NOT EXISTS (SELECT 1 FROM main.captures c WHERE c.record_id = s.record_id)"""
    return db.first(sql, warc_file) is not None


def columns_of(db: MorgueDatabase, schema: str, table: str) -> set[str]:
    """The names of a table's columns in an attached database."""
    return {row["name"] for row in db.rows_of(f"PRAGMA {schema}.table_info({table})")}


_CONVERSIONS = f"""INSERT INTO main.conversions (capture, record_id, made_at, software, warc_file, offset, length, payload_digest, sha256)
    SELECT c.id, v.record_id, v.made_at, v.software, v.warc_file, v.offset, v.length, v.payload_digest, v.sha256
    {_CAPTURES} JOIN shard.conversions v ON v.capture = s.id WHERE true ON CONFLICT (record_id) DO NOTHING"""
_PAGES = f"""INSERT OR IGNORE INTO main.article_pages (article, extraction, page, capture)
    SELECT e.article, e.id, p.page, d.id
    {_CAPTURES} JOIN shard.extractions x ON x.capture = s.id JOIN shard.article_pages p ON p.extraction = x.id
    JOIN extractions e ON e.capture = c.id AND e.fingerprint = x.fingerprint AND e.article IS NOT NULL
    JOIN shard.captures t ON t.id = p.capture JOIN captures d ON d.record_id = t.record_id"""
_SAME_RIGHTS = """(o.site, o.kind, o.url, o.host, o.pattern, o.value, coalesce(o.policy, ''), o.first_seen_at)
    = (r.site, r.kind, r.url, r.host, r.pattern, r.value, coalesce(r.policy, ''), r.first_seen_at)"""
_RIGHTS = f"""INSERT INTO main.rights_sources
    (site, kind, url, host, pattern, value, policy, capture, first_seen_at, seen_at, ended_at, changed)
    SELECT r.site, r.kind, r.url, r.host, r.pattern, r.value, r.policy, c.id, r.first_seen_at, r.seen_at, r.ended_at, r.changed
    {_CAPTURES} JOIN shard.rights_sources r ON r.capture = s.id
    WHERE NOT EXISTS (SELECT 1 FROM main.rights_sources o WHERE {_SAME_RIGHTS}) ORDER BY r.id"""
_RIGHTS_SEEN = f"""UPDATE main.rights_sources AS o SET seen_at = max(r.seen_at, o.seen_at), ended_at = coalesce(r.ended_at, o.ended_at)
    FROM shard.rights_sources r WHERE {_SAME_RIGHTS} AND (r.seen_at > o.seen_at OR r.ended_at > o.seen_at)"""
_ARTICLE_RIGHTS = f"""UPDATE main.articles AS a SET rights_source = o.id
    FROM shard.articles t JOIN shard.rights_sources r ON r.id = t.rights_source JOIN main.rights_sources o ON {_SAME_RIGHTS}
    WHERE t.url = a.url AND a.rights_source IS NULL"""
# A page may have been seen again without being fetched again.
_SEEN_ARTICLES = """UPDATE main.articles AS a SET last_seen_at = max(a.last_seen_at, s.last_seen_at) FROM shard.articles s
    WHERE s.url = a.url AND s.last_seen_at > a.last_seen_at"""
_SEEN_VERSIONS = """UPDATE main.versions AS v SET last_seen_at = s.last_seen_at
    FROM shard.versions s JOIN shard.articles t ON t.id = s.article JOIN main.articles a ON a.url = t.url
    WHERE v.article = a.id AND v.text_digest = s.text_digest AND s.last_seen_at > v.last_seen_at"""
_FAILURES = """INSERT INTO main.failures (happened_at, stage, url, site, crawl, capture, error, advice)
    SELECT f.happened_at, f.stage, f.url, f.site, f.crawl, c.id, f.error, f.advice FROM shard.failures f
    LEFT JOIN shard.captures s ON s.id = f.capture LEFT JOIN main.captures c ON c.record_id = s.record_id
    WHERE NOT EXISTS (SELECT 1 FROM main.failures o WHERE o.site IS f.site AND o.happened_at = f.happened_at AND o.stage = f.stage
        AND o.url IS f.url AND o.crawl IS f.crawl AND o.error = f.error AND o.capture IS c.id) GROUP BY
        f.happened_at, f.stage, f.url, f.site, f.crawl, c.id, f.error ORDER BY f.id"""
_DISCOVERED = """UPDATE main.frontier AS f SET discovered_at = s.discovered_at, discovered_from = s.discovered_from, depth = s.depth
    FROM shard.frontier s WHERE s.site = f.site AND s.url = f.url
    AND (s.discovered_at, s.depth, coalesce(s.discovered_from, '')) < (f.discovered_at, f.depth, coalesce(f.discovered_from, ''))"""
