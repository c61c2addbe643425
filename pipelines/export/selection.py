"""Which articles and captures leave the archive."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from pipelines.article import Rights
from pipelines.errors import UsageError
from pipelines.export.records import Text
from pipelines.period import check_dates
from pipelines.rights import RIGHTS_CLASSES, rights_class
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.rights_sources import EFFECTIVE_RIGHTS
from pipelines.storage.search import fts_query

_LISTS = ("authors", "editors", "responsible_editors", "tags", "images")
_SURROGATES = ("id", "capture", "extraction", "version", "private", "rights_source", "effective_rights")


@dataclass(frozen=True, slots=True)
class Selection:
    """All without any. Dates are ISO, both ends included: of publication for articles, of the fetch for captures.

    `query` is what `morgue search` takes, `where` SQL over the columns of articles (as a) and captures (as c), `rights`
    classes of `pipelines.rights`; for captures each means the article read from them. What its site wants kept private
    stays here unless `private`. Raises UsageError for what cannot be asked.
    """

    site: str | None = None
    since: str | None = None
    until: str | None = None
    query: str | None = None
    where: str | None = None
    rights: tuple[str, ...] = ()
    private: bool = False

    def __post_init__(self) -> None:
        check_dates(since=self.since, until=self.until)
        if self.query is not None and not fts_query(self.query):
            raise UsageError(f"--query {self.query!r} holds no word", "name words that the articles have")
        if unknown := [each for each in self.rights if each not in RIGHTS_CLASSES]:
            raise UsageError(f"--rights {', '.join(unknown)}: no such class", f"choose from {', '.join(RIGHTS_CLASSES)}")

    def parameters(self) -> dict[str, Any]:
        """For the SQL below."""
        return {
            "site": self.site,
            "since": self.since,
            "until": self.until,
            "query": fts_query(self.query) if self.query else None,
            "rights": json.dumps(self.rights) if self.rights else None,
            "private": self.private,
        }

    def condition(self) -> str:
        """What is asked of an article a and a capture c, whichever of them is what leaves."""
        return f"{_ASKED} AND ({self.where})" if self.where else _ASKED


class Chosen:
    """What a selection holds in a database, asked in any order. Raises UsageError for a `where` that is no SQL condition."""

    def __init__(self, db: MorgueDatabase, selection: Selection) -> None:
        self._db = db
        self._selection = selection
        self._parameters = selection.parameters()
        db.conn.create_function("rights_class", 2, _rights_class, deterministic=True)
        if selection.where:
            self._check_where()

    def _check_where(self) -> None:
        """Alone it must be a condition too: `1) OR (1` would let out what is private."""
        alone = f"SELECT 1 {_ARTICLES} WHERE {self._selection.where}"
        try:
            for sql in (alone, f"SELECT 1 {self._article_rows()}", self._capture_ids()):
                self._db.execute(f"EXPLAIN {sql}", self._parameters)
        except sqlite3.Error as error:
            advice = "write a condition over the columns of articles (a) and captures (c), such as a.section = 'Sport'"
            raise UsageError(f"--where {self._selection.where!r}: {error}", advice) from error

    def articles(self) -> Iterator[dict[str, Any]]:
        """The articles as they stand now, in order of their URLs: columns, credits, notices and where they were read from."""
        return self._articles(f"SELECT {_COLUMNS} {self._article_rows()} ORDER BY a.url")

    def pages(self) -> Iterator[dict[str, Any]]:
        """The same of the articles whose captures are chosen."""
        sql = f"SELECT {_COLUMNS} {_ARTICLES} WHERE c.id IN ({self._capture_ids()}) AND (:private OR a.private = 0) ORDER BY a.url"
        return self._articles(sql)

    def captures(self) -> Iterator[tuple[str, dict[int, int]]]:
        """WARC files with the offsets and lengths of the captures, of the originals of revisits, and of what a browser made of them."""
        ids = self._capture_ids()
        sql = f"""SELECT warc_file, offset, length FROM captures WHERE id IN ({ids})
            UNION ALL SELECT warc_file, offset, length FROM conversions WHERE capture IN ({ids}) ORDER BY warc_file, offset"""  # noqa: S608 - ours and --where
        rows = self._query(sql)
        for name, group in groupby(rows, key=lambda row: row["warc_file"]):
            yield name, {row["offset"]: row["length"] for row in group}

    def text_of(self, record_id: str) -> Text | None:
        """What the newest extractor read from the capture of this record; None where it found no article."""
        row = self._db.first(_TEXT, record_id)
        if row is None or not row["text"]:
            return None
        text = f"{row['title']}\n\n{row['text']}" if row["title"] else row["text"]
        return Text(text, row["fingerprint"], datetime.fromisoformat(row["extracted_at"]))

    def sources(self, *, of_captures: bool) -> dict[str, list[str]]:
        """The WARC files and crawls that the captures, or the articles, came from."""
        rows = f"FROM captures c WHERE c.id IN ({self._capture_ids()})" if of_captures else self._article_rows()
        return {
            name: [row["name"] for row in self._query(f"SELECT DISTINCT {column} AS name {rows} ORDER BY name") if row["name"]]
            for name, column in (("warc_files", "c.warc_file"), ("crawls", "c.crawl"))
        }

    def _query(self, sql: str) -> Iterator[dict[str, Any]]:
        return self._db.query(sql, self._parameters)

    def _articles(self, sql: str) -> Iterator[dict[str, Any]]:
        for row in self._query(sql):
            article_id = row["id"]
            article = {key: value for key, value in row.items() if key not in _SURROGATES}
            article |= {key: json.loads(row[key] or "[]") for key in _LISTS}
            article["rights"] = json.loads(row["effective_rights"] or "{}")
            article["credits"] = self._db.rows_of("SELECT role, name FROM credits WHERE article = ? ORDER BY position", article_id)
            article["pages"] = self._db.rows_of(_PAGES, row["extraction"])
            article["notices"] = [each["text"] for each in self._db.rows_of(_NOTICES, article_id)]
            yield article

    def _article_rows(self) -> str:
        return f"{_ARTICLES} WHERE {_ARTICLE_ASKED} AND {self._selection.condition()}"

    def _capture_ids(self) -> str:
        return f"{_CHOSEN_CAPTURES} AND {self._selection.condition()}{_WITH_ORIGINALS}"


def _rights_class(rights: str | None, notices: str | None) -> str:
    values = {key: value for key, value in json.loads(rights or "{}").items() if key in Rights.__slots__}
    known = Rights(**{**values, "robots": tuple(values.get("robots") or ())})
    return rights_class(known, json.loads(notices or "[]"))


_CLASS = f"""rights_class({EFFECTIVE_RIGHTS}, (SELECT json_group_array(n.text) FROM article_notices x JOIN notices n ON n.digest = x.notice
    WHERE x.article = a.id))"""  # noqa: S608 - a constant
_ASKED = f"""(:query IS NULL OR a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :query))
    AND (:rights IS NULL OR {_CLASS} IN (SELECT value FROM json_each(:rights)))
    AND (:private OR (coalesce(a.private, 0) = 0 AND coalesce(c.private, 0) = 0))"""  # noqa: S608 - constants

_COLUMNS = f"""a.*, c.url AS captured_url, c.fetched_at, c.record_id, c.warc_file, c.offset, c.length, c.sha256,
    e.fingerprint AS extractor, {_CLASS} AS rights_class, {EFFECTIVE_RIGHTS} AS effective_rights"""
_ARTICLES = "FROM articles a LEFT JOIN captures c ON c.id = a.capture LEFT JOIN extractions e ON e.id = a.extraction"
_ARTICLE_ASKED = """(:site IS NULL OR a.site = :site)
    AND (:since IS NULL OR substr(coalesce(a.published_at, a.first_seen_at), 1, length(:since)) >= :since)
    AND (:until IS NULL OR substr(coalesce(a.published_at, a.first_seen_at), 1, length(:until)) <= :until)"""
_NOTICES = "SELECT n.text FROM notices n JOIN article_notices a ON a.notice = n.digest WHERE a.article = ? ORDER BY n.digest"
_PAGES = """SELECT p.page, c.url, c.fetched_at, c.record_id, c.sha256 FROM article_pages p JOIN captures c ON c.id = p.capture
    WHERE p.extraction = ? AND p.page > 1 ORDER BY p.page"""

_TEXT = """SELECT v.title, coalesce(v.text, a.text) AS text, e.fingerprint, e.extracted_at
    FROM captures c JOIN extractions e ON e.capture = c.id JOIN versions v ON v.id = e.version JOIN articles a ON a.id = v.article
    WHERE c.record_id = ? ORDER BY e.id DESC LIMIT 1"""

# A revisit has the article of the payload that it repeats, whose rights are its own.
_CHOSEN_CAPTURES = """WITH chosen AS (
    SELECT c.* FROM captures c LEFT JOIN articles a ON a.id = coalesce(
        (SELECT article FROM extractions WHERE capture = c.id AND article IS NOT NULL ORDER BY id DESC LIMIT 1),
        (SELECT e.article FROM captures o JOIN extractions e ON e.capture = o.id
            WHERE o.url = c.url AND o.sha256 = c.sha256 AND c.sha256 <> '' AND e.article IS NOT NULL ORDER BY e.id DESC LIMIT 1),
        (SELECT article FROM article_pages WHERE capture = c.id LIMIT 1))
    WHERE (:site IS NULL OR c.site = :site)
      AND (:since IS NULL OR substr(c.fetched_at, 1, length(:since)) >= :since)
      AND (:until IS NULL OR substr(c.fetched_at, 1, length(:until)) <= :until)"""
# A revisit is nothing without the response that holds its payload.
_WITH_ORIGINALS = """), originals AS (
    SELECT min(o.id) AS id FROM chosen r JOIN captures o ON o.url = r.url AND o.site IS r.site AND o.sha256 = r.sha256
    WHERE o.status = 200 AND o.truncated IS NULL AND (:private OR o.private = 0) GROUP BY r.id)
    SELECT id FROM chosen UNION SELECT id FROM originals
    UNION SELECT o.id FROM chosen r JOIN captures o ON o.record_id = r.original WHERE :private OR o.private = 0"""
