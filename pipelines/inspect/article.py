"""The article page: the text as it reads, who made it, what it was before, who else carried it."""

from __future__ import annotations

import json
from typing import Any

from datasette.utils.asgi import NotFound, Request, Response

from pipelines.inspect import difference
from pipelines.inspect.pages import Page, number
from pipelines.inspect.served import ServedArchive
from pipelines.storage.article_rows import text_digest
from pipelines.storage.packed import load
from pipelines.storage.rights_sources import EFFECTIVE_RIGHTS
from pipelines.storage.search import alike_query

_ROLE_NAMES = {
    "reporter": "Reporter",
    "author": "Author",
    "correspondent": "Correspondent",
    "editor": "Editor",
    "responsible_editor": "Responsible editor",
    "proofreader": "Proofreader",
    "photographer": "Photographer",
    "translator": "Translator",
    "intern": "Intern",
    "contributor": "Contributor",
}

_NOTICES = "SELECT n.text FROM article_notices a JOIN notices n ON n.digest = a.notice WHERE a.article = ?"


async def find(archive: ServedArchive, request: Request) -> dict[str, Any]:
    """The article of the URL's number, lists and rights as Python values; raises NotFound, for private ones too."""
    row = await archive.first(
        f"SELECT *, {EFFECTIVE_RIGHTS} AS effective_rights FROM articles a WHERE id = :id AND {archive.visibility.articles('id')}",
        {"id": number_of(request, "article")},
    )
    if row is None:
        raise NotFound("No such article")
    row["rights"] = row.pop("effective_rights")
    for name in ("authors", "editors", "responsible_editors", "tags", "images", "rights"):
        row[name] = json.loads(row[name]) if row[name] else None
    return row


def number_of(request: Request, name: str) -> int:
    """A row's number out of the path; raises NotFound for one that SQLite cannot hold."""
    value = int(request.url_vars[name])
    if value >= 2**63:
        raise NotFound("No such row")
    return value


async def article(archive: ServedArchive, request: Request) -> Page:
    """The page of one article."""
    row = await find(archive, request)
    versions = await versions_of(archive, row["id"])
    context = {
        "article": row,
        "people": await _people(archive, row["id"]),
        "notices": await archive.rows(_NOTICES, [row["id"]]),
        "versions": versions,
        "carriers": await _carriers(archive, row),
        "sources": await archive.rows("SELECT * FROM article_rights WHERE article = ? ORDER BY kind, source_url", [row["id"]]),
        "capture": await archive.first("SELECT * FROM captures WHERE id = ?", [row["capture"]]),
    }
    return Page("article.html", context)


async def as_json(archive: ServedArchive, request: Request) -> Response:
    """The article with the fields, evidence and extractor of its current extraction, as `morgue show --json` names them."""
    row = await find(archive, request)
    extraction = await archive.first("SELECT fields, evidence, fingerprint FROM extractions WHERE id = ?", [row["extraction"]])
    notices = await archive.rows(_NOTICES, [row["id"]])
    values = {key: row[key] for key in row if key not in ("private", "extraction", "version", "capture", "rights_source")}
    values["notice"] = "\n".join(notice["text"] for notice in notices) or None
    if extraction:
        values |= {"credits": load(extraction["fields"]).get("credits", []), "evidence": load(extraction["evidence"])}
        values["extractor"] = extraction["fingerprint"]
    return Response.json(values)


async def versions(archive: ServedArchive, request: Request) -> Page:
    """Two versions of an article against each other: the newest two unless `a` and `b` name others."""
    row = await find(archive, request)
    known = await versions_of(archive, row["id"])
    by_id = {version["id"]: version for version in known}
    new = by_id.get(number(request, "b", 0, most=2**62)) or known[-1]
    earlier = [version for version in known if version["first_seen_at"] <= new["first_seen_at"] and version["id"] != new["id"]]
    old = by_id.get(number(request, "a", 0, most=2**62)) or (earlier[-1] if earlier else known[0])
    context = {
        "article": row,
        "versions": known,
        "old": old,
        "new": new,
        "title": difference.words(old["title"] or "", new["title"] or ""),
        "paragraphs": difference.paragraphs(old["text"] or "", new["text"] or ""),
    }
    return Page("versions.html", context)


async def versions_of(archive: ServedArchive, article_id: int) -> list[dict[str, Any]]:
    """The distinct texts of an article, oldest first."""
    condition = archive.visibility.condition("article_versions") or "1"
    sql = f"SELECT * FROM article_versions WHERE article = ? AND {condition} ORDER BY first_seen_at, id"
    found = await archive.rows(sql, [article_id])
    if not found:
        raise NotFound("No text of this article may be shown")
    return found


async def _people(archive: ServedArchive, article_id: int) -> dict[str, list[str]]:
    """Names by the title of their role, in the order of the page."""
    people: dict[str, list[str]] = {}
    for row in await archive.rows("SELECT role, name FROM credits WHERE article = ? ORDER BY position", [article_id]):
        people.setdefault(_ROLE_NAMES.get(row["role"], row["role"]), []).append(row["name"])
    return people


async def _carriers(archive: ServedArchive, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Near duplicates, other articles with this one's text or title: who carried the story, and when."""
    return await archive.rows(
        f"""SELECT id, url, title, site, source, origin, published_at, first_seen_at FROM articles
            WHERE id != :id AND {archive.visibility.articles("id")} AND (
                id IN (SELECT other.article FROM duplicates own JOIN duplicates other USING (cluster) WHERE own.article = :id)
                OR id IN (SELECT a.id FROM articles_fts f CROSS JOIN articles a ON a.id = f.rowid CROSS JOIN versions v ON v.id = a.version
                    WHERE articles_fts MATCH :alike AND (v.text_digest = :digest OR (a.title = :title AND length(a.title) > 8))))
            ORDER BY coalesce(published_at, first_seen_at) LIMIT 50""",
        {"id": row["id"], "title": row["title"], "digest": text_digest(row["text"]), "alike": alike_query(row["title"], row["text"])},
    )
