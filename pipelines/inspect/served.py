"""Which of Datasette's databases is an archive, where its WARC files are, and what of it may be shown."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # Datasette imports its plugins while it is being imported itself
    from datasette.app import Datasette
    from datasette.database import Database

PLUGIN = "newsmorgue"

_TABLES = frozenset({"articles", "articles_fts", "captures", "extractions", "versions", "credits", "notices", "duplicates"})


@dataclass(frozen=True, slots=True)
class Visibility:
    """What readers may see. Each method gives an SQL condition over a column that holds such an id.

    Captures are private where a site asked for no archive (`noarchive = "private"`); the partial indexes over
    `private` make the conditions free.
    """

    shows_private: bool = False

    def articles(self, column: str) -> str:
        return "1" if self.shows_private else f"{column} NOT IN (SELECT id FROM articles WHERE private)"

    def captures(self, column: str) -> str:
        return "1" if self.shows_private else f"{column} NOT IN (SELECT id FROM captures WHERE private)"

    def condition(self, table: str) -> str | None:
        """The condition under which a row of a table or view may be seen; None where every row may."""
        if self.shows_private:
            return None
        article, capture = self.articles, self.captures
        conditions = {
            "articles": article("id"),
            "latest_articles": article("id"),
            "articles_fts": article("rowid"),
            "captures": capture("id"),
            "extractions": f"{capture('capture')} AND (article IS NULL OR {article('article')})",
            "readings": f"{capture('capture')} AND (article IS NULL OR {article('article')})",
            "versions": f"{article('article')} AND (first_capture IS NULL OR {capture('first_capture')})",
            "article_versions": f"{article('article')} AND (first_capture IS NULL OR {capture('first_capture')})",
            "credits": article("article"),
            "article_pages": f"{article('article')} AND {capture('capture')}",
            "article_rights": article("article"),
            "conversions": capture("capture"),
            "duplicates": article("article"),
            "duplicate_bands": article("article"),
            "duplicate_stories": article("article"),
            "article_notices": article("article"),
            "notices": f"digest IN (SELECT notice FROM article_notices WHERE {article('article')})",
            "failures": f"(capture IS NULL OR {capture('capture')})",
            "provenance": f"{article('article')} AND {capture('capture')}",
        }
        name = table.lower()  # SQLite's names have no case
        return "0" if name.startswith("articles_fts_") else conditions.get(name)


@dataclass(frozen=True, slots=True)
class ServedArchive:
    """An archive as Datasette serves it."""

    database: Database
    visibility: Visibility

    @property
    def name(self) -> str:
        return str(self.database.name)

    @property
    def warc(self) -> Path:
        """The folder that `captures.warc_file` is relative to."""
        return Path(self.database.path).parent / "warc"

    async def rows(self, sql: str, params: Any = None) -> list[dict[str, Any]]:
        """The rows of a query of ours, all of them."""
        results = await self.database.execute_fn(lambda connection: connection.execute(sql, params or {}).fetchall())
        return [dict(row) for row in results]

    async def first(self, sql: str, params: Any = None) -> dict[str, Any] | None:
        rows = await self.rows(sql, params)
        return rows[0] if rows else None

    async def hides_rows(self) -> bool:
        """Whether something in the archive is private and not shown."""
        if self.visibility.shows_private:
            return False
        sql = "SELECT EXISTS (SELECT 1 FROM articles WHERE private) OR EXISTS (SELECT 1 FROM captures WHERE private) AS hidden"
        row = await self.first(sql)
        return bool(row and row["hidden"])


def served_archive(datasette: Datasette) -> ServedArchive | None:
    """The first of Datasette's databases that is an archive, or None: then the plugin does nothing."""
    for database in datasette.databases.values():
        if database.path and is_archive(str(database.path)):
            config = datasette.plugin_config(PLUGIN) or {}
            return ServedArchive(database, Visibility(bool(config.get("private"))))
    return None


@lru_cache(maxsize=64)
def is_archive(path: str) -> bool:
    """Whether the SQLite file at `path` has the tables of an archive."""
    try:
        connection = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    try:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        return False
    finally:
        connection.close()
    return names >= _TABLES
