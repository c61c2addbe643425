"""Rows of near duplicates: which articles were compared, by what bands they are found, which cluster they are in."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from pipelines.storage.database import MorgueDatabase

# Articles that a text is compared with, those with most bands in common first.
MOST_CANDIDATES = 20


def unplaced(db: MorgueDatabase) -> list[int]:
    """The ids of the articles whose text was not compared yet."""
    sql = """SELECT a.id FROM articles a INDEXED BY articles_version LEFT JOIN duplicates d ON d.article = a.id
             WHERE a.version IS NOT NULL AND d.version IS NOT a.version ORDER BY a.id"""
    return [row["id"] for row in db.rows_of(sql)]


def texts(db: MorgueDatabase, articles: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Version and text of articles by id, in the order of the ids."""
    found = db.rows_of(f"SELECT id, version, text FROM articles WHERE id IN ({_marks(articles)}) ORDER BY id", *articles)  # noqa: S608
    return {row["id"]: (row["version"], row["text"]) for row in found}


def candidates(db: MorgueDatabase, bands: Sequence[int]) -> list[int]:
    """The ids of the articles with most bands in common."""
    sql = f"SELECT article FROM duplicate_bands WHERE band IN ({_marks(bands)}) GROUP BY article ORDER BY count(*) DESC, article LIMIT ?"  # noqa: S608
    return [row["article"] for row in db.rows_of(sql, *bands, MOST_CANDIDATES)]


def put_in(db: MorgueDatabase, article: int, version: int, bands: Sequence[int]) -> None:
    """Notes an article as compared, by itself at first."""
    blob = struct.pack(f">{len(bands)}q", *bands)
    db.execute("INSERT INTO duplicates (article, version, bands) VALUES (?, ?, ?)", [article, version, blob])
    db.conn.executemany("INSERT INTO duplicate_bands (band, article) VALUES (?, ?)", [(band, article) for band in sorted(set(bands))])


def take_out(db: MorgueDatabase, article: int) -> None:
    """Removes an article whose text has changed; a cluster of one that this leaves is none."""
    row = db.first("SELECT cluster, bands FROM duplicates WHERE article = ?", article)
    if row is None:
        return
    bands = struct.unpack(f">{len(row['bands']) // 8}q", row["bands"])
    db.conn.executemany("DELETE FROM duplicate_bands WHERE band = ? AND article = ?", [(band, article) for band in bands])
    db.execute("DELETE FROM duplicates WHERE article = ?", [article])
    db.execute(
        """UPDATE duplicates SET cluster = (SELECT iif(count(*) > 1, min(d.article), NULL) FROM duplicates d WHERE d.cluster = ?1)
           WHERE cluster = ?1""",
        [row["cluster"]],
    )


def join(db: MorgueDatabase, articles: Sequence[int]) -> None:
    """Makes articles, and the clusters that they are in, one cluster."""
    if len(articles) < 2:
        return
    found = db.rows_of(f"SELECT DISTINCT cluster FROM duplicates WHERE article IN ({_marks(articles)})", *articles)  # noqa: S608
    clusters = [row["cluster"] for row in found if row["cluster"] is not None]
    least = min(*articles, *clusters)
    condition = f"article IN ({_marks(articles)}) OR cluster IN ({_marks(clusters)})"
    db.execute(f"UPDATE duplicates SET cluster = ? WHERE {condition}", [least, *articles, *clusters])  # noqa: S608


def stories(
    db: MorgueDatabase, *, url: str | None = None, site: str | None = None, least: int = 2, limit: int = 20
) -> list[list[dict[str, Any]]]:
    """Clusters, the largest and then the newest first, each with its articles, whoever had it first at the head.

    An article has `credits`, the URL of the article in the cluster whose site or publisher its source line names, or None.
    """
    found = db.rows_of(
        """SELECT cluster FROM duplicates d JOIN articles a ON a.id = d.article
           WHERE cluster IS NOT NULL GROUP BY cluster
           HAVING count(*) >= ? AND (? IS NULL OR sum(a.url = ?) > 0) AND (? IS NULL OR sum(a.site = ?) > 0)
           ORDER BY count(*) DESC, cluster DESC LIMIT ?""",
        *(least, url, url, site, site, limit),
    )
    return [_story(db, row["cluster"]) for row in found]


def _story(db: MorgueDatabase, cluster: int) -> list[dict[str, Any]]:
    # datetime() brings times of different zones to UTC; a page that gives none counts from when it was seen.
    articles = db.rows_of(
        """SELECT a.url, a.title, a.site, s.title AS site_title, a.publisher, a.source, a.source_url, a.origin, a.published_at,
                  a.first_seen_at
           FROM duplicates d JOIN articles a ON a.id = d.article LEFT JOIN sites s ON s.name = a.site
           WHERE d.cluster = ? ORDER BY datetime(coalesce(a.published_at, a.first_seen_at)), a.first_seen_at, a.id""",
        cluster,
    )
    for article in articles:
        named = (other["url"] for other in articles if other is not article and _is_named(other, article["source"]))
        article["credits"] = next(named, None)
    return articles


def _is_named(article: dict[str, Any], source: str | None) -> bool:
    """Whether a source line names the outlet of an article, by its site's title or its publisher."""
    names = (article["site_title"], article["publisher"])
    return source is not None and any(name and (name in source or source in name) for name in names)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
