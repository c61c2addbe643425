"""Rows of what sites say of rights: since when, until when, by which capture; and which rule of tdmrep.json holds for an article."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.errors import ArchiveDamaged
from pipelines.rights_sources import ROLES, Statement, Unreadable, matches, statements
from pipelines.saved_page import read_saved
from pipelines.storage.captures import Failure, save_failure
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.pages import original_of, readable

BATCH = 500

# The rights of the row a of articles: what the page says and, where that says nothing of text and data mining, what its site does.
EFFECTIVE_RIGHTS = """CASE WHEN a.rights_source IS NULL OR json_extract(a.rights, '$.tdm_reservation') IS NOT NULL THEN a.rights
    ELSE (SELECT json_set(coalesce(a.rights, '{}'), '$.tdm_reservation', CAST(r.value AS INTEGER), '$.tdm_policy', r.policy,
                          '$.tdm_said_by', r.url) FROM rights_sources r WHERE r.id = a.rights_source) END"""


def read_sources(db: MorgueDatabase, warc_folder: Path, crawl_id: str | None = None) -> None:
    """Brings the rows up to date with the captures of one crawl and of those before it that were killed, or of all crawls.

    Captures older than what is known of their address change nothing, so doing it again changes nothing.
    """
    roles = ", ".join(f"'{role}'" for role in sorted(ROLES))
    rows = db.rows_of(
        f"""SELECT c.* FROM captures c JOIN crawls k ON k.id = c.crawl WHERE c.role IN ({roles})
            AND (?1 IS NULL OR c.crawl = ?1 OR (k.finished_at IS NULL AND k.site = (SELECT site FROM crawls WHERE id = ?1)))
            ORDER BY c.fetched_at, c.id""",  # noqa: S608 - constants
        crawl_id,
    )
    for row in rows:
        _take(db, warc_folder, row)


def read_all_sources(db: MorgueDatabase, warc_folder: Path) -> None:
    """Makes the rows again from all captures, as after a rebuild or when captures of another archive came in, and points articles."""
    with db.writing():
        db.execute("UPDATE articles SET rights_source = NULL WHERE rights_source IS NOT NULL")
        db.execute("DELETE FROM rights_sources")
    read_sources(db, warc_folder)
    point_articles(db)


def point_articles(db: MorgueDatabase, site: str | None = None) -> None:
    """Points articles to the rule of their host's tdmrep.json that holds for them now: of those that match the longest pattern."""
    rules: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for rule in db.rows_of("SELECT * FROM rights_sources WHERE kind = 'tdmrep' AND ended_at IS NULL AND (?1 IS NULL OR site = ?1)", site):
        rules.setdefault((rule["site"], rule["host"]), []).append(rule)
    if not rules and db.first("SELECT 1 FROM articles WHERE rights_source IS NOT NULL AND (?1 IS NULL OR site = ?1)", site) is None:
        return
    changed = []
    for article in db.execute("SELECT id, url, site, rights_source FROM articles WHERE ?1 IS NULL OR site = ?1", [site]):
        article_id, url, its_site, known = article
        rule_id = _in_force(rules.get((its_site, host_of(url)), ()), url)
        if rule_id != known:
            changed.append((rule_id, article_id))
    for start in range(0, len(changed), BATCH):
        with db.writing():
            db.conn.executemany("UPDATE articles SET rights_source = ? WHERE id = ?", changed[start : start + BATCH])


def sources_of(db: MorgueDatabase, site: str | None) -> list[dict[str, Any]]:
    """What a site says now, with the record that first said so."""
    return db.rows_of(
        """SELECT r.kind, r.url, r.pattern, r.value, r.policy, r.first_seen_at, r.seen_at, r.changed, c.record_id
           FROM rights_sources r JOIN captures c ON c.id = r.capture
           WHERE r.site = ? AND r.ended_at IS NULL ORDER BY r.kind, r.url, r.pattern""",
        site,
    )


