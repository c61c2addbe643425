"""Canned queries: questions that journalists and archivists ask, on Datasette's query pages with CSV and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Request

from pipelines.inspect.pages import Page
from pipelines.inspect.served import ServedArchive, Visibility


@dataclass(frozen=True, slots=True)
class Question:
    """A query by its name in the URL. `sql` has {seen} where the condition on the article `a` goes, {captured} on the capture `c`."""

    name: str
    title: str
    description: str
    sql: str


# A plus keeps SQLite from an index in whose order each row is on another page, where another index holds all that is asked.
QUESTIONS = (
    Question(
        "edited",
        "Edited after publication",
        "Articles of which the archive holds more than one text, those changed last first.",
        """SELECT a.id, a.title, a.site, a.published_at, count(v.id) AS versions,
       min(v.first_seen_at) AS first_text, max(v.first_seen_at) AS last_change, a.url
FROM versions v JOIN articles a ON a.id = v.article
WHERE {seen} GROUP BY a.id HAVING count(v.id) > 1 ORDER BY last_change DESC""",
    ),
    Question(
        "gone",
        "Deleted since",
        "Articles whose address, when fetched last, answered 404, 410 or 451.",
        """SELECT a.id, a.title, a.site, a.published_at, a.last_seen_at, c.fetched_at AS gone_at, c.status, a.url
FROM captures c JOIN articles a ON a.url = c.url
WHERE c.status IN (404, 410, 451) AND c.fetched_at > a.last_seen_at AND {seen} AND {captured}
  AND NOT EXISTS (SELECT 1 FROM captures later WHERE later.url = c.url AND later.fetched_at > c.fetched_at AND later.status = 200)
ORDER BY gone_at DESC""",
    ),
    Question(
        "uncredited",
        "Republished without credit",
        "Articles with the very text of an earlier one on another site, and no source named.",
        """WITH alike AS MATERIALIZED (SELECT article, text_digest FROM versions
  WHERE text_digest IN (SELECT text_digest FROM versions GROUP BY text_digest HAVING count(*) > 1))
SELECT a.id, a.title, a.site, a.published_at, b.site AS earlier_site, b.published_at AS earlier, a.url, b.url AS earlier_url
FROM alike va JOIN alike vb ON vb.text_digest = va.text_digest AND vb.article != va.article
JOIN articles a ON a.id = va.article JOIN articles b ON b.id = vb.article
WHERE a.source IS NULL AND b.site != a.site AND length(a.text) > 100
  AND coalesce(b.published_at, b.first_seen_at) < coalesce(a.published_at, a.first_seen_at) AND {seen} AND {earlier}
ORDER BY a.published_at DESC""",
    ),
    Question(
        "sources",
        "Most cited sources",
        "Outlets that articles are credited to, by number of articles and of sites that credit them.",
        """SELECT a.source, count(*) AS articles, count(DISTINCT a.site) AS sites, min(a.published_at) AS first, max(a.published_at) AS last
FROM articles a WHERE +a.source IS NOT NULL AND {seen} GROUP BY +a.source ORDER BY articles DESC""",
    ),
    Question(
        "editors",
        "Editors by volume",
        "Editors and responsible editors by number of articles.",
        """SELECT k.name, k.role, a.site, count(DISTINCT a.id) AS articles, min(a.published_at) AS first, max(a.published_at) AS last
FROM credits k JOIN articles a ON a.id = k.article
WHERE k.role IN ('editor', 'responsible_editor') AND {seen} GROUP BY k.name, k.role, a.site ORDER BY articles DESC""",
    ),
    Question(
        "failed",
        "Pages that failed, and why",
        "What could not be fetched, kept or extracted, newest first, with what to try.",
        """SELECT f.happened_at, f.site, f.stage, f.error, f.advice, f.url FROM failures f
WHERE (f.capture IS NULL OR f.capture IN (SELECT c.id FROM captures c WHERE {captured}))
UNION ALL
SELECT e.extracted_at, c.site, 'extract', e.status, e.reason, c.url FROM extractions e JOIN captures c ON c.id = e.capture
WHERE e.status IN ('error', 'timeout', 'empty', 'blocked') AND {captured}
ORDER BY 1 DESC""",
    ),
)


def canned(visibility: Visibility) -> dict[str, dict[str, Any]]:
    """The questions as Datasette's canned queries; private rows are left out of each."""
    conditions = {"seen": visibility.articles("a.id"), "captured": visibility.captures("c.id"), "earlier": visibility.articles("b.id")}
    return {q.name: {"sql": q.sql.format(**conditions), "title": q.title, "description": q.description} for q in QUESTIONS}


async def index(_archive: ServedArchive, _request: Request) -> Page:
    """The questions by name."""
    return Page("questions.html", {"questions": QUESTIONS})
