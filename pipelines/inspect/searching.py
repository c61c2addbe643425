"""The search page: words and facets to ranked hits. The URL holds the whole state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request

from pipelines.inspect.highlight import pieces
from pipelines.inspect.pages import Page, number
from pipelines.inspect.served import ServedArchive, Visibility
from pipelines.storage.search import fts_query, snippet

PAGE_SIZE = 20

# Facets are counted over at most so many hits, the best or newest ones; the page says so when there are more.
COUNTED = 5_000

# Of a word that stands nearly everywhere only so many hits are ranked, those stored last; ranking them all takes too long.
RANKED = 20_000

# A word in the title counts as four in the text. As a function, not FTS5's `rank`, it is worked out after the filters.
_SCORE = "bm25(articles_fts, 4.0, 1.0)"

_COLUMNS = ("site", "source", "origin", "language")
_FACETS = (*_COLUMNS, "person")
_FACET_SIZE = 12


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for. `since` and `until` are dates as displayed on the pages, both inclusive."""

    words: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    since: str = ""
    until: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, request: Request) -> Query:
        """The query that a URL holds."""
        chosen = tuple((name, value) for name in _FACETS if (value := (request.args.get(name) or "").strip()))
        words, since, until, sort = ((request.args.get(name) or "").strip()[:500] for name in ("q", "from", "to", "sort"))
        return cls(words, chosen, since, until, sort if sort == "new" else "", number(request, "page"))

    @property
    def is_ranked(self) -> bool:
        """Whether the best hits come first, not the newest."""
        return bool(self.words) and self.sort != "new"

    def url(self, **changes: Any) -> str:
        """The query string of this query with changes; None leaves a part out. Another filter starts at page one."""
        values: dict[str, Any] = {"q": self.words, **dict(self.chosen), "from": self.since, "to": self.until, "sort": self.sort}
        values |= {"from" if key == "since" else "to" if key == "until" else key: value for key, value in changes.items()}
        return "?" + urlencode({key: value for key, value in values.items() if value and not (key == "page" and value == 1)})

    def heads(self, visibility: Visibility) -> tuple[str, dict[str, Any]]:
        """SQL for the ids and facet values of the best or newest hits, and its values.

        Each filter is a set of ids out of an index. The plus keeps SQLite from looking rows of the full-text index up
        one by one, which takes minutes.
        """
        sets, values = self._filters()
        key = "+rowid" if self.is_ranked else "id"
        conditions = [visibility.articles(key), *(f"{key} IN ({one})" for one in sets)]
        if self.words:
            values["q"] = fts_query(self.words) or '""'
        if self.is_ranked:
            found = f"SELECT rowid AS id, {_SCORE} AS score FROM articles_fts WHERE articles_fts MATCH :q AND {' AND '.join(conditions)}"
            best = f"SELECT * FROM ({found} ORDER BY rowid DESC LIMIT {RANKED}) ORDER BY score LIMIT {COUNTED + 1}"
            hits = f"({best}) hit CROSS JOIN articles a ON a.id = hit.id ORDER BY hit.score"
            return f"SELECT a.id, a.site, a.source, a.origin, a.language FROM {hits}", values
        if self.words:
            conditions.append("id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :q)")
        newest = f"articles WHERE {' AND '.join(conditions)} ORDER BY published_at DESC LIMIT {COUNTED + 1}"
        return f"SELECT id, site, source, origin, language FROM {newest}", values

    def _filters(self) -> tuple[list[str], dict[str, Any]]:
        sets, values = [], dict[str, Any](self.chosen)
        for name, _ in self.chosen:
            sets.append(
                "SELECT article FROM credits WHERE name = :person"
                if name == "person"
                else f"SELECT id FROM articles WHERE {name} = :{name}"
            )
        if self.since:
            sets.append("SELECT id FROM articles WHERE published_at >= :since")
            values["since"] = self.since
        if self.until:
            sets.append("SELECT id FROM articles WHERE published_at < :until")
            values["until"] = self.until + "~"  # sorts behind any time of that day
        return sets, values


async def search(archive: ServedArchive, request: Request) -> Page:
    """Hits with highlighted snippets, twenty a page, and facets with counts."""
    query = Query.of(request)
    sql, values = query.heads(archive.visibility)
    heads = await archive.rows(sql, values)
    has_more, heads = len(heads) > COUNTED, heads[:COUNTED]
    start = (query.page - 1) * PAGE_SIZE
    context = {
        "query": query,
        "hits": await _hits(archive, query, [row["id"] for row in heads[start : start + PAGE_SIZE]]),
        "total": len(heads),
        "has_more": has_more,
        "first": start + 1,
        "next": query.url(page=query.page + 1) if start + PAGE_SIZE < len(heads) else None,
        "previous": query.url(page=query.page - 1) if query.page > 1 else None,
        "facets": await _facets(archive, query, heads),
        "json_url": _table_url(query),
    }
    return Page("search.html", context)


async def _hits(archive: ServedArchive, query: Query, ids: list[int]) -> list[dict[str, Any]]:
    """The rows to show, in the order of the ids, with title and snippet in pieces."""
    marks = ", ".join("?" * len(ids))
    rows = await archive.rows(
        f"SELECT id, url, title, text, published_at, source, site, origin, authors, status FROM articles WHERE id IN ({marks})", ids
    )
    by_id = {row["id"]: row for row in rows}
    hits = [by_id[one] for one in ids if one in by_id]
    for hit in hits:
        hit["title_pieces"] = pieces(hit["title"] or hit["url"], query.words)
        hit["snippet"] = pieces(snippet(hit.pop("text"), query.words), query.words)
    return hits


async def _facets(archive: ServedArchive, query: Query, heads: list[dict[str, Any]]) -> dict[str, list[tuple[str, int, bool, str]]]:
    """For each facet (value, count, is_chosen, URL that chooses it or leaves it out)."""
    chosen = dict(query.chosen)
    counts = {name: Counter(row[name] for row in heads if row[name]) for name in _COLUMNS}
    counts["person"] = await _people(archive, [row["id"] for row in heads])
    return {
        name: [
            (value, count, chosen.get(name) == value, query.url(**{name: None if chosen.get(name) == value else value}))
            for value, count in counts[name].most_common(_FACET_SIZE)
        ]
        for name in _FACETS
    }


async def _people(archive: ServedArchive, ids: list[int]) -> Counter[str]:
    listed = ",".join(map(str, ids))  # integers of the database, too many to bind
    sql = f"SELECT name, count(DISTINCT article) AS n FROM credits WHERE article IN ({listed}) GROUP BY name ORDER BY n DESC"
    return Counter({row["name"]: row["n"] for row in await archive.rows(f"{sql} LIMIT {_FACET_SIZE}")})


def _table_url(query: Query) -> str:
    """The same search on Datasette's table page, which gives it as JSON and CSV; a person has no column there."""
    values = [("_search", query.words), *((name, value) for name, value in query.chosen if name != "person")]
    values += [("published_at__gte", query.since), ("published_at__lt", query.until and query.until + "~")]
    return "?" + urlencode([(name, value) for name, value in values if value])
