"""Articles on several pages: which capture is which page, and which captures an extraction joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipelines.capture import Capture
from pipelines.saved_page import absent
from pipelines.storage.article_rows import ArticleRows
from pipelines.storage.captures import IS_REPEATED, capture_from_row, iso, save_capture
from pipelines.storage.conversions import rendering_of
from pipelines.storage.database import MorgueDatabase

NOT_MODIFIED = 304
_WHOLE = "status IN (200, 304) AND truncated IS NULL"


def with_pages(capture: Capture, found: Iterable[tuple[str, Capture | None]]) -> Capture:
    """The capture with more of its article's pages, by their links; None is a page that is not to be had."""
    more = (replace(page, page_link=link) if page else absent(link) for link, page in found)
    return replace(capture, following=(*capture.following, *more))


def find_page(db: MorgueDatabase, first: Capture, link: str) -> Capture | None:
    """The capture to read for a page that the first one links: what was fetched for it, else what was there before.

    Captures of other tools do not say what they were fetched for: of these it is the next one of that address, else the last.
    """
    return page_fetched_for(db, first, link) or earlier_page(db, first, link)


def page_fetched_for(db: MorgueDatabase, first: Capture, link: str) -> Capture | None:
    row = db.first(
        f"SELECT * FROM captures WHERE page_of = ? AND page_link = ? AND {_WHOLE} ORDER BY id DESC LIMIT 1",  # noqa: S608 - a constant
        first.record_id,
        link,
    )
    return with_payload(db, row) if row else None


def earlier_page(db: MorgueDatabase, first: Capture, link: str) -> Capture | None:
    assert first.fetched_at is not None, "a capture of the archive has a WARC-Date"
    seen = iso(first.fetched_at)
    row = db.first(
        f"""SELECT * FROM captures WHERE page_link = ? AND site IS ? AND fetched_at < ? AND {_WHOLE}
            ORDER BY fetched_at DESC, id DESC LIMIT 1""",  # noqa: S608 - a constant
        *(link, first.site, seen),
    )
    if row is None and first.crawl_id is None:
        row = db.first(
            """SELECT * FROM captures WHERE url = ?1 AND site IS ?2 AND role = 'article' AND status = 200 AND truncated IS NULL
               ORDER BY fetched_at < ?3, abs(julianday(fetched_at) - julianday(?3)), id LIMIT 1""",
            *(link, first.site, seen),
        )
    return with_payload(db, row) if row else None


def with_payload(db: MorgueDatabase, row: dict[str, Any]) -> Capture:
    """The capture that holds a row's payload: itself, or for a revisit the one that it stands for; as a browser rendered it, if one did."""
    return replace(capture_from_row(original := original_of(db, row) or row), rendered=rendering_of(db, original))


def readable(db: MorgueDatabase, row: dict[str, Any]) -> Capture:
    """The capture of a row with what extraction needs to read it."""
    original = original_of(db, row)
    rendered = rendering_of(db, row) or (rendering_of(db, original, before=row["fetched_at"]) if original else None)
    return replace(capture_from_row(row), original=capture_from_row(original) if original else None, rendered=rendered)


def readable_of(db: MorgueDatabase, ids: Sequence[int]) -> Iterator[Capture]:
    """The same of many captures, by their ids and in their order; what is asked of each is asked of those alone that may need it."""
    rows = db.rows_of(
        f"""SELECT c.*, c.status = {NOT_MODIFIED} OR c.original IS NOT NULL OR ({IS_REPEATED}) IS TRUE
            OR EXISTS (SELECT 1 FROM conversions v WHERE v.capture = c.id) AS is_other
            FROM captures c WHERE c.id IN ({", ".join(map(str, ids))})"""  # noqa: S608 - constants and integers
    )
    by_id = {row["id"]: row for row in rows}
    for row in (by_id[each] for each in ids if each in by_id):
        yield readable(db, row) if row["is_other"] else capture_from_row(row)


def original_of(db: MorgueDatabase, row: dict[str, Any]) -> dict[str, Any] | None:
    """The row of the capture whose payload a revisit stands for; None for a capture that has its own, or whose original is not here."""
    if row["original"] is not None:
        return db.first("SELECT * FROM captures WHERE record_id = ?", row["original"])
    repeated = db.first(f"SELECT {IS_REPEATED} AS is_repeated FROM captures c WHERE c.id = ?", row["id"])  # noqa: S608 - a constant
    if row["status"] != NOT_MODIFIED and not (repeated and repeated["is_repeated"]):
        return None
    return db.first(
        """SELECT * FROM captures WHERE url = ? AND site IS ? AND role = ? AND sha256 = ? AND status = 200 AND truncated IS NULL
           ORDER BY fetched_at, id LIMIT 1""",
        *(row["url"], row["site"], row["role"], row["sha256"]),
    )


def save_pages(db: MorgueDatabase, article_id: int, capture: Capture, article: ArticleRows) -> None:
    """Notes which captures the newest extraction of a capture joined, its own as page 1; nothing for an article on one page."""
    if not (article.pages or article.missing_pages):
        return
    row = db.first("SELECT max(id) AS id FROM extractions WHERE capture = ?", capture.id)
    assert row is not None, "the extraction is saved before its pages"
    by_link = {page.page_link: page for page in capture.following}
    joined = [capture, *(by_link[link] for link in article.pages[1:])]
    db.conn.executemany(
        "INSERT OR IGNORE INTO article_pages (article, extraction, page, capture) VALUES (?, ?, ?, ?)",
        [(article_id, row["id"], number, page.id or save_capture(db, page)) for number, page in enumerate(joined, 1)],
    )


def has_pages(db: MorgueDatabase, original: Capture) -> bool:
    """Whether the article that was read from a capture, or from a later one with the same bytes, is on several pages."""
    sql = """SELECT 1 FROM captures c JOIN extractions e ON e.capture = c.id JOIN article_pages p ON p.extraction = e.id
             WHERE c.url = ? AND c.site IS ? AND c.sha256 = ?"""
    return db.first(sql, original.url, original.site, original.sha256) is not None