def rights_of_article(db: MorgueDatabase, article_id: int) -> list[dict[str, Any]]:
    """What its site says of one article now: the rule of tdmrep.json that holds for it, licences of its host, pages of terms."""
    return db.rows_of("SELECT * FROM article_rights WHERE article = ? ORDER BY kind, source_url, pattern", article_id)


def effective_rights(db: MorgueDatabase, article_id: int) -> dict[str, Any]:
    """An article's rights; `tdm_said_by` is the tdmrep.json that says what the page leaves unsaid."""
    row = db.first(f"SELECT {EFFECTIVE_RIGHTS} AS rights FROM articles a WHERE a.id = ?", article_id)  # noqa: S608 - a constant
    rights: dict[str, Any] = json.loads(row["rights"]) if row and row["rights"] else {}
    return rights


def host_of(url: str) -> str:
    """The host of an address without "www.", for sites answer under both."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _in_force(rules: Iterable[dict[str, Any]], url: str) -> int | None:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    holding = [rule for rule in rules if matches(rule["pattern"], path)]
    # RFC 9309 section 2.2.2: the longest; of equal ones the stricter.
    best = max(holding, key=lambda rule: (len(rule["pattern"].encode()), rule["value"]), default=None)
    return int(best["id"]) if best else None


def _take(db: MorgueDatabase, warc_folder: Path, row: dict[str, Any]) -> None:
    newest = db.first(
        "SELECT max(seen_at, coalesce(ended_at, '')) AS at FROM rights_sources WHERE site = ? AND url = ? ORDER BY 1 DESC",
        row["site"],
        row["url"],
    )
    if newest and newest["at"] and newest["at"] >= row["fetched_at"]:
        return
    if original_of(db, row):
        with db.writing():
            _see_again(db, row)
        return
    try:
        said = statements(*read_saved(warc_folder, readable(db, row)))
    except (Unreadable, ArchiveDamaged) as error:
        with db.writing():
            _fail(db, row, str(error))
        return
    if said is not None:
        with db.writing():
            _write(db, row, said)


def _see_again(db: MorgueDatabase, row: dict[str, Any]) -> None:
    db.execute(
        "UPDATE rights_sources SET seen_at = ? WHERE site = ? AND url = ? AND ended_at IS NULL",
        [row["fetched_at"], row["site"], row["url"]],
    )


def _write(db: MorgueDatabase, row: dict[str, Any], said: list[Statement]) -> None:
    """What is said still is seen again, what is not said any more ends, what is new begins."""
    known = db.rows_of("SELECT * FROM rights_sources WHERE site = ? AND url = ?", row["site"], row["url"])
    open_rows = {_key(each): each for each in known if each["ended_at"] is None}
    for statement in said:
        key = (statement.kind, statement.pattern, statement.value, statement.policy)
        if each := open_rows.pop(key, None):
            db.execute("UPDATE rights_sources SET seen_at = ? WHERE id = ?", [row["fetched_at"], each["id"]])
            continue
        is_change = any((each["kind"], each["pattern"]) == (statement.kind, statement.pattern) for each in known)
        db.execute(
            """INSERT INTO rights_sources (site, kind, url, host, pattern, value, policy, capture, first_seen_at, seen_at, changed)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                *(row["site"], statement.kind, row["url"], host_of(row["url"]), statement.pattern, statement.value, statement.policy),
                *(row["id"], row["fetched_at"], row["fetched_at"], is_change),
            ],
        )
    db.conn.executemany(
        "UPDATE rights_sources SET ended_at = ? WHERE id = ?", [(row["fetched_at"], each["id"]) for each in open_rows.values()]
    )


def _key(row: dict[str, Any]) -> tuple[str, str, str, str | None]:
    return row["kind"], row["pattern"], row["value"], row["policy"]


def _fail(db: MorgueDatabase, row: dict[str, Any], why: str) -> None:
    if db.first("SELECT 1 FROM failures WHERE capture = ? AND stage = 'rights'", row["id"]):
        return
    advice = "what the site said before stands; look at the capture with `morgue serve`"
    save_failure(db, Failure("rights", f"{row['role']}: {why}", advice, row["url"], row["site"], row["crawl"], row["id"]))
